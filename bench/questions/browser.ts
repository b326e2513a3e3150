import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { ServerProcess } from '../../test/api/server-process.ts'
import { ended, uploadStream } from '../../test/api/upload-stream.ts'
import { CHROMIUM, FLAGS } from '../../test/browser/chromium.ts'
import { largeCapture } from '../../test/make/large-capture.ts'
import { workOfFrames } from '../frames-work.ts'
import { type LongResult, writeLongResult } from '../make/long-result.ts'
import { PROGRAM, type Question } from '../question.ts'

/** Messages of the ladders that are drawn; the server gives as many as are in the first at once. */
const LADDERS = [10_000, 100_000]
const SMOKE_LADDERS = [10_000, 20_000]
const SESSIONS = 1_000_000
const SMOKE_SESSIONS = 2000
const SMALL_CAPTURE = 20_000
const PATIENCE = 180_000
const PAINTS = 5
const WHEEL_STEPS = 150
const PAGES = 60
const PAGE = 200
const FRAME_MS = 16
/** What issue and design want: ms, ms, ms, kB. */
const AIMS = { paint: 300, frame: 8, page: 100, script: 300 }

export const browser: Question = {
  name: 'browser',
  asks: 'Is the web application quick with long ladders and many sessions?',
  async answer({ folder, smoke }) {
    if (!existsSync(CHROMIUM)) return [`skipped: no Chromium at ${CHROMIUM}`]
    mkdirSync(folder, { recursive: true })
    const place = mkdtempSync(join(folder, 'browser-'))
    const server = await ServerProcess.start([PROGRAM], place)
    try {
      const sessions = smoke ? SMOKE_SESSIONS : SESSIONS
      const messages = smoke ? SMOKE_LADDERS : LADDERS
      const { job, ladders } = await prepared(server.url, place, { ladders: messages, sessions })
      const opened = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
      try {
        return await measured(opened, { url: server.url, job, ladders, messages, sessions })
      } finally {
        await opened.close()
      }
    } finally {
      await server.stop()
      rmSync(place, { recursive: true })
    }
  },
}

/** A job whose result is exchanged for a long one before anybody has read it. */
async function prepared(url: string, place: string, of: LongResult): Promise<{ job: string; ladders: string[] }> {
  const job = await uploadStream(url, largeCapture(SMALL_CAPTURE))
  const { status, error } = await ended(url, job)
  if (status !== 'completed') throw new Error(`the job failed: ${String(error)}`)
  const path = join(place, 'results', job, 'result')
  rmSync(path)
  return { job, ladders: writeLongResult(path, job, of) }
}

interface Prepared {
  readonly url: string
  readonly job: string
  readonly ladders: readonly string[]
  readonly messages: readonly number[]
  readonly sessions: number
}

async function measured(opened: Browser, { url, job, ladders, messages, sessions }: Prepared): Promise<string[]> {
  const context = await opened.newContext({ viewport: { width: 1440, height: 900 } })
  context.setDefaultTimeout(PATIENCE)
  await context.addInitScript(NOTE_PAINTS)
  const scripts = await scriptBytes(context, url)
  const [ladder, long] = ladders as [string, string]
  const paints: number[] = []
  for (let i = 0; i < PAINTS; i++) paints.push(await firstPaint(context, `${url}/sessions/${ladder}`))
  const scrolled = await scrolling(context, `${url}/sessions/${ladder}`, 0)
  const scrolledLong = await scrolling(context, `${url}/sessions/${long}`, messages[1]! / messages[0]! - 1)
  const lines = [
    line('scripts at first load', `${(scripts / 1000).toFixed(0)} kB compressed`, scripts / 1000, AIMS.script),
    line('ladder of 10,000', `first paint p50 ${at(paints, 0.5)} ms after its data`, median(paints), AIMS.paint),
    line('  scrolled', ofFrames(scrolled), quantile(scrolled, 0.95), AIMS.frame),
    line(
      `ladder of ${messages[1]!.toLocaleString('en')}`,
      ofFrames(scrolledLong),
      quantile(scrolledLong, 0.95),
      AIMS.frame,
    ),
  ]
  const orders = { 'by time': '', 'by score': '&sort=-mos', 'of one type': '&type=GTP', 'that failed': '&q=failed' }
  for (const [name, more] of Object.entries(orders)) {
    const { pages, floor } = await pageTimes(url, `/api/v1/jobs/${job}/sessions?limit=${PAGE}${more}`, sessions)
    const told = `p50 ${at(pages, 0.5)} ms, p95 ${at(pages, 0.95)} ms for ${PAGE} rows, health ${at(floor, 0.95)} ms`
    lines.push(line(`${sessions.toLocaleString('en')} sessions ${name}`, told, quantile(pages, 0.95), AIMS.page))
  }
  return lines
}

