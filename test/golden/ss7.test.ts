/** SS7 end to end: DOMAIN 3.17. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { readPacket } from '../../src/inspect/packet.ts'
import { withKept } from '../export-pcap.ts'
import { mutate } from '../fuzz/mutate.ts'
import { pcap } from '../make/capture-file.ts'
import { end } from '../make/internet.ts'
import { concat, u32, u8, zeros } from '../make/octets.ts'
import { Random } from '../make/random.ts'
import { Association } from '../make/sctp.ts'
import { octetsOf } from '../make/per.ts'
import {
  bssmap,
  bssmapElement,
  bssmapImsi,
  dtap,
  nasPdu,
  permanentIdentity,
  ranap,
  ranapCause,
  serviceArea,
} from '../make/ranap.ts'
import * as ss7 from '../make/ss7.ts'
import { type Side, Wire } from '../make/wire.ts'
import { Kept, messageWith, whereOf } from '../../src/protocols/sip/fixture.ts'
import { sigtran } from '../../src/protocols/ss7/sigtran.ts'

const THERE = { opc: 100, dpc: 200 }
const BACK = { opc: 200, dpc: 100 }
const VLR = '491710000001'
const HLR = '4917100000021'
const RANAP = 142
/** Location updating request: TS 24.008 §9.2.15. */
const UPDATING = octetsOf('05 08 72 00 f1 10 00 07 57 08 09 10 10 00 00 00 00 10')
const BSSAP = 254
const iam = ss7.initialAddress('4930123456', '4917100000001')

/** Messages between two signalling points, a millisecond apart. */
type Sent = readonly (readonly [side: Side, bytes: Uint8Array])[]

/** A phone that may not be here. */
const REFUSED: Sent = [
  ['client', ss7.connectionRequest(THERE, 1, RANAP, ranap(0, 19, serviceArea(7, 9), nasPdu(UPDATING)))],
  ['server', ss7.connectionConfirm(BACK, 1, 2)],
  ['server', ss7.connectionData(BACK, 1, ranap(0, 20, nasPdu(octetsOf('05 04 0b'))))],
]

async function analyzed(messages: Sent) {
  return analyzeCapture(captureOf(messages))
}

function captureOf(messages: Sent): Uint8Array {
  const wire = new Wire()
  const ends = { client: end('10.0.0.1', 2905), server: end('10.0.0.2', 2905) }
  const association = new Association(wire, 0, ends)
  messages.forEach(([side, bytes], i) => association.send(10 + i, side, bytes, { ppid: ss7.M3UA }))
  return pcap(wire.packets)
}

const begin = ss7.tcap(
  ss7.BEGIN,
  { ...THERE, from: VLR, to: HLR, otid: 0x11 },
  ss7.updateLocation(1, '001010000000001'),
)

function beat(type: number, i: number): Uint8Array {
  return ss7.m3ua(3, type, ss7.parameter(9, u32(i)))
}

