import type { Moment } from './moment.ts'
import type { HowHungUp } from './rows.ts'

/** The traffic of one tunnel, or of the part of its time that one group announced it for. */
export interface TunnelTraffic {
  /** `0x` and 8 digits. */
  readonly teid: string
  /** The tunnel's end, at which the TEID holds, and who sends there. */
  readonly destination: string
  readonly source: string
  readonly first: Moment
  readonly last: Moment
  readonly file: number
  readonly first_frame: number
  readonly packets: number
  /** Of the users' packets. */
  readonly bytes: number
  readonly qfi?: number
  /** Ends of the first user packet. */
  readonly inner_source?: string
  readonly inner_destination?: string
}

/**
 * What the network layers hand up. `flow` is a slot of the flow table; positions are in the job's memory and hold
 * during the call only. Time, addresses and the rest are in the `Packet`.
 */
export interface Payloads {
  /** One UDP payload; on the wire it ran to `wireTo` ≥ `to`. */
  datagram(flow: number, from: number, to: number, wireTo: number): void
  /** The payload of a copy of what was handed up before: of a datagram seen at another point, of any message of ICMP. */
  copy(from: number, to: number, wireTo: number): void
  /** The next bytes in order of one direction of a TCP connection. */
  segment(flow: number, from: number, to: number): void
  /** The frame at hand holds bytes of that direction that are not handed up now: they wait for others, or came before. */
  unhanded(flow: number): void
  /** Whether bytes from before those that were handed up can still be: nothing has begun that goes on. */
  mayPrecede(flow: number): boolean
  /** `length` bytes of that direction never came (0: nobody knows how many). */
  gap(flow: number, length: number): void
  /** That direction has ended: FIN, RST, or a new connection with the same ports. */
  closed(flow: number): void
  /** Whoever sends in that direction is the first to say that the connection is over, and all that it sent was seen. */
  hungUp(flow: number, how: HowHungUp): void
  /** A whole SCTP user message and its payload protocol identifier, as it stands in the packet. */
  message(flow: number, ppid: number, from: number, to: number, wireTo: number): void
  /** A message of ICMP, whose flow has no ports. */
  notice(flow: number, from: number, to: number, wireTo: number): void
  /** Two flows go out from different addresses of one host: paths of one SCTP association. */
  sameHost(flow: number, other: number): void
  /** What a GTP-U tunnel carried. */
  tunnel(traffic: TunnelTraffic): void
  /** So many frames, which were taken for decoded, hold fragments of datagrams whose rest never came. */
  incomplete(frames: number): void
  /** Earlier frames that held fragments of what the packet at hand was, in a tunnel or not. Bytes as on the wire. */
  fragments(of: { readonly frames: number; readonly bytes: number; readonly isTunnelled: boolean }): void
  /** The flow leaves the table: the last moment to read its record. Of a connection only one side may have been heard. */
  evicted(flow: number, isOneWay: boolean): void
  /** Whether nothing of a flow that has been silent for so many nanoseconds is needed for what may still come. */
  isOver(flow: number, silence: number): boolean
  /** A PDU that a capture holds without its packet (link type 252), of the protocol that Wireshark calls `dissector`. */
  exported(dissector: string, flow: number, from: number, to: number, wireTo: number): void
}
