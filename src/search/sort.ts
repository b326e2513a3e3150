import type { Order } from '../store/results/condition.ts'
import { METRIC_COLUMNS } from '../store/results/condition.ts'
import { FIELDS } from './fields.ts'
import { QueryError } from './query-error.ts'

/** What sessions can be put in order by: everything that each has at most one of. */
export const SORTS: readonly string[] = FIELDS.filter(({ place }) => 'column' in place || 'metric' in place).map(
  ({ name }) => name,
)

/** `field` or `-field` (falling); those that lack it come last. Throws QueryError. */
export function compileSort(sort: string): Order {
  const isFalling = sort.startsWith('-')
  const name = sort.slice(isFalling ? 1 : 0).toLowerCase()
  const place = SORTS.includes(name) ? FIELDS.find((field) => field.name === name)!.place : undefined
  if (!place) throw new QueryError(`cannot sort by '${sort}'; possible are ${SORTS.join(', ')}`, 0)
  const direction = isFalling ? 'falling' : 'rising'
  if ('column' in place) return { by: place.column, direction }
  const metric = 'metric' in place ? place.metric : ''
  return { by: METRIC_COLUMNS.has(metric) ? metric : `metrics ->> '$.${metric}'`, direction }
}
