/** RTP streams (RFC 3550, telephone events RFC 4733) whose losses and jitter are known because they are made. */
import { type End, endText } from './internet.ts'
import type { Wrap } from './links.ts'
import { concat, hex32, u16, u32, u8 } from './octets.ts'
import type { StreamTruth } from './truth.ts'
import type { Wire } from './wire.ts'

export interface StreamOptions {
  /** When the first packet passes. */
  readonly at: number
  readonly from: End
  readonly to: End
  readonly ssrc: number
  readonly packets: number
  readonly payloadType?: number
  /** RTP clock in Hz. */
  readonly clock?: number
  readonly firstSequence?: number
  readonly firstTimestamp?: number
  /** Milliseconds from packet i to the next, in time and timestamp alike. */
  readonly spacing?: (i: number) => number
  /** Milliseconds that packet i comes late. */
  readonly delay?: (i: number) => number
  /** Packets that never arrive, that come twice, by their number from 0. */
  readonly lost?: (i: number) => boolean
  readonly repeated?: (i: number) => boolean
  readonly payload?: (i: number) => Uint8Array
  readonly marker?: (i: number) => boolean
  readonly digits?: readonly Digit[]
  readonly shape?: 'plain' | 'padded' | 'contributors' | 'extended'
  readonly wrap?: Wrap
}

/** A key that is pressed: packet `from` is its first event packet. */
interface Digit {
  readonly from: number
  /** 0–9, 10 for *, 11 for #. */
  readonly event: number
  /** Event packets before the end, which is said three times. */
  readonly updates: number
  readonly payloadType: number
}

interface Arrival {
  readonly i: number
  readonly at: number
  readonly timestamp: number
  readonly isEvent: boolean
}

/** Puts a stream on the wire and tells what a receiver must count. */
export function rtpStream(wire: Wire, options: StreamOptions): StreamTruth {
  const { at, packets, clock = 8000, firstSequence = 1000, firstTimestamp = 160_000 } = options
  const { spacing = () => 20, delay = () => 0, lost = () => false, repeated = () => false, digits = [] } = options
  const arrivals: Arrival[] = []
  let sent = at
  let timestamp = firstTimestamp
  for (let i = 0; i < packets; i++) {
    const digit = digits.find(({ from, updates }) => i >= from && i < from + updates + 3)
    // All packets of one event carry the time of its begin.
    const begun = digit ? timestamp - (i - digit.from) * 20 * (clock / 1000) : timestamp
    if (!lost(i)) {
      const arrives = sent + delay(i)
      const bytes = packetBytes(options, { i, sequence: firstSequence + i, timestamp: begun, digit })
      for (const late of repeated(i) ? [0, 1] : [0]) {
        wire.udp(arrives + late, options.from, options.to, bytes, options.wrap)
        arrivals.push({ i, at: arrives + late, timestamp: begun, isEvent: digit !== undefined })
      }
    }
    sent += spacing(i)
    timestamp += Math.round((spacing(i) * clock) / 1000)
  }
  return truth(options, arrivals, clock)
}

interface PacketFields {
  readonly i: number
  readonly sequence: number
  readonly timestamp: number
  readonly digit: Digit | undefined
}

function packetBytes(options: StreamOptions, { i, sequence, timestamp, digit }: PacketFields): Uint8Array {
  const { ssrc, payloadType = 0, shape = 'plain', payload = silence, marker = isFirst } = options
  const body = digit ? eventPayload(digit, i - digit.from) : payload(i)
  const flags = { plain: 0x80, padded: 0xa0, contributors: 0x82, extended: 0x90 }[shape]
  const mark = (digit ? i === digit.from : marker(i)) ? 0x80 : 0
  const header = concat(u8(flags, mark | (digit?.payloadType ?? payloadType)), u16(sequence), u32(timestamp, ssrc))
  if (shape === 'padded') return concat(header, body, u8(0, 0, 0, 4))
  if (shape === 'contributors') return concat(header, u32(1, 2), body)
  if (shape === 'extended') return concat(header, u16(0xbede, 1), u32(0x10ff0000), body)
  return concat(header, body)
}

function isFirst(i: number): boolean {
  return i === 0
}

function silence(i: number): Uint8Array {
  // Not all alike: tap copies are told by content.
  return new Uint8Array(160).fill(0xd5).fill(i & 255, 0, 4)
}

function eventPayload({ event, updates }: Digit, n: number): Uint8Array {
  const isEnd = n >= updates
  return concat(u8(event, (isEnd ? 0x80 : 0) | 10), u16((Math.min(n, updates) + 1) * 160))
}

/** Independent of the product: counts what was put on the wire, in order of arrival. */
function truth({ ssrc, from, to }: StreamOptions, sent: readonly Arrival[], clock: number): StreamTruth {
  const arrivals = sent.toSorted((a, b) => a.at - b.at)
  const seen = new Set<number>()
  let [highest, duplicates, late] = [-1, 0, 0]
  const fresh = arrivals.filter(({ i }) => {
    if (seen.has(i)) {
      duplicates++
      return false
    }
    seen.add(i)
    if (i < highest) late++
    highest = Math.max(highest, i)
    return true
  })
  const lowest = Math.min(...seen)
  return {
    ssrc: hex32(ssrc),
    source: endText(from),
    destination: endText(to),
    packets: arrivals.length,
    lost: highest - lowest + 1 - seen.size,
    duplicates,
    out_of_order: late,
    ...jitter(fresh, clock),
  }
}

function jitter(arrivals: readonly Arrival[], clock: number): { jitter_mean_ms: number; jitter_max_ms: number } {
  let [estimate, sum, count, largest] = [0, 0, 0, 0]
  let last: Arrival | undefined
  for (const arrival of arrivals) {
    if (arrival.isEvent) continue
    if (last) {
      const difference = arrival.at - last.at - ((arrival.timestamp - last.timestamp) * 1000) / clock
      estimate += (Math.abs(difference) - estimate) / 16
      sum += estimate
      count++
      largest = Math.max(largest, estimate)
    }
    last = arrival
  }
  return { jitter_mean_ms: count === 0 ? 0 : sum / count, jitter_max_ms: largest }
}
