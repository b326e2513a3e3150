import { addressBytes } from '../bytes/address.ts'
import { FLOW_CLAIMED, FLOW_INTS, FLOW_PEER } from '../model/flow.ts'
import type { Carried, Message, Out, Protocol, Tracker, Where } from '../model/message.ts'
import { CUT, DECODED, MALFORMED } from '../model/packet.ts'
import type { Net } from '../net/net.ts'
import type { RtpStreams } from '../protocols/rtp/streams.ts'
import { MessageWriter } from './message-writer.ts'
import { Relays } from './relays.ts'
import type { Surroundings } from './surroundings.ts'

/** Bytes of a message or datagram: [from, to), which ended at `wireTo` on the wire. */
export interface Extent {
  readonly from: number
  readonly to: number
  readonly wireTo: number
}

/** Clues that name a GTP-U tunnel. */
const TUNNEL = 'tunnel'

/** Decodes messages whose protocol is known, and hands them on to be joined. */
export class Messages {
  readonly #around: Surroundings
  readonly #net: Net
  readonly #media: RtpStreams
  readonly #relays = new Relays()
  readonly #trackers = new Map<Protocol, Tracker | undefined>()

  constructor(around: Surroundings, net: Net, media: RtpStreams) {
    this.#around = around
    this.#net = net
    this.#media = media
  }

  /** The messages of one datagram, of which most hold one. */
  datagram(protocol: Protocol, { from, to, wireTo }: Extent, where: Where): void {
    for (let at = from; at < to;) {
      const length = protocol.split?.(this.#around.packet.bytes, at, to) ?? to - at
      const isLast = length <= 0 || at + length >= to
      const end = isLast ? to : at + length
      this.take(protocol, { from: at, to: end, wireTo: isLast ? wireTo : end }, where)
      at = end
    }
  }

  take(protocol: Protocol, at: Extent, where: Where): void {
    const { packet, counters } = this.#around
    const tracker = this.#tracker(protocol)
    const isWhole = at.wireTo <= at.to
    const glanced = isWhole ? tracker?.glance?.(packet.bytes, at.from, at.to, where) : undefined
    const message = glanced ?? decoded(protocol, packet.bytes, at, where)
    if (!glanced) this.#around.links.tell(packet.bytes, at.from, at.to, message)
    this.#joined(message, glanced ? undefined : tracker, isWhole ? { bytes: packet.bytes, ...at } : undefined)
    packet.classify(message.fault === '' ? DECODED : message.fault === 'cut' ? CUT : MALFORMED)
    packet.protocol = counters.number(protocol.group)
  }

  /** Hands a message on to be joined; `tracker` is who has yet to see it. */
  #joined(message: Message, tracker: Tracker | undefined, carried?: Carried): void {
    const { where } = message
    if (where.tunnel.length > 0) {
      message.details['tunnel'] = where.tunnel
      if (message.raw) message.besides = { ...message.besides, tunnel: where.tunnel }
    }
    if (where.transport === 'tls') {
      message.details['decrypted'] = true
      if (message.raw) message.besides = { ...message.besides, decrypted: true }
    }
    const comment = this.#commentOn(where)
    if (comment !== undefined) {
      message.details['comment'] = comment
      if (message.raw) message.besides = { ...message.besides, comment }
    }
    tracker?.see(message, carried)
    if (message.relay) this.#relays.note(message.relay)
    if (message.announces.length > 0) this.#relays.widen(message.announces)
    const group = this.#around.join.take(message)
    for (const announcement of message.announces) this.#media.announce(announcement, group)
    for (const clue of message.clues) if (clue.kind === TUNNEL) this.#tunnelOf(group, clue.value)
    this.#claim(where.flow)
  }

  /** What somebody wrote on the frames of a message. */
  #commentOn({ file, frame, parts = [] }: Where): string | undefined {
    const comments = this.#around.comments[file]
    if (!comments || comments.size === 0) return undefined
    const frames = new Set([...parts.map((part) => part.frame), frame])
    const found = [...frames].flatMap((one) => comments.get(one) ?? [])
    return found.length === 0 ? undefined : found.join('\n')
  }

  /** A message that a connection put together, maybe out of frames long gone. */
  told(protocol: Protocol, where: Where, tell: (out: Out) => void): void {
    const writer = new MessageWriter(protocol.name, where)
    tell(writer)
    this.#joined(writer.message, this.#tracker(protocol))
  }

  /** A message that another protocol carried. */
  handed(protocol: Protocol | undefined, bytes: Uint8Array, where: Where): void {
    if (!protocol?.recognize(bytes, 0, bytes.length)) return
    this.#joined(
      decoded(protocol, bytes, { from: 0, to: bytes.length, wireTo: bytes.length }, where),
      this.#tracker(protocol),
    )
  }

  /** A group has the tunnel `teid@address` from now on. */
  #tunnelOf(group: number, value: string): void {
    const at = value.indexOf('@')
    const address = addressBytes(value.slice(at + 1))
    if (address && group > 0) this.#net.tunnelTable.announce(Number(value.slice(0, at)) | 0, address, group)
  }

  #tracker(protocol: Protocol): Tracker | undefined {
    if (!this.#trackers.has(protocol)) this.#trackers.set(protocol, protocol.track?.(this.#around))
    return this.#trackers.get(protocol)
  }

  /** Both directions of a conversation belong to whoever decodes one. */
  #claim(flow: number): void {
    const { ints } = this.#net.flows
    ints[flow * FLOW_INTS + FLOW_CLAIMED]! += 1
    const peer = ints[flow * FLOW_INTS + FLOW_PEER]! - 1
    if (peer >= 0) ints[peer * FLOW_INTS + FLOW_CLAIMED]! += 1
  }
}

function decoded(protocol: Protocol, bytes: Uint8Array, { from, to, wireTo }: Extent, where: Where): Message {
  const writer = new MessageWriter(protocol.name, where)
  protocol.decode(bytes, from, to, wireTo, where, writer)
  const { message } = writer
  const { redact } = protocol
  const missing = Math.max(0, wireTo - to)
  if (redact) message.raw = { bytes, from, to, missing, transport: where.transport, redact }
  return message
}