describe('SS7', () => {
  it('a dialogue from begin to end is a session, with its operations and whom it is about', async () => {
    const insert = ss7.invoke(2, 7, ss7.ber(0x30, ss7.ber(0x80, ss7.digits('001010000000001'))))
    const { sessions } = await analyzed([
      ['client', begin],
      ['server', ss7.tcap(ss7.CONTINUE, { ...BACK, from: HLR, to: VLR, otid: 0x22, dtid: 0x11 }, insert)],
      ['client', ss7.tcap(ss7.CONTINUE, { ...THERE, from: VLR, to: HLR, otid: 0x11, dtid: 0x22 }, ss7.result(2, 7))],
      ['server', ss7.tcap(ss7.END, { ...BACK, from: HLR, to: VLR, dtid: 0x11 }, ss7.result(1, 2))],
    ])
    expect(sessions).toMatchObject([
      {
        type: 'SS7',
        subtype: 'MAP',
        outcome: 'success',
        metrics: { latency_ms: 1 },
        correlation_key: { imsi: '001010000000001', operations: ['updateLocation', 'insertSubscriberData'] },
      },
    ])
    expect(sessions[0]?.events.map(({ message_type }) => message_type)).toEqual([
      'MAP updateLocation (Begin)',
      'MAP insertSubscriberData (Continue)',
      'MAP insertSubscriberData (Continue)',
      'MAP updateLocation (End)',
    ])
    expect(sessions[0]?.events[0]?.details).toMatchObject({
      opcode: 2,
      tcap_type: 'Begin',
      otid: '00000011',
      called: { ssn: 6, subsystem: 'HLR', gt: HLR },
      calling: { ssn: 7, subsystem: 'VLR', gt: VLR },
    })
  })

  it('the same transaction id of two nodes is two dialogues, and of a later begin another', async () => {
    const other = { ...THERE, from: '491710000009', to: HLR, otid: 0x11 }
    const { sessions } = await analyzed([
      ['client', begin],
      ['client', ss7.tcap(ss7.BEGIN, other, ss7.updateLocation(1, '001010000000002'))],
      ['server', ss7.tcap(ss7.END, { ...BACK, from: HLR, to: other.from, dtid: 0x11 }, ss7.result(1, 2))],
      ['server', ss7.tcap(ss7.END, { ...BACK, from: HLR, to: VLR, dtid: 0x11 }, ss7.failure(1, 1))],
      ['client', begin],
    ])
    expect(
      sessions.map(({ events_count, correlation_key, outcome }) => [events_count, correlation_key['imsi'], outcome]),
    ).toEqual([
      [2, '001010000000001', 'failed'],
      [2, '001010000000002', 'success'],
      [1, '001010000000001', 'incomplete'],
    ])
    expect(sessions[0]?.verdict).toMatchObject({ code: 1, name: 'unknownSubscriber', category: 'subscriber' })
  })

  it('an ISUP call is a session by its circuit', async () => {
    const { sessions } = await analyzed([
      ['client', ss7.isup(THERE, 5, 1, iam)],
      ['client', ss7.isup(THERE, 6, 1, iam)],
      ['server', ss7.isup(BACK, 5, 6, u8(4, 0, 0))],
      ['server', ss7.isup(BACK, 5, 9)],
      ['client', ss7.isup(THERE, 5, 12, ss7.cause(16))],
      ['server', ss7.isup(BACK, 5, 16)],
      ['client', ss7.isup(THERE, 5, 1, iam)],
    ])
    expect(sessions.map(({ subtype, events_count, outcome }) => `${subtype} ${events_count} ${outcome}`)).toEqual([
      'ISUP 5 success',
      'ISUP 1 incomplete',
      'ISUP 1 incomplete',
    ])
  })

  it('the numbers of an ISUP call are read, and who they are', async () => {
    const hidden = ss7.initialAddress('4930123456', '4917100000001', true)
    const { sessions } = await analyzed([
      ['client', ss7.isup(THERE, 5, 1, hidden)],
      ['server', ss7.isup(BACK, 5, 6, u8(4, 0, 0))],
      ['server', ss7.isup(BACK, 5, 9)],
      ['server', ss7.isup(BACK, 5, 12, ss7.cause(16))],
    ])
    expect(sessions[0]).toMatchObject({
      subtype: 'ISUP',
      metrics: { setup_time_ms: 2 },
      verdict: { kind: 'answered', ended_by: 'callee' },
      correlation_key: { cic: 5, caller: '4917100000001', callee: '4930123456', points: '100-200' },
    })
    expect(sessions[0]?.events.map(({ short }) => short)).toEqual([
      'ISUP IAM Initial address cic=5 to=4930123456 from=4917100000001',
      'ISUP ACM Address complete cic=5',
      'ISUP ANM Answer cic=5',
      'ISUP REL Release cic=5 cause=16 Normal call clearing',
    ])
    expect(sessions[0]?.events[0]?.details).toMatchObject({
      called_number: '4930123456',
      called_number_nature: 'international',
      calling_number: '4917100000001',
      calling_number_restricted: true,
    })
    expect(sessions[0]?.events[1]?.details).toMatchObject({ alerting: true })
  })

  it.each([
    { it: 'the called user is busy', from: 'server' as const, code: 17, want: 'failed busy user' },
    { it: 'nobody answers', from: 'server' as const, code: 19, want: 'failed no_answer user' },
    { it: 'no circuit is free', from: 'server' as const, code: 34, want: 'failed server_failure resource' },
    { it: 'the caller gives up', from: 'client' as const, code: 16, want: 'cancelled cancelled user' },
  ])('an unanswered ISUP call: $it', async ({ from, code, want }) => {
    const release = ss7.isup(from === 'client' ? THERE : BACK, 5, 12, ss7.cause(code))
    const { sessions } = await analyzed([
      ['client', ss7.isup(THERE, 5, 1, iam)],
      [from, release],
    ])
    const { outcome, verdict } = sessions[0]!
    expect(`${outcome} ${String(verdict?.['kind'])} ${String(verdict?.['category'])}`).toBe(want)
    expect(verdict).toMatchObject({ code, frame: sessions[0]?.events[1]?.frame })
  })

  it('a reset ends the calls on its circuits, and is told once', async () => {
    const { sessions } = await analyzed([
      ['client', ss7.isup(THERE, 5, 1, iam)],
      ['server', ss7.isup(BACK, 5, 9)],
      ['client', ss7.isup(THERE, 6, 1, iam)],
      ['client', ss7.isup(THERE, 40, 1, iam)],
      ['server', ss7.isup(BACK, 1, 23, u8(1, 1, 31))],
      ['client', ss7.isup(THERE, 1, 41, u8(1, 2, 31, 0))],
      ['server', ss7.isup(BACK, 40, 19)],
      ['client', ss7.isup(THERE, 5, 1, iam)],
    ])
    expect(
      sessions.map(({ subtype, session_key, outcome, verdict }) => [
        subtype,
        session_key,
        `${outcome} ${String(verdict?.['kind'])}`,
      ]),
    ).toEqual([
      ['ISUP', 'isup:100-200/5', 'success circuit_reset'],
      ['ISUP', 'isup:100-200/6', 'failed circuit_reset'],
      ['ISUP', 'isup:100-200/40', 'incomplete incomplete_capture'],
      ['ISUP circuits', 'isup:200-100', 'success answered'],
      ['ISUP', 'isup:100-200/5', 'incomplete incomplete_capture'],
    ])
    expect(sessions[1]?.verdict?.['text']).toBe(
      'ISUP GRS Circuit group reset: its circuit was reset before anybody answered (frame 9).',
    )
    expect(sessions[0]?.events.map(({ message_type }) => message_type)).toEqual([
      'ISUP IAM Initial address',
      'ISUP ANM Answer',
      'ISUP GRS Circuit group reset',
    ])
  })

  it('a call of BICC is none of ISUP with the same number, and digits that follow are of its number', async () => {
    const { sessions } = await analyzed([
      ['client', ss7.isup(THERE, 5, 1, iam)],
      ['client', ss7.bicc(THERE, 5, 1, iam)],
      ['client', ss7.bicc(THERE, 5, 2, u8(2, 0, 3, 0x80, 0x21, 0x03))],
      ['server', ss7.bicc(BACK, 5, 12, ss7.cause(17))],
      ['client', ss7.bicc(THERE, 5, 16)],
    ])
    expect(sessions.map(({ subtype, events_count }) => `${subtype} ${events_count}`)).toEqual(['ISUP 1', 'BICC 4'])
    expect(sessions[1]).toMatchObject({
      session_key: 'bicc:100-200/5',
      verdict: { kind: 'busy', location: 'Public network serving the local user' },
    })
    expect(sessions[1]?.correlation_key['callee']).toMatch(/123$/)
  })

  it('what XUDT carries in segments is read once it is whole', async () => {
    const dialogue = { ...THERE, from: VLR, to: HLR, otid: 0x11 }
    const data = ss7.beginData(0x11, ss7.updateLocation(1, '001010000000001'))
    const pieces = ss7.segmented(dialogue, 7, 15, data)
    const { sessions } = await analyzed([
      ...pieces.map((piece) => ['client', piece] as const),
      ['server', ss7.tcap(ss7.END, { ...BACK, from: HLR, to: VLR, dtid: 0x11 }, ss7.result(1, 2))],
    ])
    expect(pieces.length).toBe(3)
    expect(sessions).toMatchObject([
      { subtype: 'MAP', outcome: 'success', events_count: 4, correlation_key: { imsi: '001010000000001' } },
    ])
    expect(sessions[0]?.events.map(({ message_type }) => message_type)).toEqual([
      'SCCP XUDT',
      'SCCP XUDT',
      'MAP updateLocation (Begin)',
      'MAP updateLocation (End)',
    ])
  })

  it('a segment that is missing is no message, nor are two halves of two', async () => {
    const dialogue = { ...THERE, from: VLR, to: HLR, otid: 0x11 }
    const data = ss7.beginData(0x11, ss7.updateLocation(1, '001010000000001'))
    const [first, , last] = ss7.segmented(dialogue, 7, 15, data) as [Uint8Array, Uint8Array, Uint8Array]
    const { sessions } = await analyzed([
      ['client', first],
      ['client', last],
    ])
    const names = sessions.flatMap(({ events }) => events.map(({ message_type }) => message_type))
    expect(names).toEqual(['SCCP XUDT', 'SCCP XUDT'])
  })

  it('a connection of SCCP is a session, and who speaks over it was told when it was asked for', async () => {
    const asked = Array.from({ length: 3 }, (_, code) => concat(u8(0, [19, 20, 6][code]!, 0x40), zeros(40)))
    const { sessions } = await analyzed([
      ['client', ss7.connectionRequest(THERE, 0x10203, RANAP, asked[0]!)],
      ['server', ss7.connectionConfirm(BACK, 0x10203, 0x40506)],
      ['server', ss7.connectionData(BACK, 0x10203, asked[1]!)],
      ['client', ss7.connectionData(THERE, 0x40506, asked[2]!.subarray(0, 20), true)],
      ['client', ss7.connectionData(THERE, 0x40506, asked[2]!.subarray(20))],
      ['server', ss7.released(BACK, 0x10203, 0x40506)],
      ['client', ss7.releaseComplete(THERE, 0x40506, 0x10203)],
      ['client', ss7.connectionRequest(THERE, 0x10203, BSSAP, u8(0, 1, 0x57))],
    ])
    expect(sessions.map(({ subtype, outcome, session_key }) => [subtype, outcome, session_key])).toEqual([
      ['RANAP', 'success', 'sccp:66051@100-200'],
      ['BSSMAP', 'incomplete', 'sccp:66051@100-200'],
    ])
    expect(sessions.flatMap(({ events }) => events.map(({ message_type }) => message_type))).toEqual([
      'RANAP InitialUE-Message',
      'SCCP CC',
      'RANAP DirectTransfer',
      'SCCP DT1',
      'RANAP SecurityModeControl',
      'SCCP RLSD',
      'SCCP RLC',
      'BSSMAP Complete Layer 3 Information',
    ])
    expect(sessions[0]?.metrics).toMatchObject({ latency_ms: 1 })
  })

  it('a connection of RANAP or BSSMAP tells its subscriber, and why it failed', async () => {
    const { sessions } = await analyzed([
      ['client', ss7.connectionRequest(THERE, 1, RANAP, ranap(0, 19, serviceArea(7, 9)))],
      ['server', ss7.connectionConfirm(BACK, 1, 2)],
      ['server', ss7.connectionData(BACK, 1, ranap(0, 15, permanentIdentity('001010000000001')))],
      ['server', ss7.connectionData(BACK, 1, ranap(2, 2, ranapCause(0, 53)))],
      ['client', ss7.connectionRequest(THERE, 3, BSSAP, bssmap(0x52, bssmapImsi('001010000000003')))],
    ])
    expect(sessions).toMatchObject([
      {
        subtype: 'RANAP',
        correlation_key: { imsi: '001010000000001' },
        outcome: 'failed',
        verdict: { code: 53, name: 'no-radio-resources-available-in-target-cell', frame: 8 },
      },
      { subtype: 'BSSMAP', correlation_key: { imsi: '001010000000003' } },
    ])
  })

  it('what a phone asks of the core over RANAP is told with it, and why it is refused', async () => {
    const { sessions } = await analyzed(REFUSED)
    expect(sessions).toMatchObject([
      {
        subtype: 'RANAP',
        correlation_key: { imsi: '001010000000001' },
        outcome: 'failed',
        verdict: { category: 'subscriber', code: 11, name: 'PLMN not allowed', frame: 7 },
        events: [
          { message_type: 'RANAP InitialUE-Message', short: 'RANAP InitialUE-Message / Location updating request' },
          {},
          { short: 'RANAP DirectTransfer / Location updating reject', details: { nas: [{ protocol: 'MM' }] } },
        ],
      },
    ])
  })

  it('a message of a connection, read again, has the tree of whoever speaks over it', async () => {
    const { event, read } = await withKept(captureOf(REFUSED), ({ result, captures }) => {
      const [event] = result.frames.eventsAt(0, 7)
      return { event: result.frames.told(event!), read: readPacket(result, captures, { file: 0, frame: 7 })! }
    })
    const [message] = read.messages
    expect(message).toMatchObject({ message_type: event.message_type, details: { nas: event.details['nas'] } })
    expect(JSON.stringify(message!.tree)).toContain('MM Location updating reject')
  })

  it('a call over BSSAP is told message by message', async () => {
    const service = bssmap(
      0x57,
      bssmapElement(5, u8(1, 0, 7, 0, 1)),
      bssmapElement(0x17, octetsOf('05 24 71 03 57 58 a6 05 f4 c0 ff ee 01')),
    )
    const { sessions } = await analyzed([
      ['client', ss7.connectionRequest(THERE, 1, BSSAP, service)],
      ['server', ss7.connectionConfirm(BACK, 1, 2)],
      ['client', ss7.connectionData(THERE, 2, dtap(octetsOf('03 45 04 06 60 04 02 00 05 81 5e 05 91 94 71 01 f0')))],
      ['server', ss7.connectionData(BACK, 1, dtap(octetsOf('83 25 02 e0 91')))],
    ])
    expect(sessions[0]!.events.map(({ message_type, short }) => [message_type, short])).toEqual([
      ['BSSMAP Complete Layer 3 Information', 'BSSMAP Complete Layer 3 Information / CM service request'],
      ['SCCP CC', 'SCCP CC'],
      ['DTAP Setup', 'DTAP / Setup'],
      ['DTAP Disconnect', 'DTAP / Disconnect'],
    ])
    expect(sessions[0]!.events.slice(2).map(({ details }) => details['nas'])).toMatchObject([
      [{ called_number: '4917100' }],
      [{ cause: { code: 17, name: 'User busy' } }],
    ])
  })

  it('a connection met in midstream is one once a message names both of its ends', async () => {
    const { sessions } = await analyzed([
      ['server', ss7.connectionData(BACK, 5, u8(9, 9))],
      ['client', ss7.connectionData(THERE, 6, u8(9, 9))],
      ['server', ss7.released(BACK, 5, 6)],
      ['client', ss7.releaseComplete(THERE, 6, 5)],
    ])
    expect(sessions.map(({ subtype, events_count, outcome }) => [subtype, events_count, outcome])).toEqual([
      ['SCCP', 4, 'success'],
    ])
  })

  it.each([
    { it: 'MTP3', linkType: 141, wrap: (unit: Uint8Array) => unit },
    { it: 'MTP2', linkType: 140, wrap: (unit: Uint8Array) => concat(u8(0x81, 0x82, Math.min(63, unit.length)), unit) },
    {
      it: 'MTP2 behind a pseudo-header',
      linkType: 139,
      wrap: (unit: Uint8Array) => concat(u8(0, 0, 0, 1, 0x81, 0x82, Math.min(63, unit.length)), unit),
    },
    {
      it: 'MTP2 of a high-speed link',
      linkType: 139,
      wrap: (unit: Uint8Array) => concat(u8(0, 1, 0, 1, 1, 0, 2, 0, unit.length & 255, unit.length >> 8), unit),
    },
  ])('links of SS7 themselves: $it', async ({ linkType, wrap }) => {
    const end = ss7.tcap(ss7.END, { ...BACK, from: HLR, to: VLR, dtid: 0x11 }, ss7.result(1, 2))
    const fill = linkType === 141 ? [] : [concat(zeros(linkType === 139 ? 4 : 0), u8(0x81, 0x82, 0))]
    const frames = [begin, end].map((message) => wrap(ss7.onLink(message)))
    const packets = [...frames, ...fill].map((frame, i) => ({ at: i, bytes: frame }))
    const { sessions, coverage } = await analyzeCapture(pcap(packets, { linkType }))
    expect(sessions).toMatchObject([
      { type: 'SS7', subtype: 'MAP', outcome: 'success', participants: ['pc-100', 'pc-200'], events_count: 2 },
    ])
    expect(coverage).toMatchObject({ decoded: 2, undecoded: fill.length })
  })

  it('SCCP alone', async () => {
    const [there, back] = [begin, ss7.tcap(ss7.END, { ...BACK, from: HLR, to: VLR, dtid: 0x11 })].map((message) =>
      ss7.onLink(message).subarray(5),
    ) as [Uint8Array, Uint8Array]
    const packets = [there, back].map((frame, i) => ({ at: i, bytes: frame }))
    const { sessions } = await analyzeCapture(pcap(packets, { linkType: 142 }))
    expect(sessions).toMatchObject([{ subtype: 'MAP', outcome: 'success', events_count: 2 }])
  })

  it('T15 an identifier in the wrong byte order names the same', async () => {
    const wire = new Wire()
    const association = new Association(wire, 0, { client: end('10.0.0.1', 2905), server: end('10.0.0.2', 2905) })
    association.send(10, 'client', begin, { ppid: 0x03000000 })
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions.map(({ type, subtype }) => `${type} ${subtype}`)).toEqual(['SS7 MAP'])
  })

  it('what the layer says of itself is one session, and its heartbeats one event', async () => {
    const { sessions } = await analyzed([
      ['client', ss7.m3ua(3, 1)],
      ['server', ss7.m3ua(3, 4)],
      ...Array.from({ length: 10 }, (_, i) => [
        ['client', beat(3, i)] as const,
        ['server', beat(6, i)] as const,
      ]).flat(),
    ])
    expect(sessions.map(({ subtype, events }) => [subtype, events.map(({ message_type }) => message_type)])).toEqual([
      ['link', ['M3UA ASPUP', 'M3UA ASPUP ACK']],
      ['heartbeat', ['M3UA BEAT']],
    ])
  })
})

