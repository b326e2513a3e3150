import { FLOW_CLAIMED, FLOW_GUESSES, FLOW_INTS, FLOW_KIND, FLOW_PPID, FLOW_PROTOCOL } from '../model/flow.ts'
import type { Ciphers, Protocol, Unit, Where } from '../model/message.ts'
import { momentAt } from '../model/moment.ts'
import { CIPHERED, DECODED, TIME, UNDECODED } from '../model/packet.ts'
import type { Payloads, TunnelTraffic } from '../model/payloads.ts'
import type { HowHungUp } from '../model/rows.ts'
import type { Net } from '../net/net.ts'
import { pair } from '../net/tcp.ts'
import { icmp } from '../protocols/icmp/icmp.ts'
import { NOT_MEDIA, OTHER_MEDIA, PROBATION, RtpStreams } from '../protocols/rtp/streams.ts'
import { stun } from '../protocols/stun/stun.ts'
import { dtls, mayBeDtls } from '../protocols/tls/dtls.ts'
import { tls } from '../protocols/tls/tls.ts'
import { Connections } from './connections.ts'
import { GTP, OTHER, RTP } from './counters.ts'
import { FlowLabels } from './flow-labels.ts'
import { HeldBeginnings } from './held-frames.ts'
import { byDissector, byPpid, MEDIA, MOST_GUESSES, protocolNumber, protocolOf, recognize } from './identify.ts'
import { type Extent, Messages } from './messages.ts'
import { meantPpid, PPID_NAMES } from './ppids.ts'
import { Secured } from './secured.ts'
import { SilentPeers } from './silent-peers.ts'
import type { Piece } from './stream-buffers.ts'
import { Streams } from './streams.ts'
import type { Surroundings } from './surroundings.ts'
import { Tentative } from './tentative.ts'
import { unclaimedFlow } from './unclaimed.ts'
import { whereOfDatagram, whereOfPieces, whereOfUserMessage } from './where.ts'

/** Names of dissectors are short. */
const DISSECTOR = /^[\w.-]{1,40}$/
/** Kind of a flow over UDP. */
const UDP = 17
/**
 * Flows of datagrams whose messages tell all by themselves are forgotten after so long a silence: whoever keeps one
 * alive without a message does so more often (RFC 5626 §4.4.1: two minutes at the most). Nanoseconds.
 */
const LONGEST_KEEP_ALIVE = 120e9

/** Above the network: names each flow's protocol, decodes its messages, and hands them on to be joined. */
export class Upper implements Payloads {
  readonly #around: Surroundings
  #net!: Net
  #media!: RtpStreams
  #messages!: Messages
  #streams!: Streams
  #connections!: Connections
  #labels!: FlowLabels
  #secured: Secured | undefined
  readonly #tentative = new Tentative()
  readonly #held = new HeldBeginnings()
  readonly #silent = new SilentPeers()

  constructor(around: Surroundings) {
    this.#around = around
  }

