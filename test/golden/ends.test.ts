/** How sessions of all kinds end, and what is told of ends that are not plain: DOMAIN §6, small print of S, G, D, H, N. */
import { expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { dialogOf, hangUp } from '../make/calls/answered.ts'
import { ALICE, BOB, CAROL, describe as sdp, PROXY, talk } from '../make/calls/phone.ts'
import { refuse } from '../make/calls/refused.ts'
import { pcap } from '../make/capture-file.ts'
import { avp, Peers } from '../make/diameter.ts'
import { GX, HSS, IMSI, MME, PCRF, PGW, S6A } from '../make/diameter-flows.ts'
import * as gtp from '../make/gtp.ts'
import { Http2 } from '../make/http2.ts'
import { end } from '../make/internet.ts'
import { u8, utf8 } from '../make/octets.ts'
import { element, message, PfcpPeers } from '../make/pfcp.ts'
import { Dialog } from '../make/sip.ts'
import { Wire } from '../make/wire.ts'

interface Case {
  readonly it: string
  readonly make: (wire: Wire) => void
  readonly outcome: string
  /** The whole sentence. */
  readonly text: string
  readonly metrics?: Readonly<Record<string, unknown>>
}

const offer = { initial: true, sdp: sdp(ALICE) }

/** Something else, which shows that the capture goes on. */
const later = (wire: Wire, at: number): void =>
  wire.udp(at, end('10.9.0.1', 4000), end('10.9.0.2', 4000), utf8('later'))

const [MME_S11, SGW, SGW_S5, PGW_S5] = ['10.0.0.10', '10.0.0.41', '10.0.0.42', '10.0.0.40'].map(gtp.node) as [
  ReturnType<typeof gtp.node>,
  ReturnType<typeof gtp.node>,
  ReturnType<typeof gtp.node>,
  ReturnType<typeof gtp.node>,
]

function creation(sequence: number, end: Uint8Array): Uint8Array {
  const bearer = gtp.bearer(gtp.ebi(5), gtp.qos(9))
  return gtp.gtp2(32, { teid: 0, sequence }, gtp.imsi(IMSI), end, gtp.apn('internet'), bearer)
}

/** A PDN connection on S11. */
function attach(wire: Wire): void {
  wire.udp(0, MME_S11, SGW, creation(1, gtp.fteid(10, 0x11, '10.0.0.10')))
  const bearer = gtp.bearer(gtp.ebi(5), gtp.cause(16), gtp.fteid(1, 0x521, '10.0.0.1'))
  const created = gtp.gtp2(33, { teid: 0x11, sequence: 1 }, gtp.cause(16), gtp.fteid(11, 0x21, '10.0.0.41'), bearer)
  wire.udp(10, SGW, MME_S11, created)
}

const deletion = gtp.gtp2(36, { teid: 0x21, sequence: 2 }, gtp.ebi(5))
const deleted = (cause: number): Uint8Array => gtp.gtp2(37, { teid: 0x11, sequence: 2 }, gtp.cause(cause))

const gx = { application: GX, command: 272, session: 'pgw;1' }
const asked = (type: number, number: number) => ({ ...gx, avps: [avp(416, type), avp(415, number)] })

const cases: readonly Case[] = [
  {
    it: 'S13 two phones accept: the one that is given up at once does not end the call',
    make: (wire) => {
      const dialog = new Dialog(wire, { callId: 'fork@x', caller: ALICE.agent, callee: BOB.agent })
      const invite = dialog.request(0, 'INVITE', offer)
      for (const [at, phone, toTag] of [
        [1000, BOB, 'tb'],
        [1100, CAROL, 'tc'],
      ] as const) {
        dialog.response(at, invite, 200, { sdp: sdp(phone), toTag })
        dialog.request(at + 10, 'ACK', { of: invite, toTag })
      }
      dialog.response(1130, dialog.request(1120, 'BYE', { toTag: 'tc' }), 200, { toTag: 'tc' })
      talk(wire, [ALICE, BOB], { at: 1200, packets: 400 })
      dialog.response(9320, dialog.request(9300, 'BYE', { toTag: 'tb' }), 200, { toTag: 'tb' })
    },
    outcome: 'success',
    text: 'Answered; the caller ended it.',
    metrics: { talk_time_ms: 8300, sdd_ms: 20, setup_time_ms: 1000 },
  },
  {
    it: 'S13 two phones accept, and one that was not given up goes on',
    make: (wire) => {
      const dialog = new Dialog(wire, { callId: 'fork@x', caller: ALICE.agent, callee: BOB.agent })
      const invite = dialog.request(0, 'INVITE', offer)
      for (const toTag of ['tb', 'tc']) {
        dialog.response(1000, invite, 200, { sdp: sdp(BOB), toTag })
        dialog.request(1010, 'ACK', { of: invite, toTag })
      }
      dialog.response(1130, dialog.request(1120, 'BYE', { toTag: 'tc' }), 200, { toTag: 'tc' })
    },
    outcome: 'incomplete',
    text: 'Answered, and not seen to end.',
  },
  {
    it: 'S22 nobody answers the BYE of the second leg',
    make: (wire) => {
      const headers = [['P-Charging-Vector', 'icid-value=abc-1']] as const
      const agent = { user: BOB.agent.user, end: PROXY }
      const one = new Dialog(wire, { callId: 'leg-1@x', caller: ALICE.agent, callee: agent, headers })
      const two = new Dialog(wire, { callId: 'leg-2@x', caller: agent, callee: BOB.agent, headers })
      const [first, second] = [one.request(0, 'INVITE', offer), two.request(5, 'INVITE', offer)]
      two.response(1000, second, 200, { sdp: sdp(BOB) })
      one.response(1005, first, 200, { sdp: sdp(BOB) })
      one.request(1010, 'ACK', { of: first })
      two.request(1015, 'ACK', { of: second })
      one.response(5002, one.request(5000, 'BYE'), 200)
      const bye = two.request(5003, 'BYE')
      for (const after of [500, 1500, 3500, 7500]) two.repeat(5003 + after, bye)
      later(wire, 60_000)
    },
    outcome: 'success',
    text: 'Answered; the caller ended it; nobody answered its BYE though it was repeated 4 times (frame 9, RFC 3261 §15.1.1).',
  },
  {
    it: 'S14 an answer crosses the CANCEL, and the caller hangs up',
    make: (wire) => {
      const dialog = dialogOf(wire, [ALICE, BOB], { callId: 'crossing@x' })
      const invite = dialog.request(0, 'INVITE', offer)
      const cancel = dialog.request(3000, 'CANCEL', { of: invite, initial: true })
      dialog.response(3001, invite, 200, { sdp: sdp(BOB) })
      dialog.response(3002, cancel, 481)
      dialog.request(3005, 'ACK', { of: invite })
      hangUp(dialog, 3010)
    },
    outcome: 'success',
    text: 'Answered; the caller ended it.',
    metrics: { talk_time_ms: 9 },
  },
  {
    it: 'S12 challenged, and nothing after it',
    make: (wire) => {
      const dialog = dialogOf(wire, [ALICE, BOB], { callId: 'asked@x' })
      refuse(dialog, 20, dialog.request(0, 'INVITE', offer), 407)
    },
    outcome: 'incomplete',
    text: 'Challenged to authenticate, and nothing came after it.',
  },
  {
    it: 'S12 challenged again',
    make: (wire) => {
      const dialog = dialogOf(wire, [ALICE, BOB], { callId: 'asked@x' })
      refuse(dialog, 20, dialog.request(0, 'INVITE', offer), 407)
      refuse(dialog, 60, dialog.request(40, 'INVITE', offer), 407)
    },
    outcome: 'failed',
    text: 'SIP INVITE failed with 407 Proxy Authentication Required: authentication failed (frame 5, RFC 3261 §21.4.8).',
  },
  {
    it: 'S14 a refusal crosses the CANCEL: it was refused',
    make: (wire) => {
      const dialog = dialogOf(wire, [ALICE, BOB], { callId: 'crossing@x' })
      const invite = dialog.request(0, 'INVITE', offer)
      dialog.response(100, invite, 180)
      dialog.request(3000, 'CANCEL', { of: invite, initial: true })
      refuse(dialog, 3001, invite, 486)
    },
    outcome: 'failed',
    text: 'SIP INVITE failed with 486 Busy Here: the called side was busy (frame 4, RFC 3261 §21.4.24).',
  },
  {
    it: 'S14 a CANCEL whose 487 the capture does not hold',
    make: (wire) => {
      const dialog = dialogOf(wire, [ALICE, BOB], { callId: 'given-up@x', proxies: [PROXY] })
      const invite = dialog.request(0, 'INVITE', offer)
      dialog.response(100, invite, 180)
      dialog.response(3005, dialog.request(3000, 'CANCEL', { of: invite, initial: true }), 200)
    },
    outcome: 'cancelled',
    text: 'Given up by the caller before it was answered (frame 5, RFC 3261 §21.4.25).',
  },
  {
    it: 'G23 what was to be deleted is not there any more: that is an end',
    make: (wire) => {
      attach(wire)
      wire.udp(1000, MME_S11, SGW, deletion)
      wire.udp(1005, SGW, MME_S11, deleted(64))
    },
    outcome: 'success',
    text: 'Set up; when it was to be ended, the peer knew it no more.',
  },
  {
    it: 'G23 nobody answers the deletion',
    make: (wire) => {
      attach(wire)
      for (const after of [0, 3000, 6000]) wire.udp(1000 + after, MME_S11, SGW, deletion)
      later(wire, 60_000)
    },
    outcome: 'success',
    text: 'Set up, and not seen to end; nobody answered its Delete Session Request though it was repeated 2 times (frame 3, TS 29.274 §7.6).',
  },
  {
    it: 'G23 the deletion is refused',
    make: (wire) => {
      attach(wire)
      wire.udp(1000, MME_S11, SGW, deletion)
      wire.udp(1005, SGW, MME_S11, deleted(72))
    },
    outcome: 'success',
    text: 'Set up, and not seen to end; GTPv2 Delete Session Request failed with 72 System failure (frame 4, TS 29.274 §8.4).',
  },
  {
    it: 'G23 the network deletes the default bearer',
    make: (wire) => {
      attach(wire)
      wire.udp(1000, SGW, MME_S11, gtp.gtp2(99, { teid: 0x11, sequence: 77 }, gtp.ebi(5)))
      wire.udp(1010, MME_S11, SGW, gtp.gtp2(100, { teid: 0x21, sequence: 77 }, gtp.cause(16), gtp.ebi(5)))
    },
    outcome: 'success',
    text: 'Set up and released; the Delete Bearer ended it.',
  },
  {
    it: 'G8 the next hop accepts, and the first refuses all the same',
    make: (wire) => {
      wire.udp(0, MME_S11, SGW, creation(1, gtp.fteid(10, 0x11, '10.0.0.10')))
      wire.udp(3, SGW_S5, PGW_S5, creation(0x1001, gtp.fteid(6, 0x22, '10.0.0.42')))
      const far = gtp.fteid(7, 0x31, '10.0.0.40', 1)
      wire.udp(7, PGW_S5, SGW_S5, gtp.gtp2(33, { teid: 0x22, sequence: 0x1001 }, gtp.cause(16), far))
      wire.udp(10, SGW, MME_S11, gtp.gtp2(33, { teid: 0x11, sequence: 1 }, gtp.cause(73)))
    },
    outcome: 'failed',
    text: 'GTPv2 Create Session Request failed with 73 No resources available (frame 4, TS 29.274 §8.4).',
  },
  {
    it: 'G5 the path to the eNodeB is refused, and granted at the next try',
    make: (wire) => {
      attach(wire)
      for (const [at, sequence, cause] of [
        [100, 2, 64],
        [200, 3, 16],
      ] as const) {
        const tunnel = gtp.bearer(gtp.ebi(5), gtp.fteid(0, 0x202, '10.1.0.2'))
        wire.udp(at, MME_S11, SGW, gtp.gtp2(34, { teid: 0x21, sequence }, tunnel))
        wire.udp(at + 5, SGW, MME_S11, gtp.gtp2(35, { teid: 0x11, sequence }, gtp.cause(cause)))
      }
    },
    outcome: 'success',
    text: 'Set up, and not seen to end.',
  },
  {
    it: 'G5 the path to the eNodeB is refused',
    make: (wire) => {
      attach(wire)
      const tunnel = gtp.bearer(gtp.ebi(5), gtp.fteid(0, 0x202, '10.1.0.2'))
      wire.udp(100, MME_S11, SGW, gtp.gtp2(34, { teid: 0x21, sequence: 2 }, tunnel))
      wire.udp(105, SGW, MME_S11, gtp.gtp2(35, { teid: 0x11, sequence: 2 }, gtp.cause(64)))
    },
    outcome: 'success',
    text: 'Set up, and not seen to end; GTPv2 Modify Bearer Request failed with 64 Context Not Found (frame 4, TS 29.274 §8.4).',
  },
  {
    it: 'N1 the user plane knows no such session when it is to be deleted',
    make: (wire) => {
      const peers = new PfcpPeers(wire, '10.0.0.1', '10.0.0.2')
      peers.establish(10, { cp: 1, up: 2, user: '10.60.0.1', teid: 7 })
      peers.exchange(1000, 54, { response: [element(19, u8(65))], seids: [2, 1] })
    },
    outcome: 'success',
    text: 'Set up; when it was to be ended, the peer knew it no more.',
  },
  {
    it: 'N1 nobody answers the deletion',
    make: (wire) => {
      const peers = new PfcpPeers(wire, '10.0.0.1', '10.0.0.2')
      peers.establish(10, { cp: 1, up: 2, user: '10.60.0.1', teid: 7 })
      for (const after of [0, 3000, 6000]) peers.toUserPlane(1000 + after, message(54, { sequence: 99, seid: 2 }))
      later(wire, 90_000)
    },
    outcome: 'success',
    text: 'Established, and not seen to end; nobody answered its Session Deletion Request though it was repeated 2 times (frame 3, TS 29.244 §6.4).',
  },
  {
    it: 'D10 nobody answers the end of a session',
    make: (wire) => {
      const peers = new Peers(wire, { client: PGW, server: PCRF })
      peers.exchange(10, asked(1, 0))
      peers.ask(1000, 'client', asked(3, 1))
      later(wire, 90_000)
    },
    outcome: 'success',
    text: 'Answered; nobody answered its CCR TERMINATION_REQUEST (frame 6).',
    metrics: { no_answer: 1 },
  },
  {
    it: 'D10 one of several services is refused where the request is granted',
    make: (wire) => {
      const peers = new Peers(wire, { client: PGW, server: PCRF })
      const gy = { application: 4, command: 272, session: 'pgw;2' }
      const wanted = { ...gy, avps: [avp(416, 1), avp(415, 0), avp(456, [avp(432, 10)])] }
      peers.exchange(10, wanted, { avps: [avp(456, [avp(432, 10), avp(268, 4012)])] })
    },
    outcome: 'success',
    text: 'Answered; rating group 10 was refused with 4012 DIAMETER_CREDIT_LIMIT_REACHED (frame 5).',
  },
  {
    it: 'D10 the session that is to be ended is not there any more',
    make: (wire) => {
      const peers = new Peers(wire, { client: PGW, server: PCRF })
      peers.exchange(10, asked(1, 0))
      peers.exchange(1000, asked(3, 1), { result: 5002 })
    },
    outcome: 'success',
    text: 'Set up; when it was to be ended, the peer knew it no more.',
  },
  {
    it: 'D10 of a session only the end was captured',
    make: (wire) => new Peers(wire, { client: PGW, server: PCRF }).exchange(10, asked(3, 9)),
    outcome: 'success',
    text: 'Ended; the capture begins after it was granted.',
  },
  {
    it: 'D10 the gateway does not answer what the server pushes',
    make: (wire) => {
      const peers = new Peers(wire, { client: PGW, server: PCRF })
      peers.exchange(10, asked(1, 0))
      peers.ask(1000, 'server', { application: GX, command: 258, session: 'pgw;1', avps: [] })
      later(wire, 90_000)
    },
    outcome: 'success',
    text: 'Answered; nobody answered its RAR (frame 6).',
  },
  {
    it: 'D15 too busy at first, and granted at the next try',
    make: (wire) => {
      const peers = new Peers(wire, { client: MME, server: HSS })
      const update = { application: S6A, command: 316, session: 'mme;1', avps: [avp(1, IMSI)] }
      peers.exchange(10, update, { result: 3004 })
      peers.exchange(100, update)
    },
    outcome: 'success',
    text: 'Answered.',
    metrics: { requests: 2, failures: 1 },
  },
  {
    it: 'H8 what a response without a cause says by its status alone',
    make: (wire) => {
      const http = new Http2(wire, end('10.1.0.1', 40_001), end('10.1.0.10', 7777))
      const path = '/npcf-smpolicycontrol/v1/sm-policies'
      http.exchange(5, { method: 'POST', path, json: { supi: `imsi-${IMSI}` } }, { status: 404 })
    },
    outcome: 'failed',
    text: 'HTTP2 Npcf_SMPolicyControl Create failed with 404 Not Found (frame 7).',
  },
  {
    it: 'H8 nobody answers',
    make: (wire) => {
      const http = new Http2(wire, end('10.1.0.1', 40_001), end('10.1.0.10', 7777))
      const path = '/nudm-sdm/v2/imsi-001010000000001/am-data'
      http.connection.send(10, 'client', http.request(http.nextStream(), { path }))
    },
    outcome: 'incomplete',
    text: 'No answer was seen: the capture ends too early, or does not hold it.',
  },
  {
    it: 'H8 one of two requests has no answer',
    make: (wire) => {
      const http = new Http2(wire, end('10.1.0.1', 40_001), end('10.1.0.10', 7777))
      http.exchange(5, { path: '/nudm-sdm/v2/imsi-001010000000001/nssai' }, {})
      const path = '/nudm-sdm/v2/imsi-001010000000001/am-data'
      http.connection.send(10, 'client', http.request(http.nextStream(), { path }))
    },
    outcome: 'success',
    text: 'Answered, save one request.',
    metrics: { requests: 2, no_answer: 1 },
  },
]

it.each(cases)('$it', async ({ make, outcome, text, metrics = {} }) => {
  const wire = new Wire()
  make(wire)
  const { sessions } = await analyzeCapture(pcap(wire.packets))
  const told = sessions.filter(({ type }) => type !== 'OTHER')
  expect(told).toHaveLength(1)
  expect(told[0]).toMatchObject({ outcome, verdict: { text }, metrics })
})
