import { tmpdir } from 'node:os'
import { mkdtempSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Route } from '../../src/api/route-table.ts'
import { type RunningServer, serve } from '../../src/cli/serve.ts'
import { type Config, DEFAULTS } from '../../src/config.ts'
import { createLog } from '../../src/log.ts'

export type Body = Readonly<Record<string, unknown>>

export interface Answered {
  readonly status: number
  readonly body: Body
}

/** Without users and limits, where nothing else is said. */
interface ServerOptions {
  readonly retentionHours?: number
  readonly uploadMegabytes?: number
  readonly cacheSeconds?: number
  readonly server?: Partial<Config['server']>
  readonly auth?: Partial<Config['auth']>
  readonly limits?: Partial<Config['rate_limiting']>
  readonly cors?: Partial<Config['cors']>
  readonly adminPassword?: string
  /** Path of a file. */
  readonly aliases?: string
  readonly say?: (line: string) => void
}

interface UploadOptions {
  readonly field?: string
  readonly filename?: string
  readonly headers?: Readonly<Record<string, string>>
}

const NO_LIMITS: Config['rate_limiting'] = {
  requests_per_minute: 0,
  burst_size: 0,
  uploads_per_minute: 0,
  logins_per_minute: 0,
  web_requests_per_minute: 0,
  web_burst_size: 0,
  web_uploads_per_minute: 0,
}

/** Files among a server's uploads, but for the one that it holds the folder by. */
export function uploadsIn(folder: string): string[] {
  return readdirSync(join(folder, 'uploads')).filter((name) => name !== 'in-use')
}

/** A real server on a socket, with folders of its own. */
export class TestServer {
  readonly url: string
  readonly routes: readonly Route[]
  readonly #running: RunningServer

  private constructor(running: RunningServer) {
    this.url = running.url
    this.routes = running.routes
    this.#running = running
  }

  /** @param folder where captures and results go: give the same again to see what a restart does */
  static async start(folder: string, more: ServerOptions = {}): Promise<TestServer> {
    const { uploadMegabytes: max_upload_size_mb = 100, retentionHours: retention_hours = 24 } = more
    const config: Config = {
      ...DEFAULTS,
      server: {
        ...DEFAULTS.server,
        bind_address: '127.0.0.1',
        port: 0,
        workers: 1,
        max_upload_size_mb,
        ...more.server,
      },
      auth: { ...DEFAULTS.auth, enabled: false, ...more.auth },
      rate_limiting: { ...NO_LIMITS, ...more.limits },
      cors: { ...DEFAULTS.cors, ...more.cors },
      aliases: { file: more.aliases ?? '' },
      analytics: { cache_ttl_seconds: more.cacheSeconds ?? 60 },
      storage: { upload_dir: join(folder, 'uploads'), output_dir: join(folder, 'results'), retention_hours },
    }
    const log = createLog()
    log.level = 'silent'
    const running = await serve(config, log, { say: more.say ?? (() => {}), adminPassword: more.adminPassword })
    return new TestServer(running)
  }

  stop(): Promise<void> {
    return this.#running.stop()
  }

  async ask(path: string, init: RequestInit = {}): Promise<Answered> {
    const response = await fetch(this.url + path, init)
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true
    return { status: response.status, body: isJson ? (JSON.parse(text) as Body) : {} }
  }

  async upload(
    bytes: Uint8Array,
    { field = 'file', filename = 'capture.pcap', headers = {} }: UploadOptions = {},
  ): Promise<Answered> {
    const form = new FormData()
    form.append(field, new Blob([Uint8Array.from(bytes)]), filename)
    return this.ask('/api/v1/upload', { method: 'POST', body: form, headers })
  }

  /** Asks for a job's status until it has ended. */
  async ended(jobId: string, headers: Readonly<Record<string, string>> = {}): Promise<Body> {
    for (;;) {
      const { body } = await this.ask(`/api/v1/jobs/${jobId}/status`, { headers })
      if (body['status'] === 'completed' || body['status'] === 'failed') return body
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  /** Uploads and waits; gives the job's id. */
  async analyzed(bytes: Uint8Array): Promise<string> {
    const { body } = await this.upload(bytes)
    const jobId = String(body['job_id'])
    await this.ended(jobId)
    return jobId
  }
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'callflowd-test-'))
}
