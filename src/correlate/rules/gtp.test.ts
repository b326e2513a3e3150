import { describe, expect, it } from 'vitest'
import { mergeDrafts, newDraft, type Step } from './gtp-draft.ts'
import { connectionResult, pathResult } from './gtp-outcome.ts'

const STEP: Step = {
  name: 'Create Session',
  protocol: 'GTPv2',
  sequence: 1,
  source: 'a',
  destination: 'b',
  at: 0,
  frame: 1,
  repeats: 0,
}
const accepted = { cause_code: 16 }
const released = { ...STEP, name: 'Delete Session', ...accepted }

const results: { it: string; steps: Step[]; outcome: string; verdict: object }[] = [
  { it: 'up', steps: [{ ...STEP, ...accepted }], outcome: 'success', verdict: { kind: 'active' } },
  { it: 'down again', steps: [{ ...STEP, ...accepted }, released], outcome: 'success', verdict: { kind: 'released' } },
  { it: 'only its end was seen', steps: [released], outcome: 'incomplete', verdict: { kind: 'no_creation' } },
  { it: 'one request, no answer', steps: [STEP], outcome: 'incomplete', verdict: { kind: 'incomplete_capture' } },
  {
    it: 'three requests, no answer',
    steps: [{ ...STEP, repeats: 2 }],
    outcome: 'failed',
    verdict: { kind: 'timeout', category: 'network' },
  },
  {
    it: 'refused on one hop, accepted on another try',
    steps: [
      { ...STEP, cause_code: 100, failed: true },
      { ...STEP, ...accepted },
    ],
    outcome: 'success',
    verdict: { kind: 'active' },
  },
]

const refusals: [protocol: string, cause: number, category: string][] = [
  ['GTPv2', 92, 'auth'],
  ['GTPv2', 93, 'subscriber'],
  ['GTPv2', 73, 'resource'],
  ['GTPv2', 87, 'user'],
  ['GTPv2', 119, 'policy'],
  ['GTPv2', 70, 'protocol'],
  ['GTPv2', 100, 'network'],
  ['GTPv1', 209, 'auth'],
  ['GTPv1', 219, 'subscriber'],
  ['GTPv1', 199, 'resource'],
  ['GTPv1', 204, 'network'],
]

describe('how a connection went', () => {
  it.each(results)('$it', ({ steps, outcome, verdict }) => {
    expect(connectionResult({ ...newDraft(), steps }, 0)).toMatchObject({ outcome, verdict })
  })

  it.each(refusals)('%s cause %i is of %s', (protocol, cause_code, category) => {
    const steps = [{ ...STEP, protocol, cause_code, failed: true, answer_frame: 2 }]
    expect(connectionResult({ ...newDraft(), steps }, 0)).toMatchObject({
      outcome: 'failed',
      verdict: { kind: 'rejected', category, code: cause_code, frame: 2 },
    })
  })

  it('between nodes: refused, or without an answer', () => {
    const steps = [{ ...STEP, name: 'Delete PDN Connection Set', cause_code: 68, failed: true }]
    expect(pathResult({ ...newDraft(), steps }).outcome).toBe('failed')
    expect(pathResult(newDraft()).verdict).toMatchObject({ kind: 'no_answer' })
  })

  it('halves that have proved to be one tell what each of them was told', () => {
    const half = { ...newDraft(), told: { imsi: '1' }, ebi: 5, bearers: [{ ebi: 5, qci: 9 }], retransmissions: 1 }
    const other = {
      ...newDraft(),
      told: { apn: 'ims' },
      bearers: [{ ebi: 5, tft: 'x' }, { ebi: 7 }],
      retransmissions: 2,
    }
    expect(mergeDrafts([half, other])).toMatchObject({
      told: { imsi: '1', apn: 'ims' },
      ebi: 5,
      bearers: [{ ebi: 5, qci: 9, tft: 'x' }, { ebi: 7 }],
      retransmissions: 3,
    })
  })
})
