import { Link } from 'wouter'
import type { Procedure } from '../../client/records.ts'
import type { Subscriber } from '../../client/subscribers.ts'
import { count, dayAndTime, duration, inBothZones } from '../../numbers.ts'
import { Outcome } from '../../parts/measures.tsx'
import { visible } from '../../text.ts'
import { verdictWords } from '../../verdict.ts'
import { t } from '../../words.ts'

const NAMES = ['name', 'outcome', 'verdict', 'start'] as const

/** What a subscriber did: how each went, how long it took, and what was missing. */
export function Procedures({ subscriber }: { readonly subscriber: Subscriber }) {
  const { subscriber_id, procedures, procedures_truncated: truncated } = subscriber
  if (procedures.length === 0) return null
  return (
    <section className="card">
      <header>
        <h2 id="procedures">{t('procedure.title')}</h2>
        {truncated && <span className="warn small">{t('procedure.more', { shown: count(procedures.length) })}</span>}
      </header>
      <div className="in scrolls" role="region" aria-labelledby="procedures" tabIndex={0}>
        <table className="plain-table">
          <thead>
            <tr>
              {NAMES.map((name) => (
                <th key={name} scope="col">
                  {t(`procedure.${name}`)}
                </th>
              ))}
              <th scope="col" className="num">
                {t('procedure.took')}
              </th>
              <th scope="col">{t('procedure.timings')}</th>
            </tr>
          </thead>
          <tbody>
            {procedures.map((one) => (
              <ProcedureLine key={one.procedure_id} subscriberId={subscriber_id} procedure={one} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

interface LineProps {
  readonly subscriberId: string
  readonly procedure: Procedure
}

function ProcedureLine({ subscriberId, procedure }: LineProps) {
  const { title, apn, outcome, verdict, start_time, duration_ms, steps, missing_steps: missing } = procedure
  const first = steps[0]?.event_id ?? ''
  return (
    <tr>
      <td>
        <Link href={`/subscribers/${subscriberId}/ladder?m=${encodeURIComponent(first)}`}>{visible(title, 64)}</Link>
        {apn !== undefined && (
          <>
            {' '}
            <bdi className="mid">{visible(apn, 64)}</bdi>
          </>
        )}
      </td>
      <td>
        <Outcome outcome={outcome} />
      </td>
      <td className="procedure-verdict">
        {verdictWords(outcome, verdict)}
        {missing.map(({ name, meaning }) => (
          <div key={name} className="warn small">
            {t('procedure.missing', { name, meaning })}
          </div>
        ))}
      </td>
      <td className="mono" title={inBothZones(start_time)}>
        {dayAndTime(start_time)}
      </td>
      <td className="num">{duration(duration_ms)}</td>
      <td className="small mid procedure-timings">{timingsOf(procedure)}</td>
    </tr>
  )
}

const WHOLE: ReadonlySet<string> = new Set(['total_ms'])

/** Each part that was measured: `update location 2.1 ms`. */
function timingsOf({ timings, duration_ms }: Procedure): string {
  return Object.entries(timings)
    .filter(([name, ms]) => !WHOLE.has(name) && ms !== duration_ms)
    .map(([name, ms]) => `${name.replace(/_ms$/, '').replaceAll('_', ' ')} ${duration(Number(ms))}`)
    .join(' · ')
}
