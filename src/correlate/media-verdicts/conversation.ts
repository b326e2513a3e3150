import type { AnnouncementRow } from '../../model/rows.ts'
import type { Span } from './spans.ts'

/** Descriptions of one media that are considered; a call with more is not judged by directions. */
const MOST_TOLD = 64

/** What one side told of one media, from a moment on. Times in ms since the epoch of the job. */
export interface Told extends Pick<AnnouncementRow, 'address' | 'port' | 'direction' | 'formats' | 'media_type'> {
  readonly at: number
  readonly frame: number
  /** `address:port`. */
  readonly endpoint: string
}

/** One side of one media of a leg: whoever told under one tag. */
export interface Side {
  readonly told: Told[]
}

/** A leg of the call, between its answer and its end. */
export interface Leg {
  readonly asked: number
  readonly answered: number
  /** At the latest the end of the capture. */
  readonly ended: number
  /** Its end was seen. */
  readonly isOver: boolean
  /** Hosts that the first request went from and to. */
  readonly from: number
  readonly to: number
}

/** One media of a leg and those who described it: two, or more where the call forked. */
export interface Line {
  readonly leg: Leg
  readonly sides: readonly Side[]
}

/** What a side told last before a moment. */
function toldAt({ told }: Side, time: number): Told | undefined {
  return told.findLast(({ at }) => at <= time)
}

/** What others than `side` told last before a moment. */
function otherAt({ sides }: Line, side: Side, time: number): Told | undefined {
  const others = sides.flatMap((one) => (one === side ? [] : (toldAt(one, time) ?? [])))
  return others.reduce<Told | undefined>((latest, one) => (latest && latest.at > one.at ? latest : one), undefined)
}

function talks(told: Told | undefined): boolean {
  return told !== undefined && told.port !== 0 && told.direction === 'sendrecv'
}

/**
 * When media into a side is to be expected while the call lasts: while both talk. On hold who may send need not, and
 * nobody can tell whether there is music.
 */
export function expected(line: Line, side: Side): Span[] {
  const { answered, ended } = line.leg
  if (line.sides.some(({ told }) => told.length > MOST_TOLD)) return []
  const changes = line.sides.flatMap(({ told }) => told.map(({ at }) => at))
  const inside = changes.filter((at) => at > answered && at < ended).toSorted((a, b) => a - b)
  const times = [answered, ...inside, ended]
  const spans: Span[] = []
  for (let i = 1; i < times.length; i++) {
    const [from, to] = [times[i - 1]!, times[i]!]
    if (from === to || !talks(toldAt(side, from)) || !talks(otherAt(line, side, from))) continue
    const before = spans.at(-1)
    if (before && before[1] === from) spans[spans.length - 1] = [before[0], to]
    else spans.push([from, to])
  }
  return spans
}

/** Whether a side ever told that endpoint. */
export function tells({ told }: Side, endpoint: string): boolean {
  return told.some((one) => one.endpoint === endpoint)
}

/** Everything that a side, or several, can receive. */
export function formatsOf(sides: readonly Side[]): Told['formats'] {
  return sides.flatMap(({ told }) => told.flatMap(({ formats }) => formats))
}
