import { formatEndpoint, normalizeAddress } from '../../bytes/address.ts'
import type { Budget } from '../../bytes/memory.ts'
import type { FlowRecords } from '../../model/flow.ts'
import type { Announcement, PayloadFormat } from '../../model/message.ts'
import { CLOCK, type Packet } from '../../model/packet.ts'

const SHARE = 0.12
/** Announcement, its formats, and their places in the tables. */
const PLACE_BYTES = 1024
/** An announcement that nobody repeats or uses is believed so long, in nanoseconds of the capture clock. */
const LIFETIME = 3600e9
/** Announcements and groups remembered of one endpoint: media lines of a bundle, legs of a call. */
const MOST_ANNOUNCED = 16
/** Endpoints looked at for one that can be forgotten when there is no room. */
const SWEEP = 8
/** All are looked at for those that nobody needs any more after as many new ones as are kept, and this many at least. */
const FEWEST_NEW = 1024
const TABLE = 'rtp-endpoints'
/** Flows at one endpoint beyond which it is a relay's, shared by calls: none of them takes it from the others. */
const MOST_UNSHARED = 16
const DISCARD_PORT = 9

interface Announced {
  readonly announcement: Announcement
  readonly group: number
}

interface Place {
  /** Newest first. */
  announced: Announced[]
  /** Every group that announced it, newest first. */
  groups: number[]
  until: number
  /** Flows with media to or from it. */
  flows: ReadonlySet<number>
}

/** Most endpoints that are announced never see media in a capture of signalling. */
const NO_FLOWS: ReadonlySet<number> = new Set()

/** Endpoints where media is expected, or runs. Bounded; asked when a stream begins, not for every packet. */
export class Places {
  readonly #packet: Packet
  readonly #flows: FlowRecords
  readonly #budget: Budget
  readonly #isOver: (group: number) => boolean
  readonly #most: number
  readonly #places = new Map<string, Place>()
  /** New ones since all were looked at, and how many of them are borne. */
  #new = 0
  #mostNew = FEWEST_NEW

  /** @param isOver whether a group came to its end, some time ago */
  constructor(packet: Packet, flows: FlowRecords, budget: Budget, isOver: (group: number) => boolean) {
    this.#packet = packet
    this.#flows = flows
    this.#budget = budget
    this.#isOver = isOver
    this.#most = budget.records(SHARE, PLACE_BYTES)
  }

  /**
   * Notes the announcement. Gives the flows with media to or from the endpoint, and whether the endpoint was another
   * group's until now.
   */
  announce(announcement: Announcement, group: number): { flows: readonly number[]; isTaken: boolean } {
    const address = normalizeAddress(announcement.address)
    const { port } = announcement
    if (address === undefined || port === 0 || port === DISCARD_PORT) return { flows: [], isTaken: false }
    const place = this.#place(formatEndpoint(address, port))
    const isTaken = this.#isLive(place) && !place.groups.includes(group)
    const others = place.announced.filter((known) => !isSameMedia(known, announcement, group))
    place.announced = [{ announcement, group }, ...others].slice(0, MOST_ANNOUNCED)
    place.groups = [group, ...place.groups.filter((known) => known !== group)].slice(0, MOST_ANNOUNCED)
    this.#prolong(place)
    return place.flows.size > MOST_UNSHARED ? { flows: [], isTaken: false } : { flows: [...place.flows], isTaken }
  }

  isExpected(flow: number): boolean {
    return this.#expected(flow).length > 0
  }

