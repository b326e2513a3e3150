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
/** Names of NetBIOS are asked for in the same form by this type, of which DNS has made no use: RFC 1002 §4.2.1.2. */
const NETBIOS_NAME = 32
/** Octets of a name that was cut: fewer prove nothing. */
const SHORTEST_NAME = 4
const LONGEST_LABEL = 63
const TYPE_AND_CLASS = 4
/** In multicast DNS the high bit of a class is a flag: RFC 6762 §5.4. */
const CLASS = 0x7fff

export function recognize(bytes: Uint8Array, from: number, to: number, wireTo = to): boolean {
  return isMessage(bytes, { from, to, end: wireTo }, wireTo > to) || isPrefixed(bytes, from, to)
}

/** In a stream: behind its length. */
function isPrefixed(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from < LENGTH + HEADER) return false
  const end = from + LENGTH + u16(bytes, from)
  return isMessage(bytes, { from: from + LENGTH, to: Math.min(end, to), end })
}

interface Extent {
  readonly from: number
  readonly to: number
  /** Where it ends on the wire. */
  readonly end: number
}

/** Whether a message starts at `from`, of which [from, to) is at hand; of one that was cut part of a name must do. */
function isMessage(bytes: Uint8Array, { from, to, end }: Extent, isCut = false): boolean {
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
  if (isCut && isCutName(bytes, from + HEADER, to)) return true
  const behind = behindQuestion({ bytes, from, to })
  return behind >= 0 && (questions + answers + others > 1 || behind === end)
}

/** Whether labels of a host name, of which the snap length has left some, run up to `to`. */
function isCutName(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from < SHORTEST_NAME) return false
  for (let at = from, next = from; at < to; at++) {
    const byte = bytes[at]!
    if (at < next) {
      if (!isNameByte(byte)) return false
    } else if (byte === 0) return to - at <= TYPE_AND_CLASS && at > from
    else if (byte > LONGEST_LABEL) return false
    else next = at + 1 + byte
  }
  return true
}

function isNameByte(byte: number): boolean {
  const lower = byte | 0x20
  return (lower >= 0x61 && lower <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || byte === 0x2d || byte === 0x5f
}

/** Where the first question ends; −1 where it is none. */
function behindQuestion(message: MessageBytes): number {
  const { bytes, from, to } = message
  const end = nameEnd(message, from + HEADER)
  if (end < 0 || end + 4 > to) return -1
  const type = u16(bytes, end)
  if (TYPES[type] === undefined || type === NETBIOS_NAME) return -1
  return CLASSES.has(u16(bytes, end + 2) & CLASS) ? end + 4 : -1
}

/** Some send the length in a segment of its own; where the capture began behind it, the rest is the message. */
export function frame(bytes: Uint8Array, from: number, to: number): number {
  if (to - from < LENGTH) return NEED_MORE
  const length = LENGTH + u16(bytes, from)
  if (length >= LENGTH + HEADER && from + length <= to && isPrefixed(bytes, from, to)) return length
  if (isMessage(bytes, { from, to, end: to })) return to - from
  if (length < LENGTH + HEADER) return LOST
  return from + length <= to ? LOST : NEED_MORE
}

/** Where the message starts: in streams behind its length. */
export function messageStart(bytes: Uint8Array, from: number, to: number): number {
  return to - from >= LENGTH && u16(bytes, from) === to - from - LENGTH ? from + LENGTH : from
}
