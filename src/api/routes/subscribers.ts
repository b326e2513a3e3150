import { answer, type App } from '../app.ts'
import type { Dependencies } from '../dependencies.ts'
import { errors } from '../error-answers.ts'
import { ApiError } from '../errors.ts'
import { findInJobs } from '../find-subscribers.ts'
import { ownerSeen, ownJob, ownSubscribersJob } from '../ownership.ts'
import {
  LadderAnswer,
  LadderQuery,
  SubscriberAnswer,
  SubscriberParams,
  SubscribersAnswer,
  SubscribersQuery,
} from '../subscriber-schemas.ts'

/** Subscribers up to the end of the page asked for: so many are merged. */
const MOST_MERGED = 10_000
const tags = ['subscribers']
const config = { scope: 'sessions:read' } as const

export function subscriberRoutes(app: App, dependencies: Dependencies): void {
  const { catalogue, inspect, blobs } = dependencies
  app.get(
    '/api/v1/subscribers',
    {
      config,
      schema: {
        tags,
        summary: 'Subscribers who have all of these identities, of all jobs that the caller may see',
        querystring: SubscribersQuery,
        response: { 200: SubscribersAnswer, ...errors('INVALID_REQUEST', 'JOB_NOT_FOUND') },
      },
    },
    async (request) => {
      const { page, limit, job_id, ...identities } = request.query
      if (page * limit > MOST_MERGED) {
        throw new ApiError('INVALID_REQUEST', { field: 'page' }, `page × limit is at most ${MOST_MERGED}`)
      }
      const jobs =
        job_id === undefined
          ? (await catalogue.list({ owner: ownerSeen(request) })).jobs
          : [await ownJob(request, catalogue, job_id)]
      return answer({ page, limit, ...(await findInJobs(dependencies, jobs, { identities, page, limit })) })
    },
  )

  app.get(
    '/api/v1/subscribers/:subscriber_id',
    {
      config,
      schema: {
        tags,
        summary: 'A subscriber’s identities, with evidence and times, and sessions',
        params: SubscriberParams,
        response: { 200: SubscriberAnswer, ...errors('SUBSCRIBER_NOT_FOUND') },
      },
    },
    async (request) => {
      const id = request.params.subscriber_id.toLowerCase()
      const { job_id } = await ownSubscribersJob(request, catalogue, id)
      const found = await inspect.ask(blobs.result(job_id), 'subscriber', id)
      if (!found) throw new ApiError('SUBSCRIBER_NOT_FOUND')
      return answer({ job_id, ...found })
    },
  )

  ladderRoute(app, dependencies)
}

function ladderRoute(app: App, { catalogue, inspect, blobs }: Dependencies): void {
  app.get(
    '/api/v1/subscribers/:subscriber_id/ladder',
    {
      config,
      schema: {
        tags,
        summary: 'The events of all of a subscriber’s sessions on one timeline',
        params: SubscriberParams,
        querystring: LadderQuery,
        response: { 200: LadderAnswer, ...errors('SUBSCRIBER_NOT_FOUND') },
      },
    },
    async (request) => {
      const { page, limit, protocol, start, end } = request.query
      const id = request.params.subscriber_id.toLowerCase()
      const { job_id } = await ownSubscribersJob(request, catalogue, id)
      const found = await inspect.ask(blobs.result(job_id), 'subscriber_ladder', {
        subscriber_id: id,
        from: (page - 1) * limit,
        limit,
        ...(protocol !== undefined && { protocols: protocol.split(',').map((name) => name.trim()) }),
        ...(start !== undefined && { start }),
        ...(end !== undefined && { end }),
      })
      if (!found) throw new ApiError('SUBSCRIBER_NOT_FOUND')
      return answer({ subscriber_id: id, page, limit, ...found })
    },
  )
}
