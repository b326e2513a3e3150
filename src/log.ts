import { pino, type Logger } from 'pino'

/** The server's log: one JSON object a line, to standard error. Never holds what captures or requests hold. */
export function createLog(): Logger {
  return pino(
    { base: null, redact: ['req.headers.authorization', 'req.headers["x-api-key"]', 'req.headers.cookie'] },
    pino.destination(2),
  )
}

export type Log = Logger
