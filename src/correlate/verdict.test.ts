import { describe, expect, it } from 'vitest'
import type { Outcome } from '../model/session.ts'
import { withSentence } from './verdict.ts'

const cases: { it: string; outcome: Outcome; verdict: Record<string, unknown>; text: string }[] = [
  {
    it: 'a refusal: who said what, where, and by which clause',
    outcome: 'failed',
    verdict: {
      kind: 'busy',
      protocol: 'SIP',
      request: 'INVITE',
      code: 486,
      name: 'Busy Here',
      frame: 7,
      clause: 'RFC 3261 §21.4.24',
    },
    text: 'SIP INVITE failed with 486 Busy Here: the called side was busy (frame 7, RFC 3261 §21.4.24).',
  },
  {
    it: 'a code that no table knows is not guessed',
    outcome: 'failed',
    verdict: { kind: 'rejected', protocol: 'PFCP', code: 199, frame: 3 },
    text: 'PFCP failed with 199 not catalogued (frame 3).',
  },
  {
    it: 'silence, with the timer that it lasted for',
    outcome: 'failed',
    verdict: { kind: 'timeout', protocol: 'SIP', request: 'INVITE', timer: 'B', frame: 1 },
    text: 'Nobody answered INVITE before timer B expired (frame 1).',
  },
  {
    it: 'a timeout that a node told by a code',
    outcome: 'failed',
    verdict: { kind: 'timeout', protocol: 'SIP', code: 408, name: 'Request Timeout' },
    text: 'SIP failed with 408 Request Timeout.',
  },
  {
    it: 'who gave up',
    outcome: 'cancelled',
    verdict: { kind: 'cancelled', ended_by: 'caller', frame: 9 },
    text: 'Given up by the caller before it was answered (frame 9).',
  },
  {
    it: 'who hung up',
    outcome: 'success',
    verdict: { kind: 'answered', ended_by: 'callee' },
    text: 'Answered; the callee ended it.',
  },
  {
    it: 'what a capture does not show',
    outcome: 'incomplete',
    verdict: { kind: 'incomplete_capture' },
    text: 'The capture does not show how it ended.',
  },
  {
    it: 'an end that has no sentence yet',
    outcome: 'success',
    verdict: { kind: 'peer_restart' },
    text: 'Peer restart.',
  },
]

describe('verdicts', () => {
  it.each(cases)('$it', ({ outcome, verdict, text }) => {
    expect(withSentence({ outcome, verdict })!['text']).toBe(text)
  })

  it('say that a code has no name rather than none', () => {
    expect(withSentence({ outcome: 'failed', verdict: { code: 199 } })).toMatchObject({ name: 'not catalogued' })
  })
})
