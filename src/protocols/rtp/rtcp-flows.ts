import type { FlowRecords } from '../../model/flow.ts'
import type { Moment } from '../../model/moment.ts'
import { type Packet, TIME } from '../../model/packet.ts'
import type { RtcpRow, Sink } from '../../model/rows.ts'
import type { Formats } from './formats.ts'
import { type CompoundPacket, readCompound } from './rtcp.ts'
import { tunnelText } from './stream-rows.ts'

export { isRtcp } from './rtcp.ts'

/** Senders told apart in one flow, and sender reports remembered for round trips. */
const MOST_SENDERS = 32
const MOST_SENDER_REPORTS = 20_000
/** Events of a sender: the first, the last, and those that report loss, to a bound. */
const FIRST_EVENTS = 3
const MOST_EVENTS = 100
const DAY_MS = 86_400_000

interface Report {
  max: number
  sum: number
  count: number
  cumulative: number
  jitter: number
}

interface Sender {
  readonly group: number
  readonly first: Moment
  last: Moment
  readonly file: number
  readonly frame: number
  packets: number
  bytes: number
  events: number
  cname?: string
  xr?: CompoundPacket['xr']
  readonly reports: Map<string, Report>
  readonly roundTrips: { count: number; sum: number; max: number }
}

interface Surroundings {
  readonly packet: Packet
  readonly flows: FlowRecords
  readonly formats: Formats
  readonly sink: Pick<Sink, 'rtcp' | 'event'>
  readonly nextGroup: () => number
}

/** RTCP by flow and sender: what the ends tell of the media that they receive. */
export class RtcpFlows {
  readonly #around: Surroundings
  readonly #flows = new Map<number, Map<string, Sender>>()
  /** When each sender report passed the capture point, by SSRC and the middle of its NTP time. */
  readonly #passed = new Map<string, number>()

  constructor(around: Surroundings) {
    this.#around = around
  }

  packet(flow: number, from: number, to: number): void {
    const { packet, flows, formats } = this.#around
    const isSecure = formats.isSecure(flows.source(flow).text, flows.destination(flow).text)
    const compound = readCompound(packet.bytes, { from, to }, isSecure)
    const sender = this.#sender(flow, compound.ssrc)
    if (!sender) return
    sender.last = { seconds: packet.seconds, nanoseconds: packet.nanoseconds }
    sender.packets++
    sender.bytes += packet.wireLength
    if (compound.cname) sender.cname = compound.cname
    if (compound.xr) sender.xr = compound.xr
    const roundTrip = this.#roundTrip(compound, sender)
    this.#note(compound, sender)
    this.#event(flow, compound, sender, roundTrip)
  }

  evicted(flow: number): void {
    for (const [ssrc, sender] of this.#flows.get(flow) ?? []) this.#around.sink.rtcp(this.#row(flow, ssrc, sender))
    this.#flows.delete(flow)
  }

  #sender(flow: number, ssrc: string): Sender | undefined {
    const senders = this.#flows.get(flow) ?? new Map<string, Sender>()
    this.#flows.set(flow, senders)
    const known = senders.get(ssrc)
    if (known || senders.size >= MOST_SENDERS) return known
    const { packet, nextGroup } = this.#around
    const at = { seconds: packet.seconds, nanoseconds: packet.nanoseconds }
    const sender: Sender = {
      group: nextGroup(),
      first: at,
      last: at,
      file: packet.file,
      frame: packet.frame,
      packets: 0,
      bytes: 0,
      events: 0,
      reports: new Map(),
      roundTrips: { count: 0, sum: 0, max: 0 },
    }
    senders.set(ssrc, sender)
    return sender
  }

