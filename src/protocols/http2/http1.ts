// HTTP/1.1 messages: RFC 9112. As much as the service-based core, token requests and upgrades need.
import { byteText } from '../../bytes/text.ts'
import { LOST, NEED_MORE, type Unit } from '../../model/message.ts'
import type { Header } from './hpack-table.ts'

/** Bytes of a start line and headers together, and headers. */
const LARGEST_HEAD = 65_536
const LARGEST_START = 8192
const MOST_HEADERS = 256
/** Bytes of a message that is followed. */
const LARGEST_MESSAGE = 1024 * 1024
const LONGEST_SIZE_LINE = 64

const CR = 13
const LF = 10

const REQUEST = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|CONNECT|TRACE) (\S+) HTTP\/1\.[01]\r?$/
const RESPONSE = /^HTTP\/1\.[01] (\d{3})(?: |\r?$)/
/** Characters of a status line up to the space behind the code. */
const SHORTEST_STATUS = 13
const METHODS = ['GET ', 'HEAD', 'POST', 'PUT ', 'PATC', 'DELE', 'OPTI', 'CONN', 'TRAC', 'HTTP']

export interface Http1Message {
  readonly isRequest: boolean
  /** 0 of a request. */
  readonly status: number
  /** With the pseudo-headers of HTTP/2 first; names in lower case. */
  readonly headers: readonly Header[]
  /** Where the body lies: one piece, or its chunks. */
  readonly body: readonly Extent[]
}

interface Extent {
  readonly from: number
  readonly to: number
}

/** Whether a request or status line may begin here. */
export function startsHttp1(bytes: Uint8Array, from: number, to: number): boolean {
  return to - from >= 4 && METHODS.includes(String.fromCharCode(...bytes.subarray(from, from + 4)))
}

/** Whether a status line may begin here: RFC 9112 §4. */
export function startsAnswer(bytes: Uint8Array, from: number, to: number): boolean {
  return to - from >= SHORTEST_STATUS && RESPONSE.test(byteText(bytes, from, from + SHORTEST_STATUS))
}

/** Length of the message at `from`. */
export function http1Length(bytes: Uint8Array, from: number, to: number): number {
  if (to - from < 4) return NEED_MORE
  if (!startsHttp1(bytes, from, to)) return LOST
  const body = headEnd(bytes, from, to)
  if (body < 0) return to - from > LARGEST_HEAD ? LOST : NEED_MORE
  const { headers, status } = readHead(bytes, from, body)
  if (headers.length === 0) return LOST
  const end = bodyEnd(bytes, { from: body, to }, { headers, status })
  if (end - from > LARGEST_MESSAGE) return LOST
  return end < 0 || end > to ? NEED_MORE : end - from
}

export function readHttp1({ bytes, from, to }: Unit): Http1Message {
  const body = headEnd(bytes, from, to)
  const { headers, status } = readHead(bytes, from, body < 0 ? to : body)
  const isRequest = status === 0
  if (body < 0) return { isRequest, status, headers, body: [] }
  const pieces = isChunked(headers) ? chunks(bytes, body, to).pieces : [{ from: body, to }]
  return { isRequest, status, headers, body: pieces }
}

/** Behind the empty line; −1 where it has not come. */
function headEnd(bytes: Uint8Array, from: number, to: number): number {
  const end = Math.min(to, from + LARGEST_HEAD)
  for (let at = from; at < end; at++) {
    if (bytes[at] !== LF) continue
    if (bytes[at + 1] === LF && at + 1 < to) return at + 2
    if (bytes[at + 1] === CR && bytes[at + 2] === LF && at + 2 < to) return at + 3
  }
  return -1
}

