import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'

/** Whoever takes no piece in so long is not waited for: what the file is made from is held for others too. */
const PATIENCE_MS = 60_000

interface FileOptions {
  readonly mediaType: string
  readonly filename: string
  readonly patience?: number
}

/**
 * Sends pieces as a file; empty ones only take time. The first is waited for: until then an error still is an answer of
 * its own. Ends when the client has gone, or reads no more.
 */
export async function sendFile(
  reply: FastifyReply,
  pieces: AsyncGenerator<Uint8Array>,
  { mediaType, filename, patience = PATIENCE_MS }: FileOptions,
): Promise<FastifyReply> {
  const first = await nextPiece(pieces, reply.raw)
  return reply
    .header('content-type', mediaType)
    .header('content-disposition', `attachment; filename="${filename}"`)
    .send(Readable.from(taken(first, pieces, { to: reply.raw, patience }), { objectMode: false }))
}

/** The next that is not empty; undefined at the end, or where nobody takes it. */
async function nextPiece(pieces: AsyncGenerator<Uint8Array>, to: ServerResponse): Promise<Uint8Array | undefined> {
  for (;;) {
    const { done, value } = await pieces.next()
    if (done === true) return undefined
    if (value.length > 0) return value
    if (to.destroyed || to.socket?.destroyed === true) {
      await pieces.return(undefined)
      return undefined
    }
  }
}

async function* taken(
  first: Uint8Array | undefined,
  pieces: AsyncGenerator<Uint8Array>,
  { to, patience }: { to: ServerResponse; patience: number },
): AsyncGenerator<Uint8Array> {
  let timer: NodeJS.Timeout | undefined
  try {
    for (let piece = first; piece !== undefined; piece = await nextPiece(pieces, to)) {
      timer = setTimeout(() => to.destroy(), patience).unref()
      yield piece
      clearTimeout(timer)
    }
  } finally {
    clearTimeout(timer)
    await pieces.return(undefined)
  }
}
