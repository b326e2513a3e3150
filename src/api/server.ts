import { readFileSync } from 'node:fs'
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
import { isAlive } from '../auth/principal.ts'
import { Refusal } from '../auth/refusal.ts'
import type { Config } from '../config.ts'
import { Busy } from '../inspect/questions.ts'
import { TooSlow } from '../inspect/reader.ts'
import { Gone, Refused } from '../inspect/refused.ts'
import { saysFull } from '../store/storage-full.ts'
import type { App } from './app.ts'
import { auditDownloads } from './audit.ts'
import { authorize, fromRefusal, guardWebSockets, identify } from './authenticate.ts'
import { answerClientError } from './client-errors.ts'
import type { Dependencies } from './dependencies.ts'
import { documentationRoutes, documentRoutes } from './documentation.ts'
import { ApiError } from './errors.ts'
import { OpenSockets } from './open-sockets.ts'
import { protect } from './protect.ts'
import { limitRates } from './rate-limit.ts'
import { type Route, RouteTable } from './route-table.ts'
import { aliasRoutes } from './routes/aliases.ts'
import { analyticsRoutes } from './routes/analytics.ts'
import { apiKeyRoutes } from './routes/api-keys.ts'
import { authRoutes } from './routes/auth.ts'
import { coverageRoutes } from './routes/coverage.ts'
import { eventRoutes } from './routes/events.ts'
import { exportRoutes } from './routes/exports.ts'
import { healthRoutes } from './routes/health.ts'
import { jobEventRoutes } from './routes/job-events.ts'
import { jobRoutes } from './routes/jobs.ts'
import { mediaRoutes } from './routes/media.ts'
import { metricsRoutes } from './routes/metrics.ts'
import { nodeRoutes } from './routes/nodes.ts'
import { packetRoutes } from './routes/packets.ts'
import { searchRoutes } from './routes/search.ts'
import { savedQueryRoutes } from './routes/saved-queries.ts'
import { sessionRoutes } from './routes/sessions.ts'
import { subscriberRoutes } from './routes/subscribers.ts'
import { uploadRoutes } from './routes/upload.ts'
import { userRoutes } from './routes/users.ts'
import { webSessionRoutes } from './routes/web-session.ts'
import { ticketRoutes } from './routes/ws-ticket.ts'
import { endSlowBodies } from './slow-bodies.ts'
import { serveSite } from './site.ts'
import { refuseUnknownParameters } from './unknown-parameters.ts'
import { cutUnreadBodies } from './unread-bodies.ts'
import { faultOf, validate } from './validation.ts'

const MEBIBYTE = 1_048_576
/** A connection on which nothing comes and nothing goes: its other end does not read its answer, or is gone. */
const SILENCE_MS = 600_000
/** When to come again to a server that is busy. */
const RETRY_SECONDS = 5

/** The HTTP server with all its routes, not listening yet, and what it answers. */
export async function buildServer(
  dependencies: Dependencies,
  log: FastifyBaseLogger,
): Promise<{ app: App; routes: readonly Route[] }> {
  const { server } = dependencies.config
  const app = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
    clientErrorHandler: answerClientError,
    connectionTimeout: SILENCE_MS,
    // No shorter than a request line may be: schemas tell what is too long, in words.
    routerOptions: { maxParamLength: 16_384 },
    trustProxy: server.trusted_proxies,
    ...tls(server),
  }) as unknown as App
  await protect(app, dependencies.config)
  // Brotli takes longer than it saves on answers made for one.
  await app.register(compress, { encodings: ['gzip'], globalDecompression: false })
  const site = await serveSite(app)
  await documentRoutes(app, dependencies.version)
  const routes = new RouteTable(app)
  const sockets = new OpenSockets((principal) => isAlive(principal, dependencies.catalogue))
  guardWebSockets(app, sockets)
  app.setValidatorCompiler(validate)
  app.setErrorHandler(answerError)
  app.setNotFoundHandler((request, reply) =>
    site?.wants(request) ? site.send(reply) : answerUnknown(request, reply, routes),
  )
  const fileSize = server.max_upload_size_mb * MEBIBYTE
  await app.register(multipart, { limits: { fileSize, files: 4, fields: 20, parts: 30 } })
  await app.register(websocket, { options: { maxPayload: 65_536 } })
  admit(app, dependencies)
  addRoutes(app.withTypeProvider<TypeBoxTypeProvider>(), dependencies, sockets)
  return { app, routes: routes.all() }
}

