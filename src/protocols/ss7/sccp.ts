// SCCP: ITU-T Q.713.
import { tbcd } from '../../bytes/digits.ts'
import { u16 } from '../../bytes/octets.ts'
import type { Out } from '../../model/message.ts'
import { SCCP_MESSAGES, SUBSYSTEMS } from './tables.ts'
import { readTcap, type Tcap } from './tcap.ts'

/** A party address: §3.4. */
export interface PartyAddress {
  readonly pc?: number
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

/** Octets before the pointers, and how long each pointer is, of connectionless messages: §4.10 to §4.19. */
const LAYOUTS: Readonly<Record<number, { readonly fixed: number; readonly pointer: 1 | 2 }>> = {
  9: { fixed: 2, pointer: 1 },
  10: { fixed: 2, pointer: 1 },
  17: { fixed: 3, pointer: 1 },
  18: { fixed: 3, pointer: 1 },
  19: { fixed: 3, pointer: 2 },
  20: { fixed: 3, pointer: 2 },
}
/** Services, which say that a message could not be delivered. */
const SERVICES: ReadonlySet<number> = new Set([10, 18, 20])

/** Reads the message at [from, to); gives what TCAP says in it. */
export function readSccp(bytes: Uint8Array, from: number, to: number, out: Out): Tcap | undefined {
  const type = bytes[from]!
  out.open('Signalling Connection Control Part', from, to)
  out.put('sccp_type', type, from, from + 1)
  out.put('sccp_name', SCCP_MESSAGES[type] ?? `type ${type}`)
  if (SERVICES.has(type)) {
    out.put('return_cause', bytes[from + 1], from + 1, from + 2)
    out.put('failed', true)
  }
  const tcap = connectionless(bytes, { type, from, to }, out)
  out.close()
  return tcap
}

function connectionless(
  bytes: Uint8Array,
  { type, from, to }: { type: number; from: number; to: number },
  out: Out,
): Tcap | undefined {
  const layout = LAYOUTS[type]
  if (!layout) return undefined
  const { fixed, pointer } = layout
  const parts: (readonly [start: number, end: number])[] = []
  for (let i = 0; i < 3; i++) {
    const at = from + fixed + i * pointer
    // A pointer counts from its own first octet, one of two octets from its last: §2.3.
    const place = at + (pointer === 1 ? bytes[at]! : bytes[at]! + (bytes[at + 1]! << 8) + 1)
    const isLong = pointer === 2 && i === 2
    const start = place + (isLong ? 2 : 1)
    const end = start + (isLong ? bytes[place]! + (bytes[place + 1]! << 8) : bytes[place]!)
    if (at + pointer > to || start > to || end > to) return malformed(out)
    parts.push([start, end])
  }
  const [calledAt, callingAt, data] = parts as [[number, number], [number, number], [number, number]]
  const [called, calling] = [partyAddress(bytes, ...calledAt), partyAddress(bytes, ...callingAt)]
  out.put('called', called, ...calledAt)
  out.put('calling', calling, ...callingAt)
  return readTcap(bytes, { from: data[0], to: data[1] }, [called?.ssn, calling?.ssn], out)
}

function malformed(out: Out): undefined {
  if (out.fault === '') out.fault = 'malformed'
  return undefined
}

function partyAddress(bytes: Uint8Array, from: number, to: number): PartyAddress | undefined {
  if (from >= to) return undefined
  const indicator = bytes[from]!
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

/** An address of SUA, which is made of parameters: RFC 3868 §3.10.2. */
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

const SUA_TITLE = 0x8001
const SUA_POINT_CODE = 0x8002
const SUA_SUBSYSTEM = 0x8003
/** Tag, length, three spare octets, indicator, number of digits, translation type, numbering plan, nature. */
const SUA_TITLE_HEADER = 12
