import type { Endpoint } from './endpoint.ts'

/**
 * A flow is one direction of a UDP or TCP conversation, inside or outside of tunnels: a handover, which changes the
 * tunnel, does not end it, and what several taps see of it is one. Its record is 128 bytes in one ArrayBuffer, seen
 * as 32 int32 and as 16 doubles; the constants below are the places of the fields.
 */
export const FLOW_INTS = 32
export const FLOW_DOUBLES = 16

/** Source address in four words (IPv4 in the first, the others 0), then the destination's. */
export const FLOW_SOURCE = 0
export const FLOW_DESTINATION = 4
/** Source port in the high half, destination port in the low. */
export const FLOW_PORTS = 8
/** IP version in bits 8–11, IP protocol in bits 0–7. */
export const FLOW_KIND = 9
/** The GTP-U tunnel that the first packet came through: its TEID, or 0. */
export const FLOW_TEID = 10
export const FLOW_HASH = 11
/** What the flow carries: 0 unknown, else a number given by the pipeline. */
export const FLOW_PROTOCOL = 12
/** Free for the one who owns the protocol: the RTP stream last seen here, a stream's framing state … */
export const FLOW_STATE = 13
/** Slot of the other direction plus one, or 0. */
export const FLOW_PEER = 14
/** Rises when the same addresses and ports begin a new conversation (a new SYN, a long silence). */
export const FLOW_GENERATION = 15
/** Interned endpoints plus one, or 0 where nobody asked yet. */
export const FLOW_SOURCE_ENDPOINT = 16
export const FLOW_DESTINATION_ENDPOINT = 17
export const FLOW_PACKETS = 18
export const FLOW_FIRST_FRAME = 19
export const FLOW_FIRST_FILE = 20
/** How often its protocol was guessed at in vain; guessing ends at a bound. */
export const FLOW_GUESSES = 21
/** Packets that some session has claimed (messages, media): what is left over goes to OTHER. */
export const FLOW_CLAIMED = 22
/** 23: the transport's own: the state of TCP's reassembly, the number of the SCTP association. */
export const FLOW_TCP = 23
/** Bit of FLOW_TCP: the connection was seen to open, so its first byte is its first. */
export const TCP_OPENED = 4
/** Bit of FLOW_TCP: the connection was closed in this direction. */
export const TCP_CLOSED = 2
/** Bit of FLOW_TCP: the other direction was heard, and its flow is gone. */
export const TCP_HEARD = 8
export const FLOW_ASSOCIATION = 23
/** As doubles: wire bytes, and the times (nanoseconds since the epoch of the job) of the first and last packet. */
export const FLOW_BYTES = 12
export const FLOW_FIRST = 13
export const FLOW_LAST = 14

/** Of SCTP flows the payload protocol identifier of a message that nobody decoded: names what is left over. */
export const FLOW_PPID = 31

/** The table, as others may read it. Growing replaces the arrays: never keep them across packets. */
export interface FlowRecords {
  readonly ints: Int32Array
  readonly doubles: Float64Array
  /** The flow's ends, interned; not for every packet. */
  source(flow: number): Endpoint
  destination(flow: number): Endpoint
}
