/** HTTP/2 connections: RFC 9113. */
import { HpackEncoder } from './hpack.ts'
import type { End } from './internet.ts'
import { concat, utf8 } from './octets.ts'
import type { Connection, Side, Wire } from './wire.ts'

const DATA = 0
const HEADERS = 1
const RST_STREAM = 3
const SETTINGS = 4
const PUSH_PROMISE = 5
const GOAWAY = 7
const CONTINUATION = 9

const END_STREAM = 1
const END_HEADERS = 4
const PADDED = 8
const PRIORITY = 0x20

export const PREFACE = utf8('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')

export function frame(type: number, flags: number, stream: number, payload: Uint8Array): Uint8Array {
  const { length } = payload
  const head = [length >> 16, length >> 8, length, type, flags, stream >>> 24, stream >> 16, stream >> 8, stream]
  return concat(Uint8Array.from(head), payload)
}

function u32(...values: number[]): Uint8Array {
  return Uint8Array.from(values.flatMap((value) => [value >>> 24, value >> 16, value >> 8, value]))
}

export type Headers = Readonly<Record<string, string>>

interface Shape {
  /** The block is cut into so many frames. */
  readonly frames?: number
  readonly padding?: number
  readonly priority?: boolean
  readonly isEnd?: boolean
}

export interface Asking {
  readonly method?: string
  readonly path: string
  readonly headers?: Headers
  readonly json?: unknown
  readonly body?: Uint8Array
  readonly authority?: string
}

export interface Answering {
  readonly status?: number
  readonly headers?: Headers
  readonly json?: unknown
  readonly body?: Uint8Array
  readonly trailers?: Headers
  /** After the request, in milliseconds. */
  readonly after?: number
}

interface HttpOptions {
  readonly at?: number
  /** False leaves out what begins a connection: the capture started later. */
  readonly isStart?: boolean
  readonly hpack?: Readonly<Record<Side, HpackEncoder>>
}

/** A client and a server that speak HTTP/2. Frames can be made without being sent. */
export class Http2 {
  readonly connection: Connection
  readonly hpack: Readonly<Record<Side, HpackEncoder>>
  readonly #server: End
  #stream = -1

  constructor(wire: Wire, client: End, server: End, options: HttpOptions = {}) {
    const { at = 0, isStart = true } = options
    this.#server = server
    this.connection = wire.connect(at, client, server, { withoutHandshake: !isStart })
    this.hpack = options.hpack ?? { client: new HpackEncoder(), server: new HpackEncoder() }
    if (!isStart) return
    this.connection.send(at + 1, 'client', concat(PREFACE, frame(SETTINGS, 0, 0, Uint8Array.of(0, 3, 0, 0, 0, 100))))
    this.connection.send(at + 1.2, 'server', frame(SETTINGS, 0, 0, new Uint8Array(0)))
  }

  nextStream(): number {
    this.#stream += 2
    return this.#stream
  }

  /** HEADERS, with CONTINUATION where the block is to come in several frames. */
  headers(side: Side, stream: number, headers: Headers, shape: Shape = {}): Uint8Array {
    const { frames = 1, padding = 0, priority = false, isEnd = false } = shape
    const block = this.hpack[side].encode(Object.entries(headers))
    const size = Math.ceil(block.length / frames)
    const pieces = Array.from({ length: frames }, (_, i) => block.subarray(i * size, (i + 1) * size))
    return concat(
      ...pieces.map((piece, i) => {
        const isLast = i === frames - 1 ? END_HEADERS : 0
        if (i > 0) return frame(CONTINUATION, isLast, stream, piece)
        const flags = isLast | (isEnd ? END_STREAM : 0) | (padding > 0 ? PADDED : 0) | (priority ? PRIORITY : 0)
        const before = [...(padding > 0 ? [padding] : []), ...(priority ? [0, 0, 0, 0, 15] : [])]
        return frame(HEADERS, flags, stream, concat(Uint8Array.from(before), piece, new Uint8Array(padding)))
      }),
    )
  }

  data(stream: number, body: Uint8Array, isEnd = true): Uint8Array {
    return frame(DATA, isEnd ? END_STREAM : 0, stream, body)
  }

  reset(stream: number, code: number): Uint8Array {
    return frame(RST_STREAM, 0, stream, u32(code))
  }

  goAway(stream: number, code: number): Uint8Array {
    return frame(GOAWAY, 0, 0, u32(stream, code))
  }

  promise(stream: number, promised: number, headers: Headers): Uint8Array {
    const block = this.hpack.server.encode(Object.entries(headers))
    return frame(PUSH_PROMISE, END_HEADERS, stream, concat(u32(promised), block))
  }

  request(stream: number, { method = 'GET', path, headers = {}, ...more }: Asking, shape: Shape = {}): Uint8Array {
    const body = bodyOf(more)
    const { authority = `${this.#server.address}:${this.#server.port}` } = more
    const fields: Headers = {
      ':method': method,
      ':scheme': 'http',
      ...(authority !== '' && { ':authority': authority }),
      ':path': path,
      ...(more.json !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    }
    const head = this.headers('client', stream, fields, { ...shape, isEnd: !body })
    return body ? concat(head, this.data(stream, body)) : head
  }

  response(stream: number, { status = 200, headers = {}, trailers, ...more }: Answering): Uint8Array {
    const body = bodyOf(more)
    const type = status >= 400 ? 'application/problem+json' : 'application/json'
    const fields: Headers = {
      ':status': `${status}`,
      ...(more.json !== undefined && { 'content-type': type }),
      ...headers,
    }
    const head = this.headers('server', stream, fields, { isEnd: !body && !trailers })
    const data = body ? [this.data(stream, body, !trailers)] : []
    const end = trailers ? [this.headers('server', stream, trailers, { isEnd: true })] : []
    return concat(head, ...data, ...end)
  }

  /** A request and, `after` it, its response. */
  exchange(at: number, asking: Asking, answering: Answering = {}): void {
    const stream = this.ask(at, asking)
    this.answer(at + (answering.after ?? 2), stream, answering)
  }

  /** Sends a request, and gives its stream. */
  ask(at: number, asking: Asking): number {
    const stream = this.nextStream()
    this.connection.send(at, 'client', this.request(stream, asking))
    return stream
  }

  answer(at: number, stream: number, answering: Answering): void {
    this.connection.send(at, 'server', this.response(stream, answering))
  }
}

function bodyOf({ json, body }: { json?: unknown; body?: Uint8Array }): Uint8Array | undefined {
  return json === undefined ? body : utf8(JSON.stringify(json))
}
