import { known, t } from './words.ts'

type Verdict = Readonly<Record<string, unknown>> | undefined

/** What became of a session, in a sentence: the server's own where it has one, else by what it knows. */
export function verdictWords(outcome: string, verdict: Verdict): string {
  const sentence = verdict?.['sentence'] ?? verdict?.['text']
  if (typeof sentence === 'string') return sentence
  const kind = verdict?.['kind']
  const code = verdict?.['code']
  const key = `verdict.${String(kind)}`
  const words = typeof kind === 'string' ? (known(key) ? t(key) : asSentence(kind)) : t(`verdict.plain.${outcome}`)
  return typeof code === 'number' || typeof code === 'string' ? t('verdict.withCode', { words, code }) : words
}

/** The frame of what went wrong first: what a member failed by before, else what the verdict is about. */
export function firstFrameOf(verdict: Verdict): unknown {
  const before = verdict?.['because'] as Verdict
  return before?.['frame'] ?? verdict?.['frame']
}

/** A kind that has no words yet: its own. */
function asSentence(kind: string): string {
  const words = kind.replaceAll('_', ' ')
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}
