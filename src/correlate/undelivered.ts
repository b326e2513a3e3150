import { inMilliseconds } from '../model/moment.ts'
import type { Relating, SessionDraft } from '../model/relating.ts'
import type { Memberships } from './memberships.ts'
import type { StoryParts } from './story-parts.ts'
import { REPORTS } from './rules/icmp.ts'
import type { SessionFacts } from './rules.ts'

/** Ends that reports are about which are looked at: of more, a report stands as what it says. */
const MOST_ENDS = 100_000

interface Latest {
  readonly last: number
  readonly outcome: SessionFacts['outcome']
}

/**
 * Which of the packets that did not arrive nobody waited for any more: media behind the end of its call, and what was
 * sent again though it had been answered. The session of such a packet began before the report, so it is written first.
 */
export class Undelivered {
  readonly #over: ReadonlyMap<number, number>
  /** By ends that a report is about, the session of the latest messages between them. */
  readonly #between = new Map<string, Latest | undefined>()

  constructor(rows: Relating, parts: StoryParts, members: Memberships) {
    this.#over = members.pathsOver()
    if (!parts.has('path')) return
    for (const { family, key } of rows.groupRows()) {
      if (family === REPORTS && this.#between.size < MOST_ENDS) this.#between.set(endsIn(key), undefined)
    }
  }

  /** Notes a session that is no report; gives a report as what it turns out to be. */
  judged(facts: SessionFacts, draft: SessionDraft): SessionFacts {
    if (this.#between.size === 0) return facts
    const [group] = draft.groups
    if (group?.family !== REPORTS) {
      this.#note(facts, draft)
      return facts
    }
    const at = inMilliseconds(group.first)
    const known = this.#between.get(endsIn(group.key))
    const isAnswered = known?.outcome === 'success' && known.last <= at
    if (facts.outcome !== 'failed' || (!isAnswered && (this.#over.get(draft.session) ?? Infinity) >= at)) return facts
    return { ...facts, outcome: 'success', verdict: { kind: 'superfluous' } }
  }

  #note({ outcome }: SessionFacts, { groups }: SessionDraft): void {
    for (const { participants, last } of groups) {
      const [asker, asked] = participants
      if (!asker || !asked) continue
      // Only answers are sent again in vain: a request that does not arrive tells that nobody is there any more.
      const ends = `${asked.text}>${asker.text}`
      const time = inMilliseconds(last)
      if (this.#between.has(ends) && time >= (this.#between.get(ends)?.last ?? 0)) {
        this.#between.set(ends, { last: time, outcome })
      }
    }
  }
}

/** The ends of the packet that a report is about, of its key `icmp:UDP source>destination`. */
function endsIn(key: string): string {
  return key.slice(key.indexOf(' ') + 1)
}
