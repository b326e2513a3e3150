import { type Column as AnyColumn, Columns } from '../model/columns.ts'
import type { SessionEvent } from '../model/session.ts'
import type { SessionDetail } from '../store/results/records.ts'

export type Column = AnyColumn
export type LadderColumns = Columns<SessionEvent>

/** Columns of a ladder; whoever comes later shares the last one. */
export const MOST_COLUMNS = 40
const OTHERS = 'others'

/** A stream's begin or end, or a report on it. */
export function isMedia({ protocol }: Pick<SessionEvent, 'protocol'>): boolean {
  return protocol === 'RTP' || protocol === 'RTCP'
}

/** The columns of a session, called as roles and aliases or else the captures call them. */
export function columnsOf(session: SessionDetail): LadderColumns {
  return new Columns<SessionEvent>(session, { most: MOST_COLUMNS, others: OTHERS, isMedia })
}
