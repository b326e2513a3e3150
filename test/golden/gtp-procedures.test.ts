/** Procedures of GTP that no real capture holds: each belongs to its connection, is answered, and has its effect. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import * as make from '../make/gtp.ts'
import { concat } from '../make/octets.ts'
import { Wire } from '../make/wire.ts'

const IMSI = '001010000000001'
const [MME, OTHER_MME, SGW, PGW] = ['10.0.0.10', '10.0.0.11', '10.0.0.41', '10.0.0.40'] as const
const ENB = '10.1.0.2'
/** TEIDs of MME and SGW on S11, of SGW and PGW on S5. */
const TEID: Readonly<Record<string, number>> = { [MME]: 0x11, [SGW]: 0x21, S5: 0x22, [PGW]: 0x31 }

function attach(wire: Wire): void {
  const bearer = make.bearer(make.ebi(5), make.qos(9))
  const request = [make.imsi(IMSI), make.apn('internet'), bearer, make.fteid(10, 0x11, MME), make.fteid(7, 0, PGW, 1)]
  wire.udp(0, make.node(MME), make.node(SGW), make.gtp2(32, { teid: 0, sequence: 1 }, ...request))
  const inner = [make.imsi(IMSI), make.apn('internet'), bearer, make.fteid(6, 0x22, SGW)]
  wire.udp(1, make.node(SGW), make.node(PGW), make.gtp2(32, { teid: 0, sequence: 2 }, ...inner))
  const created = [make.cause(16), make.fteid(7, 0x31, PGW, 1), make.bearer(make.ebi(5), make.cause(16))]
  wire.udp(3, make.node(PGW), make.node(SGW), make.gtp2(33, { teid: 0x22, sequence: 2 }, ...created))
  const answer = [...created, make.fteid(11, 0x21, SGW)]
  wire.udp(4, make.node(SGW), make.node(MME), make.gtp2(33, { teid: 0x11, sequence: 1 }, ...answer))
}

interface Procedure {
  readonly name: string
  readonly type: number
  readonly from: string
  readonly to: string
  /** Of the receiver; left out where it is the one of its node. */
  readonly teid?: number
  readonly elements?: readonly Uint8Array[]
  readonly answer?: readonly Uint8Array[]
  /** Type of the answer where it is not the next. */
  readonly answered?: number
  readonly sequence?: number
}

const dedicated = make.bearer(make.ebi(6), make.qos(1, 49))
const moved = make.element(109, concat(make.apn('internet'), make.fteid(7, 0x31, PGW), make.bearer(make.ebi(5))))

const procedures: readonly Procedure[] = [
  { name: 'Modify Bearer', type: 34, from: MME, to: SGW, elements: [make.bearer(make.ebi(5), make.fteid(0, 7, ENB))] },
  {
    name: 'Create Bearer',
    type: 95,
    from: PGW,
    to: 'S5',
    elements: [make.ebi(5), make.bearer(make.ebi(0), make.qos(1))],
  },
  { name: 'Update Bearer', type: 97, from: SGW, to: MME, elements: [make.ebi(5), dedicated] },
  { name: 'Delete Bearer', type: 99, from: SGW, to: MME, elements: [make.ebi(6, 1)] },
  { name: 'Modify Bearer Command', type: 64, from: MME, to: SGW, elements: [dedicated], sequence: 0x800001 },
  {
    name: 'Delete Bearer Command',
    type: 66,
    from: MME,
    to: SGW,
    elements: [make.bearer(make.ebi(6))],
    sequence: 0x800002,
  },
  { name: 'Bearer Resource Command', type: 68, from: MME, to: SGW, elements: [make.ebi(5)], sequence: 0x800003 },
  { name: 'Downlink Data Notification', type: 176, from: SGW, to: MME, elements: [make.ebi(5)] },
  { name: 'Release Access Bearers', type: 170, from: MME, to: SGW },
  { name: 'Modify Access Bearers', type: 211, from: MME, to: SGW, elements: [make.bearer(make.ebi(5))] },
  { name: 'Suspend', type: 162, from: MME, to: SGW },
  { name: 'Resume', type: 164, from: MME, to: SGW, elements: [make.imsi(IMSI)] },
  { name: 'Change Notification', type: 38, from: MME, to: SGW, elements: [make.imsi(IMSI)], answer: [make.imsi(IMSI)] },
  {
    name: 'Create Indirect Data Forwarding Tunnel',
    type: 166,
    from: MME,
    to: SGW,
    elements: [make.bearer(make.ebi(5))],
  },
  { name: 'Delete Indirect Data Forwarding Tunnel', type: 168, from: MME, to: SGW },
  {
    name: 'Context',
    type: 130,
    from: OTHER_MME,
    to: MME,
    teid: 0,
    elements: [make.imsi(IMSI), make.fteid(12, 0x91, OTHER_MME)],
  },
  {
    name: 'Forward Relocation',
    type: 133,
    from: MME,
    to: OTHER_MME,
    teid: 0,
    elements: [make.imsi(IMSI), moved, make.fteid(12, 0x92, MME)],
  },
  {
    name: 'Identification',
    type: 128,
    from: OTHER_MME,
    to: MME,
    teid: 0,
    elements: [make.imsi(IMSI)],
    answer: [make.imsi(IMSI)],
  },
  { name: 'Detach Notification', type: 149, from: MME, to: OTHER_MME, teid: 0, elements: [make.imsi(IMSI)] },
  { name: 'Delete Session', type: 36, from: MME, to: SGW, elements: [make.ebi(5)] },
]

