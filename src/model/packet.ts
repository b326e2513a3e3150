/** Index into `Packet.at`: capture time of the packet at hand, in nanoseconds since `Packet.epoch`. */
export const TIME = 0
/** Index into `Packet.at`: where the frame's record starts in its capture, in bytes. */
export const OFFSET = 1
/** Index into `Packet.at`: the capture clock, the highest TIME seen so far; everything that expires does so by it. */
export const CLOCK = 2

/** `Packet.version` where the ends are no IP addresses, but point codes (four bytes each). */
export const POINT_CODE = 7
/** The same where they are a phone, by the identifier that its eNodeB gave it (four bytes), and the eNodeB (0). */
export const RADIO = 8

/** What became of a frame: the exclusive classes of the coverage report, in rising precedence. */
export const UNDECODED = 0
export const DECODED = 1
export const CIPHERED = 2
export const CUT = 3
export const MALFORMED = 4
export const DUPLICATE = 5

/**
 * What the layers so far have found out of the packet at hand. There is one such object in a job, and every packet
 * overwrites it: nothing that outlives the packet may keep it or an offset in it.
 *
 * Offsets are positions in `bytes`, the one buffer of the job.
 */
export class Packet {
  readonly bytes: Uint8Array
  /** Doubles that change with every packet: a typed array, because a field would box a new number each time. */
  readonly at = new Float64Array(3)
  /** Unix seconds that `at[TIME]` counts from: the first frame of the job. */
  epoch = 0
  /** Unix time of the packet: whole seconds, and nanoseconds within them (one double would lose the last digits). */
  seconds = 0
  nanoseconds = 0

  /** Ordinal of the capture in the job, from 0. */
  file = 0
  /** Number of the frame in its capture, from 1. */
  frame = 0
  linkType = 0
  /** Of pcapng, the number of the interface that captured the frame, from 0. */
  interface = 0
  /** The captured bytes of the frame. */
  from = 0
  to = 0
  /** Bytes of the frame on the wire; more than were captured when the snap length cut it. */
  wireLength = 0

  /** The innermost IP header: 4 or 6, POINT_CODE between signalling points of SS7, RADIO of LTE's radio, or 0 where there was none. */
  version = 0
  /** Offsets of its addresses (4 or 16 bytes each). */
  sourceAddress = 0
  destinationAddress = 0
  /** Its identification; 0 where it has none (IPv6, or a sender that does not count). */
  identification = 0
  /** IP protocol number of what it carries. */
  transport = 0
  sourcePort = 0
  destinationPort = 0

  /** How many encapsulations were opened on the way in. */
  depth = 0
  /** The innermost GTP-U tunnel: its TEID, or 0. */
  teid = 0
  /** Offsets of the outer addresses of that tunnel and its outer IP version, valid while `teid` is not 0. */
  outerSource = 0
  outerDestination = 0
  outerVersion = 0

  /** One of UNDECODED … DUPLICATE; raised with `classify`. */
  verdict = UNDECODED
  /** Number of the innermost protocol that was decoded, as counted (see pipeline/counters.ts). */
  protocol = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** Raises the frame's coverage class; a lower one never replaces a higher. */
  classify(verdict: number): void {
    if (verdict > this.verdict) this.verdict = verdict
  }
}
