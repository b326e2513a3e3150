/** Bodies: RFC 3261 §7.4, multipart RFC 2046 §5.1 and 5621; SIPREC's (RFC 7866) are multipart too. */
import { type Parsed } from './parsed.ts'
import { bounded, matches, parameter, trimmed } from './values.ts'

const MOST_PARTS = 16
const DEEPEST_PARTS = 3

/** One piece of a body that is not itself multipart: [from, to) of the message's text. */
export interface BodyPart {
  /** Media type in lower case, without parameters. */
  readonly type: string
  readonly from: number
  readonly to: number
}

/** Media type in lower case, without parameters. */
export function mediaType(contentType: string): string {
  if (contentType === 'application/sdp') return contentType
  const semicolon = contentType.indexOf(';')
  return (semicolon < 0 ? contentType : contentType.slice(0, semicolon)).trim().toLowerCase()
}

/** The pieces of the body at [from, to), multipart ones opened. */
export function bodyParts(parsed: Parsed, from: number, to: number): BodyPart[] {
  const parts: BodyPart[] = []
  if (from < to) collect({ text: parsed.text, parts, depth: 0 }, parsed.contentType, from, to)
  return parts
}

interface Walk {
  readonly text: string
  readonly parts: BodyPart[]
  readonly depth: number
}

function collect(walk: Walk, contentType: string, from: number, to: number): void {
  const { text, parts, depth } = walk
  if (parts.length === MOST_PARTS) return
  const type = mediaType(contentType)
  if (!type.startsWith('multipart/') || depth === DEEPEST_PARTS) {
    parts.push({ type: bounded(type), from, to })
    return
  }
  const named = parameter(contentType, 'boundary', contentType.indexOf(';') + 1)
  const delimiter = named ? `--${named}` : guessedDelimiter(text, from, to)
  if (delimiter === '') return
  const body = text.slice(from, to)
  let start = afterDelimiter(body, delimiter, 0)
  while (start >= 0 && parts.length < MOST_PARTS) {
    const next = body.indexOf(`\n${delimiter}`, start - 1)
    readPart(walk, from + start, from + (next < 0 ? body.length : withoutReturn(body, next, start)))
    start = next < 0 ? -1 : afterDelimiter(body, delimiter, next + 1)
  }
}

/** Some senders forget the boundary: the body's first line is it. */
function guessedDelimiter(text: string, from: number, to: number): string {
  const start = text.indexOf('--', from)
  if (start < 0 || start - from > 4) return ''
  let end = start
  while (end < to && end - start < 72 && text.charCodeAt(end) > 32) end++
  return text.slice(start, end)
}

function withoutReturn(body: string, at: number, start: number): number {
  return at > start && body.charCodeAt(at - 1) === 13 ? at - 1 : Math.max(at, start)
}

/** Position behind the line of the delimiter found from `at`, or −1 where it is the closing one or there is none. */
function afterDelimiter(body: string, delimiter: string, at: number): number {
  const found = body.indexOf(delimiter, at)
  if (found < 0 || body.startsWith('--', found + delimiter.length)) return -1
  const end = body.indexOf('\n', found + delimiter.length)
  return end < 0 ? -1 : end + 1
}

/** A part: its headers, an empty line, its body. */
function readPart(walk: Walk, from: number, to: number): void {
  const { text, parts, depth } = walk
  let contentType = 'text/plain'
  for (let at = from; at < to;) {
    let next = text.indexOf('\n', at)
    if (next < 0 || next > to) next = to
    const end = next > at && text.charCodeAt(next - 1) === 13 ? next - 1 : next
    if (end === at) {
      collect({ text, parts, depth: depth + 1 }, contentType, Math.min(next + 1, to), to)
      return
    }
    if (matches(text, at, 'content-type')) {
      const colon = text.indexOf(':', at)
      if (colon >= 0 && colon < end) contentType = trimmed(text, colon + 1, end)
    }
    at = next + 1
  }
}
