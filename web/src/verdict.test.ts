import { describe, expect, it } from 'vitest'
import { verdictWords } from './verdict.ts'

describe('a verdict in words', () => {
  const cases: { it: string; outcome: string; verdict?: Record<string, unknown>; want: string }[] = [
    {
      it: 'the server’s own sentence',
      outcome: 'failed',
      verdict: { sentence: 'The eNB was full.', kind: 'x' },
      want: 'The eNB was full.',
    },
    {
      it: 'a kind with its code',
      outcome: 'failed',
      verdict: { kind: 'busy', code: 486 },
      want: 'The called user was busy (486)',
    },
    { it: 'a kind nobody has words for', outcome: 'failed', verdict: { kind: 'out_of_band' }, want: 'Out of band' },
    { it: 'none at all', outcome: 'failed', want: 'Failed; the cause is not catalogued' },
  ]
  it.each(cases)('$it', ({ outcome, verdict, want }) => {
    expect(verdictWords(outcome, verdict)).toBe(want)
  })
})
