import { undecodedPlaces } from '../../../../src/model/undecoded-places.ts'
import type { Coverage, Job } from '../../client/records.ts'
import { count, duration, inBothZones, percent } from '../../numbers.ts'
import { Figure } from '../../parts/figure.tsx'
import { t } from '../../words.ts'
import { Shares } from '../jobs/shares.tsx'
import { Remarks, Warnings } from '../jobs/warnings.tsx'
import { JobKpis } from './kpis.tsx'

/** What a capture holds, and how much of it was read. */
export function Figures({ coverage, job }: { readonly coverage: Coverage | undefined; readonly job: Job }) {
  const outcomes = coverage?.sessions.by_outcome ?? {}
  // What is not told yet is no 0.
  const counted = (n: number | undefined): string => (coverage ? count(n ?? 0) : '–')
  const total = coverage?.sessions.total ?? job.session_count ?? 0
  const { failed = 0, cancelled = 0, unread = 0 } = outcomes
  // Shares are of what can have an end at all.
  const read = total - unread
  const { first_time, last_time } = coverage?.capture ?? {}
  const length = first_time && last_time ? Date.parse(last_time) - Date.parse(first_time) : undefined
  return (
    <section className="card" aria-label={t('figures.title')}>
      <dl className="figures">
        <Figure name="sessions" value={count(total)} />
        <Figure name="success" value={counted(outcomes['success'])} note={share(outcomes['success'], read)} />
        <Figure name="failed" value={counted(failed)} note={share(failed, read)} bad={failed > 0} />
        <Figure name="incomplete" value={counted(outcomes['incomplete'])} note={share(outcomes['incomplete'], read)} />
        {cancelled > 0 && <Figure name="cancelled" value={count(cancelled)} note={share(cancelled, read)} />}
        {unread > 0 && <Figure name="unread" value={count(unread)} note={t('unread.note')} title={t('unread.means')} />}
        <Figure name="packets" value={count(coverage?.capture.packets ?? job.total_packets ?? 0)} />
        <Figure
          name="length"
          value={length === undefined ? '–' : duration(length)}
          note={first_time && `${first_time.slice(0, 10)} UTC`}
          title={first_time && last_time && [first_time, last_time].map(inBothZones).join('\n')}
        />
      </dl>
      <div className="coverage-shares">
        <Shares protocols={coverage?.protocols ?? []} />
      </div>
      <Covered coverage={coverage} />
      <JobKpis jobId={job.job_id} />
    </section>
  )
}

function share(part: number | undefined, all: number): string | undefined {
  return part ? percent(part / all) : undefined
}

const CLASSES = [
  ['decoded', 'var(--ok)'],
  ['ciphered', 'var(--diameter)'],
  ['undecoded', 'var(--control)'],
  ['duplicates', 'var(--line-2)'],
  ['cut', 'var(--warn)'],
  ['malformed', 'var(--bad)'],
] as const

/** The places with the most undecoded packets. */
const PLACES = 3

function Covered({ coverage }: { readonly coverage: Coverage | undefined }) {
  const counts = coverage?.coverage
  const all = counts?.packets ?? 0
  const shown = CLASSES.filter(([name]) => (counts?.[name] ?? 0) > 0)
  const words = shown.map(([name]) => `${t(`coverage.${name}`)} ${percent((counts?.[name] ?? 0) / all)}`)
  return (
    <div className="coverage">
      <h2>{t('coverage.title')}</h2>
      <span className="track" role="img" aria-label={words.join(', ')}>
        {shown.map(([name, background]) => (
          <i key={name} style={{ flex: counts?.[name] ?? 0, background }} />
        ))}
      </span>
      {shown.map(([name, background]) => (
        <span key={name}>
          <i className="square" style={{ background }} />
          {t(`coverage.${name}`)} <b>{percent((counts?.[name] ?? 0) / all)}</b>
          {name === 'undecoded' && (
            <span className="small"> ({undecodedPlaces(counts?.undecoded_at, PLACES, count)})</span>
          )}
        </span>
      ))}
      <span className="grow" />
      <Warnings coverage={coverage} />
      <Remarks coverage={coverage} />
    </div>
  )
}
