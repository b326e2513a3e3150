import type { AskedIdentities } from '../inspect/subscribers.ts'
import { Busy } from '../inspect/questions.ts'
import type { Job } from '../model/job.ts'
import type { SubscriberRow } from '../model/subscriber.ts'
import type { Dependencies } from './dependencies.ts'

/** A search across jobs ends after so many, or after so long. */
const MOST_JOBS = 200
const PATIENCE_MS = 8000

interface Asked {
  readonly identities: AskedIdentities
  readonly page: number
  readonly limit: number
}

type Hit = SubscriberRow & { readonly job_id: string }

interface Found {
  readonly total: number
  readonly subscribers: readonly Hit[]
  /** How far it looked: the newest jobs. */
  readonly searched: {
    readonly jobs: number
    readonly of: number
    readonly unreadable: number
    readonly complete: boolean
  }
}

/** Looks for subscribers in the results of jobs, newest first, and gives them by first appearance. */
export async function findInJobs(
  { inspect, blobs }: Pick<Dependencies, 'inspect' | 'blobs'>,
  jobs: readonly Job[],
  { identities, page, limit }: Asked,
): Promise<Found> {
  const completed = jobs.filter(({ status }) => status === 'completed')
  const until = performance.now() + PATIENCE_MS
  let [looked, total, unreadable] = [0, 0, 0]
  let hits: Hit[] = []
  for (const { job_id } of completed) {
    if (looked === MOST_JOBS || performance.now() > until) break
    looked++
    try {
      const wanted = { identities, from: 0, limit: page * limit }
      const found = await inspect.ask(blobs.result(job_id), 'subscribers', wanted)
      total += found.total
      hits.push(...found.subscribers.map((one) => ({ job_id, ...one })))
      hits = hits.sort(byFirst).slice(0, page * limit)
    } catch (error) {
      if (error instanceof Busy) throw error
      // Of an older version of the format, or removed in between.
      unreadable++
    }
  }
  return {
    total,
    subscribers: hits.slice((page - 1) * limit),
    searched: {
      jobs: looked,
      of: completed.length,
      unreadable,
      complete: looked === completed.length && unreadable === 0,
    },
  }
}

/** Of those of one time the newest job's come first, each in the order that its result has: ids of jobs are random. */
function byFirst(a: Hit, b: Hit): number {
  return a.first_time.localeCompare(b.first_time)
}
