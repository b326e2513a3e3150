import type { Budget, Memory } from '../bytes/memory.ts'
import type { Join } from '../correlate/join.ts'
import { FLOW_CLAIMED, FLOW_GUESSES, FLOW_INTS, FLOW_PEER, FLOW_PROTOCOL } from '../model/flow.ts'
import type { Protocol, Tracker, Where } from '../model/message.ts'
import { CUT, DECODED, MALFORMED, type Packet, UNDECODED } from '../model/packet.ts'
import type { Payloads } from '../model/payloads.ts'
import type { Sink } from '../model/rows.ts'
import type { Net } from '../net/net.ts'
import { NOT_MEDIA, PROBATION, RtpStreams } from '../protocols/rtp/streams.ts'
import { type Counters, GTP, OTHER, RTP } from './counters.ts'
import { byDissector, MEDIA, MOST_GUESSES, protocolOf, recognize } from './identify.ts'
import type { PortHints } from './hinted.ts'
import { MessageWriter } from './message-writer.ts'
import type { Piece } from './stream-buffers.ts'
import { Streams } from './streams.ts'
import { Tentative } from './tentative.ts'
import { unclaimedFlow } from './unclaimed.ts'
import { whereOfDatagram, whereOfPieces } from './where.ts'

interface Surroundings {
  readonly packet: Packet
  readonly memory: Memory
  readonly budget: Budget
  readonly sink: Sink
  readonly counters: Counters
  readonly join: Join
  readonly nextGroup: () => number
  readonly hints: PortHints
}

/** Above the network: names each flow's protocol, decodes its messages, and hands them on to be joined. */
export class Upper implements Payloads {
  readonly #around: Surroundings
  #net!: Net
  #media!: RtpStreams
  #streams!: Streams
  readonly #trackers = new Map<Protocol, Tracker | undefined>()
  readonly #tentative = new Tentative()

  constructor(around: Surroundings) {
    this.#around = around
  }

