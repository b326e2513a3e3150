// Packet filters and traffic flow templates, in NAS and in GTP: TS 24.008 §10.5.6.12, TS 24.501 §9.11.4.13.
import { formatIPv4, formatIPv6 } from '../../bytes/address.ts'
import { octets, u16, u24, u32 } from '../../bytes/octets.ts'

export type Filter = Record<string, unknown>

export interface Template {
  readonly operation: string
  readonly filters: readonly Filter[]
  /** False where its length or a filter's lies. */
  readonly isWhole: boolean
}

const OPERATIONS: readonly string[] = [
  'ignore',
  'create',
  'delete',
  'add filters',
  'replace filters',
  'delete filters',
  'none',
  'reserved',
]
/** Filters that are only named have no contents, in a template and in a rule. */
const DELETE_FILTERS = 5
const DIRECTIONS: readonly string[] = ['pre-release-7', 'downlink', 'uplink', 'bidirectional']
/** Of a bearer there are 16 at most. */
const MOST_FILTERS = 32

interface Component {
  readonly name: string
  readonly length: number
  read(bytes: Uint8Array, at: number): unknown
}

const number8 = (bytes: Uint8Array, at: number): number => bytes[at]!
const range = (bytes: Uint8Array, at: number): string => `${u16(bytes, at)}-${u16(bytes, at + 2)}`
const masked4 = (bytes: Uint8Array, at: number): string => `${formatIPv4(bytes, at)}/${maskLength(bytes, at + 4, 4)}`
const masked6 = (bytes: Uint8Array, at: number): string => `${formatIPv6(bytes, at)}/${maskLength(bytes, at + 16, 16)}`
const prefix6 = (bytes: Uint8Array, at: number): string => `${formatIPv6(bytes, at)}/${bytes[at + 16]!}`
const hardware = (bytes: Uint8Array, at: number): string => octets(bytes, at, at + 6).replace(/..(?=.)/g, '$&:')
const hardwareRange = (bytes: Uint8Array, at: number): string => `${hardware(bytes, at)}-${hardware(bytes, at + 6)}`
/** A VLAN identifier of twelve bits. */
const vlan = (bytes: Uint8Array, at: number): number => u16(bytes, at) & 0xfff

/** Components: TS 24.008 Table 10.5.162; those of Ethernet and that which matches all, TS 24.501 Table 9.11.4.13.1. */
const COMPONENTS: Readonly<Record<number, Component>> = {
  0x01: { name: 'match_all', length: 0, read: () => true },
  0x10: { name: 'remote', length: 8, read: masked4 },
  0x11: { name: 'local', length: 8, read: masked4 },
  0x20: { name: 'remote', length: 32, read: masked6 },
  0x21: { name: 'remote', length: 17, read: prefix6 },
  0x23: { name: 'local', length: 17, read: prefix6 },
  0x30: { name: 'protocol', length: 1, read: number8 },
  0x40: { name: 'local_port', length: 2, read: u16 },
  0x41: { name: 'local_port', length: 4, read: range },
  0x50: { name: 'remote_port', length: 2, read: u16 },
  0x51: { name: 'remote_port', length: 4, read: range },
  0x60: { name: 'security_parameter_index', length: 4, read: u32 },
  0x70: { name: 'traffic_class', length: 2, read: number8 },
  0x80: { name: 'flow_label', length: 3, read: (bytes, at) => u24(bytes, at) & 0xfffff },
  0x81: { name: 'destination_mac', length: 6, read: hardware },
  0x82: { name: 'source_mac', length: 6, read: hardware },
  0x83: { name: 'c_tag_vlan', length: 2, read: vlan },
  0x84: { name: 's_tag_vlan', length: 2, read: vlan },
  0x85: { name: 'c_tag_priority', length: 1, read: number8 },
  0x86: { name: 's_tag_priority', length: 1, read: number8 },
  0x87: { name: 'ethertype', length: 2, read: u16 },
  0x88: { name: 'destination_mac', length: 12, read: hardwareRange },
  0x89: { name: 'source_mac', length: 12, read: hardwareRange },
}

function maskLength(bytes: Uint8Array, from: number, length: number): number {
  let bits = 0
  for (let at = from; at < from + length; at++) {
    for (let octet = bytes[at]!; (octet & 0x80) !== 0; octet = (octet << 1) & 255) bits++
  }
  return bits
}

/** The template [from, to), which is not empty; what was read before a lie stands. */
export function trafficFlowTemplate(bytes: Uint8Array, from: number, to: number): Template {
  const operation = bytes[from]! >> 5
  const filters: Filter[] = []
  const list: FilterList = { operation, count: bytes[from]! & 15, header: 3 }
  const end = packetFilters(bytes, { from: from + 1, to }, list, filters)
  return { operation: OPERATIONS[operation]!, filters, isWhole: end !== undefined }
}

export interface FilterList {
  readonly operation: number
  readonly count: number
  /** Octets before the contents: a precedence stands among them in a template, not in a rule. */
  readonly header: 2 | 3
}

/** Reads filters; gives where they end, undefined where one lies. */
export function packetFilters(
  bytes: Uint8Array,
  { from, to }: { from: number; to: number },
  { operation, count, header }: FilterList,
  into: Filter[],
): number | undefined {
  let at = from
  for (let i = 0; i < count && at < to && into.length < MOST_FILTERS; i++) {
    if (operation === DELETE_FILTERS) {
      into.push({ id: bytes[at]! & 15 })
      at++
      continue
    }
    const start = at + header
    const end = start + (start <= to ? bytes[start - 1]! : 0)
    if (end > to || start > to) return undefined
    const filter: Filter = { id: bytes[at]! & 15, direction: DIRECTIONS[(bytes[at]! >> 4) & 3] }
    if (header === 3) filter['precedence'] = bytes[at + 1]
    readComponents(bytes, start, end, filter)
    into.push(filter)
    at = end
  }
  return at
}

/** Lengths stand in no component: what follows an unknown one cannot be read. */
function readComponents(bytes: Uint8Array, from: number, to: number, filter: Filter): void {
  for (let at = from; at < to;) {
    const component = COMPONENTS[bytes[at]!]
    if (!component || at + 1 + component.length > to) break
    filter[component.name] = component.read(bytes, at + 1)
    at += 1 + component.length
  }
}
