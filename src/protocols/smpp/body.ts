// What operations of SMPP say: version 5.0 §4.1 to §4.3. The text of messages is not read, save what a receipt says of
// another message; passwords are neither.
import { Cursor } from '../../bytes/cursor.ts'
import { octets, unsigned } from '../../bytes/octets.ts'
import { byteText } from '../../bytes/text.ts'
import type { Out } from '../../model/message.ts'
import * as tables from './tables.ts'

const BINDS: ReadonlySet<number> = new Set([0x01, 0x02, 0x09])
const [QUERY, SUBMIT, DELIVER, REPLACE, CANCEL, MULTI, ALERT, DATA] = [3, 4, 5, 7, 8, 0x21, 0x102, 0x103] as const
const LONGEST_TEXT = 255
const MOST_PARAMETERS = 32
const RECEIPT = 1
const HAS_HEADER = 0x40
/** Appendix B: `id:… sub:… dlvrd:… submit date:… done date:… stat:… err:… text:…`. */
const RECEIPT_FIELDS = /\bid:(\S{1,65}).*?\bstat:(\w{1,10})(?:.*?\berr:(\w{1,10}))?/is

/** Numbers for the message's line. */
interface Reading {
  readonly out: Out
  readonly c: Cursor
  told: string
}

/** Reads the body at the cursor; gives what belongs in the message's line. */
export function readBody(c: Cursor, operation: number, isResponse: boolean, out: Out): string {
  const reading: Reading = { out, c, told: '' }
  if (c.left === 0) return ''
  if (isResponse) response(reading, operation)
  else request(reading, operation)
  parameters(reading)
  return reading.told
}

function request(reading: Reading, operation: number): void {
  if (BINDS.has(operation)) bind(reading)
  else if (operation === SUBMIT || operation === DELIVER) message(reading)
  else if (operation === DATA) data(reading)
  else if (operation === QUERY || operation === CANCEL || operation === REPLACE) known(reading, operation)
  else if (operation === ALERT) {
    address(reading, 'source')
    address(reading, 'esme')
  } else if (operation === MULTI) {
    text(reading, 'service_type')
    address(reading, 'source')
    put(reading, 'destinations', reading.c.u8())
    reading.c.at = reading.c.end
  } else reading.c.at = reading.c.end
}

function response(reading: Reading, operation: number): void {
  if (BINDS.has(operation)) text(reading, 'system_id')
  else if (operation === SUBMIT || operation === DELIVER || operation === DATA) text(reading, 'message_id')
  else if (operation === QUERY) {
    text(reading, 'message_id')
    text(reading, 'final_date')
    const state = reading.c.u8()
    put(reading, 'message_state', tables.STATES[state] ?? state)
    put(reading, 'error_code', reading.c.u8())
  } else if (operation === MULTI) {
    text(reading, 'message_id')
    put(reading, 'unsuccessful', reading.c.u8())
    reading.c.at = reading.c.end
  }
}

function put({ c, out }: Reading, name: string, value: unknown): void {
  if (c.fault === '') out.put(name, value)
}

/** C-Octet String: up to the octet 0. */
function string({ c }: Reading): string {
  const from = c.at
  let to = from
  while (to < c.end && c.bytes[to] !== 0) to++
  c.skip(to - from + 1)
  return c.fault === '' ? byteText(c.bytes, from, Math.min(to, from + LONGEST_TEXT)) : ''
}

function text(reading: Reading, name: string): void {
  const from = reading.c.at
  const value = string(reading)
  if (value !== '') reading.out.put(name, value, from, reading.c.at)
}

function bind(reading: Reading): void {
  const { c, out } = reading
  const from = c.at
  const id = string(reading)
  if (id !== '') out.put('system_id', id, from, c.at)
  reading.told += ` ${id}`
  const start = c.at
  string(reading)
  if (out.tree && c.fault === '') out.show('password', '<redacted>', start, c.at)
  text(reading, 'system_type')
  const version = c.u8()
  put(reading, 'interface_version', `${version >> 4}.${version & 15}`)
  c.skip(2)
  text(reading, 'address_range')
}

/** Type, plan and digits or letters, as `name` and `name_type`. */
function address(reading: Reading, name: string): string {
  const { c, out } = reading
  const from = c.at
  const type = c.u8()
  c.u8()
  const value = string(reading)
  if (c.fault !== '' || value === '') return ''
  out.put(name, value, from, c.at)
  out.put(`${name}_type`, tables.NUMBER_TYPES[type] ?? type)
  const digits = value.replace(/^\+/, '')
  const role = name === 'source' ? 'caller' : name === 'destination' ? 'callee' : undefined
  if (role && type === 1 && /^\d{7,15}$/.test(digits)) out.party({ role, msisdn: digits })
  return value
}

