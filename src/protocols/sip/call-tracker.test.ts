import { describe, expect, it } from 'vitest'
import type { Message } from '../../model/message.ts'
import { SipTracker } from './call-tracker.ts'
import { lines, messageOf } from './fixture.ts'

const SECOND = 1e9
const HOUR = 3600 * SECOND

/** One message of a script: who sends, what, with which tags, when in seconds. */
interface Step {
  readonly at?: number
  /** `INVITE` or `200 INVITE`. */
  readonly what: string
  readonly id?: string
  readonly from?: string
  readonly to?: string
  readonly tags: string
  readonly branch?: string
  readonly cseq?: number
  readonly ends?: readonly [number, number]
}

function sent(step: Step): Message {
  const { at = 0, what, id = 'call', from = 'alice', to = 'bob', tags, branch = 'b1', cseq = 1, ends } = step
  const [fromTag = '', toTag = ''] = tags.split('/')
  const answer = /^(\d+) (.*)/.exec(what)
  const text = lines(
    answer ? `SIP/2.0 ${answer[1]} x` : `${what} sip:${to}@x SIP/2.0`,
    `Via: SIP/2.0/UDP h;branch=z9hG4bK${branch}`,
    `From: <sip:${from}@x>${fromTag && `;tag=${fromTag}`}`,
    `To: <sip:${to}@x>${toTag && `;tag=${toTag}`}`,
    `Call-ID: ${id}`,
    `CSeq: ${cseq} ${answer ? answer[2] : what}`,
    '',
  )
  return messageOf(text, { time: at * SECOND, ends: ends ?? (answer ? [2, 1] : [1, 2]) })
}

function seen(tracker: SipTracker, ...steps: Step[]): Message[] {
  return steps.map((step) => {
    const message = sent(step)
    tracker.see(message)
    return message
  })
}

/** `0`, `1` …: the generation that the key tells, with `!` where it closes. */
const generations = (messages: readonly Message[]) =>
  messages.map(({ keys: [key] }) => `${key!.value.split('\0')[1] ?? '0'}${key!.use === 'close' ? '!' : ''}`)

const CALL: Step[] = [
  { what: 'INVITE', tags: 'a1/' },
  { what: '180 INVITE', tags: 'a1/b1' },
  { what: '200 INVITE', tags: 'a1/b1' },
  { what: 'ACK', tags: 'a1/b1', branch: 'b2' },
  { what: 'BYE', tags: 'b1/a1', from: 'bob', to: 'alice', branch: 'b3', ends: [2, 1] },
  { what: '200 BYE', tags: 'b1/a1', from: 'bob', to: 'alice', branch: 'b3', ends: [1, 2] },
]
const later = (steps: Step[], seconds: number, tags: (text: string) => string): Step[] =>
  steps.map((step) => ({
    ...step,
    at: (step.at ?? 0) + seconds,
    tags: tags(step.tags),
    branch: `x${step.branch ?? 'b1'}`,
  }))
const otherTags = (text: string) => text.replaceAll('1', '2')

