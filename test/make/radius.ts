/** RADIUS: RFC 2865, RFC 2866, TS 29.061 §16.4.7. */
import { concat, join, u16, u32, u8, utf8, zeros } from './octets.ts'

export const ACCESS_REQUEST = 1
export const ACCESS_ACCEPT = 2
export const ACCESS_REJECT = 3
export const ACCOUNTING_REQUEST = 4
export const ACCOUNTING_RESPONSE = 5
export const ACCESS_CHALLENGE = 11

export function radius(code: number, id: number, ...attributes: Uint8Array[]): Uint8Array {
  const body = join(attributes)
  const authenticator = zeros(16).fill((code * 16 + id) & 255)
  return concat(u8(code, id), u16(20 + body.length), authenticator, body)
}

export function attribute(type: number, value: string | number | Uint8Array): Uint8Array {
  const bytes = typeof value === 'string' ? utf8(value) : typeof value === 'number' ? u32(value) : value
  return concat(u8(type, 2 + bytes.length), bytes)
}

/** An attribute of 3GPP. */
export function threeGpp(type: number, value: string | Uint8Array): Uint8Array {
  return attribute(26, concat(u32(10_415), attribute(type, value)))
}
