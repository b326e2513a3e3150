// WebSocket: RFC 6455 §5, and what it carries (SIP: RFC 7118).
import { u16, u32 } from '../../bytes/octets.ts'
import { type Host, LOST, NEED_MORE, type Part, type Unit, type Where } from '../../model/message.ts'

const FINAL = 0x80
/** Of an extension: the payload is compressed (RFC 7692), and stays closed. */
const RESERVED = 0x70
const MASKED = 0x80
const CONTINUATION = 0
const BINARY = 2
/** Bytes of one message. */
const LARGEST_MESSAGE = 1024 * 1024

interface Frame {
  readonly opcode: number
  readonly isFinal: boolean
  readonly isCompressed: boolean
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
    isCompressed: (first & RESERVED) !== 0,
    mask,
    payload,
    length,
  }
}

/** Puts the messages of one direction together out of frames, and hands them on whole. */
export class WebSocketMessages {
  readonly #host: Pick<Host, 'hand' | 'hold'>
  #chunks: Uint8Array[] = []
  #size = 0
  #first: Where | undefined
  #parts: Part[] = []

  constructor(host: Pick<Host, 'hand' | 'hold'>) {
    this.#host = host
  }

  /** @param carried the protocol that the messages are of */
  take({ bytes, from, to, where, pieces }: Unit, carried: string): void {
    const frame = header(bytes, from, to)
    if (!frame || frame.opcode > BINARY) return
    if (frame.opcode !== CONTINUATION) this.lose()
    else if (!this.#first) return
    this.#first ??= where
    if (frame.isCompressed || this.#size + frame.length > LARGEST_MESSAGE || !this.#host.hold(frame.length)) {
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
    const message = this.#joined()
    const place = isOne ? whole : { ...whole, parts: this.#parts }
    this.lose()
    if (carried !== '' && message.length > 0) this.#host.hand(carried, message, place)
  }

  lose(): void {
    this.#host.hold(-this.#size)
    this.#chunks = []
    this.#size = 0
    this.#first = undefined
    this.#parts = []
  }

  #joined(): Uint8Array {
    const whole = new Uint8Array(this.#size)
    let at = 0
    for (const chunk of this.#chunks) {
      whole.set(chunk, at)
      at += chunk.length
    }
    return whole
  }
}

function unmasked(bytes: Uint8Array, { mask, payload, length }: Frame): Uint8Array {
  const plain = bytes.slice(payload, payload + length)
  if (mask > 0) for (let i = 0; i < plain.length; i++) plain[i]! ^= bytes[mask + (i & 3)]!
  return plain
}
