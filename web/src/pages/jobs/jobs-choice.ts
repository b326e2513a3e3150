import { nameOf } from '../../client/jobs.ts'
import type { Job } from '../../client/records.ts'

export const STATES = ['all', 'running', 'completed', 'failed'] as const
export type State = (typeof STATES)[number]

/** Which jobs are wanted: those in a state whose name holds some text. */
export interface JobsChoice {
  readonly state: State
  readonly name: string
}

export function readChoice(search: URLSearchParams): JobsChoice {
  const status = search.get('status')
  return { state: STATES.find((state) => state === status) ?? 'all', name: search.get('name') ?? '' }
}

export function writeChoice({ state, name }: JobsChoice): Record<string, string> {
  return { ...(state !== 'all' && { status: state }), ...(name !== '' && { name }) }
}

/** Jobs of a name, in any case of its letters; of all states, for these are counted. */
export function ofName(jobs: readonly Job[], name: string): readonly Job[] {
  const wanted = name.trim().toLowerCase()
  return wanted === '' ? jobs : jobs.filter((job) => nameOf(job).toLowerCase().includes(wanted))
}

export function isUnfinished({ status }: Job): boolean {
  return status === 'queued' || status === 'running'
}

export function isOfState(job: Job, state: State): boolean {
  if (state === 'all') return true
  if (isUnfinished(job)) return state === 'running'
  return state === (job.status === 'completed' ? 'completed' : 'failed')
}
