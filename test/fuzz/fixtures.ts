import { answeredCall, preconditionCall } from '../make/calls/answered.ts'
import * as changing from '../make/calls/changing.ts'
import { ALICE, BOB } from '../make/calls/phone.ts'
import * as refused from '../make/calls/refused.ts'
import type { TimedPacket } from '../make/capture-file.ts'
import { dnsMessage, NAPTR, naptr, RESPONSE } from '../make/dns.ts'
import * as gtp from '../make/gtp.ts'
import * as logs from '../make/gsmtap.ts'
import * as register from '../make/gsup.ts'
import { Http2 } from '../make/http2.ts'
import { end, type End } from '../make/internet.ts'
import * as h248 from '../make/megaco.ts'
import { ethernet, gre, gtpUser, mpls, vlan, vxlan, type Wrap } from '../make/links.ts'
import { epc } from '../make/network/epc.ts'
import { network } from '../make/network/network.ts'
import { failover, FLOWS, runFlow } from '../make/diameter-flows.ts'
import { concat, u32, u8 } from '../make/octets.ts'
import { type Element, element, INITIATING, integer, octetsOf, pdu, SUCCESSFUL } from '../make/per.ts'
import { accepted, element as pfcpElement, PfcpPeers } from '../make/pfcp.ts'
import * as billing from '../make/radius.ts'
import { icmpError } from '../make/icmp.ts'
import * as ice from '../make/stun.ts'
import * as iu from '../make/ranap.ts'
import { RRC } from '../make/rrc.ts'
import { receiverReport, senderReport, sourceDescription, voiceReport } from '../make/rtcp.ts'
import { ESTABLISHMENT_REQUEST, Ng, registrationRequest, transport } from '../make/ngap.ts'
import { attachRequest, S1 } from '../make/s1ap.ts'
import { Association } from '../make/sctp.ts'
import * as sgs from '../make/sgsap.ts'
import * as smpp from '../make/smpp.ts'
import { TELEPHONE_EVENT, PCMU } from '../make/sdp.ts'
import { BEGIN, connectionData, connectionRequest, isup, M3UA, tcap, updateLocation } from '../make/ss7.ts'
import { Wire } from '../make/wire.ts'

/** Made captures that hold everything the generators can make, each a few packets long. */
export function fixtures(): { name: string; packets: TimedPacket[] }[] {
  const made: Record<string, (wire: Wire) => unknown> = {
    answered: (wire) => answeredCall(wire, { packets: 5 }),
    digits: (wire) =>
      answeredCall(wire, {
        packets: 12,
        codecs: [PCMU, TELEPHONE_EVENT],
        media: { digits: [{ from: 2, event: 5, updates: 3, payloadType: 101 }] },
      }),
    extended: (wire) => answeredCall(wire, { packets: 5, media: { shape: 'extended' } }),
    padded: (wire) => answeredCall(wire, { packets: 5, media: { shape: 'padded' } }),
    preconditions: (wire) => preconditionCall(wire, { packets: 20, lostDown: 1 }),
    refused: (wire) => refused.refusedCall(wire),
    challenged: (wire) => refused.challengedCall(wire, { packets: 3 }),
    forked: (wire) => refused.forkedCall(wire, { packets: 3 }),
    held: (wire) => changing.heldCall(wire, { packets: 3 }),
    transferred: (wire) => changing.transferredCall(wire, { packets: 3 }),
    legs: (wire) => changing.agentCall(wire, { packets: 3 }),
    tcp: overTcp,
    sctp: overSctp,
    pfcp: userPlane,
    s1ap: radioOfEps,
    ngap: radioOf5g,
    dns: lookUp,
    http2: core5g,
    ss7: dialogue,
    iu: radioOfUmts,
    radio: betweenNodes,
    'h.248': gatewayControl,
    messaging,
    laboratory,
    radius: accounting,
    stun: relayed,
    icmp: (wire) => {
      const [from, to] = [ALICE.media, BOB.media]
      icmpError(wire, 0, { by: to.address, type: 3, code: 4 }, { from, to, payload: new Uint8Array(40) })
    },
    'gtp 1': contexts,
    fragments: (wire) => wire.udpFragments(0, ALICE.agent.end, BOB.agent.end, new Uint8Array(3000).fill(65)),
    diameter: (wire) => FLOWS.forEach((flow, i) => runFlow(wire, flow, { at: i * 10_000 })),
    'diameter over sctp': (wire) => FLOWS.forEach((flow, i) => runFlow(wire, flow, { at: i * 10_000, over: 'sctp' })),
    agent: (wire) => failover(wire),
    rtcp: reports,
  }
  const wraps: Record<string, Wrap> = {
    ethernet,
    vlan: vlan(7, 8),
    mpls: mpls(16, 17),
    gre: gre('172.16.0.1', '172.17.0.1', 1),
    vxlan: vxlan('172.16.0.1', '172.17.0.1', { network: 1 }),
    'gtp-u': gtpUser('172.16.0.1', '172.17.0.1', { teid: 1, qfi: 1 }),
    'ipv6-gtp-u': gtpUser('2001:db8::1', '2001:db8::2', { teid: 1 }),
  }
  const plain = Object.entries(made).map(([name, make]) => [name, make, ethernet] as const)
  const wrapped = Object.entries(wraps).map(([name, wrap]) => [name, made['answered']!, wrap] as const)
  const all = [...plain, ...wrapped].map(([name, make, wrap]) => {
    const wire = new Wire(wrap)
    make(wire)
    return { name, packets: wire.packets }
  })
  const options = { subscribers: 10, calls: 4, within: 1000, packets: [3, 5] } as const
  const connections = epc({ subscribers: 4 }).packets
  return [...all, { name: 'network', packets: network(options).packets }, { name: 'epc', packets: connections }]
}

