import type { FastifyRequest } from 'fastify'
import { scopesOf } from '../../auth/scopes.ts'
import type { User } from '../../model/user.ts'
import { Credentials, Done, WebSession, WebSessionState } from '../account-schemas.ts'
import { answer, type App } from '../app.ts'
import { note } from '../audit.ts'
import { clearSessionCookies, isOwnOrigin, refreshCookie, setSessionCookies } from '../cookies.ts'
import type { Dependencies } from '../dependencies.ts'
import { errors } from '../error-answers.ts'
import { ApiError } from '../errors.ts'
import { logIn } from '../log-in.ts'

const tags = ['auth']

/** The web application's login: tokens in cookies that its page cannot read. */
export function webSessionRoutes(app: App, dependencies: Dependencies): void {
  const { audit, config, logins } = dependencies
  app.get(
    '/api/v1/session',
    {
      config: { public: true },
      schema: {
        tags,
        summary: 'Who is logged in with the cookies of the web application',
        response: { 200: WebSessionState },
      },
    },
    async ({ principal }) => {
      const { enabled, allow_registration } = config.auth
      const user = principal?.by === 'session' ? seen(principal.user!) : null
      return answer({ users: enabled, registration: enabled && allow_registration, user })
    },
  )

  if (!config.auth.enabled) return
  app.post(
    '/api/v1/session',
    {
      config: { public: true, bucket: 'login' },
      schema: {
        tags,
        summary: 'Logs in with cookies',
        body: Credentials,
        response: { 200: WebSession, ...errors('INVALID_CREDENTIALS', 'FORBIDDEN') },
      },
    },
    async (request, reply) => {
      requireOwnOrigin(request)
      const issued = await logIn(request, 'session', dependencies)
      setSessionCookies(request, reply, issued)
      return answer({ expires_in: issued.expires_in, user: seen(issued.user) })
    },
  )

  app.post(
    '/api/v1/session/refresh',
    {
      config: { public: true },
      schema: {
        tags,
        summary: 'Renews the cookies',
        response: { 200: WebSession, ...errors('UNAUTHORIZED', 'TOKEN_INVALID', 'TOKEN_EXPIRED', 'FORBIDDEN') },
      },
    },
    async (request, reply) => {
      requireOwnOrigin(request)
      const token = refreshCookie(request)
      if (token === undefined) throw new ApiError('UNAUTHORIZED')
      const issued = await logins.exchange(token)
      setSessionCookies(request, reply, issued)
      return answer({ expires_in: issued.expires_in, user: seen(issued.user) })
    },
  )

  app.delete(
    '/api/v1/session',
    {
      config: { public: true },
      schema: { tags, summary: 'Logs out', response: { 200: Done, ...errors('FORBIDDEN') } },
    },
    async (request, reply) => {
      requireOwnOrigin(request)
      const token = refreshCookie(request)
      if (token !== undefined) await logins.endByRefresh(token)
      if (request.principal?.by === 'session') {
        await logins.end(request.principal.id)
        await note(request, audit, { action: 'logout', target: '' })
      }
      clearSessionCookies(request, reply)
      return { message: 'Logged out successfully' }
    },
  )
}

function requireOwnOrigin(request: FastifyRequest): void {
  if (!isOwnOrigin(request)) throw new ApiError('FORBIDDEN', {}, 'Requests of other sites are refused')
}

function seen(user: User): Pick<User, 'user_id' | 'username' | 'email' | 'roles'> & { scopes: readonly string[] } {
  const { user_id, username, email, roles } = user
  return { user_id, username, email, roles, scopes: scopesOf(user) }
}
