// Information elements of GTPv2-C: TS 29.274 §8.
import { formatIPv4, formatIPv6 } from '../../bytes/address.ts'
import { plmn, tbcd } from '../../bytes/digits.ts'
import { hex, text } from '../../bytes/text.ts'
import { octets, u16, u24, u32 } from '../../bytes/octets.ts'
import { ntpTime } from '../pfcp/values.ts'
import { type ElementKind, Elements, type Fields, type Reader } from './elements.ts'
import { MOBILITY } from './elements-mobility.ts'
import { readRates, USAGE } from './elements-usage.ts'
import { readLocation } from './location.ts'
import { readPco } from './pco.ts'
import { digits, hexadecimal, named, number, priorityOf } from './readers.ts'
import * as tables from './tables-v2.ts'
import { readTft } from './tft.ts'
import { address, labels, splitApn, timeZone } from './values.ts'

/** Groups within groups: a PDN connection holds bearer contexts, which hold a remote UE; beyond, it is hostile. */
const DEEPEST = 4
const DOWNLINK_DATA_NOTIFICATION = 176

/** Reads the elements in [from, to), which ended at `wireTo` on the wire. */
export function readElements2(
  elements: Elements,
  { from, to, wireTo }: { from: number; to: number; wireTo: number },
): void {
  const { bytes, out } = elements
  let at = from
  while (at < to) {
    const start = at + 4
    const end = start + (start <= to ? u16(bytes, at + 1) : 0)
    if (start > to || end > to) return elements.fail(Math.max(start, end) <= wireTo ? 'cut' : 'malformed')
    const type = bytes[at]!
    const kind = KINDS[type]
    elements.instance = bytes[at + 3]! & 15
    if (out.tree) out.open(tables.ELEMENTS[type] ?? `Element ${type}`, at, end)
    if (kind === undefined) readOther(elements, type, start, end)
    else if (end - start < kind.least) elements.fail('malformed')
    else kind.read(elements, start, end)
    if (out.tree) out.close()
    at = end
  }
}

/** An element of known name is named in the tree; what no table knows is told by its number. */
function readOther(elements: Elements, type: number, from: number, to: number): void {
  if (tables.ELEMENTS[type] === undefined) elements.add('unknown_elements', type)
  const isSecret = (type >= FIRST_MM_CONTEXT && type <= LAST_MM_CONTEXT) || SRVCC_CONTEXTS.has(type)
  if (elements.out.tree) elements.show('value', isSecret ? '<redacted>' : octets(elements.bytes, from, to), from, to)
}

/** Mobility management contexts carry keys and authentication vectors: §8.38. */
const FIRST_MM_CONTEXT = 103
const LAST_MM_CONTEXT = 108
/** Of Sv, with the keys that go along: TS 29.280 §6.6, §6.7, §6.16. */
const SRVCC_CONTEXTS: ReadonlySet<number> = new Set([54, 55, 62])

/** Reads a group into an entry of a list. */
function group(list: string): Reader {
  return (elements, from, to) => {
    if (elements.depth >= DEEPEST) return elements.fail('malformed')
    const { fields, instance } = elements
    const entry: Fields = {}
    elements.fields = entry
    elements.depth++
    readElements2(elements, { from, to, wireTo: to })
    elements.depth--
    elements.fields = fields
    if (instance > 0) entry['instance'] = instance
    elements.add(list, entry)
  }
}

/** §8.4. */
const readCause: Reader = (elements, from, to) => {
  const { bytes } = elements
  const cause = bytes[from]!
  elements.put('cause_code', cause, from, from + 1)
  elements.put('cause_name', tables.CAUSES[cause] ?? `Unknown(${cause})`, from, from + 1)
  const flags = to - from > 1 ? bytes[from + 1]! : 0
  if ((flags & 1) !== 0) elements.put('cause_source', 'remote', from + 1, from + 2)
  if ((flags & 2) !== 0) elements.put('cause_about', 'bearer context', from + 1, from + 2)
  if ((flags & 4) !== 0) elements.put('cause_about', 'PDN connection', from + 1, from + 2)
  if (to - from < 6) return
  const offending = bytes[from + 2]!
  elements.put('offending_element', tables.ELEMENTS[offending] ?? offending, from + 2, from + 6)
}

const readApn: Reader = (elements, from, to) => {
  const { apn, apn_oi } = splitApn(labels(elements.bytes, from, to))
  elements.put('apn', apn, from, to)
  elements.put('apn_oi', apn_oi, from, to)
}

