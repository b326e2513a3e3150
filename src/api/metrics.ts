import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { jobsAtWork, jobSpeed } from '../analytics/performance.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { Catalogue, Count } from '../store/catalogue/contract.ts'
import { watchServer, type Watched } from './server-metrics.ts'
import type { RequestMeter } from './request-meter.ts'

const STATUSES = ['queued', 'running', 'completed', 'failed']
const RESPONSE_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600]
const JOB_SECONDS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600]

interface Sources extends Omit<Watched, 'statistics'> {
  readonly catalogue: Catalogue
  readonly requests: RequestMeter
}

interface Answered {
  readonly method: string
  /** As it is written in the code; what nobody serves is one. */
  readonly route: string
  readonly status: number
  readonly milliseconds: number
}

/**
 * What Prometheus scrapes. Counters count since installation and stand in the catalogue, so that neither a restart nor
 * the deletion of a job lowers them; the histograms are of this process.
 */
export class Metrics {
  readonly #sources: Sources
  readonly #registry = new Registry()
  readonly #counters: ReturnType<typeof counters>
  readonly #gauges: ReturnType<typeof gauges>
  readonly #responses: Histogram
  readonly #stop: () => void

  constructor(sources: Sources) {
    this.#sources = sources
    const registers = [this.#registry]
    collectDefaultMetrics({ register: this.#registry })
    this.#counters = counters(registers)
    this.#gauges = gauges(registers)
    this.#responses = new Histogram({
      name: 'callflowd_http_request_duration_seconds',
      help: 'Time from a request to the end of its answer',
      labelNames: ['method', 'route', 'status'],
      buckets: RESPONSE_SECONDS,
      registers,
    })
    const runs = new Histogram({
      name: 'callflowd_job_duration_seconds',
      help: 'Time from the start of a job to its completion',
      buckets: JOB_SECONDS,
      registers,
    })
    const { catalogue, jobs, ...watched } = sources
    const stops = [timeRuns(jobs, runs), watchServer(registers, { ...watched, jobs, statistics: catalogue.statistics })]
    this.#stop = () => stops.forEach((stop) => stop())
  }

  get contentType(): string {
    return this.#registry.contentType
  }

  answered({ method, route, status, milliseconds }: Answered): void {
    this.#responses.observe({ method, route, status: String(status) }, milliseconds / 1000)
  }

  /** In the text format of Prometheus. */
  async text(): Promise<string> {
    const { catalogue, requests } = this.#sources
    const { statistics } = catalogue
    const kept = await statistics.counters()
    const [api, speed, atWork] = [await requests.total(), await jobSpeed(statistics), await jobsAtWork(statistics)]
    const count = (wanted: Count['name']): number => kept.find(({ name }) => name === wanted)?.value ?? 0
    this.#setCounters(kept, api)
    const gauges = this.#gauges
    gauges.throughput.set(speed.throughput_mbps)
    gauges.completion.set(speed.avg_job_completion_time_seconds)
    gauges.active.set(atWork.active)
    gauges.queued.set(atWork.queued)
    gauges.memory.set(process.memoryUsage.rss())
    gauges.response.set(requests.averageMilliseconds)
    const sessions = count('sessions')
    gauges.duration.set(sessions === 0 ? 0 : count('session_milliseconds') / sessions)
    gauges.packets.set(sessions === 0 ? 0 : count('packets') / sessions)
    return this.#registry.metrics()
  }

  close(): void {
    this.#stop()
    this.#registry.clear()
  }

  #setCounters(kept: readonly Required<Count>[], requests: number): void {
    const { jobs, sessions, protocols, packets, bytes, api } = this.#counters
    for (const counter of [jobs, sessions, protocols, packets, bytes, api]) counter.reset()
    for (const status of STATUSES) jobs.inc({ status }, 0)
    for (const { name, label, value } of kept) {
      if (name === 'jobs') jobs.inc({ status: label }, value)
      else if (name === 'protocol_sessions') protocols.inc({ protocol: label }, value)
      else if (name === 'sessions') sessions.inc(value)
      else if (name === 'packets') packets.inc(value)
      else if (name === 'bytes') bytes.inc(value)
    }
    api.inc(requests)
  }
}

/** Observes how long each job ran that was completed; call what it gives to stop. */
function timeRuns({ events }: Jobs, runs: Histogram): () => void {
  const begun = new Map<string, number>()
  return events.listenToAll((jobId, event) => {
    const start = begun.get(jobId)
    if (event.type === 'status') begun.set(jobId, performance.now())
    else if (event.type === 'completed' && start !== undefined) runs.observe((performance.now() - start) / 1000)
    if (event.type !== 'status' && event.type !== 'progress') begun.delete(jobId)
  })
}

function counters(registers: Registry[]) {
  const make = (name: string, help: string, labelNames: string[] = []): Counter =>
    new Counter({ name: `callflowd_${name}`, help, labelNames, registers })
  return {
    jobs: make('jobs_total', 'Total jobs by status', ['status']),
    sessions: make('sessions_total', 'Total sessions processed'),
    protocols: make('sessions_by_protocol', 'Sessions per protocol', ['protocol']),
    packets: make('packets_total', 'Total packets processed'),
    bytes: make('bytes_total', 'Total bytes processed'),
    api: make('api_requests_total', 'Total API requests'),
  }
}

function gauges(registers: Registry[]) {
  const make = (name: string, help: string): Gauge => new Gauge({ name: `callflowd_${name}`, help, registers })
  return {
    throughput: make('parsing_throughput_mbps', 'Parsing throughput over the last 100 jobs'),
    completion: make('job_completion_time_seconds', 'Average job completion time over the last 100 jobs'),
    active: make('active_jobs', 'Currently active jobs'),
    queued: make('queued_jobs', 'Jobs in queue'),
    memory: make('memory_usage_bytes', 'Process memory usage'),
    response: make('api_response_time_milliseconds', 'Average API response time since start'),
    duration: make('session_duration_milliseconds', 'Average session duration'),
    packets: make('packets_per_session', 'Average packets per session'),
  }
}
