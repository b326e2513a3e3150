import { note } from '../audit.ts'
import {
  CreatedUser,
  Credentials,
  Done,
  LoginAnswer,
  Me,
  PasswordChange,
  RefreshAnswer,
  RefreshBody,
  Registration,
} from '../account-schemas.ts'
import { answer, type App } from '../app.ts'
import type { Dependencies } from '../dependencies.ts'
import { errors } from '../error-answers.ts'
import { ApiError } from '../errors.ts'
import { logIn } from '../log-in.ts'
import { askingUser } from '../ownership.ts'

const tags = ['auth']

const TOKEN_TYPE = 'Bearer'

export function authRoutes(app: App, dependencies: Dependencies): void {
  const { accounts, audit, config, logins } = dependencies
  app.post(
    '/api/v1/auth/register',
    {
      config: { public: true },
      schema: {
        tags,
        summary: 'Makes an account, where the server allows it',
        body: Registration,
        response: {
          201: CreatedUser,
          ...errors('INVALID_REQUEST', 'USERNAME_EXISTS', 'EMAIL_EXISTS', 'WEAK_PASSWORD', 'FORBIDDEN'),
        },
      },
    },
    async (request, reply) => {
      if (!config.auth.allow_registration) throw new ApiError('FORBIDDEN', {}, 'Registration is off')
      const user = await accounts.create({ ...request.body, roles: ['user'] })
      await audit.note({ action: 'user.create', address: request.ip, user, target: user.user_id })
      return reply.code(201).send(answer(user))
    },
  )

  app.post(
    '/api/v1/auth/login',
    {
      config: { public: true, bucket: 'login' },
      schema: {
        tags,
        summary: 'Gives tokens for a name and a password',
        body: Credentials,
        response: { 200: LoginAnswer, ...errors('INVALID_CREDENTIALS') },
      },
    },
    async (request) => {
      const issued = await logIn(request, 'token', dependencies)
      return answer({ ...issued, token_type: TOKEN_TYPE })
    },
  )

  app.post(
    '/api/v1/auth/refresh',
    {
      config: { public: true },
      schema: {
        tags,
        summary: 'Gives a new access token for a refresh token',
        body: RefreshBody,
        response: { 200: RefreshAnswer, ...errors('TOKEN_INVALID', 'TOKEN_EXPIRED') },
      },
    },
    async ({ body }) => ({ ...(await logins.renew(body.refresh_token)), token_type: TOKEN_TYPE }),
  )

  app.post(
    '/api/v1/auth/logout',
    {
      config: { person: true },
      schema: { tags, summary: 'Ends the token and its refresh token', response: { 200: Done } },
    },
    async (request) => {
      await logins.end(request.principal!.id)
      await note(request, audit, { action: 'logout', target: '' })
      return { message: 'Logged out successfully' }
    },
  )

  app.get(
    '/api/v1/auth/me',
    { config: { person: true }, schema: { tags, summary: 'Who asks', response: { 200: Me } } },
    async (request) => answer(askingUser(request)),
  )

  app.post(
    '/api/v1/auth/change-password',
    {
      config: { person: true, bucket: 'login' },
      schema: {
        tags,
        summary: 'Changes the own password and ends other tokens',
        body: PasswordChange,
        response: {
          200: Done,
          ...errors(
            'INVALID_REQUEST',
            'WEAK_PASSWORD',
            'INVALID_CREDENTIALS',
            'UNAUTHORIZED',
            'TOKEN_INVALID',
            'TOKEN_EXPIRED',
          ),
        },
      },
    },
    async (request) => {
      const { old_password, new_password } = request.body
      await accounts.changePassword(askingUser(request), old_password, new_password)
      await logins.endOthers(request.principal!)
      await note(request, audit, { action: 'password.change', target: askingUser(request).user_id })
      return { message: 'Password changed successfully' }
    },
  )
}
