import { millisecondsBetween, isoTime, type Moment, roundMilliseconds } from '../model/moment.ts'
import { BASE, HIGHEST, RECORD_INTS } from '../protocols/rtp/record.ts'
import {
  AFTER_LOSS,
  DUPLICATE,
  EARLIER,
  IN_ORDER,
  LATE,
  RESTART,
  startSequence,
  takeSequence,
} from '../protocols/rtp/sequence.ts'
import type { RtpHeader } from '../protocols/rtp/header.ts'
import type { ResultReader } from '../store/results/reader.ts'
import type { Captures } from './captures.ts'
import { packetsOf, type SessionStream, streamOf } from './stream-packets.ts'

/** Widths of buckets, ms: people read these. */
const WIDTHS = [
  10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000,
  3_600_000,
]
/** Lost packets of which it is remembered where they are counted: later than this none is late. */
const MOST_MISSING = 3000
/** Differences in transit beyond this, in ms, are a new time line of the sender. */
const DISCONTINUITY_MS = 2000

/** What came, and did not come, within one stretch of time. */
interface Bucket {
  /** Milliseconds from the first packet. */
  readonly at_ms: number
  packets: number
  /** Of RTP payloads. */
  bytes: number
  /** Those that never came, where they should have come. */
  lost: number
  /** Those that came behind later ones. */
  late: number
  duplicates: number
  /** Highest estimate of RFC 3550; absent where none was measured. */
  jitter_ms?: number
  /** Longest time from one packet to the next; absent where none ends here. */
  delta_ms?: number
}

export interface Series {
  readonly stream_id: string
  /** ISO 8601 UTC of the first packet, cut to milliseconds. */
  readonly start_time: string
  readonly bucket_ms: number
  readonly buckets: readonly Bucket[]
}

export interface SeriesWanted {
  readonly session: string
  readonly stream: string
  /** The most buckets. */
  readonly points: number
}

/** The packets of a stream over time, as JSON behind empty pieces while it is read. Throws Refused for an unknown one. */
export function* seriesPieces(result: ResultReader, captures: Captures, wanted: SeriesWanted): Generator<string> {
  const stream = streamOf(result, wanted.session, wanted.stream)
  const series = new SeriesMeter(stream, wanted.points)
  for (const found of packetsOf(stream, captures)) {
    if (found) series.add(found.packet, found.header)
    else yield ''
  }
  yield JSON.stringify(series.series())
}

/** Counts packets by time, by the same rules as the stream as a whole. */
class SeriesMeter {
  readonly #stream: SessionStream
  readonly #start: Moment
  readonly #width: number
  readonly #buckets: Bucket[]
  readonly #record = new Int32Array(RECORD_INTS)
  /** Extended sequence numbers of what is missing, with the bucket that counts it as lost. */
  readonly #missing = new Map<number, Bucket>()
  #begun = false
  #lastAt = 0
  #jitter = 0
  #reference: { readonly at: number; readonly rtpTime: number } | undefined

  constructor(stream: SessionStream, points: number) {
    this.#stream = stream
    this.#start = stream.pieces[0]?.first ?? { seconds: 0, nanoseconds: 0 }
    const length = millisecondsBetween(this.#start, stream.pieces.at(-1)?.last ?? this.#start)
    this.#width = WIDTHS.find((width) => length / width < points) ?? Math.ceil((length + 1) / points)
    const count = stream.pieces.length === 0 ? 0 : Math.min(points, Math.floor(length / this.#width) + 1)
    this.#buckets = Array.from({ length: count }, (_, i) => ({
      at_ms: i * this.#width,
      packets: 0,
      bytes: 0,
      lost: 0,
      late: 0,
      duplicates: 0,
    }))
  }

  add(moment: Moment, header: RtpHeader): void {
    const at = millisecondsBetween(this.#start, moment)
    const bucket = this.#bucket(at)
    if (!bucket) return
    bucket.packets++
    bucket.bytes += header.payloadEnd - header.payload
    const order = this.#order(header, at, bucket)
    if (order === DUPLICATE) return
    if (this.#begun) bucket.delta_ms = Math.max(bucket.delta_ms ?? 0, roundMilliseconds(at - this.#lastAt))
    this.#begun = true
    this.#lastAt = at
    if (order === RESTART) this.#reference = undefined
    if (order <= LATE || order === RESTART) this.#measure(header, at, bucket)
  }

  series(): Series {
    const { media } = this.#stream
    const { stream_id } = media
    return { stream_id, start_time: isoTime(this.#start), bucket_ms: this.#width, buckets: this.#buckets }
  }

  /** Packets that repeat the last one may come behind the end. */
  #bucket(at: number): Bucket | undefined {
    const last = this.#buckets.length - 1
    return this.#buckets[Math.max(0, Math.min(last, Math.floor(at / this.#width)))]
  }

  #order(header: RtpHeader, at: number, bucket: Bucket): number {
    const record = this.#record
    if (!this.#begun) {
      startSequence(record, 0, header.sequence, header.rtpTime)
      return IN_ORDER
    }
    const [base, before] = [record[BASE]!, record[HIGHEST]!]
    const order = takeSequence(record, 0, header.sequence, header.rtpTime)
    if (order === AFTER_LOSS) this.#lose(before, record[HIGHEST]!, at)
    if (order === DUPLICATE) bucket.duplicates++
    if (order === LATE || order === EARLIER) bucket.late++
    if (order === LATE) this.#found(before + (((header.sequence - before) << 16) >> 16))
    if (order === EARLIER) this.#lose(record[BASE]!, base, at)
    return order
  }

  /** What lies between two packets should have come evenly between them. */
  #lose(before: number, next: number, at: number): void {
    for (let number = before + 1; number < next; number++) {
      const share = (number - before) / (next - before)
      const bucket = this.#bucket(this.#lastAt + share * (at - this.#lastAt))!
      bucket.lost++
      this.#missing.set(number, bucket)
    }
    for (const [number] of this.#missing) {
      if (this.#missing.size <= MOST_MISSING) break
      this.#missing.delete(number)
    }
  }

  #found(number: number): void {
    const bucket = this.#missing.get(number)
    if (bucket) bucket.lost--
    this.#missing.delete(number)
  }

  /** RFC 3550 §6.4.1; events and noise that the stream holds besides, and what is late on purpose, have no say. */
  #measure(header: RtpHeader, at: number, bucket: Bucket): void {
    const { media } = this.#stream
    const { rtpTime, payloadType, marker } = header
    if (payloadType !== media.payload_type) return
    const reference = this.#reference
    this.#reference = { at, rtpTime }
    if (!reference || media.clock_rate === 0) return
    const ticks = (rtpTime - reference.rtpTime) | 0
    const difference = Math.abs(at - reference.at - (ticks * 1000) / media.clock_rate)
    if (difference <= DISCONTINUITY_MS) this.#jitter += (difference - this.#jitter) / 16
    if (!marker) bucket.jitter_ms = Math.max(bucket.jitter_ms ?? 0, roundMilliseconds(this.#jitter))
  }
}
