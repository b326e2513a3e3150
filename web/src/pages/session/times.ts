import type { Session } from '../../client/records.ts'
import type { TimeMode } from '../../ladder/layout.ts'
import type { Row } from '../../ladder/rows.ts'

const HOUR_S = 3600
const NS_PER_MS = 1_000_000n

/** Writes the time of a row: since the first message, or of the day in UTC. */
export function timeOf(session: Pick<Session, 'events'>, mode: TimeMode): (row: Row) => string {
  if (mode === 'start') return ({ at }) => sinceStart(at)
  const first = session.events[0]
  const start = BigInt(first?.timestamp_ns ?? 0)
  // Apart: a number has no room for both the years and the nanoseconds, and would round up to the next millisecond.
  const [whole, rest] = [Number(start / NS_PER_MS), Number(start % NS_PER_MS) / Number(NS_PER_MS)]
  return ({ at }) => new Date(whole + Math.floor(rest + at)).toISOString().slice(11, 23)
}

/** 0.174, 45.112, 62:03.4: as many digits as the gutter has room for. */
function sinceStart(ms: number): string {
  const seconds = ms / 1000
  if (seconds < 1000) return seconds.toFixed(3)
  const minutes = Math.floor(seconds / 60)
  const rest = (seconds % 60).toFixed(seconds < HOUR_S ? 1 : 0)
  return `${minutes}:${rest.padStart(seconds < HOUR_S ? 4 : 2, '0')}`
}
