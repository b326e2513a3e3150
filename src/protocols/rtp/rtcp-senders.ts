import type { Budget } from '../../bytes/memory.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import type { FlowRecords } from '../../model/flow.ts'
import type { Moment } from '../../model/moment.ts'
import { OFFSET, type Packet, TIME } from '../../model/packet.ts'
import type { EventRow, Sink } from '../../model/rows.ts'
import { RoundTrips } from './round-trips.ts'
import { type Compound, type Datagram, readRtcp } from './rtcp.ts'
import { type Rates, rtcpDetails, rtcpRow, rtcpShort, worstLoss } from './rtcp-rows.ts'
import type { VoipMetrics } from './rtcp-xr.ts'
import { tunnelText } from './tunnel.ts'

const SHARE = 0.05
const SENDER_BYTES = 4096
/** Senders told apart in a flow, and streams that one reports on. */
const MOST_OF_A_FLOW = 32
/** Events of a sender: the first ones, the last ones, and those that tell of loss, to a bound. */
const FIRST_EVENTS = 3
const LAST_EVENTS = 3
const MOST_LOSS_EVENTS = 50
const TABLE = 'rtcp-senders'

interface Reported {
  max: number
  sum: number
  count: number
  cumulative: number
  jitter: number
}

/** One SSRC that sends RTCP in one flow. */
export interface Sender {
  readonly group: number
  readonly ssrc: number
  readonly source: Endpoint
  readonly destination: Endpoint
  readonly tunnel: string
  readonly first: Moment
  last: Moment
  readonly file: number
  readonly frame: number
  packets: number
  bytes: number
  lossEvents: number
  /** Events that become the last ones if nothing follows. */
  lately: EventRow[]
  cname?: string
  voip?: VoipMetrics
  readonly reports: Map<number, Reported>
  readonly trips: { count: number; sum: number; max: number }
}

interface Surroundings {
  readonly packet: Packet
  readonly flows: FlowRecords
  readonly budget: Budget
  readonly out: Pick<Sink, 'rtcp' | 'event'>
  readonly nextGroup: () => number
  readonly rates: Rates
  /** The flow has no senders here any more. */
  readonly left: (flow: number) => void
}

/**
 * RTCP by flow and sender: what the ends tell of the media that they receive. Where there is no room, the flow that has
 * been silent for longest is written down; should it go on, it goes on as another row of the same ends.
 */
export class RtcpSenders {
  readonly #around: Surroundings
  /** The one that sent last is the last one. */
  readonly #flows = new Map<number, Map<number, Sender>>()
  readonly #trips = new RoundTrips()
  readonly #most: number
  #senders = 0

  constructor(around: Surroundings) {
    this.#around = around
    this.#most = around.budget.records(SHARE, SENDER_BYTES)
  }

  has(flow: number): boolean {
    return this.#flows.has(flow)
  }

  packet(flow: number, datagram: Datagram, isCiphered: boolean): void {
    const { packet } = this.#around
    const compound = readRtcp(packet.bytes, datagram, isCiphered)
    const sender = this.#sender(flow, compound.ssrc)
    if (!sender) return
    sender.last = { seconds: packet.seconds, nanoseconds: packet.nanoseconds }
    sender.packets++
    sender.bytes += packet.wireLength
    if (compound.cname !== undefined) sender.cname = compound.cname
    if (compound.xr?.voip) sender.voip = compound.xr.voip
    this.#note(compound, sender)
    const time = packet.at[TIME]!
    const halves = this.#trips.complete(compound, time, sender.source, sender.destination)
    this.#trips.pass(compound, time, sender.source, sender.destination)
    for (const half of halves) {
      sender.trips.count++
      sender.trips.sum += half
      sender.trips.max = Math.max(sender.trips.max, half)
    }
    this.#tell(compound, sender, this.#event(compound, sender, { halves, isCiphered }))
  }

  evicted(flow: number): void {
    const senders = this.#flows.get(flow)
    if (!senders) return
    for (const sender of senders.values()) {
      for (const event of sender.lately) this.#around.out.event(event)
      this.#around.out.rtcp(rtcpRow(sender))
    }
    this.#senders -= senders.size
    this.#flows.delete(flow)
  }

  end(): void {
    for (const flow of this.#flows.keys()) this.evicted(flow)
  }

  #sender(flow: number, ssrc: number): Sender | undefined {
    const senders = this.#flows.get(flow) ?? new Map<number, Sender>()
    this.#flows.delete(flow)
    this.#flows.set(flow, senders)
    const known = senders.get(ssrc)
    if (known) return known
    if (senders.size >= MOST_OF_A_FLOW) {
      this.#around.budget.full(TABLE)
      return undefined
    }
    if (this.#senders >= this.#most) this.#makeRoom(flow)
    const sender = this.#begin(flow, ssrc)
    senders.set(ssrc, sender)
    this.#senders++
    return sender
  }

  #makeRoom(flow: number): void {
    for (const silent of this.#flows.keys()) {
      if (silent === flow) return
      this.evicted(silent)
      this.#around.left(silent)
      return
    }
  }

  #begin(flow: number, ssrc: number): Sender {
    const { packet, flows, nextGroup } = this.#around
    const at = { seconds: packet.seconds, nanoseconds: packet.nanoseconds }
    return {
      group: nextGroup(),
      ssrc,
      source: flows.source(flow),
      destination: flows.destination(flow),
      tunnel: tunnelText(packet),
      first: at,
      last: at,
      file: packet.file,
      frame: packet.frame,
      packets: 0,
      bytes: 0,
      lossEvents: 0,
      lately: [],
      reports: new Map(),
      trips: { count: 0, sum: 0, max: 0 },
    }
  }

  #note({ reports }: Compound, sender: Sender): void {
    for (const { ssrc, fractionLost, cumulativeLost, jitter } of reports) {
      const known = sender.reports.get(ssrc) ?? { max: 0, sum: 0, count: 0, cumulative: 0, jitter: 0 }
      if (known.count === 0 && sender.reports.size >= MOST_OF_A_FLOW) continue
      known.max = Math.max(known.max, fractionLost)
      known.sum += fractionLost
      known.count++
      known.cumulative = cumulativeLost
      known.jitter = jitter
      sender.reports.set(ssrc, known)
    }
  }

  /** Writes the event at once where it is one of the first or tells of loss; else it may be one of the last. */
  #tell({ reports }: Compound, sender: Sender, event: EventRow): void {
    const hasLoss = worstLoss(reports) > 0 && sender.lossEvents < MOST_LOSS_EVENTS
    if (hasLoss) sender.lossEvents++
    if (hasLoss || sender.packets <= FIRST_EVENTS) this.#around.out.event(event)
    else sender.lately = [...sender.lately.slice(1 - LAST_EVENTS), event]
  }

  #event(compound: Compound, sender: Sender, more: { halves: readonly number[]; isCiphered: boolean }): EventRow {
    const { packet, rates } = this.#around
    const details = rtcpDetails(compound, rates, more.halves)
    return {
      group: sender.group,
      at: { seconds: packet.seconds, nanoseconds: packet.nanoseconds },
      file: packet.file,
      frame: packet.frame,
      offset: packet.at[OFFSET]!,
      protocol: 'RTCP',
      message_type: compound.types.join('+'),
      short: rtcpShort(compound, rates),
      source: sender.source,
      destination: sender.destination,
      details: more.isCiphered ? { ...details, ciphered: true } : details,
      fault: compound.fault,
    }
  }
}
