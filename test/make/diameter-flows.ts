/** Conversations over Diameter as 3GPP's interfaces have them, for which there are no real captures. */
import { address, avp, ipv4, type Asked, type Peer, Peers, type PeersOptions, tbcd, tgpp, u64 } from './diameter.ts'
import { end } from './internet.ts'
import { u32, u8, utf8, zeros } from './octets.ts'
import type { SessionTruth } from './truth.ts'
import type { Wire } from './wire.ts'

export const IMSI = '001010000000001'
const MSISDN = '491710000001'
const REALM = 'epc.mnc001.mcc001.3gppnetwork.org'
const IMPI = `${IMSI}@ims.mnc001.mcc001.3gppnetwork.org`
const IMPU = `sip:+${MSISDN}@ims.mnc001.mcc001.3gppnetwork.org`

export const S6A = 16_777_251
export const GX = 16_777_238
const RX = 16_777_236
const S13 = 16_777_252
const SWX = 16_777_265
const S6B = 16_777_272
const S9 = 16_777_267
const SY = 16_777_302
const SH = 16_777_217
const CX = 16_777_216

function peer(host: string, ip: string, port = 3868): Peer {
  return { end: end(ip, port), host: `${host}.${REALM}`, realm: REALM }
}

export const MME = peer('mme', '10.0.0.10', 40_001)
export const HSS = peer('hss', '10.0.0.80')
export const PCRF = peer('pcrf', '10.0.0.30')
export const PGW = peer('pgw', '10.0.0.40', 40_002)
const PCSCF = peer('pcscf', '10.0.0.20', 40_003)
const AS = peer('as', '10.0.0.60', 40_004)
const AAA = peer('aaa', '10.0.0.90', 40_005)
const OCS = peer('ocs', '10.0.0.31')
const DRA = peer('dra', '10.0.0.70')
/** The agent as a client of others. */
const DRA_OUT = peer('dra', '10.0.0.70', 40_070)
export const HSS2 = peer('hss2', '10.0.0.81')

/** One exchange of an interface, or several, each a session of its own or of the flow's. */
interface Flow {
  readonly name: string
  readonly subtype: string
  readonly client: Peer
  readonly server: Peer
  readonly run: (peers: Peers, at: number) => void
  /** What the session must tell of whom it is about. */
  readonly about: Readonly<Record<string, unknown>>
  readonly messages: number
  readonly outcome?: string
}

const user = avp(1, IMSI)
const imsi = avp(443, [avp(450, 1), avp(444, IMSI)])
const voice = 'permit out 17 from 10.0.0.50 30000 to 10.45.0.5 49152'

function session(name: string): string {
  return `${name}.${REALM};1;1`
}

function asked(command: number, application: number, name: string, ...avps: Uint8Array[]): Asked {
  return { command, application, session: session(name), avps }
}

