/**
 * Each kind of evidence by which something belongs to a call, in the smallest capture that has it, beside the one that
 * looks alike and does not belong: DOMAIN 4.6.
 */
import { describe, expect, it } from 'vitest'
import type { SessionDetail } from '../../src/store/results/records.ts'
import { analyzeCapture } from '../analyze-capture.ts'
import { answeredCall } from '../make/calls/answered.ts'
import { ALICE, BOB, CAROL, phone } from '../make/calls/phone.ts'
import { pcap } from '../make/capture-file.ts'
import { avp, ipv4, type Peer, Peers, tgpp, u64 } from '../make/diameter.ts'
import * as gtp from '../make/gtp.ts'
import { end } from '../make/internet.ts'
import { concat, u16, u32, u8 } from '../make/octets.ts'
import { octetsOf } from '../make/per.ts'
import { PfcpPeers } from '../make/pfcp.ts'
import * as s1 from '../make/s1ap.ts'
import { Wire } from '../make/wire.ts'
import { membersOf } from './worked.ts'

/** The call is asked for at 10 s, answered at 12 s, and over at 12.14 s. */
const ASKED = 10_000
const CALL_ID = 'call@10.45.0.5'
const ICID = 'icid-1'
const [UE, MEDIA] = [ALICE.media.address, ALICE.media.port]
const REMOTE = BOB.media
const IMSI = '001010000000001'
const NUMBER = '491710000001'
const [CX, RX, GX, RO, RF] = [16_777_216, 16_777_236, 16_777_238, 4, 3]
const REALM = 'ims.mnc001.mcc001.3gppnetwork.org'

type Say = (wire: Wire) => void

function call(wire: Wire): void {
  const headers = [['P-Charging-Vector', `icid-value=${ICID}`]] as const
  answeredCall(wire, { at: ASKED, callId: CALL_ID, headers, packets: 5 })
}

/** What belongs to the call where these things are said too. */
async function members(...said: readonly Say[]): Promise<string[]> {
  const sessions = await found(call, ...said)
  return membersOf(sessions.find(({ type }) => type === 'VoLTE')!)
}

/** What is found of these things, in the order of their times. */
async function found(...said: readonly Say[]): Promise<readonly SessionDetail[]> {
  const wire = new Wire()
  for (const say of said) say(wire)
  const { sessions } = await analyzeCapture(pcap(wire.packets.toSorted((a, b) => a.at - b.at)))
  return sessions
}

const CLIENTS: Readonly<Record<number, [client: string, server: string]>> = {
  [CX]: ['10.0.0.22', '10.0.0.80'],
  [RX]: ['10.0.0.20', '10.0.0.30'],
  [GX]: ['10.0.0.40', '10.0.0.30'],
  [RO]: ['10.0.0.22', '10.0.0.31'],
  [RF]: ['10.0.0.22', '10.0.0.32'],
}
const peer = (address: string, port: number): Peer => ({
  end: end(address, port),
  host: `h.${address}.${REALM}`,
  realm: REALM,
})

let port = 41_000

/** One exchange of an interface, over a connection of its own. */
function diameter(at: number, application: number, command: number, ...avps: readonly Uint8Array[]): Say {
  return (wire) => {
    const [client, server] = CLIENTS[application]!
    const peers = new Peers(wire, { client: peer(client, ++port), server: peer(server, 3868) }, { at: at - 50 })
    peers.exchange(at, { command, application, session: `${client};${application};${at};${port}`, avps })
  }
}

const flow = (own: string, far: string): Uint8Array => {
  const flows = [`permit in 17 from ${own} to ${far}`, `permit out 17 from ${far} to ${own}`].map((one) =>
    tgpp(507, one),
  )
  return tgpp(517, [tgpp(518, 1), tgpp(520, 0), tgpp(519, [tgpp(509, 1), ...flows])])
}
const rule = (own: string, far: string): Uint8Array =>
  tgpp(1001, [tgpp(1003, [tgpp(1005, 'voice'), tgpp(1058, [tgpp(507, `permit out 17 from ${far} to ${own}`)])])])
const framed = (address: string): Uint8Array => avp(8, ipv4(address))
const vector = (icid: string): Uint8Array => tgpp(505, icid)
const ims = (...avps: Uint8Array[]): Uint8Array => tgpp(873, [tgpp(876, avps)])
const charged = (id: number): Uint8Array => tgpp(873, [tgpp(874, [tgpp(2, u32(id))])])
const AAR = 265
const CCR = 272
const ACR = 271
const LIR = 302
const INITIAL = [avp(416, 1), avp(415, 0)]
const START = [avp(480, 2), avp(485, 0)]

interface Connecting {
  readonly at: number
  readonly ip?: string
  readonly imsi?: string
  readonly number?: string
  readonly until?: number
  /** What the user's end on S1-U is, and what is told of its bearer. */
  readonly user?: number
  readonly charging?: number
}

