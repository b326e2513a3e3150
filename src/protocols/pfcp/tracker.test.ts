import { describe, expect, it } from 'vitest'
import type { Message } from '../../model/message.ts'
import { messageWith, whereOf } from '../sip/fixture.ts'
import { PfcpTracker } from './tracker.ts'

/** Who sends to whom (last numbers of addresses), what, and with which SEID, sequence number, F-SEID and cause. */
interface Sent {
  ends: [number, number]
  type: number
  seid?: number
  sequence: number
  given?: number
  cause?: number
  /** Seconds. */
  at?: number
}

function seidOf(seid: number): string {
  return `0x${seid.toString(16).padStart(16, '0')}`
}

function messageOf({ ends, type, seid, sequence, given, cause, at = 0 }: Sent): Message {
  const details: Record<string, unknown> = { message_type_code: type, sequence }
  if (seid !== undefined) details['seid'] = seidOf(seid)
  if (given !== undefined) details['f_seid'] = { seid: seidOf(given), ipv4: `10.0.0.${ends[0]}` }
  if (cause !== undefined) details['cause_code'] = cause
  const where = whereOf({ ends, time: at * 1e9 })
  return messageWith({ where, protocol: 'PFCP', details })
}

function tracked(sent: readonly Sent[]): Message[] {
  const tracker = new PfcpTracker()
  return sent.map((one) => {
    const message = messageOf(one)
    tracker.see(message)
    return message
  })
}

/** A session of control plane 1 and user plane 2: established, changed, deleted. */
function life(cp: number, up: number, sequence: number): Sent[] {
  return [
    { ends: [1, 2], type: 50, seid: 0, sequence, given: cp },
    { ends: [2, 1], type: 51, seid: cp, sequence, given: up, cause: 1 },
    { ends: [1, 2], type: 52, seid: up, sequence: sequence + 1 },
    { ends: [2, 1], type: 53, seid: cp, sequence: sequence + 1, cause: 1 },
    { ends: [2, 1], type: 56, seid: cp, sequence: sequence + 2 },
    { ends: [1, 2], type: 57, seid: up, sequence: sequence + 2, cause: 1 },
    { ends: [1, 2], type: 54, seid: up, sequence: sequence + 3 },
    { ends: [2, 1], type: 55, seid: cp, sequence: sequence + 3, cause: 1 },
  ]
}

/** Sessions by their first key, a number each in order of appearance. */
function sessions(messages: readonly Message[]): number[] {
  const numbers = new Map<string, number>()
  return messages.map(({ keys: [key] }) => {
    const text = `${key?.kind} ${key?.value}`
    if (!numbers.has(text)) numbers.set(text, numbers.size + 1)
    return numbers.get(text)!
  })
}

const cases: { it: string; sent: Sent[]; want: number[] }[] = [
  { it: 'a session from establishment to deletion is one', sent: life(0x11, 0x22, 1), want: [1, 1, 1, 1, 1, 1, 1, 1] },
  {
    it: 'sessions that are open at once stay apart, though all begin with SEID 0',
    sent: [0, 1, 2]
      .flatMap((i) => life(0x11 + i, 0x22 + i, 1 + 10 * i).slice(0, 4))
      .toSorted((a, b) => a.type - b.type),
    want: [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3],
  },
  {
    it: 'SEIDs that are given again after a deletion are another session',
    sent: [...life(0x11, 0x22, 1), ...life(0x11, 0x22, 20)],
    want: [1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2],
  },
  {
    it: 'SEIDs that are given again without a deletion (a restart) too',
    sent: [...life(0x11, 0x22, 1).slice(0, 4), ...life(0x11, 0x22, 20).slice(0, 4)],
    want: [1, 1, 1, 1, 2, 2, 2, 2],
  },
  {
    it: 'the same SEIDs at other nodes are another session',
    sent: [
      ...life(0x11, 0x22, 1).slice(0, 4),
      ...life(0x11, 0x22, 1)
        .slice(0, 4)
        .map((one): Sent => ({ ...one, ends: [one.ends[0] + 2, one.ends[1] + 2] })),
    ],
    want: [1, 1, 1, 1, 2, 2, 2, 2],
  },
  {
    it: 'begun in midstream: answers join their requests',
    sent: life(0x11, 0x22, 1).slice(2),
    want: [1, 1, 1, 1, 1, 1],
  },
  {
    it: 'a rejected establishment is a session of its own',
    sent: [
      { ends: [1, 2], type: 50, seid: 0, sequence: 1, given: 0x11 },
      { ends: [2, 1], type: 51, seid: 0, sequence: 1, cause: 72 },
      ...life(0x11, 0x22, 2).slice(0, 2),
    ],
    want: [1, 1, 2, 2],
  },
  {
    it: 'what nodes say to each other, and no heartbeat with another',
    sent: [
      { ends: [1, 2], type: 5, sequence: 1 },
      { ends: [2, 1], type: 6, sequence: 1, cause: 1 },
      { ends: [1, 2], type: 1, sequence: 2 },
      { ends: [2, 1], type: 2, sequence: 2 },
      { ends: [1, 2], type: 1, sequence: 3 },
    ],
    want: [1, 1, 2, 2, 3],
  },
]

