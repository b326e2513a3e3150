/** GTP messages: TS 29.274, TS 29.060, TS 29.281, TS 32.295. */
import { type End, end } from './internet.ts'
import { concat, u16, u32, u8, utf8, zeros } from './octets.ts'

const CONTROL_PORT = 2123

/** A node's end for GTP-C. */
export function node(address: string): End {
  return end(address, CONTROL_PORT)
}

export interface Header2 {
  /** Left out where the message has none. */
  readonly teid?: number
  readonly sequence: number
  /** Another message follows in the same datagram. */
  readonly piggybacked?: boolean
  readonly priority?: number
}

/** A message of GTPv2-C. */
export function gtp2(type: number, header: Header2, ...elements: readonly Uint8Array[]): Uint8Array {
  const { teid, sequence, piggybacked = false, priority } = header
  const body = concat(...elements)
  const flags = 0x40 | (piggybacked ? 0x10 : 0) | (teid === undefined ? 0 : 0x08) | (priority === undefined ? 0 : 0x04)
  const tail = concat(u8(sequence >> 16), u16(sequence), u8((priority ?? 0) << 4))
  const rest = concat(teid === undefined ? zeros(0) : u32(teid), tail, body)
  return concat(u8(flags, type), u16(rest.length), rest)
}

export function element(type: number, value: Uint8Array, instance = 0): Uint8Array {
  return concat(u8(type), u16(value.length), u8(instance), value)
}

/** Digits two an octet, low nibble first. */
export function tbcd(digits: string): Uint8Array {
  const filled = digits.length % 2 === 0 ? digits : `${digits}f`
  return Uint8Array.from(filled.match(/../g) ?? [], (pair) => parseInt(`${pair[1]!}${pair[0]!}`, 16))
}

export function imsi(digits: string): Uint8Array {
  return element(1, tbcd(digits))
}

export function cause(value: number, offending?: number): Uint8Array {
  return element(2, offending === undefined ? u8(value, 0) : u8(value, 0, offending, 0, 0, 0))
}

export function recovery(counter: number): Uint8Array {
  return element(3, u8(counter))
}

/** Labels with their lengths. */
export function labels(name: string): Uint8Array {
  return concat(...name.split('.').map((label) => concat(u8(label.length), utf8(label))))
}

export function apn(name: string): Uint8Array {
  return element(71, labels(name))
}

export function ebi(value: number, instance = 0): Uint8Array {
  return element(73, u8(value), instance)
}

export function indication(...octets: readonly number[]): Uint8Array {
  return element(77, u8(...octets))
}

export function msisdn(digits: string): Uint8Array {
  return element(76, tbcd(digits))
}

/** IPv4, which is 0.0.0.0 where one is asked for. */
export function paa(address: string): Uint8Array {
  return element(79, concat(u8(1), bytesOf(address)))
}

function bytesOf(address: string): Uint8Array {
  return Uint8Array.from(address.split('.'), Number)
}

export function fteid(type: number, teid: number, address: string, instance = 0): Uint8Array {
  return element(87, concat(u8(0x80 | type), u32(teid), bytesOf(address)), instance)
}

export function bearer(...elements: readonly Uint8Array[]): Uint8Array {
  return element(93, concat(...elements))
}

export function qos(qci: number, guaranteed = 0): Uint8Array {
  const rate = concat(u8(0), u32(guaranteed))
  return element(80, concat(u8(0x40 | (9 << 2), qci), rate, rate, rate, rate))
}

export interface Header1 {
  readonly teid?: number
  /** Left out where the message has none. */
  readonly sequence?: number
  /** Whole extension headers, each with the type of the next behind it. */
  readonly extensions?: { readonly first: number; readonly bytes: Uint8Array }
}

/** A message of GTPv1-C or GTP-U. */
export function gtp1(type: number, header: Header1, ...elements: readonly Uint8Array[]): Uint8Array {
  const { teid = 0, sequence, extensions } = header
  const flags = 0x30 | (extensions === undefined ? 0 : 0x04) | (sequence === undefined ? 0 : 0x02)
  const optional =
    (flags & 7) === 0
      ? zeros(0)
      : concat(u16(sequence ?? 0), u8(0, extensions?.first ?? 0), extensions?.bytes ?? zeros(0))
  const body = concat(optional, ...elements)
  return concat(u8(flags, type), u16(body.length), u32(teid), body)
}

/** An element of fixed length. */
export function tv(type: number, ...value: readonly number[]): Uint8Array {
  return u8(type, ...value)
}

export function tlv(type: number, value: Uint8Array): Uint8Array {
  return concat(u8(type), u16(value.length), value)
}

/** TEID in an element of version 1: 16 for user data, 17 for control. */
export function teid1(type: number, teid: number): Uint8Array {
  return concat(u8(type), u32(teid))
}

export function gsnAddress(address: string): Uint8Array {
  return tlv(133, bytesOf(address))
}

export function imsi1(digits: string): Uint8Array {
  return concat(u8(2), tbcd(digits.padEnd(16, 'f')))
}

/** A message of GTP′ of version 2. */
export function gtpPrime(type: number, sequence: number, ...elements: readonly Uint8Array[]): Uint8Array {
  const body = concat(...elements)
  return concat(u8(0x4e, type), u16(body.length, sequence), body)
}
