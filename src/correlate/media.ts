import { millisecondsBetween, type Moment } from '../model/moment.ts'
import type { Endpoint } from '../model/endpoint.ts'
import type { Relating } from '../model/relating.ts'
import type { AnnouncementRow, MediaOutline } from '../model/rows.ts'
import type { LegTable } from './legs.ts'
import { SeenMedia } from './media-verdicts/seen-media.ts'
import { uniteDirections } from './other-directions.ts'
import type { Union } from './union.ts'

/** Media may come before the answer that announces it is seen: DOMAIN 4.5. */
const EARLY_MS = 10_000
/** Packets in flight after the end of a call. */
const LATE_MS = 5000
/** Announcements of one endpoint that are considered for a stream, the latest before it. */
const MOST_ANNOUNCEMENTS = 5000

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
  uniteDirections(rows, media)
  return seen
}

/** Walks streams and announcements side by side, both sorted by endpoint. */
function match(rows: Relating, flows: Iterable<MediaOutline>, end: End, media: MediaState): void {
  const announced = new AnnouncedByEndpoint(rows)
  for (const flow of flows) {
    if (end === 'destination') media.seen.add(flow)
    if (media.found[flow.group] === 1) continue
    announced.leave((candidate) => isOver(candidate, flow, media))
    const announcement = choose(announced.at(flow[end], flow.first), flow, media)
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
    if (isOver(candidate, flow, media)) continue
    if (best && media.legs.isCall[best.group]! > media.legs.isCall[candidate.group]!) continue
    best = candidate
  }
  return best
}

/** Its call had ended when the flow began. */
function isOver({ group }: AnnouncementRow, { first }: MediaOutline, { legs, epoch }: MediaState): boolean {
  return millisecondsBetween(epoch, first) > legs.ended[group]! + LATE_MS
}

/** The announcements of one endpoint after the other, for readers that come in the same order. */
class AnnouncedByEndpoint {
  readonly #from: Relating
  /** Sorting them all is dear: not begun before somebody asks. */
  #rows: Iterator<AnnouncementRow> | undefined
  #next: AnnouncementRow | undefined
  #endpoint: Endpoint | undefined
  #at: AnnouncementRow[] = []

  constructor(from: Relating) {
    this.#from = from
  }

  /** Those up to what may announce media that begin at a moment; moments of one endpoint rise. */
  at(endpoint: Endpoint, moment: Moment): readonly AnnouncementRow[] {
    if (!this.#endpoint || compare(this.#endpoint, endpoint) !== 0) this.#at = []
    this.#endpoint = endpoint
    if (!this.#rows) this.#advance()
    while (this.#next && compare(this.#next, endpoint) < 0) this.#advance()
    while (this.#next && compare(this.#next, endpoint) === 0) {
      // The first that comes too late tells that no earlier one does.
      if (millisecondsBetween(moment, this.#next.at) > EARLY_MS) break
      if (this.#at.length === MOST_ANNOUNCEMENTS) this.#at.shift()
      this.#at.push(this.#next)
      this.#advance()
    }
    return this.#at
  }

  /** Forgets the first ones, which are over and stay so: an endpoint may serve thousands of calls. */
  leave(isOver: (row: AnnouncementRow) => boolean): void {
    const first = this.#at.findIndex((row) => !isOver(row))
    if (first !== 0) this.#at.splice(0, first < 0 ? this.#at.length : first)
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
