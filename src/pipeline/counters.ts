import { CIPHERED, CUT, DECODED, DUPLICATE, MALFORMED, type Packet, UNDECODED } from '../model/packet.ts'
import type { Summary } from '../model/summary.ts'
import { Undecoded } from './undecoded.ts'

/** Copies listed by frame; the count goes on beyond. */
const LISTED_COPIES = 10_000
const VERDICTS = DUPLICATE + 1

/** Numbers of the protocols under which frames are counted; `Protocol.group` names the others. */
export const OTHER = 0
export const RTP = 1
export const GTP = 2

interface Recount {
  /** The protocols they were and are counted under. */
  readonly from: number
  readonly to: number
  readonly packets: number
  readonly bytes: number
  /** Those of them that were counted as undecoded, and what they count as now: decoded unless told. */
  readonly undecoded: number
  readonly as?: number
}

interface FragmentFrames {
  readonly frames: number
  readonly bytes: number
  readonly isTunnelled: boolean
}

/** What became of the frames: each counts once by protocol and once by coverage class. */
export class Counters {
  readonly #names: string[] = ['OTHER', 'RTP', 'GTP']
  readonly #packets = new Float64Array(64)
  readonly #bytes = new Float64Array(64)
  readonly #verdicts = new Float64Array(VERDICTS)
  readonly #copies: (readonly [number, number])[] = []
  readonly #undecoded = new Undecoded()
  readonly totals = new Float64Array(2)

  /** The number of a protocol group, made on first asking. */
  number(group: string): number {
    const known = this.#names.indexOf(group)
    return known >= 0 ? known : this.#names.push(group) - 1
  }

  frame(packet: Packet): void {
    this.totals[0]! += 1
    this.totals[1]! += packet.wireLength
    this.#packets[packet.protocol]! += 1
    this.#bytes[packet.protocol]! += packet.wireLength
    this.#verdicts[packet.verdict]! += 1
    if (packet.verdict === UNDECODED) this.#undecoded.count(packet, 1)
  }

  /** Frames like the one at hand, counted as nothing known, turn out to be of a protocol: media takes several to be told. */
  recount(packet: Packet, { from, to, packets, bytes, undecoded, as = DECODED }: Recount): void {
    this.#move(from, to, packets, bytes)
    this.#verdicts[UNDECODED]! -= undecoded
    this.#verdicts[as]! += undecoded
    if (undecoded > 0) this.#undecoded.count(packet, -undecoded)
  }

  /** Of so many frames that counted as decoded, what they belong to is not all there. */
  incomplete(frames: number): void {
    this.#verdicts[DECODED]! -= frames
    this.#verdicts[CUT]! += frames
  }

  /** Frames that held fragments count as what the packet at hand was, which they were put together to. */
  fragments({ protocol, outerVersion }: Packet, { frames, bytes, isTunnelled }: FragmentFrames): void {
    const whole = protocol === OTHER && outerVersion !== 0 ? GTP : protocol
    this.#move(isTunnelled ? GTP : OTHER, whole, frames, bytes)
  }

  #move(from: number, to: number, packets: number, bytes: number): void {
    this.#packets[from]! -= packets
    this.#packets[to]! += packets
    this.#bytes[from]! -= bytes
    this.#bytes[to]! += bytes
  }

  copy(frame: number, first: number): void {
    if (this.#copies.length < LISTED_COPIES) this.#copies.push([frame, first])
  }

  protocols(): Summary['protocols'] {
    return this.#names
      .map((protocol, i) => ({ protocol, packet_count: this.#packets[i]!, byte_count: this.#bytes[i]! }))
      .filter((row) => row.packet_count > 0)
      .toSorted((a, b) => b.packet_count - a.packet_count || (a.protocol < b.protocol ? -1 : 1))
  }

  coverage(): Summary['coverage'] {
    const duplicates = this.#verdicts[DUPLICATE]!
    const undecoded = this.#verdicts[UNDECODED]!
    return {
      packets: this.totals[0]!,
      decoded: this.#verdicts[DECODED]!,
      undecoded,
      ...(undecoded > 0 && { undecoded_at: this.#undecoded.told() }),
      ciphered: this.#verdicts[CIPHERED]!,
      malformed: this.#verdicts[MALFORMED]!,
      cut: this.#verdicts[CUT]!,
      duplicates,
      duplicate_frames: this.#copies,
      truncated: duplicates > this.#copies.length,
    }
  }
}
