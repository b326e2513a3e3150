// WebSockets within streams of HTTP/2: RFC 8441, with SIP in them (RFC 7118).
import { type Host, type Unit } from '../../model/message.ts'
import { type Draft, valueOf } from './draft.ts'
import { webSocketLength, WebSocketMessages } from './web-socket.ts'

/** Streams of one connection that carry one. */
const MOST_SOCKETS = 256
/** Bytes of a frame that is not whole yet. */
const LARGEST_FRAME = 1024 * 1024 + 14

/** What streams carry, by their numbers: known to both directions. */
export type Sockets = Map<number, string>

/** Whether the server agreed to a WebSocket that was asked for on the stream; then it is one. */
export function opensSocket(request: Draft | undefined, response: Draft): boolean {
  if (!request || valueOf(request.headers, ':method') !== 'CONNECT') return false
  const isAsked = valueOf(request.headers, ':protocol')?.toLowerCase() === 'websocket'
  return isAsked && /^2\d\d$/.test(valueOf(response.headers, ':status') ?? '')
}

/** The subprotocol that was agreed to, in lower case; where the answer is silent, none was. */
export function subprotocolOf(response: Draft): string {
  return (valueOf(response.headers, 'sec-websocket-protocol') ?? '').trim().toLowerCase()
}

export function addSocket(sockets: Sockets, stream: number, carried: string): void {
  sockets.set(stream, carried)
  const [oldest] = sockets.keys()
  if (sockets.size > MOST_SOCKETS && oldest !== undefined) sockets.delete(oldest)
}

interface Begun {
  readonly messages: WebSocketMessages
  /** The beginning of a frame. */
  rest: Uint8Array
  /** Where the next frame begins is not known any more. */
  isAstray: boolean
}

/** One direction of them. */
export class StreamSockets {
  readonly #host: Host
  readonly #begun = new Map<number, Begun>()

  constructor(host: Host) {
    this.#host = host
  }

  /** Takes what a frame of the stream brought at [from, to). */
  take(stream: number, unit: Unit, carried: string): void {
    const begun = this.#begun.get(stream) ?? this.#begin(stream)
    if (begun.isAstray) return
    const bytes = new Uint8Array(begun.rest.length + unit.to - unit.from)
    bytes.set(begun.rest)
    bytes.set(unit.bytes.subarray(unit.from, unit.to), begun.rest.length)
    let at = 0
    for (let length = 1; length > 0 && at < bytes.length;) {
      length = webSocketLength(bytes, at, bytes.length)
      if (length > 0) begun.messages.take({ ...unit, bytes, from: at, to: at + length }, carried)
      else if (length < 0) begun.isAstray = true
      at += Math.max(length, 0)
    }
    this.#keep(begun, bytes.slice(at))
  }

  /** The stream is over. */
  end(stream: number): void {
    const begun = this.#begun.get(stream)
    if (!begun) return
    this.#keep(begun, new Uint8Array(0))
    begun.messages.lose()
    this.#begun.delete(stream)
  }

  /** Bytes are missing, of whichever stream. */
  lose(): void {
    for (const begun of this.#begun.values()) {
      this.#keep(begun, new Uint8Array(0))
      begun.messages.lose()
      begun.isAstray = true
    }
  }

  closed(): void {
    for (const stream of this.#begun.keys()) this.end(stream)
  }

  #begin(stream: number): Begun {
    const begun = { messages: new WebSocketMessages(this.#host), rest: new Uint8Array(0), isAstray: false }
    this.#begun.set(stream, begun)
    return begun
  }

  #keep(begun: Begun, rest: Uint8Array): void {
    const isTooLarge = rest.length > LARGEST_FRAME || !this.#host.hold(rest.length - begun.rest.length)
    if (!isTooLarge) begun.rest = rest
    else {
      this.#host.hold(-begun.rest.length)
      begun.rest = new Uint8Array(0)
      begun.isAstray = true
    }
  }
}