/** No headers where the first line is none of HTTP/1. */
function readHead(bytes: Uint8Array, from: number, to: number): { headers: Header[]; status: number } {
  const [start = '', ...lines] = byteText(bytes, from, Math.min(to, from + LARGEST_HEAD)).split('\n', MOST_HEADERS)
  const line = start.slice(0, LARGEST_START)
  const request = REQUEST.exec(line)
  const response = RESPONSE.exec(line)
  const headers: Header[] = []
  if (request) headers.push({ name: ':method', value: request[1]! }, pathOf(request[2]!))
  else if (response) headers.push({ name: ':status', value: response[1]! })
  else return { headers, status: 0 }
  for (const text of lines) {
    const colon = text.indexOf(':')
    if (colon < 1) continue
    headers.push({ name: text.slice(0, colon).trim().toLowerCase(), value: text.slice(colon + 1).trim() })
  }
  return { headers, status: response ? Number(response[1]) : 0 }
}

/** The absolute form of a target, as proxies are asked, without its root: RFC 9112 §3.2.2. */
function pathOf(target: string): Header {
  return { name: ':path', value: target.replace(/^https?:\/\/[^/]*/i, '') || '/' }
}

function valueOf(headers: readonly Header[], name: string): string | undefined {
  return headers.find((header) => header.name === name)?.value
}

function isChunked(headers: readonly Header[]): boolean {
  return /\bchunked\b/i.test(valueOf(headers, 'transfer-encoding') ?? '')
}

/** Where the message ends: RFC 9112 §6.3; −1 where that cannot be told yet. A body that only the close ends is none. */
function bodyEnd(bytes: Uint8Array, body: Extent, head: Pick<Http1Message, 'headers' | 'status'>): number {
  const { headers, status } = head
  if ((status >= 100 && status < 200) || status === 204 || status === 304) return body.from
  if (isChunked(headers)) return chunks(bytes, body.from, body.to).end
  const length = Number(valueOf(headers, 'content-length') ?? 0)
  return body.from + (Number.isSafeInteger(length) && length > 0 ? length : 0)
}

/** The chunks at `from`, and the end of the last one's trailers (−1: not there yet): RFC 9112 §7.1. */
function chunks(bytes: Uint8Array, from: number, to: number): { pieces: Extent[]; end: number } {
  const pieces: Extent[] = []
  let at = from
  while (at < to) {
    const line = byteText(bytes, at, Math.min(to, at + LONGEST_SIZE_LINE))
    const size = /^([\da-f]{1,8})[^\n]*\n/i.exec(line)
    if (!size) return { pieces, end: -1 }
    const start = at + size[0].length
    const length = Number.parseInt(size[1]!, 16)
    if (length === 0) {
      const isBare = bytes[start] === CR || bytes[start] === LF
      const end = isBare ? start + (bytes[start] === CR ? 2 : 1) : headEnd(bytes, start, to)
      return { pieces, end: end > to ? -1 : end }
    }
    pieces.push({ from: start, to: Math.min(to, start + length) })
    at = start + length
    if (bytes[at] === CR) at++
    if (bytes[at] === LF) at++
  }
  return { pieces, end: -1 }
}

/** Paths of the service-based core, and of the tokens that it asks for: TS 29.501 §4.4.1, TS 29.510 §5.4. */
const CORE_PATH = /\/n[a-z0-9]+-[a-z0-9-]+\/v\d+\/|\/oauth2\/token\b/
const UPGRADE = /^upgrade:[^\r\n]*\b(?:h2c|websocket)\b/im

/** Whether a request stands at `from` that is ours to read: others stay what they are, traffic of the web. */
export function isWanted(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from < 16 || !startsHttp1(bytes, from, to)) return false
  const end = headEnd(bytes, from, to)
  const head = byteText(bytes, from, end < 0 ? Math.min(to, from + LARGEST_START) : end)
  const [start = ''] = head.split('\n', 1)
  const request = REQUEST.exec(start)
  if (!request) return false
  return (
    CORE_PATH.test(request[2]!) || (UPGRADE.test(head) && (/\bh2c\b/i.test(head) || /protocol:.*\bsip\b/i.test(head)))
  )
}
