import { Link } from 'wouter'
import type { Kpi } from '../../client/analytics.ts'
import { count } from '../../numbers.ts'
import { t } from '../../words.ts'
import { type Counted, countedLink } from './kpi-words.ts'
import type { AnalyticsWanted } from './wanted.ts'

type Figures = Pick<Kpi, 'numerator' | 'denominator' | 'count'>

export interface CountsProps {
  readonly kpi: Pick<Kpi, 'kpi' | 'counts'>
  readonly figures: Figures
  readonly wanted: AnalyticsWanted
  /** What else must hold of the sessions; undefined where no query tells them. */
  readonly besides?: string | undefined
  readonly leads?: boolean
}

/** What a figure was counted from, each number the way to its sessions. */
export function Counts({ kpi, figures, wanted, besides = '', leads = true }: CountsProps) {
  const { numerator, denominator, count: measured } = figures
  const link = (counted: Counted): string | undefined =>
    leads ? countedLink(kpi.kpi, wanted, { counted, besides }) : undefined
  if (kpi.counts !== 'sessions') return <OfSeveral figures={figures} to={link('all')} />
  if (denominator === undefined) {
    return (
      <span className="counts">
        <Number n={measured ?? 0} to={link('all')} title={t('analytics.kpi.sessions')} />
      </span>
    )
  }
  return (
    <span className="counts">
      <Number n={numerator ?? 0} to={link('met')} title={t('analytics.kpi.metSessions')} />
      {' / '}
      <Number n={denominator} to={link('all')} title={t('analytics.kpi.sessions')} />
    </span>
  )
}

/** Procedures and requests may be more than their sessions: the way there is not their number. */
function OfSeveral({ figures, to }: { readonly figures: Figures; readonly to: string | undefined }) {
  const { numerator, denominator, count: measured } = figures
  return (
    <span className="counts">
      {denominator === undefined ? count(measured ?? 0) : `${count(numerator ?? 0)} / ${count(denominator)}`}
      {to !== undefined && (
        <>
          {' · '}
          <Link href={to}>{t('analytics.kpi.in')}</Link>
        </>
      )}
    </span>
  )
}

function Number({ n, to, title }: { readonly n: number; readonly to: string | undefined; readonly title: string }) {
  if (to === undefined || n === 0) return <span title={title}>{count(n)}</span>
  return (
    <Link href={to} title={title}>
      {count(n)}
    </Link>
  )
}