function ends(reading: Reading): void {
  text(reading, 'service_type')
  const source = address(reading, 'source')
  const destination = address(reading, 'destination')
  reading.told += ` ${source} → ${destination}`
}

function message(reading: Reading): void {
  const { c } = reading
  ends(reading)
  const kind = esmClass(reading)
  // Protocol, priority; when to deliver, how long to try.
  c.skip(2)
  text(reading, 'schedule_delivery_time')
  text(reading, 'validity_period')
  registered(reading)
  c.skip(1)
  coding(reading)
  c.skip(1)
  const length = c.u8()
  put(reading, 'sm_length', length)
  content(reading, c.sub(length), kind)
}

function data(reading: Reading): void {
  ends(reading)
  esmClass(reading)
  registered(reading)
  coding(reading)
}

/** Which class it has, and what it is besides a message. */
function esmClass(reading: Reading): number {
  const octet = reading.c.u8()
  const type = (octet >> 2) & 15
  if (type !== 0) put(reading, 'sm_type', tables.MESSAGE_TYPES[type] ?? type)
  return octet
}

/** Whether a receipt is wanted. */
function registered(reading: Reading): void {
  const octet = reading.c.u8() & 3
  if (octet !== 0) put(reading, 'receipt_requested', octet === 1 ? 'always' : octet === 2 ? 'on failure' : 'on success')
}

function coding(reading: Reading): void {
  const octet = reading.c.u8()
  put(reading, 'data_coding', tables.CODINGS[octet] ?? octet)
}

/** Of a receipt what became of the other message, of a part its place: TS 23.040 §9.2.3.24. */
function content(reading: Reading, c: Cursor, esm: number): void {
  if (c.fault !== '') return
  if (((esm >> 2) & 15) === RECEIPT)
    return receipt(reading, byteText(c.bytes, c.at, Math.min(c.end, c.at + LONGEST_TEXT)))
  if ((esm & HAS_HEADER) === 0) return
  const header = c.sub(c.u8())
  while (header.left > 1) {
    const element = header.u8()
    const value = header.sub(header.u8())
    if (element !== 0 && element !== 8) continue
    const reference = element === 0 ? value.u8() : value.u16()
    const [parts, part] = [value.u8(), value.u8()]
    if (value.fault === '') put(reading, 'concatenated', { reference, part, parts })
  }
}

function receipt(reading: Reading, said: string): void {
  const found = RECEIPT_FIELDS.exec(said)
  if (!found) return
  const [, id = '', state = '', error] = found
  put(reading, 'receipt', { message_id: id, state, ...(error !== undefined && { error }) })
  reading.told += ` ${state}`
}

/** About a message that was submitted. */
function known(reading: Reading, operation: number): void {
  if (operation === CANCEL) text(reading, 'service_type')
  text(reading, 'message_id')
  address(reading, 'source')
  if (operation === CANCEL) address(reading, 'destination')
  // What replaces it is not read.
  if (operation === REPLACE) reading.c.at = reading.c.end
}

/** Tag, length, value: §4.8. */
function parameters({ c, out }: Reading): void {
  const segment: Record<string, number> = {}
  for (let i = 0; i < MOST_PARAMETERS && c.left >= 4; i++) {
    const at = c.at
    const tag = c.u16()
    const value = c.sub(c.u16())
    if (value.fault !== '') break
    const name = tables.PARAMETERS[tag]
    const number = value.left <= 4 ? unsigned(c.bytes, value.at, value.left) : NaN
    if (name === 'receipted_message_id') out.put(name, trimmed(value), at, c.at)
    else if (name === 'message_state') out.put(name, tables.STATES[number] ?? number, at, c.at)
    else if (name === 'message_payload') out.put('payload_length', value.left, at, c.at)
    else if (name === 'network_error_code') out.put(name, octets(c.bytes, value.at, value.end), at, c.at)
    else if (name === 'delivery_failure_reason' || name === 'congestion_state') out.put(name, number, at, c.at)
    else if (name?.startsWith('sar_') === true) segment[name] = number
    else if (out.tree)
      out.show(name ?? `Parameter 0x${tag.toString(16)}`, octets(c.bytes, value.at, value.end), at, c.at)
  }
  const { sar_msg_ref_num: reference, sar_segment_seqnum: part, sar_total_segments: parts } = segment
  if (reference !== undefined && part !== undefined) out.put('concatenated', { reference, part, parts })
}

function trimmed({ bytes, at, end }: Cursor): string {
  return byteText(bytes, at, Math.min(end, at + LONGEST_TEXT)).replace(/\0+$/, '')
}
