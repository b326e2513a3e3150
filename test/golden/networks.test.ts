/** Link layers, tunnels, IP (DOMAIN §6, L): the same call in everything it may travel in. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { answeredCall, dialogOf, hangUp, truthOf } from '../make/calls/answered.ts'
import { ALICE, BOB, describe as sdpOf, phone, type Phone } from '../make/calls/phone.ts'
import { LINUX_COOKED, LINUX_COOKED_2, NULL_LOOPBACK, pcap, RAW_IP } from '../make/capture-file.ts'
import { end, type End, ICMP, ip, UDP, udp } from '../make/internet.ts'
import {
  cooked,
  cooked2,
  ethernet,
  gre,
  gtpUser,
  hdlcLoopback,
  loopback,
  mpls,
  raw,
  vlan,
  vxlan,
  type Wrap,
} from '../make/links.ts'
import { concat, u16, u32, u8, utf8, zeros } from '../make/octets.ts'
import { rtpStream } from '../make/rtp.ts'
import { sipMessage } from '../make/sip.ts'
import type { SessionTruth } from '../make/truth.ts'
import { type Fragmenting, Wire } from '../make/wire.ts'
import { differences } from './differences.ts'

const TUNNEL = ['172.16.0.1', '172.17.0.1'] as const

describe('the same call in', () => {
  const cases: { it: string; wrap: Wrap; linkType?: number }[] = [
    { it: 'L1 802.1Q', wrap: vlan(5) },
    { it: 'L1 QinQ', wrap: vlan(100, 5) },
    { it: 'L1 three tags', wrap: vlan(100, 200, 5) },
    { it: 'L2 MPLS, one label', wrap: mpls(16) },
    { it: 'L2 MPLS, three labels', wrap: mpls(16, 17, 18) },
    { it: 'L4 Linux cooked', wrap: cooked, linkType: LINUX_COOKED },
    { it: 'L4 Linux cooked 2', wrap: cooked2, linkType: LINUX_COOKED_2 },
    { it: 'L5 loopback, little-endian', wrap: loopback(false), linkType: NULL_LOOPBACK },
    { it: 'L5 loopback, big-endian', wrap: loopback(true), linkType: NULL_LOOPBACK },
    { it: 'loopback with the header of Cisco HDLC', wrap: hdlcLoopback, linkType: NULL_LOOPBACK },
    { it: 'bare IP', wrap: raw, linkType: RAW_IP },
    { it: 'L6 Ethernet with padding', wrap: (packet) => concat(ethernet(packet), zeros(11)) },
    { it: 'L12 GRE with key and sequence', wrap: gre(...TUNNEL, 99) },
    { it: 'L12 VXLAN with a tagged frame', wrap: vxlan(...TUNNEL, { network: 42, inner: vlan(9) }) },
    { it: 'GTP-U', wrap: gtpUser(...TUNNEL, { teid: 0x601 }) },
    { it: 'GTP-U with a PDU session container', wrap: gtpUser(...TUNNEL, { teid: 0x601, qfi: 5 }) },
    {
      it: 'L13 IP in IP in GTP-U',
      wrap: (packet) => gtpUser(...TUNNEL, { teid: 7 })(ip('10.9.0.1', '10.9.0.2', 4, packet)),
    },
  ]
  it.each(cases)('$it', async ({ wrap, linkType }) => {
    const wire = new Wire(wrap)
    const truth = answeredCall(wire, { packets: 20 })
    const found = await analyzeCapture(pcap(wire.packets, linkType === undefined ? {} : { linkType }))
    expect(differences(found, [truth])).toEqual([])
    expect(found.coverage).toMatchObject({ packets: wire.packets.length, decoded: wire.packets.length })
  })

  it('L3 PPPoE with IPv6', async () => {
    const wire = new Wire(pppoe)
    const phones = [phone('a', '2001:db8::5', 49_152), phone('b', '2001:db8::9', 30_000)] as const
    const truth = answeredCall(wire, { packets: 20, phones })
    expect(differences(await analyzeCapture(pcap(wire.packets)), [truth])).toEqual([])
  })

  it('L14 more tunnels than anybody needs end at the limit, without harm', async () => {
    let wrap: Wrap = ethernet
    for (let depth = 0; depth < 40; depth++) wrap = nested(wrap)
    const wire = new Wire(wrap)
    answeredCall(wire, { packets: 2 })
    const { coverage, sessions } = await analyzeCapture(pcap(wire.packets))
    expect(coverage.packets).toBe(wire.packets.length)
    expect(sessions.filter(({ type }) => type === 'VoLTE')).toEqual([])
  })
})

function nested(outer: Wrap): Wrap {
  return (packet) => outer(ip('10.9.0.1', '10.9.0.2', 4, packet))
}

describe('the phones’ addresses', () => {
  it('L16 IPv6 is written as RFC 5952 has it, in brackets with a port', async () => {
    const wire = new Wire()
    answeredCall(wire, {
      packets: 2,
      phones: [phone('a', '2001:DB8:0:0:0:0:0:5', 49_152), phone('b', '2001:db8::9', 30_000)],
    })
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions[0]?.participants).toEqual(['[2001:db8::5]:5060', '[2001:db8::9]:5060'])
  })
})

/** RFC 2516, with IPv6 (PPP protocol 0x57). */
function pppoe(packet: Uint8Array): Uint8Array {
  return ethernet(concat(u8(0x11, 0), u16(1, packet.length + 2, 0x0057), packet), 0x8864)
}

function changed(change: (packet: Uint8Array) => Uint8Array): Wrap {
  return (packet) => ethernet(change(packet))
}

