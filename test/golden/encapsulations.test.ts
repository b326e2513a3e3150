/** What packets of operators travel in besides: the same call through each of them (DOMAIN §1.3–1.5). */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { answeredCall } from '../make/calls/answered.ts'
import { pcap, RAW_IP } from '../make/capture-file.ts'
import { end, GRE, ip, UDP, udp } from '../make/internet.ts'
import { ethernet, type Wrap } from '../make/links.ts'
import { concat, u16, u32, u8, utf8, zeros } from '../make/octets.ts'
import { erfRecord } from '../make/other-captures.ts'
import { VECTORS } from '../make/ran-vectors.ts'
import { Wire } from '../make/wire.ts'
import { differences } from './differences.ts'

const [A, B] = ['172.16.0.1', '172.17.0.1'] as const
const AH = 51
const ESP = 50
const ETHER_IP = 97
const IPV4_HEADER = 20

/** The packet again with what its header carries put into something else. */
function reheaded(packet: Uint8Array, protocol: number, payload: Uint8Array): Uint8Array {
  const text = (at: number): string => packet.subarray(at, at + 4).join('.')
  return ip(text(12), text(16), protocol, payload)
}

/** ESP with the NULL cipher and HMAC-SHA1-96 (RFC 2410, RFC 4303), as phones send it to their P-CSCF. */
function espNull(packet: Uint8Array): Uint8Array {
  return reheaded(packet, ESP, espPayload(packet.subarray(IPV4_HEADER), packet[9]!))
}

function espPayload(inner: Uint8Array, next: number): Uint8Array {
  const padding = (4 - ((inner.length + 2) % 4)) % 4
  const counted = u8(...Array.from({ length: padding }, (_, i) => i + 1))
  const check = Uint8Array.from({ length: 12 }, (_, i) => (i * 89 + 7) & 255)
  return concat(u32(0x1000, 1), inner, counted, u8(padding, next), check)
}

function inUdp(port: number, header: Uint8Array, inner: Uint8Array): Uint8Array {
  return ethernet(ip(A, B, UDP, udp(end(A, 40_000), end(B, port), concat(header, inner))))
}

