import type { Host, Part, Unit, Where } from '../../model/message.ts'
import type { Header } from './hpack-table.ts'

/** Bytes of one body that are kept, and pieces of a message that are told: DOMAIN 2.3. */
export const LARGEST_BODY = 262_144
const MOST_PIECES = 256

/** What an exchange's request said, for its response. */
export interface Asked {
  readonly method: string
  readonly path: string
  readonly authority: string
  readonly time: number
  /** It is a promise of the server: nobody asked. */
  readonly isPushed: boolean
}

/** A request or response while it comes in. */
export class Draft {
  readonly isRequest: boolean
  headers: readonly Header[] = []
  trailers: readonly Header[] = []
  /** Version of HTTP/1, whose messages are text: `1.1`, `1.0`; empty of HTTP/2. */
  text = ''
  /** All of it has come. */
  isEnded = false
  /** Something of its direction was lost while it came in: its end may have been, too. */
  isSuspect = false
  /** A promise of the server: RFC 9113 §8.4. */
  isPushed = false
  /** Headers stand in entries of the table that are not known. */
  isPartial = false
  isMalformed = false
  isCut = false
  /** More headers than are kept. */
  isTruncated = false
  /** Why the stream was ended before its time. */
  reset: string | undefined
  bodySize = 0
  /** Not all of the body is there. */
  isBodyCut = false
  readonly #chunks: Uint8Array[] = []
  #kept = 0
  readonly #host: Host
  readonly #first: Where
  #last: Where
  readonly #pieces: Part[] = []

  constructor(host: Host, isRequest: boolean, where: Where) {
    this.#host = host
    this.isRequest = isRequest
    this.#first = where
    this.#last = where
  }

  get time(): number {
    return this.#first.time
  }

  /** The message goes on in these frames. */
  came({ where, pieces }: Pick<Unit, 'where' | 'pieces'>): void {
    this.#last = where
    for (const piece of pieces) {
      const before = this.#pieces.at(-1)
      if (before && follows(before, piece)) {
        this.#pieces[this.#pieces.length - 1] = { ...before, length: before.length + piece.length }
      } else if (this.#pieces.length < MOST_PIECES) this.#pieces.push(piece)
    }
  }

  /** A piece of the body; what is too much is counted only. */
  add(bytes: Uint8Array, from: number, to: number): void {
    this.bodySize += to - from
    const length = Math.min(to - from, LARGEST_BODY - this.#kept)
    if (length < to - from) this.isBodyCut = true
    if (length <= 0) return
    if (!this.#host.hold(length)) {
      this.isBodyCut = true
      return
    }
    this.#kept += length
    this.#chunks.push(bytes.slice(from, from + length))
  }

  /** The body as far as it was kept, which is let go. */
  takeBody(): Uint8Array {
    const body = new Uint8Array(this.#kept)
    let at = 0
    for (const chunk of this.#chunks) {
      body.set(chunk, at)
      at += chunk.length
    }
    this.#host.hold(-this.#kept)
    this.#kept = 0
    this.#chunks.length = 0
    return body
  }

  /** Begins where the first of its frames does, and stands in the one that completed it. */
  get where(): Where {
    const { file, frame, offset, wireLength } = this.#last
    const { parts: _own, ...first } = this.#first
    const whole = { ...first, file, frame, offset, wireLength }
    const [piece] = this.#pieces
    const isOne = this.#pieces.length <= 1 && (!piece || piece.frame === frame)
    return isOne ? whole : { ...whole, parts: this.#pieces.map(partOf) }
  }
}

function follows(before: Part, piece: Part): boolean {
  return before.frame === piece.frame && before.file === piece.file && before.start + before.length === piece.start
}

function partOf({ file, frame, offset, start, length, wireLength }: Part): Part {
  return { file, frame, offset, start, length, wireLength }
}

/** Value of the first header of that name. */
export function valueOf(headers: readonly Header[], name: string): string | undefined {
  return headers.find((header) => header.name === name)?.value
}
