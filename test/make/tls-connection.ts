/** Real connections of TLS: a server and a client of Node on loopback, and what passed between them as packets. */
import { once } from 'node:events'
import { createSecureServer, connect as connectHttp2 } from 'node:http2'
import {
  connect as connectTcp,
  createServer as createTcpServer,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net'
import { connect, createServer, type ConnectionOptions, type TLSSocket } from 'node:tls'
import { selfSigned } from './certificate.ts'
import type { Connection, Side } from './wire.ts'

const CERTIFICATE = selfSigned('nrf.5gc.example')

/** Bytes that one side sent, in the order in which they passed. */
export interface Passed {
  readonly side: Side
  readonly bytes: Uint8Array
}

export interface Recorded {
  readonly passed: readonly Passed[]
  /** As the client's library told them, a line each. */
  readonly keyLog: readonly string[]
}

export type Terms = Pick<
  ConnectionOptions,
  'minVersion' | 'maxVersion' | 'ciphers' | 'ALPNProtocols' | 'servername' | 'secureOptions'
>

/** What each side says, one after the other. */
export type Dialogue = readonly (readonly [side: Side, bytes: Uint8Array])[]

/** A conversation over TLS: each side speaks when it has heard all that was said before. */
export async function converse(dialogue: Dialogue, terms: Terms): Promise<Recorded> {
  const server = createServer({ ...CERTIFICATE, ...terms })
  return recorded(server, async (port, keyLog) => {
    const accepted = once(server, 'secureConnection') as Promise<[TLSSocket]>
    const client = connect({ ...CLIENT, ...terms, port })
    client.on('keylog', (line) => keyLog.push(line.toString()))
    const [[other]] = await Promise.all([accepted, once(client, 'secureConnect')])
    const sockets = { client, server: other }
    for (const [side, bytes] of dialogue) {
      const hearer = sockets[side === 'client' ? 'server' : 'client']
      const heard = hears(hearer, bytes.length)
      sockets[side].write(bytes)
      await heard
    }
    client.end()
    await once(client, 'close')
  })
}

const CLIENT = { host: '127.0.0.1', rejectUnauthorized: false, servername: 'nrf.5gc.example' }

function hears(socket: TLSSocket, length: number): Promise<void> {
  return new Promise((resolve) => {
    let left = length
    const hear = (bytes: Buffer): void => {
      left -= bytes.length
      if (left > 0) return
      socket.off('data', hear)
      resolve()
    }
    socket.on('data', hear)
  })
}

export interface Http2Asking {
  readonly method?: string
  readonly path: string
  readonly json?: unknown
  readonly status?: number
  readonly answer?: unknown
}

/** Requests of HTTP/2 and their answers, one after the other. */
export async function askHttp2(asked: readonly Http2Asking[], terms: Terms): Promise<Recorded> {
  const server = createSecureServer({ ...CERTIFICATE, ...terms })
  server.on('stream', (stream, headers) => {
    const one = asked.find(({ path }) => path === headers[':path'])
    stream.resume().on('end', () => {
      stream.respond({ ':status': one?.status ?? 200, 'content-type': 'application/json' })
      stream.end(JSON.stringify(one?.answer ?? {}))
    })
  })
  return recorded(server, async (port, keyLog) => {
    const session = connectHttp2(`https://127.0.0.1:${port}`, { ...CLIENT, ...terms })
    session.on('error', () => {})
    ;(session.socket as TLSSocket).on?.('keylog', (line) => keyLog.push(line.toString()))
    for (const { method = 'POST', path, json } of asked) {
      const stream = session.request({ ':method': method, ':path': path, 'content-type': 'application/json' })
      stream.end(json === undefined ? undefined : JSON.stringify(json))
      stream.resume()
      await once(stream, 'close')
    }
    session.close()
    await once(session, 'close')
  })
}

/** Runs `work` against a server, through somebody in the middle who notes all that passes. */
async function recorded(server: Server, work: (port: number, keyLog: string[]) => Promise<void>): Promise<Recorded> {
  const passed: Passed[] = []
  const keyLog: string[] = []
  await listening(server)
  const middle = createTcpServer((client) => {
    const other = connectTcp(portOf(server), '127.0.0.1')
    pass(client, other, (bytes) => passed.push({ side: 'client', bytes }))
    pass(other, client, (bytes) => passed.push({ side: 'server', bytes }))
  })
  await listening(middle)
  try {
    await work(portOf(middle), keyLog)
  } finally {
    server.close()
    middle.close()
  }
  return { passed, keyLog }
}

function pass(from: Socket, to: Socket, note: (bytes: Uint8Array) => void): void {
  from.on('data', (bytes) => {
    note(new Uint8Array(bytes))
    to.write(bytes)
  })
  from.on('end', () => to.end())
  from.on('error', () => to.destroy())
}

async function listening(server: Server): Promise<void> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

/** Sends what passed over a connection, `gap` milliseconds apart, in segments of at most `size` bytes. */
export function replay(connection: Connection, { passed }: Recorded, { at = 1, gap = 1, size = 1400 } = {}): number {
  let time = at
  for (const { side, bytes } of passed) {
    const cuts = Array.from({ length: Math.ceil(bytes.length / size) - 1 }, (_, i) => (i + 1) * size)
    connection.send(time, side, bytes, cuts)
    time += gap + cuts.length * 0.1
  }
  return time
}