describe('procedures of a connection', () => {
  it.each(procedures)(
    '$name',
    async ({ type, from, to, teid, elements = [], answer = [], answered, sequence = 50 }) => {
      const wire = new Wire()
      attach(wire)
      const [asking, asked] = [from, to].map((name) => make.node(name === 'S5' ? SGW : name)) as [
        ReturnType<typeof make.node>,
        ReturnType<typeof make.node>,
      ]
      wire.udp(100, asking, asked, make.gtp2(type, { teid: teid ?? TEID[to]!, sequence }, ...elements))
      const back = teid === undefined ? TEID[from === PGW ? PGW : from]! : 0
      const reply = make.gtp2(answered ?? type + 1, { teid: back, sequence }, make.cause(16), ...answer)
      wire.udp(107, asked, asking, reply)
      const { sessions } = await analyzeCapture(pcap(wire.packets))
      expect(sessions.map(({ session_key, events_count }) => [session_key, events_count])).toEqual([
        [`imsi:${IMSI}/internet/5`, 6],
      ])
      const [request, response] = sessions[0]!.events.slice(-2)
      expect(request!.details['message_type_code']).toBe(type)
      expect(response!.details).toMatchObject({ message_type_code: answered ?? type + 1, latency_ms: 7 })
    },
  )
})

/** TEIDs for data and control, and the addresses of both. */
const ends = (control: number, address: string) => [
  make.teid1(16, control + 1),
  make.teid1(17, control),
  make.gsnAddress(address),
  make.gsnAddress(address),
]

describe('procedures of a PDP context', () => {
  it('an update from another SGSN moves its ends, and the deletion ends it', async () => {
    const wire = new Wire()
    const [sgsn, other, ggsn] = [make.node('10.2.0.1'), make.node('10.2.0.3'), make.node('10.2.0.2')]
    const asked = [make.imsi1(IMSI), ...ends(0x10, '10.2.0.1').slice(0, 2), make.tv(20, 5)]
    const named = [make.tlv(131, make.labels('internet')), ...ends(0x10, '10.2.0.1').slice(2)]
    wire.udp(0, sgsn, ggsn, make.gtp1(16, { sequence: 1 }, ...asked, ...named))
    wire.udp(9, ggsn, sgsn, make.gtp1(17, { teid: 0x10, sequence: 1 }, make.tv(1, 128), ...ends(0x30, '10.2.0.2')))
    const update = [...ends(0x50, '10.2.0.3').slice(0, 2), make.tv(20, 5), ...ends(0x50, '10.2.0.3').slice(2)]
    wire.udp(100, other, ggsn, make.gtp1(18, { teid: 0x30, sequence: 2 }, ...update))
    wire.udp(104, ggsn, other, make.gtp1(19, { teid: 0x50, sequence: 2 }, make.tv(1, 128)))
    wire.udp(200, ggsn, other, make.gtp1(20, { teid: 0x50, sequence: 3 }, make.tv(19, 255), make.tv(20, 5)))
    wire.udp(203, other, ggsn, make.gtp1(21, { teid: 0x30, sequence: 3 }, make.tv(1, 128)))
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions).toMatchObject([
      {
        session_key: `imsi:${IMSI}/internet/5`,
        verdict: { kind: 'released' },
        metrics: { modify_bearer_latency_ms: 4, delete_session_latency_ms: 3 },
        correlation_key: {
          teids: ['0x00000010@10.2.0.1', '0x00000011@10.2.0.1', '0x00000030@10.2.0.2', '0x00000031@10.2.0.2'].concat([
            '0x00000050@10.2.0.3',
            '0x00000051@10.2.0.3',
          ]),
        },
        events_count: 6,
      },
    ])
  })

  it('whose deletion is refused for want of it is over all the same', async () => {
    const wire = new Wire()
    const [sgsn, ggsn] = [make.node('10.2.0.1'), make.node('10.2.0.2')]
    wire.udp(0, sgsn, ggsn, make.gtp1(20, { teid: 0x30, sequence: 3 }, make.tv(19, 255), make.tv(20, 5)))
    wire.udp(3, ggsn, sgsn, make.gtp1(21, { teid: 0x10, sequence: 3 }, make.tv(1, 192)))
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions.flatMap(({ events }) => events.map(({ details }) => details['cause_name']))).toEqual([
      undefined,
      'Non-existent',
    ])
  })
})
