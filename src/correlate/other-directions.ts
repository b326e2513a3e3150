// Media that no announcement explains goes with its other direction, whether that has a call or not.
import type { Endpoint } from '../model/endpoint.ts'
import { millisecondsBetween, type Moment } from '../model/moment.ts'
import type { Relating } from '../model/relating.ts'
import type { MediaSpan } from '../model/rows.ts'
import type { Union } from './union.ts'

/** Streams without a call whose other direction is looked for. */
const MOST_ORPHANS = 200_000
/** Of these, those that ran at the time of one flow. */
const MOST_AT_ONCE = 16
/** How far the directions of one call may be apart, as where one begins late. Ports are used again by other calls. */
const APART_MS = 10_000

export interface Directions {
  readonly union: Union
  /** 1 for groups of media that have found their call. */
  readonly found: Uint8Array
  readonly epoch: Moment
}

interface Span {
  readonly group: number
  /** Milliseconds since the epoch. */
  readonly from: number
  readonly to: number
}

/** Orphans between two ends, by when they began. */
class Orphans {
  readonly all: Span[] = []
  /** Until when any of those up to each went on. */
  readonly #until: number[] = []

  add(span: Span): void {
    this.#until.push(Math.max(span.to, this.#until.at(-1) ?? -Infinity))
    this.all.push(span)
  }

  /** Those that ran while the flow did, or nearly so. */
  *beside({ from, to, group }: Span): Generator<Span> {
    let most = MOST_AT_ONCE
    for (let i = this.#firstUntil(from - APART_MS); i < this.all.length && most > 0; i++) {
      const one = this.all[i]!
      if (one.from > to + APART_MS) return
      if (one.group === group || one.to < from - APART_MS) continue
      most--
      yield one
    }
  }

  #firstUntil(time: number): number {
    let [low, high] = [0, this.#until.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#until[middle]! < time) low = middle + 1
      else high = middle
    }
    return low
  }
}

type ByEnds = ReadonlyMap<string, Orphans>

export function uniteDirections(rows: Relating, media: Directions): void {
  const orphans = orphansOf(rows, media)
  if (orphans.size === 0) return
  for (const flow of rows.mediaSpans('streams')) {
    if (media.found[flow.group] === 1) adopt(rows, { flow, of: orphans.get(backwards(flow)), media })
  }
  for (const flow of rows.mediaSpans('rtcps')) {
    adopt(rows, { flow, of: orphans.get(backwards(flow)) ?? ofRtcp(orphans, flow), media })
  }
  uniteRest(orphans, media)
}

function orphansOf(rows: Relating, media: Directions): ByEnds {
  const orphans = new Map<string, Orphans>()
  if (!hasOrphans(rows, media)) return orphans
  let count = 0
  for (const stream of rows.mediaSpans('streams')) {
    if (media.found[stream.group] === 1 || count === MOST_ORPHANS) continue
    count++
    const key = forwards(stream)
    let known = orphans.get(key)
    if (!known) orphans.set(key, (known = new Orphans()))
    known.add(spanOf(stream, media))
  }
  return orphans
}

function hasOrphans(rows: Relating, { found }: Directions): boolean {
  for (const { group } of rows.mediaRows('streams', 'destination')) if (found[group] !== 1) return true
  return false
}

interface Adoption {
  readonly flow: MediaSpan
  readonly of: Orphans | undefined
  readonly media: Directions
}

/** Joins a flow with what ran the other way then; an orphan has a call by that, if the flow has one. */
function adopt(rows: Relating, { flow, of, media }: Adoption): void {
  const { union, found } = media
  for (const other of of?.beside(spanOf(flow, media)) ?? []) {
    const isOwn = found[other.group] === 0
    if (!isOwn && found[flow.group] === 1) continue
    union.join(other.group, flow.group)
    if (found[flow.group] !== 1 || !isOwn) continue
    found[other.group] = 1
    rows.link(other.group, {
      evidence: 'reverse-direction',
      value: `${flow.source.text}|${flow.destination.text}`,
      confidence: 0.8,
      frame: flow.first_frame,
    })
  }
}

/** What has no call is one session between two ends, in both directions. */
function uniteRest(orphans: ByEnds, { union, found }: Directions): void {
  const firsts = new Map<string, number>()
  for (const [key, { all }] of orphans) {
    const [first, ...rest] = all.filter(({ group }) => found[group] === 0)
    if (!first) continue
    for (const { group } of rest) union.join(first.group, group)
    firsts.set(key, first.group)
    const [from, to] = key.split('|')
    const other = firsts.get(`${to}|${from}`)
    if (other !== undefined && other !== first.group) union.join(other, first.group)
  }
}

function spanOf({ group, first, last }: MediaSpan, { epoch }: Directions): Span {
  return { group, from: millisecondsBetween(epoch, first), to: millisecondsBetween(epoch, last) }
}

function forwards({ source, destination }: MediaSpan): string {
  return `${source.text}|${destination.text}`
}

function backwards({ source, destination }: MediaSpan): string {
  return `${destination.text}|${source.text}`
}

/** The stream that RTCP one port above speaks of: RFC 3550 §11. */
function ofRtcp(orphans: ByEnds, { source, destination }: MediaSpan): Orphans | undefined {
  const [from, to] = [below(source), below(destination)]
  return orphans.get(`${from}|${to}`) ?? orphans.get(`${to}|${from}`)
}

function below({ text, port }: Endpoint): string {
  return text.replace(/\d+$/, String(port - 1))
}
