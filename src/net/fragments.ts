// Reassembly of IP fragments: RFC 791 §3.2, RFC 8200 §4.5.
import { formatIPv4, formatIPv6 } from '../bytes/address.ts'
import type { Part } from '../model/message.ts'
import { CLOCK, DECODED, MALFORMED, OFFSET, TIME } from '../model/packet.ts'
import type { Layers } from './layers.ts'

const TIMEOUT_NANOSECONDS = 30e9
const LARGEST_DATAGRAM = 65_535
const MOST_FRAGMENTS = 2048
/** Share of the job's budget for fragments that wait for others. */
const SHARE = 0.1
const ADDRESSES = 32

export interface Fragment {
  readonly id: number
  /** In bytes. */
  readonly offset: number
  readonly more: boolean
  readonly from: number
  readonly to: number
}

interface Piece {
  readonly offset: number
  readonly bytes: Uint8Array
  /** Its frame was taken for decoded: nothing else is wrong with it. */
  readonly isCounted: boolean
  readonly wireLength: number
  /** It came in a GTP-U tunnel, under which its frame was counted. */
  readonly isTunnelled: boolean
  /** The frames it came in, the one at its end last: none where it is a copy. And when that was. */
  readonly parts: readonly Part[]
  readonly seconds: number
  readonly nanoseconds: number
  readonly time: number
}

/** A datagram of which pieces are missing, and the packet fields of its first fragment. */
interface Waiting {
  readonly pieces: Piece[]
  /** Length of the whole, −1 until the last fragment has come. */
  length: number
  held: number
  readonly since: number
  readonly addresses: Uint8Array
  readonly packet: {
    readonly version: number
    readonly identification: number
    readonly transport: number
    readonly teid: number
    readonly depth: number
    readonly wireLength: number
  }
}

export class Fragments {
  readonly #layers: Layers
  /** Oldest first. */
  readonly #waiting = new Map<string, Waiting>()
  readonly #most: number
  #held = 0

  constructor(layers: Layers) {
    this.#layers = layers
    this.#most = layers.budget.records(SHARE, 1)
  }

  /** Takes a fragment of the packet at hand; hands the datagram on when it is whole. */
  add(fragment: Fragment): void {
    const { packet, copies } = this.#layers
    this.#expire(packet.at[CLOCK]! - TIMEOUT_NANOSECONDS)
    const length = fragment.to - fragment.from
    if (fragment.offset + length > LARGEST_DATAGRAM || length <= 0) {
      packet.classify(MALFORMED)
      return
    }
    const key = this.#key(fragment.id)
    const waiting = this.#waiting.get(key) ?? this.#begin()
    if (waiting.pieces.length >= MOST_FRAGMENTS) return
    const { verdict } = packet
    const isAgain = copies.check(fragment.from, fragment.to, fragment.to, fragment.offset + 1)
    const isCopy = isAgain && waiting.pieces.some(({ offset }) => offset === fragment.offset)
    packet.classify(DECODED)
    waiting.pieces.push({
      offset: fragment.offset,
      bytes: packet.bytes.slice(fragment.from, fragment.to),
      isCounted: packet.verdict === DECODED,
      wireLength: packet.wireLength,
      isTunnelled: packet.outerVersion !== 0,
      parts: isCopy ? [] : [...earlierParts(this.#layers), this.#part(fragment.from, length)],
      seconds: packet.seconds,
      nanoseconds: packet.nanoseconds,
      time: packet.at[TIME]!,
    })
    waiting.held += length
    this.#held += length
    if (!fragment.more) waiting.length = fragment.offset + length
    this.#waiting.set(key, waiting)
    if (!this.#isWhole(waiting)) return this.#shrink()
    // Whether what it completes is a copy is seen of the whole: of another copy pieces may be missing.
    packet.verdict = verdict
    packet.classify(DECODED)
    this.#complete(key, waiting)
  }

  #part(from: number, length: number): Part {
    const { packet } = this.#layers
    const start = from >= packet.from && from < packet.to ? from - packet.from : -1
    return {
      file: packet.file,
      frame: packet.frame,
      offset: packet.at[OFFSET]!,
      start,
      length,
      wireLength: packet.wireLength,
    }
  }

  /** No more will come: first fragments are decoded as far as they go. */
  end(): void {
    this.#expire(Infinity)
  }

  #key(id: number): string {
    const { packet } = this.#layers
    const format = packet.version === 6 ? formatIPv6 : formatIPv4
    const source = format(packet.bytes, packet.sourceAddress)
    const destination = format(packet.bytes, packet.destinationAddress)
    return `${source} ${destination} ${packet.transport} ${id} ${packet.teid}`
  }

  #begin(): Waiting {
    const { packet } = this.#layers
    const addresses = new Uint8Array(ADDRESSES)
    const size = packet.version === 6 ? 16 : 4
    addresses.set(packet.bytes.subarray(packet.sourceAddress, packet.sourceAddress + size))
    addresses.set(packet.bytes.subarray(packet.destinationAddress, packet.destinationAddress + size), 16)
    const { version, identification, transport, teid, depth, wireLength } = packet
    return {
      pieces: [],
      length: -1,
      held: 0,
      since: packet.at[CLOCK]!,
      addresses,
      packet: { version, identification, transport, teid, depth, wireLength },
    }
  }