export const FLOWS: readonly Flow[] = [
  {
    name: 'Sh',
    subtype: 'Sh',
    client: AS,
    server: HSS,
    run: (peers, at) =>
      peers.exchange(at, asked(306, SH, 'Sh', tgpp(700, [tgpp(601, IMPU)]), tgpp(703, 0), tgpp(703, 17)), {
        avps: [tgpp(702, utf8('<Sh-Data/>'))],
      }),
    about: { public_identity: IMPU, msisdn: MSISDN },
    messages: 2,
  },
  {
    name: 'Sy',
    subtype: 'Sy',
    client: PCRF,
    server: OCS,
    run: (peers, at) => {
      peers.exchange(at, asked(8_388_635, SY, 'Sy', tgpp(2904, 0), imsi), {
        avps: [tgpp(2903, [tgpp(2901, 'monthly'), tgpp(2902, 'normal')])],
      })
      peers.exchange(at + 1000, asked(8_388_636, SY, 'Sy', tgpp(2903, [tgpp(2901, 'monthly'), tgpp(2902, 'over')])), {
        side: 'server',
      })
      peers.exchange(at + 2000, asked(275, SY, 'Sy', avp(295, 1)))
    },
    about: { imsi: IMSI },
    messages: 6,
  },
  {
    name: 'SWx',
    subtype: 'SWx',
    client: AAA,
    server: HSS,
    run: (peers, at) =>
      peers.exchange(at, asked(303, SWX, 'SWx', user, tgpp(607, 1), tgpp(612, [tgpp(608, "EAP-AKA'")])), {
        avps: [tgpp(607, 1), tgpp(612, [tgpp(609, zeros(32)), tgpp(610, zeros(8)), tgpp(625, zeros(16))])],
      }),
    about: { imsi: IMSI },
    messages: 2,
  },
  {
    name: 'S6b',
    subtype: 'S6b',
    client: PGW,
    server: AAA,
    run: (peers, at) => {
      peers.exchange(at, asked(265, S6B, 'S6b', avp(1, `0${IMSI}@nai.${REALM}`), avp(493, 'ims')))
      peers.exchange(at + 500, asked(274, S6B, 'S6b'), { side: 'server' })
      peers.exchange(at + 600, asked(275, S6B, 'S6b', avp(295, 4)))
    },
    about: { imsi: IMSI, apn: 'ims' },
    messages: 6,
  },
  {
    name: 'S13',
    subtype: 'S13',
    client: MME,
    server: HSS,
    run: (peers, at) =>
      peers.exchange(at, asked(324, S13, 'S13', tgpp(1401, [tgpp(1402, '35693803564380')]), user), {
        avps: [tgpp(1445, 1)],
      }),
    about: { imei: '35693803564380', imsi: IMSI },
    messages: 2,
  },
  {
    name: 'S9',
    subtype: 'S9',
    client: PCRF,
    server: PCRF,
    run: (peers, at) => peers.exchange(at, asked(272, S9, 'S9', avp(416, 1), avp(415, 0), imsi)),
    about: { imsi: IMSI },
    messages: 2,
  },
  {
    name: 'Cx',
    subtype: 'Cx',
    client: PCSCF,
    server: HSS,
    run: (peers, at) =>
      peers.exchange(at, asked(303, CX, 'Cx', avp(1, IMPI), tgpp(601, IMPU)), {
        avps: [tgpp(612, [tgpp(608, 'Digest-AKAv1-MD5'), tgpp(625, zeros(16)), tgpp(626, zeros(16))])],
      }),
    about: { impi: IMPI, public_identity: IMPU, imsi: IMSI, msisdn: MSISDN },
    messages: 2,
  },
  {
    name: 'Rx that ends',
    subtype: 'Rx',
    client: PCSCF,
    server: PCRF,
    run: (peers, at) => {
      peers.exchange(
        at,
        asked(
          265,
          RX,
          'Rx-ended',
          avp(8, ipv4('10.45.0.5')),
          tgpp(505, 'abc-1'),
          imsi,
          media('permit in', 'permit out'),
        ),
        { after: 9 },
      )
      peers.exchange(at + 5000, asked(275, RX, 'Rx-ended', avp(295, 1)), { after: 3 })
    },
    about: { imsi: IMSI, ue_ip: '10.45.0.5', icid: 'abc-1' },
    messages: 4,
  },
  {
    name: 'Rx that is aborted for want of a bearer',
    subtype: 'Rx',
    client: PCSCF,
    server: PCRF,
    run: (peers, at) => {
      peers.exchange(at, asked(265, RX, 'Rx-aborted', avp(8, ipv4('10.45.0.5')), media('permit in', 'permit out')))
      peers.exchange(at + 1000, asked(274, RX, 'Rx-aborted', tgpp(500, 2)), { side: 'server' })
      peers.exchange(at + 1100, asked(275, RX, 'Rx-aborted', avp(295, 4)))
    },
    about: { ue_ip: '10.45.0.5' },
    messages: 6,
    outcome: 'failed',
  },
  {
    name: 'S6a that is cancelled',
    subtype: 'S6a',
    client: MME,
    server: HSS,
    run: (peers, at) =>
      peers.exchange(at, asked(317, S6A, 'CLR', user, tgpp(1420, 2), tgpp(1638, 1)), { side: 'server' }),
    about: { imsi: IMSI },
    messages: 2,
  },
  {
    name: 'S6a that is given new data',
    subtype: 'S6a',
    client: MME,
    server: HSS,
    run: (peers, at) =>
      peers.exchange(at, asked(319, S6A, 'IDR', user, tgpp(1400, [tgpp(701, tbcd(MSISDN))]), tgpp(1490, 0)), {
        side: 'server',
      }),
    about: { imsi: IMSI, msisdn: MSISDN },
    messages: 2,
  },
  {
    name: 'Gx from beginning to end',
    subtype: 'Gx',
    client: PGW,
    server: PCRF,
    run: runGx,
    about: { imsi: IMSI, msisdn: MSISDN, ue_ip: '10.45.0.5', apn: 'ims' },
    messages: 8,
  },
  {
    name: 'Gy from beginning to end',
    subtype: 'Gy',
    client: PGW,
    server: OCS,
    run: runGy,
    about: { imsi: IMSI },
    messages: 6,
  },
  {
    name: 'Rf of a call',
    subtype: 'Rf',
    client: PCSCF,
    server: OCS,
    run: runRf,
    about: { icid: 'abc-1' },
    messages: 4,
  },
]

function media(...actions: readonly [string, string]): Uint8Array {
  const [uplink, downlink] = actions
  return tgpp(517, [
    tgpp(518, 1),
    tgpp(520, 0),
    tgpp(519, [
      tgpp(509, 1),
      tgpp(507, `${uplink} 17 from 10.45.0.5 49152 to 10.0.0.50 30000`),
      tgpp(507, `${downlink} 17 from 10.0.0.50 30000 to 10.45.0.5 49152`),
    ]),
  ])
}

