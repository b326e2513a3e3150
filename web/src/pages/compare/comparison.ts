import type { Session } from '../../client/records.ts'
import { compare, type Comparison, counted, type Likeness } from '../../compare/align.ts'
import { type Columns, columnsOf } from '../../compare/columns.ts'
import { nodesOf } from '../../ladder/nodes.ts'
import { type MessageRow, rowsOf } from '../../ladder/rows.ts'
import { lookOf } from '../../looks.ts'

/** What comparing two sessions found. */
export interface Found extends Comparison {
  readonly columns: Columns
  readonly counts: Readonly<Record<Likeness, number>>
}

const NOTHING: ReadonlySet<string> = new Set()
/** All messages, each once: what was sent again and heartbeats say nothing of a kind. */
const SHOWN = {
  errorsOnly: false,
  fold: true,
  heartbeats: false,
  media: false,
  sdp: false,
  protocols: NOTHING,
  nodes: NOTHING,
  outside: NOTHING,
  unfolded: NOTHING,
}

export function comparisonOf(left: Session, right: Session): Found {
  const [lefts, rights] = [sideOf(left), sideOf(right)]
  const columns = columnsOf(lefts.nodes.all, rights.nodes.all)
  const { pairs, cut } = compare(lefts.rows, rights.rows, columns)
  return { pairs, cut, columns, counts: counted(pairs) }
}

function sideOf(session: Session) {
  // Media is compared by its figures.
  const events = session.events.filter(({ protocol }) => lookOf(protocol) !== 'rtp')
  const nodes = nodesOf({ ...session, events, media: [] }, {})
  const rows = rowsOf({ ...session, events, media: [] }, nodes, SHOWN)
  return { nodes, rows: rows.filter((row): row is MessageRow => row.kind === 'message') }
}