const [MME, SGW] = ['10.0.0.10', '10.0.0.41']
let sequence = 1

/** A connection to the IMS over S11, as long as it is. */
function connection({ at, ip = UE, imsi = IMSI, number = NUMBER, until, user = 0x601, charging }: Connecting): Say {
  return (wire) => {
    const number_ = ++sequence
    const [mme, sgw] = [0x1000 + number_, 0x2000 + number_]
    const names = [gtp.imsi(imsi), gtp.msisdn(number), gtp.apn('ims'), gtp.fteid(10, mme, MME)]
    const send = (time: number, from: string, to: string, bytes: Uint8Array): void =>
      wire.udp(time, gtp.node(from), gtp.node(to), bytes)
    const wanted = gtp.bearer(gtp.ebi(6), gtp.qos(5))
    send(at, MME, SGW, gtp.gtp2(32, { teid: 0, sequence: number_ }, ...names, gtp.paa('0.0.0.0'), wanted))
    const counted = charging === undefined ? [] : [gtp.element(94, u32(charging))]
    const made = gtp.bearer(gtp.ebi(6), gtp.cause(16), gtp.fteid(1, user, SGW), ...counted)
    const granted = [gtp.cause(16), gtp.fteid(11, sgw, SGW), gtp.paa(ip), made]
    send(at + 5, SGW, MME, gtp.gtp2(33, { teid: mme, sequence: number_ }, ...granted))
    if (until === undefined) return
    send(until, MME, SGW, gtp.gtp2(36, { teid: sgw, sequence: ++sequence }, gtp.ebi(6)))
    send(until + 5, SGW, MME, gtp.gtp2(37, { teid: mme, sequence }, gtp.cause(16)))
  }
}

/** A bearer with a filter for media on the last connection: from the far end, to the user's port. */
function bearer(at: number, { address, port: far }: { address: string; port: number }, own: number): Say {
  return (wire) => {
    const opened = sequence
    const parts = concat(u8(0x10), ipv4(address), octetsOf('ffffffff'), u8(0x50), u16(far), u8(0x40), u16(own))
    const filter = concat(octetsOf('21 31 00'), u8(parts.length), parts)
    const wanted = gtp.bearer(gtp.ebi(0), gtp.element(84, filter), gtp.qos(1, 49))
    const message = gtp.gtp2(95, { teid: 0x1000 + opened, sequence: ++sequence }, gtp.ebi(6), wanted)
    wire.udp(at, gtp.node(SGW), gtp.node(MME), message)
  }
}

interface Case {
  readonly it: string
  /** What it is to the call, and by what; nothing where it is not its. */
  readonly want: readonly string[]
  readonly said: readonly Say[]
}

const OWN = `${UE} ${MEDIA}`
const FAR = `${REMOTE.address} ${REMOTE.port}`
const LATER = 120_000

const BY_ID: readonly Case[] = [
  { it: 'icid: a grant', want: ['DIAMETER policy_for icid'], said: [diameter(ASKED + 100, RX, AAR, vector(ICID))] },
  { it: 'icid: a grant for another call', want: [], said: [diameter(ASKED + 100, RX, AAR, vector('icid-11'))] },
  { it: 'icid: the same two minutes later', want: [], said: [diameter(LATER, RX, AAR, vector(ICID))] },
  {
    it: 'icid: what counts the call',
    want: ['DIAMETER charging_for icid'],
    said: [diameter(ASKED + 2000, RF, ACR, ...START, ims(tgpp(841, ICID)))],
  },
  {
    it: 'icid: what counts another call',
    want: [],
    said: [diameter(ASKED + 2000, RF, ACR, ...START, ims(tgpp(841, 'icid-2')))],
  },
  {
    it: 'call-id: what charges the call',
    want: ['DIAMETER charging_for call-id'],
    said: [diameter(ASKED + 10, RO, CCR, ...INITIAL, avp(461, '32260@3gpp.org'), ims(tgpp(830, CALL_ID)))],
  },
  {
    it: 'call-id: what charges another call',
    want: [],
    said: [diameter(ASKED + 10, RO, CCR, ...INITIAL, avp(461, '32260@3gpp.org'), ims(tgpp(830, `2${CALL_ID}`)))],
  },
]

