// Where the body of an HTTP/1 message ends: RFC 9112 §6, §7.1. Pieces are taken as they come: none waits for the rest.
import { byteText } from '../../bytes/text.ts'
import { LOST, NEED_MORE } from '../../model/message.ts'
import { valueOf } from './draft.ts'
import type { Header } from './hpack-table.ts'
import { fieldsOf, headEnd, type Http1Head, startsAnswer, startsRequest } from './http1.ts'

/** Longest line that tells the size of a chunk, with what ends the chunk before. */
const LONGEST_SIZE_LINE = 64
const CR = 13
const LF = 10

type Ending = 'none' | 'length' | 'chunks' | 'close'

/** What a piece of a body holds. */
export interface BodyPiece {
  readonly from: number
  readonly to: number
  readonly isLast: boolean
  readonly trailers: readonly Header[]
}

export class Http1Body {
  readonly #ending: Ending
  readonly #isRequest: boolean
  /** Of the body, or of its chunk at hand: octets that are still to come. */
  #left = 0
  #isBegun = false

  /** @param asked method of the request that is answered, where it is known */
  constructor(head: Http1Head, asked: string | undefined) {
    this.#isRequest = head.isRequest
    this.#ending = endingOf(head, asked)
    if (this.#ending === 'length') this.#left = Number(valueOf(head.headers, 'content-length'))
  }

  get isOver(): boolean {
    return this.#ending === 'none' || (this.#ending === 'length' && this.#left === 0)
  }

  /** Only the connection's end ends it. */
  get isUntilClose(): boolean {
    return this.#ending === 'close'
  }

  /**
   * Whether the next message stands where the body would: as behind the answer to a HEAD that was not seen, a body
   * that was announced and never sent, or none whose length was left out.
   */
  isLeftOut(bytes: Uint8Array, from: number, to: number): boolean {
    if (this.#isBegun && this.#ending !== 'close') return false
    return this.#isRequest ? startsRequest(bytes, from, to) : startsAnswer(bytes, from, to)
  }

  /** Length of the next piece: RFC 9112 §7.1 for chunks. */
  length(bytes: Uint8Array, from: number, to: number): number {
    if (this.#ending !== 'chunks') return this.#ending === 'close' ? to - from : Math.min(this.#left, to - from)
    if (this.#left > 0) return Math.min(this.#left, to - from)
    const chunk = sizeLine(bytes, from, to)
    if (!chunk) return to - from < LONGEST_SIZE_LINE ? NEED_MORE : LOST
    if (chunk.size > 0) return Math.min(to, chunk.start + chunk.size) - from
    const end = trailersEnd(bytes, chunk.start, to)
    return end < 0 ? NEED_MORE : end - from
  }

  take(bytes: Uint8Array, from: number, to: number): BodyPiece {
    this.#isBegun = true
    const chunk = this.#ending === 'chunks' && this.#left === 0 ? sizeLine(bytes, from, to) : undefined
    if (chunk?.size === 0) return { from: to, to, isLast: true, trailers: fieldsOf(bytes, chunk.start, to) }
    const start = chunk?.start ?? from
    if (this.#ending !== 'close') this.#left = (chunk?.size ?? this.#left) - (to - start)
    return { from: start, to, isLast: this.#ending === 'length' && this.#left === 0, trailers: [] }
  }

  /** Octets are missing; false where nobody knows what comes behind them. */
  lose(length: number): boolean {
    this.#isBegun = true
    if (this.#ending === 'close') return true
    if (length > this.#left || this.#left === 0) return false
    this.#left -= length
    return true
  }
}

/** RFC 9112 §6.3. */
function endingOf({ isRequest, status, headers }: Http1Head, asked: string | undefined): Ending {
  const isWithout = asked === 'HEAD' || (asked === 'CONNECT' && status < 300)
  if (!isRequest && (status < 200 || status === 204 || status === 304 || isWithout)) return 'none'
  if (/\bchunked\b/i.test(valueOf(headers, 'transfer-encoding') ?? '')) return 'chunks'
  const length = valueOf(headers, 'content-length')
  if (length === undefined) return isRequest ? 'none' : 'close'
  return /^\d{1,15}$/.test(length) && Number(length) > 0 ? 'length' : 'none'
}

/** Size of the chunk whose line begins at `from`, and where it starts; undefined where the line is not whole. */
function sizeLine(bytes: Uint8Array, from: number, to: number): { size: number; start: number } | undefined {
  const line = byteText(bytes, from, Math.min(to, from + LONGEST_SIZE_LINE))
  const found = /^\r?\n?([\da-f]{1,8})[^\n]*\n/i.exec(line)
  return found ? { size: Number.parseInt(found[1]!, 16), start: from + found[0].length } : undefined
}

/** Behind the last chunk's trailers; −1 where that has not come. */
function trailersEnd(bytes: Uint8Array, start: number, to: number): number {
  const bare = bytes[start] === CR ? 2 : bytes[start] === LF ? 1 : 0
  if (bare > 0) return start + bare > to ? -1 : start + bare
  return headEnd(bytes, start, to)
}