const cases: { it: string; wrap: Wrap; linkType?: number }[] = [
  { it: 'L15 ESP with the NULL cipher', wrap: (packet) => ethernet(espNull(packet)) },
  {
    it: 'L15 the same in tunnel mode and UDP (RFC 3948)',
    wrap: (packet) => inUdp(4500, new Uint8Array(0), espPayload(packet, 4)),
  },
  {
    it: 'an authentication header',
    wrap: (packet) =>
      ethernet(
        reheaded(packet, AH, concat(u8(packet[9]!, 4), u16(0), u32(7, 1), zeros(12), packet.subarray(IPV4_HEADER))),
      ),
  },
  { it: 'ERSPAN I', wrap: (packet) => ethernet(ip(A, B, GRE, concat(u16(0, 0x88be), ethernet(packet)))) },
  {
    it: 'ERSPAN II',
    wrap: (packet) => ethernet(ip(A, B, GRE, concat(u16(0x1000, 0x88be), u32(1), zeros(8), ethernet(packet)))),
  },
  {
    it: 'ERSPAN III',
    wrap: (packet) => ethernet(ip(A, B, GRE, concat(u16(0x1000, 0x22eb), u32(1), zeros(12), ethernet(packet)))),
  },
  {
    it: 'GENEVE with an option',
    wrap: (packet) => inUdp(6081, concat(u8(2, 0), u16(0x6558), u32(42 << 8), zeros(8)), ethernet(packet)),
  },
  { it: 'VXLAN-GPE', wrap: (packet) => inUdp(4790, concat(u8(0x0c, 0, 0, 1), u32(42 << 8)), packet) },
  { it: 'EtherIP', wrap: (packet) => ethernet(ip(A, B, ETHER_IP, concat(u16(0x3000), ethernet(packet)))) },
  {
    it: '802.3 with LLC and SNAP',
    wrap: (packet) => ethernet(concat(u8(0xaa, 0xaa, 3, 0, 0, 0), u16(0x0800), packet), packet.length + 8),
  },
  { it: 'PPP', wrap: (packet) => concat(u8(0xff, 3), u16(0x0021), packet), linkType: 9 },
  { it: 'PPP without address, its protocol in one byte', wrap: (packet) => concat(u8(0x21), packet), linkType: 9 },
  { it: 'Cisco HDLC', wrap: (packet) => concat(u8(0x0f, 0), u16(0x0800), packet), linkType: 104 },
  {
    it: 'NFLOG of a little-endian machine',
    wrap: (packet) => concat(u8(2, 0, 0, 0), little16(packet.length + 4, 9), packet),
    linkType: 239,
  },
  { it: '802.11', wrap: (packet) => concat(wireless(0), packet), linkType: 105 },
  { it: '802.11 with quality of service', wrap: (packet) => concat(wireless(8), packet), linkType: 105 },
  {
    it: '802.11 behind radiotap',
    wrap: (packet) => concat(u8(0, 0, 12, 0), zeros(8), wireless(8), packet),
    linkType: 127,
  },
  {
    it: '802.11 behind PPI',
    wrap: (packet) => concat(u8(0, 0, 8, 0, 105, 0, 0, 0), wireless(0), packet),
    linkType: 192,
  },
  { it: 'PPP behind its direction', wrap: (packet) => concat(u8(1, 0xff, 3), u16(0x0021), packet), linkType: 204 },
  { it: 'PPP of pppd', wrap: (packet) => concat(u8(1, 3), u16(0x0021), packet), linkType: 166 },
  { it: 'frame relay', wrap: (packet) => concat(u8(0x18, 0x41, 3, 0xcc), packet), linkType: 107 },
  {
    it: 'frame relay with SNAP',
    wrap: (packet) => concat(u8(0x18, 0x41, 3, 0, 0x80, 0, 0, 0), u16(0x0800), packet),
    linkType: 107,
  },
  { it: 'frame relay of Cisco', wrap: (packet) => concat(u8(0x18, 0x41), u16(0x0800), packet), linkType: 107 },
  { it: 'ATM of Linux', wrap: (packet) => concat(snapOf(0x0800), packet), linkType: 19 },
  { it: 'ATM, RFC 1483', wrap: (packet) => concat(snapOf(0x0800), packet), linkType: 100 },
  { it: 'ATM of Sun', wrap: (packet) => concat(u8(0x82, 0, 0, 32), snapOf(0x0800), packet), linkType: 123 },
  { it: 'a token ring', wrap: (packet) => concat(zeros(14), snapOf(0x0800), packet), linkType: 6 },
  {
    it: 'a token ring with a route',
    wrap: (packet) => concat(zeros(8), u8(0x80), zeros(5), u8(4), zeros(3), snapOf(0x0800), packet),
    linkType: 6,
  },
  { it: 'FDDI', wrap: (packet) => concat(zeros(13), snapOf(0x0800), packet), linkType: 10 },
  { it: 'IP over InfiniBand', wrap: (packet) => concat(u16(0x0800, 0), packet), linkType: 242 },
  {
    it: 'PKTAP of macOS',
    wrap: (packet) => concat(u8(108, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0), zeros(96), ethernet(packet)),
    linkType: 258,
  },
  { it: 'enc of BSD', wrap: (packet) => concat(u32(2, 7, 0), packet), linkType: 109 },
  { it: 'pflog of BSD', wrap: (packet) => concat(u8(61, 2, 0, 0), zeros(60), packet), linkType: 117 },
  {
    it: 'Ethernet of a Juniper router',
    wrap: (packet) => concat(utf8('MGC'), u8(0x80), u16(4), zeros(4), ethernet(packet)),
    linkType: 178,
  },
  {
    it: 'what a Juniper router took the link layer off',
    wrap: (packet) => concat(utf8('MGC'), u8(2), u32(2), packet),
    linkType: 178,
  },
  { it: 'frames of ERF', wrap: (packet) => erfRecord({ at: 0, bytes: ethernet(packet) }, true), linkType: 197 },
  { it: "Cisco's metadata", wrap: (packet) => ethernet(concat(u8(1, 1, 0, 1), u16(7, 0x0800), packet), 0x8909) },
  { it: 'a VN-Tag', wrap: (packet) => ethernet(concat(u32(1), u16(0x0800), packet), 0x8926) },
  {
    it: 'MACsec that only authenticates',
    wrap: (packet) => ethernet(concat(u8(0x20, 0), u32(1), zeros(8), u16(0x0800), packet, zeros(16)), 0x88e5),
  },
  { it: 'NSH', wrap: (packet) => ethernet(concat(u8(0, 2, 2, 1), u32(0x1ff), packet), 0x894f) },
  {
    it: 'NSH in VXLAN-GPE',
    wrap: (packet) => inUdp(4790, concat(u8(0x0c, 0, 0, 4), u32(42 << 8), u8(0, 2, 2, 1), u32(0x1ff)), packet),
  },
  {
    it: "VXLAN on Linux's port",
    wrap: (packet) => inUdp(8472, concat(u8(0x08, 0, 0, 0), u32(42 << 8)), ethernet(packet)),
  },
  { it: 'L2TP', wrap: (packet) => inUdp(1701, concat(u16(2, 7, 8), u8(0xff, 3), u16(0x0021)), packet) },
  {
    it: 'L2TP with length, sequence and offset',
    wrap: (packet) => inUdp(1701, concat(u16(0x4a02, packet.length + 18, 7, 8, 1, 0, 2, 0, 0x0021)), packet),
  },
  { it: 'L2TPv3', wrap: (packet) => ethernet(ip(A, B, 115, concat(u32(7), ethernet(packet)))) },
  { it: 'L2TPv3 with a cookie', wrap: (packet) => ethernet(ip(A, B, 115, concat(u32(7, 1, 2), ethernet(packet)))) },
  { it: 'MPLS in UDP', wrap: (packet) => inUdp(6635, u32(0x2140), packet) },
  { it: 'TZSP', wrap: (packet) => inUdp(37_008, concat(u8(1, 0, 0, 1, 0, 10, 1, 99, 1)), ethernet(packet)) },
  { it: 'GRE of a web cache', wrap: (packet) => ethernet(ip(A, B, GRE, concat(u16(0, 0x883e), u32(0), packet))) },
  { it: 'bare IPv4', wrap: (packet) => packet, linkType: 228 },
  { it: 'L8 a length of 0, left by segmentation offload', wrap: (packet) => withLength(packet, 0), linkType: RAW_IP },
]

