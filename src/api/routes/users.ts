import {
  AuditAnswer,
  ChangedUser,
  CreatedUser,
  Done,
  NewUserBody,
  PageQuery,
  UserChangeBody,
  UserParams,
  UsersAnswer,
} from '../account-schemas.ts'
import { answer, type App } from '../app.ts'
import { note } from '../audit.ts'
import type { Dependencies } from '../dependencies.ts'
import { errors } from '../error-answers.ts'

const tags = ['users']

const ADMIN = { scope: 'users:admin', person: true } as const

export function userRoutes(app: App, { accounts, audit, catalogue }: Dependencies): void {
  app.get(
    '/api/v1/users',
    {
      config: ADMIN,
      schema: { tags, summary: 'All users, oldest first', querystring: PageQuery, response: { 200: UsersAnswer } },
    },
    async ({ query }) => answer({ ...query, ...(await catalogue.users.list(query)) }),
  )

  app.post(
    '/api/v1/users',
    {
      config: ADMIN,
      schema: {
        tags,
        summary: 'Makes a user',
        body: NewUserBody,
        response: {
          201: CreatedUser,
          ...errors('INVALID_REQUEST', 'USERNAME_EXISTS', 'EMAIL_EXISTS', 'WEAK_PASSWORD'),
        },
      },
    },
    async (request, reply) => {
      const user = await accounts.create({ roles: ['user'], ...request.body })
      await note(request, audit, { action: 'user.create', target: user.user_id })
      return reply.code(201).send(answer(user))
    },
  )

  app.put(
    '/api/v1/users/:user_id',
    {
      config: ADMIN,
      schema: {
        tags,
        summary: 'Changes a user',
        params: UserParams,
        body: UserChangeBody,
        response: { 200: ChangedUser, ...errors('INVALID_REQUEST', 'EMAIL_EXISTS', 'USER_NOT_FOUND') },
      },
    },
    async (request) => {
      const user = await accounts.update(request.params.user_id, request.body)
      await note(request, audit, { action: 'user.update', target: user.user_id })
      return answer(user)
    },
  )

  app.delete(
    '/api/v1/users/:user_id',
    {
      config: ADMIN,
      schema: {
        tags,
        summary: 'Deletes a user',
        params: UserParams,
        response: { 200: Done, ...errors('INVALID_REQUEST', 'USER_NOT_FOUND') },
      },
    },
    async (request) => {
      await accounts.remove(request.params.user_id)
      await note(request, audit, { action: 'user.delete', target: request.params.user_id })
      return { message: 'User deleted successfully' }
    },
  )

  app.get(
    '/api/v1/audit',
    {
      config: ADMIN,
      schema: { tags, summary: 'Who did what, newest first', querystring: PageQuery, response: { 200: AuditAnswer } },
    },
    async ({ query }) => answer({ ...query, ...(await catalogue.audit.list(query)) }),
  )
}
