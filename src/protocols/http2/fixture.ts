import type { Direction, Host, Out, Unit, Where } from '../../model/message.ts'
import { NEED_MORE } from '../../model/message.ts'
import { http2 } from './http2.ts'

const END = { id: 0, address: '10.0.0.1', port: 40_000, text: '10.0.0.1:40000' }

/** What a connection told, and how much it holds. */
export class Bench {
  readonly told: { name: string; short: string; details: Record<string, unknown>; fault: string }[] = []
  readonly handed: { protocol: string; bytes: Uint8Array }[] = []
  held = 0
  most = 0
  readonly client: Direction
  readonly server: Direction
  #frame = 0

  constructor() {
    const host: Host = {
      message: (_where, tell) => this.#message(tell),
      hand: (protocol, bytes) => this.handed.push({ protocol, bytes }),
      isOpened: true,
      hold: (bytes) => {
        this.held += bytes
        this.most = Math.max(this.most, this.held)
        return true
      },
    }
    const [client, server] = http2.connect!(host)
    this.client = client
    this.server = server
  }

  /** Cuts bytes into units as streams do; gives what is left over. */
  feed(direction: Direction, bytes: Uint8Array): number {
    let at = 0
    while (at < bytes.length) {
      const length = direction.frame(bytes, at, bytes.length)
      if (length === NEED_MORE) {
        direction.gap(0, this.#unit(bytes, at, bytes.length))
        return bytes.length - at
      }
      if (length > 0) {
        direction.take(this.#unit(bytes, at, at + length))
        at += length
      } else {
        const next = direction.resync(bytes, at + 1, bytes.length)
        const found = next > at ? next : bytes.length
        direction.gap(found - at)
        at = found
      }
    }
    return 0
  }

  close(): void {
    this.client.closed()
    this.server.closed()
  }

  #unit(bytes: Uint8Array, from: number, to: number): Unit {
    const frame = ++this.#frame
    const where: Where = {
      transport: 'tcp',
      source: END,
      destination: END,
      flow: 1,
      generation: 0,
      tunnel: [],
      seconds: 0,
      nanoseconds: 0,
      time: frame * 1e6,
      file: 0,
      frame,
      offset: 0,
      wireLength: to - from,
    }
    const { file, offset, wireLength } = where
    return { bytes, from, to, where, pieces: [{ file, frame, offset, start: 0, length: to - from, wireLength }] }
  }

  #message(tell: (out: Out) => void): void {
    const message = { name: '', short: '', details: {} as Record<string, unknown>, fault: '' }
    tell({
      get fault() {
        return message.fault as ''
      },
      set fault(fault) {
        message.fault = fault
      },
      tree: false,
      name: (name, short) => Object.assign(message, { name, short }),
      also: () => undefined,
      put: (name, value) => {
        if (value !== undefined) message.details[name] = value
      },
      show: () => undefined,
      open: () => undefined,
      close: () => undefined,
      key: () => undefined,
      clue: () => undefined,
      party: () => undefined,
      announce: () => undefined,
    })
    this.told.push(message)
  }
}
