/** Values of AVPs as they are told: RFC 6733 §4.2–4.4. Each reads [from, to), which lies in the buffer. */
import { eapAt } from '../eap/eap.ts'
import { formatIPv4, formatIPv6 } from '../../bytes/address.ts'
import { tbcd } from '../../bytes/digits.ts'
import { interned } from '../../bytes/interned.ts'
import { unixTimeOfNtp } from '../../bytes/ntp.ts'
import { octets, u32 } from '../../bytes/octets.ts'
import type { AvpType, Names } from './avp-types.ts'

const LONGEST_TEXT = 1024
const LONGEST_DIGITS = 64
const ERA = 2 ** 32
const IPV4 = 1
const IPV6 = 2
const E164 = 8

const REDACTED = '<redacted>'
/** Keys of media: RFC 4568, RFC 8839 §5.4, RFC 8866 §5.12. */
const SDP_SECRETS = /(^|\n)(a=crypto:[^ \n]* *[^ \n]* *|a=key-mgmt:[^ \n]* *|a=ice-pwd:|k=)[^\n]*?(?=\r?(?:\n|$))/gi

const OCTET_DIGITS = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, '0'))

/** `0x` and the 8 digits of a 32-bit number. */
export function wordAt(bytes: Uint8Array, at: number): string {
  const [a, b] = [OCTET_DIGITS[bytes[at]!]!, OCTET_DIGITS[bytes[at + 1]!]!]
  return `0x${a}${b}${OCTET_DIGITS[bytes[at + 2]!]!}${OCTET_DIGITS[bytes[at + 3]!]!}`
}

/** Text of at most 1024 bytes, without the NULs that some put at its end. */
export function textAt(bytes: Uint8Array, from: number, to: number): string {
  let end = Math.min(to, from + LONGEST_TEXT)
  while (end > from && bytes[end - 1] === 0) end--
  return interned(bytes, from, end)
}

/** `0x` and the digits of at most 64 bytes. */
function hexAt(bytes: Uint8Array, from: number, to: number): string {
  return `0x${octets(bytes, from, to)}`
}

/** Octets as text where they are such: many names are defined as octets. */
export function octetsAt(bytes: Uint8Array, from: number, to: number): string {
  const end = Math.min(to, from + LONGEST_TEXT)
  for (let i = from; i < end; i++) {
    const byte = bytes[i]!
    const isText = (byte >= 32 && byte < 127) || byte === 9 || byte === 10 || byte === 13
    if (!isText) return hexAt(bytes, from, to)
  }
  return interned(bytes, from, end)
}

/** Digits, two in an octet, the low half first; also such as were wrongly written as text (DOMAIN D13). */
export function digitsAt(bytes: Uint8Array, from: number, to: number): string {
  const end = Math.min(to, from + LONGEST_DIGITS)
  let isText = to - from > 4
  for (let i = from; isText && i < end; i++) isText = bytes[i]! >= 48 && bytes[i]! <= 57
  if (isText) return textAt(bytes, from, end)
  if (bytes[from] === 43) return textAt(bytes, from + 1, end)
  return tbcd(bytes, from, end)
}

/** MCC and MNC: TS 24.008 §10.5.1.13; an MNC of two digits has 15 for its third. */
export function plmnAt(bytes: Uint8Array, at: number): string {
  const [a, b, c] = [bytes[at]!, bytes[at + 1]!, bytes[at + 2]!]
  const third = b >> 4
  return `${a & 15}${a >> 4}${b & 15}${c & 15}${c >> 4}${third === 15 ? '' : third}`
}

/** Seconds since 1900 as ISO 8601. */
function timeAt(bytes: Uint8Array, at: number): string {
  return new Date(unixTimeOfNtp(bytes, at)).toISOString().replace('.000Z', 'Z')
}

/** Four or sixteen bytes without a family before them. */
export function ipAt(bytes: Uint8Array, from: number, to: number): string {
  if (to - from === 4) return formatIPv4(bytes, from)
  if (to - from === 16) return formatIPv6(bytes, from)
  return octetsAt(bytes, from, to)
}