function messaging(wire: Wire): void {
  const connection = wire.connect(0, end('10.0.0.80', 40_000), end('10.0.0.81', 2775))
  connection.send(10, 'client', smpp.bind(1, 'bank', 'secret1'), [20])
  connection.send(15, 'server', smpp.response(smpp.BIND, 1, 0, smpp.text('smsc')))
  connection.send(20, 'client', smpp.message(smpp.SUBMIT, 2, { source: 'Bank', destination: '49171001', text: 'x' }))
  connection.send(25, 'server', smpp.response(smpp.SUBMIT, 2, 0x58))
  const ends = { client: end('10.0.0.90', 29_118), server: end('10.0.0.91', 29_118) }
  const association = new Association(wire, 30, ends)
  const [imsi, cause] = [sgs.imsi('001010000000001'), sgs.element(8, u8(6))]
  association.send(40, 'server', sgs.sgsap(1, imsi, sgs.name(2, 'vlr1'), sgs.element(0x20, u8(1))), { ppid: 0 })
  association.send(45, 'client', sgs.sgsap(2, imsi, cause), { ppid: 0 })
}

function laboratory(wire: Wire): void {
  const [phone, logger] = [end('127.0.0.1', 40_001), end('127.0.0.2', 4729)]
  const logged = [
    logs.gsmtap(logs.LTE_RRC, 2, RRC.request, { isUp: true }),
    logs.gsmtap(logs.LTE_NAS, 0, attachRequest('001010000000001')),
    logs.gsmtap(logs.LTE_RRC, 1, RRC.handoverTo(301, 7, 6300)),
    logs.gsmtap(logs.UM, 8, logs.lapdm(octetsOf('05 08 72 00 f1 10 00 07 57 08 09 10 10 00 00 00 00 10'))),
    logs.gsmtap(logs.UM, 1, logs.common(octetsOf('06 1b 00 01 00 f1 10 00 07'))),
  ]
  logged.forEach((bytes, i) => wire.udp(i, phone, logger, bytes))
  const connection = wire.connect(10, end('10.0.0.92', 40_000), end('10.0.0.93', 4222))
  const user = register.imsi('001010000000001')
  connection.send(20, 'client', register.gsup(4, user, register.element(0x28, u8(2))), [5])
  connection.send(25, 'server', register.gsup(5, user, register.element(2, u8(2))))
}