describe('IP as it comes', () => {
  const cases: { it: string; change: (packet: Uint8Array) => Uint8Array }[] = [
    { it: 'L8 total length 0, as segmentation in hardware leaves it', change: (packet) => set(packet, 2, 0, 0) },
    { it: 'L11 wrong checksums of the IP header', change: (packet) => set(packet, 10, 1, 2) },
    { it: 'L11 wrong checksums of UDP', change: (packet) => set(packet, 26, 1, 2) },
    { it: 'L7 options', change: withOptions },
  ]
  it.each(cases)('$it', async ({ change }) => {
    const wire = new Wire(changed(change))
    const truth = answeredCall(wire, { packets: 20 })
    expect(differences(await analyzeCapture(pcap(wire.packets)), [truth])).toEqual([])
  })

  it('L7 a header said to be shorter than 20 bytes is malformed', async () => {
    const wire = new Wire(changed((packet) => set(packet, 0, 0x44)))
    answeredCall(wire, { packets: 5 })
    const { coverage } = await analyzeCapture(pcap(wire.packets))
    expect(coverage).toMatchObject({ decoded: 0, malformed: wire.packets.length })
  })

  it('L17 a message quoted by ICMP is no message', async () => {
    const wire = new Wire()
    const message = sipMessage('INVITE sip:b@example.org SIP/2.0', [
      ['Call-ID', 'quoted'],
      ['CSeq', '1 INVITE'],
    ])
    const lost = ip('10.0.0.1', '10.0.0.2', UDP, udp(end('10.0.0.1', 5060), end('10.0.0.2', 5060), message))
    wire.packet(0, ip('10.0.0.2', '10.0.0.1', ICMP, concat(u8(3, 3), zeros(6), lost)))
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions.map(({ type }) => type)).toEqual(['OTHER'])
  })

  it('S34 SIP in the body of an HTTP answer is no message', async () => {
    const wire = new Wire()
    const connection = wire.connect(0, end('10.0.0.1', 40_000), end('10.0.0.2', 80))
    const body = 'INVITE sip:b@example.org SIP/2.0\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\n\r\n'
    connection.send(1, 'server', utf8(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`))
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions.map(({ type }) => type)).toEqual(['OTHER'])
  })
})

function set(packet: Uint8Array, at: number, ...values: number[]): Uint8Array {
  const copy = packet.slice()
  copy.set(values, at)
  return copy
}

/** Router alert (RFC 2113), checksum left wrong. */
function withOptions(packet: Uint8Array): Uint8Array {
  const header = concat(packet.subarray(0, 20), u32(0x94040000))
  return concat(set(set(header, 0, 0x46), 2, ...u16(packet.length + 4)), packet.subarray(20))
}

/** A call whose INVITE comes in fragments, rearranged by `order`. */
function fragmented(
  phones: readonly [Phone, Phone],
  order?: Fragmenting['order'],
): { wire: Wire; truth: SessionTruth } {
  const wire = new Wire()
  const send = (at: number, one: End, other: End, bytes: Uint8Array): void => {
    if (at > 0) wire.udp(at, one, other, bytes)
    else wire.udpFragments(at, one, other, bytes, { size: 256, ...(order && { order }) })
  }
  const dialog = dialogOf(wire, phones, { send })
  const invite = dialog.request(0, 'INVITE', { initial: true, sdp: sdpOf(phones[0]) })
  dialog.response(800, invite, 200, { sdp: sdpOf(phones[1]) })
  dialog.request(810, 'ACK', { of: invite })
  const stream = rtpStream(wire, { at: 820, from: phones[1].media, to: phones[0].media, ssrc: 5, packets: 20 })
  hangUp(dialog, 1300)
  return { wire, truth: { ...truthOf(dialog, 0, [stream]), outcome: 'success', metrics: { setup_time_ms: 800 } } }
}

describe('L9 an INVITE in fragments', () => {
  const six = [phone('a', '2001:db8::5', 49_152), phone('b', '2001:db8::9', 30_000)] as const
  const cases: { it: string; order?: Fragmenting['order']; phones?: readonly [Phone, Phone] }[] = [
    { it: 'in order' },
    { it: 'backwards', order: (list) => list.toReversed() },
    { it: 'one of them twice', order: (list) => [list[0]!, list[1]!, list[1]!, ...list.slice(2)] },
    { it: 'L10 of IPv6', phones: six },
  ]
  it.each(cases)('$it', async ({ order, phones = [ALICE, BOB] }) => {
    const { wire, truth } = fragmented(phones, order)
    const found = await analyzeCapture(pcap(wire.packets))
    expect(differences(found, [truth])).toEqual([])
    expect(found.sessions[0]?.events[0]?.frames?.length).toBeGreaterThan(1)
  })

  it('the middle missing: the rest of the call is there, without a setup time', async () => {
    const { wire, truth } = fragmented([ALICE, BOB], (list) => list.filter((_, i) => i !== 1))
    const { sessions, coverage } = await analyzeCapture(pcap(wire.packets))
    const call = sessions.find(({ session_key }) => session_key === truth.key)
    const cut = sessions.flatMap(({ events }) => events).filter(({ fault }) => fault === 'cut')
    expect(cut).toMatchObject([{ message_type: 'INVITE' }])
    // 200, ACK, media, BYE, 200 are whole.
    expect(coverage).toMatchObject({ decoded: 24, cut: wire.packets.length - 24, undecoded: 0 })
    expect(call?.events.map(({ message_type }) => message_type)).toContain('BYE')
    expect(call?.metrics).not.toHaveProperty('setup_time_ms')
  })
})
