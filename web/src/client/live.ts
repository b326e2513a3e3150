import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { hasUsers } from './account.ts'
import { refreshJobs } from './jobs.ts'
import { Listeners } from './listeners.ts'
import type { Job, Jobs } from './records.ts'
import { send } from './request.ts'
import { Speed } from './speed.ts'

/** How far a running analysis is. */
export interface Running {
  readonly progress: number
  readonly packets: number
  /** Bytes read, and bytes a second. */
  readonly bytes: number
  readonly speed?: number
  /** Seconds, estimated. */
  readonly left?: number
}

export const running = new Listeners<ReadonlyMap<string, Running>>(new Map())
/** Whether what is live still comes. */
export const connection = new Listeners<'idle' | 'live' | 'lost'>('idle')

/** Sockets at once; whoever waits longer than these is queued behind them anyway. */
const MOST_SOCKETS = 6
const FIRST_RETRY_MS = 1000
const LONGEST_RETRY_MS = 30_000
const UNKNOWN_JOB = 4404

/** Follows the jobs that have not ended, and refreshes the list when one does. */
export function useLive(jobs: readonly Job[] | undefined): void {
  const client = useQueryClient()
  const unfinished = (jobs ?? [])
    .filter(({ status }) => status === 'queued' || status === 'running')
    .map(({ job_id }) => job_id)
  const ids = unfinished.slice(-MOST_SOCKETS).join(' ')
  useEffect(() => {
    keep(new Set(unfinished))
    const sockets = ids === '' ? [] : ids.split(' ').map((id) => follow(id, client))
    if (sockets.length === 0) connection.set('idle')
    return () => {
      for (const stop of sockets) stop()
    }
  }, [ids, client])
}

/** Follows one job until it ends; the connection comes back by itself. Call what it gives to stop. */
function follow(jobId: string, client: QueryClient): () => void {
  const speed = new Speed()
  let socket: WebSocket | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopped = false
  let delay = FIRST_RETRY_MS

  const again = (): void => {
    connection.set('lost')
    timer = setTimeout(() => void open().catch(again), delay)
    delay = Math.min(LONGEST_RETRY_MS, delay * 2)
  }

  const open = async (): Promise<void> => {
    const address = await addressOf(jobId)
    if (stopped) return
    socket = new WebSocket(address)
    socket.addEventListener('open', () => {
      delay = FIRST_RETRY_MS
      connection.set('live')
    })
    socket.addEventListener('message', ({ data }) => take(String(data)))
    socket.addEventListener('close', ({ code }) => {
      if (stopped) return
      if (code === 1000 || code === UNKNOWN_JOB) {
        void refreshJobs(client)
        return
      }
      again()
    })
  }

  const take = (text: string): void => {
    const { type, data } = JSON.parse(text) as { type: string; data: Record<string, unknown> }
    if (type === 'progress') progress(jobId, data as unknown as Running, speed)
    else if (type === 'status' && data['status'] === 'running') started(client, jobId)
  }

  void open().catch(again)
  return () => {
    stopped = true
    clearTimeout(timer)
    socket?.close()
  }
}

/** Where a job's events come from; with users a ticket opens it, once. */
async function addressOf(jobId: string): Promise<string> {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  const address = `${scheme}://${location.host}/ws/jobs/${jobId}/events`
  if (!hasUsers()) return address
  const { ticket } = await send<{ ticket: string }>('POST', '/api/v1/ws-ticket', { job_id: jobId })
  return `${address}?ticket=${encodeURIComponent(ticket)}`
}

function progress(jobId: string, told: Running, speed: Speed): void {
  const now = performance.now()
  const rate = speed.at(now, told.bytes)
  const before = running.value.get(jobId)
  const percent = Math.max(before?.progress ?? 0, told.progress)
  const isMoving = rate !== undefined && rate > 0
  const whole = (told.bytes * 100) / percent
  const state: Running = {
    ...told,
    progress: percent,
    ...(isMoving && { speed: rate }),
    // Before a hundredth is done nobody knows how much there is.
    ...(isMoving && percent > 0 && { left: Math.max(0, (whole - told.bytes) / rate) }),
  }
  running.set(new Map(running.value).set(jobId, state))
}

/** What was told of a job stands until the list, as it is drawn, knows of its end: progress never falls. */
function keep(jobs: ReadonlySet<string>): void {
  const left = [...running.value].filter(([id]) => jobs.has(id))
  if (left.length < running.value.size) running.set(new Map(left))
}

/** The list learns it from the event, and need not ask. */
function started(client: QueryClient, jobId: string): void {
  client.setQueryData<Jobs>(['jobs'], (known) =>
    known
      ? { ...known, jobs: known.jobs.map((job) => (job.job_id === jobId ? { ...job, status: 'running' } : job)) }
      : known,
  )
}
