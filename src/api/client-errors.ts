import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { ApiError } from './errors.ts'

/** What is wrong with it, by Node's code; all else is no HTTP. */
const FAULTS: Readonly<Record<string, readonly [status: number, words: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'The headers are too large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request did not come in time'],
}
const NO_HTTP = [400, 'The request is not HTTP'] as const

/** What cannot be read as HTTP never becomes a request: it is answered on the bare connection, in the one form. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const [status, words] = FAULTS[error.code ?? ''] ?? NO_HTTP
  const body = JSON.stringify(new ApiError('INVALID_REQUEST', {}, words).body())
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json; charset=utf-8`
  socket.end(`${head}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`)
}
