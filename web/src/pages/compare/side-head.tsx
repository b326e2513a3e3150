import { Link } from 'wouter'
import type { Session } from '../../client/records.ts'
import type { Columns } from '../../compare/columns.ts'
import { dayAndTime, inBothZones } from '../../numbers.ts'
import { Ends } from '../../parts/ends.tsx'
import { visible } from '../../text.ts'
import { t } from '../../words.ts'

const TONES: Readonly<Record<string, string>> = { success: 'ok', failed: 'bad', incomplete: 'warn' }

export interface SideHeadProps {
  readonly side: 'left' | 'right'
  readonly session: Session
  readonly columns: Columns
  /** Width of a column; 0 where none is drawn. */
  readonly column: number
}

/** Which session a side is, and who stands above its lifelines. */
export function SideHead({ side, session, columns, column }: SideHeadProps) {
  const { outcome, start_time, events } = session
  return (
    <div role="columnheader" className="side-head">
      <div className="side-name">
        <Link className="cut strong" href={`/sessions/${session.session_id}`}>
          <Ends session={session} />
        </Link>
        <span className={`tag ${TONES[outcome] ?? ''}`}>{t(`outcome.${outcome}`)}</span>
      </div>
      <div className="dim small">
        <time dateTime={start_time} title={inBothZones(start_time)}>
          {dayAndTime(start_time)} UTC
        </time>
        {events[0] && <span className="wide"> · {t('why.frame', { frame: events[0].frame })}</span>}
      </div>
      {column > 0 && (
        <div className="side-nodes">
          {columns.all.map((one, i) => {
            const node = one[side]
            const name = visible(node?.role ?? node?.name ?? node?.key ?? '')
            return (
              <span key={i} className="cut" style={{ width: column }} title={name}>
                {name}
              </span>
            )
          })}
        </div>
      )}
    </div>
  )
}