/** Header of a data frame of that subtype, to the distribution system; then LLC and SNAP of IPv4. */
function wireless(subtype: number): Uint8Array {
  const quality = subtype === 0 ? 0 : 2
  return concat(u8(0x08 | (subtype << 4), 1), zeros(22 + quality), u8(0xaa, 0xaa, 3, 0, 0, 0), u16(0x0800))
}

/** LLC and SNAP: RFC 1042. */
function snapOf(type: number): Uint8Array {
  return concat(u8(0xaa, 0xaa, 3, 0, 0, 0), u16(type))
}

function little16(...values: readonly number[]): Uint8Array {
  return u8(...values.flatMap((value) => [value & 255, value >> 8]))
}

function withLength(packet: Uint8Array, length: number): Uint8Array {
  return concat(packet.subarray(0, 2), u16(length), packet.subarray(4))
}

describe('the same call in', () => {
  it.each(cases)('$it', async ({ wrap, linkType }) => {
    const wire = new Wire(wrap)
    const truth = answeredCall(wire, { packets: 20 })
    const found = await analyzeCapture(pcap(wire.packets, linkType === undefined ? {} : { linkType }))
    expect(differences(found, [truth])).toEqual([])
    expect(found.coverage).toMatchObject({ packets: wire.packets.length, decoded: wire.packets.length })
  })
})

