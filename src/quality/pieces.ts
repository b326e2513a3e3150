import { compareMoments, millisecondsBetween } from '../model/moment.ts'
import type { Endpoint } from '../model/endpoint.ts'
import type { Pause, PointRow, StreamRow } from '../model/rows.ts'

/** A sender that goes on counts on; one that started anew did not lose what lies between: RFC 3550 A.1. */
const MAX_DROPOUT = 3000
/** As within a piece. */
const GAP_MS = 1000

/** A row whose ends are told as they are interned, or as texts. */
type Piece = Omit<StreamRow, 'source' | 'destination'> & {
  readonly source: Endpoint | string
  readonly destination: Endpoint | string
}

/** A stream put together again, and what the other places saw of it. */
export interface ObservedStream<Row extends Piece> {
  /** As the place saw it that saw most packets. */
  readonly stream: Row
  /** What it was put together from, in order. */
  readonly pieces: readonly Row[]
  /** The same stream elsewhere, such as in another tunnel. Never added to the first. */
  readonly elsewhere: readonly Row[]
}

/**
 * Joins the pieces of streams between the same ends with the same SSRC: those that follow each other are pieces (cut by
 * announcements, or moved to another tunnel), those that overlap in time are observations at several places.
 */
export function joinPieces<Row extends Piece>(rows: readonly Row[]): ObservedStream<Row>[] {
  const byName = new Map<string, Joined<Row>[]>()
  for (const row of rows.toSorted((a, b) => compareMoments(a.first, b.first))) {
    const name = `${row.ssrc} ${textOf(row.source)} ${textOf(row.destination)}`
    const observed = byName.get(name) ?? []
    byName.set(name, observed)
    const before = predecessor(observed, row)
    if (before) {
      before.stream = add(before.stream, row)
      before.pieces.push(row)
    } else observed.push({ stream: row, pieces: [row] })
  }
  return [...byName.values()].map((observed) => {
    const [most, ...others] = observed.toSorted((a, b) => b.stream.packets - a.stream.packets)
    return { ...most!, elsewhere: others.map(({ stream }) => stream) }
  })
}

interface Joined<Row> {
  stream: Row
  readonly pieces: Row[]
}

function textOf(end: Endpoint | string): string {
  return typeof end === 'string' ? end : end.text
}

/** The observation that `row` goes on from: over before it begins, best in the same tunnel. */
function predecessor<Row extends Piece>(observed: readonly Joined<Row>[], row: Row): Joined<Row> | undefined {
  const isOver = ({ stream }: Joined<Row>): boolean => compareMoments(stream.last, row.first) <= 0
  return observed.find((before) => isOver(before) && before.stream.tunnel === row.tunnel) ?? observed.find(isOver)
}

function add<Row extends Piece>(a: Row, b: Row): Row {
  const missing = between(a, b)
  const silence = silenceBetween(a, b)
  const pauses = [...(a.pauses ?? []), ...silence, ...(b.pauses ?? [])]
  return {
    ...b,
    ...jitterOf(a, b),
    group: a.group,
    first: a.first,
    file: a.file,
    first_frame: a.first_frame,
    first_sequence: a.first_sequence,
    first_rtp_time: a.first_rtp_time,
    packets: a.packets + b.packets,
    bytes: a.bytes + b.bytes,
    payload_bytes: a.payload_bytes + b.payload_bytes,
    largest_payload: Math.max(a.largest_payload, b.largest_payload),
    expected: a.expected + b.expected + missing,
    lost: a.lost + b.lost + missing,
    duplicates: a.duplicates + b.duplicates,
    out_of_order: a.out_of_order + b.out_of_order,
    longest_loss: Math.max(a.longest_loss, b.longest_loss, missing),
    loss_runs: a.loss_runs + b.loss_runs + (missing > 0 ? 1 : 0),
    max_delta_ms: Math.max(a.max_delta_ms, b.max_delta_ms),
    gaps: a.gaps + b.gaps + silence.length,
    longest_gap_ms: Math.max(a.longest_gap_ms, b.longest_gap_ms, ...silence.map(({ ms }) => ms)),
    dtmf: a.dtmf + b.dtmf,
    codec_changes: a.codec_changes + b.codec_changes,
    announced: a.announced || b.announced,
    secure: a.secure || b.secure,
    ...quietOf(a, b),
    ...((a.comfort_noise || b.comfort_noise) && { comfort_noise: true as const }),
    ...(pauses.length > 0 && { pauses }),
    ...modesOf(a, b),
    ...pointsOf(a, b),
  }
}

