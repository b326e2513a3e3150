import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Page, type Request } from 'playwright-core'
import { CHROMIUM, FLAGS } from './chromium.ts'

const ROOT = join(import.meta.dirname, '../..')
/** A browser on a busy machine takes its time, ms. */
export const PATIENCE = 180_000

/** Why the tests of this folder cannot run here; empty where they can. */
export function missing(): string {
  if (!existsSync(CHROMIUM)) return `no Chromium at ${CHROMIUM}`
  return existsSync(join(ROOT, 'dist/web/index.html')) ? '' : 'not built: npm run build'
}

/** The built program, started as a user starts it, and a browser in front of it. */
export class Application {
  readonly url: string
  #server: ChildProcess
  readonly #browser: Browser
  readonly #folder: string

  private constructor(parts: { url: string; server: ChildProcess; browser: Browser; folder: string }) {
    this.url = parts.url
    this.#server = parts.server
    this.#browser = parts.browser
    this.#folder = parts.folder
  }

  /** @param password of the user `admin`; without it there are no users, as with `--no-auth` */
  static async start(password?: string): Promise<Application> {
    const folder = mkdtempSync(join(tmpdir(), 'callflowd-browser-'))
    const server = serve(folder, '0', password)
    const [url, browser] = await Promise.all([
      listening(server),
      chromium.launch({ executablePath: CHROMIUM, args: FLAGS }),
    ])
    return new Application({ url, server, browser, folder })
  }

  /** Ends the server; `work` is done while nobody answers; then it is there again, with what it kept. */
  async restart(work: () => Promise<void>): Promise<void> {
    await this.#end()
    await work()
    this.#server = serve(this.#folder, new URL(this.url).port)
    await listening(this.#server)
  }

  async #end(): Promise<void> {
    const ended = new Promise((resolve) => this.#server.once('exit', resolve))
    this.#server.kill('SIGTERM')
    await ended
  }

  async stop(): Promise<void> {
    await this.#browser.close()
    await this.#end()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  /** A page of a new user, and what went wrong on it. */
  async page(options: BrowserContextOptions = {}): Promise<Visit> {
    const context = await this.#browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })
    return new Visit(await context.newPage(), this.url)
  }

  /** Uploads a capture behind the page's back and waits for its end; gives the job's id. */
  async analyzed(bytes: Uint8Array, name: string): Promise<string> {
    const form = new FormData()
    form.append('file', new Blob([Uint8Array.from(bytes)]), name)
    const answer = await fetch(`${this.url}/api/v1/upload`, { method: 'POST', body: form })
    const { job_id } = (await answer.json()) as { job_id: string }
    for (;;) {
      const { status } = await this.ask<{ status: string }>(`/api/v1/jobs/${job_id}/status`)
      if (status === 'completed' || status === 'failed') return job_id
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  async ask<Answer>(path: string): Promise<Answer> {
    const answer = await fetch(this.url + path)
    return (await answer.json()) as Answer
  }

  /** The job's sessions. */
  async sessions(jobId: string): Promise<{ session_id: string; session_key: string }[]> {
    const { sessions } = await this.ask<{ sessions: { session_id: string; session_key: string }[] }>(
      `/api/v1/jobs/${jobId}/sessions?limit=1000`,
    )
    return sessions
  }
}

/** Twice in a row that nothing is waited for or moved, so that what an answer starts is seen. */
const AT_REST = `(async () => {
  const drawn = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
  const isMoving = () => document.getAnimations().some(({ effect, playState }) =>
    playState === 'running' && Number.isFinite(effect.getComputedTiming().endTime))
  for (let n = 0; n < 2; n++) {
    await drawn()
    if (document.querySelector('.ghost, [aria-busy=true]') || isMoving()) return false
  }
  await document.fonts.ready
  return true
})()`

const REFUSED = 'Failed to load resource: the server responded with a status of 4'

export class Visit {
  readonly page: Page
  /** Errors of scripts, what the policy forbade, requests to others than the server, and answers of 500 and above. */
  readonly troubles: string[] = []
  readonly #url: string
  readonly #asked = new Set<Request>()
  /** Requests that ever began. */
  #begun = 0

  constructor(page: Page, url: string) {
    this.page = page
    this.#url = url
    page.on('request', (request) => {
      this.#asked.add(request)
      this.#begun++
    })
    page.on('requestfinished', (request) => this.#asked.delete(request))
    page.on('requestfailed', (request) => this.#asked.delete(request))
    page.on('pageerror', (error) => this.troubles.push(error.message))
    page.on('console', (message) => {
      const text = message.text()
      // A refusal is an answer, and what the page makes of it is what tests look at.
      if (message.type() === 'error' && !text.startsWith(REFUSED)) this.troubles.push(text)
    })
    page.on('response', (response) => {
      if (response.status() >= 500) this.troubles.push(`${response.status()} of ${response.url()}`)
    })
    page.on('request', (request) => {
      const { protocol } = new URL(request.url())
      if (protocol.startsWith('http') && !request.url().startsWith(url)) this.troubles.push(`asked ${request.url()}`)
    })
  }

  /** Goes to a path of the application, until it has come to rest. */
  async open(path: string): Promise<void> {
    await this.page.goto(this.#url + path)
    await this.page.locator('main').first().waitFor()
    await this.rest()
  }

  /** Until nothing is asked for any more, what was answered is drawn, and nothing moves. */
  async rest(): Promise<void> {
    const deadline = Date.now() + PATIENCE
    let begun: number
    let isAtRest: boolean
    do {
      if (Date.now() > deadline) throw new Error(`${this.page.url()} does not come to rest`)
      begun = this.#begun
      // Whoever goes elsewhere meanwhile is not at rest. `waitForFunction` takes any promise for a yes.
      isAtRest = await this.page.evaluate<boolean>(AT_REST).catch(() => false)
    } while (!isAtRest || this.#asked.size > 0 || this.#begun > begun)
  }

  async close(): Promise<void> {
    await this.page.context().close()
  }
}

function serve(folder: string, port: string, password?: string): ChildProcess {
  const admin = password === undefined ? {} : { CALLFLOW_ADMIN_PASSWORD: password }
  const environment = { ...process.env, CALLFLOW_PORT: port, ...admin }
  const options = password === undefined ? ['--no-auth'] : []
  return spawn(join(ROOT, 'callflowd'), ['serve', ...options], { cwd: folder, env: environment })
}

async function listening(server: ChildProcess): Promise<string> {
  let told = ''
  return new Promise((resolve, reject) => {
    server.stderr?.on('data', (chunk: Buffer) => {
      told += chunk.toString()
      const url = /listens on (http:\/\/\S+)/.exec(told)?.[1]
      if (url) resolve(url)
    })
    server.once('exit', () => reject(new Error(`the server ended: ${told}`)))
  })
}
