import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { AnswerCache } from '../analytics/cache.ts'
import { isLoopback } from '../api/local-only.ts'
import { RequestMeter } from '../api/request-meter.ts'
import type { Route } from '../api/route-table.ts'
import { buildServer } from '../api/server.ts'
import type { Config, Flags } from '../config.ts'
import { AliasDesk } from '../jobs/aliases.ts'
import { InspectPool } from '../inspect/pool.ts'
import { BadHint, checkHints } from '../jobs/hints.ts'
import { Jobs } from '../jobs/jobs.ts'
import type { Hints } from '../model/hints.ts'
import { createLog, type Log } from '../log.ts'
import { packageVersion } from '../package.ts'
import type { BlobFolders } from '../store/blobs/folders.ts'
import { reserveRoom } from '../store/catalogue/sqlite.ts'
import { saysFull } from '../store/storage-full.ts'
import { aliasesOf } from './aliases.ts'
import { BadInput } from './failure.ts'
import { openPeople } from './people.ts'
import { cataloguePath, openFolders, openStore, readConfig } from './store.ts'

const READER_THREADS = 2
const ANSWER_DEADLINE_MS = 30_000

export interface RunningServer {
  /** `http://address:port` or `https://…` */
  readonly url: string
  readonly routes: readonly Route[]
  /** Ends it: answers in flight are finished, jobs that run are begun again at the next start. */
  stop(): Promise<void>
}

/** Signals that end the server in order; SIGHUP comes when the terminal that it was started from is closed. */
const ENDS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Starts the server and keeps it running until it is told to end. */
export async function startServer(flags: Flags): Promise<void> {
  const config = readConfig(flags)
  const adminPassword = process.env['CALLFLOW_ADMIN_PASSWORD']
  const server = await serve(config, createLog(), { say, adminPassword })
  const { bind_address, tls_cert } = config.server
  say(`listens on ${server.url}${isLoopback(bind_address) ? '' : ` (bound to ${bind_address})`}`)
  if (!isLoopback(bind_address) && tls_cert === '') {
    say('speaks plain http to other machines; set server.tls_cert and server.tls_key, or server.bind_address 127.0.0.1')
  }
  await new Promise<void>((resolve) => {
    for (const signal of ENDS) process.once(signal, () => resolve())
  })
  await server.stop()
}

function say(line: string): void {
  process.stderr.write(`callflowd ${line}\n`)
}

interface Beginning {
  /** Takes what whoever starts the server should know. */
  readonly say: (line: string) => void
  /** The first admin's; a random one is said where it is missing. */
  readonly adminPassword: string | undefined
}

/** Opens the stores, takes up what was left, and listens. */
export async function serve(config: Config, log: Log, beginning: Beginning): Promise<RunningServer> {
  // What SQLite sorts on disk goes beside the results, and not where the system keeps its own.
  process.env['SQLITE_TMPDIR'] ??= config.storage.output_dir
  requireSafe(config)
  const { blobs, letGo } = openFolders(config)
  try {
    return await serveFrom(blobs, { config, log, beginning, letGo })
  } catch (error) {
    letGo()
    throw error
  }
}

interface Parts {
  readonly config: Config
  readonly log: Log
  readonly beginning: Beginning
  readonly letGo: () => void
}

async function serveFrom(blobs: BlobFolders, { config, log, beginning, letGo }: Parts): Promise<RunningServer> {
  const { server, storage } = config
  const configured = await aliasesOf(config.aliases.file === '' ? undefined : config.aliases.file)
  const catalogue = await openStore(config)
  const trouble = (what: string, error: unknown): void => log.error({ err: plain(error) }, what)
  reserve(config, trouble)
  const jobs = new Jobs({
    catalogue,
    blobs,
    workers: server.workers,
    retentionHours: storage.retention_hours,
    hints: linkHints(config),
    trouble,
  })
  logEnds(jobs, log)
  const inspect = new InspectPool(READER_THREADS, ANSWER_DEADLINE_MS)
  jobs.events.listenToAll((job, { type }) => {
    if (type === 'deleted') inspect.forget(blobs.result(job))
  })
  const people = await openPeople(config, catalogue, beginning)
  const answers = new AnswerCache(config.analytics.cache_ttl_seconds)
  const requests = new RequestMeter(catalogue)
  const aliases = new AliasDesk(catalogue, configured, (all) => inspect.call(all))
  await aliases.load()
  const stores = { catalogue, blobs, jobs, inspect, aliases }
  const dependencies = { config, version: packageVersion(), ...stores, answers, requests, ...people }
  const { app, routes } = await buildServer(dependencies, log)
  await jobs.takeUp()
  const url = await app.listen({
    host: server.bind_address,
    port: server.port,
    listenTextResolver: (at) => `listening on ${at}`,
  })
  // Only now: a server that finds its port taken must not have begun any job.
  jobs.start()
  return {
    url,
    routes,
    stop: async () => {
      people.stop()
      await app.close()
      await jobs.stop()
      await inspect.close()
      await catalogue.close()
      letGo()
    },
  }
}

function reserve({ storage }: Config, trouble: (what: string, error: unknown) => void): void {
  try {
    reserveRoom(cataloguePath(storage))
  } catch (error) {
    if (!saysFull(error)) throw error
    trouble('the disk is full: logins and deletions may fail too', error)
  }
}

function logEnds({ events }: Jobs, log: Log): void {
  events.listenToAll((job, event) => {
    if (event.type === 'completed') log.info({ job, ...event.totals }, 'job completed')
    if (event.type === 'error') log.warn({ job, reason: event.reason }, 'job failed')
  })
}

function plain(error: unknown): { name: string; message: string } {
  return error instanceof Error ? { name: error.name, message: error.message } : { name: '', message: String(error) }
}

function requireSafe({ auth, server }: Config): void {
  if (!auth.enabled && !isLoopback(server.bind_address)) {
    throw new BadInput(`without users only loopback addresses can be served, not ${server.bind_address}`)
  }
  if (server.tls_cert === '') return
  const [cert, key] = [readFileSync(server.tls_cert), readFileSync(server.tls_key)]
  try {
    createSecureContext({ cert, key })
  } catch (error) {
    throw new BadInput(`server.tls_cert and server.tls_key are no certificate with its key: ${plain(error).message}`)
  }
}

/** The rules of what is linked, for all jobs. */
function linkHints({ correlation: { links } }: Config): Hints {
  try {
    return checkHints({ links })
  } catch (error) {
    throw error instanceof BadHint ? new BadInput(`correlation.${error.field}: ${error.message}`) : error
  }
}