function tls({ tls_cert, tls_key }: Config['server']): object {
  return tls_cert === '' ? {} : { https: { cert: readFileSync(tls_cert), key: readFileSync(tls_key) } }
}

/** What a request passes before its route: who asks, how often, and whether they may. */
function admit(app: App, { audit, config, keys, logins, tickets }: Dependencies): void {
  identify(app, config.auth.enabled ? { users: { keys, logins, tickets } } : {})
  if (config.auth.enabled) limitRates(app, config.rate_limiting)
  authorize(app)
  refuseUnknownParameters(app)
  endSlowBodies(app)
  cutUnreadBodies(app)
  auditDownloads(app, audit)
}

function addRoutes(app: App, dependencies: Dependencies, sockets: OpenSockets): void {
  documentationRoutes(app)
  metricsRoutes(app, dependencies, () => sockets.size)
  healthRoutes(app, dependencies)
  uploadRoutes(app, dependencies)
  jobRoutes(app, dependencies)
  coverageRoutes(app, dependencies)
  nodeRoutes(app, dependencies)
  aliasRoutes(app, dependencies)
  searchRoutes(app, dependencies)
  savedQueryRoutes(app, dependencies)
  sessionRoutes(app, dependencies)
  eventRoutes(app, dependencies)
  packetRoutes(app, dependencies)
  mediaRoutes(app, dependencies)
  exportRoutes(app, dependencies)
  subscriberRoutes(app, dependencies)
  analyticsRoutes(app, dependencies)
  jobEventRoutes(app, dependencies)
  ticketRoutes(app, dependencies)
  webSessionRoutes(app, dependencies)
  if (!dependencies.config.auth.enabled) return
  authRoutes(app, dependencies)
  apiKeyRoutes(app, dependencies)
  userRoutes(app, dependencies)
}

function answerError(error: FastifyError | ApiError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  // Whoever broke off reads no answer; it is no fault of ours either.
  const known = isBrokenOff(request) ? new ApiError('INVALID_REQUEST', {}, 'Broken off') : asApiError(error)
  if (known.status >= 500) request.log.error({ err: { name: error.name, message: error.message } }, 'request failed')
  if (known.status === 503) reply.header('retry-after', RETRY_SECONDS)
  return reply.code(known.status).send(known.body())
}

function isBrokenOff({ raw }: FastifyRequest): boolean {
  return raw.destroyed && !raw.complete
}

function asApiError(error: FastifyError | ApiError): ApiError {
  if (error instanceof ApiError) return error
  if (error instanceof Refused) return new ApiError('INVALID_REQUEST', {}, error.message)
  if (error instanceof Gone) return new ApiError('NOT_KEPT')
  if (error instanceof Refusal) return fromRefusal(error)
  if (saysFull(error)) return new ApiError('STORAGE_FULL')
  if (error instanceof Busy) return new ApiError('SERVER_BUSY', { retry_after: RETRY_SECONDS }, error.message)
  if (error instanceof TooSlow) return new ApiError('INTERNAL_ERROR', {}, error.message)
  if ('validation' in error && error.validation) {
    const { field, message } = faultOf(error.validation)
    return new ApiError('INVALID_REQUEST', { field }, message)
  }
  const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500
  return status >= 400 && status < 500
    ? new ApiError('INVALID_REQUEST', {}, error.message)
    : new ApiError('INTERNAL_ERROR')
}

/** A route that is there for another method is a wrong method; any other is unknown. */
function answerUnknown(request: FastifyRequest, reply: FastifyReply, routes: RouteTable): FastifyReply {
  const isKnown = routes.knows(request.url.replace(/\?.*$/s, ''))
  const error = new ApiError(isKnown ? 'METHOD_NOT_ALLOWED' : 'NOT_FOUND')
  return reply.code(error.status).send(error.body())
}
