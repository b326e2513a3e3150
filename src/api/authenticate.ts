import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { KeyRing } from '../auth/api-keys.ts'
import type { LoginDesk } from '../auth/logins.ts'
import { LOCAL, type Principal } from '../auth/principal.ts'
import { Refusal } from '../auth/refusal.ts'
import { accessCookie, isOwnOrigin } from './cookies.ts'
import { ApiError } from './errors.ts'
import { requireLocal } from './local-only.ts'
import type { OpenSockets } from './open-sockets.ts'
import type { Tickets } from './tickets.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; undefined where nobody is known. */
    principal: Principal | undefined
    /** Why what was shown as proof is none. */
    refusal: ApiError | undefined
  }
}

export interface Gate {
  /** Absent where the server has no users. */
  readonly users?: { readonly logins: LoginDesk; readonly keys: KeyRing; readonly tickets: Tickets }
}

const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS']
/** Close codes of WebSockets, by HTTP status. */
const CLOSE_CODE: Readonly<Record<number, number>> = { 401: 4401, 403: 4403 }

/** Finds out who asks; does not refuse anybody yet, so that what is refused is counted too. */
export function identify(app: FastifyInstance, { users }: Gate): void {
  app.decorateRequest('principal', undefined)
  app.decorateRequest('refusal', undefined)
  app.addHook('onRequest', async (request) => {
    if (!users) {
      requireLocal(request)
      request.principal = LOCAL
      return
    }
    try {
      request.principal = await principalOf(request, users)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      request.refusal = fromRefusal(error)
    }
  })
}

async function principalOf(
  request: FastifyRequest,
  { logins, keys, tickets }: NonNullable<Gate['users']>,
): Promise<Principal | undefined> {
  const { authorization, 'x-api-key': key } = request.headers
  if (authorization !== undefined) {
    const [, token] = /^Bearer +(\S+)$/i.exec(authorization) ?? []
    if (token === undefined) throw new Refusal('TOKEN_INVALID')
    return logins.principal('token', token)
  }
  if (key !== undefined) return keys.principal(String(key))
  if (request.ws) return ticketHolder(request, tickets)
  const cookie = accessCookie(request)
  return cookie === undefined ? undefined : logins.principal('session', cookie)
}

function ticketHolder(request: FastifyRequest, tickets: Tickets): Principal | undefined {
  const { ticket } = request.query as { ticket?: unknown }
  if (typeof ticket !== 'string') return undefined
  const principal = tickets.take(ticket, (request.params as { job_id?: string }).job_id ?? '')
  if (!principal) throw new Refusal('TOKEN_INVALID', 'Unknown, used or expired ticket')
  return principal
}

/** Refuses who may not use a route. WebSockets are accepted first, and then closed with a code that says why. */
export function authorize(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    if (request.is404) return
    const error = refusalOf(request)
    if (!error) return
    if (!request.ws || !request.routeOptions.config.webSocket) throw challenged(reply, error)
    request.refusal = error
  })
}

function refusalOf(request: FastifyRequest): ApiError | undefined {
  const { principal, refusal } = request
  const { public: isPublic, scope, person } = request.routeOptions.config
  if (isPublic) {
    request.refusal = undefined
    return undefined
  }
  if (!principal) return refusal ?? new ApiError('UNAUTHORIZED')
  if (principal.by === 'session' && !SAFE_METHODS.includes(request.method) && !isOwnOrigin(request)) {
    return new ApiError('FORBIDDEN', {}, 'Requests of other sites are refused')
  }
  if (person && principal.by === 'key') return new ApiError('FORBIDDEN', {}, 'API keys cannot be used here')
  if (scope !== undefined && !principal.scopes.includes(scope)) return new ApiError('FORBIDDEN')
  return undefined
}

/** RFC 9110 §11.6.1: a 401 says what would be taken. */
function challenged(reply: FastifyReply, error: ApiError): ApiError {
  if (error.status === 401) reply.header('www-authenticate', 'Bearer')
  return error
}

/** Has every WebSocket route close on who may not use it. Comes before the WebSocket plugin, which wraps handlers. */
export function guardWebSockets(app: FastifyInstance, open: OpenSockets): void {
  app.addHook('onRoute', (route) => {
    if (!route.websocket) return
    const { handler } = route as unknown as { handler: WebSocketHandler }
    const guarded: WebSocketHandler = function (socket, request) {
      const { principal, refusal } = request
      if (refusal) return socket.close(CLOSE_CODE[refusal.status], refusal.message)
      if (principal && !open.add(socket, principal)) return undefined
      return handler.call(this, socket, request)
    }
    Object.assign(route, { handler: guarded, config: { ...route.config, webSocket: true } })
  })
}

type WebSocketHandler = (this: unknown, socket: Parameters<OpenSockets['add']>[0], request: FastifyRequest) => unknown

export function fromRefusal({ code, message, details }: Refusal): ApiError {
  return new ApiError(code, details, message === '' ? undefined : message)
}
