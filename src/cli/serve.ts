import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AnswerCache } from '../analytics/cache.ts'
import { isLoopback } from '../api/local-only.ts'
import { RequestMeter } from '../api/request-meter.ts'
import { buildServer } from '../api/server.ts'
import { BadConfig, type Config, type Flags, loadConfig } from '../config.ts'
import { InspectPool } from '../inspect/pool.ts'
import { Jobs } from '../jobs/jobs.ts'
import { createLog, type Log } from '../log.ts'
import { BlobFolders } from '../store/blobs/folders.ts'
import { openCatalogue } from '../store/catalogue/catalogue.ts'
import { sqliteDialect } from '../store/catalogue/sqlite.ts'
import { BadInput } from './failure.ts'

const READER_THREADS = 2
const ANSWER_DEADLINE_MS = 30_000

export interface RunningServer {
  /** `http://address:port` */
  readonly url: string
  /** Ends it: answers in flight are finished, jobs that run are begun again at the next start. */
  stop(): Promise<void>
}

/** Starts the server and keeps it running until SIGINT or SIGTERM. */
export async function startServer(flags: Flags): Promise<void> {
  const server = await serve(readConfig(flags), createLog())
  process.stderr.write(`callflowd listens on ${server.url}\n`)
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  await server.stop()
}

function readConfig(flags: Flags): Config {
  try {
    return loadConfig(flags, process.env)
  } catch (error) {
    if (error instanceof BadConfig) throw new BadInput(error.message)
    throw error
  }
}

/** Opens the stores, takes up what was left, and listens. */
export async function serve(config: Config, log: Log): Promise<RunningServer> {
  const { server, storage } = config
  if (!isLoopback(server.bind_address)) {
    throw new BadInput(`there are no users yet, so only loopback addresses can be served, not ${server.bind_address}`)
  }
  // What SQLite sorts on disk goes beside the results, and not where the system keeps its own.
  process.env['SQLITE_TMPDIR'] ??= storage.output_dir
  const blobs = new BlobFolders(storage.upload_dir, storage.output_dir)
  const catalogue = await openCatalogue(sqliteDialect(join(storage.output_dir, 'catalogue.db')))
  const jobs = new Jobs({ catalogue, blobs, workers: server.workers, retentionHours: storage.retention_hours })
  const inspect = new InspectPool(READER_THREADS, ANSWER_DEADLINE_MS)
  const answers = new AnswerCache(config.analytics.cache_ttl_seconds)
  const requests = new RequestMeter(catalogue)
  const dependencies = { config: server, version: version(), catalogue, blobs, jobs, inspect, answers, requests }
  const app = await buildServer(dependencies, log)
  await jobs.start()
  const url = await app.listen({ host: server.bind_address, port: server.port, listenTextResolver: () => 'listening' })
  return {
    url,
    stop: async () => {
      await app.close()
      await jobs.stop()
      await inspect.close()
      await catalogue.close()
    },
  }
}

function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
