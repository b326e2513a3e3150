import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import type { Config } from '../config.ts'
import type { App } from './app.ts'

const YEAR_SECONDS = 31_536_000

/** What browsers are told: which pages may ask us, and what our own pages may do. */
export async function protect(app: App, { auth, cors: origins, server }: Config): Promise<void> {
  const isTls = server.tls_cert !== ''
  await app.register(helmet, {
    // Every directive is named: the defaults would have browsers ask for https where there is only http.
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        mediaSrc: ["'self'", 'blob:'],
        workerSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    frameguard: { action: 'deny' },
    strictTransportSecurity: isTls && { maxAge: YEAR_SECONDS },
    // Browsers take it from https and localhost only, and complain elsewhere.
    crossOriginOpenerPolicy: isTls,
    originAgentCluster: isTls,
  })
  app.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
  })
  if (!auth.enabled) return
  await app.register(cors, {
    origin: origins.allowed_origins.includes('*') ? '*' : [...origins.allowed_origins],
    methods: [...origins.allowed_methods],
    allowedHeaders: [...origins.allowed_headers],
    exposedHeaders: ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset', 'Retry-After'],
    // Whatever asks by OPTIONS is told the same; the plugin's own refusal would not have the form of our errors.
    strictPreflight: false,
    // Cookies are for our own pages: other origins authenticate by token or key.
    credentials: false,
  })
}