const scripts: { it: string; steps: Step[]; want: string[] }[] = [
  { it: 'a call ends with the answer to its BYE', steps: CALL, want: ['0', '0', '0', '0', '0', '0!'] },
  {
    it: 'S31: the same Call-ID for a new call after the first has ended',
    steps: [...CALL, ...later(CALL, 10, otherTags)],
    want: ['0', '0', '0', '0', '0', '0!', '1', '1', '1', '1', '1', '1!'],
  },
  {
    it: 'S31: the same Call-ID after an hour of silence, whatever its tags',
    steps: [CALL[0]!, CALL[1]!, ...later(CALL.slice(0, 2), HOUR / SECOND + 1, (tags) => tags)],
    want: ['0', '0', '1', '1'],
  },
  {
    it: 'a long call without a word goes on within its dialog',
    steps: [...CALL.slice(0, 4), { at: 7200, what: 'BYE', tags: 'a1/b1', branch: 'b9' }],
    want: ['0', '0', '0', '0', '0'],
  },
  {
    it: 'phones behind one NAT with the same Call-ID at the same time',
    steps: [
      { what: 'INVITE', tags: 'a1/' },
      { what: 'INVITE', tags: 'c1/', from: 'carol', branch: 'b7', ends: [3, 2] },
      { what: '200 INVITE', tags: 'a1/b1' },
      { what: '486 INVITE', tags: 'c1/d1', from: 'carol', branch: 'b7', ends: [2, 3] },
      { what: 'ACK', tags: 'c1/d1', from: 'carol', branch: 'b7', ends: [3, 2] },
      { what: 'BYE', tags: 'b1/a1', from: 'bob', to: 'alice', branch: 'b8' },
    ],
    want: ['0', '1', '0', '1!', '1!', '0'],
  },
  {
    it: 'an agent that keeps the Call-ID and changes the tags stays one call, until both legs have ended',
    steps: [
      { what: 'INVITE', tags: 'a1/' },
      { what: 'INVITE', tags: 's1/', branch: 'b2', ends: [2, 3] },
      { what: '200 INVITE', tags: 's1/b1', branch: 'b2', ends: [3, 2] },
      { what: '200 INVITE', tags: 'a1/t1' },
      { what: '200 BYE', tags: 's1/b1', branch: 'b4', ends: [3, 2] },
      { what: '200 BYE', tags: 'a1/t1', branch: 'b5' },
    ],
    want: ['0', '0', '0', '0', '0', '0!'],
  },
  {
    it: 'S12: another try after a challenge is the same call, even with a new tag',
    steps: [
      { what: 'INVITE', tags: 'a1/' },
      { what: '407 INVITE', tags: 'a1/p' },
      { what: 'ACK', tags: 'a1/p' },
      { what: 'INVITE', tags: 'a2/', cseq: 2, branch: 'b2' },
    ],
    want: ['0', '0', '0', '0'],
  },
  {
    it: 'a call that was refused has ended, and its ACK closes too',
    steps: [
      { what: 'INVITE', tags: 'a1/' },
      { what: '486 INVITE', tags: 'a1/b1' },
      { what: 'ACK', tags: 'a1/b1' },
      { what: 'INVITE', tags: 'a2/', branch: 'b2' },
    ],
    want: ['0', '0!', '0!', '1'],
  },
  {
    it: 'S13: one branch of a fork that fails does not end the call',
    steps: [
      { what: 'INVITE', tags: 'a1/' },
      { what: 'INVITE', tags: 'a1/', branch: 'f1', ends: [2, 3] },
      { what: 'INVITE', tags: 'a1/', branch: 'f2', ends: [2, 4] },
      { what: '486 INVITE', tags: 'a1/b1', branch: 'f1', ends: [3, 2] },
      { what: '200 INVITE', tags: 'a1/b2', branch: 'f2', ends: [4, 2] },
      { what: '200 INVITE', tags: 'a1/b2' },
    ],
    want: ['0', '0', '0', '0', '0', '0'],
  },
  {
    it: 'S15: a re-INVITE that fails does not end the call',
    steps: [
      ...CALL.slice(0, 4),
      { what: 'INVITE', tags: 'a1/b1', cseq: 2, branch: 'r' },
      { what: '491 INVITE', tags: 'a1/b1', cseq: 2, branch: 'r' },
    ],
    want: ['0', '0', '0', '0', '0', '0'],
  },
  {
    it: 'S36: refreshes of a registration are one session, with any tags and after any time',
    steps: [
      { what: 'REGISTER', tags: 'a1/', to: 'alice' },
      { what: '200 REGISTER', tags: 'a1/r', to: 'alice' },
      { at: 7200, what: 'REGISTER', tags: 'a2/', to: 'alice', cseq: 2, branch: 'b2' },
      { at: 7200, what: '403 REGISTER', tags: 'a2/r', to: 'alice', cseq: 2, branch: 'b2' },
    ],
    want: ['0', '0', '0', '0'],
  },
  {
    it: 'registrations of two users with one Call-ID are two',
    steps: [
      { what: 'REGISTER', tags: 'a1/', to: 'alice' },
      { what: 'REGISTER', tags: 'c1/', from: 'carol', to: 'carol', branch: 'b2' },
    ],
    want: ['0', '1'],
  },
  {
    it: 'requests outside dialogs end with their answer',
    steps: [
      { what: 'OPTIONS', tags: 'a1/' },
      { what: '200 OPTIONS', tags: 'a1/b1' },
      { what: 'OPTIONS', tags: 'a2/', branch: 'b2', cseq: 2 },
      { what: 'SUBSCRIBE', tags: 'a1/', id: 'other' },
      { what: '489 SUBSCRIBE', tags: 'a1/b1', id: 'other' },
    ],
    want: ['0', '0!', '0', '0', '0!'],
  },
  {
    it: 'S20: a capture that starts with a BYE',
    steps: [
      { what: 'BYE', tags: 'a1/b1' },
      { what: '200 BYE', tags: 'a1/b1' },
    ],
    want: ['0', '0!'],
  },
  {
    it: 'S38: only an ACK',
    steps: [{ what: 'ACK', tags: 'a1/b1' }],
    want: ['0'],
  },
]

