import type { Budget, Memory } from '../bytes/memory.ts'
import type { Part } from '../model/message.ts'
import type { Packet } from '../model/packet.ts'
import type { Payloads } from '../model/payloads.ts'
import type { Copies } from './copies.ts'
import type { FlowTable } from './flows.ts'
import type { Fragments } from './fragments.ts'
import type { Ip } from './ip.ts'
import type { Link } from './link.ts'
import type { Sctp } from './sctp.ts'
import type { Tcp } from './tcp.ts'
import type { TunnelTable } from './tunnel-table.ts'
import type { Tunnels } from './tunnels.ts'
import type { Udp } from './udp.ts'

/** Most encapsulations of one packet, of all kinds together. */
export const MOST_DEPTH = 4

/** The network layers, which hand packets to each other in both directions: a tunnel's inner packet goes round again. */
export interface Layers {
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
  /** What GTP-U tunnels carried. */
  readonly tunnelTable: TunnelTable
  readonly udp: Udp
  readonly tcp: Tcp
  readonly sctp: Sctp
  /** The frames of the datagram at hand, where it was put together from several. */
  parts: readonly Part[]
}