describe('hostile input', () => {
  const random = new Random(3)

  const dialogue = { ...THERE, from: VLR, to: HLR, otid: 0x11 }
  const messages = [
    begin,
    ss7.isup(THERE, 5, 1, iam),
    ss7.isup(THERE, 5, 12, ss7.cause(16)),
    ...ss7.segmented(dialogue, 7, 15, ss7.beginData(0x11, ss7.updateLocation(1, '001010000000001'))),
    ss7.connectionRequest(THERE, 0x10203, RANAP, u8(0, 19, 0x40, 0)),
    ss7.connectionData(THERE, 0x40506, u8(0, 19, 0x40, 0), true),
  ]

  it.each(messages.map((message, i) => [i, message] as const))(
    'damaged and cut anywhere: message %i',
    (_i, message) => {
      const tracker = sigtran.track!()
      for (let round = 0; round < 1000; round++) {
        const bytes = round < message.length ? message.subarray(0, round) : mutate(message, random)
        const out = new Kept(true)
        sigtran.recognize(bytes, 0, bytes.length)
        sigtran.decode(bytes, 0, bytes.length, bytes.length, whereOf(), out)
        expect(out.depth).toBe(0)
        const seen = messageWith({ where: whereOf(), protocol: 'SIGTRAN', details: out.details })
        tracker.see(seen, { bytes, from: 0, to: bytes.length })
        expect(seen.keys.length).toBeGreaterThan(0)
      }
    },
  )

  it('elements in elements end at a bound', () => {
    const nested = concatenated(2000)
    const out = new Kept(true)
    const bomb = ss7.m3ua(1, 1, ss7.parameter(0x0210, nested))
    sigtran.decode(bomb, 0, bomb.length, bomb.length, whereOf(), out)
    expect(out.depth).toBe(0)
  })
})

/** A UDT whose data are `depth` constructed elements of indefinite length, each in the one before. */
function concatenated(depth: number): Uint8Array {
  const head = [0, 0, 0, 1, 0, 0, 0, 2, 3, 2, 0, 1, 9, 0, 3, 4, 5, 1, 0x42, 1, 0x42, 255]
  return Uint8Array.from([...head, ...Array.from({ length: depth }, () => [0x6b, 0x80]).flat()])
}
