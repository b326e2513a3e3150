import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { RawMessage } from '../../model/message.ts'
import { EventColumns, FRAME, LENGTH, storedColumns } from './event-columns.ts'
import { BLOCK } from './schema.ts'

/** The window is no larger than a block, so that making the compressor's tables costs less than compressing. */
const COMPRESSION = { params: { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_windowLog]: 17 } }
/** Bytes of expanded blocks that a reader keeps, of their columns and of their bodies. */
const KEPT = 16 * 1024 * 1024
/** The same while a result is written: what is read then is read nearly in order. */
export const KEPT_WRITING = 2 * 1024 * 1024

/** Room behind what is expanded, by which the expander knows that it has all; no less is allowed. */
const SPARE = 64

/** JSON of anything decoded; a bigint is told as text. Undefined for undefined, as JSON.stringify. */
export function json(value: unknown): string {
  try {
    return JSON.stringify(value)
  } catch {
    return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? part.toString() : part))
  }
}

/** Events in blocks: their columns as they are, their bodies one after the other and compressed. */
export class BlockWriter {
  readonly columns = new EventColumns()
  /** The event's place in the block at hand. */
  slot = -1
  readonly #insert: StatementSync
  readonly #select: StatementSync
  #bytes = Buffer.allocUnsafe(65_536)
  #used = 0
  #block = 0

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare('INSERT INTO blocks VALUES (?, ?, ?, ?, ?, ?)')
    this.#select = database.prepare('SELECT columns FROM blocks ORDER BY id')
  }

  /** Begins the next event: its columns are to be set, and its body written. */
  next(): void {
    if (++this.slot === BLOCK) {
      this.flush()
      this.slot = 0
    }
  }

  /** Writes a message as it is, less what must not be kept; gives its length. */
  raw({ bytes, from, to, redact }: RawMessage): number {
    const length = to - from
    this.#room(this.#used + length)
    this.#bytes.set(bytes.subarray(from, to), this.#used)
    redact(this.#bytes, this.#used, this.#used + length)
    this.#used += length
    return length
  }

  /** Writes text; gives its length in bytes. */
  text(text: string): number {
    // A UTF-16 unit is at most three bytes of UTF-8.
    this.#room(this.#used + 3 * text.length)
    const length = this.#bytes.write(text, this.#used, 'utf8')
    this.#used += length
    return length
  }

  /** Only once all is written may a block stay short. */
  flush(): void {
    if (this.slot < 0) return
    const { columns } = this
    const last = Math.min(this.slot, BLOCK - 1)
    const [low, high] = span(columns, last)
    const body = zstdCompressSync(this.#bytes.subarray(0, this.#used), COMPRESSION)
    this.#insert.run(this.#block++, columns.file(last), low, high, columns.bytes, body)
    columns.clear()
    this.#used = 0
    this.slot = -1
  }

  /** The columns of all blocks, that at hand the last. */
  *all(): Generator<EventColumns> {
    for (const row of this.#select.iterate()) {
      const columns = storedColumns(row['columns'])
      if (columns) yield columns
    }
    if (this.slot >= 0) yield this.columns
  }

  #room(length: number): void {
    if (length <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(length * 2)
    this.#bytes.copy(larger, 0, 0, this.#used)
    this.#bytes = larger
  }
}

/** Lowest and highest frame of the slots up to `last`. */
function span(columns: EventColumns, last: number): [low: number, high: number] {
  let low = Infinity
  let high = 0
  for (let slot = 0; slot <= last; slot++) {
    const frame = columns.get(FRAME, slot)
    if (frame < low) low = frame
    if (frame > high) high = frame
  }
  return [low, high]
}

/** Where an event stands: its block's columns and its place there. */
export interface EventPlace {
  readonly columns: EventColumns
  readonly slot: number
}

/** Events by their number; the blocks last used stay expanded, within a bound. */
export class BlockReader {
  readonly #columns: Kept<EventColumns>
  readonly #bodies: Kept<Uint8Array>

  constructor(database: DatabaseSync, kept = KEPT) {
    const columns = database.prepare('SELECT columns FROM blocks WHERE id = ?')
    const body = database.prepare('SELECT body FROM blocks WHERE id = ?')
    this.#columns = new Kept((block) => {
      const found = storedColumns(columns.get(block)?.['columns'])
      return found && { value: found, size: found.bytes.length }
    }, kept)
    this.#bodies = new Kept((block) => {
      const packed = body.get(block)?.['body']
      if (!(packed instanceof Uint8Array)) return undefined
      // In one piece, not in pieces that are then copied together.
      const bytes = zstdDecompressSync(packed, { chunkSize: this.#length(block) + SPARE })
      return { value: bytes, size: bytes.length }
    }, kept)
  }

  /** Bytes of all bodies of a block. */
  #length(block: number): number {
    const columns = this.#columns.get(block)
    let length = 0
    if (columns) for (let slot = 0; slot < BLOCK; slot++) length += columns.get(LENGTH, slot)
    return length
  }

  /** Event `id`, from 1. */
  place(id: number): EventPlace {
    const columns = this.#columns.get(Math.floor((id - 1) / BLOCK))
    if (!columns) throw new Error(`The result file has lost event ${id}`)
    return { columns, slot: (id - 1) % BLOCK }
  }

  /** The body of event `id`. */
  body(id: number): Uint8Array {
    const { columns, slot } = this.place(id)
    const bytes = this.#bodies.get(Math.floor((id - 1) / BLOCK))
    let from = 0
    for (let before = 0; before < slot; before++) from += columns.get(LENGTH, before)
    const to = from + columns.get(LENGTH, slot)
    if (!bytes || to > bytes.length) throw new Error(`The result file has lost the details of event ${id}`)
    return bytes.subarray(from, to)
  }
}

/** What was read last, by block, within so many bytes. */
class Kept<T> {
  readonly #read: (block: number) => { readonly value: T; readonly size: number } | undefined
  readonly #kept = new Map<number, { readonly value: T; readonly size: number }>()
  readonly #most: number
  #size = 0

  constructor(read: (block: number) => { readonly value: T; readonly size: number } | undefined, most: number) {
    this.#read = read
    this.#most = most
  }

  get(block: number): T | undefined {
    const kept = this.#kept.get(block)
    if (kept) {
      this.#kept.delete(block)
      this.#kept.set(block, kept)
      return kept.value
    }
    const found = this.#read(block)
    if (found) this.#keep(block, found)
    return found?.value
  }

  #keep(block: number, found: { readonly value: T; readonly size: number }): void {
    this.#size += found.size
    for (const [oldest, { size }] of this.#kept) {
      if (this.#size <= this.#most) break
      this.#kept.delete(oldest)
      this.#size -= size
    }
    this.#kept.set(block, found)
  }
}
