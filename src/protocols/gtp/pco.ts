// Protocol configuration options: TS 24.008 §10.5.6.3.
import { octets, u16 } from '../../bytes/octets.ts'
import type { Elements } from './elements.ts'
import { address } from './values.ts'

const IPCP = 0x8021
const PAP = 0xc023
const CHAP = 0xc223
const IPV4_MTU = 0x0010
/** Options of IPCP, RFC 1877 §1. */
const PRIMARY_DNS = 129
const SECONDARY_DNS = 131

const CONTAINERS: Readonly<Record<number, string>> = {
  0x0001: 'P-CSCF IPv6 Address',
  0x0002: 'IM CN Subsystem Signalling Flag',
  0x0003: 'DNS Server IPv6 Address',
  0x0005: 'MS Support of Network Requested Bearer Control indicator',
  0x000a: 'IP address allocation via NAS signalling',
  0x000b: 'IPv4 address allocation via DHCPv4',
  0x000c: 'P-CSCF IPv4 Address',
  0x000d: 'DNS Server IPv4 Address',
  0x0010: 'IPv4 Link MTU',
  0x0012: 'P-CSCF Re-selection support',
  [IPCP]: 'IPCP',
  [PAP]: 'PAP',
  [CHAP]: 'CHAP',
}

/** Containers that name servers, and the field that lists them. */
const SERVERS: Readonly<Record<number, string>> = { 0x0001: 'pcscf', 0x000c: 'pcscf', 0x0003: 'dns', 0x000d: 'dns' }

export function readPco(elements: Elements, from: number, to: number): void {
  const { bytes } = elements
  for (let at = from + 1; at + 3 <= to;) {
    const id = u16(bytes, at)
    const start = at + 3
    const end = start + bytes[at + 2]!
    if (end > to) return elements.fail('malformed')
    readContainer(elements, { id, start, end })
    at = end
  }
}

function readContainer(elements: Elements, { id, start, end }: { id: number; start: number; end: number }): void {
  const { bytes, out } = elements
  const field = SERVERS[id]
  const server = field === undefined ? undefined : address(bytes, start, end)
  if (server !== undefined) elements.add(field!, server)
  else if (id === IPCP) readIpcp(elements, start, end)
  else if (id === IPV4_MTU && end - start === 2) elements.put('ipv4_mtu', u16(bytes, start), start, end)
  if (!out.tree) return
  // PAP and CHAP carry passwords and what they are proved with.
  const isSecret = id === PAP || id === CHAP
  const value = isSecret ? '<redacted>' : (server ?? octets(bytes, start, end))
  elements.show(CONTAINERS[id] ?? `Container ${id}`, value, start, end)
}

/** RFC 1332, RFC 1877: code, identifier, length, options. */
function readIpcp(elements: Elements, start: number, end: number): void {
  const { bytes } = elements
  for (let at = start + 4; at + 2 <= end;) {
    const length = bytes[at + 1]!
    if (length < 2 || at + length > end) return
    const isServer = bytes[at] === PRIMARY_DNS || bytes[at] === SECONDARY_DNS
    const server = isServer ? address(bytes, at + 2, at + length) : undefined
    if (server !== undefined && server !== '0.0.0.0') elements.add('dns', server)
    at += length
  }
}