function gatewayControl(wire: Wire): void {
  const [controller, gateway] = [end('10.0.0.60', 2945), end('10.0.0.61', 2945)]
  const { ADD, termination } = h248
  const local = ['v=0', 'c=IN IP4 10.0.0.61', 'm=audio 2222 RTP/AVP 8']
  const added = h248.command(ADD, termination(2), h248.holding(1, h248.media(1, { local })))
  const asks = h248.message([10, 0, 0, 60], 2945, h248.asks(1, h248.CHOOSE, h248.command(ADD, termination(0, 0x40))))
  const says = h248.message([10, 0, 0, 61], 2945, h248.answers(1, 7, added))
  wire.udp(0, controller, gateway, asks)
  wire.udp(5, gateway, controller, says)
  const connection = wire.connect(10, controller, gateway)
  connection.send(20, 'client', h248.packet(asks), [9])
  connection.send(25, 'server', h248.packet(says), [30])
}

function overTcp(wire: Wire): void {
  const connection = wire.connect(0, ALICE.agent.end, BOB.agent.end)
  const send = (at: number, from: End, _to: End, bytes: Uint8Array): void =>
    connection.send(at, from === ALICE.agent.end ? 'client' : 'server', bytes, [100])
  answeredCall(wire, { at: 10, packets: 3, transport: 'TCP', send })
  connection.close(4000, 'client')
}

function overSctp(wire: Wire): void {
  const association = new Association(wire, 0, { client: ALICE.agent.end, server: BOB.agent.end })
  const send = (at: number, from: End, _to: End, bytes: Uint8Array): void =>
    association.send(at, from === ALICE.agent.end ? 'client' : 'server', bytes, { ppid: 0, cuts: [100] })
  answeredCall(wire, { at: 10, packets: 3, transport: 'SCTP', send })
  association.shutDown(4000, 'client')
}

function userPlane(wire: Wire): void {
  const peers = new PfcpPeers(wire, '10.0.0.70', '10.0.0.71')
  peers.heartbeat(0)
  peers.establish(10, { cp: 1, up: 2, user: '10.45.0.1', teid: 1 })
  peers.delete(100, { cp: 1, up: 2 })
  const set = pfcpElement(65, u8(1, 10, 0, 0, 70, 0, 7))
  for (const i of [3, 4]) peers.establish(200 + i, { cp: i, up: i, user: `10.45.0.${i}`, teid: i, more: [set] })
  peers.exchange(300, 14, { request: [set], response: [accepted()] })
  peers.heartbeat(400, 1)
}

/** Version 1 with an extension header, an error indication, and records for billing. */
function contexts(wire: Wire): void {
  const [sgsn, ggsn] = [gtp.node('10.2.0.1'), gtp.node('10.2.0.2')]
  const ends = [gtp.teid1(16, 2), gtp.teid1(17, 1), gtp.gsnAddress('10.2.0.1'), gtp.gsnAddress('10.2.0.1')]
  const named = [gtp.imsi1('001010000000001'), gtp.tv(20, 5), gtp.tlv(131, gtp.labels('internet'))]
  const extensions = { first: 0xc0, bytes: u8(1, 0, 0, 0) }
  wire.udp(0, sgsn, ggsn, gtp.gtp1(16, { sequence: 1, extensions }, ...named, ...ends))
  wire.udp(9, ggsn, sgsn, gtp.gtp1(17, { teid: 1, sequence: 1 }, gtp.tv(1, 128), ...ends))
  wire.udp(20, sgsn, ggsn, gtp.gtp1(20, { teid: 1, sequence: 2 }, gtp.tv(19, 255), gtp.tv(20, 5)))
  wire.udp(30, ggsn, sgsn, gtp.gtp1(21, { teid: 1, sequence: 2 }, gtp.tv(1, 128)))
  const [sgw, enb] = [end('10.0.0.1', 2152), end('10.1.0.2', 2152)]
  wire.udp(40, enb, sgw, gtp.gtp1(26, { sequence: 0 }, gtp.teid1(16, 2), gtp.gsnAddress('10.2.0.1')))
  wire.udp(
    50,
    end('10.3.0.1', 3386),
    end('10.3.0.2', 3386),
    gtp.gtpPrime(240, 1, gtp.tv(126, 1), gtp.tlv(252, u8(1, 2, 3))),
  )
}

/** TS 24.008 §9.2.15. */
const LOCATION_UPDATE = octetsOf('05 08 72 00 f1 10 00 07 57 08 09 10 10 00 00 00 00 10')

