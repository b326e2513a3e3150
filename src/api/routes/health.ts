import type { App } from '../app.ts'
import type { Dependencies } from '../dependencies.ts'
import { HealthAnswer } from '../schemas.ts'

export function healthRoutes(app: App, { version }: Dependencies): void {
  app.get(
    '/health',
    {
      config: { public: true, uncounted: true },
      schema: { tags: ['server'], summary: 'Whether the server runs', response: { 200: HealthAnswer } },
    },
    () => ({
      status: 'healthy',
      timestamp: new Date().toISOString(),
      version,
    }),
  )
}
