import type { Session } from '../../client/records.ts'
import { dayAndTime } from '../../numbers.ts'
import { endsText, typeName } from '../../session-names.ts'
import { visible } from '../../text.ts'
import { t } from '../../words.ts'

const MOST_SUBSCRIBERS = 3

/** What a picture that has left its page has to say of itself: which session, whose, of when, and of which capture. */
export function headlineOf(session: Session, capture: string | undefined): string[] {
  const { type, subtype, session_key, start_time, outcome, subscribers = [] } = session
  const whose = subscribers.slice(0, MOST_SUBSCRIBERS).map(({ kind, value }) => `${kind.toUpperCase()} ${value}`)
  // A subscriber's story is of no type, and has no outcome.
  const [what, result] =
    type === '' ? [[], []] : [[typeName(type, subtype), endsText(session)], [t(`outcome.${outcome}`)]]
  const facts = [`${dayAndTime(start_time)} UTC`, ...result, ...whose, ...(capture ? [capture] : [])]
  return [what.join('  '), session_key, facts.join(' · ')].filter((line) => line !== '').map((line) => visible(line))
}