/** Runs in pages before their own scripts: notes when the ladder's canvas was drawn on first. */
const NOTE_PAINTS = `
  const fill = CanvasRenderingContext2D.prototype.fillText
  CanvasRenderingContext2D.prototype.fillText = function (...given) {
    if (this.canvas.className === 'ladder-canvas') {
      if (globalThis.firstDrawn === undefined) requestAnimationFrame(() => (globalThis.firstDrawn = performance.now()))
      globalThis.lastDrawn = performance.now()
    }
    return fill.apply(this, given)
  }
`

async function scriptBytes(context: BrowserContext, url: string): Promise<number> {
  const page = await context.newPage()
  await page.goto(url)
  await page.getByRole('heading').first().waitFor()
  const bytes = await page.evaluate<number>(
    `performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js'))
      .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`,
  )
  await page.close()
  return bytes
}

/** Milliseconds from the last byte of the session to the frame after the first drawing. */
async function firstPaint(context: BrowserContext, url: string): Promise<number> {
  const page = await context.newPage()
  await page.goto(url)
  await drawn(page)
  const waited = await page.evaluate<number>(
    `globalThis.firstDrawn - performance.getEntriesByType('resource')
      .find(({ name }) => name.includes('/api/v1/sessions/')).responseEnd`,
  )
  await page.close()
  return waited
}

/** The page's policy lets nobody but the debugger evaluate anything in it. */
async function drawn(page: Page): Promise<void> {
  const until = performance.now() + PATIENCE
  while (performance.now() < until) {
    if (await page.evaluate<boolean>('globalThis.firstDrawn !== undefined')) return
    await page.waitForTimeout(20)
  }
  throw new Error('no ladder was drawn')
}

/** @param more how often more messages are asked for before it is scrolled */
async function scrolling(context: BrowserContext, url: string, more: number): Promise<number[]> {
  const page = await context.newPage()
  await page.goto(url)
  await drawn(page)
  for (let i = 0; i < more; i++) await loadMore(page)
  await page.locator('.ladder-canvas').hover()
  const session = await context.newCDPSession(page)
  const before = await page.evaluate<number>('globalThis.lastDrawn')
  const work = await workOfFrames(session, async () => {
    for (let i = 0; i < WHEEL_STEPS; i++) {
      await page.mouse.wheel(0, i % 3 === 0 ? 1200 : 240)
      await page.waitForTimeout(FRAME_MS)
    }
  })
  if ((await page.evaluate<number>('globalThis.lastDrawn')) <= before) throw new Error('nothing was drawn on scrolling')
  await page.close()
  return work
}

async function loadMore(page: Page): Promise<void> {
  const answered = page.waitForResponse((response) => response.url().includes('events_page='))
  await page.getByRole('button', { name: 'Load more' }).click()
  await (await answered).finished()
  await page.waitForTimeout(100)
}

/** Of pages spread over all of them, the first time that each is asked for; then of an answer that costs nothing. */
async function pageTimes(url: string, path: string, sessions: number): Promise<{ pages: number[]; floor: number[] }> {
  const first = (await (await fetch(`${url}${path}&page=1`)).json()) as { total: number }
  const count = Math.max(1, Math.floor(Math.min(sessions, first.total) / PAGE))
  const [pages, floor]: [number[], number[]] = [[], []]
  for (let i = 0; i < PAGES; i++) {
    pages.push(await answerTime(`${url}${path}&page=${1 + ((i * 7919) % count)}`))
    floor.push(await answerTime(`${url}/health`))
  }
  return { pages, floor }
}

async function answerTime(url: string): Promise<number> {
  const begin = performance.now()
  const answer = await fetch(url)
  await answer.text()
  if (!answer.ok) throw new Error(`${answer.status} of ${url}`)
  return performance.now() - begin
}

function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

function at(values: readonly number[], part: number): string {
  return quantile(values, part).toFixed(0)
}

function ofFrames(work: readonly number[]): string {
  const [half, most] = [quantile(work, 0.5), quantile(work, 0.95)].map((ms) => ms.toFixed(1))
  return `main thread p50 ${half} ms, p95 ${most} ms a frame of ${work.length}`
}

function line(what: string, told: string, value: number, aim: number): string {
  return `${what.padEnd(34)}${told.padEnd(62)}${(value / aim).toFixed(2)}× of the aim (${aim})`
}
