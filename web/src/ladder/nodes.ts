import { Columns, type Column } from '../../../src/model/columns.ts'
import type { Event, Session } from '../client/records.ts'

/** A column of the ladder. */
export type Node = Column
export type Nodes = Columns<Event>

/** Columns of a ladder; whoever comes later shares the last one. */
const MOST_NODES = 60
const OTHERS = '…'

export interface NodesWanted {
  /** Each port has a column of its own. */
  readonly apart?: boolean
  /** Keys of columns that are taken apart, and of those that were moved, from left to right. */
  readonly ungrouped?: ReadonlySet<string>
  readonly order?: readonly string[]
}

type Drawn = Pick<Session, 'participants' | 'events' | 'media' | 'participant_roles'>

/** The nodes of a session, left to right. */
export function nodesOf(session: Drawn, wanted: NodesWanted): Nodes {
  return new Columns<Event>(session, { ...wanted, most: MOST_NODES, others: OTHERS, isMedia })
}

/** Media streams are told of by their begin and end; they are bars and no arrows. */
export function isMedia({ message_type }: Pick<Event, 'message_type'>): boolean {
  return message_type === 'RTP_START' || message_type === 'RTP_STOP'
}
