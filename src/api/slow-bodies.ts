import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'

/** A body that brings less in such a time has stopped: its sender is gone without a word, or means harm. */
const FEWEST_BYTES = 65_536
const LOOK_MS = 60_000

/** Ends requests whose body does not come. What they had begun to leave on the disk goes with them. */
export function endSlowBodies(app: FastifyInstance, { look = LOOK_MS } = {}): void {
  app.addHook('onRequest', async ({ raw }) => {
    const { 'content-length': length = '0', 'transfer-encoding': encoding } = raw.headers
    if (length !== '0' || encoding !== undefined) watch(raw, look)
  })
}

function watch(body: IncomingMessage, look: number): void {
  let before = body.socket.bytesRead
  const timer = setInterval(() => {
    const { bytesRead } = body.socket
    // While something waits here to be taken it is not the sender who is slow.
    if (!body.complete && body.readableLength === 0 && bytesRead - before < FEWEST_BYTES) body.destroy()
    before = bytesRead
  }, look).unref()
  body.once('close', () => clearInterval(timer))
}
