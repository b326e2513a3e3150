// What stands in the headers below the messages: names as Wireshark's users know them, places as the standards say.

/** How a field is shown. */
type Format = 'mac' | 'ipv4' | 'ipv6' | 'hex' | Readonly<Record<number, string>>

/** Name, first bit and number of bits from the header's start, and how it is shown (a number where nothing is said). */
type HeaderField = readonly [name: string, bit: number, bits: number, format?: Format]

/** Reads big-endian numbers at places of the header at hand; 0 beyond its captured bytes. */
export interface HeaderBytes {
  u8(at: number): number
  u16(at: number): number
  /** Bytes from the header's start to the end of what was captured. */
  readonly left: number
}

export interface HeaderTable {
  readonly name: string
  readonly fields: readonly HeaderField[]
  /** Bytes of the header. */
  readonly length: number | ((of: HeaderBytes) => number)
  /** Key of the header behind it; undefined where none is known. */
  readonly next?: (of: HeaderBytes) => string | undefined
  /** Bytes from the header's start to the end of what it carries, where it says so. */
  readonly whole?: (of: HeaderBytes) => number
  /** Whether it carries a piece of a packet only. */
  readonly piece?: (of: HeaderBytes) => boolean
}

/** Ethertypes: IEEE 802 numbers. */
const ETHERTYPES: Readonly<Record<number, string>> = {
  0x0800: 'ipv4',
  0x86dd: 'ipv6',
  0x8100: 'vlan',
  0x88a8: 'vlan',
  0x9100: 'vlan',
  0x9200: 'vlan',
  0x8847: 'mpls',
  0x8848: 'mpls',
  0x8864: 'pppoe',
  0x0806: 'arp',
  0x6558: 'ethernet',
}

/** Assigned internet protocol numbers. */
const IP_PROTOCOLS: Readonly<Record<number, string>> = {
  0: 'ipv6-options',
  1: 'icmp',
  4: 'ipv4',
  6: 'tcp',
  17: 'udp',
  41: 'ipv6',
  43: 'ipv6-routing',
  44: 'ipv6-fragment',
  47: 'gre',
  50: 'esp',
  51: 'ah',
  58: 'icmp',
  60: 'ipv6-options',
  132: 'sctp',
}

const UDP_PORTS: Readonly<Record<number, string>> = { 2152: 'gtp-u', 4789: 'vxlan', 8472: 'vxlan', 6081: 'geneve' }
const PROTOCOL_NAMES: Readonly<Record<number, string>> = {
  1: 'ICMP',
  4: 'IPv4',
  6: 'TCP',
  17: 'UDP',
  41: 'IPv6',
  43: 'Routing',
  44: 'Fragment',
  47: 'GRE',
  50: 'ESP',
  51: 'AH',
  58: 'ICMPv6',
  60: 'Destination options',
  132: 'SCTP',
}
const ETHERTYPE_NAMES: Readonly<Record<number, string>> = {
  0x0800: 'IPv4',
  0x0806: 'ARP',
  0x86dd: 'IPv6',
  0x8100: '802.1Q',
  0x88a8: '802.1ad',
  0x8847: 'MPLS',
  0x8864: 'PPPoE session',
}

const ethertypeAt =
  (at: number) =>
  (of: HeaderBytes): string | undefined => {
    const type = of.u16(at)
    return type <= 1500 && at === 12 ? 'llc' : ETHERTYPES[type]
  }
const ipVersion = (of: HeaderBytes, at: number): string | undefined =>
  of.u8(at) >> 4 === 4 ? 'ipv4' : of.u8(at) >> 4 === 6 ? 'ipv6' : undefined

const EXTENSION_FIELDS: readonly HeaderField[] = [
  ['Next header', 0, 8, PROTOCOL_NAMES],
  ['Length', 8, 8],
]

