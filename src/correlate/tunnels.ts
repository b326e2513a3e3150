import { compareMoments, isoTime } from '../model/moment.ts'
import type { Relating } from '../model/relating.ts'
import type { ClueRow, TunnelRow } from '../model/rows.ts'
import type { CarriedTunnel } from '../model/session.ts'
import { TUNNEL } from './evidence.ts'
import type { LegTable } from './legs.ts'

/** Tunnels without signalling that are kept to pair their directions; the others stand alone. */
const MOST_UNKNOWN = 100_000
/** How often a tunnel was named, as far as it is considered. */
const MOST_NAMED = 1024
/** Tunnels told of one session. */
const MOST_TUNNELS = 64

/**
 * Gives the traffic of each tunnel to the sessions whose signalling named it last before it ended, one of each family:
 * a TEID is used again. Gives the tunnels that nobody named.
 */
export function assignTunnels(rows: Relating, legs: LegTable, sessionOf: Int32Array): TunnelRow[] {
  const unknown: TunnelRow[] = []
  const clues = byTunnel(rows.clueRows([TUNNEL], 'value'))
  let named = clues.next()
  for (const { tunnel, row } of rows.tunnelRows()) {
    const key = `${row.teid}@${row.destination}`
    while (named.done !== true && named.value[0]!.value < key) named = clues.next()
    const known = named.done !== true && named.value[0]!.value === key ? named.value : []
    const sessions = new Set([...ownersOf(known, row, legs)].map((group) => sessionOf[group]!))
    for (const session of sessions) rows.carried(session, tunnel)
    if (sessions.size === 0 && unknown.length < MOST_UNKNOWN) unknown.push(row)
  }
  clues.return(undefined)
  return unknown
}

/** The clues of one tunnel after the other; of one that was named too often, those that came last. */
function* byTunnel(clues: Iterable<ClueRow>): Generator<ClueRow[], void> {
  let run: ClueRow[] = []
  for (const clue of clues) {
    if (run.length > 0 && run[0]!.value !== clue.value) {
      yield run
      run = []
    }
    if (run.length === MOST_NAMED) run.shift()
    run.push(clue)
  }
  if (run.length > 0) yield run
}

/** Of each family the group that named the tunnel last before its traffic ended. */
function ownersOf(named: readonly ClueRow[], { last }: TunnelRow, legs: LegTable): Iterable<number> {
  const owners = new Map<number, number>()
  for (const { group, at } of named) if (compareMoments(at, last) <= 0) owners.set(legs.family[group]!, group)
  return owners.values()
}

/** The tunnels of a session, each once. */
export function carriedTunnels(rows: readonly TunnelRow[]): CarriedTunnel[] {
  const merged = new Map<string, TunnelRow>()
  for (const row of rows) {
    const key = `${row.teid}@${row.destination}`
    const known = merged.get(key)
    merged.set(key, known ? together(known, row) : row)
  }
  return [...merged.values()].slice(0, MOST_TUNNELS).map(({ teid, destination, source, first, last, qfi, ...row }) => ({
    teid,
    destination,
    source,
    packets: row.packets,
    bytes: row.bytes,
    first_time: isoTime(first),
    last_time: isoTime(last),
    first_frame: row.first_frame,
    ...(qfi !== undefined && { qfi }),
  }))
}

/** Two parts of one tunnel. */
function together(a: TunnelRow, b: TunnelRow): TunnelRow {
  const [earlier, later] = compareMoments(a.first, b.first) <= 0 ? [a, b] : [b, a]
  const last = compareMoments(a.last, b.last) >= 0 ? a.last : b.last
  return { ...later, ...earlier, last, packets: a.packets + b.packets, bytes: a.bytes + b.bytes }
}

/**
 * Tunnels that nobody named, both directions of what a user sent and received together: the first packet in one answers
 * the first in the other.
 */
export function pairTunnels(unknown: readonly TunnelRow[]): TunnelRow[][] {
  const pairs: TunnelRow[][] = []
  const open = new Map<string, TunnelRow[]>()
  for (const row of unknown) {
    const { source, destination, inner_source = '', inner_destination = '' } = row
    const reverse = `${destination} ${source} ${inner_destination} ${inner_source}`
    const other = inner_source === '' ? undefined : open.get(reverse)
    if (other) {
      other.push(row)
      open.delete(reverse)
    } else {
      pairs.push([row])
      open.set(`${source} ${destination} ${inner_source} ${inner_destination}`, pairs.at(-1)!)
    }
  }
  return pairs
}
