// Party addresses: ITU-T Q.713 §3.4 (SCCP), RFC 3868 §3.10.2 (SUA).
import { tbcd } from '../../bytes/digits.ts'
import { longPointCode, pointCodeText } from '../../bytes/point-code.ts'
import { u16 } from '../../bytes/octets.ts'
import { SUBSYSTEMS } from './tables.ts'

export interface PartyAddress {
  readonly pc?: number
  /** Of a code of 24 bits: `network-cluster-member`. */
  readonly pc_text?: string
  readonly ssn?: number
  readonly subsystem?: string
  /** Digits of the global title. */
  readonly gt?: string
}

/** Bits of the address indicator. */
const HAS_PC = 1
const HAS_SSN = 2
/** Octets before the digits of a global title, by its indicator. */
const TITLE_HEADERS = [0, 1, 1, 2, 3]

/** In America the indicator's highest bit says that the address is coded in the nation's way: ATIS-1000112 (T1.112.3 §3.4). */
const IS_NATIONAL = 0x80
const NATIONAL_SSN = 1
const NATIONAL_PC = 2
const NATIONAL_TITLE_HEADERS = [0, 2, 1]

/** Subsystem before point code, which has 24 bits; a title of translation type, and of numbering plan where that is told. */
function nationalAddress(bytes: Uint8Array, from: number, to: number): PartyAddress {
  const indicator = bytes[from]!
  let at = from + 1
  const found: { -readonly [name in keyof PartyAddress]: PartyAddress[name] } = {}
  if ((indicator & NATIONAL_SSN) !== 0 && at < to) {
    found.ssn = bytes[at++]!
    const subsystem = SUBSYSTEMS[found.ssn]
    if (subsystem !== undefined) found.subsystem = subsystem
  }
  if ((indicator & NATIONAL_PC) !== 0 && at + 3 <= to) {
    found.pc = longPointCode(bytes, at)
    found.pc_text = pointCodeText(found.pc)
    at += 3
  }
  const header = NATIONAL_TITLE_HEADERS[(indicator >> 2) & 15]
  if (header !== undefined && header > 0 && at + header < to) found.gt = tbcd(bytes, at + header, to)
  return found
}

export function partyAddress(bytes: Uint8Array, from: number, to: number): PartyAddress | undefined {
  if (from >= to) return undefined
  const indicator = bytes[from]!
  if ((indicator & IS_NATIONAL) !== 0) return nationalAddress(bytes, from, to)
  let at = from + 1
  const found: { -readonly [name in keyof PartyAddress]: PartyAddress[name] } = {}
  if ((indicator & HAS_PC) !== 0 && at + 2 <= to) {
    found.pc = (bytes[at]! | (bytes[at + 1]! << 8)) & 0x3fff
    at += 2
  }
  if ((indicator & HAS_SSN) !== 0 && at < to) {
    found.ssn = bytes[at++]!
    const subsystem = SUBSYSTEMS[found.ssn]
    if (subsystem !== undefined) found.subsystem = subsystem
  }
  const kind = (indicator >> 2) & 15
  const header = TITLE_HEADERS[kind]
  if (kind === 0 || header === undefined || at + header >= to) return found
  const isOdd = kind === 1 ? (bytes[at]! & 0x80) !== 0 : kind > 2 && (bytes[at + 1]! & 15) === 1
  const digits = tbcd(bytes, at + header, to)
  found.gt = isOdd && digits.length % 2 === 0 ? digits.slice(0, -1) : digits
  return found
}

const SUA_TITLE = 0x8001
const SUA_POINT_CODE = 0x8002
const SUA_SUBSYSTEM = 0x8003
/** Tag, length, three spare octets, indicator, number of digits, translation type, numbering plan, nature. */
const SUA_TITLE_HEADER = 12

/** An address of SUA, which is made of parameters. */
export function suaAddress(bytes: Uint8Array, from: number, to: number): PartyAddress {
  const found: { -readonly [name in keyof PartyAddress]: PartyAddress[name] } = {}
  for (let at = from + 4; at + 8 <= to;) {
    const length = u16(bytes, at + 2)
    const end = at + length
    if (length < 4 || end > to) break
    const tag = u16(bytes, at)
    if (tag === SUA_SUBSYSTEM) found.ssn = bytes[at + 7]!
    else if (tag === SUA_POINT_CODE) found.pc = (u16(bytes, at + 4) << 16) | u16(bytes, at + 6)
    else if (tag === SUA_TITLE && length > SUA_TITLE_HEADER) {
      found.gt = tbcd(bytes, at + SUA_TITLE_HEADER, end).slice(0, bytes[at + 8])
    }
    at += (length + 3) & ~3
  }
  const subsystem = SUBSYSTEMS[found.ssn ?? 0]
  return subsystem === undefined ? found : { ...found, subsystem }
}
