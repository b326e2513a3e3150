// GSUP, Osmocom's protocol between VLR or SGSN and HLR: libosmocore's gsup.h; its causes are those of TS 24.008 §10.5.5.14.
import { tbcd } from '../../bytes/digits.ts'
import { octets, u32 } from '../../bytes/octets.ts'
import { byteText } from '../../bytes/text.ts'
import type { Out } from '../../model/message.ts'
import { labels } from '../gtp/values.ts'
import { GMM_CAUSES } from '../layer3/tables.ts'
import * as tables from './tables.ts'

const HEADER = 2
const LONGEST_NAME = 64
const ERROR = 1
/** Failures that are neither an error nor answered. */
const FAILED: ReadonlySet<number> = new Set([0x0b, 0x4b, 0x4e])
const [IMSI, CAUSE, CANCELLATION, MSISDN, CLASS, APN] = [0x01, 0x02, 0x06, 0x08, 0x0a, 0x12] as const
const [DOMAIN, SESSION, STATE, IMEI, SOURCE, DESTINATION] = [0x28, 0x30, 0x31, 0x50, 0x60, 0x61] as const

type Reader = (bytes: Uint8Array, from: number, to: number) => unknown

const INTERNATIONAL = 0x91

/** A number, behind its length where OsmoHLR puts that before it, or behind its type. */
const number: Reader = (bytes, from, to) => {
  const isBehind = bytes[from] === to - from - 1 || bytes[from] === INTERNATIONAL
  return tbcd(bytes, isBehind ? from + 1 : from, to)
}
const named =
  (names: Readonly<Record<number, string>>): Reader =>
  (bytes, from) =>
    names[bytes[from]!] ?? bytes[from]!
const peerName: Reader = (bytes, from, to) =>
  byteText(bytes, from, Math.min(to, from + LONGEST_NAME)).replaceAll(/[^ -~]/g, '')

const READERS: Readonly<Record<number, readonly [field: string, read: Reader]>> = {
  [IMSI]: ['imsi', (bytes, from, to) => tbcd(bytes, from, to)],
  [CAUSE]: ['cause', (bytes, from) => ({ code: bytes[from]!, name: GMM_CAUSES[bytes[from]!] ?? 'not catalogued' })],
  [CANCELLATION]: ['cancellation', named(tables.CANCELLATIONS)],
  [MSISDN]: ['msisdn', number],
  [CLASS]: ['message_class', named(tables.CLASSES)],
  [APN]: ['apn', (bytes, from, to) => labels(bytes, from, to)],
  [DOMAIN]: ['domain', named(tables.DOMAINS)],
  [SESSION]: ['session', (bytes, from, to) => (to - from === 4 ? u32(bytes, from) : undefined)],
  [STATE]: ['session_state', named(tables.SESSION_STATES)],
  [IMEI]: ['imei', (bytes, from, to) => tbcd(bytes, from, to).slice(0, 15)],
  [SOURCE]: ['source_name', peerName],
  [DESTINATION]: ['destination_name', peerName],
}

/** Reads the message at [from, to); gives its name. */
export function readGsup(bytes: Uint8Array, from: number, to: number, out: Out): { name: string; short: string } {
  const type = bytes[from]!
  const part = tables.PARTS[type & 3]
  const procedure = tables.PROCEDURES[type & ~3]
  const isPart = procedure !== undefined && part !== undefined && tables.MESSAGES[type] === undefined
  const name = isPart ? `${procedure} ${part}` : (tables.MESSAGES[type] ?? `Message 0x${type.toString(16)}`)
  out.open('Generic Subscriber Update Protocol', from, to)
  out.put('message_type_code', type, from, from + 1)
  if (isPart) out.put('procedure', procedure)
  const told = elements(bytes, from + 1, to, out)
  if ((isPart && (type & 3) === ERROR) || FAILED.has(type)) out.put('failed', true)
  out.close()
  return { name, short: `GSUP ${name}${told}` }
}

/** Gives what of them belongs in the message's line. */
function elements(bytes: Uint8Array, start: number, to: number, out: Out): string {
  const party: { imsi?: string; msisdn?: string; imei?: string } = {}
  let told = ''
  let at = start
  while (at < to) {
    const end = at + HEADER + (at + 1 < to ? bytes[at + 1]! : Infinity)
    if (end > to) {
      if (out.fault === '') out.fault = 'malformed'
      break
    }
    const value = element(bytes, { code: bytes[at]!, from: at + HEADER, to: end }, out)
    const field = READERS[bytes[at]!]?.[0]
    if (typeof value === 'string' && (field === 'imsi' || field === 'msisdn' || field === 'imei')) party[field] = value
    if (field === 'cause' && value !== undefined) told = ` (${(value as { name: string }).name})`
    at = end
  }
  if (party.imsi !== undefined) out.party({ role: 'served', ...party })
  return told
}

interface Extent {
  readonly code: number
  readonly from: number
  readonly to: number
}

function element(bytes: Uint8Array, { code, from, to }: Extent, out: Out): unknown {
  const [field, read] = READERS[code] ?? []
  const value = read && to > from ? read(bytes, from, to) : undefined
  if (field !== undefined && value !== undefined) out.put(field, value, from, to)
  else if (out.tree) {
    const name = tables.ELEMENTS[code] ?? `Element 0x${code.toString(16)}`
    out.show(name, tables.SECRETS.has(code) ? `${to - from} octets, not shown` : octets(bytes, from, to), from, to)
  }
  return value
}