const CHUNK_FIELDS: readonly HeaderField[] = [
  [
    'Type',
    0,
    8,
    {
      0: 'DATA',
      1: 'INIT',
      2: 'INIT ACK',
      3: 'SACK',
      4: 'HEARTBEAT',
      5: 'HEARTBEAT ACK',
      6: 'ABORT',
      7: 'SHUTDOWN',
      8: 'SHUTDOWN ACK',
      9: 'ERROR',
      10: 'COOKIE ECHO',
      11: 'COOKIE ACK',
      14: 'SHUTDOWN COMPLETE',
      64: 'I-DATA',
    },
  ],
  ['Flags', 8, 8, 'hex'],
  ['Length', 16, 16],
]

/** Chunks end on multiples of four bytes, which their length does not count. */
function chunkLength(of: HeaderBytes): number {
  return Math.max(4, (of.u16(2) + 3) & ~3)
}

function chunkAt(of: HeaderBytes, at: number): string | undefined {
  if (of.left < at + 4) return undefined
  return of.u8(at) === 0 ? 'sctp-data' : 'sctp-chunk'
}

/** GTP-U extension headers (TS 29.281 §5.2) end with the type of the next; 0 ends them. */
function gtpLength(of: HeaderBytes): number {
  const flags = of.u8(0)
  if ((flags & 7) === 0) return 8
  let next = (flags & 4) === 0 ? 0 : of.u8(11)
  let at = 12
  while (next !== 0 && at < of.left) {
    const length = of.u8(at) << 2
    if (length === 0) break
    at += length
    next = of.u8(at - 1)
  }
  return at
}

/** GRE: RFC 2784, RFC 2890, and PPTP's version 1 (RFC 2637). */
function greLength(of: HeaderBytes): number {
  const flags = of.u16(0)
  const optional = [0xc000, 0x2000, 0x1000, (flags & 7) === 1 ? 0x80 : 0]
  return 4 + 4 * optional.filter((bit) => (flags & bit) !== 0).length
}