const BY_MEDIA: readonly Case[] = [
  {
    it: 'flow-endpoint: a grant for the ends of its media',
    want: ['DIAMETER policy_for flow-endpoint'],
    said: [diameter(ASKED + 100, RX, AAR, flow(OWN, FAR))],
  },
  {
    it: 'flow-endpoint: a grant for other ports of both',
    want: [],
    said: [diameter(ASKED + 100, RX, AAR, flow(`${UE} ${MEDIA + 2}`, `${REMOTE.address} ${REMOTE.port + 2}`))],
  },
  {
    it: 'flow-endpoint: the same ends in a later call',
    want: [],
    said: [diameter(LATER, RX, AAR, flow(OWN, FAR))],
  },
  {
    it: 'flow-endpoint: rules for its media',
    want: ['DIAMETER policy_for flow-endpoint'],
    said: [diameter(ASKED + 200, GX, CCR, ...INITIAL, rule(OWN, FAR))],
  },
  {
    it: 'flow-endpoint: rules for other media of the same user',
    want: [],
    said: [diameter(ASKED + 200, GX, CCR, ...INITIAL, rule(`${UE} 5004`, '10.46.0.9 5004'))],
  },
  {
    it: 'flow-endpoint: a bearer with a filter for its media, on a connection of whose address nothing is known',
    want: ['GTP bearer_for flow-endpoint'],
    said: [connection({ at: 1000, ip: '0.0.0.0' }), bearer(ASKED + 200, REMOTE, MEDIA)],
  },
  {
    it: 'flow-endpoint: a filter for another port',
    want: [],
    said: [connection({ at: 1000, ip: '0.0.0.0' }), bearer(ASKED + 200, { ...REMOTE, port: 5004 }, 5004)],
  },
]

const BY_ADDRESS: readonly Case[] = [
  {
    it: 'ue-ip: the connection that gave its media the address',
    want: ['GTP bearer_for ue-ip'],
    said: [connection({ at: 1000 })],
  },
  { it: 'ue-ip: one with the next address', want: [], said: [connection({ at: 1000, ip: '10.45.0.6' })] },
  { it: 'ue-ip: one that was over before', want: [], said: [connection({ at: 1000, until: 9000 })] },
  { it: 'ue-ip: one that came after it', want: [], said: [connection({ at: 30_000 })] },
  {
    it: 'ue-ip: of two that had the address one after the other, the later',
    want: ['GTP bearer_for ue-ip'],
    said: [connection({ at: 1000, until: 4000 }), connection({ at: 5000 })],
  },
  {
    it: 'ue-ip: one of somebody else, in another network',
    want: ['GTP bearer_for ue-ip'],
    said: [
      connection({ at: 1000 }),
      connection({ at: 2000, imsi: '001010000000009', number: '491710000009', user: 0x602 }),
    ],
  },
  {
    it: 'ue-ip: a grant to the address, as the call is set up',
    want: ['DIAMETER policy_for ue-ip'],
    said: [diameter(ASKED + 100, RX, AAR, framed(UE))],
  },
  {
    it: 'ue-ip: a grant to the address when the call is long set up',
    want: [],
    said: [diameter(ASKED + 16_000, RX, AAR, framed(UE))],
  },
  {
    it: 'ue-ip: a grant to another address',
    want: [],
    said: [diameter(ASKED + 100, RX, AAR, framed('10.45.0.6'))],
  },
  {
    it: 'ue-ip: the rules of the connection with the address',
    want: ['DIAMETER policy_for ue-ip'],
    said: [diameter(1000, GX, CCR, ...INITIAL, framed(UE), avp(30, 'ims'))],
  },
]

const BY_SHARED: readonly Case[] = [
  {
    it: 'charging-id: what counts the bearer, while the call is set up',
    want: ['DIAMETER charging_for charging-id', 'GTP bearer_for ue-ip'],
    said: [
      connection({ at: 1000, charging: 0x77 }),
      diameter(ASKED + 500, RO, CCR, ...INITIAL, avp(461, '32260@3gpp.org'), charged(0x77), avp(421, u64(5000))),
    ],
  },
  {
    it: 'charging-id: what counts another bearer',
    want: ['GTP bearer_for ue-ip'],
    said: [
      connection({ at: 1000, charging: 0x77 }),
      diameter(ASKED + 500, RO, CCR, ...INITIAL, avp(461, '32260@3gpp.org'), charged(0x78), avp(421, u64(5000))),
    ],
  },
  {
    it: 'charging-id: what counted the bearer before the call',
    want: ['GTP bearer_for ue-ip'],
    said: [
      connection({ at: 1000, charging: 0x77 }),
      diameter(5000, RO, CCR, ...INITIAL, avp(461, '32260@3gpp.org'), charged(0x77), avp(421, u64(5000))),
    ],
  },
  {
    it: 'charging-id: the rules of the bearer',
    want: ['DIAMETER policy_for charging-id', 'GTP bearer_for ue-ip'],
    said: [connection({ at: 1000, charging: 0x77 }), diameter(ASKED + 500, GX, CCR, ...INITIAL, tgpp(503, u32(0x77)))],
  },
  {
    it: 'tunnel: the radio access that is given the end of the bearer',
    want: ['GTP bearer_for ue-ip', 'S1AP access_for tunnel'],
    said: [connection({ at: 1000 }), access(ASKED + 200, { address: SGW, teid: 0x601 })],
  },
  {
    it: 'tunnel: an end of the same number at another gateway',
    want: ['GTP bearer_for ue-ip'],
    said: [connection({ at: 1000 }), access(ASKED + 200, { address: '10.0.0.43', teid: 0x601 })],
  },
  {
    it: 'tunnel: forwarding that ends there',
    want: ['GTP bearer_for ue-ip', 'PFCP user_plane_of tunnel'],
    said: [connection({ at: 1000 }), (wire) => plane(wire, ASKED + 200, SGW)],
  },
  {
    it: 'tunnel: forwarding that ends elsewhere',
    want: ['GTP bearer_for ue-ip'],
    said: [connection({ at: 1000 }), (wire) => plane(wire, ASKED + 200, '10.0.0.43')],
  },
]

