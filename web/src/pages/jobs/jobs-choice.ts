import { nameOf } from '../../client/jobs.ts'
import type { Job } from '../../client/records.ts'

export const STATES = ['all', 'running', 'completed', 'failed'] as const
export type State = (typeof STATES)[number]

/** Which jobs are wanted: those in a state whose name holds some text, and that have packets of a protocol. */
export interface JobsChoice {
  readonly state: State
  readonly name: string
  /** Empty for any. */
  readonly protocol: string
}

export function readChoice(search: URLSearchParams): JobsChoice {
  const status = search.get('status')
  const [name, protocol] = [search.get('name') ?? '', search.get('protocol') ?? '']
  return { state: STATES.find((state) => state === status) ?? 'all', name, protocol }
}

export function writeChoice({ state, name, protocol }: JobsChoice): Record<string, string> {
  return { ...(state !== 'all' && { status: state }), ...(name !== '' && { name }), ...(protocol && { protocol }) }
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
