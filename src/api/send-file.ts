import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'

/** Sends pieces as a file. The first is waited for: until then an error still is an answer of its own. */
export async function sendFile(
  reply: FastifyReply,
  pieces: AsyncGenerator<Uint8Array>,
  { mediaType, filename }: { mediaType: string; filename: string },
): Promise<FastifyReply> {
  const first = await pieces.next()
  return reply
    .header('content-type', mediaType)
    .header('content-disposition', `attachment; filename="${filename}"`)
    .send(Readable.from(behind(first, pieces), { objectMode: false }))
}

async function* behind(
  first: IteratorResult<Uint8Array>,
  rest: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    if (first.done !== true) yield first.value
    yield* rest
  } finally {
    await rest.return(undefined)
  }
}