function tag(number: number, value: Uint8Array): Uint8Array {
  return concat(u16(number, value.length), value)
}

/** SIP as Wireshark exports it: tags, then the message without its packet. */
function exported(packet: Uint8Array): Uint8Array {
  return concat(
    tag(12, concat(utf8('sip'), zeros(1))),
    tag(20, packet.subarray(12, 16)),
    tag(21, packet.subarray(16, 20)),
    tag(24, u32(3)),
    tag(25, u32((packet[20]! << 8) | packet[21]!)),
    tag(26, u32((packet[22]! << 8) | packet[23]!)),
    u16(0, 0),
    packet.subarray(28),
  )
}

describe('exported PDUs', () => {
  it('C21 are decoded by the dissector that they name', async () => {
    const wire = new Wire(exported)
    answeredCall(wire, { packets: 0 })
    const found = await analyzeCapture(pcap(wire.packets, { linkType: 252 }))
    expect(found.sessions.map(({ type, participants }) => ({ type, participants }))).toMatchObject([
      { type: 'VoLTE', participants: expect.arrayContaining([expect.stringMatching(/^10\..*:5060$/)]) },
    ])
  })
})

it.each([
  ['nr-rrc.dl.dcch', 'nr-rrc.dl.dcch'],
  ['no name <at all>', 'IP protocol 0'],
])('exported PDUs of a dissector that is none of ours are called by its name: %s', async (name, want) => {
  const padded = concat(utf8(name), zeros(4 - (name.length % 4)))
  const bytes = concat(tag(12, padded), u16(0, 0), u8(0x28, 0, 0))
  const found = await analyzeCapture(pcap([{ at: 0, bytes }], { linkType: 252 }))
  expect(found.sessions).toMatchObject([{ type: 'OTHER', subtype: want, outcome: 'unread' }])
})

describe('ciphered packets', () => {
  it('L15 are counted as such, and are no call', async () => {
    const secret = Uint8Array.from({ length: 200 }, (_, i) => (i * 167 + 13) & 255)
    const bytes = ethernet(ip(A, B, ESP, concat(u32(0x2000, 1), secret)))
    const found = await analyzeCapture(pcap([{ at: 0, bytes }]))
    expect(found.coverage).toMatchObject({ packets: 1, ciphered: 1 })
    expect(found.sessions.map(({ type }) => type)).toEqual(['OTHER'])
  })
})

describe('link types', () => {
  it('L15 frames of a protected wireless network are counted as ciphered', async () => {
    const found = await analyzeCapture(pcap([{ at: 0, bytes: concat(u8(0x08, 0x41), zeros(60)) }], { linkType: 105 }))
    expect(found.coverage).toMatchObject({ packets: 1, ciphered: 1 })
  })

  it('that nobody reads are warned of once, with how many frames they have', async () => {
    const frames = [0, 1].map((at) => ({ at, bytes: zeros(40) }))
    const found = await analyzeCapture(pcap(frames, { linkType: 231 }))
    expect(found.capture.warnings).toEqual([{ code: 'UNSUPPORTED_LINKTYPE:231', count: 2 }])
    expect(found.coverage).toMatchObject({ packets: 2, undecoded: 2 })
  })

  it.each([
    { linkType: 150, hex: VECTORS.s1apAttach, type: 'S1AP' },
    { linkType: 152, hex: VECTORS.ngapRegistration, type: 'NGAP' },
  ])('of private use hold bare messages: $linkType', async ({ linkType, hex, type }) => {
    const bytes = Uint8Array.from(hex.match(/../g) ?? [], (two) => parseInt(two, 16))
    const found = await analyzeCapture(pcap([{ at: 0, bytes }], { linkType }))
    expect(found.sessions.map((session) => session.type)).toEqual([type])
  })
})
