// WebSocket: RFC 6455 §5, and what it carries (SIP: RFC 7118).
import { u16, u32 } from '../../bytes/octets.ts'
import { byteText } from '../../bytes/text.ts'
import { type Host, LOST, NEED_MORE, type Part, type Unit, type Where } from '../../model/message.ts'

const FINAL = 0x80
/** Of an extension: the message is compressed (RFC 7692); of the other bits nobody knows what they mean. */
const COMPRESSED = 0x40
const RESERVED = 0x30
const MASKED = 0x80
const CONTINUATION = 0
const TEXT = 1
const BINARY = 2
/** No start line is as short. */
const TELLING_LEAST = 16
/** Bytes of one message. */
const LARGEST_MESSAGE = 1024 * 1024
/** Bytes that compression looks back: RFC 7692 §7.1.2. */
const LARGEST_WINDOW = 32_768
/** Bytes by which a message in midstream is told. */
const TELLING_BYTES = 64
const SIP_START = /^(?:[A-Z]{3,20} (?:sips?|tel|urn):\S|SIP\/2\.0 [1-6]\d\d )/

type WebSocketHost = Pick<Host, 'hand' | 'hold' | 'inflate'>

interface Frame {
  readonly opcode: number
  readonly isFinal: boolean
  readonly isCompressed: boolean
  readonly isOdd: boolean
  /** Where the mask lies, 0 where there is none. */
  readonly mask: number
  readonly payload: number
  readonly length: number
}

/** Length of the frame at `from`. */
export function webSocketLength(bytes: Uint8Array, from: number, to: number): number {
  const frame = header(bytes, from, to)
  if (!frame) return NEED_MORE
  const isOdd = frame.length > LARGEST_MESSAGE || (frame.opcode > BINARY && frame.opcode < 8) || frame.opcode > 10
  if (isOdd) return LOST
  const length = frame.payload - from + frame.length
  return length <= to - from ? length : NEED_MORE
}

function header(bytes: Uint8Array, from: number, to: number): Frame | undefined {
  if (to - from < 2) return undefined
  const [first, second] = [bytes[from]!, bytes[from + 1]!]
  const short = second & 0x7f
  const sizeBytes = short === 126 ? 2 : short === 127 ? 8 : 0
  const mask = (second & MASKED) === 0 ? 0 : from + 2 + sizeBytes
  const payload = from + 2 + sizeBytes + (mask > 0 ? 4 : 0)
  if (payload > to) return undefined
  const long = sizeBytes === 8 ? u32(bytes, from + 2) * 2 ** 32 + u32(bytes, from + 6) : 0
  const length = sizeBytes === 0 ? short : sizeBytes === 2 ? u16(bytes, from + 2) : long
  return {
    opcode: first & 15,
    isFinal: (first & FINAL) !== 0,
    isCompressed: (first & COMPRESSED) !== 0,
    isOdd: (first & RESERVED) !== 0,
    mask,
    payload,
    length,
  }
}

/** Whether a frame at `from`, met in midstream, is a whole message of SIP or the beginning of one: RFC 7118 §5. */
export function startsSip(bytes: Uint8Array, from: number, to: number): boolean {
  const kind = bytes[from]! & ~FINAL
  if (kind !== TEXT && kind !== BINARY) return false
  const frame = header(bytes, from, to)
  if (!frame || frame.length < TELLING_LEAST || frame.length > LARGEST_MESSAGE) return false
  const length = Math.min(frame.length, to - frame.payload, TELLING_BYTES)
  return SIP_START.test(byteText(unmasked(bytes, { ...frame, length }), 0, length))
}

/** Puts the messages of one direction together out of frames, and hands them on whole. */
export class WebSocketMessages {
  readonly #host: WebSocketHost
  #isCompressed = false
  /** What was inflated last, which compression may look back at. */
  #window = new Uint8Array(0)
  #chunks: Uint8Array[] = []
  #size = 0
  #first: Where | undefined
  #parts: Part[] = []

  constructor(host: WebSocketHost) {
    this.#host = host
  }

  /** @param carried the protocol that the messages are of */
  take({ bytes, from, to, where, pieces }: Unit, carried: string): void {
    const frame = header(bytes, from, to)
    if (!frame || frame.opcode > BINARY) return
    if (frame.opcode !== CONTINUATION) {
      this.#drop()
      this.#isCompressed = frame.isCompressed
    } else if (!this.#first) return
    this.#first ??= where
    if (frame.isOdd || this.#size + frame.length > LARGEST_MESSAGE || !this.#host.hold(frame.length)) {
      this.lose()
      return
    }
    this.#size += frame.length
    this.#chunks.push(unmasked(bytes, frame))
    this.#parts.push(...pieces)
    if (!frame.isFinal) return
    const { file, frame: last, offset, wireLength } = where
    const { parts: _own, ...first } = this.#first
    const isOne = this.#parts.length === 1
    const whole: Where = { ...first, transport: 'websocket', file, frame: last, offset, wireLength }
    const sent = joined(this.#chunks)
    const message = this.#isCompressed ? this.#inflated(sent) : sent
    const place = isOne ? whole : { ...whole, parts: this.#parts }
    this.#drop()
    if (carried !== '' && message.length > 0) this.#host.hand(carried, message, place)
  }

  /** Something is missing: what comes may look back at it. */
  lose(): void {
    this.#drop()
    this.#remember(new Uint8Array(0))
  }

  /** Empty where it cannot be. */
  #inflated(message: Uint8Array): Uint8Array {
    const plain = this.#host.inflate?.('permessage-deflate', message, LARGEST_MESSAGE, this.#window)
    const before = plain && (plain.length < LARGEST_WINDOW ? joined([this.#window, plain]) : plain)
    this.#remember(before?.slice(-LARGEST_WINDOW) ?? new Uint8Array(0))
    return plain ?? new Uint8Array(0)
  }

  #remember(window: Uint8Array): void {
    const isRoom = this.#host.hold(window.length - this.#window.length)
    if (isRoom) this.#window = new Uint8Array(window)
    else {
      this.#host.hold(-this.#window.length)
      this.#window = new Uint8Array(0)
    }
  }

  #drop(): void {
    this.#host.hold(-this.#size)
    this.#chunks = []
    this.#size = 0
    this.#first = undefined
    this.#parts = []
  }
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}

function unmasked(bytes: Uint8Array, { mask, payload, length }: Frame): Uint8Array {
  const plain = bytes.slice(payload, payload + length)
  if (mask > 0) for (let i = 0; i < plain.length; i++) plain[i]! ^= bytes[mask + (i & 3)]!
  return plain
}
