/** Requests and their answers, hop by hop: RFC 6733 §3, §5.5.4; DOMAIN 4.8, 7.11. */
import { describe, expect, it } from 'vitest'
import { avp, diameterMessage, type Header } from '../../../test/make/diameter.ts'
import { messageOf } from './fixture.ts'
import { DiameterTracker } from './tracker.ts'

const MME = 1
const DRA = 2
const HSS1 = 3
const HSS2 = 4
const MS = 1e6

interface Step {
  readonly at: number
  readonly ends: readonly [number, number]
  readonly header: Partial<Header>
  readonly avps?: readonly Uint8Array[]
  readonly association?: number
}

const SESSION = avp(263, 'mme;1;1')
const ORIGIN = avp(264, 'mme.example')

/** Details of each message as the tracker leaves them, without those that the wire tells. */
function seen(steps: readonly Step[]): Record<string, unknown>[] {
  const tracker = new DiameterTracker()
  return steps.map(({ at, ends, header, avps = [SESSION, ORIGIN], association }, i) => {
    const whole = { command: 316, application: 16777251, request: true, ...header }
    const message = messageOf(diameterMessage(whole, ...avps), {
      ends,
      time: at * MS,
      frame: i + 1,
      ...(association !== undefined && { association }),
    })
    tracker.see(message)
    const { latency_ms, latency_last_ms, retransmission, hop, request_frame, answer_frame } = message.details
    const kept = { latency_ms, latency_last_ms, retransmission, hop, request_frame, answer_frame }
    return Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined))
  })
}

const ask = (at: number, ends: readonly [number, number], ids: readonly [number, number], flags = 0x40): Step => ({
  at,
  ends,
  header: { hopByHop: ids[0], endToEnd: ids[1], flags },
})
const answer = (at: number, ends: readonly [number, number], ids: readonly [number, number]): Step => ({
  at,
  ends,
  header: { hopByHop: ids[0], endToEnd: ids[1], request: false },
  avps: [SESSION, avp(268, 2001), avp(264, 'hss.example')],
})

