/**
 * One RTP stream is 512 bytes, eight cache lines. What ordinary packets change lies in the first of the ints, the first
 * of the doubles and a word of the window. Ints 0–47 are fields, doubles lie at ints 48–79, then window and codec modes.
 */
export const RECORD_INTS = 128
export const RECORD_DOUBLES = 64

export const SSRC = 0
/** RTP time of the highest sequence number. */
export const HIGHEST_RTP_TIME = 1
export const JITTER_SAMPLES = 2
/** FREE, PROBATION or RUNNING. */
export const STATE = 3
/** Payload type of the media itself, or −1 while only telephone events and comfort noise came. */
export const PAYLOAD_TYPE = 4
/** Highest sequence number, extended: RFC 3550 A.1. */
export const HIGHEST = 5
export const LARGEST_PAYLOAD = 6
export const PACKETS = 7
/** Packets less duplicates and strays. */
export const RECEIVED = 8
/** RTP time of the packet that jitter was last measured at. */
export const RTP_TIME = 9
/** Not 0 while sequence numbers are missing that may still come late. */
export const MISSING = 10
/** How payloads tell the mode of the codec: one of modes.ts, or 0. */
export const MODE_FORMAT = 11
export const LAST_FRAME = 12
export const FLAGS = 13
/** Usual increment of the RTP time between neighbours, and the votes for it. */
export const STEP = 14
export const STEP_VOTES = 15
export const DUPLICATES = 16
export const OUT_OF_ORDER = 17
/** The sequence number that would prove a restart, or −1. */
export const AFTER_JUMP = 18
/** The first sequence number that is not settled as come or lost, and the last one that is missing. */
export const UNSETTLED = 19
export const LAST_MISSING = 20
/** Length of the run of lost packets up to UNSETTLED. */
export const LOSS_RUN = 21
export const LONGEST_LOSS = 22
export const LOSS_RUNS = 23
/** Packets expected in the segments before the one at hand. */
export const EXPECTED_BEFORE = 24
export const FIRST_SEQUENCE = 25
export const FIRST_RTP_TIME = 26
/** The stream's flow. */
export const FLOW = 27
export const FIRST_FRAME = 28
export const FILE = 29
/** Number of the codec's name, or 0. */
export const CODEC = 30
/** Hz, or 0 while unknown. */
export const CLOCK_RATE = 31
/** Slot of the arrivals that are kept until the clock is known, plus one. */
export const ARRIVALS = 32
/** Group whose announcement the stream runs by, or 0. */
export const GROUP = 33
/** RTP time of the telephone event seen last: its repetitions share it. */
export const EVENT_TIME = 34
export const GAPS = 35
export const CODEC_CHANGES = 36
/** SSRC of the stream that ended where this one began, valid under SUCCESSOR. */
export const PREVIOUS_SSRC = 37
/** Packets in sequence while on probation. */
export const IN_SEQUENCE = 38
/** Slot of the next stream of the flow, in a ring; of the next free record plus one in a free one. */
export const NEXT = 39
export const FIRST_PAYLOAD_TYPE = 40
/** The extended sequence number that the segment at hand began with. */
export const BASE = 41
/** RTP time and frame at which the run of silent payloads at hand began; the longest run in ticks, and its first frame. */
export const QUIET_SINCE = 42
export const QUIET_FRAME = 43
export const LONGEST_QUIET = 44
export const LONGEST_QUIET_FRAME = 45

/** Record of what one of several points saw of the stream plus one (a chain), or 0; the point that saw its first packet. */
export const OBSERVED = 46
export const POINT = 47

/** Doubles, all times in nanoseconds. */
export const LAST = 24
/** Arrival of the packet that jitter was last measured at. */
export const JITTER_AT = 25
/** Length of a tick of the RTP clock, or 0 while unknown. */
export const TICK = 26
export const JITTER = 27
export const JITTER_MEAN = 28
export const JITTER_MAX = 29
export const WIRE_BYTES = 30
export const PAYLOAD_BYTES = 31
export const LONGEST_DELTA = 32
export const FIRST = 33
export const LONGEST_GAP = 34
/** Where the records of the first and the last frame start, in bytes; with the latter FILE_UNIT times its capture. */
export const FIRST_OFFSET = 35
export const LAST_OFFSET = 36
/** No capture is as long, and a double holds as many captures of it as anybody has. */
export const FILE_UNIT = 2 ** 43
/** Mean jitter as it was at the last count of samples that is a power of two, and at the one before. */
export const JITTER_HALFWAY = 37
export const JITTER_QUARTER = 38

/** Ints beside the offsets: the nanoseconds within their seconds of FIRST and LAST, which doubles do not tell for ever. */
export const FIRST_NANOSECOND = 78
export const LAST_NANOSECOND = 79

/** Which of the last 1024 sequence numbers came, one bit each, at their number modulo 1024. */
export const WINDOW = 80
export const WINDOW_INTS = 32
/** Frames of each codec mode. */
export const MODES = 112
export const MOST_MODES = 16

/** STATE */
export const FREE = 0
export const PROBATION = 1
export const RUNNING = 2

/** FLAGS */
export const ANNOUNCED = 1
export const CLOCK_ASSUMED = 2
export const SECURE = 4
/** The packet before was comfort noise: a pause behind it is meant. */
export const SILENT = 8
export const SUCCESSOR = 16
/** A telephone event was seen. */
export const DIALLED = 32
/** The packet before held nothing to hear. */
export const QUIET = 64
/** Comfort noise was seen. */
export const NOISE = 128
/** From this bit on: the interface of the capture that saw the first packet. */
export const INTERFACE = 16
export const MOST_INTERFACES = 0x7fff
