// Traffic flow templates: TS 24.008 §10.5.6.12.
import { formatIPv4, formatIPv6 } from '../../bytes/address.ts'
import { u16 } from '../../bytes/octets.ts'
import { type Elements, type Fields, MOST_ENTRIES } from './elements.ts'

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
const DELETE_FILTERS = 5
const DIRECTIONS: readonly string[] = ['pre-release-7', 'downlink', 'uplink', 'bidirectional']

interface Component {
  readonly name: string
  readonly length: number
  read(bytes: Uint8Array, at: number): string | number
}

const port = (bytes: Uint8Array, at: number): number => u16(bytes, at)
const range = (bytes: Uint8Array, at: number): string => `${u16(bytes, at)}-${u16(bytes, at + 2)}`
const masked4 = (bytes: Uint8Array, at: number): string => `${formatIPv4(bytes, at)}/${maskLength(bytes, at + 4, 4)}`
const masked6 = (bytes: Uint8Array, at: number): string => `${formatIPv6(bytes, at)}/${maskLength(bytes, at + 16, 16)}`
const prefix6 = (bytes: Uint8Array, at: number): string => `${formatIPv6(bytes, at)}/${bytes[at + 16]!}`

/** Packet filter components: Table 10.5.162. */
const COMPONENTS: Readonly<Record<number, Component>> = {
  0x10: { name: 'remote', length: 8, read: masked4 },
  0x11: { name: 'local', length: 8, read: masked4 },
  0x20: { name: 'remote', length: 32, read: masked6 },
  0x21: { name: 'remote', length: 17, read: prefix6 },
  0x23: { name: 'local', length: 17, read: prefix6 },
  0x30: { name: 'protocol', length: 1, read: (bytes, at) => bytes[at]! },
  0x40: { name: 'local_port', length: 2, read: port },
  0x41: { name: 'local_port', length: 4, read: range },
  0x50: { name: 'remote_port', length: 2, read: port },
  0x51: { name: 'remote_port', length: 4, read: range },
  0x60: {
    name: 'security_parameter_index',
    length: 4,
    read: (bytes, at) => u16(bytes, at) * 65_536 + u16(bytes, at + 2),
  },
  0x70: { name: 'traffic_class', length: 2, read: (bytes, at) => bytes[at]! },
  0x80: { name: 'flow_label', length: 3, read: (bytes, at) => ((bytes[at]! & 15) << 16) | u16(bytes, at + 1) },
}

function maskLength(bytes: Uint8Array, from: number, length: number): number {
  let bits = 0
  for (let at = from; at < from + length; at++) {
    for (let octet = bytes[at]!; (octet & 0x80) !== 0; octet = (octet << 1) & 255) bits++
  }
  return bits
}

export function readTft(elements: Elements, from: number, to: number): void {
  const { bytes } = elements
  const operation = bytes[from]! >> 5
  const count = bytes[from]! & 15
  const filters: Fields[] = []
  let at = from + 1
  for (let i = 0; i < count && at < to && filters.length < MOST_ENTRIES; i++) {
    if (operation === DELETE_FILTERS) {
      filters.push({ id: bytes[at]! & 15 })
      at++
      continue
    }
    if (at + 3 > to || at + 3 + bytes[at + 2]! > to) {
      elements.fail('malformed')
      break
    }
    const end = at + 3 + bytes[at + 2]!
    filters.push(readFilter(bytes, at, end))
    at = end
  }
  elements.put('tft', { operation: OPERATIONS[operation], filters }, from, to)
}

function readFilter(bytes: Uint8Array, from: number, to: number): Fields {
  const filter: Fields = {
    id: bytes[from]! & 15,
    direction: DIRECTIONS[(bytes[from]! >> 4) & 3],
    precedence: bytes[from + 1],
  }
  for (let at = from + 3; at < to;) {
    const component = COMPONENTS[bytes[at]!]
    if (!component || at + 1 + component.length > to) break
    filter[component.name] = component.read(bytes, at + 1)
    at += 1 + component.length
  }
  return filter
}
