import { FIELDS, operatorsOf } from '../../search/fields.ts'
import { SORTS } from '../../search/sort.ts'
import { choicesOf } from '../../search/values.ts'
import { answer, type App } from '../app.ts'
import type { Dependencies } from '../dependencies.ts'
import { ApiError } from '../errors.ts'
import { ownerSeen } from '../ownership.ts'
import { SearchAnswer, SearchFieldsAnswer, SessionsQuery } from '../schemas.ts'
import { searchJobs } from '../search-jobs.ts'
import { wantedOf } from '../wanted.ts'

/** Sessions up to the end of the page asked for: so many are merged. */
const MOST_MERGED = 10_000

export function searchRoutes(app: App, dependencies: Dependencies): void {
  const { catalogue } = dependencies
  app.get(
    '/api/v1/search/fields',
    {
      config: { scope: 'sessions:read' },
      schema: { tags: ['sessions'], summary: 'What queries may name', response: { 200: SearchFieldsAnswer } },
    },
    () => ({ fields: FIELDS_TOLD }),
  )

  app.get(
    '/api/v1/sessions',
    {
      config: { scope: 'sessions:read' },
      schema: {
        tags: ['sessions'],
        summary: 'Sessions of all jobs that the caller may see',
        querystring: SessionsQuery,
        response: { 200: SearchAnswer },
      },
    },
    async (request) => {
      const { page, limit, sort = '-start_time', type, q } = request.query
      if (page * limit > MOST_MERGED) {
        throw new ApiError('INVALID_REQUEST', { field: 'page' }, `page × limit is at most ${MOST_MERGED}`)
      }
      const wanted = wantedOf({ sort, ...(type !== undefined && { type }), ...(q !== undefined && { q }) })
      const { jobs } = await catalogue.list({ owner: ownerSeen(request) })
      return answer({ page, limit, ...(await searchJobs(dependencies, jobs, { ...wanted, page, limit })) })
    },
  )
}

const FIELDS_TOLD = FIELDS.map((field) => {
  const values = choicesOf(field)
  return {
    name: field.name,
    type: field.type,
    description: field.says,
    operators: [...operatorsOf(field)],
    sortable: SORTS.includes(field.name),
    ...(values.length > 0 && { values: [...values] }),
  }
})
