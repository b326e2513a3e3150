import type { Session } from '../../client/records.ts'
import type { TimeMode } from '../../ladder/paint.ts'
import type { Row } from '../../ladder/rows.ts'

const HOUR_S = 3600

/** Writes the time of a row: since the first message, or of the day. */
export function timeOf(session: Pick<Session, 'events'>, mode: TimeMode): (row: Row) => string {
  if (mode === 'start') return ({ at }) => sinceStart(at)
  const first = session.events[0]
  const start = first ? Number(BigInt(first.timestamp_ns) / 1000n) / 1000 : 0
  return ({ at }) => new Date(Math.floor(start + at)).toISOString().slice(14, 23)
}

/** 0.174, 45.112, 62:03.4: as many digits as the gutter has room for. */
function sinceStart(ms: number): string {
  const seconds = ms / 1000
  if (seconds < 1000) return seconds.toFixed(3)
  const minutes = Math.floor(seconds / 60)
  const rest = (seconds % 60).toFixed(seconds < HOUR_S ? 1 : 0)
  return `${minutes}:${rest.padStart(seconds < HOUR_S ? 4 : 2, '0')}`
}
