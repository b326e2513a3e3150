import { connect } from 'node:net'

export interface RawRequest {
  readonly method: string
  /** As it stands in the request line. */
  readonly target: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
}

export interface RawAnswer {
  readonly status: number
  readonly head: string
  readonly body: string
}

const LONGEST_WAIT = 20_000

/** Sends what no client library would, byte by byte; a status of 0 where the server says nothing. */
export async function sendRaw(url: string, { method, target, headers = {}, body }: RawRequest): Promise<RawAnswer> {
  const { port } = new URL(url)
  const length = body ? { 'content-length': String(body.length) } : {}
  const all = { host: 'localhost', connection: 'close', ...length, ...headers }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  const chunks: Buffer[] = []
  await new Promise<void>((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1')
    socket.setTimeout(LONGEST_WAIT, () => socket.destroy(new Error(`no answer to ${method} ${target}`)))
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', (error: Error & { code?: string }) => {
      // The server may have said enough and hung up while we still write.
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') resolve()
      else reject(error)
    })
    socket.on('close', () => resolve())
    socket.write(`${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1')
    if (body) socket.write(body)
  })
  const text = Buffer.concat(chunks).toString('latin1')
  const split = text.indexOf('\r\n\r\n')
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0)
  return { status, head: text.slice(0, split), body: text.slice(split + 4) }
}
