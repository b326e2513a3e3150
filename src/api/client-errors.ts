import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { ApiError } from './errors.ts'

const TOO_LARGE = 'HPE_HEADER_OVERFLOW'

/** What cannot be read as HTTP never becomes a request: it is answered on the bare connection, in the one form. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const status = error.code === TOO_LARGE ? 431 : 400
  const words = error.code === TOO_LARGE ? 'The headers are too large' : 'The request is not HTTP'
  const body = JSON.stringify(new ApiError('INVALID_REQUEST', {}, words).body())
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json; charset=utf-8`
  socket.end(`${head}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`)
}
