// Frames of HTTP/2: RFC 9113 §4, §6.
import { u16, u24, u32 } from '../../bytes/octets.ts'
import { LOST, NEED_MORE } from '../../model/message.ts'

export const HEADER = 9
export const DATA = 0
export const HEADERS = 1
const PRIORITY = 2
export const RST_STREAM = 3
export const SETTINGS = 4
export const PUSH_PROMISE = 5
const PING = 6
export const GOAWAY = 7
const WINDOW_UPDATE = 8
export const CONTINUATION = 9

export const END_STREAM = 1
const ACK = 1
export const END_HEADERS = 4
export const PADDED = 8
export const HAS_PRIORITY = 0x20

/** Flags that each type may bear; types that are not here are passed over. */
const FLAGS: Readonly<Record<number, number>> = {
  [DATA]: END_STREAM | PADDED,
  [HEADERS]: END_STREAM | END_HEADERS | PADDED | HAS_PRIORITY,
  [PRIORITY]: 0,
  [RST_STREAM]: 0,
  [SETTINGS]: ACK,
  [PUSH_PROMISE]: END_HEADERS | PADDED,
  [PING]: ACK,
  [GOAWAY]: 0,
  [WINDOW_UPDATE]: 0,
  [CONTINUATION]: END_HEADERS,
  10: 0,
  12: 0,
  16: 0,
}

/** Default of SETTINGS_MAX_FRAME_SIZE, which hardly anybody raises: what is taken for a frame in midstream. */
const USUAL_FRAME = 16_384
/** Largest frame that is followed. */
const LARGEST_FRAME = 1024 * 1024 - HEADER
const LARGEST_SETTINGS = 6 * 32
const GREASE = 0x0a0a
/** HTTP_1_1_REQUIRED: RFC 9113 §7. */
const HIGHEST_ERROR = 13

/** `PRI * HTTP/2.0`, empty line, `SM`, empty line: RFC 9113 §3.4. */
export const PREFACE = Uint8Array.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', (c) => c.charCodeAt(0))

/** How many bytes of the preface stand at `from`: 24 where it is whole. */
export function prefaceLength(bytes: Uint8Array, from: number, to: number): number {
  const most = Math.min(to - from, PREFACE.length)
  for (let i = 0; i < most; i++) if (bytes[from + i] !== PREFACE[i]) return 0
  return most
}

/** Length of the frame at `from`, in a direction that is in step. */
export function frameLength(bytes: Uint8Array, from: number, to: number): number {
  if (to - from < HEADER) return NEED_MORE
  const length = u24(bytes, from)
  const isOdd = length > LARGEST_FRAME || bytes[from + 5]! >= 0x80
  if (isOdd || !hasGoodLength(bytes, from)) return LOST
  return HEADER + length <= to - from ? HEADER + length : NEED_MORE
}

/** Whether a frame may well begin here, by all that its header tells. */
function isPlausible(bytes: Uint8Array, from: number): boolean {
  const flags = FLAGS[bytes[from + 3]!]
  if (flags === undefined || u24(bytes, from) > USUAL_FRAME || bytes[from + 5]! >= 0x80) return false
  return (bytes[from + 4]! & ~flags) === 0 && hasGoodLength(bytes, from) && hasGoodStream(bytes, from)
}

/** Types whose length is fixed: RFC 9113 §6. */
function hasGoodLength(bytes: Uint8Array, from: number): boolean {
  const length = u24(bytes, from)
  switch (bytes[from + 3]!) {
    case PRIORITY:
      return length === 5
    case RST_STREAM:
    case WINDOW_UPDATE:
      return length === 4
    case SETTINGS:
      return length % 6 === 0 && length <= LARGEST_SETTINGS
    case PING:
      return length === 8
    case GOAWAY:
      return length >= 8
    default:
      return true
  }
}

/** Streams are of the connection (0), or not: RFC 9113 §6. */
function hasGoodStream(bytes: Uint8Array, from: number): boolean {
  const stream = u32(bytes, from + 5)
  const type = bytes[from + 3]!
  if (type === SETTINGS || type === PING || type === GOAWAY) return stream === 0
  return type === WINDOW_UPDATE || type >= 10 || stream !== 0
}

/** Whether SETTINGS stand at `from`, by which a server begins: their identifiers are registered ones, or reserved. */
function isSettings(bytes: Uint8Array, from: number, to: number): boolean {
  const end = from + HEADER + u24(bytes, from)
  if (bytes[from + 3] !== SETTINGS || end > to || !isPlausible(bytes, from)) return false
  if (bytes[from + 4] === ACK) return end === from + HEADER
  for (let at = from + HEADER; at < end; at += 6) {
    const id = u16(bytes, at)
    if ((id === 0 || id > 0x10) && (id & 0x0f0f) !== GREASE) return false
  }
  return true
}

/**
 * Whether frames begin at `from`, in midstream: SETTINGS, or a frame that another follows. A frame that ends where
 * the bytes end is believed where `isBlock` proves its header block, or its length is fixed.
 */
export function startsFrames(bytes: Uint8Array, from: number, to: number, isBlock: BlockTest): boolean {
  if (to - from < HEADER || !isPlausible(bytes, from)) return false
  if (isSettings(bytes, from, to)) return true
  const type = bytes[from + 3]!
  const end = from + HEADER + u24(bytes, from)
  if (end + HEADER <= to) return isPlausible(bytes, end) && (type !== DATA || end > from + HEADER)
  if (end <= to && type === HEADERS) return isBlock(bytes, from, end)
  if (end !== to) return false
  return type === PING || type === RST_STREAM || type === WINDOW_UPDATE || isGoaway(bytes, from)
}

/** Whether GOAWAY stands at `from`, by which a server may refuse a connection before its client says anything. */
function isGoaway(bytes: Uint8Array, from: number): boolean {
  const code = u32(bytes, from + HEADER + 4)
  return bytes[from + 3] === GOAWAY && bytes[from + HEADER]! < 0x80 && code <= HIGHEST_ERROR
}

/** Whether it may be a frame that more bytes have to complete: not of DATA, as which anything may pass. */
export function isUnfinished(bytes: Uint8Array, from: number, to: number): boolean {
  return bytes[from + 3] !== DATA && isPlausible(bytes, from) && from + HEADER + u24(bytes, from) > to
}

/** Whether the frame at [from, to) holds a header block with something that every request or response has. */
type BlockTest = (bytes: Uint8Array, from: number, to: number) => boolean
