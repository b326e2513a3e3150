// HTTP/1.1 messages: RFC 9112. As much as the service-based core, token requests and upgrades need.
import { byteText } from '../../bytes/text.ts'
import { LOST, NEED_MORE, type Unit } from '../../model/message.ts'
import type { Header } from './hpack-table.ts'

/** Bytes of a start line and headers together, and headers. */
const LARGEST_HEAD = 65_536
const LARGEST_START = 8192
const MOST_HEADERS = 256
const CR = 13
const LF = 10

const REQUEST = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|CONNECT|TRACE) (\S+) HTTP\/(1\.[01])\r?$/
const RESPONSE = /^HTTP\/(1\.[01]) (\d{3})(?: |\r?$)/
/** Characters of a status line up to the space behind the code. */
const SHORTEST_STATUS = 13
const METHODS = ['GET ', 'HEAD', 'POST', 'PUT ', 'PATC', 'DELE', 'OPTI', 'CONN', 'TRAC', 'HTTP']

/** A start line and headers. */
export interface Http1Head {
  readonly isRequest: boolean
  /** 0 of a request. */
  readonly status: number
  /** With the pseudo-headers of HTTP/2 first; names in lower case. */
  readonly headers: readonly Header[]
  /** `1.1`, or `1.0`. */
  readonly version: string
}

/** Whether a request or status line may begin here. */
export function startsHttp1(bytes: Uint8Array, from: number, to: number): boolean {
  return to - from >= 4 && METHODS.includes(String.fromCharCode(...bytes.subarray(from, from + 4)))
}

/** Whether a status line may begin here: RFC 9112 §4. */
export function startsAnswer(bytes: Uint8Array, from: number, to: number): boolean {
  return to - from >= SHORTEST_STATUS && RESPONSE.test(byteText(bytes, from, from + SHORTEST_STATUS))
}

/** Whether a whole request line begins here: RFC 9112 §3. */
export function startsRequest(bytes: Uint8Array, from: number, to: number): boolean {
  if (!startsHttp1(bytes, from, to)) return false
  const [line, rest] = byteText(bytes, from, Math.min(to, from + LARGEST_START)).split('\n', 2)
  return rest !== undefined && REQUEST.test(line!)
}

/** Length of the head at `from`: start line, headers, and the empty line. */
export function http1Length(bytes: Uint8Array, from: number, to: number): number {
  if (to - from < 4) return NEED_MORE
  if (!startsHttp1(bytes, from, to)) return LOST
  const body = headEnd(bytes, from, to)
  if (body < 0) return to - from > LARGEST_HEAD ? LOST : NEED_MORE
  return readHttp1({ bytes, from, to: body }).headers.length === 0 ? LOST : body - from
}

/** No headers where the first line is none of HTTP/1. */
export function readHttp1({ bytes, from, to }: Pick<Unit, 'bytes' | 'from' | 'to'>): Http1Head {
  const [start = ''] = byteText(bytes, from, Math.min(to, from + LARGEST_HEAD)).split('\n', 1)
  const line = start.slice(0, LARGEST_START)
  const request = REQUEST.exec(line)
  const response = RESPONSE.exec(line)
  const first = request ? [{ name: ':method', value: request[1]! }, pathOf(request[2]!)] : []
  if (response) first.push({ name: ':status', value: response[2]! })
  const fields = first.length > 0 ? fieldsOf(bytes, from + start.length + 1, to) : []
  const version = request?.[3] ?? response?.[1] ?? ''
  return { isRequest: !response, status: Number(response?.[2] ?? 0), headers: [...first, ...fields], version }
}

/** Header or trailer fields, a line each: RFC 9112 §5. */
export function fieldsOf(bytes: Uint8Array, from: number, to: number): Header[] {
  const headers: Header[] = []
  for (const text of byteText(bytes, from, Math.min(to, from + LARGEST_HEAD)).split('\n', MOST_HEADERS)) {
    const colon = text.indexOf(':')
    if (colon < 1) continue
    headers.push({ name: text.slice(0, colon).trim().toLowerCase(), value: text.slice(colon + 1).trim() })
  }
  return headers
}

/** Behind the empty line; −1 where it has not come. */
export function headEnd(bytes: Uint8Array, from: number, to: number): number {
  const end = Math.min(to, from + LARGEST_HEAD)
  for (let at = from; at < end; at++) {
    if (bytes[at] !== LF) continue
    if (bytes[at + 1] === LF && at + 1 < to) return at + 2
    if (bytes[at + 1] === CR && bytes[at + 2] === LF && at + 2 < to) return at + 3
  }
  return -1
}

/** The absolute form of a target, as proxies are asked, without its root: RFC 9112 §3.2.2. */
function pathOf(target: string): Header {
  return { name: ':path', value: target.replace(/^https?:\/\/[^/]*/i, '') || '/' }
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
