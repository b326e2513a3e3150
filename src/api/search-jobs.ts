import { Busy } from '../inspect/questions.ts'
import type { Job } from '../model/job.ts'
import type { Order, Wanted } from '../store/results/condition.ts'
import type { ListedSession } from '../store/results/records.ts'
import type { Dependencies } from './dependencies.ts'

/** A search across jobs ends after so many, or after so long. */
const MOST_JOBS = 200
const PATIENCE_MS = 8000

interface Search extends Wanted {
  readonly order?: Order
  readonly page: number
  readonly limit: number
}

interface Found {
  readonly total: number
  readonly sessions: readonly (ListedSession & { readonly job_id: string })[]
  /** How far it looked. */
  readonly searched: {
    readonly jobs: number
    readonly of: number
    readonly unreadable: number
    readonly complete: boolean
    /** When the oldest job looked at was created. */
    readonly oldest_job?: string
  }
}

interface Hit {
  readonly job_id: string
  readonly session: ListedSession
  readonly key: string | number | null
}

/** Searches the results of jobs, newest first, and merges what they give in the order asked for. */
export async function searchJobs(
  { inspect, blobs }: Pick<Dependencies, 'inspect' | 'blobs'>,
  jobs: readonly Job[],
  { page, limit, ...wanted }: Search,
): Promise<Found> {
  const completed = jobs.filter(({ status }) => status === 'completed')
  const until = performance.now() + PATIENCE_MS
  const looked: Job[] = []
  let [total, unreadable] = [0, 0]
  let hits: Hit[] = []
  for (const job of completed) {
    if (looked.length === MOST_JOBS || performance.now() > until) break
    looked.push(job)
    try {
      const found = await inspect.ask(blobs.result(job.job_id), 'sessions', { ...wanted, limit: page * limit })
      total += found.total
      const { job_id } = job
      hits.push(...found.sessions.map((session, i) => ({ job_id, session, key: found.keys[i] ?? null })))
      hits = hits.sort(comparing(wanted.order)).slice(0, page * limit)
    } catch (error) {
      if (error instanceof Busy) throw error
      // Of an older version of the format, or removed in between.
      unreadable++
    }
  }
  const oldest_job = looked.at(-1)?.created_at
  return {
    total,
    sessions: hits.slice((page - 1) * limit).map(({ job_id, session }) => ({ job_id, ...session })),
    searched: {
      jobs: looked.length,
      of: completed.length,
      unreadable,
      complete: looked.length === completed.length && unreadable === 0,
      ...(oldest_job !== undefined && { oldest_job }),
    },
  }
}

/** As the results put in order what each gives: what is not known comes last. */
function comparing(order: Order | undefined): (a: Hit, b: Hit) => number {
  const sign = order?.direction === 'falling' ? -1 : 1
  return (a, b) => {
    if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null) || byStart(a, b)
    if (a.key === b.key) return byStart(a, b)
    return a.key < b.key ? -sign : sign
  }
}

/** Of those of one time the newest job's come first, each in the order that its result has: ids of jobs are random. */
function byStart({ session: a }: Hit, { session: b }: Hit): number {
  return a.start_time.localeCompare(b.start_time)
}
