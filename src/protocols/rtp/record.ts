/** One RTP stream is 256 bytes: 64 int32, and from RECORD_DOUBLE on doubles. */
export const RECORD_INTS = 64
export const RECORD_DOUBLES = 32

export const SSRC = 0
/** The next stream of the same flow, plus one. */
export const CHAIN = 1
export const FLOW = 2
/** 0 free, else one of the states below. */
export const STATE = 3
export const PAYLOAD_TYPE = 4
export const PACKETS = 5
/** Extended highest sequence number, and the one the segment at hand began with: RFC 3550 A.1. */
export const HIGHEST = 6
export const BASE = 7
/** What would follow a jump, if it is a restart and not one stray packet. */
export const AFTER_JUMP = 8
/** Packets expected in the segments before the one at hand. */
export const EXPECTED_BEFORE = 9
export const DUPLICATES = 10
export const OUT_OF_ORDER = 11
/** Which of the last 64 sequence numbers have come: newest in bit 0 of the low word. */
export const SEEN_LOW = 12
export const SEEN_HIGH = 13
export const LOSS_RUNS = 14
export const LONGEST_LOSS = 15
export const JITTER_SAMPLES = 16
export const FIRST_FRAME = 17
export const LAST_FRAME = 18
export const FILE = 19
/** Hz; 0 while unknown. */
export const CLOCK_RATE = 20
/** Number of the codec in the table of names, plus one. */
export const CODEC = 21
export const CODEC_CHANGES = 22
export const RTP_TIME = 23
export const FIRST_RTP_TIME = 24
/** Packets in sequence while on probation. */
export const IN_SEQUENCE = 25
/** Slot of the arrivals kept until the clock is known, plus one. */
export const ARRIVALS = 26
/** Increment of the RTP time that was seen last between neighbours, and how often in a row. */
export const STEP = 27
export const STEP_COUNT = 28
export const GAPS = 29
export const LARGEST_PAYLOAD = 30
export const FIRST_SEQUENCE = 31
export const FLAGS = 32
/** RTP time of the telephone event seen last: its repetitions share it. */
export const EVENT_TIME = 33
/** Packets of telephone events and comfort noise: they have no say in codec, clock and jitter. */
export const ASIDE = 34
/** The payload type of the media itself, while events and comfort noise come and go. */
export const MAIN_TYPE = 35

/** Doubles: ints 40 and up. */
export const FIRST = 20
export const LAST = 21
export const JITTER = 22
export const JITTER_SUM = 23
export const JITTER_MAX = 24
export const WIRE_BYTES = 25
export const PAYLOAD_BYTES = 26
export const LONGEST_DELTA = 27
export const LONGEST_GAP = 28
/** Arrival of the packet that jitter was last measured at. */
export const JITTER_AT = 29

/** STATE */
export const FREE = 0
export const ON_PROBATION = 1
export const RUNNING = 2
/** Ended by an announcement for somebody else; the next packet begins the next piece. */
export const ENDED_PIECE = 3

/** FLAGS */
export const ANNOUNCED = 1
export const CLOCK_ASSUMED = 2
export const SECURE = 4
export const EVENT_CODEC = 8
