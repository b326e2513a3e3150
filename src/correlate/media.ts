import { millisecondsBetween, type Moment } from '../model/moment.ts'
import type { Endpoint } from '../model/endpoint.ts'
import type { Relating } from '../model/relating.ts'
import type { AnnouncementRow, MediaOutline } from '../model/rows.ts'
import type { LegTable } from './legs.ts'
import { SeenMedia } from './media-verdicts/seen-media.ts'
import type { Union } from './union.ts'

/** Media may come before the answer that announces it is seen: DOMAIN 4.5. */
const EARLY_MS = 10_000
/** Packets in flight after the end of a call. */
const LATE_MS = 5000
/** Announcements of one endpoint that are considered, the latest of them. */
const MOST_ANNOUNCEMENTS = 5000
/** Streams without a call whose other direction is looked for. */
const MOST_ORPHANS = 200_000

type End = 'source' | 'destination'

interface MediaState {
  readonly union: Union
  readonly legs: LegTable
  /** 1 for groups of media that have found their call. */
  readonly found: Uint8Array
  readonly epoch: Moment
  readonly seen: SeenMedia
}

/**
 * Gives every stream to the call that announced its destination, else its source (symmetric RTP), else to the call of
 * its other direction (NAT); what is left are orphans, both directions of which are one session. The latest
 * announcement before the stream wins. Gives between which hosts media was seen.
 */
export function uniteMedia(rows: Relating, state: { union: Union; legs: LegTable; epoch: Moment }): SeenMedia {
  const seen = new SeenMedia()
  const media: MediaState = { ...state, found: new Uint8Array(rows.groups + 1), seen }
  for (const end of ['destination', 'source'] as const) {
    match(rows, rows.mediaRows('streams', end), end, media)
    match(rows, rows.mediaRows('rtcps', end), end, media)
  }
  unitePairs(rows, media)
  return seen
}

/** Walks streams and announcements side by side, both sorted by endpoint. */
function match(rows: Relating, flows: Iterable<MediaOutline>, end: End, media: MediaState): void {
  const announced = new AnnouncedByEndpoint(rows)
  for (const flow of flows) {
    if (end === 'destination') media.seen.add(flow)
    if (media.found[flow.group] === 1) continue
    const announcement = choose(announced.at(flow[end]), flow, media)
    if (!announcement) continue
    media.found[flow.group] = 1
    media.union.join(announcement.group, flow.group)
    rows.link(flow.group, {
      evidence: end === 'destination' ? 'sdp-destination' : 'sdp-source',
      value: flow[end].text,
      confidence: end === 'destination' ? 1 : 0.9,
      frame: announcement.frame,
    })
  }
  announced.end()
}

/**
 * The announcement in force when the flow began: the latest before it, or the first soon after it. A call's goes before
 * that of a gateway which was told of it.
 */
function choose(
  candidates: readonly AnnouncementRow[],
  flow: MediaOutline,
  media: MediaState,
): AnnouncementRow | undefined {
  let best: AnnouncementRow | undefined
  for (const candidate of candidates) {
    const lead = millisecondsBetween(candidate.at, flow.first)
    if (lead < -EARLY_MS || (lead < 0 && best)) break
    const end = media.legs.ended[candidate.group]!
    const start = millisecondsBetween(media.epoch, flow.first)
    if (start > end + LATE_MS) continue
    if (best && media.legs.isCall[best.group]! > media.legs.isCall[candidate.group]!) continue
    best = candidate
  }
  return best
}

/** The announcements of one endpoint after the other, for readers that come in the same order. */
class AnnouncedByEndpoint {
  readonly #from: Relating
  /** Sorting them all is dear: not begun before somebody asks. */
  #rows: Iterator<AnnouncementRow> | undefined
  #next: AnnouncementRow | undefined
  #at: AnnouncementRow[] = []

  constructor(from: Relating) {
    this.#from = from
  }

  at(endpoint: Endpoint): readonly AnnouncementRow[] {
    const [current] = this.#at
    if (current && compare(current, endpoint) === 0) return this.#at
    this.#at = []
    if (!this.#rows) this.#advance()
    while (this.#next && compare(this.#next, endpoint) < 0) this.#advance()
    while (this.#next && compare(this.#next, endpoint) === 0) {
      if (this.#at.length === MOST_ANNOUNCEMENTS) this.#at.shift()
      this.#at.push(this.#next)
      this.#advance()
    }
    return this.#at
  }

  end(): void {
    this.#rows?.return?.()
  }

  #advance(): void {
    this.#rows ??= this.#from.announcementRows()[Symbol.iterator]()
    const step = this.#rows.next()
    this.#next = step.done === true ? undefined : step.value
  }
}

function compare(a: { address: string; port: number }, b: { address: string; port: number }): number {
  if (a.address !== b.address) return a.address < b.address ? -1 : 1
  return a.port - b.port
}

/** Streams that no announcement explains go with their other direction, whether that has a call or not. */
function unitePairs(rows: Relating, media: MediaState): void {
  const orphans = new Map<string, number>()
  for (const stream of rows.mediaRows('streams', 'destination')) {
    if (media.found[stream.group] === 1 || orphans.size >= MOST_ORPHANS) continue
    const key = `${stream.source.text}|${stream.destination.text}`
    const known = orphans.get(key)
    if (known === undefined) orphans.set(key, stream.group)
    else media.union.join(known, stream.group)
  }
  if (orphans.size === 0) return
  for (const kind of ['streams', 'rtcps'] as const) {
    for (const flow of rows.mediaRows(kind, 'destination')) uniteReverse(rows, { flow, kind, orphans, media })
  }
}

interface Reverse {
  readonly flow: MediaOutline
  readonly kind: 'streams' | 'rtcps'
  readonly orphans: ReadonlyMap<string, number>
  readonly media: MediaState
}

function uniteReverse(rows: Relating, { flow, kind, orphans, media }: Reverse): void {
  const { source, destination, group } = flow
  const other =
    orphans.get(`${destination.text}|${source.text}`) ??
    (kind === 'rtcps' ? (rtcpOf(orphans, source, destination) ?? rtcpOf(orphans, destination, source)) : undefined)
  if (other === undefined || other === group) return
  const isNews = media.found[group] === 1 && media.found[other] === 0
  media.union.join(other, group)
  if (!isNews) return
  media.found[other] = 1
  rows.link(other, {
    evidence: 'reverse-direction',
    value: `${source.text}|${destination.text}`,
    confidence: 0.8,
    frame: flow.first_frame,
  })
}

function below({ text, port }: Endpoint): string {
  return text.replace(/\d+$/, String(port - 1))
}

/** The stream that RTCP one port above speaks of: RFC 3550 §11. */
function rtcpOf(orphans: ReadonlyMap<string, number>, from: Endpoint, to: Endpoint): number | undefined {
  return orphans.get(`${below(from)}|${below(to)}`)
}
