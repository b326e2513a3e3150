import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { BLOCK } from './schema.ts'

const LINE_END = 10
/** The window is no larger than a block, so that making the compressor's tables costs less than compressing. */
const COMPRESSION = { params: { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_windowLog]: 16 } }
/** Characters of expanded blocks that a reader keeps. */
const KEPT = 8 * 1024 * 1024

/** JSON of anything decoded; a bigint is told as text. Undefined for undefined, as JSON.stringify. */
export function json(value: unknown): string {
  try {
    return JSON.stringify(value)
  } catch {
    return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? part.toString() : part))
  }
}

/** Bodies of events in order: lines of JSON, 64 to a compressed block. */
export class BlockWriter {
  readonly #insert: StatementSync
  #bytes = Buffer.allocUnsafe(65_536)
  #used = 0
  #lines = 0
  #block = 0

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare('INSERT INTO blocks VALUES (?, ?)')
  }

  add(line: string): void {
    // A UTF-16 unit is at most three bytes of UTF-8; one more is the line's end.
    this.#room(this.#used + 3 * line.length + 1)
    this.#used += this.#bytes.write(line, this.#used, 'utf8')
    this.#bytes[this.#used++] = LINE_END
    if (++this.#lines === BLOCK) this.flush()
  }

  /** Only once all is written may a block stay short. */
  flush(): void {
    if (this.#lines === 0) return
    this.#insert.run(this.#block++, zstdCompressSync(this.#bytes.subarray(0, this.#used), COMPRESSION))
    this.#used = 0
    this.#lines = 0
  }

  #room(length: number): void {
    if (length <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(length * 2)
    this.#bytes.copy(larger, 0, 0, this.#used)
    this.#bytes = larger
  }
}

/** Bodies of events by their number; the blocks last used stay expanded, within a bound. */
export class BlockReader {
  readonly #select: StatementSync
  readonly #kept = new Map<number, { readonly lines: readonly string[]; readonly size: number }>()
  #size = 0

  constructor(database: DatabaseSync) {
    this.#select = database.prepare('SELECT body FROM blocks WHERE id = ?')
  }

  /** The line of event `id`, from 1. */
  line(id: number): string {
    const block = Math.floor((id - 1) / BLOCK)
    const line = this.#lines(block)[(id - 1) % BLOCK]
    if (line === undefined) throw new Error(`The result file has lost the details of event ${id}`)
    return line
  }

  #lines(block: number): readonly string[] {
    const kept = this.#kept.get(block)
    if (kept) {
      this.#kept.delete(block)
      this.#kept.set(block, kept)
      return kept.lines
    }
    const row = this.#select.get(block)
    if (!(row?.['body'] instanceof Uint8Array)) return []
    const text = zstdDecompressSync(row['body']).toString()
    const lines = text.split('\n')
    this.#keep(block, lines, text.length)
    return lines
  }

  #keep(block: number, lines: readonly string[], size: number): void {
    this.#size += size
    for (const [oldest, { size: freed }] of this.#kept) {
      if (this.#size <= KEPT) break
      this.#kept.delete(oldest)
      this.#size -= freed
    }
    this.#kept.set(block, { lines, size })
  }
}
