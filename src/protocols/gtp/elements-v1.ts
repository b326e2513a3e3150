// Information elements of GTPv1-C (TS 29.060 §7.7), GTP-U (TS 29.281 §8), GTP′ (TS 32.295 §6.2.4.5) and GTPv0 (GSM 09.60 §7.9).
import { formatIPv4, formatIPv6 } from '../../bytes/address.ts'
import { plmn, tbcd } from '../../bytes/digits.ts'
import { hex } from '../../bytes/text.ts'
import { octets, u16, u32 } from '../../bytes/octets.ts'
import { MOBILITY_1 } from './elements-v1-mobility.ts'
import type { ElementKind, Elements, Reader } from './elements.ts'
import { readLocation1 } from './location.ts'
import { readPco } from './pco.ts'
import { readQosProfile } from './qos-profile.ts'
import { hexadecimal, named, number } from './readers.ts'
import * as tables from './tables-v1.ts'
import { RAT_TYPES, SELECTION_MODES } from './tables-v2.ts'
import { readTft } from './tft.ts'
import { address, labels, splitApn, timeZone } from './values.ts'

/** Elements from here on carry their length. */
const FIRST_WITH_LENGTH = 128
/** Alone among those it has one octet of length: TS 29.281 §8.5. */
const EXTENSION_TYPES = 141
/** Types whose values are keys and authentication vectors: triplet, MM context, quintuplet. */
const SECRET: ReadonlySet<number> = new Set([9, 129, 136])

interface Extent {
  readonly from: number
  readonly to: number
  /** Where the bytes ended on the wire. */
  readonly wireTo: number
}

export function readElements1({ from, to, wireTo }: Extent, elements: Elements, lengths: Lengths): void {
  const { bytes, out } = elements
  let at = from
  while (at < to) {
    const type = bytes[at]!
    const fixed = lengths(type)
    if (fixed < 0 && type < FIRST_WITH_LENGTH) return stop(elements, type, { from: at, to })
    const start = at + (fixed >= 0 ? 1 : type === EXTENSION_TYPES ? 2 : 3)
    const end = start + (fixed >= 0 ? fixed : start <= to ? lengthAt(bytes, at + 1, start) : 0)
    if (start > to || end > to) return elements.fail(Math.max(start, end) <= wireTo ? 'cut' : 'malformed')
    if (out.tree) out.open(tables.ELEMENTS[type] ?? `Element ${type}`, at, end)
    readOne(elements, type, { start, end })
    if (out.tree) out.close()
    at = end
  }
}

function lengthAt(bytes: Uint8Array, from: number, to: number): number {
  return to - from === 1 ? bytes[from]! : u16(bytes, from)
}

/** Length of the value of a type below 128, or −1. */
export type Lengths = (type: number) => number

export function fixedLength(type: number): number {
  return tables.FIXED_LENGTHS[type] ?? -1
}

export function fixedLength0(type: number): number {
  return tables.FIXED_LENGTHS_0[type] ?? fixedLength(type)
}

/** Nobody knows how long an unknown element without length is: what was read before stands. */
function stop(elements: Elements, type: number, { from, to }: { from: number; to: number }): void {
  elements.add('unknown_elements', type)
  elements.show(`Element ${type}`, octets(elements.bytes, from, to), from, to)
}

function readOne(elements: Elements, type: number, { start, end }: { start: number; end: number }): void {
  const kind = KINDS[type]
  if (kind !== undefined) {
    if (end - start < kind.least) elements.fail('malformed')
    else kind.read(elements, start, end)
    return
  }
  if (tables.ELEMENTS[type] === undefined) elements.add('unknown_elements', type)
  if (!elements.out.tree) return
  elements.show('value', SECRET.has(type) ? '<redacted>' : octets(elements.bytes, start, end), start, end)
}

function teid(name: string): Reader {
  return (elements, from) => elements.put(name, hex(u32(elements.bytes, from), 8), from, from + 4)
}

const readCause: Reader = (elements, from) => {
  const cause = elements.bytes[from]!
  elements.put('cause_code', cause, from, from + 1)
  elements.put('cause_name', tables.CAUSES[cause] ?? `Unknown(${cause})`, from, from + 1)
}

const readArea: Reader = (elements, from) => {
  const { bytes } = elements
  elements.put('rai', `${plmn(bytes, from)}-${u16(bytes, from + 3)}-${bytes[from + 5]!}`, from, from + 6)
}

/** §7.7.17: the second one of a request links to the first context. */
const readNsapi: Reader = (elements, from) => {
  const name = 'nsapi' in elements.fields ? 'linked_nsapi' : 'nsapi'
  elements.put(name, elements.bytes[from]! & 15, from, from + 1)
}

/** §7.7.27: an address of zeros, or none, asks for one. */
const readEndUser: Reader = (elements, from, to) => {
  const { bytes } = elements
  const type = ((bytes[from]! & 15) << 8) | bytes[from + 1]!
  elements.put('pdn_type', tables.PDP_TYPES[type] ?? `Unknown(${hex(type, 4)})`, from, from + 2)
  const length = to - from - 2
  const v4 = length === 4 || length === 20 ? from + 2 : -1
  const v6 = length === 16 ? from + 2 : length === 20 ? from + 6 : -1
  if (v4 >= 0 && u32(bytes, v4) !== 0) elements.put('ue_ipv4', formatIPv4(bytes, v4), v4, v4 + 4)
  if (v6 < 0) return
  const ipv6 = formatIPv6(bytes, v6)
  if (ipv6 !== '::') elements.put('ue_ipv6', ipv6, v6, v6 + 16)
}