const readAmbr: Reader = (elements, from) => {
  const { bytes } = elements
  elements.put('ambr', { uplink_kbps: u32(bytes, from), downlink_kbps: u32(bytes, from + 4) }, from, from + 8)
}

/** §8.8: in a group the bearer's own; in the message the default bearer it is linked to, or the bearers meant. */
const readBearerId: Reader = (elements, from) => {
  const ebi = elements.bytes[from]! & 15
  const isLinked = elements.depth === 0 && elements.instance === 0 && elements.message !== DOWNLINK_DATA_NOTIFICATION
  if (!isLinked && elements.depth === 0) elements.add('ebis', ebi)
  elements.put(isLinked ? 'linked_ebi' : 'ebi', ebi, from, from + 1)
}

/** §8.12. */
const readIndication: Reader = (elements, from, to) => {
  const flags: string[] = []
  for (let octet = 0; octet < tables.INDICATIONS.length && from + octet < to; octet++) {
    const value = elements.bytes[from + octet]!
    for (let bit = 0; bit < 8; bit++) {
      const flag = tables.INDICATIONS[octet]![bit]!
      if ((value & (0x80 >> bit)) !== 0 && flag !== '') flags.push(flag)
    }
  }
  elements.put('indication', flags, from, to)
}

/** §8.14: in requests an address of zeros asks for one. */
const readPaa: Reader = (elements, from, to) => {
  const { bytes } = elements
  const type = bytes[from]! & 7
  elements.put('pdn_type', tables.PDN_TYPES[type] ?? `Unknown(${type})`, from, from + 1)
  let at = from + 1
  if (type === 2 || type === 3) {
    if (at + 17 > to) return elements.fail('malformed')
    const prefix = formatIPv6(bytes, at + 1)
    if (prefix !== '::') elements.put('ue_ipv6', `${prefix}/${bytes[at]!}`, at, at + 17)
    at += 17
  }
  if (type !== 1 && type !== 3) return
  if (at + 4 > to) return elements.fail('malformed')
  const ipv4 = formatIPv4(bytes, at)
  if (ipv4 !== '0.0.0.0') elements.put('ue_ipv4', ipv4, at, at + 4)
}

/** §8.15. */
const readQos: Reader = (elements, from) => {
  const { bytes } = elements
  const flags = bytes[from]!
  elements.put('qci', bytes[from + 1], from + 1, from + 2)
  elements.put('arp', priorityOf(flags), from, from + 1)
  readRates(elements, from + 2)
}

/** §8.22. */
const readFullTeid: Reader = (elements, from, to) => {
  const { bytes, instance } = elements
  const flags = bytes[from]!
  const type = flags & 63
  const v4 = from + 5
  const v6 = v4 + ((flags & 0x80) === 0 ? 0 : 4)
  const end = v6 + ((flags & 0x40) === 0 ? 0 : 16)
  if (end > to) return elements.fail('malformed')
  const teid: Fields = {
    interface: type,
    name: tables.INTERFACES[type] ?? `Interface ${type}`,
    teid: hex(u32(bytes, from + 1), 8),
  }
  if (v6 > v4) teid['ipv4'] = formatIPv4(bytes, v4)
  if (end > v6) teid['ipv6'] = formatIPv6(bytes, v6)
  if (instance > 0) teid['instance'] = instance
  elements.add('fteids', teid)
  if (!elements.out.tree) return
  for (const [name, value] of Object.entries(teid)) elements.show(name, value, from, to)
}

/** §8.54. */
const readGuti: Reader = (elements, from) => {
  const { bytes } = elements
  const code = `${plmn(bytes, from)}-${u16(bytes, from + 3)}-${bytes[from + 5]!}`
  elements.put('guti', `${code}-${hex(u32(bytes, from + 6), 8)}`, from, from + 10)
}

/** §8.66. */
const readSetId: Reader = (elements, from, to) => {
  const { bytes } = elements
  const type = bytes[from]! >> 4
  const end = from + 1 + (type === 0 ? 4 : type === 1 ? 16 : 4)
  if (end > to) return
  const node = type === 2 ? hex(u32(bytes, from + 1), 8) : address(bytes, from + 1, end)
  const sets: number[] = []
  for (let at = end; at + 2 <= to && sets.length < (bytes[from]! & 15); at += 2) sets.push(u16(bytes, at))
  elements.add('fq_csids', { node, csids: sets })
}

const readIpAddress: Reader = (elements, from, to) =>
  elements.put('ip_address', address(elements.bytes, from, to), from, to)

const readMei: Reader = (elements, from, to) => {
  const identity = tbcd(elements.bytes, from, to)
  elements.put(identity.length > 15 ? 'imeisv' : 'imei', identity, from, to)
}

