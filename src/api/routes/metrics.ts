import Type from 'typebox'
import type { App } from '../app.ts'
import { Metrics } from '../metrics.ts'
import type { Dependencies } from '../dependencies.ts'

const API = '/api/v1/'
const MetricsAnswer = { content: { 'text/plain': { schema: Type.String() } } }

/** Measures every answer, and tells Prometheus. */
export function metricsRoutes(app: App, { catalogue, requests, jobs }: Dependencies): void {
  const metrics = new Metrics({ catalogue, requests, jobs })
  app.addHook('onResponse', (request, reply, done) => {
    const milliseconds = reply.elapsedTime
    const route = request.routeOptions.url ?? 'unknown'
    metrics.answered({ method: request.method, route, status: reply.statusCode, milliseconds })
    if (request.url.startsWith(API)) requests.answered(milliseconds)
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
