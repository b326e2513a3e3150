import type { Budget } from '../bytes/memory.ts'
import type { SegmentAt } from '../net/tcp.ts'

/** Most bytes of one unfinished message. */
export const LARGEST_MESSAGE = 1024 * 1024
/** Share of the job's budget for unfinished messages of all connections together. */
const SHARE = 0.15

/** A piece of an unfinished message: the frame it came in, and when. */
export interface Piece extends SegmentAt {
  length: number
}

/** The beginning of a message whose end has not come yet. */
export interface Pending {
  bytes: Uint8Array
  length: number
  pieces: Piece[]
}

/** The unfinished messages of all connections, within a bound. */
export class StreamBuffers {
  readonly #pending = new Map<number, Pending>()
  readonly #budget: Budget
  readonly #most: number
  #held = 0

  constructor(budget: Budget) {
    this.#budget = budget
    this.#most = budget.records(SHARE, 1)
  }

  get(flow: number): Pending | undefined {
    return this.#pending.get(flow)
  }

  /** Puts `bytes` behind what the flow has pending; false where a bound forbids it. */
  append(flow: number, bytes: Uint8Array, piece: Piece): boolean {
    const pending = this.#pending.get(flow) ?? { bytes: new Uint8Array(0), length: 0, pieces: [] }
    const length = pending.length + bytes.length
    if (length > LARGEST_MESSAGE || !this.#room(pending, length)) {
      this.#budget.full('stream-buffers')
      return false
    }
    pending.bytes.set(bytes, pending.length)
    pending.length = length
    pending.pieces.push(piece)
    this.#pending.set(flow, pending)
    return true
  }

  /** Takes `length` bytes off the front: they were a message. */
  consume(flow: number, length: number): void {
    const pending = this.#pending.get(flow)
    if (!pending) return
    if (length >= pending.length) {
      this.drop(flow)
      return
    }
    pending.bytes.copyWithin(0, length, pending.length)
    pending.length -= length
    pending.pieces = behind(pending.pieces, length)
  }

  drop(flow: number): void {
    const pending = this.#pending.get(flow)
    if (!pending) return
    this.#held -= pending.bytes.length
    this.#pending.delete(flow)
  }

  #room(pending: Pending, length: number): boolean {
    if (length <= pending.bytes.length) return true
    const size = Math.min(LARGEST_MESSAGE, Math.max(2048, 2 ** Math.ceil(Math.log2(length))))
    if (this.#held + size - pending.bytes.length > this.#most) return false
    this.#held += size - pending.bytes.length
    const bytes = new Uint8Array(size)
    bytes.set(pending.bytes.subarray(0, pending.length))
    pending.bytes = bytes
    return true
  }
}

/** The pieces without their first `length` bytes. */
export function behind(pieces: readonly Piece[], length: number): Piece[] {
  const rest: Piece[] = []
  let left = length
  for (const piece of pieces) {
    if (left >= piece.length) left -= piece.length
    else {
      const start = piece.start < 0 ? -1 : piece.start + left
      rest.push(left === 0 ? piece : { ...piece, start, length: piece.length - left })
      left = 0
    }
  }
  return rest
}

/** The pieces that hold the first `length` bytes. */
export function upTo(pieces: readonly Piece[], length: number): Piece[] {
  const taken: Piece[] = []
  let left = length
  for (const piece of pieces) {
    if (left <= 0) break
    taken.push({ ...piece, length: Math.min(left, piece.length) })
    left -= piece.length
  }
  return taken
}