const cases: { it: string; steps: Step[]; want: Record<string, unknown>[] }[] = [
  {
    it: 'an answer to its request',
    steps: [ask(0, [MME, DRA], [1, 9]), answer(7, [DRA, MME], [1, 9])],
    want: [{}, { latency_ms: 7, request_frame: 1 }],
  },
  {
    it: 'an answer on another connection is none',
    steps: [ask(0, [MME, DRA], [1, 9]), answer(7, [HSS1, DRA], [1, 9])],
    want: [{}, {}],
  },
  {
    it: 'an answer without a request',
    steps: [answer(7, [DRA, MME], [1, 9])],
    want: [{}],
  },
  {
    it: 'D6 an answer that stands before its request in the file',
    steps: [answer(7, [DRA, MME], [1, 9]), ask(5, [MME, DRA], [1, 9])],
    want: [{}, { latency_ms: 2, answer_frame: 1 }],
  },
  {
    it: 'D7 a hop-by-hop identifier that is used again',
    steps: [
      ask(0, [MME, DRA], [1, 9]),
      answer(7, [DRA, MME], [1, 9]),
      { ...ask(1000, [MME, DRA], [1, 10]), avps: [avp(263, 'mme;1;2'), ORIGIN] },
      { ...answer(1003, [DRA, MME], [1, 10]), avps: [avp(263, 'mme;1;2'), avp(268, 2001)] },
    ],
    want: [{}, { latency_ms: 7, request_frame: 1 }, {}, { latency_ms: 3, request_frame: 3 }],
  },
  {
    it: 'D7 both identifiers always 0, as some stacks write them',
    steps: [
      ask(0, [MME, DRA], [0, 0]),
      answer(1, [DRA, MME], [0, 0]),
      { ...ask(5, [MME, DRA], [0, 0]), avps: [avp(263, 'mme;1;2'), ORIGIN] },
      { ...answer(8, [DRA, MME], [0, 0]), avps: [avp(263, 'mme;1;2'), avp(268, 2001)] },
    ],
    want: [{}, { latency_ms: 1, request_frame: 1 }, {}, { latency_ms: 3, request_frame: 3 }],
  },
  {
    it: 'D8 an agent: the same end-to-end identifier on two connections',
    steps: [
      ask(0, [MME, DRA], [1, 9]),
      ask(2, [DRA, HSS1], [55, 9]),
      answer(6, [HSS1, DRA], [55, 9]),
      answer(8, [DRA, MME], [1, 9]),
    ],
    want: [{}, { hop: 2 }, { latency_ms: 4, request_frame: 2 }, { latency_ms: 8, request_frame: 1 }],
  },
  {
    it: 'an agent that stands on one address with its client, told by Route-Record',
    steps: [
      ask(0, [MME, DRA], [1, 9]),
      { ...ask(2, [MME, HSS1], [55, 9]), avps: [SESSION, ORIGIN, avp(282, 'mme.example')] },
    ],
    want: [{}, { hop: 2 }],
  },
  {
    it: 'D9 a request that is sent again to the same peer',
    steps: [ask(0, [MME, DRA], [1, 9]), ask(4, [MME, DRA], [1, 9], 0x50), answer(7, [DRA, MME], [1, 9])],
    want: [{}, { retransmission: true }, { latency_ms: 7, latency_last_ms: 3, request_frame: 1 }],
  },
  {
    it: 'an answer that is sent again',
    steps: [ask(0, [MME, DRA], [1, 9]), answer(7, [DRA, MME], [1, 9]), answer(9, [DRA, MME], [1, 9])],
    want: [{}, { latency_ms: 7, request_frame: 1 }, { latency_ms: 9, request_frame: 1, retransmission: true }],
  },
  {
    it: '7.11 an agent that fails over to another peer',
    steps: [
      ask(0, [MME, DRA], [1, 9]),
      ask(1, [DRA, HSS1], [55, 9]),
      ask(5001, [DRA, HSS2], [56, 9], 0x50),
      answer(5010, [HSS2, DRA], [56, 9]),
      answer(5012, [DRA, MME], [1, 9]),
    ],
    want: [
      {},
      { hop: 2 },
      { retransmission: true, hop: 2 },
      { latency_ms: 9, request_frame: 3 },
      { latency_ms: 5012, request_frame: 1 },
    ],
  },
  {
    it: 'an answer on another path of the association',
    steps: [
      { ...ask(0, [MME, DRA], [1, 9]), association: 5 },
      { ...answer(3, [HSS2, MME], [1, 9]), association: 5 },
    ],
    want: [{}, { latency_ms: 3, request_frame: 1 }],
  },
  {
    it: 'the next request of a session with the same identifiers is no repeat',
    steps: [
      { ...ask(0, [MME, DRA], [1, 9]), avps: [SESSION, ORIGIN, avp(415, 0)] },
      { ...ask(5, [MME, DRA], [1, 9]), avps: [SESSION, ORIGIN, avp(415, 1)] },
    ],
    want: [{}, {}],
  },
  {
    it: 'a request like one of long ago',
    steps: [ask(0, [MME, DRA], [1, 9]), ask(40_000, [MME, DRA], [1, 9])],
    want: [{}, {}],
  },
]

describe('the tracker', () => {
  it.each(cases)('$it', ({ steps, want }) => expect(seen(steps)).toEqual(want))

  it('D15 gives an answer without a Session-Id that of its request', () => {
    const tracker = new DiameterTracker()
    const request = messageOf(diameterMessage({ command: 316, application: 16777251, request: true }, SESSION), {})
    const error = { command: 316, application: 16777251, request: false, flags: 0x20 }
    const reply = messageOf(diameterMessage(error, avp(268, 3004)), { ends: [2, 1], time: 1 })
    tracker.see(request)
    tracker.see(reply)
    expect(reply.details).toMatchObject({ session_id: 'mme;1;1', result_name: 'DIAMETER_TOO_BUSY', failed: true })
    expect(reply.keys).toEqual(request.keys)
  })

  it('lets a repeat say nothing', () => {
    const tracker = new DiameterTracker()
    const bytes = diameterMessage({ command: 316, request: true }, SESSION, ORIGIN, avp(1, '001010000000001'))
    const [first, again] = [messageOf(bytes, {}), messageOf(bytes, { time: 1 })]
    tracker.see(first)
    tracker.see(again)
    expect([first.parties.length, again.parties.length, again.clues.length]).toEqual([1, 0, 0])
  })

  it('lets a session tell whom it is about once', () => {
    const tracker = new DiameterTracker()
    const about = (n: number, imsi: string): number[] => {
      const message = messageOf(
        diameterMessage({ command: 272, request: true, hopByHop: n }, SESSION, avp(415, n), avp(1, imsi)),
        { time: n },
      )
      tracker.see(message)
      return [message.parties.length, message.clues.length]
    }
    const [one, other] = ['001010000000001', '001010000000002']
    expect([about(0, one), about(1, one), about(2, other)]).toEqual([
      [1, 1],
      [0, 0],
      [1, 0],
    ])
  })
})
