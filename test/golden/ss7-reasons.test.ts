/** Why dialogues and connections of SS7 failed, in words: Q.713 §3, Q.773 §3, TS 29.002 §17.7, RFC 4666 §3.8. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import { end } from '../make/internet.ts'
import { u32, u8 } from '../make/octets.ts'
import { octetsOf } from '../make/per.ts'
import { Random } from '../make/random.ts'
import { mutate } from '../fuzz/mutate.ts'
import { Association } from '../make/sctp.ts'
import * as ss7 from '../make/ss7.ts'
import { type Side, Wire } from '../make/wire.ts'
import { Kept, whereOf } from '../../src/protocols/sip/fixture.ts'
import { sigtran } from '../../src/protocols/ss7/sigtran.ts'

const THERE = { opc: 100, dpc: 200 }
const BACK = { opc: 200, dpc: 100 }
const VLR = '491710000001'
const HLR = '4917100000021'
const ANSWER = { ...BACK, from: HLR, to: VLR, dtid: 0x11 }
const ASKED = ss7.tcap(
  ss7.BEGIN,
  { ...THERE, from: VLR, to: HLR, otid: 0x11 },
  ss7.updateLocation(1, '001010000000001'),
)

/** The dialogue portion around a unit: Q.773 §3.2. */
function dialogue(unit: Uint8Array): Uint8Array {
  return ss7.ber(0x6b, ss7.ber(0x28, ss7.ber(6, octetsOf('00 11 86 05 01 01 01')), ss7.ber(0xa0, unit)))
}

const CONTEXT = ss7.ber(0xa1, ss7.ber(6, octetsOf('04 00 00 01 00 01 03')))
const REFUSED = dialogue(
  ss7.ber(0x61, CONTEXT, ss7.ber(0xa2, ss7.ber(2, u8(1))), ss7.ber(0xa3, ss7.ber(0xa1, ss7.ber(2, u8(2))))),
)
/** A return error of invocation 1. */
function failure(code: number, ...parameter: Uint8Array[]): Uint8Array {
  return ss7.tcap(ss7.END, ANSWER, ss7.ber(0xa3, ss7.ber(2, u8(1)), ss7.ber(2, u8(code)), ss7.ber(0x30, ...parameter)))
}

const REJECT = ss7.ber(0xa4, ss7.ber(2, u8(1)), ss7.ber(0x81, u8(2)))

const ANSWERS: readonly { it: string; answer: Uint8Array; details: object; verdict: object }[] = [
  {
    it: 'an absent subscriber, and why he is',
    answer: failure(27, ss7.ber(0x80, u8(2))),
    details: { error: 'absentSubscriber', error_reason: 'noPageResponse' },
    verdict: { code: 27, name: 'absentSubscriber: noPageResponse', category: 'subscriber' },
  },
  {
    it: 'an absent subscriber of a short message, and why he is',
    answer: failure(6, ss7.ber(2, u8(6))),
    details: { error: 'absentSubscriberSM', error_reason: 'GPRS detached' },
    verdict: { code: 6, name: 'absentSubscriberSM: GPRS detached', category: 'subscriber' },
  },
  {
    it: 'a roamer who may not',
    answer: failure(8, ss7.ber(10, u8(0))),
    details: { error: 'roamingNotAllowed', error_reason: 'plmnRoamingNotAllowed' },
    verdict: { code: 8, name: 'roamingNotAllowed: plmnRoamingNotAllowed' },
  },
  {
    it: 'a component that is rejected',
    answer: ss7.tcap(ss7.END, ANSWER, REJECT),
    details: { problem: 'invoke: mistypedParameter' },
    verdict: { name: 'invoke: mistypedParameter' },
  },
  {
    it: 'an abort by the provider',
    answer: ss7.tcapOf(ss7.ABORT, ANSWER, ss7.ber(0x4a, u8(1))),
    details: { abort_cause: 1, abort_cause_name: 'unrecognizedTransactionID' },
    verdict: { code: 1, name: 'unrecognizedTransactionID' },
  },
  {
    it: 'a context that the other end does not know',
    answer: ss7.tcapOf(ss7.ABORT, ANSWER, REFUSED),
    details: {
      application_context: 'networkLocUpContext-v3',
      dialogue_refused: 'application-context-name-not-supported',
    },
    verdict: { name: 'application-context-name-not-supported' },
  },
]

