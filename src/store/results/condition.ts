/** Which sessions: an SQL expression over the columns of `sessions`, with its bound parameters in order. */
export interface Condition {
  readonly where: string
  readonly parameters: readonly (string | number)[]
}

/** In which order: an SQL expression over the same columns; sessions where it is NULL come last. */
export interface Order {
  readonly by: string
  readonly direction: 'rising' | 'falling'
}

/** Metrics that stand in columns of their own besides, so that searching for them needs no JSON. */
export const METRIC_COLUMNS: ReadonlySet<string> = new Set(['mos', 'setup_time_ms', 'rtp_loss', 'rtp_jitter_ms'])

/** Which sessions; all where nothing is said. */
export interface Wanted {
  /** Upper or lower case does not matter. */
  readonly type?: string | undefined
  readonly condition?: Condition | undefined
}

/** A list of sessions. */
export interface Listing extends Wanted {
  /** By default rising by start. */
  readonly order?: Order | undefined
}

/** Just one session. */
export function oneSession(session_id: string): Wanted {
  return { condition: { where: 'session_id = ?', parameters: [session_id] } }
}

/** `WHERE …` for a query on `sessions`, or nothing. */
export function whereClause({ type, condition }: Wanted): Condition {
  const terms = [...(type === undefined ? [] : ['type = ?']), ...(condition ? [condition.where] : [])]
  const parameters = [...(type === undefined ? [] : [type]), ...(condition?.parameters ?? [])]
  return { where: terms.length === 0 ? '' : `WHERE ${terms.join(' AND ')}`, parameters }
}

/** `ORDER BY …`: by start where nothing else is asked for. */
export function orderClause(order?: Order): string {
  const first = order ? `${order.by} ${order.direction === 'falling' ? 'DESC' : 'ASC'} NULLS LAST, ` : ''
  return `ORDER BY ${first}start_time, session_id`
}
