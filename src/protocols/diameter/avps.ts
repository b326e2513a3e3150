/** AVPs, one behind the other and within each other: RFC 6733 §4.1. */
import { u24, u32 } from '../../bytes/octets.ts'
import { avpName, type Definition, definitionOf } from './dictionary.ts'
import type { Fields, Reading } from './reading.ts'
import { shownAt } from './shown.ts'
import { octetsAt, valueAt } from './values.ts'

export const VENDOR_FLAG = 0x80
export const SHORT_HEADER = 8
export const LONG_HEADER = 12
/** Groups within groups; deeper ones stay closed. */
export const DEEPEST = 16
const FAILED_AVP = 279

/** Reads the AVPs of [from, end); the message's fault says when a length lied or bytes were lost. */
export function readAvps(reading: Reading, from: number, end: number): void {
  const { bytes, limit } = reading
  let at = from
  while (at < end) {
    if (at + SHORT_HEADER > end) return fail(reading, 'malformed')
    if (at + SHORT_HEADER > limit) return fail(reading, 'cut')
    const code = u32(bytes, at)
    const hasVendor = bytes[at + 4]! >= VENDOR_FLAG
    const length = u24(bytes, at + 5)
    const header = hasVendor ? LONG_HEADER : SHORT_HEADER
    if (length < header || at + length > end) return fail(reading, 'malformed')
    if (at + header > limit) return fail(reading, 'cut')
    const vendor = hasVendor ? u32(bytes, at + 8) : 0
    const definition = definitionOf(vendor, code)
    const to = at + length
    if (definition !== undefined && definition.type === 'grouped') {
      readGroup(reading, definition, { at, from: at + header, to })
    } else if (to > limit) return fail(reading, 'cut')
    else if (definition !== undefined) readValue(reading, definition, at + header, to)
    if (reading.muted && reading.group === FAILED_AVP) reading.flat('failed_avps', avpName(vendor, code))
    if (reading.tree && definition?.type !== 'grouped') show(reading, { definition, vendor, code, at, header, to })
    at += (length + 3) & ~3
  }
}

function fail({ out }: Reading, fault: 'cut' | 'malformed'): void {
  if (out.fault === '') out.fault = fault
}

function readValue(reading: Reading, definition: Definition, from: number, to: number): void {
  if (reading.muted) return
  const { field, use, reader } = definition
  if (field !== '' && (use !== 'header' || reading.depth === 0)) {
    const value = valueAt(definition, reading.bytes, from, to)
    if (use === 'flat') putFlat(reading, definition, value)
    else if (use === 'many') reading.push(field, value)
    else reading.put(field, value)
  }
  if (reader !== undefined) reader(reading, from, to)
}

function putFlat(reading: Reading, { field, inRecord }: Definition, value: unknown): void {
  reading.flat(field, value)
  if (reading.record === undefined) return
  if (inRecord === '') reading.push(field, value)
  else reading.put(inRecord, value)
}

interface Place {
  /** Where the AVP starts, and its data. */
  readonly at: number
  readonly from: number
  readonly to: number
}

function readGroup(reading: Reading, definition: Definition, { at, from, to }: Place): void {
  if (reading.depth >= DEEPEST) return fail(reading, 'malformed')
  const { record, group, muted } = reading
  const own: Fields | undefined = definition.field === '' ? undefined : {}
  if (own !== undefined) reading.record = own
  reading.group = definition.code
  reading.muted = muted || (definition.code === FAILED_AVP && definition.vendor === 0)
  reading.depth++
  if (reading.tree) reading.out.open(definition.name, at, Math.min(to, reading.limit))
  readAvps(reading, from, to)
  if (reading.tree) reading.out.close()
  reading.depth--
  reading.record = record
  reading.group = group
  reading.muted = muted
  if (muted) return
  if (own !== undefined) reading.keep(own, definition.field, definition.use === 'many')
  if (definition.reader !== undefined) definition.reader(reading, from, to)
}

interface Shown {
  readonly definition: Definition | undefined
  readonly vendor: number
  readonly code: number
  readonly at: number
  readonly header: number
  readonly to: number
}

function show(reading: Reading, { definition, vendor, code, at, header, to }: Shown): void {
  const { out, bytes } = reading
  const from = at + header
  const value = definition ? shownAt(reading, definition, from, to) : octetsAt(bytes, from, to)
  out.show(definition?.name ?? avpName(vendor, code), value, at, to)
}