/** A context is set up with a tunnel; nothing says whose it is. */
function access(at: number, tunnel: s1.Tunnel): Say {
  return (wire) => {
    const s = new s1.S1(wire, at - 100, '10.1.0.2', MME)
    s.contextRequest(at, { mme: 1, enb: 2 }, tunnel)
    s.contextResponse(at + 5, { mme: 1, enb: 2 }, { address: '10.1.0.2', teid: 0x700 })
  }
}

/** A session whose downlink leads to the tunnel of this number, which its user plane gave. */
function plane(wire: Wire, at: number, up: string): void {
  new PfcpPeers(wire, '10.0.0.70', up).establish(at, { cp: 1, up: 2, teid: 0x601 })
}

const CALLEE = `sip:${BOB.agent.user}@${REALM}`

const BY_SUBSCRIBER: readonly Case[] = [
  {
    it: 'subscriber: where the called user is, as the call is set up',
    want: ['DIAMETER registrar_for subscriber'],
    said: [diameter(ASKED + 20, CX, LIR, tgpp(601, CALLEE))],
  },
  {
    it: 'subscriber: where another user is',
    want: [],
    said: [diameter(ASKED + 20, CX, LIR, tgpp(601, `sip:+491710000009@${REALM}`))],
  },
  {
    it: 'subscriber: where the called user is, for a call long after',
    want: [],
    said: [diameter(ASKED + 60_000, CX, LIR, tgpp(601, CALLEE))],
  },
]

describe('what belongs to a call', () => {
  it.each([...BY_ID, ...BY_MEDIA, ...BY_ADDRESS, ...BY_SHARED, ...BY_SUBSCRIBER])('$it', async ({ said, want }) => {
    expect(await members(...said)).toEqual(want)
  })

  it.each<[string, string, readonly string[]]>([
    ['that the user has', '20010db800010002', ['DIAMETER policy_for ue-ip']],
    ['of the next user', '20010db800010003', []],
  ])('ue-ip: IPv6, by the prefix %s', async (_, prefix, want) => {
    const phones = [
      phone(ALICE.agent.user, '2001:db8:1:2::5', MEDIA),
      phone(BOB.agent.user, '2001:db8:9::9', 30_000),
    ] as const
    const given = avp(97, concat(u8(0, 64), octetsOf(prefix)))
    const sessions = await found(
      (wire) => answeredCall(wire, { at: ASKED, callId: CALL_ID, packets: 5, phones }),
      diameter(1000, GX, CCR, ...INITIAL, given, avp(30, 'ims')),
    )
    expect(membersOf(sessions.find(({ type }) => type === 'VoLTE')!)).toEqual(want)
  })

  it('of two calls at once, an address alone says that it may be the other’s, an end of media does not', async () => {
    const phones = [
      { ...ALICE, media: end(UE, MEDIA + 2) },
      { ...CAROL, agent: BOB.agent },
    ] as const
    const more = { callId: 'waiting@10.45.0.5', fromTag: 'w', toTag: 'w2', media: { ssrc: 0x77777777 } }
    const sessions = await found(
      call,
      (wire) => answeredCall(wire, { at: ASKED + 500, packets: 5, phones, ...more }),
      connection({ at: 1000 }),
      diameter(ASKED + 600, RX, AAR, flow(OWN, FAR)),
    )
    const told = (key: string): unknown[] =>
      (sessions.find(({ session_key }) => session_key === key)!.members ?? []).map(({ type, linked_by: [link] }) => [
        type,
        link!.evidence,
        link!.ambiguous ?? false,
      ])
    expect(told(CALL_ID)).toEqual(
      expect.arrayContaining([
        ['GTP', 'ue-ip', true],
        ['DIAMETER', 'flow-endpoint', false],
      ]),
    )
    expect(told('waiting@10.45.0.5')).toEqual([['GTP', 'ue-ip', true]])
  })
})