const readPrivate: Reader = (elements, from, to) => {
  elements.add('private_extensions', u16(elements.bytes, from))
  elements.show('enterprise', u16(elements.bytes, from), from, from + 2)
  elements.show('value', octets(elements.bytes, from + 2, to), from + 2, to)
}

const readTrace: Reader = (elements, from) =>
  elements.put('trace_reference', `${plmn(elements.bytes, from)}-${u24(elements.bytes, from + 3)}`, from, from + 6)

/** By type. */
const KINDS: readonly (ElementKind | undefined)[] = kinds({
  ...MOBILITY,
  ...USAGE,
  1: { least: 1, read: digits('imsi') },
  2: { least: 1, read: readCause },
  3: { least: 1, read: number('recovery', 1) },
  71: { least: 0, read: readApn },
  72: { least: 8, read: readAmbr },
  73: { least: 1, read: readBearerId },
  74: { least: 4, read: readIpAddress },
  75: { least: 1, read: readMei },
  76: { least: 1, read: digits('msisdn') },
  77: { least: 1, read: readIndication },
  78: { least: 1, read: readPco },
  79: { least: 1, read: readPaa },
  80: { least: 22, read: readQos },
  82: { least: 1, read: named('rat_type', tables.RAT_TYPES) },
  83: {
    least: 3,
    read: (elements, from) => elements.put('serving_network', plmn(elements.bytes, from), from, from + 3),
  },
  84: { least: 1, read: readTft },
  85: { least: 1, read: readTft },
  86: { least: 1, read: readLocation },
  87: { least: 5, read: readFullTeid },
  93: { least: 0, read: group('bearers') },
  94: { least: 4, read: number('charging_id', 4) },
  95: { least: 2, read: hexadecimal('charging_characteristics') },
  96: { least: 6, read: readTrace },
  99: { least: 1, read: named('pdn_type', tables.PDN_TYPES, 7) },
  100: { least: 1, read: number('procedure_transaction_id', 1) },
  109: { least: 0, read: group('pdn_connections') },
  111: {
    least: 4,
    read: (elements, from) => elements.put('p_tmsi', hex(u32(elements.bytes, from), 8), from, from + 4),
  },
  113: { least: 1, read: number('hop_counter', 1) },
  114: {
    least: 1,
    read: (elements, from, to) => elements.put('ue_time_zone', timeZone(elements.bytes, from, to), from, to),
  },
  115: { least: 6, read: readTrace },
  117: { least: 10, read: readGuti },
  120: { least: 3, read: (elements, from) => elements.put('plmn', plmn(elements.bytes, from), from, from + 3) },
  126: { least: 2, read: number('udp_port', 2) },
  127: { least: 1, read: number('apn_restriction', 1) },
  128: { least: 1, read: named('selection_mode', tables.SELECTION_MODES, 3) },
  132: { least: 1, read: readSetId },
  135: { least: 1, read: named('node_type', tables.NODE_TYPES) },
  136: { least: 0, read: (elements, from, to) => elements.put('fqdn', labels(elements.bytes, from, to), from, to) },
  144: { least: 2, read: number('rfsp_index', 2) },
  150: { least: 1, read: named('detach_type', tables.DETACH_TYPES) },
  151: {
    least: 0,
    read: (elements, from, to) => elements.put('local_distinguished_name', text(elements.bytes, from, to), from, to),
  },
  155: {
    least: 1,
    read: (elements, from) => elements.put('arp', priorityOf(elements.bytes[from]!), from, from + 1),
  },
  157: { least: 1, read: number('low_access_priority', 1) },
  163: { least: 1, read: readPco },
  170: {
    least: 4,
    read: (elements, from) => elements.put('uli_timestamp', ntpTime(elements.bytes, from), from, from + 4),
  },
  180: { least: 0, read: group('overload_control') },
  181: { least: 0, read: group('load_control') },
  182: { least: 1, read: number('metric', 1) },
  183: { least: 4, read: number('sequence_number', 4) },
  187: { least: 1, read: hexadecimal('integer_number') },
  191: { least: 0, read: group('remote_ues') },
  195: { least: 0, read: group('scef_pdn_connections') },
  197: { least: 1, read: readPco },
  255: { least: 2, read: readPrivate },
})

/** Array by number, for one look-up an element. */
function kinds(table: Readonly<Record<number, ElementKind>>): readonly (ElementKind | undefined)[] {
  return Array.from({ length: 256 }, (_, type) => table[type])
}
