// What is GTP whatever the port: versions differ in the first octet, and lengths must add up. DOMAIN 2.2.
import { u16 } from '../../bytes/octets.ts'
import * as version1 from './tables-v1.ts'
import * as version2 from './tables-v2.ts'

export const GTP_V2 = 2
export const GTP_V1 = 1
export const GTP_V0 = 0
/** GTP′, of whatever version. */
export const GTP_PRIME = 3
const NOT_GTP = -1

/** Sequence, N-PDU and extension flags of version 1: the optional fields are there when one of them is set. */
export const OPTIONAL_FIELDS = 7
/** GTPv2: a TEID is there; another message follows. */
export const HAS_TEID = 0x08
export const PIGGYBACKED = 0x10

/** Which GTP a first octet announces. */
export function versionOf(flags: number): number {
  // GTPv2: bits 2 and 1 are spare (TS 29.274 §5.1); bit 3 says that the message has a priority.
  if (flags >> 5 === 2 && (flags & 0x03) === 0) return GTP_V2
  // GTPv1: protocol type GTP, bit 4 is spare.
  if ((flags & 0xf8) === 0x30) return GTP_V1
  if ((flags & 0xfe) === 0x1e) return GTP_V0
  // GTP′ of versions 0 to 2: protocol type 0, bits 4 to 2 are set.
  return (flags & 0x1e) === 0x0e && flags >> 5 <= 2 ? GTP_PRIME : NOT_GTP
}

/** Octets of a header, as its first octet tells. */
export function headerLength(flags: number): number {
  switch (versionOf(flags)) {
    case GTP_V2:
      return (flags & HAS_TEID) === 0 ? 8 : 12
    case GTP_V1:
      return (flags & OPTIONAL_FIELDS) === 0 ? 8 : 12
    case GTP_V0:
      return 20
    default:
      // TS 32.295 §6.2.1.1: version 0 may have a header as long as GTP's.
      return flags >> 5 === 0 && (flags & 1) === 0 ? 20 : 6
  }
}

/** Octets of a message: its length does not count the fixed part of the header. */
export function messageLength(bytes: Uint8Array, from: number): number {
  const flags = bytes[from]!
  const version = versionOf(flags)
  const fixed = version === GTP_V2 ? 4 : version === GTP_V1 ? 8 : headerLength(flags)
  return fixed + u16(bytes, from + 2)
}

/** The first octets of every version. */
const SHORTEST = 6
const DATA_RECORD_TRANSFER = 240
const LAST_DATA_RECORD = 241
const LAST_PATH_MESSAGE = 7
/** Echo, and version not supported. */
const LAST_WITHOUT_TEID = 3
const TUNNEL_STATUS = 253
const G_PDU = 255

export function recognize(bytes: Uint8Array, from: number, to: number, wireTo = to): boolean {
  if (to - from < SHORTEST) return false
  const flags = bytes[from]!
  const version = versionOf(flags)
  const isNamed = isType(version, bytes[from + 1]!)
  if (version === NOT_GTP || (!isNamed && version !== GTP_V2)) return false
  const header = headerLength(flags)
  const length = messageLength(bytes, from)
  if (length < header || !isHeader(bytes, from, { to, version })) return false
  const body = { from: from + header, to: Math.min(to, from + length), version }
  // Whole, or cut by the snap length. Elements must prove a type that no table knows, a length that lies, and what has
  // something behind it.
  if (from + length === wireTo && isNamed)
    return length === header || isUser(version, bytes[from + 1]!) || hasElements(bytes, body, 1)
  return version === GTP_V2 && hasElements(bytes, body, 2)
}

/** Fields of the header that can have one value only. */
function isHeader(bytes: Uint8Array, from: number, { to, version }: { to: number; version: number }): boolean {
  if (version === GTP_V0) return to - from < 12 || (bytes[from + 9]! & bytes[from + 10]! & bytes[from + 11]!) === 0xff
  if (version !== GTP_V2 || (bytes[from]! & HAS_TEID) !== 0) return true
  // TS 29.274 §5.5.1: messages without a TEID; the octet behind the sequence number is spare.
  return bytes[from + 1]! <= LAST_WITHOUT_TEID && (to - from < 8 || bytes[from + 7] === 0)
}

/** Packets of the user have no elements. */
function isUser(version: number, type: number): boolean {
  return version !== GTP_V2 && (type === G_PDU || type === TUNNEL_STATUS)
}

function isType(version: number, type: number): boolean {
  if (version === GTP_V2) return version2.MESSAGES[type] !== undefined
  if (version !== GTP_PRIME) return version1.MESSAGES[type] !== undefined
  return (type >= 1 && type <= LAST_PATH_MESSAGE) || type === DATA_RECORD_TRANSFER || type === LAST_DATA_RECORD
}

/** Whether the body begins with so many elements of known types; one that the snap length cut is none against it. */
function hasElements(bytes: Uint8Array, { from, to, version }: Body, wanted: number): boolean {
  let at = from
  for (let i = 0; i < wanted; i++) {
    // Of a cut message nothing may be left; one that must prove itself has what it counts on.
    if (at >= to) return wanted === 1
    at = version === GTP_V2 ? behind2(bytes, at, to) : behind1(bytes, at, version)
    if (at < 0 || (at > to && wanted > 1)) return false
  }
  return true
}

interface Body {
  readonly from: number
  readonly to: number
  readonly version: number
}

function behind2(bytes: Uint8Array, at: number, to: number): number {
  if (version2.ELEMENTS[bytes[at]!] === undefined) return -1
  if (at + 4 > to) return to
  return bytes[at + 3]! > 15 ? -1 : at + 4 + u16(bytes, at + 1)
}

function behind1(bytes: Uint8Array, at: number, version: number): number {
  const type = bytes[at]!
  const isOld = version === GTP_V0 && version1.FIXED_LENGTHS_0[type] !== undefined
  return isOld || version1.ELEMENTS[type] !== undefined ? at + 1 : -1
}

/** Length of the first message of a datagram that may hold two: TS 29.274 §5.5.1. */
export function split(bytes: Uint8Array, from: number, to: number): number {
  const flags = bytes[from]!
  if (versionOf(flags) !== GTP_V2 || (flags & PIGGYBACKED) === 0) return to - from
  const length = messageLength(bytes, from)
  const second = from + length
  return second + 8 <= to && versionOf(bytes[second]!) === GTP_V2 ? length : to - from
}