export const HEADERS: Readonly<Record<string, HeaderTable>> = {
  ethernet: {
    name: 'Ethernet',
    fields: [
      ['Destination', 0, 48, 'mac'],
      ['Source', 48, 48, 'mac'],
      ['Type', 96, 16, ETHERTYPE_NAMES],
    ],
    length: 14,
    next: ethertypeAt(12),
  },
  vlan: {
    name: '802.1Q VLAN',
    fields: [
      ['Priority', 0, 3],
      ['Drop eligible', 3, 1],
      ['VLAN', 4, 12],
      ['Type', 16, 16, ETHERTYPE_NAMES],
    ],
    length: 4,
    next: ethertypeAt(2),
  },
  mpls: {
    name: 'MPLS label (RFC 3032)',
    fields: [
      ['Label', 0, 20],
      ['Traffic class', 20, 3],
      ['Bottom of stack', 23, 1],
      ['TTL', 24, 8],
    ],
    length: 4,
    next: (of) =>
      (of.u8(2) & 1) === 0 ? 'mpls' : (ipVersion(of, 4) ?? (of.u8(4) >> 4 === 0 ? 'control-word' : 'ethernet')),
  },
  'control-word': {
    name: 'Pseudowire control word (RFC 4448)',
    fields: [['Sequence number', 16, 16]],
    length: 4,
    next: () => 'ethernet',
  },
  llc: {
    name: 'LLC and SNAP (RFC 1042)',
    fields: [
      ['DSAP', 0, 8, 'hex'],
      ['SSAP', 8, 8, 'hex'],
      ['Control', 16, 8, 'hex'],
      ['Organisation', 24, 24, 'hex'],
      ['Type', 48, 16, ETHERTYPE_NAMES],
    ],
    length: 8,
    next: ethertypeAt(6),
  },
  arp: {
    name: 'ARP (RFC 826)',
    fields: [
      ['Operation', 48, 16, { 1: 'request', 2: 'reply' }],
      ['Sender hardware address', 64, 48, 'mac'],
      ['Sender address', 112, 32, 'ipv4'],
      ['Target hardware address', 144, 48, 'mac'],
      ['Target address', 192, 32, 'ipv4'],
    ],
    length: 28,
  },
  null: { name: 'BSD loopback', fields: [['Family', 0, 32, 'hex']], length: 4, next: (of) => ipVersion(of, 4) },
  raw: { name: 'Raw IP', fields: [], length: 0, next: (of) => ipVersion(of, 0) },
  sll: {
    name: 'Linux cooked capture',
    fields: [
      ['Packet type', 0, 16, { 0: 'to us', 1: 'broadcast', 2: 'multicast', 3: 'to another', 4: 'from us' }],
      ['Hardware type', 16, 16],
      ['Address length', 32, 16],
      ['Type', 112, 16, ETHERTYPE_NAMES],
    ],
    length: 16,
    next: ethertypeAt(14),
  },
  sll2: {
    name: 'Linux cooked capture, version 2',
    fields: [
      ['Type', 0, 16, ETHERTYPE_NAMES],
      ['Interface', 32, 32],
      ['Hardware type', 64, 16],
      ['Packet type', 80, 8, { 0: 'to us', 1: 'broadcast', 2: 'multicast', 3: 'to another', 4: 'from us' }],
    ],
    length: 20,
    next: ethertypeAt(0),
  },
  pppoe: {
    name: 'PPPoE session (RFC 2516)',
    fields: [
      ['Code', 8, 8, 'hex'],
      ['Session', 16, 16],
      ['Length', 32, 16],
    ],
    length: 6,
    next: () => 'ppp',
  },
  ppp: {
    name: 'PPP (RFC 1661)',
    fields: [],
    length: (of) => (of.u16(0) === 0xff03 ? 2 : 0) + ((of.u8(of.u16(0) === 0xff03 ? 2 : 0) & 1) === 1 ? 1 : 2),
    next: (of) => {
      const at = of.u16(0) === 0xff03 ? 2 : 0
      const protocol = (of.u8(at) & 1) === 1 ? of.u8(at) : of.u16(at)
      return { 0x21: 'ipv4', 0x57: 'ipv6', 0x281: 'mpls' }[protocol]
    },
  },
  ipv4: {
    name: 'IPv4 (RFC 791)',
    fields: [
      ['Version', 0, 4],
      ['Header length', 4, 4],
      ['DSCP', 8, 6],
      ['ECN', 14, 2],
      ['Total length', 16, 16],
      ['Identification', 32, 16, 'hex'],
      ["Don't fragment", 49, 1],
      ['More fragments', 50, 1],
      ['Fragment offset', 51, 13],
      ['TTL', 64, 8],
      ['Protocol', 72, 8, PROTOCOL_NAMES],
      ['Header checksum', 80, 16, 'hex'],
      ['Source', 96, 32, 'ipv4'],
      ['Destination', 128, 32, 'ipv4'],
    ],
    length: (of) => (of.u8(0) & 15) << 2,
    next: (of) => ((of.u16(6) & 0x1fff) === 0 ? IP_PROTOCOLS[of.u8(9)] : undefined),
    whole: (of) => of.u16(2) || of.left,
    piece: (of) => (of.u16(6) & 0x3fff) !== 0,
  },
  ipv6: {
    name: 'IPv6 (RFC 8200)',
    fields: [
      ['Version', 0, 4],
      ['Traffic class', 4, 8],
      ['Flow label', 12, 20, 'hex'],
      ['Payload length', 32, 16],
      ['Next header', 48, 8, PROTOCOL_NAMES],
      ['Hop limit', 56, 8],
      ['Source', 64, 128, 'ipv6'],
      ['Destination', 192, 128, 'ipv6'],
    ],
    length: 40,
    next: (of) => IP_PROTOCOLS[of.u8(6)],
    whole: (of) => (of.u16(4) === 0 ? of.left : 40 + of.u16(4)),
  },
  'ipv6-options': {
    name: 'IPv6 options (RFC 8200 §4)',
    fields: EXTENSION_FIELDS,
    length: (of) => (of.u8(1) + 1) * 8,
    next: (of) => IP_PROTOCOLS[of.u8(0)],
  },
  'ipv6-routing': {
    name: 'IPv6 routing header (RFC 8200 §4.4)',
    fields: [...EXTENSION_FIELDS, ['Routing type', 16, 8], ['Segments left', 24, 8]],
    length: (of) => (of.u8(1) + 1) * 8,
    next: (of) => IP_PROTOCOLS[of.u8(0)],
  },
  'ipv6-fragment': {
    name: 'IPv6 fragment header (RFC 8200 §4.5)',
    fields: [
      ['Next header', 0, 8, PROTOCOL_NAMES],
      ['Fragment offset', 16, 13],
      ['More fragments', 31, 1],
      ['Identification', 32, 32, 'hex'],
    ],
    length: 8,
    piece: (of) => (of.u16(2) & 0xfff9) !== 0,
    next: (of) => (of.u16(2) >> 3 === 0 ? IP_PROTOCOLS[of.u8(0)] : undefined),
  },
  ah: {
    name: 'Authentication header (RFC 4302)',
    fields: [
      ['Next header', 0, 8, PROTOCOL_NAMES],
      ['Length', 8, 8],
      ['SPI', 32, 32, 'hex'],
      ['Sequence number', 64, 32],
    ],
    length: (of) => (of.u8(1) + 2) * 4,
    next: (of) => IP_PROTOCOLS[of.u8(0)],
  },
  esp: {
    name: 'ESP (RFC 4303)',
    fields: [
      ['SPI', 0, 32, 'hex'],
      ['Sequence number', 32, 32],
    ],
    length: 8,
  },
  icmp: {
    name: 'ICMP',
    fields: [
      ['Type', 0, 8],
      ['Code', 8, 8],
      ['Checksum', 16, 16, 'hex'],
    ],
    length: 8,
  },
  gre: {
    name: 'GRE (RFC 2784)',
    fields: [
      ['Flags and version', 0, 16, 'hex'],
      ['Protocol', 16, 16, 'hex'],
    ],
    length: greLength,
    next: (of) => (of.u16(2) === 0x880b ? 'ppp' : ETHERTYPES[of.u16(2)]),
  },
  udp: {
    name: 'UDP (RFC 768)',
    fields: [
      ['Source port', 0, 16],
      ['Destination port', 16, 16],
      ['Length', 32, 16],
      ['Checksum', 48, 16, 'hex'],
    ],
    length: 8,
    next: (of) => UDP_PORTS[of.u16(2)] ?? UDP_PORTS[of.u16(0)],
    whole: (of) => (of.u16(4) < 8 ? of.left : of.u16(4)),
  },
  tcp: {
    name: 'TCP (RFC 9293)',
    fields: [
      ['Source port', 0, 16],
      ['Destination port', 16, 16],
      ['Sequence number', 32, 32],
      ['Acknowledgement number', 64, 32],
      ['Data offset', 96, 4],
      ['CWR', 104, 1],
      ['ECE', 105, 1],
      ['URG', 106, 1],
      ['ACK', 107, 1],
      ['PSH', 108, 1],
      ['RST', 109, 1],
      ['SYN', 110, 1],
      ['FIN', 111, 1],
      ['Window', 112, 16],
      ['Checksum', 128, 16, 'hex'],
      ['Urgent pointer', 144, 16],
    ],
    length: (of) => (of.u8(12) >> 4) << 2,
  },
  sctp: {
    name: 'SCTP (RFC 9260)',
    fields: [
      ['Source port', 0, 16],
      ['Destination port', 16, 16],
      ['Verification tag', 32, 32, 'hex'],
      ['Checksum', 64, 32, 'hex'],
    ],
    length: 12,
    next: (of) => chunkAt(of, 12),
  },
  'sctp-chunk': {
    name: 'SCTP chunk (RFC 9260 §3.2)',
    fields: CHUNK_FIELDS,
    length: chunkLength,
    next: (of) => chunkAt(of, chunkLength(of)),
  },
  'sctp-data': {
    name: 'SCTP DATA chunk (RFC 9260 §3.3.1)',
    fields: [
      ...CHUNK_FIELDS,
      ['TSN', 32, 32],
      ['Stream', 64, 16],
      ['Stream sequence number', 80, 16],
      ['Payload protocol', 96, 32],
    ],
    length: chunkLength,
    next: (of) => chunkAt(of, chunkLength(of)),
  },
  'gtp-u': {
    name: 'GTP-U (TS 29.281)',
    fields: [
      ['Version', 0, 3],
      ['Extension header flag', 5, 1],
      ['Sequence number flag', 6, 1],
      ['N-PDU number flag', 7, 1],
      [
        'Message type',
        8,
        8,
        { 1: 'Echo Request', 2: 'Echo Response', 26: 'Error Indication', 254: 'End Marker', 255: 'G-PDU' },
      ],
      ['Length', 16, 16],
      ['TEID', 32, 32, 'hex'],
    ],
    length: gtpLength,
    next: (of) => (of.u8(1) === 255 ? ipVersion(of, gtpLength(of)) : undefined),
    whole: (of) => 8 + of.u16(2),
  },
  vxlan: {
    name: 'VXLAN (RFC 7348)',
    fields: [
      ['Flags', 0, 8, 'hex'],
      ['VNI', 32, 24],
    ],
    length: 8,
    next: () => 'ethernet',
  },
  geneve: {
    name: 'Geneve (RFC 8926)',
    fields: [
      ['Options length', 2, 6],
      ['Protocol', 16, 16, 'hex'],
      ['VNI', 32, 24],
    ],
    length: (of) => 8 + (of.u8(0) & 0x3f) * 4,
    next: (of) => ETHERTYPES[of.u16(2)],
  },
  rtp: {
    name: 'RTP (RFC 3550)',
    fields: [
      ['Version', 0, 2],
      ['Padding', 2, 1],
      ['Extension', 3, 1],
      ['CSRC count', 4, 4],
      ['Marker', 8, 1],
      ['Payload type', 9, 7],
      ['Sequence number', 16, 16],
      ['Timestamp', 32, 32],
      ['SSRC', 64, 32, 'hex'],
    ],
    length: (of) =>
      12 + ((of.u8(0) & 15) << 2) + ((of.u8(0) & 0x10) === 0 ? 0 : 4 + 4 * of.u16(14 + ((of.u8(0) & 15) << 2))),
  },
  rtcp: {
    name: 'RTCP (RFC 3550)',
    fields: [
      ['Version', 0, 2],
      ['Padding', 2, 1],
      ['Count', 3, 5],
      [
        'Packet type',
        8,
        8,
        { 200: 'SR', 201: 'RR', 202: 'SDES', 203: 'BYE', 204: 'APP', 205: 'RTPFB', 206: 'PSFB', 207: 'XR' },
      ],
      ['Length', 16, 16],
      ['SSRC', 32, 32, 'hex'],
    ],
    length: (of) => Math.max(8, 4 * (of.u16(2) + 1)),
    next: (of) => (of.left > 4 * (of.u16(2) + 1) + 8 ? 'rtcp' : undefined),
  },
}

/** First headers by link type: the tcpdump.org list of link-layer header types. */
export const LINK_HEADERS: Readonly<Record<number, string>> = {
  0: 'null',
  1: 'ethernet',
  9: 'ppp',
  12: 'raw',
  14: 'raw',
  50: 'ppp',
  51: 'pppoe',
  101: 'raw',
  108: 'null',
  113: 'sll',
  228: 'ipv4',
  229: 'ipv6',
  276: 'sll2',
}
