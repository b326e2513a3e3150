import type { Budget, Memory } from '../bytes/memory.ts'
import type { Part } from '../model/message.ts'
import type { Packet } from '../model/packet.ts'
import type { Payloads } from '../model/payloads.ts'
import { Copies } from './copies.ts'
import { FlowTable } from './flows.ts'
import { Fragments } from './fragments.ts'
import { Ip } from './ip.ts'
import type { Layers } from './layers.ts'
import { Link } from './link.ts'
import { type MessagePiece, Sctp } from './sctp.ts'
import { type SegmentAt, Tcp } from './tcp.ts'
import { TunnelTable } from './tunnel-table.ts'
import { Tunnels } from './tunnels.ts'
import { Udp } from './udp.ts'

/** How long after a packet its copy from another tap may come. */
const COPY_WINDOW_MS = 50

/** The network layers of a job: takes the frame that `packet` describes, and hands its payloads up. */
export class Net implements Layers {
  readonly packet: Packet
  readonly memory: Memory
  readonly budget: Budget
  readonly payloads: Payloads
  readonly flows: FlowTable
  readonly copies: Copies
  readonly link: Link
  readonly ip: Ip
  readonly fragments: Fragments
  readonly tunnels: Tunnels
  readonly tunnelTable: TunnelTable
  readonly udp: Udp
  readonly tcp: Tcp
  readonly sctp: Sctp
  parts: readonly Part[] = []

  /** @param copies finds packets that are no news */
  constructor(
    packet: Packet,
    memory: Memory,
    payloads: Payloads,
    budget: Budget,
    copies = new Copies(packet, COPY_WINDOW_MS),
  ) {
    this.packet = packet
    this.memory = memory
    this.payloads = payloads
    this.budget = budget
    this.flows = new FlowTable(packet, budget, {
      evicted: (flow) => this.#evicted(flow),
      isOver: (flow, silence) => payloads.isOver(flow, silence),
    })
    this.copies = copies
    this.link = new Link(this)
    this.ip = new Ip(this)
    this.fragments = new Fragments(this)
    this.tunnels = new Tunnels(this)
    this.tunnelTable = new TunnelTable(packet, budget, (traffic) => payloads.tunnel(traffic))
    this.udp = new Udp(this)
    this.tcp = new Tcp(this)
    this.sctp = new Sctp(this)
  }

  /** The frame that the packet at hand is a copy of, where its verdict is DUPLICATE. */
  get copyOf(): number {
    return this.copies.frame
  }

  /** Where the TCP bytes being handed up came from. */
  get segmentAt(): SegmentAt {
    return this.tcp.segmentAt
  }

  /** What the SCTP user message being handed up was put together from; empty where one chunk held it. */
  get messagePieces(): readonly MessagePiece[] {
    return this.sctp.pieces
  }

  frame(): void {
    const { packet } = this
    this.link.frame(packet.linkType, packet.from, packet.to, packet.from + packet.wireLength)
  }

  #evicted(flow: number): void {
    const isOneWay = this.tcp.isOneWay(flow) || this.sctp.isOneWay(flow)
    this.tcp.flush(flow)
    this.sctp.flush(flow)
    this.payloads.evicted(flow, isOneWay)
  }

  /** The input is over: what waited is handed up, and every flow given back. */
  end(): void {
    this.fragments.end()
    this.flows.end()
    this.tunnelTable.end()
  }
}
