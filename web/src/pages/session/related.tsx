import { Link } from 'wouter'
import type { Session } from '../../client/records.ts'
import { evidenceName } from '../../evidence-words.ts'
import { lookOf } from '../../looks.ts'
import { dayAndTime, signed } from '../../numbers.ts'
import { Glyph } from '../../parts/glyph.tsx'
import { typeName } from '../../session-names.ts'
import { visible } from '../../text.ts'
import { known, t } from '../../words.ts'

/** Sessions that are listed; those that tell more about this one come first. */
const MOST_SHOWN = 12
const LAST = 'same_subscriber'

type Related = Session['related_sessions'][number]

/** Sessions that have to do with this one and are not part of it: where a transfer led, what was replaced. */
export function RelatedSessions({ session }: { readonly session: Session }) {
  const all = relatedTo(session)
  if (all.length === 0) return null
  return (
    <fieldset>
      <legend>{t('related.title')}</legend>
      {all.slice(0, MOST_SHOWN).map(({ session_id, type, start_time, outcome, relation, linked_by }) => (
        <Link
          key={`${session_id} ${relation}`}
          className="filter"
          href={`/sessions/${session_id}`}
          title={[`${dayAndTime(start_time)} UTC, ${t(`outcome.${outcome}`)}`, ...linked_by.map(reasonOf)].join('\n')}
        >
          <Glyph look={lookOf(type)} />
          <span className="cut">
            {typeName(type)} <span className="dim">{relationName(relation)}</span>
          </span>
          <span className={outcome === 'failed' ? 'count bad' : 'count'}>{after(session.start_time, start_time)}</span>
        </Link>
      ))}
      {all.length > MOST_SHOWN && <p className="dim small">{t('related.more', { count: all.length - MOST_SHOWN })}</p>}
    </fieldset>
  )
}

function reasonOf({ evidence, value }: Related['linked_by'][number]): string {
  return `${evidenceName(evidence)} ${visible(value ?? '')}`
}

/** How long after another a session begins, or before it: which of several alike it is. */
function after(one: string, other: string): string {
  return signed(Date.parse(other) - Date.parse(one))
}

function relatedTo({ members = [], related_sessions }: Session): Related[] {
  const parts = new Set(members.map(({ session_id }) => session_id))
  const others = related_sessions.filter(({ session_id }) => !parts.has(session_id))
  return others.toSorted((a, b) => Number(a.relation === LAST) - Number(b.relation === LAST))
}

function relationName(relation: string): string {
  return known(`relation.${relation}`) ? t(`relation.${relation}`) : relation.replaceAll('_', ' ')
}
