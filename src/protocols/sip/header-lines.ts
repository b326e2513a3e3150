/** Walks the header of a message: RFC 3261 §7.3. One pass, whatever the sizes. */
import { spell } from '../../bytes/text.ts'
import { READERS } from './header-readers.ts'
import { NameTable } from './name-table.ts'
import type { Parsed } from './parsed.ts'
import { trimmed } from './values.ts'

const CR = 13
const COLON = 58

const HEADERS = new NameTable(READERS)
/** No known name is longer; blanks before the colon come on top. */
const LONGEST_NAME = 40

/** End of the line that starts at `at`, without its line end. */
export function lineEnd(text: string, at: number, next: number): number {
  return next > at && text.charCodeAt(next - 1) === CR ? next - 1 : next
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9
}

function unfolded(value: string): string {
  return value
    .split('\n')
    .map((line) => line.trim())
    .join(' ')
}

/** A piece of the message as text. */
export function spelled(into: Parsed, piece: string): string {
  return into.ascii ? piece : spell(piece)
}

function readHeader(into: Parsed, from: number, to: number, folded: boolean): void {
  const { text } = into
  const last = Math.min(to, from + LONGEST_NAME)
  let colon = from
  while (colon < last && text.charCodeAt(colon) !== COLON) colon++
  let end = colon
  while (end > from && isBlank(text.charCodeAt(end - 1))) end--
  if (colon >= last || end === from) return
  const read = HEADERS.find(text, from, end)
  if (!read) return
  const value = trimmed(text, colon + 1, to)
  read(into, spelled(into, folded ? unfolded(value) : value))
}

/** Reads the headers from `from` on, and sets `bodyStart`. Of a `cut` message the last line may lack its end. */
export function readHeaders(into: Parsed, from: number, cut: boolean): void {
  const { text } = into
  const { length } = text
  let at = from
  while (at < length) {
    let next = text.indexOf('\n', at)
    if (next < 0) next = length
    if (lineEnd(text, at, next) === at) {
      into.bodyStart = Math.min(next + 1, length)
      return
    }
    let folded = false
    while (next + 1 < length && isBlank(text.charCodeAt(next + 1)) && next > at) {
      folded = true
      next = text.indexOf('\n', next + 1)
      if (next < 0) next = length
    }
    if (next < length || !cut) readHeader(into, at, lineEnd(text, at, next), folded)
    at = next + 1
  }
}