describe('calls that share a Call-ID', () => {
  it.each(scripts)('$it', ({ steps, want }) => {
    expect(generations(seen(new SipTracker(), ...steps))).toEqual(want)
  })
})

const marks = (messages: readonly Message[]) => messages.map(({ details }) => details.retransmission === true)

describe('retransmissions', () => {
  const invite: Step = { what: 'INVITE', tags: 'a1/' }

  it('S10: an INVITE sent seven times is one and six repeats', () => {
    const times = [0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5]
    const messages = seen(new SipTracker(), ...times.map((at) => ({ ...invite, at })))
    expect(marks(messages)).toEqual([false, true, true, true, true, true, true])
    expect(messages[1]).toMatchObject({ clues: [], parties: [], announces: [] })
  })

  const others: { it: string; steps: Step[]; want: boolean[] }[] = [
    { it: 'S11: the next hop is no repeat', steps: [invite, { ...invite, ends: [2, 3] }], want: [false, false] },
    { it: 'another try is none', steps: [invite, { ...invite, branch: 'b2', cseq: 2 }], want: [false, false] },
    {
      it: 'after 32 s it is none',
      steps: [invite, { ...invite, at: 33 }, { ...invite, at: 34 }],
      want: [false, false, true],
    },
    {
      it: 'answers and ACKs too',
      steps: [
        { what: '200 INVITE', tags: 'a1/b1' },
        { what: '200 INVITE', tags: 'a1/b1' },
        { what: 'ACK', tags: 'a1/b1' },
        { what: 'ACK', tags: 'a1/b1' },
      ],
      want: [false, true, false, true],
    },
    {
      it: 'S13: answers of two forks are none',
      steps: [
        { what: '180 INVITE', tags: 'a1/b1' },
        { what: '180 INVITE', tags: 'a1/b2' },
      ],
      want: [false, false],
    },
  ]
  it.each(others)('$it', ({ steps, want }) => {
    expect(marks(seen(new SipTracker(), ...steps))).toEqual(want)
  })
})

it('each clue and party of a call is told once', () => {
  const messages = seen(
    new SipTracker(),
    { what: 'INVITE', tags: 'a1/' },
    { what: 'INVITE', tags: 'a1/', ends: [2, 3], branch: 'b2' },
    { what: 'BYE', tags: 'b1/a1', from: 'bob', to: 'alice', branch: 'b3' },
  )
  expect(messages.map(({ clues }) => clues.map(({ kind }) => kind))).toEqual([
    ['call-id', 'via-branch', 'numbers'],
    ['via-branch'],
    [],
  ])
  expect(messages.map(({ parties }) => parties.map(({ role }) => role))).toEqual([['caller', 'callee'], [], []])
})

