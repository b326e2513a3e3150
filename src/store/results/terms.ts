import type { DatabaseSync } from 'node:sqlite'
import type { Announcement, PayloadFormat } from '../../model/message.ts'
import { json } from './blocks.ts'
import { TextReader, TextWriter } from './texts.ts'

/** What announcements of many calls have in common: the same devices offer the same formats again and again. */
export type Terms = Omit<Announcement, 'address' | 'port' | 'media' | 'side'>

const TABLE = 'work.terms'

/** Gives terms numbers. */
export class TermsWriter {
  readonly #texts: TextWriter
  /** RTP and RTCP of one media line are announced with the same formats, one after the other. */
  #formats: readonly PayloadFormat[] = []
  #formatsText = '[]'

  constructor(database: DatabaseSync) {
    this.#texts = new TextWriter(database, TABLE)
  }

  id(row: Announcement): number {
    return this.#texts.id(this.#text(row))
  }

  flush(): void {
    this.#texts.flush()
  }

  #text({ kind, media_type, direction, formats, ptime, mux, secure }: Announcement): string {
    if (formats !== this.#formats) {
      this.#formats = formats
      this.#formatsText = json(formats)
    }
    return `[${json([kind, media_type, direction, ptime, mux, secure])},${this.#formatsText}]`
  }
}

/** Gives the terms of a number. */
export function termsReader(database: DatabaseSync): TextReader<Terms> {
  return new TextReader(database, TABLE, parse)
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
