/** SMS over IMS (TS 24.341): the relay layer of TS 24.011 §7.3, §8.2 and the addresses of TS 23.040 §9.1.2, §9.2. */
import { Cursor } from '../../bytes/cursor.ts'
import type { Out } from '../../model/message.ts'
import { RP_CAUSES, RP_TYPES, TP_TYPES_FROM_MOBILE, TP_TYPES_TO_MOBILE } from './tables.ts'

const DIGITS = '0123456789*#abc'
const ALPHANUMERIC = 5
const USER_DATA = 0x41
const SUBMIT = 1
const DELIVER = 0

/** The RP message at [from, to), as `details.sms`; undefined where it is none. The text itself is not read. */
export function readSms(bytes: Uint8Array, from: number, to: number): Record<string, unknown> | undefined {
  const c = new Cursor(bytes, from, to)
  const type = c.u8()
  const reference = c.u8()
  const name = RP_TYPES[type]
  if (c.fault !== '' || name === undefined) return undefined
  const sms: Record<string, unknown> = { rp_type: name, rp_type_code: type, rp_reference: reference }
  if (type <= 1) readData(c, type === 0, sms)
  else if (type <= 5) readAnswer(c, type, sms)
  return sms
}

/** Message types from the mobile are even: TS 24.011 §8.2.2. */
export function isFromMobile(sms: Readonly<Record<string, unknown>>): boolean {
  return (sms['rp_type_code'] as number) % 2 === 0
}

/** Under which names procedures know it: with its direction, and the reference that its answer has too. */
export function nameSms(sms: Readonly<Record<string, unknown>>, out: Out): void {
  out.also(`SMS ${sms['rp_type'] as string} ${isFromMobile(sms) ? 'MO' : 'MT'}`)
  out.also(`#${sms['rp_reference'] as number}`)
}

function readData(c: Cursor, fromMobile: boolean, sms: Record<string, unknown>): void {
  const originator = address(c, c.u8())
  const destination = address(c, c.u8())
  const smsc = fromMobile ? destination : originator
  if (smsc !== '') sms.smsc = smsc
  readTpdu(c.sub(c.u8()), fromMobile, sms)
}

function readAnswer(c: Cursor, type: number, sms: Record<string, unknown>): void {
  if (type >= 4) {
    const cause = c.sub(c.u8()).u8() & 0x7f
    if (c.fault === '') {
      sms.rp_cause = cause
      put(sms, 'rp_cause_name', RP_CAUSES[cause])
    }
  }
  if (c.left > 1 && c.u8() === USER_DATA) readTpdu(c.sub(c.u8()), type % 2 === 0, sms)
}

function readTpdu(c: Cursor, fromMobile: boolean, sms: Record<string, unknown>): void {
  const first = c.u8()
  if (c.fault !== '') return
  const type = first & 3
  const name = (fromMobile ? TP_TYPES_FROM_MOBILE : TP_TYPES_TO_MOBILE)[type]
  if (name === undefined) return
  sms.tp_type = name
  if (fromMobile && type === SUBMIT) {
    sms.tp_reference = c.u8()
    put(sms, 'destination', tpAddress(c))
  } else if (!fromMobile && type === DELIVER) put(sms, 'originator', tpAddress(c))
}

function put(sms: Record<string, unknown>, name: string, value: string | undefined): void {
  if (value !== undefined) sms[name] = value
}

/** RP address: its length counts the type octet. */
function address(c: Cursor, length: number): string {
  if (length === 0) return ''
  const inner = c.sub(length)
  inner.u8()
  return c.fault === '' ? digits(inner, 2 * (length - 1)) : ''
}

/** TP address: its length counts the useful half-octets. */
function tpAddress(c: Cursor): string | undefined {
  const count = c.u8()
  const type = (c.u8() >> 4) & 7
  const inner = c.sub(Math.ceil(count / 2))
  if (c.fault !== '') return undefined
  return type === ALPHANUMERIC ? septets(inner, Math.floor((count * 4) / 7)) : digits(inner, count)
}

function digits(c: Cursor, count: number): string {
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
