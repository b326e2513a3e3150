import type { FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import type { App } from '../app.ts'
import { Metrics } from '../metrics.ts'
import type { Dependencies } from '../dependencies.ts'

const API = '/api/v1/'
/** An answer that took longer is told in the log. */
const SLOW_MS = 5000
const MetricsAnswer = { content: { 'text/plain': { schema: Type.String() } } }

/** Measures every answer, and tells Prometheus. */
export function metricsRoutes(app: App, dependencies: Dependencies, sockets: () => number): void {
  const { config, requests } = dependencies
  const metrics = new Metrics({ ...dependencies, storage: config.storage, sockets })
  app.addHook('onResponse', (request, reply, done) => {
    const milliseconds = reply.elapsedTime
    const route = request.routeOptions.url ?? 'unknown'
    metrics.answered({ method: request.method, route, status: reply.statusCode, milliseconds })
    if (request.url.startsWith(API)) requests.answered(milliseconds)
    if (milliseconds > SLOW_MS && !isTransfer(request, reply)) {
      request.log.warn({ route, status: reply.statusCode, milliseconds: Math.round(milliseconds) }, 'slow answer')
    }
    done()
  })
  app.addHook('onClose', async () => {
    metrics.close()
    await requests.close()
  })

  app.get(
    '/metrics',
    {
      config: { public: true, uncounted: true },
      schema: { tags: ['server'], summary: 'Metrics for Prometheus', response: { 200: MetricsAnswer } },
    },
    async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()),
  )
}

/** What takes as long as the caller's line. */
function isTransfer(request: FastifyRequest, reply: FastifyReply): boolean {
  return request.routeOptions.config?.bucket === 'upload' || reply.hasHeader('content-disposition')
}