describe('keys', () => {
  it.each(cases)('$it', ({ sent, want }) => expect(sessions(tracked(sent))).toEqual(want))

  it('two that were begun in midstream by either end prove to be one', () => {
    const messages = tracked([
      { ends: [2, 1], type: 56, seid: 0x11, sequence: 1 },
      { ends: [1, 2], type: 52, seid: 0x22, sequence: 2 },
      { ends: [2, 1], type: 53, seid: 0x11, sequence: 2, cause: 1 },
      { ends: [2, 1], type: 56, seid: 0x11, sequence: 3 },
    ])
    expect(messages.map(({ keys }) => keys.map(({ value }) => value))).toEqual([['1'], ['2'], ['2', '1'], ['2']])
  })

  it('a message that was cut within its header is of its nodes', () => {
    const details = { message_type_code: 50 }
    const message = messageWith({ where: whereOf(), protocol: 'PFCP', details })
    new PfcpTracker().see(message)
    expect(message.keys).toEqual([{ kind: 'pfcp-node', value: '10.0.0.1<->10.0.0.2', use: 'open' }])
  })

  it('opens with the first message, and closes with the deletion', () => {
    const uses = tracked(life(0x11, 0x22, 1)).map(({ keys }) => keys[0]?.use)
    expect(uses).toEqual(['open', 'same', 'same', 'same', 'same', 'same', 'same', 'close'])
  })
})

describe('transactions', () => {
  it('tells repeats, and the latency from the first transmission', () => {
    const [request, response] = life(0x11, 0x22, 1)
    const messages = tracked([request!, { ...request!, at: 3 }, { ...response!, at: 3.002 }, { ...response!, at: 4 }])
    expect(messages.map(({ details }) => details['retransmission'])).toEqual([undefined, true, undefined, true])
    expect(messages[2]?.details['latency_ms']).toBe(3002)
    expect(sessions(messages)).toEqual([1, 1, 1, 1])
  })

  it('an answer that stands before its request in the capture is its answer all the same', () => {
    const [request, response] = life(0x11, 0x22, 1)
    const messages = tracked([{ ...response!, at: 1.002 }, { ...request!, at: 1 }, ...life(0x11, 0x22, 1).slice(2)])
    expect(messages[1]?.details['latency_ms']).toBe(2)
    expect(new Set(sessions(messages))).toEqual(new Set([1]))
    expect(sessions(tracked([response!, { ...request!, at: 1 }]))).toEqual([1, 2])
  })

  it('a number that is used again later is another request', () => {
    const heartbeat: Sent = { ends: [1, 2], type: 1, sequence: 1 }
    const messages = tracked([heartbeat, { ...heartbeat, at: 60 }])
    expect(messages[1]?.details['retransmission']).toBeUndefined()
  })
})