  #isWhole(waiting: Waiting): boolean {
    return waiting.length >= 0 && waiting.held >= waiting.length && reach(waiting.pieces) >= waiting.length
  }

  #complete(key: string, waiting: Waiting): void {
    this.#drop(key, waiting)
    this.#hand(waiting, waiting.length, waiting.length)
    // The frame at hand counts by itself.
    this.#count(waiting.pieces.slice(0, -1))
  }

  /** Frames that hold fragments of a message count as the one that ends it. */
  #count(pieces: readonly Piece[]): void {
    for (const isTunnelled of [false, true]) {
      const own = pieces.filter((piece) => piece.isTunnelled === isTunnelled)
      const bytes = own.reduce((sum, { wireLength }) => sum + wireLength, 0)
      if (own.length > 0) this.#layers.payloads.fragments({ frames: own.length, bytes, isTunnelled })
    }
  }

  /** Puts the first `length` bytes together in scratch and hands them on; on the wire there were `wireLength`. */
  #hand(waiting: Waiting, length: number, wireLength: number): void {
    const { memory, packet, ip } = this.#layers
    const mark = memory.mark()
    const from = memory.reserve(length)
    if (from >= 0) {
      // Where fragments overlap, the first to come stands: laid last to first.
      for (const { offset, bytes } of waiting.pieces.toReversed()) {
        if (offset < length) memory.bytes.set(bytes.subarray(0, length - offset), from + offset)
      }
      this.#layers.parts = waiting.pieces.flatMap((piece) => piece.parts)
      ip.transport(packet.transport, from, from + length, from + wireLength)
      this.#layers.parts = []
    }
    memory.release(mark)
  }

  /** Gives up on datagrams whose first fragment came before `since`. */
  #expire(since: number): void {
    for (const [key, waiting] of this.#waiting) {
      if (waiting.since > since) return
      this.#giveUp(key, waiting)
      this.#orphan(waiting)
    }
  }

  #shrink(): void {
    for (const [key, waiting] of this.#waiting) {
      if (this.#held <= this.#most) return
      this.#layers.budget.full('fragments')
      this.#giveUp(key, waiting)
    }
  }

  /** What its frames hold is a part of what was sent, and counts so. */
  #giveUp(key: string, waiting: Waiting): void {
    this.#drop(key, waiting)
    this.#layers.payloads.incomplete(waiting.pieces.reduce((sum, { isCounted }) => sum + Number(isCounted), 0))
  }

  #drop(key: string, waiting: Waiting): void {
    this.#waiting.delete(key)
    this.#held -= waiting.held
  }

  /** The beginning of a datagram whose rest never came: what it says still stands (headers are usually in it). */
  #orphan(waiting: Waiting): void {
    const length = reach(waiting.pieces)
    if (length < 8) return
    const pieces = waiting.pieces.filter((piece) => piece.offset < length)
    const { packet, memory } = this.#layers
    const mark = memory.mark()
    const addresses = memory.reserve(ADDRESSES)
    const saved = Object.assign({}, packet, { time: packet.at[TIME]!, offset: packet.at[OFFSET]! })
    if (addresses >= 0) {
      memory.bytes.set(waiting.addresses, addresses)
      const { parts, seconds, nanoseconds, time } = pieces.findLast((piece) => piece.parts.length > 0)!
      const part = parts.at(-1)!
      Object.assign(packet, waiting.packet, { seconds, nanoseconds, file: part.file, frame: part.frame })
      packet.sourceAddress = addresses
      packet.destinationAddress = addresses + 16
      packet.protocol = 0
      packet.at[TIME] = time
      packet.at[OFFSET] = part.offset
      this.#hand({ ...waiting, pieces }, length, waiting.length > length ? waiting.length : LARGEST_DATAGRAM)
      this.#count(waiting.pieces)
    }
    const { time, offset, bytes: _bytes, at: _at, ...fields } = saved
    Object.assign(packet, fields)
    packet.at[TIME] = time
    packet.at[OFFSET] = offset
    memory.release(mark)
  }
}

/** The frames but the one at hand of a packet that was put together, for what is found in it: none has its bytes. */
export function earlierParts({ parts, packet }: Pick<Layers, 'parts' | 'packet'>): Part[] {
  return parts
    .filter(({ frame, file }) => frame !== packet.frame || file !== packet.file)
    .map((part) => ({ ...part, start: -1, length: 0 }))
}

/** How far the pieces reach from the start without a hole. */
function reach(pieces: readonly Piece[]): number {
  let end = 0
  for (const { offset, bytes } of pieces.toSorted((a, b) => a.offset - b.offset)) {
    if (offset > end) break
    end = Math.max(end, offset + bytes.length)
  }
  return end
}