/** RFC 6733 §4.3.1: a family of IANA's registry, then the address. */
export function addressAt(bytes: Uint8Array, from: number, to: number): string {
  if (to - from < 2) return hexAt(bytes, from, to)
  const family = (bytes[from]! << 8) | bytes[from + 1]!
  if (family === IPV4 && to - from === 6) return formatIPv4(bytes, from + 2)
  if (family === IPV6 && to - from === 18) return formatIPv6(bytes, from + 2)
  if (family === E164) return textAt(bytes, from + 2, to)
  return hexAt(bytes, from, to)
}

const scratch = new Uint8Array(16)

/** RFC 3162 §2.3: reserved octet, length in bits, and only as many bytes of the prefix as need be. */
export function prefixAt(bytes: Uint8Array, from: number, to: number): string {
  if (to - from < 2 || bytes[from + 1]! > 128 || to - from > 18) return hexAt(bytes, from, to)
  scratch.fill(0)
  for (let i = from + 2; i < to; i++) scratch[i - from - 2] = bytes[i]!
  return `${formatIPv6(scratch, 0)}/${bytes[from + 1]}`
}

/** 64 bits: a number where a double holds it, else `0x` and 16 digits. */
function u64At(bytes: Uint8Array, at: number): number | string {
  const high = u32(bytes, at)
  return high < 2 ** 21 ? high * ERA + u32(bytes, at + 4) : hexAt(bytes, at, at + 8)
}

function i64At(bytes: Uint8Array, at: number): number | string {
  const high = u32(bytes, at) | 0
  const value = high * ERA + u32(bytes, at + 4)
  return Number.isSafeInteger(value) ? value : hexAt(bytes, at, at + 8)
}

function floatAt(bytes: Uint8Array, from: number, size: 4 | 8): number | string {
  const view = new DataView(bytes.buffer, bytes.byteOffset + from, size)
  const value = size === 4 ? view.getFloat32(0) : view.getFloat64(0)
  return Number.isFinite(value) ? value : String(value)
}

/** Sizes that types have; another length is told in hexadecimal. */
const SIZES: Partial<Record<AvpType, number>> = {
  int32: 4,
  int64: 8,
  u32: 4,
  u64: 8,
  f32: 4,
  f64: 8,
  enumerated: 4,
  time: 4,
  plmn: 3,
}

interface Typed {
  readonly type: AvpType
  readonly names: Names | undefined
}

/** The value of an AVP that is not grouped. */
export function valueAt({ type, names }: Typed, bytes: Uint8Array, from: number, to: number): string | number {
  const size = SIZES[type]
  if (size !== undefined && to - from !== size) return hexAt(bytes, from, to)
  switch (type) {
    case 'u32':
    case 'enumerated': {
      const value = u32(bytes, from)
      return names?.[value] ?? value
    }
    case 'int32': {
      const value = u32(bytes, from) | 0
      return names?.[value] ?? value
    }
    case 'utf8':
    case 'identity':
    case 'uri':
    case 'filter':
      return textAt(bytes, from, to)
    case 'u64':
      return u64At(bytes, from)
    case 'int64':
      return i64At(bytes, from)
    case 'f32':
      return floatAt(bytes, from, 4)
    case 'f64':
      return floatAt(bytes, from, 8)
    case 'time':
      return timeAt(bytes, from)
    case 'address':
      return addressAt(bytes, from, to)
    case 'ip':
      return ipAt(bytes, from, to)
    case 'ipv6-prefix':
      return prefixAt(bytes, from, to)
    case 'tbcd':
      return digitsAt(bytes, from, to)
    case 'plmn':
      return plmnAt(bytes, from)
    case 'sdp':
      return textAt(bytes, from, to).replaceAll(SDP_SECRETS, `$1$2${REDACTED}`)
    case 'eap':
      return eapAt(bytes, from, to)
    case 'secret':
      return REDACTED
    default:
      return octetsAt(bytes, from, to)
  }
}
