import { statfs } from 'node:fs/promises'
import { Counter, Gauge, type Registry } from 'prom-client'
import type { Config } from '../config.ts'
import type { InspectPool } from '../inspect/pool.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { FAILURE_REASONS } from '../model/job.ts'
import type { Statistics } from '../store/catalogue/contract.ts'

export interface Watched {
  readonly storage: Config['storage']
  readonly statistics: Statistics
  readonly inspect: InspectPool
  readonly jobs: Jobs
  /** How many WebSockets are open. */
  readonly sockets: () => number
}

/**
 * What tells an operator that something is about to go wrong: the room that is left, what waits and for how long, why
 * jobs fail. Of this process, and measured when Prometheus asks. Call what it gives to stop.
 */
export function watchServer(registers: Registry[], watched: Watched): () => void {
  const { statistics, inspect, sockets, jobs } = watched
  const gauge = (name: string, help: string, value: () => number | Promise<number>): Gauge =>
    new Gauge({
      name: `callflowd_${name}`,
      help,
      registers,
      async collect() {
        this.set(await value())
      },
    })
  gauge('oldest_queued_job_seconds', 'How long the job has waited that waits for longest', async () => {
    const oldest = await statistics.oldestQueued()
    return oldest === undefined ? 0 : Math.max(0, (Date.now() - Date.parse(oldest)) / 1000)
  })
  gauge('questions_waiting', 'Requests that wait for a thread that reads results', () => inspect.load.waiting)
  gauge('files_in_transfer', 'Exports, audio and series on their way', () => inspect.load.streams)
  gauge('websockets_open', 'Open WebSockets', sockets)
  countTroubles(registers, jobs)
  watchDisks(registers, watched.storage)
  return countFailures(registers, jobs)
}

function countTroubles(registers: Registry[], jobs: Jobs): Counter {
  return new Counter({
    name: 'callflowd_troubles_total',
    help: 'What went wrong beside the jobs since the start: see the log',
    registers,
    collect() {
      this.reset()
      this.inc(jobs.troubles)
    },
  })
}

function watchDisks(registers: Registry[], { upload_dir, output_dir }: Config['storage']): Gauge {
  return new Gauge({
    name: 'callflowd_disk_free_bytes',
    help: 'Room that is left for captures (uploads) and for results',
    labelNames: ['folder'],
    registers,
    async collect() {
      for (const [folder, path] of [
        ['uploads', upload_dir],
        ['results', output_dir],
      ] as const) {
        // A disk that is gone has no figure, and takes no other figure with it.
        const disk = await statfs(path).catch(() => undefined)
        if (disk) this.set({ folder }, disk.bavail * disk.bsize)
        else this.remove({ folder })
      }
    },
  })
}

function countFailures(registers: Registry[], { events }: Jobs): () => void {
  const failures = new Counter({
    name: 'callflowd_job_failures_total',
    help: 'Jobs that failed since the start, by reason',
    labelNames: ['reason'],
    registers,
  })
  for (const reason of FAILURE_REASONS) failures.inc({ reason }, 0)
  return events.listenToAll((_, event) => {
    if (event.type === 'error') failures.inc({ reason: event.reason })
  })
}
