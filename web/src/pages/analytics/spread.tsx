import type { Kpi } from '../../client/analytics.ts'
import { duration } from '../../numbers.ts'
import { t } from '../../words.ts'

/** The scale of delays, in ms: from 0.1 to 100 s. */
const [SHORTEST, LONGEST] = [0.1, 100_000]

function placeOf(ms: number): number {
  const share = Math.log(ms / SHORTEST) / Math.log(LONGEST / SHORTEST)
  return Math.min(1, Math.max(0, share)) * 100
}

/** Half, 95 % and 99 % of all on a logarithmic scale. */
export function Spread({
  name,
  p50_ms = 0,
  p95_ms = 0,
  p99_ms = 0,
}: Pick<Kpi, 'name' | 'p50_ms' | 'p95_ms' | 'p99_ms'>) {
  const [half, most, nearly] = [p50_ms, p95_ms, p99_ms].map(placeOf) as [number, number, number]
  const [p50, p95, p99] = [p50_ms, p95_ms, p99_ms].map(duration) as [string, string, string]
  return (
    <span className="spread" role="img" aria-label={t('analytics.kpi.spread', { name, p50, p95, p99 })}>
      <i className="half" style={{ left: `${half}%`, width: `${Math.max(0.8, most - half)}%` }} />
      <i className="most" style={{ left: `${most}%`, width: `${Math.max(0, nearly - most)}%` }} />
      <i className="end" style={{ left: `${nearly}%` }} />
    </span>
  )
}
