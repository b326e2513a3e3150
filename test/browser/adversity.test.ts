import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Application, missing, PATIENCE } from './application.ts'

const CAPTURES = join(import.meta.dirname, '../captures')
const SLOW_MS = 1500
const TOO_MANY = { error: 'Too many requests', code: 'RATE_LIMIT_EXCEEDED' }
/** Longer than a wait is kept quiet, s. */
const LONG_WAIT_S = '7'

describe.skipIf(missing() !== '')('where things go wrong', { timeout: PATIENCE }, () => {
  let application: Application
  let job = ''
  let session = ''

  beforeAll(async () => {
    application = await Application.start()
    job = await application.analyzed(readFileSync(join(CAPTURES, 'demo.pcap')), 'demo.pcap')
    session = (await application.sessions(job))[0]!.session_id
  }, PATIENCE)
  afterAll(() => application?.stop())

  it('a slow network shows the shape of a page first, and nothing jumps when it is there', async () => {
    const { page, troubles } = await application.page()
    await page.route('**/api/v1/**', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, SLOW_MS))
      await route.continue()
    })
    await page.goto(`${application.url}/sessions/${session}`)
    const bar = page.locator('.session-bar')
    await page.locator('.work-ghost').waitFor()
    const before = await bar.boundingBox()
    await page.getByRole('img', { name: /^Ladder of/ }).waitFor()
    expect(await bar.boundingBox()).toEqual(before)
    expect(troubles).toEqual([])
    await page.context().close()
  })

  it('what a slow network has not told yet is no 0', async () => {
    const { page, troubles } = await application.page()
    const told = Promise.withResolvers<void>()
    await page.route(/coverage$|\/sessions\?/, async (route) => {
      await told.promise
      await route.continue()
    })
    await page.goto(`${application.url}/jobs/${job}`)
    const figures = page.getByRole('region', { name: 'Key figures' })
    await page.locator('.ghost').first().waitFor()
    expect(await figures.innerText()).toMatch(/Sessions\s+5\s+Succeeded\s+–\s+Failed\s+–\s+Incomplete\s+–/)
    expect(await page.getByRole('button', { name: /^All/ }).innerText()).toBe('All')
    told.resolve()
    await page.getByText('Rows 1–5 of 5').waitFor()
    await expect.poll(() => figures.innerText()).toMatch(/Failed\s+2/)
    expect(troubles).toEqual([])
    await page.context().close()
  })

  it('a limit that is reached is waited for: quietly at first, then with a word, and what is there stays', async () => {
    const { page, troubles } = await application.page()
    await page.goto(`${application.url}/jobs/${job}`)
    await page.getByText('Rows 1–5 of 5').waitFor()
    let refused = 0
    await page.route('**/sessions?*', async (route) => {
      if (refused++ > 0) return route.continue()
      return route.fulfill({ status: 429, headers: { 'retry-after': LONG_WAIT_S }, json: TOO_MANY })
    })
    await page.getByRole('combobox', { name: 'Query' }).fill('failed')
    await page.getByText(/^Waiting \d s: too many requests$/).waitFor()
    expect(await page.getByText('Rows 1–5 of 5').count()).toBe(1)
    await page.getByText('Rows 1–2 of 2').waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
    await page.getByText(/^Waiting/).waitFor({ state: 'detached' })
    expect(troubles).toEqual([])
    await page.context().close()
  })

  it('where the server takes no more uploads for now, the others wait for it, and none is sent in vain', async () => {
    const { page, troubles } = await application.page()
    let sent = 0
    await page.route('**/api/v1/upload', async (route) => {
      sent++
      if (sent > 2) return route.continue()
      return route.fulfill({ status: 429, headers: { 'retry-after': '4' }, json: TOO_MANY })
    })
    await page.goto(application.url)
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Choose files' }).click()
    const buffer = readFileSync(join(CAPTURES, 'forked.pcap'))
    const names = Array.from({ length: 12 }, (_, i) => `many-${i}.pcap`)
    await (await chooser).setFiles(names.map((name) => ({ name, mimeType: '', buffer })))
    await page.getByText('The server takes only so many a minute: starts by itself').first().waitFor()
    // Two were on their way when the first was refused.
    expect(sent).toBe(2)
    await page.getByText('Completed 13').waitFor()
    for (const name of names) await page.getByText(name, { exact: true }).waitFor()
    expect(sent).toBe(2 + names.length)
    expect(troubles).toEqual([])
    await page.context().close()
  })

  it('a server that is started again in the middle is found again, and an analysis followed to its end', async () => {
    const { page } = await application.page()
    const line = await running(page, job)
    await page.goto(application.url)
    await page.getByText('Live').waitFor()
    await application.restart(async () => {
      await line.cut()
      await page.getByText('Reconnecting').waitFor()
      // What was there stays, and what is asked for now is asked again.
      expect(await page.getByText('demo.pcap').count()).toBeGreaterThan(0)
    })
    await page.getByRole('link', { name: 'Open demo.pcap' }).click()
    await page.getByText('Rows 1–5 of 5').waitFor()
    expect(await page.getByText('Reconnecting').count()).toBe(0)
    await page.context().close()
  })

  it('a result of another version leads to a new one of the same capture', async () => {
    const { page } = await application.page()
    const old = await application.analyzed(readFileSync(join(CAPTURES, 'forked.pcap')), 'old.pcap')
    const gone = {
      error: 'The capture or its result is no longer kept, or of an older version: analyse it again',
      code: 'NOT_KEPT',
    }
    await page.route(`**/api/v1/jobs/${old}/**`, (route) =>
      route.request().method() === 'GET' ? route.fulfill({ status: 410, json: gone }) : route.continue(),
    )
    await page.goto(`${application.url}/jobs/${old}`)
    await page.getByRole('button', { name: 'Analyse again' }).click()
    await expect.poll(() => new URL(page.url()).pathname, { timeout: PATIENCE }).not.toBe(`/jobs/${old}`)
    await page
      .getByRole('row', { name: /SIP call/ })
      .first()
      .waitFor()
    await page.context().close()
  })

  it('a part of the page that the server has no more is told of, and the rest can be reached', async () => {
    const { page } = await application.page()
    await page.route('**/assets/analytics-page-*', (route) => route.fulfill({ status: 404, json: {} }))
    await page.goto(application.url)
    await page.getByRole('link', { name: 'Analytics' }).click()
    await page.getByText('The server is of another version than this page').waitFor()
    await page.getByRole('link', { name: 'Jobs' }).click()
    await page.getByRole('link', { name: 'Open demo.pcap' }).waitFor()
    await page.unroute('**/assets/analytics-page-*')
    await page.goto(`${application.url}/analytics`)
    await page.getByRole('heading', { name: 'Analytics' }).waitFor()
    expect(await page.getByText('of another version').count()).toBe(0)
    await page.context().close()
  })

  it('a page that was asked for while nobody answered is there afterwards', async () => {
    const { page } = await application.page()
    await page.goto(application.url)
    await page.getByRole('link', { name: 'Open demo.pcap' }).waitFor()
    await application.restart(async () => {
      await page.getByRole('link', { name: 'Open demo.pcap' }).click()
      await page.getByRole('heading', { name: 'demo.pcap' }).waitFor()
    })
    const rows = page.getByText('Rows 1–5 of 5')
    const retry = page.getByRole('button', { name: 'Retry' })
    // It asks again by itself, and where it has given up, on demand.
    await rows.or(retry.first()).first().waitFor()
    while ((await retry.count()) > 0) await retry.first().click()
    await rows.waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
    await page.context().close()
  })
})

/** The page sees a job as running, over a line of its own, until that is cut; then it sees what there is. */
async function running(page: Page, job: string): Promise<{ cut: () => Promise<void> }> {
  let isCut = false
  let close: (() => Promise<void>) | undefined
  await page.route('**/api/v1/jobs', async (route) => {
    if (isCut) return route.continue()
    const response = await route.fetch()
    const { jobs, ...rest } = (await response.json()) as { jobs: { job_id: string }[] }
    const seen = jobs.map((one) => (one.job_id === job ? { ...one, status: 'running', progress: 40 } : one))
    return route.fulfill({ json: { ...rest, jobs: seen } })
  })
  await page.routeWebSocket(/\/ws\/jobs\//, (socket) => {
    if (isCut) {
      socket.connectToServer()
      return
    }
    close = () => socket.close({ code: 1001 })
  })
  return {
    cut: async () => {
      isCut = true
      await close?.()
    },
  }
}
