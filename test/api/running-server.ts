import { tmpdir } from 'node:os'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { serve } from '../../src/cli/serve.ts'
import { DEFAULTS } from '../../src/config.ts'
import { createLog } from '../../src/log.ts'

export type Body = Readonly<Record<string, unknown>>

export interface Answered {
  readonly status: number
  readonly body: Body
}

/** A real server on a socket, with folders of its own. */
export class TestServer {
  readonly url: string
  readonly #stop: () => Promise<void>

  private constructor(url: string, stop: () => Promise<void>) {
    this.url = url
    this.#stop = stop
  }

  /** @param folder where captures and results go: give the same again to see what a restart does */
  static async start(
    folder: string,
    more: { retentionHours?: number; uploadMegabytes?: number; cacheSeconds?: number } = {},
  ): Promise<TestServer> {
    const { uploadMegabytes: max_upload_size_mb = 100, retentionHours: retention_hours = 24 } = more
    const config = {
      ...DEFAULTS,
      server: { ...DEFAULTS.server, port: 0, workers: 1, max_upload_size_mb },
      analytics: { cache_ttl_seconds: more.cacheSeconds ?? 60 },
      storage: { upload_dir: join(folder, 'uploads'), output_dir: join(folder, 'results'), retention_hours },
    }
    const log = createLog()
    log.level = 'silent'
    const running = await serve(config, log)
    return new TestServer(running.url, () => running.stop())
  }

  stop(): Promise<void> {
    return this.#stop()
  }

  async ask(path: string, init: RequestInit = {}): Promise<Answered> {
    const response = await fetch(this.url + path, init)
    return { status: response.status, body: (await response.json()) as Body }
  }

  async upload(bytes: Uint8Array, field = 'file'): Promise<Answered> {
    const form = new FormData()
    form.append(field, new Blob([Uint8Array.from(bytes)]), 'capture.pcap')
    return this.ask('/api/v1/upload', { method: 'POST', body: form })
  }

  /** Asks for a job's status until it has ended. */
  async ended(jobId: string): Promise<Body> {
    for (;;) {
      const { body } = await this.ask(`/api/v1/jobs/${jobId}/status`)
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