const wide = (id: number, value: number): Element => element(id, integer(0, 0xffffffff, value))
const x2 = (id: number, value: number): Element => element(id, integer(0, 4095, value))
const cause = (id: number): Element => element(id, octetsOf('0000'))

/** X2AP, XnAP, F1AP and E1AP: setup, a UE's context, and its end. */
function betweenNodes(wire: Wire): void {
  const spoken: readonly (readonly [ppid: number, bytes: Uint8Array])[] = [
    [27, pdu(INITIATING, 0, x2(10, 7), cause(5))],
    [27, pdu(SUCCESSFUL, 0, x2(10, 7), x2(9, 9))],
    [27, pdu(INITIATING, 27, x2(111, 7))],
    [61, pdu(INITIATING, 0, wide(73, 70_000), cause(7))],
    [61, pdu(SUCCESSFUL, 0, wide(73, 70_000), wide(79, 3))],
    [62, pdu(INITIATING, 11, wide(41, 3))],
    [62, pdu(INITIATING, 5, wide(40, 2), wide(41, 3), cause(0))],
    [64, pdu(INITIATING, 8, wide(2, 5))],
    [64, pdu(SUCCESSFUL, 8, wide(2, 5), wide(3, 6))],
  ]
  const association = new Association(wire, 0, { client: end('10.0.0.1', 36_422), server: end('10.0.0.2', 36_422) })
  spoken.forEach(([ppid, bytes], i) => association.send(10 + i, 'client', bytes, { ppid }))
}

function accounting(wire: Wire): void {
  const [client, server] = [end('10.0.0.40', 40_001), end('10.0.0.80', 1813)]
  for (const status of [1, 2]) {
    const about = [billing.attribute(40, status), billing.attribute(44, 'a1b2c3'), billing.attribute(30, 'internet')]
    const identity = billing.threeGpp(1, '001010000000001')
    wire.udp(status * 10, client, server, billing.radius(billing.ACCOUNTING_REQUEST, status, ...about, identity))
    wire.udp(status * 10 + 5, server, client, billing.radius(billing.ACCOUNTING_RESPONSE, status))
  }
}

function relayed(wire: Wire): void {
  const [client, server] = [end('10.0.0.40', 50_000), end('203.0.113.50', 3478)]
  wire.udp(0, client, server, ice.stun(ice.ALLOCATE, 'request', 1, ice.attribute(0x0006, 'alice')))
  wire.udp(1, server, client, ice.stun(ice.ALLOCATE, 'success', 1, ice.hidden(0x0016, end('203.0.113.50', 52_184))))
  wire.udp(2, server, client, ice.stun(ice.BINDING, 'error', 2, ice.error(487, 'Role Conflict')))
  for (let i = 0; i < 6; i++) {
    wire.udp(20 * i + 10, client, server, ice.channelData(0x4000, concat(u8(0x80, 0, 0, i), u32(160 * i, 7), u32(1))))
  }
}

function radioOfUmts(wire: Wire): void {
  const association = new Association(wire, 0, { client: end('10.0.0.1', 2905), server: end('10.0.0.2', 2905) })
  const there = { opc: 100, dpc: 200 }
  const identity = iu.permanentIdentity('001010000000001')
  const spoken = [
    connectionRequest(there, 1, 142, iu.ranap(0, 19, iu.serviceArea(7, 9))),
    connectionData(there, 2, iu.ranap(0, 14, identity, iu.temporaryIdentity(0xc0ffee01, true))),
    connectionData(there, 2, iu.ranap(2, 2, iu.ranapCause(0, 44))),
    connectionRequest(there, 5, 142, iu.ranap(0, 19, iu.serviceArea(7, 9), iu.nasPdu(LOCATION_UPDATE))),
    connectionRequest(there, 7, 254, iu.bssmap(0x57, iu.bssmapElement(0x17, LOCATION_UPDATE))),
    connectionData(there, 8, iu.dtap(octetsOf('03 45 04 06 60 04 02 00 05 81 5e 05 91 94 71 01 f0'))),
    connectionData(there, 8, iu.dtap(octetsOf('83 25 02 e0 91'))),
    connectionRequest(there, 3, 254, iu.bssmap(0x52, iu.bssmapImsi('001010000000001'))),
    connectionData(there, 4, iu.bssmap(0x20, iu.bssmapCause(9))),
  ]
  spoken.forEach((bytes, i) => association.send(10 + i, 'client', bytes, { ppid: M3UA }))
}

