/** Where SIP messages begin and end in a datagram or stream: RFC 3261 §7, §18.3; DOMAIN 2.2, 2.3. */
import { LOST, NEED_MORE } from '../../model/message.ts'
import { METHODS } from './tables.ts'

/** Most bytes of one message, of its header, and of its start line. */
const LARGEST_MESSAGE = 1024 * 1024
const LARGEST_HEADER = 256 * 1024
const LONGEST_START_LINE = 8192
const LONGEST_METHOD = 20
/** Content-Length is the longest name that `frame` looks for; blanks before the colon are few. */
const CONTENT_LENGTH = 'content-length'

const LF = 10
const CR = 13
const SPACE = 32
const COLON = 58

/** What a start line may be: not one, one, or its beginning. */
const NO = 0
const YES = 1
const PARTLY = 2

function lower(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte | 32 : byte
}

/** Whether `word` (lower case) stands at `at`; PARTLY where the bytes end within it. */
function stands(bytes: Uint8Array, at: number, to: number, word: string): number {
  for (let i = 0; i < word.length; i++) {
    if (at + i >= to) return PARTLY
    if (lower(bytes[at + i]!) !== word.charCodeAt(i)) return NO
  }
  return YES
}

function isLetter(byte: number): boolean {
  return byte > 64 && byte < 91
}

/** RFC 3261 §25.1 token. */
function isToken(byte: number): boolean {
  const letter = byte | 32
  return (letter > 96 && letter < 123) || (byte > 47 && byte < 58) || byte === 45 || byte === 46 || byte === 95
}

function statusLine(bytes: Uint8Array, from: number, to: number): number {
  const version = stands(bytes, from, to, 'sip/2.0 ')
  if (version !== YES) return version
  for (let i = from + 8; i < from + 11; i++) {
    if (i >= to) return PARTLY
    if (bytes[i]! < 48 || bytes[i]! > 57) return NO
  }
  return from + 11 >= to || bytes[from + 11]! <= SPACE ? YES : NO
}

const SCHEMES = ['sip:', 'sips:', 'tel:', 'urn:']

/** A request line that is not all there: believed by its method and scheme. */
function begunRequestLine(bytes: Uint8Array, from: number, space: number, to: number): number {
  let method = ''
  for (let i = from; i < space; i++) method += String.fromCharCode(bytes[i]!)
  if (!METHODS.has(method)) return NO
  return SCHEMES.some((scheme) => stands(bytes, space + 1, to, scheme) !== NO) ? PARTLY : NO
}

function requestLine(bytes: Uint8Array, from: number, to: number): number {
  if (!isLetter(bytes[from]!)) return NO
  let space = from + 1
  while (space < to && space - from <= LONGEST_METHOD && isToken(bytes[space]!)) space++
  if (space >= to) return to - from <= LONGEST_METHOD ? PARTLY : NO
  if (bytes[space] !== SPACE) return NO
  const last = Math.min(to, from + LONGEST_START_LINE)
  let end = space + 1
  while (end < last && bytes[end] !== LF) end++
  if (end === last) return last === to ? begunRequestLine(bytes, from, space, to) : NO
  while (end > space && (bytes[end - 1] === CR || bytes[end - 1] === SPACE)) end--
  return end - space > 9 && stands(bytes, end - 8, end, ' sip/2.0') === YES ? YES : NO
}

function startLine(bytes: Uint8Array, from: number, to: number): number {
  if (from >= to) return PARTLY
  const status = statusLine(bytes, from, to)
  if (status === YES) return YES
  const request = requestLine(bytes, from, to)
  return request === NO ? status : request
}

/** Length of CRLF keep-alives (RFC 5626 §3.5.1), and of the NULs and blanks that some send instead. */
export function filler(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && isFiller(bytes[at]!)) at++
  return at - from
}

function isFiller(byte: number): boolean {
  return byte === CR || byte === LF || byte === 0 || byte === SPACE
}

/** Whether a SIP message starts here, behind any empty lines; one that is cut within its start line is taken too. */
export function recognize(bytes: Uint8Array, from: number, to: number): boolean {
  const start = from + filler(bytes, from, to)
  const found = startLine(bytes, start, to)
  return found === YES || (found === PARTLY && to - start > 12)
}

/** The value of the Content-Length whose line is [from, to), or −1 where the line is another header. */
function contentLength(bytes: Uint8Array, from: number, to: number): number {
  const first = lower(bytes[from]!)
  let at = from
  if (first === 99 && stands(bytes, from, to, CONTENT_LENGTH) === YES) at += CONTENT_LENGTH.length
  else if (first === 108) at += 1
  else return -1
  while (at < to && bytes[at]! <= SPACE) at++
  if (at >= to || bytes[at] !== COLON) return -1
  at++
  while (at < to && bytes[at]! <= SPACE) at++
  let length = 0
  for (; at < to && bytes[at]! >= 48 && bytes[at]! <= 57; at++) {
    length = Math.min(length * 10 + bytes[at]! - 48, LARGEST_MESSAGE + 1)
  }
  return length
}

/** For streams: see Protocol.frame. A missing Content-Length means no body. */
export function frame(bytes: Uint8Array, from: number, to: number): number {
  const start = startLine(bytes, from, to)
  if (start === NO) return LOST
  const last = Math.min(to, from + LARGEST_HEADER)
  let body = -1
  let line = from
  for (let at = from; at < last; at++) {
    if (bytes[at] !== LF) continue
    const end = at > line && bytes[at - 1] === CR ? at - 1 : at
    if (end === line && line > from) return framed(from, at + 1, Math.max(0, body), to)
    if (body < 0) body = contentLength(bytes, line, end)
    line = at + 1
  }
  return last === to ? NEED_MORE : LOST
}

function framed(from: number, bodyStart: number, body: number, to: number): number {
  const length = bodyStart - from + body
  if (length > LARGEST_MESSAGE) return LOST
  return from + length <= to ? length : NEED_MORE
}

/** The next line that is a start line, or may become one with more bytes; or −1. */
export function resync(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    if ((at === 0 || bytes[at - 1] === LF) && startLine(bytes, at, to) !== NO) return at
  }
  return -1
}