/** Packets lost between the end of one piece and the start of the next. */
function between(a: Piece, b: Piece): number {
  const missing = (b.first_sequence - a.last_sequence - 1) & 0xffff
  return missing < MAX_DROPOUT ? missing : 0
}

/** The silence between two pieces, where it is a gap: nobody can tell whether it was meant but by comfort noise. */
function silenceBetween(a: Piece, b: Piece): Pause[] {
  const ms = millisecondsBetween(a.last, b.first)
  return ms > GAP_MS && !a.comfort_noise ? [{ end: b.first, frame: b.first_frame, ms }] : []
}

function quietOf(a: Piece, b: Piece): Pick<StreamRow, 'quiet_ms' | 'quiet_frame'> {
  const longer = (a.quiet_ms ?? 0) >= (b.quiet_ms ?? 0) ? a : b
  const { quiet_ms, quiet_frame } = longer
  return quiet_ms === undefined || quiet_frame === undefined ? {} : { quiet_ms, quiet_frame }
}

/** Means weighted by packets. */
function jitterOf(a: Piece, b: Piece): Pick<StreamRow, 'jitter_mean_ms' | 'jitter_max_ms' | 'jitter_early_ms'> {
  const known = [a, b].flatMap(({ packets, jitter_mean_ms: mean, jitter_max_ms: max }) =>
    mean === undefined ? [] : [{ packets, mean, max: max ?? mean }],
  )
  if (known.length === 0) return {}
  const packets = known.reduce((total, one) => total + one.packets, 0)
  return {
    jitter_mean_ms: known.reduce((total, one) => total + one.mean * one.packets, 0) / packets,
    jitter_max_ms: Math.max(...known.map((one) => one.max)),
    ...(a.jitter_early_ms !== undefined && { jitter_early_ms: a.jitter_early_ms }),
  }
}

function modesOf(a: Piece, b: Piece): Pick<StreamRow, 'modes'> {
  if (!a.modes && !b.modes) return {}
  const modes = { ...a.modes }
  for (const [mode, count] of Object.entries(b.modes ?? {})) modes[mode] = (modes[mode] ?? 0) + count
  return { modes }
}

/** What each point saw of both: pieces that were seen at one point alone say nothing of the others. */
function pointsOf(a: Piece, b: Piece): Pick<StreamRow, 'points'> {
  if (!a.points || !b.points) {
    const points = a.points ?? b.points
    return points ? { points } : {}
  }
  const points = [...a.points]
  for (const point of b.points) {
    const at = points.findIndex((one) => isSamePoint(one, point))
    if (at < 0) points.push(point)
    else points[at] = addPoint(points[at]!, point)
  }
  return { points }
}

function isSamePoint(a: PointRow, b: PointRow): boolean {
  return a.tunnel === b.tunnel && a.file === b.file && a.interface === b.interface
}

function addPoint(a: PointRow, b: PointRow): PointRow {
  const jitter_mean_ms =
    ((a.jitter_mean_ms ?? 0) * a.packets + (b.jitter_mean_ms ?? 0) * b.packets) / (a.packets + b.packets)
  const jitter_max_ms = Math.max(a.jitter_max_ms ?? 0, b.jitter_max_ms ?? 0)
  return {
    ...a,
    last: b.last,
    packets: a.packets + b.packets,
    expected: a.expected + b.expected,
    lost: a.lost + b.lost,
    out_of_order: a.out_of_order + b.out_of_order,
    loss_runs: a.loss_runs + b.loss_runs,
    ...(a.jitter_mean_ms !== undefined && b.jitter_mean_ms !== undefined && { jitter_mean_ms, jitter_max_ms }),
  }
}