function runGx(peers: Peers, at: number): void {
  const request = (type: number, number: number, ...avps: Uint8Array[]): Asked =>
    asked(272, GX, 'Gx', avp(416, type), avp(415, number), ...avps)
  const number = avp(443, [avp(450, 0), avp(444, MSISDN)])
  const bearer = [imsi, number, avp(8, ipv4('10.45.0.5')), avp(30, 'ims'), tgpp(1027, 5), tgpp(1032, 1004)]
  peers.exchange(at, request(1, 0, ...bearer), { after: 4, avps: [avp(416, 1), avp(415, 0)] })
  const rule = tgpp(1003, [tgpp(1005, 'voice'), tgpp(1016, [tgpp(1028, 1)]), tgpp(1058, [tgpp(507, voice)])])
  peers.exchange(at + 100, asked(258, GX, 'Gx', avp(285, 0), tgpp(1001, [rule])), { after: 2, side: 'server' })
  peers.exchange(at + 200, request(2, 1, tgpp(1018, [tgpp(1005, 'voice'), tgpp(1019, 0)])), { after: 6 })
  peers.exchange(at + 900, request(3, 2, avp(295, 1)), { after: 8, avps: [avp(416, 3), avp(415, 2)] })
}

function runGy(peers: Peers, at: number): void {
  const services = [10, 20].map((group) =>
    avp(456, [avp(432, group), avp(446, [avp(421, u64(5000))]), tgpp(872, 3), avp(437, zeros(0))]),
  )
  const packets = tgpp(873, [tgpp(874, [tgpp(2, u32(7)), tgpp(1227, address('10.45.0.6')), tgpp(21, u8(6))])])
  for (const [type, number] of [
    [1, 0],
    [2, 1],
    [3, 2],
  ] as const) {
    const request = asked(272, 4, 'Gy', avp(461, '32251@3gpp.org'), avp(416, type), avp(415, number), imsi, packets)
    peers.exchange(
      at + number * 1000,
      { ...request, avps: [...request.avps, ...services] },
      { avps: [avp(416, type), avp(415, number), avp(456, [avp(432, 10), avp(431, [avp(421, u64(9000))])])] },
    )
  }
}

function runRf(peers: Peers, at: number): void {
  for (const [type, number] of [
    [2, 0],
    [4, 1],
  ] as const) {
    const record = asked(271, 3, 'Rf', avp(480, type), avp(485, number), tgpp(873, [tgpp(876, [tgpp(841, 'abc-1')])]))
    peers.exchange(at + number * 1000, record)
  }
}

/** One of the flows on a connection of its own. */
export function runFlow(wire: Wire, { client, server, run }: Flow, { at = 0, ...options }: PeersOptions = {}): void {
  const [from, to] = client === server ? [PCSCF, server] : [client, server]
  run(new Peers(wire, { client: from, server: to }, { at, ...options }), at + 10)
}

/** A location update through an agent whose first server is silent: DOMAIN 7.11. */
export function failover(wire: Wire, at = 0): SessionTruth {
  const near = new Peers(wire, { client: MME, server: DRA }, { at, first: 1 })
  const first = new Peers(wire, { client: DRA_OUT, server: HSS }, { at, first: 55 })
  const second = new Peers(
    wire,
    { client: { ...DRA_OUT, end: end('10.0.0.70', 40_071) }, server: HSS2 },
    { at, first: 56 },
  )
  const update = { ...asked(316, S6A, 'ULR', user, tgpp(1407, u8(0, 0xf1, 0x10))), endToEnd: 9 }
  const passed = { ...update, origin: MME.host, avps: [...update.avps, avp(282, MME.host)] }
  const own = near.ask(at + 10, 'client', update)
  first.ask(at + 11, 'client', passed)
  const again = second.ask(at + 5011, 'client', { ...passed, flags: 0x50 })
  second.answer(at + 5020, again)
  near.answer(at + 5022, own)
  return {
    type: 'DIAMETER',
    key: session('ULR'),
    start: at + 10,
    call_ids: [],
    outcome: 'success',
    messages: 5,
    metrics: { requests: 1, retransmissions: 1, no_answer: 0, latency_ms: 5012 },
    streams: [],
  }
}

/** Neither server answers, and the agent says so after twice five seconds. */
export function agentWithoutServers(wire: Wire, at = 0): void {
  const near = new Peers(wire, { client: MME, server: DRA }, { at, first: 1 })
  const first = new Peers(wire, { client: DRA_OUT, server: HSS }, { at, first: 55 })
  const otherEnd = { ...DRA_OUT, end: end('10.0.0.70', 40_071) }
  const second = new Peers(wire, { client: otherEnd, server: HSS2 }, { at, first: 56 })
  const update = { ...asked(316, S6A, 'ULR', user, tgpp(1407, u8(0, 0xf1, 0x10))), endToEnd: 9 }
  const passed = { ...update, origin: MME.host, avps: [...update.avps, avp(282, MME.host)] }
  const own = near.ask(at + 10, 'client', update)
  first.ask(at + 11, 'client', passed)
  second.ask(at + 5011, 'client', { ...passed, flags: 0x50 })
  near.answer(at + 10_030, own, { result: 3002 })
}