async function analyzed(...messages: (readonly [Side, Uint8Array])[]) {
  const wire = new Wire()
  const association = new Association(wire, 0, { client: end('10.0.0.1', 2905), server: end('10.0.0.2', 2905) })
  messages.forEach(([side, bytes], i) => association.send(10 + i, side, bytes, { ppid: ss7.M3UA }))
  return analyzeCapture(pcap(wire.packets))
}

describe('SS7 says why', () => {
  it.each(ANSWERS)('$it', async ({ answer, details, verdict }) => {
    const { sessions } = await analyzed(['client', ASKED], ['server', answer])
    expect(sessions).toMatchObject([{ subtype: 'MAP', outcome: 'failed', verdict }])
    expect(sessions[0]?.events[1]?.details).toMatchObject(details)
  })

  it('a unit came back', async () => {
    const data = ss7.beginData(0x11, ss7.updateLocation(1, '001010000000001'))
    const back = ss7.returned({ ...BACK, from: HLR, to: VLR }, 1, data)
    const { sessions } = await analyzed(['client', ASKED], ['server', back])
    const told = sessions.flatMap(({ events }) => events).find(({ details }) => details['return_cause'] === 1)
    expect(told?.short).toMatch(/ \(No translation for this specific address\)$/)
    expect(told?.details).toMatchObject({ return_cause_name: 'No translation for this specific address', failed: true })
    expect(sessions).toMatchObject([
      { outcome: 'failed', verdict: { code: 1, name: 'No translation for this specific address' }, events: [{}, {}] },
    ])
  })

  it('a unit came back that nobody can read, and its link goes on', async () => {
    const data = octetsOf('ff 01 02')
    const back = ss7.returned({ ...BACK, from: HLR, to: VLR }, 1, data)
    const other = ss7.returned({ ...BACK, from: HLR, to: VLR }, 4, octetsOf('ff 03'))
    const active = ss7.m3ua(4, 1)
    const { sessions } = await analyzed(['client', active], ['server', back], ['server', other])
    const told = sessions.map(({ subtype, outcome, verdict }) => [subtype, outcome, verdict?.['code']])
    expect(told).toEqual([
      ['link', 'success', undefined],
      ['SCCP', 'failed', 1],
      ['SCCP', 'failed', 4],
    ])
  })

  it('a unit that came back over two hops is one', async () => {
    const back = ss7.returned({ ...BACK, from: HLR, to: VLR }, 1, octetsOf('ff 01 02'))
    const { sessions } = await analyzed(['server', back], ['server', back])
    expect(sessions).toMatchObject([{ subtype: 'SCCP', outcome: 'failed', events: [{}, {}] }])
  })

  it('a connection is refused', async () => {
    const request = ss7.connectionRequest(THERE, 1, 254, octetsOf('00 01 52'))
    const { sessions } = await analyzed(['client', request], ['server', ss7.refused(BACK, 1, 5)])
    expect(sessions).toMatchObject([
      { outcome: 'failed', verdict: { code: 5, name: 'Destination inaccessible', category: 'network' } },
    ])
  })

  it('the layer below has an error, and tells of its state and of points that cannot be reached', async () => {
    const { sessions } = await analyzed(
      ['server', ss7.m3ua(0, 0, ss7.parameter(0x000c, u32(25)), ss7.parameter(0x0006, u32(7)))],
      ['server', ss7.m3ua(0, 1, ss7.parameter(0x000d, u32(0x0001_0003)))],
      ['server', ss7.m3ua(2, 1, ss7.parameter(0x0012, u32(0x0000_00c8)))],
    )
    expect(sessions.flatMap(({ events }) => events.map(({ details }) => details))).toMatchObject([
      { layer_error_code: 25, layer_error: 'Invalid Routing Context', routing_context: 7 },
      { status: 'AS-ACTIVE' },
      { affected_points: [200] },
    ])
  })

  it('damaged and cut anywhere: nothing throws, and branches are closed', () => {
    const random = new Random(11)
    const whole = [...ANSWERS.map(({ answer }) => answer), ss7.refused(BACK, 1, 5)]
    for (const answer of whole) {
      for (let round = 0; round < 1500; round++) {
        const bytes = round < answer.length ? answer.subarray(0, round) : mutate(answer, random)
        const out = new Kept(true)
        sigtran.decode(bytes, 0, bytes.length, bytes.length, whereOf(), out)
        expect(out.depth).toBe(0)
      }
    }
  })
})