function lookUp(wire: Wire): void {
  const [client, server] = [end('10.0.0.1', 40_000), end('10.0.0.53', 53)]
  const answers = [naptr('E2U+sip', '!^.*$!sip:bob@example.org!', 'example.org')]
  wire.udp(0, client, server, dnsMessage(7, NAPTR, '4.3.2.1.e164.arpa'))
  wire.udp(20, server, client, dnsMessage(7, NAPTR, '4.3.2.1.e164.arpa', { flags: RESPONSE, answers }))
}

function dialogue(wire: Wire): void {
  const association = new Association(wire, 0, { client: end('10.0.0.1', 2905), server: end('10.0.0.2', 2905) })
  const there = { opc: 100, dpc: 200, from: '491710000001', to: '4917100000021', otid: 0x11 }
  const begin = tcap(BEGIN, there, updateLocation(1, '001010000000001'))
  association.send(10, 'client', begin, { ppid: M3UA, cuts: [40] })
  association.send(20, 'client', isup(there, 5, 1), { ppid: M3UA })
}

function core5g(wire: Wire): void {
  const http = new Http2(wire, end('10.1.0.1', 40_001), end('10.1.0.2', 7777))
  const path = '/nsmf-pdusession/v1/sm-contexts'
  const json = { supi: 'imsi-001010000000001', pduSessionId: 5, smContextStatusUri: 'http://10.1.0.1/back/1' }
  const headers = { location: `http://10.1.0.2:7777${path}/1` }
  http.exchange(10, { method: 'POST', path, json }, { status: 201, headers, json: {} })
  http.exchange(20, { method: 'POST', path: `${path}/1/modify`, json: {} }, { status: 503, json: { cause: 'X' } })
  http.connection.send(30, 'client', http.request(9, { path }))
  http.connection.send(40, 'server', http.reset(9, 7))
}

function reports(wire: Wire): void {
  answeredCall(wire, { packets: 5 })
  const [from, to] = [end(BOB.media.address, BOB.media.port + 1), end(ALICE.media.address, ALICE.media.port + 1)]
  const block = { ssrc: 0x11111111, fractionLost: 3, lost: 4, jitter: 20, lastReport: 1, sinceLastReport: 2 }
  const sender = senderReport({ ssrc: 0x22222222, ntpSeconds: 3_976_214_402 }, [block, block])
  wire.udp(2050, from, to, concat(sender, sourceDescription(0x22222222, 'bob@example.org')))
  const voice = voiceReport(1, { ssrc: 2, rFactor: 90, mosListening: 41, mosConversational: 40 })
  wire.udp(2051, to, from, concat(receiverReport(1, [block]), voice))
}

function radioOfEps(wire: Wire): void {
  const [source, target] = [new S1(wire, 0, '10.0.0.2', '10.0.0.10'), new S1(wire, 5, '10.0.0.3', '10.0.0.10')]
  const ids = { mme: 1, enb: 2 }
  source.setUp(10)
  source.page(50, 1, 2)
  source.initial(100, 2, attachRequest('001010000000001'))
  source.context(200, ids, { address: '10.0.0.1', teid: 1 }, { address: '10.0.0.2', teid: 2 })
  target.pathSwitch(300, { mme: 1, source: 1, enb: 3, tunnel: { address: '10.0.0.3', teid: 3 } })
  target.release(400, { mme: 1, enb: 3 })
  source.resetAll(500)
}

function radioOf5g(wire: Wire): void {
  const ng = new Ng(wire, 0, '10.0.1.2', '10.0.1.10')
  const ids = { amf: 1, ran: 2 }
  ng.setUp(10)
  ng.initial(100, 2, registrationRequest('0000000001'))
  ng.uplink(200, ids, transport(0x67, 1, ESTABLISHMENT_REQUEST))
  ng.required(300, ids, ESTABLISHMENT_REQUEST)
  ng.release(400, ids)
}
