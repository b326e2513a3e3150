import { inMilliseconds } from '../model/moment.ts'
import type { HangUp, HangUps, SessionDraft } from '../model/relating.ts'
import type { SessionFacts } from './rules.ts'

/** Whoever waits for longer has given up by timers of its own. Milliseconds. */
const PATIENCE_MS = 30_000
/** Ends of a session that are looked at: a request passes few nodes. */
const MOST_ENDS = 8
const UNANSWERED: ReadonlySet<unknown> = new Set(['no_answer', 'incomplete_capture', 'timeout'])

interface Found extends HangUp {
  /** Who hung up. */
  readonly by: string
  /** Who was asked hung up, and not who asked. */
  readonly isByPeer: boolean
}

/** A request that nobody answered because one of both ends closed the connection: that says how it ended. */
export function withHangUp(facts: SessionFacts, draft: SessionDraft, hangUps: HangUps): SessionFacts {
  const { kind, request, code, protocol } = facts.verdict ?? {}
  if (hangUps.size === 0 || !UNANSWERED.has(kind) || request === undefined || code !== undefined) return facts
  const found = hangUpOf(draft, hangUps)
  if (!found) return facts
  const { by: closed_by, how, frame, isByPeer } = found
  const by = isByPeer ? { kind: 'hung_up' } : { kind: 'cancelled', ended_by: 'client' }
  const verdict = { ...by, category: 'network', protocol, request, closed_by, how, frame }
  return { ...facts, outcome: isByPeer ? 'failed' : 'cancelled', verdict }
}

/** The first one behind the last message of the session, of a connection that it went over. */
function hangUpOf({ groups }: SessionDraft, hangUps: HangUps): Found | undefined {
  const last = Math.max(...groups.map((one) => inMilliseconds(one.last)))
  let first: Found | undefined
  for (const { participants } of groups) {
    const ends = participants.slice(0, MOST_ENDS).map(({ text }) => text)
    for (const [i, by] of ends.entries()) {
      for (const [k, other] of ends.entries()) {
        const found = i === k ? undefined : hangUps.firstSince(by, other, last)
        if (!found || found.at > last + PATIENCE_MS || found.at >= (first?.at ?? Infinity)) continue
        first = { ...found, by, isByPeer: i > k }
      }
    }
  }
  return first
}
