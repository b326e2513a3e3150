import { millisecondsBetween } from '../model/moment.ts'
import type { StreamRow } from '../model/rows.ts'
import { THRESHOLDS } from './media-thresholds.ts'

/** The most that a packet may take from one point to the next, in ms. */
const LONGEST_WAY = THRESHOLDS.same_packet.value
/** Streams of one SSRC that are compared with each other, and points of one that another must fit. */
const MOST_COMPARED = 64
const MOST_POINTS = 8

/**
 * Streams that are one, seen at several points: relays pass packets on with their SSRC, sequence numbers and timestamps
 * (RFC 3550 §2.3). What comes back to where it came from is not the same but an echo. Each list has the point with most
 * packets first; the lists are in the order of their first rows.
 */
export function samePoints<Row extends StreamRow>(rows: readonly Row[]): Row[][] {
  const bySsrc = new Map<string, Row[][]>()
  const all: Row[][] = []
  for (const row of rows) {
    const known = bySsrc.get(row.ssrc) ?? []
    bySsrc.set(row.ssrc, known)
    const cluster = known
      .slice(0, MOST_COMPARED)
      .find((one) => one.slice(0, MOST_POINTS).every((point) => isSame(point, row)))
    if (cluster) cluster.push(row)
    else {
      const fresh = [row]
      known.push(fresh)
      all.push(fresh)
    }
  }
  return all.map((cluster) => cluster.toSorted((a, b) => b.packets - a.packets))
}

function isSame(a: StreamRow, b: StreamRow): boolean {
  if (!isSamePart(a, b)) return false
  const isEcho = a.source.address === b.destination.address && a.destination.address === b.source.address
  if (isEcho || a.clock_rate !== b.clock_rate || a.clock_rate === 0) return false
  const step = a.ptime_ms ?? b.ptime_ms ?? 0
  const first = signed(b.first_sequence - a.first_sequence)
  if (Math.abs(millisecondsBetween(a.first, b.first) - first * step) > LONGEST_WAY) return false
  const atFirst = (b.first_rtp_time - a.first_rtp_time) | 0
  const atLast = (b.last_rtp_time - a.last_rtp_time) | 0
  const ticks = (step * a.clock_rate) / 1000
  const last = signed(b.last_sequence - a.last_sequence)
  return atFirst === Math.round(first * ticks) || atLast === Math.round(last * ticks)
}

/** Whether both saw the same part: who goes on elsewhere, as after a change of ports, is not seen twice. */
function isSamePart(a: StreamRow, b: StreamRow): boolean {
  const first = signed(b.first_sequence - a.first_sequence)
  const common = Math.min(a.expected, first + b.expected) - Math.max(0, first)
  return 2 * common >= Math.min(a.expected, b.expected)
}

/** A difference of sequence numbers, which count to 65535. */
function signed(difference: number): number {
  return (difference << 16) >> 16
}