const readApn: Reader = (elements, from, to) => {
  const { apn, apn_oi } = splitApn(labels(elements.bytes, from, to))
  elements.put('apn', apn, from, to)
  elements.put('apn_oi', apn_oi, from, to)
}

/** §7.7.32: first the one for signalling, then the one for user traffic. */
const readGsnAddress: Reader = (elements, from, to) => {
  const found = address(elements.bytes, from, to)
  if (found === undefined) return
  elements.add('gsn_addresses', found)
  elements.show('address', found, from, to)
}

/** §7.7.33: an octet of numbering plan before the digits. */
const readMsisdn: Reader = (elements, from, to) =>
  elements.put('msisdn', tbcd(elements.bytes, from + 1, to), from + 1, to)

const readImei: Reader = (elements, from, to) => {
  const identity = tbcd(elements.bytes, from, to)
  elements.put(identity.length > 15 ? 'imeisv' : 'imei', identity, from, to)
}

/** §7.7.98. */
const readAmbr: Reader = (elements, from) => {
  const { bytes } = elements
  elements.put('ambr', { uplink_kbps: u32(bytes, from), downlink_kbps: u32(bytes, from + 4) }, from, from + 8)
}

const readTimeZone: Reader = (elements, from, to) =>
  elements.put('ue_time_zone', timeZone(elements.bytes, from, to), from, to)

/** TS 32.295 §6.2.4.5.3: the records themselves are billing's. */
const readRecords: Reader = (elements, from) => elements.put('data_records', elements.bytes[from]!, from, from + 1)

/** TS 32.295 §6.2.4.5.6: sequence numbers of the requests that an answer is for. */
const readResponded: Reader = (elements, from, to) => {
  for (let at = from; at + 2 <= to; at += 2) elements.add('requests_responded', u16(elements.bytes, at))
}

const readPrivate: Reader = (elements, from, to) => {
  elements.add('private_extensions', u16(elements.bytes, from))
  elements.show('value', octets(elements.bytes, from + 2, to), from + 2, to)
}

const TABLE: Readonly<Record<number, ElementKind>> = {
  ...MOBILITY_1,
  1: { least: 1, read: readCause },
  2: { least: 8, read: (elements, from, to) => elements.put('imsi', tbcd(elements.bytes, from, to), from, to) },
  3: { least: 6, read: readArea },
  5: { least: 4, read: teid('p_tmsi') },
  14: { least: 1, read: number('recovery', 1) },
  15: { least: 1, read: named('selection_mode', SELECTION_MODES, 3) },
  16: { least: 2, read: (elements, from, to) => readFlow(elements, 'teid_data', { from, to }) },
  17: { least: 2, read: (elements, from, to) => readFlow(elements, 'teid_control', { from, to }) },
  19: {
    least: 1,
    read: (elements, from) => elements.put('teardown', (elements.bytes[from]! & 1) === 1, from, from + 1),
  },
  20: { least: 1, read: readNsapi },
  26: { least: 2, read: hexadecimal('charging_characteristics') },
  126: { least: 1, read: named('transfer_command', tables.TRANSFER_COMMANDS) },
  127: { least: 4, read: (elements, from) => elements.put('charging_id', u32(elements.bytes, from), from, from + 4) },
  128: { least: 2, read: readEndUser },
  131: { least: 0, read: readApn },
  132: { least: 1, read: readPco },
  133: { least: 4, read: readGsnAddress },
  134: { least: 1, read: readMsisdn },
  135: { least: 2, read: readQosProfile },
  137: { least: 1, read: readTft },
  141: { least: 0, read: (elements, from, to) => readExtensionTypes(elements, from, to) },
  149: { least: 1, read: number('apn_restriction', 1) },
  151: { least: 1, read: named('rat_type', RAT_TYPES) },
  152: { least: 8, read: readLocation1 },
  153: { least: 1, read: readTimeZone },
  154: { least: 1, read: readImei },
  198: { least: 8, read: readAmbr },
  252: { least: 1, read: readRecords },
  253: { least: 0, read: readResponded },
  255: { least: 2, read: readPrivate },
}

/** A TEID, or the flow label of version 0. */
function readFlow(elements: Elements, name: string, { from, to }: { from: number; to: number }): void {
  const { bytes } = elements
  elements.put(name, hex(to - from < 4 ? u16(bytes, from) : u32(bytes, from), 8), from, to)
}

function readExtensionTypes(elements: Elements, from: number, to: number): void {
  for (let at = from; at < to; at++) {
    elements.add('extension_headers', tables.EXTENSIONS[elements.bytes[at]!] ?? elements.bytes[at])
  }
}

/** By type: one look-up an element. */
const KINDS: readonly (ElementKind | undefined)[] = Array.from({ length: 256 }, (_, type) => TABLE[type])