  /** The network layer below, which is made with this one in hand. */
  attach(net: Net): void {
    const { packet, memory, budget, sink, nextGroup, hints, inflate, ciphers } = this.#around
    const { flows } = net
    this.#net = net
    this.#media = new RtpStreams(packet, flows, budget, sink, {
      next: nextGroup,
      isOver: (group) => this.#around.join.isOver(group),
    })
    this.#messages = new Messages(this.#around, net, this.#media)
    this.#labels = new FlowLabels(flows, ciphers)
    this.#connections = new Connections({
      flows,
      budget,
      inflate,
      message: (protocol) => (where, tell) => this.#messages.told(protocol, where, tell),
      hand: (name, bytes, where) => this.#messages.handed(protocolOf(protocolNumber(name)), bytes, where),
    })
    this.#streams = new Streams({
      memory,
      flows,
      budget,
      hints,
      piece: (from, to) => this.#piece(from, to),
      deliver: (flow, at, pieces) => this.#delivered(flow, at, pieces),
      direction: (flow) => this.#connections.direction(flow),
      recognised: (flow) => this.#held.recognised(flow, flows.ints[flow * FLOW_INTS + FLOW_PROTOCOL]!, this.#around),
      lost: (flow, length, pending) => {
        const unit = pending && this.#unit(flow, { bytes: pending.bytes, from: 0, to: pending.length }, pending.pieces)
        this.#connections.direction(flow)?.gap(length, unit)
      },
    })
    if (ciphers) this.#secured = this.#securedBy(ciphers)
  }

  #securedBy(ciphers: Ciphers): Secured {
    const { memory, budget, keys } = this.#around
    return new Secured({
      memory,
      flows: this.#net.flows,
      budget,
      keys,
      ciphers,
      piece: (length) => ({ ...this.#net.segmentAt, length }),
      label: (flow, told) => this.#labels.tell(flow, told, tls.name),
      plain: (flow, from, to) => this.#streams.segment(flow, from, to),
      gap: (flow, length) => this.#streams.gap(flow, length),
    })
  }

  /** At how many moments nearly all media streams missed packets, or stepped in time. */
  get shared(): { readonly gaps: number; readonly steps: number } {
    return this.#media.shared
  }

  /** How many connections stayed ciphered although keys were given, by the reason. */
  get stayedCiphered(): ReadonlyMap<string, number> {
    return this.#secured?.closed ?? new Map()
  }

  #delivered(flow: number, at: Extent, pieces: readonly Piece[]): void {
    const { packet } = this.#around
    const { flows } = this.#net
    const protocol = protocolOf(flows.ints[flow * FLOW_INTS + FLOW_PROTOCOL]!)!
    const direction = this.#connections.direction(flow)
    if (direction) direction.take(this.#unit(flow, { bytes: packet.bytes, from: at.from, to: at.to }, pieces))
    else if (protocol.label) this.#labels.tell(flow, protocol.label(packet.bytes, at.from, at.to), protocol.name)
    else this.#messages.take(protocol, at, this.#where(flow, pieces))
  }

  /** Where what came in `pieces` of a stream stands. */
  #where(flow: number, pieces: readonly Piece[]): Where {
    const where = whereOfPieces(this.#around.packet, this.#net.flows, flow, pieces)
    return this.#secured?.isOpen(flow) === true ? { ...where, transport: 'tls' } : where
  }

  #unit(flow: number, at: Pick<Unit, 'bytes' | 'from' | 'to'>, pieces: readonly Piece[]): Unit {
    return { ...at, where: this.#where(flow, pieces), pieces }
  }

  datagram(flow: number, from: number, to: number, wireTo: number): void {
    const { ints } = this.#net.flows
    const number = ints[flow * FLOW_INTS + FLOW_PROTOCOL]!
    if (number === MEDIA) this.#mediaPacket(flow, from, to, wireTo)
    else if (number !== 0) this.#known(flow, from, to, wireTo)
    else this.#unknown(flow, from, to, wireTo)
  }

  copy(from: number, to: number, wireTo: number): void {
    const { packet, counters } = this.#around
    // Messages of ICMP have no flow to themselves that says what they count as.
    if (packet.transport !== UDP) {
      if (icmp.recognize(packet.bytes, from, to, wireTo)) packet.protocol = counters.number(icmp.group)
      return
    }
    const flow = this.#net.flows.find()
    if (flow >= 0 && this.#net.flows.ints[flow * FLOW_INTS + FLOW_PROTOCOL] === MEDIA) {
      this.#media.copy(flow, from, to, wireTo)
    }
  }

  segment(flow: number, from: number, to: number): void {
    const isSecured = this.#secured?.segment(flow, from, to) === true
    if (!isSecured) this.#streams.segment(flow, from, to)
    this.#classify(flow, isSecured, this.#streams.isFiller || this.#streams.isUnfinished(flow))
  }

  unhanded(flow: number): void {
    const protocol = protocolOf(this.#net.flows.ints[flow * FLOW_INTS + FLOW_PROTOCOL]!)
    this.#classify(flow, this.#secured?.isReading(flow) === true, protocol !== undefined)
  }

  /** What the frame of a segment counts as, where no message of it has told yet. */
  #classify(flow: number, isSecured: boolean, isPart: boolean): void {
    const { packet, counters } = this.#around
    const protocol = protocolOf(this.#net.flows.ints[flow * FLOW_INTS + FLOW_PROTOCOL]!)
    const isClosed = isSecured ? this.#secured?.isReading(flow) !== true : protocol?.label !== undefined
    if (isClosed) packet.classify(CIPHERED)
    else if (isSecured && !protocol) packet.classify(DECODED)
    else if (protocol && (isSecured || protocol.connect || isPart)) {
      packet.classify(DECODED)
      packet.protocol = counters.number(protocol.group)
    } else if (!protocol && isPart) this.#held.add(flow, packet)
    else if (!protocol) this.#held.forget(flow)
  }

  message(flow: number, ppid: number, from: number, to: number, wireTo: number): void {
    const { packet } = this.#around
    const { flows, parts, messagePieces: pieces } = this.#net
    const meant = meantPpid(ppid)
    if (mayBeDtls(packet.bytes, from, to) && dtls.recognize(packet.bytes, from, to, wireTo)) {
      flows.ints[flow * FLOW_INTS + FLOW_PROTOCOL] = protocolNumber(dtls.name)
      this.#labels.tell(flow, { carried: PPID_NAMES[meant] ?? 'SCTP' })
      return this.#closed(dtls, flow, from, to)
    }
    const protocol = protocolOf(byPpid(meant) || this.#guess(flow, meant, from, to))
    if (!protocol) return
    if (protocol.label) return this.#closed(protocol, flow, from, to)
    this.#messages.take(protocol, { from, to, wireTo }, whereOfUserMessage(packet, flows, flow, { parts, pieces }))
  }

  notice(flow: number, from: number, to: number, wireTo: number): void {
    const { packet } = this.#around
    const { flows, parts } = this.#net
    if (!icmp.recognize(packet.bytes, from, to, wireTo)) return
    this.#messages.datagram(icmp, { from, to, wireTo }, whereOfDatagram(packet, flows, flow, parts))
  }

  gap(flow: number, length: number): void {
    if (this.#secured?.gap(flow, length) !== true) this.#streams.gap(flow, length)
  }

  mayPrecede(flow: number): boolean {
    const isOfMessages = this.#secured?.isOpen(flow) !== true && this.#connections.direction(flow) === undefined
    return isOfMessages && !this.#streams.isUnfinished(flow)
  }

  closed(flow: number): void {
    this.#streams.closed(flow)
    this.#held.forget(flow)
    this.#connections.closed(flow)
    this.#secured?.ended(flow)
  }

  hungUp(flow: number, how: HowHungUp): void {
    const { flows } = this.#net
    if (flows.ints[flow * FLOW_INTS + FLOW_CLAIMED] === 0) return
    const { packet, sink } = this.#around
    const at = momentAt(packet.epoch, packet.at[TIME]!)
    sink.hungUp({ source: flows.source(flow), destination: flows.destination(flow), at, frame: packet.frame, how })
  }

  evicted(flow: number, isOneWay: boolean): void {
    this.closed(flow)
    this.#media.evicted(flow)
    this.#tentative.forget(flow)
    const { flows } = this.#net
    this.#around.talkers.flow(flows, flow)
    const claimed = flows.ints[flow * FLOW_INTS + FLOW_CLAIMED]! > 0
    const protocol = protocolOf(flows.ints[flow * FLOW_INTS + FLOW_PROTOCOL]!)
    const label = this.#labelOf(flow, protocol)
    this.#silent.heard(flows.source(flow))
    if (claimed && isOneWay) {
      this.#around.sink.oneWay({ source: flows.source(flow), destination: flows.destination(flow), isSure: true })
    } else if (protocol && (flows.ints[flow * FLOW_INTS + FLOW_KIND]! & 255) === UDP && !flows.hasReverse(flow)) {
      this.#silent.asked(flows.source(flow), flows.destination(flow))
    }
    if (!claimed) this.#around.sink.flow(unclaimedFlow(flows, flow, { epoch: this.#around.packet.epoch, label }))
  }

  incomplete(frames: number): void {
    this.#around.counters.incomplete(frames)
  }

  fragments(of: { readonly frames: number; readonly bytes: number; readonly isTunnelled: boolean }): void {
    this.#around.counters.fragments(this.#around.packet, of)
  }

  isOver(flow: number, silence: number): boolean {
    const { ints } = this.#net.flows
    const at = flow * FLOW_INTS
    if (ints[at + FLOW_PROTOCOL] !== MEDIA) {
      const isOfMessages = ints[at + FLOW_PROTOCOL]! > 0 && ints[at + FLOW_CLAIMED]! > 0
      return isOfMessages && (ints[at + FLOW_KIND]! & 255) === UDP && silence > LONGEST_KEEP_ALIVE
    }
    const group = this.#media.groupOf(flow)
    return group > 0 && this.#around.join.isOver(group)
  }

  /** All flows have left. */
  end(): void {
    for (const row of this.#silent.all()) this.#around.sink.oneWay(row)
  }

  /** What a flow that stayed ciphered is called; undefined where it is none. */
  #labelOf(flow: number, protocol: Protocol | undefined): string | undefined {
    const secured = this.#secured
    const closed = secured?.take(flow)
    if (closed === undefined && !protocol?.label) return protocol ? undefined : this.#labels.takeOfPeer(flow)
    if (closed !== undefined && protocol && !protocol.label) return this.#labels.forget(flow)
    const { keys } = this.#around
    const isMidstream = closed === undefined && protocol === tls
    const reason = keys.isGiven && secured ? (isMidstream ? secured.midstream() : closed) : undefined
    if (reason) this.#labels.tell(flow, { not_decrypted: `not decrypted (${reason})` })
    return this.#labels.take(flow, protocol?.label ? protocol.name : tls.name)
  }

  /** Number under which the frames of a flow (−1: none) are counted, OTHER where it carries nothing known. */
  countedAs(flow: number): number {
    const number = flow < 0 ? 0 : this.#net.flows.ints[flow * FLOW_INTS + FLOW_PROTOCOL]!
    if (number === MEDIA) return RTP
    const protocol = protocolOf(number)
    return protocol ? this.#around.counters.number(protocol.group) : OTHER
  }

  sameHost(flow: number, other: number): void {
    const { flows } = this.#net
    const addresses = [flows.source(other).address, flows.source(flow).address]
    this.#around.sink.host({ addresses, evidence: 'one SCTP association', frame: this.#around.packet.frame })
  }

  tunnel(traffic: TunnelTraffic): void {
    this.#around.sink.tunnel(traffic)
  }

  exported(dissector: string, flow: number, from: number, to: number, wireTo: number): void {
    const { bytes } = this.#around.packet
    const named = byDissector(dissector) || recognize(bytes, { from, to, wireTo }, 'any')
    this.#net.flows.ints[flow * FLOW_INTS + FLOW_PROTOCOL] = named
    // What its writer knew it as is its name at least.
    if (named === 0 && DISSECTOR.test(dissector)) this.#labels.tell(flow, {}, dissector)
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
    const found = recognize(bytes, { from, to, wireTo }, 'udp')
    ints[at + FLOW_GUESSES]! += 1
    if (found === 0) return
    ints[at + FLOW_PROTOCOL] = found
    this.#known(flow, from, to, wireTo)
  }

  /** An SCTP user message whose identifier names no protocol of ours: by its bytes, unless it names another. */
  #guess(flow: number, ppid: number, from: number, to: number): number {
    const { bytes } = this.#around.packet
    const { ints } = this.#net.flows
    const at = flow * FLOW_INTS
    if (ppid in PPID_NAMES) {
      ints[at + FLOW_PPID] = ppid
      return 0
    }
    const known = ints[at + FLOW_PROTOCOL]!
    if (protocolOf(known)?.recognize(bytes, from, to)) return known
    if (ints[at + FLOW_GUESSES]! >= MOST_GUESSES) return 0
    ints[at + FLOW_GUESSES]! += 1
    const found = recognize(bytes, { from, to, wireTo: to }, 'ppids')
    if (found !== 0) ints[at + FLOW_PROTOCOL] = found
    return found
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
    if (kind === OTHER_MEDIA) this.#isCheck(flow, { from, to, wireTo })
    if (media.maturedPackets === 0) return
    const { maturedPackets: packets, maturedBytes: bytes } = media
    const before = packet.outerVersion === 0 ? OTHER : GTP
    counters.recount(packet, { from: before, to: RTP, packets, bytes, undecoded: this.#tentative.take(flow, packets) })
  }

  /** A datagram of a flow that carries a known message protocol. */
  #known(flow: number, from: number, to: number, wireTo: number): void {
    const { packet, counters } = this.#around
    const { flows, parts } = this.#net
    const protocol = protocolOf(flows.ints[flow * FLOW_INTS + FLOW_PROTOCOL]!)!
    if (protocol.label) {
      // Media, whose keys were agreed on in what came before it on the same ports.
      const isOther = packet.bytes[from]! >> 6 === 2 && !protocol.recognize(packet.bytes, from, to, wireTo)
      if (isOther) return this.#mediaPacket(flow, from, to, wireTo)
      if (!this.#isCheck(flow, { from, to, wireTo })) this.#closed(protocol, flow, from, to)
      return
    }
    const start = from + (protocol.filler?.(packet.bytes, from, to) ?? 0)
    if (start >= to) {
      packet.classify(DECODED)
      packet.protocol = counters.number(protocol.group)
    } else if (protocol.recognize(packet.bytes, start, to, wireTo)) {
      this.#messages.datagram(protocol, { from: start, to, wireTo }, whereOfDatagram(packet, flows, flow, parts))
    } else if (protocol.isBesideMedia) this.#beside(flow, from, to, wireTo)
  }

  /** What is not a check of a way comes on it: media, at once or in channels of a relay, or what keys them. */
  #beside(flow: number, from: number, to: number, wireTo: number): void {
    const { bytes } = this.#around.packet
    this.#mediaPacket(flow, from, to, wireTo)
    const at = flow * FLOW_INTS + FLOW_PROTOCOL
    const { ints } = this.#net.flows
    if (ints[at] === MEDIA || !dtls.recognize(bytes, from, to, wireTo)) return
    ints[at] = protocolNumber(dtls.name)
    this.#closed(dtls, flow, from, to)
  }

  /** A check on a flow of something else is a message all the same (RFC 7983). */
  #isCheck(flow: number, at: Extent): boolean {
    const { packet } = this.#around
    const { flows, parts } = this.#net
    if (!stun.recognize(packet.bytes, at.from, at.to, at.wireTo)) return false
    this.#messages.datagram(stun, at, whereOfDatagram(packet, flows, flow, parts))
    return true
  }

  #closed(protocol: Protocol, flow: number, from: number, to: number): void {
    const { packet } = this.#around
    packet.classify(CIPHERED)
    pair(this.#net.flows, flow)
    this.#labels.tell(flow, protocol.label!(packet.bytes, from, to, this.#labels.help(flow)), protocol.name)
  }

  #piece(from: number, to: number): Piece {
    return { ...(this.#secured?.piece ?? this.#net.segmentAt), length: to - from }
  }
}