it('forgets the Call-IDs that were used longest ago', () => {
  const tracker = new SipTracker(10)
  seen(tracker, ...CALL)
  const many = Array.from({ length: 40 }, (_, i): Step => ({ what: 'INVITE', tags: 'a1/', id: `n${i}` }))
  seen(tracker, ...many)
  expect(generations(seen(tracker, ...later(CALL.slice(0, 1), 5, otherTags)))).toEqual(['0'])
  expect(tracker.size).toBeLessThanOrEqual(20)
})

const meanwhile = (at: number): Step => ({ at, what: 'INVITE', tags: 'm1/', id: `meanwhile ${at}` })

describe('what has been over for longer than anything is repeated', () => {
  it('is still told from a later call with its Call-ID, and knows its stragglers', () => {
    const tracker = new SipTracker()
    seen(tracker, ...CALL, meanwhile(40))
    expect(generations(seen(tracker, ...later(CALL.slice(0, 2), 50, otherTags)))).toEqual(['1', '1'])
    expect(generations(seen(tracker, { at: 51, what: 'BYE', tags: 'b1/a1', branch: 'b4' }))).toEqual(['0!'])
    seen(tracker, meanwhile(90), meanwhile(130))
    expect(generations(seen(tracker, { at: 131, what: '200 INVITE', tags: 'a2/b2' }))).toEqual(['1'])
  })

  it('tells nobody again', () => {
    const tracker = new SipTracker()
    seen(tracker, ...CALL, meanwhile(40))
    const [late] = seen(tracker, { at: 50, what: 'BYE', tags: 'b1/a1', from: 'bob', to: 'alice', branch: 'b4' })
    expect(late!.parties).toEqual([])
  })

  it('knows what is repeated of a registration that goes on', () => {
    const tracker = new SipTracker()
    const register: Step = { what: 'REGISTER', tags: 'r1/', id: 'registration', branch: 'b1' }
    const again: Step = { ...register, at: 31, branch: 'b2', cseq: 2 }
    seen(tracker, register, again, meanwhile(33))
    expect(marks(seen(tracker, { ...again, at: 34 }))).toEqual([true])
  })
})

describe('a glance', () => {
  /** The same BYE from one end, glanced at after the call was seen. */
  const glancedAt = (tracker: SipTracker, step: Step) => {
    const { raw, where } = sent(step)
    return tracker.glance(raw!.bytes, raw!.from, raw!.to, where)
  }
  const [, , , ack, bye, answer] = CALL as [Step, Step, Step, Step, Step, Step]

  it('says of a message nothing that was said of another', () => {
    const tracker = new SipTracker()
    seen(tracker, ...CALL.slice(0, 3))
    const first = glancedAt(tracker, ack)!
    first.details['tunnel'] = [{ teid: '0x00000001' }]
    expect(glancedAt(tracker, ack)).toMatchObject({
      details: { retransmission: true },
      besides: { retransmission: true },
    })
    const next = glancedAt(tracker, bye)!
    expect(next).toMatchObject({ name: 'BYE', besides: undefined, keys: [{ use: 'open' }] })
    expect([next.details['tunnel'], next.details['retransmission']]).toEqual([undefined, undefined])
    expect(glancedAt(tracker, answer)).toMatchObject({ name: '200 OK', keys: [{ use: 'close' }] })
  })

  it.each([
    ['of a call that nobody knows', { ...bye, id: 'other' }],
    ['with tags that nobody knows', { ...bye, tags: 'x1/y1' }],
    ['of a method outside calls', { ...bye, what: 'REGISTER' }],
  ])('is not enough for a message %s', (_what, step) => {
    const tracker = new SipTracker()
    seen(tracker, ...CALL.slice(0, 3))
    expect(glancedAt(tracker, step)).toBeUndefined()
  })
})
