import { describe, expect, it } from 'vitest'
import type { Message } from '../../model/message.ts'
import { newDraft, note } from './sip-draft.ts'
import { callResult } from './sip-outcome.ts'
import { statedReason } from './sip-reasons.ts'

describe('what a message says of why', () => {
  it.each([
    ['Q.850;cause=18;text="No user responding"', undefined, 'Q.850 18 (No user responding)'],
    ['q.850 ; cause = 16', undefined, 'Q.850 16'],
    [
      'SIP;cause=480;text="gone", Q.850;cause=20;text="Subscriber absent"',
      undefined,
      'SIP 480 (gone), Q.850 20 (Subscriber absent)',
    ],
    [undefined, '304 10.20.0.3 "Media type not available"', 'warning 304 (Media type not available)'],
    ['FEC;text="none of ours"', 'not a warning', undefined],
    [undefined, undefined, undefined],
  ])('Reason %s, Warning %s', (reason, warning, want) => {
    expect(statedReason({ reason, warning })).toBe(want)
  })

  it('what the body adds: ISUP where the header says something else, and where to call instead', () => {
    const isup = { cause_code: 17, cause: 'User busy' }
    expect(statedReason({ isup })).toBe('ISUP 17 (User busy)')
    expect(statedReason({ isup, reason: 'Q.850;cause=17', q850_cause: 17 })).toBe('Q.850 17')
    expect(statedReason({ isup, reason: 'Q.850;cause=31', q850_cause: 31 })).toBe('Q.850 31, ISUP 17 (User busy)')
    expect(statedReason({ ims_service: { type: 'emergency', action: 'emergency-registration' } })).toBe(
      'alternative service emergency (emergency-registration)',
    )
  })

  it('is bounded', () => {
    expect(statedReason({ reason: `SIP;cause=500;text="${'x'.repeat(1000)}"` })).toHaveLength(120)
  })
})

const [CALLER, PROXY, CALLEE] = ['10.0.0.1:5060', '10.0.0.2:5060', '10.0.0.3:5060']

function message(at: number, source: string, destination: string, details: object): Message {
  const where = { source: { text: source }, destination: { text: destination }, time: at * 1e6, frame: at }
  const common = { call_id: 'c', from_tag: 'a', cseq_number: 1, cseq_method: 'INVITE' }
  return { details: { ...common, ...details }, where } as unknown as Message
}

/** The callee refuses with one status, and the proxy with another. */
function verdictOf(heard: object, told: object): Readonly<Record<string, unknown>> {
  const draft = newDraft()
  note(draft, message(1, CALLER, PROXY, { method: 'INVITE' }))
  note(draft, message(2, PROXY, CALLEE, { method: 'INVITE' }))
  note(draft, message(3, CALLEE, PROXY, heard))
  note(draft, message(4, PROXY, CALLER, told))
  return callResult(draft, 1000, []).verdict
}

describe('a refusal that a proxy passes on', () => {
  it('as another one tells which it was', () => {
    const verdict = verdictOf({ status: 503, reason: 'Q.850;cause=42' }, { status: 500 })
    expect(verdict).toMatchObject({
      code: 500,
      frame: 4,
      translated_from: { code: 503, name: 'Service Unavailable', frame: 3, stated: 'Q.850 42' },
    })
    expect(verdict).not.toHaveProperty('stated')
  })

  it('without the reason that it came with keeps it', () => {
    const verdict = verdictOf({ status: 480, reason: 'Q.850;cause=18' }, { status: 480 })
    expect(verdict).toMatchObject({ code: 480, frame: 4, stated: 'Q.850 18' })
    expect(verdict).not.toHaveProperty('translated_from')
  })

  it('after a challenge or a cancelled branch is its own', () => {
    for (const status of [401, 407, 487]) {
      expect(verdictOf({ status }, { status: 486 })).not.toHaveProperty('translated_from')
    }
  })
})

it('a reason of the BYE is why the call ended', () => {
  const draft = newDraft()
  note(draft, message(1, CALLER, CALLEE, { method: 'INVITE' }))
  note(draft, message(2, CALLEE, CALLER, { status: 200, to_tag: 'b' }))
  const bye = { method: 'BYE', to_tag: 'b', cseq_number: 2, cseq_method: 'BYE', reason: 'Q.850;cause=38;text="Down"' }
  note(draft, message(9, CALLER, CALLEE, bye))
  note(draft, message(10, CALLEE, CALLER, { status: 200, to_tag: 'b', cseq_number: 2, cseq_method: 'BYE' }))
  expect(callResult(draft, 1000, []).verdict).toMatchObject({ ended_by: 'caller', stated: 'Q.850 38 (Down)' })
})