  /** Whether its RTCP may come: with its media, or on the port behind. */
  isControlExpected(flow: number): boolean {
    return this.isExpected(flow) || (this.#places.size > 0 && this.groupBeside(flow) !== 0)
  }

  /** The group that announced an end of the flow last, the receiver's end first; 0 for none. */
  group(flow: number): number {
    return this.#expected(flow)[0]?.groups[0] ?? 0
  }

  /** The same for RTCP, which runs on the port behind the media's (RFC 3550 §11). */
  groupBeside(flow: number): number {
    const ends = [this.#flows.destination(flow), this.#flows.source(flow)]
    return this.#live(ends.map(({ address, port }) => formatEndpoint(address, port - 1)))[0]?.groups[0] ?? 0
  }

  /** The receiver's word on a payload type first (RFC 3264 §5.1), then the sender's. */
  format(flow: number, payloadType: number): PayloadFormat | undefined {
    return this.#announced(flow, payloadType)?.format
  }

  announcement(flow: number, payloadType: number): Announcement | undefined {
    return this.#announced(flow, payloadType)?.announcement
  }

  /** Media between the ends is SRTP: its payloads, and the blocks of its RTCP, are ciphered. */
  isSecure(flow: number): boolean {
    return this.#expected(flow).some((place) => place.announced[0]?.announcement.secure !== undefined)
  }

  /** The flow carries media now; it hears of announcements of its ends. */
  join(flow: number): void {
    for (const end of this.#ends(flow)) {
      const place = this.#place(end)
      this.#flowsOf(place).add(flow)
      if (this.#isLive(place)) this.#prolong(place)
    }
  }

  leave(flow: number): void {
    for (const end of this.#ends(flow)) {
      const place = this.#places.get(end)
      if (!place) continue
      if (place.flows.size > 0) this.#flowsOf(place).delete(flow)
      if (place.flows.size === 0 && place.groups.length === 0) this.#places.delete(end)
    }
  }

  #ends(flow: number): [destination: string, source: string] {
    return [this.#flows.destination(flow).text, this.#flows.source(flow).text]
  }

  /** Live places of the flow's ends, the receiver's first. */
  #expected(flow: number): Place[] {
    if (this.#places.size === 0) return []
    return this.#live(this.#ends(flow))
  }

  #live(ends: readonly string[]): Place[] {
    return ends
      .map((end) => this.#places.get(end))
      .filter((place) => place !== undefined)
      .filter((place) => this.#isLive(place))
  }

  #announced(flow: number, payloadType: number): { announcement: Announcement; format: PayloadFormat } | undefined {
    for (const place of this.#expected(flow)) {
      for (const { announcement } of place.announced) {
        const format = announcement.formats.find((known) => known.payload_type === payloadType)
        if (format) return { announcement, format }
      }
    }
    return undefined
  }

  #isLive(place: Place): boolean {
    return place.groups.length > 0 && (place.flows.size > 0 || place.until >= this.#packet.at[CLOCK]!)
  }

  #prolong(place: Place): void {
    place.until = this.#packet.at[CLOCK]! + LIFETIME
  }

  #flowsOf(place: Place): Set<number> {
    if (place.flows === NO_FLOWS) place.flows = new Set()
    return place.flows as Set<number>
  }

  #place(end: string): Place {
    const known = this.#places.get(end)
    if (known) return known
    if (++this.#new > this.#mostNew) this.#clear()
    if (this.#places.size >= this.#most) this.#forget()
    const place: Place = { announced: [], groups: [], until: 0, flows: NO_FLOWS }
    this.#places.set(end, place)
    return place
  }

  /** Forgets the endpoints of calls that are over, and of announcements that nobody believes any more. */
  #clear(): void {
    for (const [end, place] of this.#places) {
      if (place.flows.size > 0) continue
      if (!this.#isLive(place) || place.groups.every(this.#isOver)) this.#places.delete(end)
    }
    this.#new = 0
    this.#mostNew = Math.max(FEWEST_NEW, this.#places.size)
  }

  /** Forgets the endpoint that was noted first; those where media runs get a second chance. */
  #forget(): void {
    this.#budget.full(TABLE)
    let tries = 0
    for (const [end, place] of this.#places) {
      this.#places.delete(end)
      if (place.flows.size === 0 || ++tries === SWEEP) return
      this.#places.set(end, place)
    }
  }
}

function isSameMedia(known: Announced, { kind, media, side }: Announcement, group: number): boolean {
  const { announcement } = known
  return (
    known.group === group && announcement.kind === kind && announcement.media === media && announcement.side === side
  )
}
