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
    it: 'a refusal in its own words, and the one that it was made of',
    outcome: 'failed',
    verdict: {
      kind: 'server_failure',
      protocol: 'SIP',
      request: 'INVITE',
      code: 500,
      name: 'Server Internal Error',
      frame: 8,
      stated: 'Q.850 42',
      translated_from: { code: 503, name: 'Service Unavailable', frame: 6 },
    },
    text: 'SIP INVITE failed with 500 Server Internal Error: a server failed or was overloaded, stated as Q.850 42 (frame 8); another hop had answered 503 Service Unavailable (frame 6).',
  },
  {
    it: 'who ended a call, and why',
    outcome: 'success',
    verdict: { kind: 'answered', ended_by: 'callee', stated: 'Q.850 38 (Network out of order)' },
    text: 'Answered; the callee ended it, stated as Q.850 38 (Network out of order).',
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
    text: 'SIP failed with 408 Request Timeout: it was not answered in time.',
  },
  {
    it: 'a message that says no by its own name: with its cause, and who sent it',
    outcome: 'failed',
    verdict: {
      kind: 'rejected',
      protocol: 'EMM',
      message: 'Attach reject',
      sender: 'MME',
      code: 7,
      name: 'EPS services not allowed',
      frame: 12,
      clause: 'TS 24.301 §9.9.3.9',
    },
    text: 'Attach reject: EPS services not allowed (7) from the MME (frame 12, TS 24.301 §9.9.3.9).',
  },
  {
    it: 'one that has no cause',
    outcome: 'failed',
    verdict: { kind: 'rejected', message: 'Authentication reject', sender: 'MME', frame: 9 },
    text: 'Authentication reject from the MME (frame 9).',
  },
  {
    it: 'a UE that is let go before the end of what it wanted',
    outcome: 'failed',
    verdict: {
      kind: 'let_go',
      procedure: 'LTE attach',
      message: 'UEContextReleaseCommand',
      sender: 'MME',
      code: 0,
      name: 'normal-release',
      frame: 7,
    },
    text: 'UEContextReleaseCommand: normal-release (0) from the MME (frame 7): the UE was let go before the end of LTE attach.',
  },
  {
    it: 'a procedure that stops: after what, and which timer ran out',
    outcome: 'failed',
    verdict: {
      kind: 'timeout',
      procedure: 'LTE attach',
      request: 'Authentication request',
      message: 'DownlinkNASTransport',
      missing: 'The UE did not answer the challenge',
      timer: 'T3410',
      clause: 'TS 24.301 §10.2',
      frame: 6,
    },
    text:
      'LTE attach stopped after Authentication request (frame 6); timer T3410 ran out (TS 24.301 §10.2): ' +
      'the UE did not answer the challenge.',
  },
  {
    it: 'a procedure that was begun anew',
    outcome: 'failed',
    verdict: { kind: 'superseded', procedure: 'LTE attach', request: 'Attach accept', frame: 6 },
    text: 'LTE attach was begun anew before it had ended, after Attach accept (frame 6).',
  },
  {
    it: 'a procedure that was given up',
    outcome: 'cancelled',
    verdict: { kind: 'cancelled', procedure: 'S1 handover', message: 'HandoverCancel', sender: 'eNB', frame: 6 },
    text: 'S1 handover was given up: HandoverCancel from the eNB (frame 6).',
  },
  {
    it: 'what was granted and then aborted',
    outcome: 'failed',
    verdict: { kind: 'aborted', protocol: 'DIAMETER', name: 'INSUFFICIENT_BEARER_RESOURCES', frame: 6 },
    text: 'Granted, and then aborted: INSUFFICIENT_BEARER_RESOURCES (frame 6).',
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
    verdict: { kind: 'some_end' },
    text: 'Some end.',
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
