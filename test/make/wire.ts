import type { TimedPacket } from './capture-file.ts'
import { ACK, type End, FIN, ip, ipFragments, PSH, RST, SYN, TCP, tcp, UDP, udp } from './internet.ts'
import { ethernet, type Wrap } from './links.ts'
import { zeros } from './octets.ts'

/** A place where packets pass and are captured. Times are milliseconds since its start. */
export class Wire {
  readonly #packets: TimedPacket[] = []
  readonly #wrap: Wrap
  #id = 0

  /** @param wrap what the IP packets travel in */
  constructor(wrap: Wrap = ethernet) {
    this.#wrap = wrap
  }

  /** All packets in order of time, those of one time in order of sending. */
  get packets(): TimedPacket[] {
    return this.#packets.toSorted((a, b) => a.at - b.at)
  }

  /** A frame as it is. */
  frame(at: number, bytes: Uint8Array): void {
    this.#packets.push({ at, bytes })
  }

  packet(at: number, bytes: Uint8Array, wrap = this.#wrap): void {
    this.frame(at, wrap(bytes))
  }

  udp(at: number, from: End, to: End, payload: Uint8Array, wrap = this.#wrap): void {
    this.packet(at, ip(from.address, to.address, UDP, udp(from, to, payload), { id: this.nextId() }), wrap)
  }

  /** One datagram in IP fragments, `gap` milliseconds apart; `order` rearranges them. */
  udpFragments(
    at: number,
    from: End,
    to: End,
    payload: Uint8Array,
    { size = 512, gap = 0.1, order }: Fragmenting = {},
  ): void {
    const id = this.nextId()
    const fragments = ipFragments(from.address, to.address, udp(from, to, payload), { size, id })
    const sent = order ? order(fragments) : fragments
    sent.forEach((fragment, i) => this.packet(at + i * gap, fragment))
  }

  /** Identification of the next IPv4 packet; never 0. */
  nextId(): number {
    this.#id = (this.#id % 0xffff) + 1
    return this.#id
  }

  /** Opens a connection at `at`; data may go 1 ms later. */
  connect(at: number, client: End, server: End, options: ConnectOptions = {}): Connection {
    return new Connection(this, at, { client, server, ...options })
  }
}

export interface Fragmenting {
  readonly size?: number
  readonly gap?: number
  readonly order?: (fragments: Uint8Array[]) => Uint8Array[]
}

export interface ConnectOptions {
  readonly clientSequence?: number
  readonly serverSequence?: number
  /** The capture began later. */
  readonly withoutHandshake?: boolean
}

/** A TCP connection: both sides with their sequence numbers. */
export class Connection {
  readonly client: End
  readonly server: End
  readonly #wire: Wire
  readonly #sequence: { client: number; server: number }

  constructor(wire: Wire, at: number, options: ConnectOptions & { client: End; server: End }) {
    const { client, server, clientSequence = 1000, serverSequence = 9000 } = options
    this.client = client
    this.server = server
    this.#wire = wire
    this.#sequence = { client: clientSequence, server: serverSequence }
    if (options.withoutHandshake) return
    this.segment(at, 'client', { flags: SYN })
    this.segment(at + 0.2, 'server', { flags: SYN | ACK })
    this.segment(at + 0.4, 'client', { flags: ACK })
  }

  /** Sends data in one segment, or in several that are cut at the positions `cuts`. */
  send(at: number, side: Side, data: Uint8Array, cuts: readonly number[] = []): void {
    const bounds = [0, ...cuts, data.length]
    for (let i = 1; i < bounds.length; i++) {
      this.segment(at + (i - 1) * 0.1, side, { data: data.subarray(bounds[i - 1], bounds[i]) })
    }
  }

  /** The pieces of `data` between `cuts`, sent in another order or more than once: `order` lists them. */
  sendInOrder(at: number, side: Side, data: Uint8Array, { cuts, order }: { cuts: number[]; order: number[] }): void {
    const bounds = [0, ...cuts, data.length]
    const start = this.#sequence[side]
    order.forEach((piece, i) => {
      const [from, to] = [bounds[piece]!, bounds[piece + 1]!]
      this.segment(at + i * 0.1, side, {
        data: data.subarray(from, to),
        sequence: (start + from) >>> 0,
        advance: false,
      })
    })
    this.skip(side, data.length)
  }

  /** Counts bytes as sent that the capture did not see. */
  skip(side: Side, length: number): void {
    this.#sequence[side] = (this.#sequence[side] + length) >>> 0
  }

  close(at: number, side: Side): void {
    const other = side === 'client' ? 'server' : 'client'
    this.segment(at, side, { flags: FIN | ACK })
    this.segment(at + 0.2, other, { flags: FIN | ACK })
    this.segment(at + 0.4, side, { flags: ACK })
  }

  reset(at: number, side: Side): void {
    this.segment(at, side, { flags: RST })
  }

  segment(at: number, side: Side, { data = zeros(0), flags = PSH | ACK, ...more }: SegmentOptions): void {
    const isClient = side === 'client'
    const [from, to] = isClient ? [this.client, this.server] : [this.server, this.client]
    const acknowledgement = flags & ACK ? this.#sequence[isClient ? 'server' : 'client'] : 0
    const bytes = tcp(from, to, data, { sequence: more.sequence ?? this.#sequence[side], acknowledgement, flags })
    this.#wire.packet(at, ip(from.address, to.address, TCP, bytes, { id: this.#wire.nextId() }))
    if (more.advance === false) return
    this.skip(side, data.length + (flags & (SYN | FIN) ? 1 : 0))
  }
}

export type Side = 'client' | 'server'

export interface SegmentOptions {
  readonly data?: Uint8Array
  readonly flags?: number
  readonly sequence?: number
  /** False leaves the side's sequence number as it is. */
  readonly advance?: boolean
}
