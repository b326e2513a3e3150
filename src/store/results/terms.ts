import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Announcement, PayloadFormat } from '../../model/message.ts'
import { Batch } from './batch.ts'
import { json } from './blocks.ts'

/** What announcements of many calls have in common: the same devices offer the same formats again and again. */
export type Terms = Omit<Announcement, 'address' | 'port' | 'media' | 'side'>

/** Terms remembered at a time, by writer and reader. */
const REMEMBERED = 4096

/** Gives terms numbers. */
export class TermsWriter {
  readonly #rows: Batch
  readonly #known = new Map<string, number>()
  #last = 0
  /** RTP and RTCP of one media line are announced with the same formats, one after the other. */
  #formats: readonly PayloadFormat[] = []
  #formatsText = '[]'

  constructor(database: DatabaseSync) {
    this.#rows = new Batch(database, 'work.terms', 2)
  }

  id(row: Announcement): number {
    const text = this.#text(row)
    return this.#known.get(text) ?? this.#add(text)
  }

  flush(): void {
    this.#rows.flush()
  }

  #text({ kind, media_type, direction, formats, ptime, mux, secure }: Announcement): string {
    if (formats !== this.#formats) {
      this.#formats = formats
      this.#formatsText = json(formats)
    }
    return `[${json([kind, media_type, direction, ptime, mux, secure])},${this.#formatsText}]`
  }

  #add(text: string): number {
    if (this.#known.size === REMEMBERED) this.#known.clear()
    const id = ++this.#last
    this.#known.set(text, id)
    const { values } = this.#rows
    const at = this.#rows.row()
    values[at] = id
    values[at + 1] = text
    return id
  }
}

/** Gives the terms of a number. */
export class TermsReader {
  readonly #select: StatementSync
  readonly #known = new Map<number, Terms>()

  constructor(database: DatabaseSync) {
    this.#select = database.prepare('SELECT body FROM work.terms WHERE id = ?')
  }

  of(id: number): Terms {
    return this.#known.get(id) ?? this.#read(id)
  }

  #read(id: number): Terms {
    if (this.#known.size === REMEMBERED) this.#known.clear()
    const terms = parse(this.#select.get(id)?.['body'] as string)
    this.#known.set(id, terms)
    return terms
  }
}

type Six = [Terms['kind'], string, Terms['direction'], number | null, boolean | null, 'sdes' | 'dtls' | null]

function parse(text: string): Terms {
  const [six, formats] = JSON.parse(text) as [Six, PayloadFormat[]]
  const [kind, media_type, direction, ptime, mux, secure] = six
  return {
    kind,
    media_type,
    direction,
    formats,
    ...(ptime !== null && { ptime }),
    ...(mux !== null && { mux }),
    ...(secure !== null && { secure }),
  }
}
