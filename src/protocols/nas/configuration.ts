// (Extended) protocol configuration options, in NAS and in GTP: TS 24.008 §10.5.6.3.
import { formatIPv4, formatIPv6 } from '../../bytes/address.ts'
import { octets, u16 } from '../../bytes/octets.ts'
import type { Reader } from './values.ts'

/** One container or configuration protocol, of which the octets from `from` to `to` are the contents. */
interface Option {
  readonly name: string
  readonly from: number
  readonly to: number
  /** What it tells; passwords and what they are proved with never. */
  readonly value?: string | number | readonly string[]
  /** Under which name it goes to details. */
  readonly field?: 'pcscf' | 'dns' | 'ipv4_mtu'
}

const IPCP = 0x8021
const PAP = 0xc023
const CHAP = 0xc223
const REDACTED = '<redacted>'
const MOST_OPTIONS = 64

/** Options of IPCP, RFC 1877 §1. */
const DNS_SERVERS: ReadonlySet<number> = new Set([129, 131])

/** Table 10.5.154; an empty one asks for what it names. */
const CONTAINERS: Readonly<Record<number, string>> = {
  0x0001: 'P-CSCF IPv6 address',
  0x0002: 'IM CN subsystem signalling flag',
  0x0003: 'DNS server IPv6 address',
  0x0004: 'Policy control rejection code',
  0x0005: 'Bearer control mode',
  0x0007: 'DSMIPv6 home agent address',
  0x0008: 'DSMIPv6 home network prefix',
  0x0009: 'DSMIPv6 IPv4 home agent address',
  0x000a: 'IP address allocation via NAS signalling',
  0x000b: 'IPv4 address allocation via DHCPv4',
  0x000c: 'P-CSCF IPv4 address',
  0x000d: 'DNS server IPv4 address',
  0x000e: 'MSISDN',
  0x000f: 'IFOM support',
  0x0010: 'IPv4 link MTU',
  0x0011: 'Support of local address in TFT',
  0x0012: 'P-CSCF re-selection support',
  0x0013: 'NBIFOM',
  0x0014: 'NBIFOM mode',
  0x0015: 'Non-IP link MTU',
  0x0016: 'APN rate control',
  0x0017: '3GPP PS data off',
  0x0018: 'Reliable data service',
  0x0019: 'Additional APN rate control for exception data',
  0x001a: 'PDU session ID',
  0x001b: 'S-NSSAI',
  0x001c: 'QoS rules',
  0x001d: 'Session-AMBR',
  0x001e: 'PDU session address lifetime',
  0x001f: 'QoS flow descriptions',
  0x0020: 'Ethernet frame payload MTU',
  0x0021: 'Unstructured link MTU',
  0x0022: '5GSM cause value',
  0x0023: 'QoS rules with the length of two octets',
  0x0024: 'QoS flow descriptions with the length of two octets',
  [IPCP]: 'IPCP',
  [PAP]: 'PAP',
  [CHAP]: 'CHAP',
}

const FIELDS: Readonly<Record<number, Option['field']>> = {
  0x0001: 'pcscf',
  0x0003: 'dns',
  0x000c: 'pcscf',
  0x000d: 'dns',
  0x0010: 'ipv4_mtu',
  [IPCP]: 'dns',
}
const NUMBERS: ReadonlySet<number> = new Set([0x0010, 0x0015, 0x001a, 0x0020, 0x0021, 0x0022])

interface Configuration {
  readonly options: readonly Option[]
  /** False where a length lies; what was read before stands. */
  readonly isWhole: boolean
}

/** From the network these have lengths of two octets, from the UE they are empty: whichever makes sense. */
const LONG: ReadonlySet<number> = new Set([0x0023, 0x0024])

/** Of the value [from, to), behind its octet of the configuration protocol. */
export function configurationOptions(bytes: Uint8Array, from: number, to: number): Configuration {
  const short = readOptions(bytes, { from, to, isLong: false })
  if (short.isWhole) return short
  const long = readOptions(bytes, { from, to, isLong: true })
  return long.isWhole ? long : short
}

interface Extent {
  readonly from: number
  readonly to: number
  readonly isLong: boolean
}

function readOptions(bytes: Uint8Array, { from, to, isLong }: Extent): Configuration {
  const options: Option[] = []
  for (let at = from + 1; at + 3 <= to && options.length < MOST_OPTIONS;) {
    const id = u16(bytes, at)
    const isTwo = isLong && LONG.has(id) && at + 4 <= to
    const start = at + (isTwo ? 4 : 3)
    const end = start + (isTwo ? u16(bytes, at + 2) : bytes[at + 2]!)
    if (end > to) return { options, isWhole: false }
    options.push(optionOf(bytes, id, start, end))
    at = end
  }
  return { options, isWhole: true }
}

function optionOf(bytes: Uint8Array, id: number, from: number, to: number): Option {
  const name = CONTAINERS[id] ?? `Container 0x${id.toString(16).padStart(4, '0')}`
  if (id === PAP || id === CHAP) return { name, from, to, value: REDACTED }
  if (from === to) return { name, from, to }
  const field = FIELDS[id]
  const known = id === IPCP ? serversOf(bytes, from, to) : valueOf(bytes, id, from, to)
  if (known === undefined) return { name, from, to, value: octets(bytes, from, to) }
  return { name, from, to, value: known, ...(field !== undefined && { field }) }
}

function valueOf(bytes: Uint8Array, id: number, from: number, to: number): string | number | undefined {
  const size = to - from
  if (NUMBERS.has(id)) return size === 1 ? bytes[from]! : size === 2 ? u16(bytes, from) : undefined
  if (FIELDS[id] === undefined) return undefined
  if (size === 4) return formatIPv4(bytes, from)
  return size === 16 ? formatIPv6(bytes, from) : undefined
}

/** RFC 1332, RFC 1877: code, identifier, length, options; what is asked for is 0.0.0.0. */
function serversOf(bytes: Uint8Array, from: number, to: number): string[] | undefined {
  const found: string[] = []
  for (let at = from + 4; at + 2 <= to;) {
    const length = bytes[at + 1]!
    if (length < 2 || at + length > to) return undefined
    if (DNS_SERVERS.has(bytes[at]!) && length === 6) {
      const server = formatIPv4(bytes, at + 2)
      if (server !== '0.0.0.0' && !found.includes(server)) found.push(server)
    }
    at += length
  }
  return found.length > 0 ? found : undefined
}

/** Names of the options that are asked for or told, and what they tell of servers and sizes. */
export const protocolConfiguration: Reader = (bytes, from, to) => {
  const { options, isWhole } = configurationOptions(bytes, from, to)
  if (!isWhole) return undefined
  const found: { [field in NonNullable<Option['field']>]?: unknown } = {}
  for (const { field, value } of options) {
    if (field === 'ipv4_mtu') found[field] = value
    else if (field !== undefined) found[field] = [...((found[field] as unknown[] | undefined) ?? []), value].flat()
  }
  return { ...found, ...(options.length > 0 && { pco: options.map(({ name }) => name) }) }
}
