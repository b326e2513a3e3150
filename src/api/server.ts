import compress from '@fastify/compress'
import multipart from '@fastify/multipart'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import websocket from '@fastify/websocket'
import {
  fastify,
  LogController,
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import { TooSlow } from '../inspect/pool.ts'
import type { App } from './app.ts'
import type { Dependencies } from './dependencies.ts'
import { ApiError } from './errors.ts'
import { requireLocal } from './local-only.ts'
import { coverageRoutes } from './routes/coverage.ts'
import { healthRoutes } from './routes/health.ts'
import { jobEventRoutes } from './routes/job-events.ts'
import { jobRoutes } from './routes/jobs.ts'
import { sessionRoutes } from './routes/sessions.ts'
import { uploadRoutes } from './routes/upload.ts'
import { serveSite } from './site.ts'

const MEBIBYTE = 1_048_576

/** The HTTP server with all its routes, not listening yet. */
export async function buildServer(dependencies: Dependencies, log: FastifyBaseLogger): Promise<App> {
  const app = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
  })
  const routes: string[] = []
  app.addHook('onRoute', ({ url }) => void routes.push(url))
  app.addHook('onRequest', async (request) => requireLocal(request))
  app.setErrorHandler(answerError)
  // Brotli takes longer than it saves on answers made for one.
  await app.register(compress, { encodings: ['gzip'], globalDecompression: false })
  const site = await serveSite(app)
  app.setNotFoundHandler((request, reply) =>
    site?.wants(request) ? site.send(reply) : answerUnknown(request, reply, routes),
  )
  const fileSize = dependencies.config.max_upload_size_mb * MEBIBYTE
  await app.register(multipart, { limits: { fileSize, files: 2, fields: 20, parts: 30 } })
  await app.register(websocket, { options: { maxPayload: 65_536 } })
  const typed = app.withTypeProvider<TypeBoxTypeProvider>() as unknown as App
  healthRoutes(typed, dependencies)
  uploadRoutes(typed, dependencies)
  jobRoutes(typed, dependencies)
  coverageRoutes(typed, dependencies)
  sessionRoutes(typed, dependencies)
  jobEventRoutes(typed, dependencies)
  return typed
}

function answerError(error: FastifyError | ApiError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = asApiError(error)
  if (known.status >= 500) request.log.error({ err: { name: error.name, message: error.message } }, 'request failed')
  return reply.code(known.status).send(known.body())
}

function asApiError(error: FastifyError | ApiError): ApiError {
  if (error instanceof ApiError) return error
  if (error instanceof TooSlow) return new ApiError('INTERNAL_ERROR', {}, error.message)
  if ('validation' in error && error.validation) {
    const [first] = error.validation
    const missing = first?.params['missingProperty']
    const field = typeof missing === 'string' ? missing : (first?.instancePath.slice(1) ?? '')
    return new ApiError('INVALID_REQUEST', { field }, `${field} ${first?.message ?? 'is invalid'}`.trim())
  }
  const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500
  return status >= 400 && status < 500
    ? new ApiError('INVALID_REQUEST', {}, error.message)
    : new ApiError('INTERNAL_ERROR')
}

/** A route that is there for another method is a wrong method; any other is unknown. */
function answerUnknown(request: FastifyRequest, reply: FastifyReply, routes: readonly string[]): FastifyReply {
  const path = request.url.replace(/\?.*$/s, '')
  const isKnown = routes.some((route) => matches(route, path))
  const error = new ApiError(isKnown ? 'METHOD_NOT_ALLOWED' : 'NOT_FOUND')
  return reply.code(error.status).send(error.body())
}

function matches(route: string, path: string): boolean {
  const [wanted, given] = [route.split('/'), path.split('/')]
  return wanted.length === given.length && wanted.every((part, i) => part.startsWith(':') || part === given[i])
}
