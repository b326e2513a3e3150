/** Test helpers: messages from bytes, and what is said of them. */
import { MessageWriter } from '../src/pipeline/message-writer.ts'
import type { Endpoint } from '../src/model/endpoint.ts'
import type { Fault, Message, Out, Where } from '../src/model/message.ts'
import { gtp } from '../src/protocols/gtp/gtp.ts'

/** Bytes written in hexadecimal. */
export function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.replaceAll(/\s/g, '').match(/../g) ?? [], (octet) => parseInt(octet, 16))
}

const ends = new Map<string, Endpoint>()

/** The same end has the same number. */
function endpoint(address: string, port = 2123): Endpoint {
  const text = `${address}:${port}`
  const known = ends.get(text) ?? { id: ends.size + 1, address, port, text }
  ends.set(text, known)
  return known
}

export interface Place {
  readonly from?: string
  readonly to?: string
  readonly port?: number
  /** Milliseconds. */
  readonly at?: number
}

export function whereOf({ from = '10.0.0.1', to = '10.0.0.2', port = 2123, at = 0 }: Place = {}): Where {
  return {
    transport: 'udp',
    source: endpoint(from, port),
    destination: endpoint(to, port),
    flow: 1,
    generation: 0,
    tunnel: [],
    seconds: 0,
    nanoseconds: 0,
    time: at * 1e6,
    file: 0,
    frame: 1,
    offset: 0,
    wireLength: 0,
  }
}

/** One decoded message; `missing` bytes of it were lost to the snap length. */
export function messageOf(bytes: Uint8Array, place: Place = {}, missing = 0): Message {
  const where = whereOf(place)
  const writer = new MessageWriter(gtp.name, where)
  gtp.decode(bytes, 0, bytes.length, bytes.length + missing, where, writer)
  return writer.message
}

/** All messages of a datagram. */
export function messagesOf(bytes: Uint8Array, place: Place = {}): Message[] {
  const found: Message[] = []
  for (let at = 0; at < bytes.length;) {
    const length = gtp.split!(bytes, at, bytes.length)
    found.push(messageOf(bytes.subarray(at, at + length), place))
    at += length
  }
  return found
}

/** Keeps the tree as lines, with every range. */
export class TreeWriter implements Out {
  fault: Fault = ''
  readonly tree = true
  readonly lines: string[] = []
  readonly ranges: (readonly [number, number])[] = []
  depth = 0

  show(...[name, value, from, to]: Parameters<Out['show']>): void {
    this.lines.push(`${'  '.repeat(this.depth)}${name}: ${JSON.stringify(value)}`)
    this.ranges.push([from, to])
  }

  open(...[name, from, to]: Parameters<Out['open']>): void {
    this.lines.push(`${'  '.repeat(this.depth)}${name}`)
    this.ranges.push([from, to])
    this.depth++
  }

  close(): void {
    this.depth--
  }

  name(): void {}
  also(): void {}
  put(): void {}
  key(): void {}
  clue(): void {}
  party(): void {}
  announce(): void {}
}
