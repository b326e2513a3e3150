import { randomUUID } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { Done } from '../account-schemas.ts'
import { answer, type App } from '../app.ts'
import type { Dependencies } from '../dependencies.ts'
import { errors } from '../error-answers.ts'
import { ApiError } from '../errors.ts'
import { SavedQueriesAnswer, SavedQueryAnswer, SavedQueryBody, SavedQueryName, SavedQueryParams } from '../schemas.ts'
import { wantedOf } from '../wanted.ts'

const tags = ['search']

/** Queries that one user can keep. */
const MOST_QUERIES = 200

const CONFIG = { scope: 'sessions:read', person: true } as const

/** Whose queries they are; without users, everybody's. */
function keeper({ principal }: FastifyRequest): string {
  return principal?.user?.user_id ?? ''
}

export function savedQueryRoutes(app: App, dependencies: Dependencies): void {
  allQueries(app, dependencies)
  oneQuery(app, dependencies)
}

function allQueries(app: App, { catalogue }: Dependencies): void {
  app.get(
    '/api/v1/saved-queries',
    {
      config: CONFIG,
      schema: { tags, summary: 'The queries that who asks has saved, by name', response: { 200: SavedQueriesAnswer } },
    },
    async (request) => answer({ queries: await catalogue.queries.list(keeper(request)) }),
  )

  app.put(
    '/api/v1/saved-queries',
    {
      config: CONFIG,
      schema: {
        tags,
        summary: 'Saves a query under a name, in place of what had the name before',
        body: SavedQueryBody,
        response: { 200: SavedQueryAnswer, ...errors('INVALID_REQUEST') },
      },
    },
    async (request) => {
      const { name, type = '', q = '' } = request.body
      // What cannot be asked is not kept either.
      wantedOf({ ...(type !== '' && { type }), ...(q !== '' && { q }) })
      const query = { query_id: randomUUID(), user_id: keeper(request), name: name.trim(), type, q }
      const created_at = new Date().toISOString()
      const saved = await catalogue.queries.save({ ...query, created_at }, MOST_QUERIES)
      if (saved) return answer(saved)
      throw new ApiError('INVALID_REQUEST', { field: 'name' }, `No more than ${MOST_QUERIES} queries can be saved`)
    },
  )
}

function oneQuery(app: App, { catalogue }: Dependencies): void {
  app.put(
    '/api/v1/saved-queries/:query_id',
    {
      config: CONFIG,
      schema: {
        tags,
        summary: 'Calls a saved query otherwise',
        params: SavedQueryParams,
        body: SavedQueryName,
        response: { 200: SavedQueryAnswer, ...errors('INVALID_REQUEST', 'QUERY_NOT_FOUND') },
      },
    },
    async (request) => {
      const name = request.body.name.trim()
      const renamed = await catalogue.queries.rename(request.params.query_id, keeper(request), name)
      if (renamed === 'unknown') throw new ApiError('QUERY_NOT_FOUND')
      if (renamed === 'taken')
        throw new ApiError('INVALID_REQUEST', { field: 'name' }, `There is another query '${name}'`)
      return answer(renamed)
    },
  )

  app.delete(
    '/api/v1/saved-queries/:query_id',
    {
      config: CONFIG,
      schema: {
        tags,
        summary: 'Deletes a saved query',
        params: SavedQueryParams,
        response: { 200: Done, ...errors('QUERY_NOT_FOUND') },
      },
    },
    async (request) => {
      if (!(await catalogue.queries.remove(request.params.query_id, keeper(request)))) {
        throw new ApiError('QUERY_NOT_FOUND')
      }
      return { message: 'Query deleted successfully' }
    },
  )
}
