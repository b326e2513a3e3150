import type { FastifyInstance } from 'fastify'

/** For so long what follows an answer is read and thrown away, so that its sender reads the answer first. */
const LINGER_MS = 2000

/**
 * Cuts the line of whoever still sends what was answered before all of it had come: nobody sends ten gigabytes to learn
 * at their end that they are refused.
 */
export function cutUnreadBodies(app: FastifyInstance): void {
  app.addHook('onResponse', async ({ raw }) => {
    if (raw.complete) return
    const timer = setTimeout(() => raw.complete || raw.destroy(), LINGER_MS).unref()
    raw.once('close', () => clearTimeout(timer))
  })
}
