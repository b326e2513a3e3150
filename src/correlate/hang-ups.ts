import { inMilliseconds } from '../model/moment.ts'
import type { Relating, SessionDraft } from '../model/relating.ts'
import type { HangUpRow } from '../model/rows.ts'
import type { SessionFacts } from './rules.ts'

/** Whoever waits for longer has given up by timers of its own. Milliseconds. */
const PATIENCE_MS = 30_000
/** Ends of a session that are looked at: a request passes few nodes. */
const MOST_ENDS = 8
const UNANSWERED: ReadonlySet<unknown> = new Set(['no_answer', 'incomplete_capture', 'timeout'])

type HangUps = ReturnType<Relating['hangUps']>

interface Found {
  readonly row: HangUpRow
  readonly at: number
  /** Who was asked hung up, and not who asked. */
  readonly isByPeer: boolean
}

/** A request that nobody answered because one of both ends closed the connection: that says how it ended. */
export function withHangUp(facts: SessionFacts, draft: SessionDraft, hangUps: HangUps): SessionFacts {
  const { kind, request, code, protocol } = facts.verdict ?? {}
  if (hangUps.size === 0 || !UNANSWERED.has(kind) || request === undefined || code !== undefined) return facts
  const found = hangUpOf(draft, hangUps)
  if (!found) return facts
  const { row, isByPeer } = found
  const by = isByPeer ? { kind: 'hung_up' } : { kind: 'cancelled', ended_by: 'client' }
  const verdict = { ...by, category: 'network', protocol, request, closed_by: row.source.text, how: row.how }
  return { ...facts, outcome: isByPeer ? 'failed' : 'cancelled', verdict: { ...verdict, frame: row.frame } }
}

/** The first one behind the last message of the session, of a connection that it went over. */
function hangUpOf({ groups }: SessionDraft, hangUps: HangUps): Found | undefined {
  const last = Math.max(...groups.map((one) => inMilliseconds(one.last)))
  let first: Found | undefined
  for (const { participants } of groups) {
    const ends = participants.slice(0, MOST_ENDS).map(({ text }) => text)
    for (const [i, one] of ends.entries()) {
      for (const [k, other] of ends.entries()) {
        if (i === k) continue
        const row = hangUps.get(`${one}>${other}`)?.find(({ at }) => inMilliseconds(at) >= last)
        const at = row === undefined ? Infinity : inMilliseconds(row.at)
        if (row && at <= last + PATIENCE_MS && at < (first?.at ?? Infinity)) first = { row, at, isByPeer: i > k }
      }
    }
  }
  return first
}
