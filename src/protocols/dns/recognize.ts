// What is DNS whatever the port: a header whose counts fit, and a question in order. RFC 1035 §4.1.
import { LOST, NEED_MORE } from '../../model/message.ts'
import { u16 } from '../../bytes/octets.ts'
import { type MessageBytes, nameEnd } from './names.ts'
import { CLASSES, OPCODES, RCODES, TYPES } from './tables.ts'

export const HEADER = 12
/** In streams a length stands before each message: RFC 1035 §4.2.2. */
const LENGTH = 2
const RESPONSE = 0x8000
const RECURSION_DESIRED = 0x0100
const RESERVED = 0x0040
const MOST_QUESTIONS = 4
/** In multicast DNS the high bit of a class is a flag: RFC 6762 §5.4. */
const CLASS = 0x7fff

export function recognize(bytes: Uint8Array, from: number, to: number): boolean {
  return isMessage(bytes, from, to, to) || isPrefixed(bytes, from, to)
}

/** In a stream: behind its length. */
function isPrefixed(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from < LENGTH + HEADER) return false
  const end = from + LENGTH + u16(bytes, from)
  return isMessage(bytes, from + LENGTH, Math.min(end, to), end)
}

/** Whether a message starts at `from`, of which [from, to) is at hand and which ends at `end`. */
function isMessage(bytes: Uint8Array, from: number, to: number, end: number): boolean {
  if (to - from < HEADER) return false
  const flags = u16(bytes, from + 2)
  const [questions, answers] = [u16(bytes, from + 4), u16(bytes, from + 6)]
  const others = u16(bytes, from + 8) + u16(bytes, from + 10)
  const isResponse = (flags & RESPONSE) !== 0
  if (OPCODES[(flags >> 11) & 15] === undefined || (flags & RESERVED) !== 0) return false
  if (RCODES[flags & 15] === undefined || (!isResponse && (flags & 15) !== 0)) return false
  // Multicast DNS (RFC 6762 §18.1) is no conversation of a client with a server.
  if (u16(bytes, from) === 0 && (flags & RECURSION_DESIRED) === 0) return false
  // An error may be told without the question: RFC 1035 §4.1.1.
  if (questions === 0) return isResponse && (flags & 15) !== 0 && end - from === HEADER
  if (questions > MOST_QUESTIONS || (!isResponse && answers > 0 && flags >> 11 === 0)) return false
  const behind = behindQuestion({ bytes, from, to })
  return behind >= 0 && (questions + answers + others > 1 || behind === end)
}

/** Where the first question ends; −1 where it is none. */
function behindQuestion(message: MessageBytes): number {
  const { bytes, from, to } = message
  const end = nameEnd(message, from + HEADER)
  if (end < 0 || end + 4 > to || TYPES[u16(bytes, end)] === undefined) return -1
  return CLASSES.has(u16(bytes, end + 2) & CLASS) ? end + 4 : -1
}

/** Some send the length in a segment of its own; where the capture began behind it, the rest is the message. */
export function frame(bytes: Uint8Array, from: number, to: number): number {
  if (to - from < LENGTH) return NEED_MORE
  const length = LENGTH + u16(bytes, from)
  if (length >= LENGTH + HEADER && from + length <= to && isPrefixed(bytes, from, to)) return length
  if (isMessage(bytes, from, to, to)) return to - from
  if (length < LENGTH + HEADER) return LOST
  return from + length <= to ? LOST : NEED_MORE
}

/** Where the message starts: in streams behind its length. */
export function messageStart(bytes: Uint8Array, from: number, to: number): number {
  return to - from >= LENGTH && u16(bytes, from) === to - from - LENGTH ? from + LENGTH : from
}
