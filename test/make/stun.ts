/** STUN: RFC 8489 §5, §14; what clients ask of TURN servers, and their channels: RFC 8656. */
import type { End } from './internet.ts'
import { concat, join, u16, u32, u8, utf8, zeros } from './octets.ts'

const COOKIE = 0x2112a442

export const BINDING = 1
export const ALLOCATE = 3
export const CHANNEL_BIND = 9

/** Bits of the class in the message type. */
const CLASSES = { request: 0, indication: 0x10, success: 0x100, error: 0x110 } as const

export function stun(
  method: number,
  kind: keyof typeof CLASSES,
  transaction: number,
  ...attributes: Uint8Array[]
): Uint8Array {
  const body = join(attributes)
  return concat(u16(method | CLASSES[kind], body.length), u32(COOKIE, 0, 0, transaction), body)
}

export function attribute(type: number, value: string | Uint8Array): Uint8Array {
  const bytes = typeof value === 'string' ? utf8(value) : value
  return concat(u16(type, bytes.length), bytes, zeros(-bytes.length & 3))
}

/** An IPv4 address as it is hidden from meddling gateways. */
export function hidden(type: number, { address, port }: End): Uint8Array {
  const octets = address.split('.').map(Number)
  const mask = [...u32(COOKIE)]
  const port16 = port ^ (COOKIE >>> 16)
  return attribute(type, concat(u8(0, 1), u16(port16), u8(...octets.map((octet, i) => octet ^ mask[i]!))))
}

export function error(code: number, reason: string): Uint8Array {
  return attribute(0x0009, concat(u8(0, 0, Math.floor(code / 100), code % 100), utf8(reason)))
}

/** What a client and its server send each other in a channel. */
export function channelData(channel: number, payload: Uint8Array): Uint8Array {
  return concat(u16(channel, payload.length), payload)
}
