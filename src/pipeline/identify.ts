import type { Protocol } from '../model/message.ts'
import { PROTOCOLS } from '../protocols/index.ts'
import { PPID_NAMES } from './ppids.ts'

/** FLOW_PROTOCOL of flows that carry media; message protocols are numbered behind it, in registry order. */
export const MEDIA = 1
const FIRST_MESSAGE_PROTOCOL = 2

/** After so many payloads in which nothing was recognised a flow is not looked at any more. */
export const MOST_GUESSES = 24

export function protocolOf(number: number): Protocol | undefined {
  return PROTOCOLS[number - FIRST_MESSAGE_PROTOCOL]
}

/** Protocols that hints may name. */
export const HINTED: readonly string[] = ['RTP', ...PROTOCOLS.map(({ name }) => name)]

/** FLOW_PROTOCOL of a protocol by its name, in any case; 0 where there is none. */
export function protocolNumber(name: string): number {
  const index = HINTED.findIndex((known) => known.toLowerCase() === name.toLowerCase())
  return index < 0 ? 0 : index + MEDIA
}

/** What the bytes came in, as far as that tells who may speak: `any` where a capture holds the bare PDU. */
type Carrier = 'udp' | 'tcp' | 'ppids' | 'any'

/** Bytes [from, to), which ended at `wireTo` on the wire. */
interface Extent {
  readonly from: number
  readonly to: number
  readonly wireTo: number
}

/** FLOW_PROTOCOL for the bytes that begin a datagram, stream or user message, or 0 where no protocol knows them. */
export function recognize(bytes: Uint8Array, { from, to, wireTo }: Extent, carrier: Carrier): number {
  for (let i = 0; i < PROTOCOLS.length; i++) {
    const protocol = PROTOCOLS[i]!
    const isCarried = carrier === 'any' ? isGuessed(protocol) : protocol[carrier] !== undefined
    if (isCarried && protocol.recognize(bytes, from, to, wireTo)) return i + FIRST_MESSAGE_PROTOCOL
  }
  return 0
}

/** Whether its bytes may be looked for: those of the others are told by the capture that holds them. */
function isGuessed({ udp, tcp, ppids }: Protocol): boolean {
  return (udp ?? tcp ?? ppids) !== undefined
}

/** The name under which the frames and sessions of an event's protocol are counted. */
export function countedAs(protocol: string): string {
  if (protocol === 'RTCP') return 'RTP'
  const of = PROTOCOLS.find(({ name, versions }) => name === protocol || versions?.includes(protocol))
  return of?.group ?? protocol
}

/** FLOW_PROTOCOL by the payload protocol identifier of an SCTP user message, or 0 where it names none of ours. */
export function byPpid(ppid: number): number {
  return NUMBER_BY_PPID.get(ppid) ?? 0
}

const NUMBER_BY_PPID = new Map(
  PROTOCOLS.flatMap(({ ppids = [] }, i) => ppids.map((ppid) => [ppid, i + FIRST_MESSAGE_PROTOCOL] as const)),
)

/** FLOW_PROTOCOL of an exported PDU by the dissector that its writer names. */
export function byDissector(dissector: string): number {
  const index = PROTOCOLS.findIndex((protocol) => protocol.dissectors?.includes(dissector))
  return index < 0 ? 0 : index + FIRST_MESSAGE_PROTOCOL
}

const SCTP = 132

/** What a flow that nothing decodes is called by its ports: a label for people, never a claim. */
const PORT_NAMES: Readonly<Record<number, string>> = {
  22: 'SSH',
  53: 'DNS',
  67: 'DHCP',
  68: 'DHCP',
  80: 'HTTP',
  123: 'NTP',
  161: 'SNMP',
  443: 'TLS',
  500: 'IKE',
  546: 'DHCPv6',
  547: 'DHCPv6',
  554: 'RTSP',
  1812: 'RADIUS',
  1813: 'RADIUS',
  2123: 'GTP-C',
  2152: 'GTP-U',
  2427: 'MGCP',
  2727: 'MGCP',
  2775: 'SMPP',
  2944: 'H.248',
  2945: 'H.248',
  3386: "GTP'",
  3478: 'STUN',
  3868: 'DIAMETER',
  4222: 'GSUP',
  4500: 'IPsec',
  5353: 'mDNS',
  5868: 'DIAMETER',
  8805: 'PFCP',
}

const TRANSPORT_NAMES: Readonly<Record<number, string>> = {
  1: 'ICMP',
  2: 'IGMP',
  6: 'TCP',
  17: 'UDP',
  47: 'GRE',
  50: 'ESP',
  58: 'ICMPv6',
  89: 'OSPF',
  103: 'PIM',
  112: 'VRRP',
  132: 'SCTP',
}

export function transportName(transport: number): string {
  return TRANSPORT_NAMES[transport] ?? `IP protocol ${transport}`
}

/** Name of an unclaimed flow; `ppid` is what SCTP said that its messages are, 0 where nothing. */
export function flowName(transport: number, sourcePort: number, destinationPort: number, ppid: number): string {
  if (transport === SCTP) return PPID_NAMES[ppid] ?? transportName(transport)
  if (transport !== 6 && transport !== 17) return transportName(transport)
  return PORT_NAMES[destinationPort] ?? PORT_NAMES[sourcePort] ?? transportName(transport)
}