  /** The network layer below, which is made with this one in hand. */
  attach(net: Net): void {
    const { packet, memory, budget, sink, nextGroup, hints } = this.#around
    this.#net = net
    this.#media = new RtpStreams(packet, net.flows, budget, sink, nextGroup)
    this.#streams = new Streams({
      memory,
      flows: net.flows,
      budget,
      hints,
      piece: (from, to) => this.#piece(from, to),
      deliver: (flow, at, pieces) => {
        const protocol = protocolOf(net.flows.ints[flow * FLOW_INTS + FLOW_PROTOCOL]!)!
        this.#message(protocol, at, whereOfPieces(packet, net.flows, flow, pieces))
      },
    })
  }

  datagram(flow: number, from: number, to: number, wireTo: number): void {
    const { ints } = this.#net.flows
    const number = ints[flow * FLOW_INTS + FLOW_PROTOCOL]!
    if (number === MEDIA) this.#mediaPacket(flow, from, to, wireTo)
    else if (number !== 0) this.#known(flow, from, to, wireTo)
    else this.#unknown(flow, from, to, wireTo)
  }

  segment(flow: number, from: number, to: number): void {
    this.#streams.segment(flow, from, to)
  }

  gap(flow: number, length: number): void {
    this.#streams.gap(flow, length)
  }

  closed(flow: number): void {
    this.#streams.closed(flow)
  }

  evicted(flow: number): void {
    this.#streams.closed(flow)
    this.#media.evicted(flow)
    this.#tentative.forget(flow)
    const { flows } = this.#net
    const claimed = flows.ints[flow * FLOW_INTS + FLOW_CLAIMED]! > 0
    if (!claimed) this.#around.sink.flow(unclaimedFlow(flows, flow, this.#around.packet.epoch))
  }

  exported(dissector: string, flow: number, from: number, to: number, wireTo: number): void {
    const { bytes } = this.#around.packet
    const named = byDissector(dissector)
    this.#net.flows.ints[flow * FLOW_INTS + FLOW_PROTOCOL] = named === 0 ? recognize(bytes, from, to) : named
    this.datagram(flow, from, to, wireTo)
  }

  /** A flow whose payloads nobody has recognised yet. */
  #unknown(flow: number, from: number, to: number, wireTo: number): void {
    const { bytes } = this.#around.packet
    const { ints } = this.#net.flows
    const at = flow * FLOW_INTS
    const hinted = this.#around.hints.of(this.#net.flows, flow)
    if (hinted !== 0) {
      ints[at + FLOW_PROTOCOL] = hinted
      return this.datagram(flow, from, to, wireTo)
    }
    if (bytes[from]! >> 6 === 2 || this.#media.expects(flow)) this.#mediaPacket(flow, from, to, wireTo)
    if (ints[at + FLOW_PROTOCOL] !== 0 || ints[at + FLOW_GUESSES]! >= MOST_GUESSES) return
    const found = recognize(bytes, from, to)
    ints[at + FLOW_GUESSES]! += 1
    if (found === 0) return
    ints[at + FLOW_PROTOCOL] = found
    this.#known(flow, from, to, wireTo)
  }

  #mediaPacket(flow: number, from: number, to: number, wireTo: number): void {
    const { packet, counters } = this.#around
    const media = this.#media
    const kind = media.packet(flow, from, to, wireTo)
    if (kind === PROBATION && packet.verdict === UNDECODED && packet.outerVersion === 0) this.#tentative.add(flow)
    if (kind === NOT_MEDIA || kind === PROBATION) return
    this.#net.flows.ints[flow * FLOW_INTS + FLOW_PROTOCOL] = MEDIA
    packet.classify(DECODED)
    packet.protocol = RTP
    if (media.maturedPackets === 0) return
    const { maturedPackets: packets, maturedBytes: bytes } = media
    const before = packet.outerVersion === 0 ? OTHER : GTP
    counters.recount({ from: before, to: RTP, packets, bytes, undecoded: this.#tentative.take(flow, packets) })
  }

  /** A datagram of a flow that carries a known message protocol. */
  #known(flow: number, from: number, to: number, wireTo: number): void {
    const { packet, counters } = this.#around
    const { flows, parts } = this.#net
    const protocol = protocolOf(flows.ints[flow * FLOW_INTS + FLOW_PROTOCOL]!)!
    const start = from + (protocol.filler?.(packet.bytes, from, to) ?? 0)
    if (start >= to) {
      packet.classify(DECODED)
      packet.protocol = counters.number(protocol.group)
    } else if (protocol.recognize(packet.bytes, start, to)) {
      this.#message(protocol, { from: start, to, wireTo }, whereOfDatagram(packet, flows, flow, parts))
    }
  }

  #message(protocol: Protocol, at: { from: number; to: number; wireTo: number }, where: Where): void {
    const { packet, counters, join } = this.#around
    const writer = new MessageWriter(protocol.name, where)
    protocol.decode(packet.bytes, at.from, at.to, at.wireTo, where, writer)
    const { message } = writer
    if (where.tunnel.length > 0) writer.put('tunnel', where.tunnel)
    this.#tracker(protocol)?.see(message)
    const group = join.take(message)
    for (const announcement of message.announces) this.#media.announce(announcement, group)
    this.#claim(where.flow)
    packet.classify(message.fault === '' ? DECODED : message.fault === 'cut' ? CUT : MALFORMED)
    packet.protocol = counters.number(protocol.group)
  }

  #tracker(protocol: Protocol): Tracker | undefined {
    if (!this.#trackers.has(protocol)) this.#trackers.set(protocol, protocol.track?.())
    return this.#trackers.get(protocol)
  }

  /** Both directions of a conversation belong to whoever decodes one. */
  #claim(flow: number): void {
    const { ints } = this.#net.flows
    ints[flow * FLOW_INTS + FLOW_CLAIMED]! += 1
    const peer = ints[flow * FLOW_INTS + FLOW_PEER]! - 1
    if (peer >= 0) ints[peer * FLOW_INTS + FLOW_CLAIMED]! += 1
  }

  #piece(from: number, to: number): Piece {
    const { file, frame, offset, start, seconds, nanoseconds, time, earlier } = this.#net.segmentAt
    const piece = { file, frame, offset, start, seconds, nanoseconds, time, length: to - from }
    return earlier ? { ...piece, earlier } : piece
  }
}
