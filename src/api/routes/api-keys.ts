import { CreatedKey, Done, KeyParams, KeysAnswer, NewKeyBody } from '../account-schemas.ts'
import { answer, type App } from '../app.ts'
import { note } from '../audit.ts'
import type { Dependencies } from '../dependencies.ts'
import { errors } from '../error-answers.ts'
import { ApiError } from '../errors.ts'
import { askingUser } from '../ownership.ts'

const tags = ['auth']

export function apiKeyRoutes(app: App, { audit, catalogue, keys }: Dependencies): void {
  app.post(
    '/api/v1/auth/apikeys',
    {
      config: { person: true },
      schema: {
        tags,
        summary: 'Makes an API key, which is shown once',
        body: NewKeyBody,
        response: { 201: CreatedKey, ...errors('INVALID_REQUEST') },
      },
    },
    async (request, reply) => {
      const key = await keys.make(askingUser(request), request.body)
      await note(request, audit, { action: 'key.create', target: key.key_id })
      return reply.code(201).send(answer(key))
    },
  )

  app.get(
    '/api/v1/auth/apikeys',
    { config: { person: true }, schema: { tags, summary: 'The API keys of who asks', response: { 200: KeysAnswer } } },
    async (request) => answer({ api_keys: await catalogue.keys.list(askingUser(request).user_id) }),
  )

  app.delete(
    '/api/v1/auth/apikeys/:key_id',
    {
      config: { person: true },
      schema: {
        tags,
        summary: 'Revokes an API key',
        params: KeyParams,
        response: { 200: Done, ...errors('API_KEY_NOT_FOUND') },
      },
    },
    async (request) => {
      const { key_id } = request.params
      if (!(await catalogue.keys.remove(key_id, askingUser(request).user_id))) throw new ApiError('API_KEY_NOT_FOUND')
      await note(request, audit, { action: 'key.revoke', target: key_id })
      return { message: 'API key revoked successfully' }
    },
  )
}
