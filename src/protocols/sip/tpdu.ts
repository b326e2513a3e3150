// Short messages as phone and service centre give them to each other: TS 23.040 §9.2. Their text is not read.
import { Cursor } from '../../bytes/cursor.ts'
import { DELIVERY_STATUS, TP_FAILURES, TP_TYPES_FROM_MOBILE, TP_TYPES_TO_MOBILE } from './tables-sms.ts'

const DIGITS = '0123456789*#abc'
const ALPHANUMERIC = 5
/** Message types: §9.2.3.1. */
const SUBMIT = 1
const DELIVER = 0
const REPORT = 2
/** A header stands before the text: §9.2.3.23. */
const HAS_HEADER = 0x40
/** Parts of a longer message, by references of one octet and of two: §9.2.3.24.1, §9.2.3.24.8. */
const CONCATENATED = 0
const CONCATENATED_WIDE = 8
const TIME_STAMP = 7

type Sms = Record<string, unknown>

/** Which way, and whether it comes with a refusal. */
interface Way {
  readonly fromMobile: boolean
  readonly isError: boolean
}

/** Reads the message that stands at `c` into `sms`. */
export function readTpdu(c: Cursor, { fromMobile, isError }: Way, sms: Sms): void {
  const first = c.u8()
  if (c.fault !== '') return
  const type = first & 3
  const name = (fromMobile ? TP_TYPES_FROM_MOBILE : TP_TYPES_TO_MOBILE)[type]
  if (name === undefined) return
  sms.tp_type = name
  if (fromMobile && type === SUBMIT) readSubmit(c, first, sms)
  else if (!fromMobile && type === DELIVER) readDeliver(c, first, sms)
  else if (!fromMobile && type === REPORT) readStatus(c, sms)
  else if (isError && type !== REPORT) readFailure(c, sms)
}

/** §9.2.2.2. */
function readSubmit(c: Cursor, first: number, sms: Sms): void {
  sms.tp_reference = c.u8()
  put(sms, 'destination', tpAddress(c))
  readCoding(c, sms)
  // Validity: none, an octet, or seven.
  const validity = (first >> 3) & 3
  c.skip(validity === 0 ? 0 : validity === 2 ? 1 : TIME_STAMP)
  if ((first & 0x20) !== 0 && c.fault === '') sms.status_report_requested = true
  readUserData(c, first, sms)
}

/** §9.2.2.1. */
function readDeliver(c: Cursor, first: number, sms: Sms): void {
  put(sms, 'originator', tpAddress(c))
  readCoding(c, sms)
  c.skip(TIME_STAMP)
  readUserData(c, first, sms)
}

/** §9.2.2.3: what became of a message that was submitted. */
function readStatus(c: Cursor, sms: Sms): void {
  sms.tp_reference = c.u8()
  put(sms, 'recipient', tpAddress(c))
  c.skip(2 * TIME_STAMP)
  const status = c.u8()
  if (c.fault !== '') return
  sms.tp_status = status
  put(sms, 'tp_status_name', DELIVERY_STATUS[status])
}

/** §9.2.2.1a, §9.2.2.2a. */
function readFailure(c: Cursor, sms: Sms): void {
  const cause = c.u8()
  if (c.fault !== '') return
  sms.tp_failure_cause = cause
  put(sms, 'tp_failure_cause_name', TP_FAILURES[cause])
}

function readCoding(c: Cursor, sms: Sms): void {
  const protocol = c.u8()
  const coding = c.u8()
  if (c.fault !== '') return
  sms.tp_protocol = protocol
  put(sms, 'tp_alphabet', alphabetOf(coding))
}

/** TS 23.038 §4. */
function alphabetOf(coding: number): string | undefined {
  const group = coding >> 4
  if (group < 4) return ['7 bit', '8 bit', 'UCS2'][(coding >> 2) & 3]
  if (group === 15) return (coding & 4) === 0 ? '7 bit' : '8 bit'
  if (group === 14) return 'UCS2'
  return group === 12 || group === 13 ? '7 bit' : undefined
}

/** Its length, and which part it is of a longer message. */
function readUserData(c: Cursor, first: number, sms: Sms): void {
  const length = c.u8()
  if (c.fault !== '') return
  sms.tp_length = length
  if ((first & HAS_HEADER) === 0) return
  const header = c.sub(c.u8())
  while (header.left > 1) {
    const element = header.u8()
    const value = header.sub(header.u8())
    if (element !== CONCATENATED && element !== CONCATENATED_WIDE) continue
    const reference = element === CONCATENATED ? value.u8() : value.u16()
    const [parts, part] = [value.u8(), value.u8()]
    if (value.fault === '') sms.concatenated = { reference, part, parts }
  }
}

function put(sms: Sms, name: string, value: string | undefined): void {
  if (value !== undefined) sms[name] = value
}

/** TP address: its length counts the useful half-octets. */
function tpAddress(c: Cursor): string | undefined {
  const count = c.u8()
  const type = (c.u8() >> 4) & 7
  const inner = c.sub(Math.ceil(count / 2))
  if (c.fault !== '') return undefined
  return type === ALPHANUMERIC ? septets(inner, Math.floor((count * 4) / 7)) : digits(inner, count)
}

export function digits(c: Cursor, count: number): string {
  let text = ''
  while (c.left > 0 && text.length < count) {
    const octet = c.u8()
    text += DIGITS[octet & 15] ?? ''
    if (text.length < count) text += DIGITS[octet >> 4] ?? ''
  }
  return text
}

/** 7-bit characters; of the default alphabet (TS 23.038) only those that are ASCII's too. */
export function septets(c: Cursor, count: number): string {
  let text = ''
  let held = 0
  let bits = 0
  while (text.length < count && (c.left > 0 || bits >= 7)) {
    if (bits < 7) {
      held |= c.u8() << bits
      bits += 8
    }
    const code = held & 127
    text += code >= 32 && code < 127 && code !== 36 && code !== 64 ? String.fromCharCode(code) : '\ufffd'
    held >>= 7
    bits -= 7
  }
  return text
}
