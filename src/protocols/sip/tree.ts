/** The message as a tree with byte ranges, for the inspector. */
import { redacted } from './authorization.ts'
import { bodyParts } from './body.ts'
import { lineEnd, spelled } from './header-lines.ts'
import { readIsupBody } from './isup-body.ts'
import type { Parsed } from './parsed.ts'
import { bounded } from './values.ts'

/** Lines that are shown of one message; the rest is said to be there. */
const MOST_LINES = 4096
const LONGEST_NAME = 256
const SECRET_HEADERS = /^(proxy-)?(authorization|authenticate|authentication-info)$|^www-authenticate$/i
const SECRET_LINES = /^(a=crypto:\S+ \S+|a=ice-pwd:|k=)/
/** Texts within elements of access tokens: TS 24.379 Annex F.1. */
const TOKENS = /(access-token[^<>]{0,200}>(?:\s*<[^/][^<>]{0,200}>){0,4})[^<]+/g
const TEXTUAL = /^(text|message)\/|sdp$|xml$|json$|simple-message-summary$|vq-rtcpxr$|dtmf(-relay)?$/
const ISUP = 'application/isup'

interface Shown {
  readonly parsed: Parsed
  readonly bytes: Uint8Array
  /** Position of the text in the buffer. */
  readonly start: number
  left: number
}

/** Shows the start line, each header and each line of textual bodies; `end` is where the body ends in the text. */
export function showTree(parsed: Parsed, { bytes, start }: Pick<Shown, 'bytes' | 'start'>, end: number): void {
  const { out, text } = parsed
  const shown: Shown = { parsed, bytes, start, left: MOST_LINES }
  const lf = text.indexOf('\n')
  const first = lineEnd(text, 0, lf < 0 ? text.length : lf)
  const headerEnd = parsed.bodyStart < 0 ? text.length : parsed.bodyStart
  out.open('Session Initiation Protocol', start, start + Math.max(end, headerEnd))
  out.show(parsed.request ? 'Request-Line' : 'Status-Line', spell(shown, 0, first), start, start + first)
  const headers = lf < 0 ? text.length : lf + 1
  out.open('Message Header', start + headers, start + headerEnd)
  showHeaders(shown, headers, headerEnd)
  out.close()
  if (parsed.bodyStart >= 0 && end > parsed.bodyStart) showBody(shown, parsed.bodyStart, end)
  out.close()
}

function spell({ parsed }: Shown, from: number, to: number): string {
  return bounded(spelled(parsed, parsed.text.slice(from, to)))
}

function showHeaders(shown: Shown, from: number, to: number): void {
  const { out, text } = shown.parsed
  for (let at = from; at < to && shown.left > 0; shown.left--) {
    let next = text.indexOf('\n', at)
    while (next >= 0 && (text[next + 1] === ' ' || text[next + 1] === '\t')) next = text.indexOf('\n', next + 1)
    if (next < 0 || next > to) next = to
    const end = lineEnd(text, at, next)
    const colon = text.slice(at, at + LONGEST_NAME).indexOf(':')
    if (colon > 0 && at + colon < end) {
      const name = text.slice(at, at + colon).trim()
      const value = spell(shown, at + colon + 1, end)
        .replaceAll(/\r?\n/g, ' ')
        .trim()
      out.show(name, SECRET_HEADERS.test(name) ? redacted(value) : value, shown.start + at, shown.start + end)
    } else if (end > at) out.show('Line', spell(shown, at, end), shown.start + at, shown.start + end)
    at = next + 1
  }
}

function showBody(shown: Shown, from: number, to: number): void {
  const { parsed, start } = shown
  const { out } = parsed
  out.open('Message Body', start + from, start + to)
  for (const part of bodyParts(parsed, from, to)) {
    out.open(part.type === '' ? 'Body' : part.type, start + part.from, start + part.to)
    if (TEXTUAL.test(part.type)) showLines(shown, part.from, part.to)
    else if (part.type === ISUP) readIsupBody(shown.bytes, start + part.from, start + part.to, out)
    out.close()
  }
  out.close()
}

function showLines(shown: Shown, from: number, to: number): void {
  const { out, text } = shown.parsed
  for (let at = from; at < to && shown.left > 0; shown.left--) {
    let next = text.indexOf('\n', at)
    if (next < 0 || next > to) next = to
    const end = lineEnd(text, at, next)
    if (end > at) {
      const line = spell(shown, at, end)
      const secret = SECRET_LINES.exec(line)
      const name = text[at + 1] === '=' ? line.slice(0, 1) : 'Line'
      const told = secret ? `${secret[0]} <redacted>` : line.replaceAll(TOKENS, '$1<redacted>')
      out.show(name, told, shown.start + at, shown.start + end)
    }
    at = next + 1
  }
}