  /**
   * Milliseconds from the capture point to the reporter and back: from when the sender report passed to when the answer
   * to it passes, less what the reporter says it waited (RFC 3550 §6.4.1). One half of the whole way round.
   */
  #roundTrip(compound: CompoundPacket, sender: Sender): number | undefined {
    const now = this.#around.packet.at[TIME]! / 1e6
    if (compound.sender) {
      if (this.#passed.size >= MOST_SENDER_REPORTS) {
        const [oldest] = this.#passed.keys()
        this.#passed.delete(oldest!)
      }
      this.#passed.set(`${compound.ssrc} ${compound.sender.ntp_middle}`, now)
    }
    let found: number | undefined
    for (const report of compound.reports) {
      const passed = report.last_sr === 0 ? undefined : this.#passed.get(`${report.ssrc} ${report.last_sr}`)
      if (passed === undefined) continue
      const trip = now - passed - (report.delay * 1000) / 65_536
      // A little below 0 is the ends' clock, not time travel.
      if (trip < -5 || trip > DAY_MS) continue
      found = Math.max(0, trip)
      sender.roundTrips.count++
      sender.roundTrips.sum += found
      sender.roundTrips.max = Math.max(sender.roundTrips.max, found)
    }
    return found
  }

  #note(compound: CompoundPacket, sender: Sender): void {
    for (const report of compound.reports) {
      const known = sender.reports.get(report.ssrc) ?? { max: 0, sum: 0, count: 0, cumulative: 0, jitter: 0 }
      if (known.count === 0 && sender.reports.size >= MOST_SENDERS) continue
      known.max = Math.max(known.max, report.fraction_lost)
      known.sum += report.fraction_lost
      known.count++
      known.cumulative = report.cumulative_lost
      known.jitter = report.jitter
      sender.reports.set(report.ssrc, known)
    }
  }

  #event(flow: number, compound: CompoundPacket, sender: Sender, rtt: number | undefined): void {
    const hasLoss = compound.reports.some((report) => report.fraction_lost > 0)
    const isWanted = sender.packets <= FIRST_EVENTS || compound.bye || hasLoss
    if (!isWanted || sender.events >= MOST_EVENTS) return
    sender.events++
    const { packet, flows, sink } = this.#around
    const { types, ssrc, cname, xr, reports, sender: info } = compound
    const worst = Math.max(0, ...reports.map((report) => report.fraction_lost))
    sink.event({
      group: sender.group,
      at: { seconds: packet.seconds, nanoseconds: packet.nanoseconds },
      file: packet.file,
      frame: packet.frame,
      protocol: 'RTCP',
      message_type: types.join('+'),
      short: `RTCP ${types.join('+')}${reports.length > 0 ? ` loss=${(worst * 100).toFixed(1)}%` : ''}`.slice(0, 80),
      source: flows.source(flow),
      destination: flows.destination(flow),
      details: {
        packet_types: types,
        ssrc,
        ...(info && { sender: { rtp_time: info.rtp_time, packets: info.packets, octets: info.octets } }),
        ...(reports.length > 0 && {
          reports: reports.map(({ last_sr: _sr, delay: _delay, ...report }) => report),
        }),
        ...(rtt !== undefined && { rtt_ms: Math.round(rtt * 1000) / 1000 }),
        ...(cname && { cname }),
        ...(xr && { xr }),
      },
      fault: '',
    })
  }

  #row(flow: number, ssrc: string, sender: Sender): RtcpRow {
    const { flows } = this.#around
    const { group, first, last, file, frame, packets, bytes, cname, xr, roundTrips } = sender
    return {
      group,
      source: flows.source(flow),
      destination: flows.destination(flow),
      tunnel: tunnelText(flows, flow),
      first,
      last,
      file,
      first_frame: frame,
      packets,
      bytes,
      ssrc,
      ...(cname !== undefined && { cname }),
      reports: [...sender.reports].map(([reported, { max, sum, count, cumulative, jitter }]) => ({
        ssrc: reported,
        fraction_lost_max: max,
        fraction_lost_mean: sum / count,
        cumulative_lost: cumulative,
        jitter,
      })),
      ...(roundTrips.count > 0 && {
        rtt_ms: { count: roundTrips.count, mean: roundTrips.sum / roundTrips.count, max: roundTrips.max },
      }),
      ...(xr && { xr }),
    }
  }
}
