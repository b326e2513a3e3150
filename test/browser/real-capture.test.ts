import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Application, missing, PATIENCE, type Visit } from './application.ts'

/** Ten thousand packets of some two thousand calls between SIPp and a proxy. */
const CAPTURE = join(import.meta.dirname, '../../../shared/captures/sip/goffinet_sipp_branch_9k.pcapng')
const why = existsSync(CAPTURE) ? missing() : 'no captures in ../shared'
if (why !== '') console.warn(`the browser test of a real capture is skipped: ${why}`)

describe.skipIf(why !== '')('a real capture in the browser', { timeout: PATIENCE }, () => {
  let application: Application
  let visit: Visit

  beforeAll(async () => {
    application = await Application.start()
    visit = await application.page()
  }, PATIENCE)
  afterAll(async () => {
    await visit?.close()
    await application?.stop()
  })

  it('is uploaded and analysed, and progress never falls', async () => {
    const { page, troubles } = visit
    await page.goto(application.url)
    await page.evaluate(WATCH)
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Choose files' }).click()
    await (await chooser).setFiles([CAPTURE])
    await page.getByRole('link', { name: /^Open goffinet/ }).waitFor()
    const seen = await page.evaluate<Record<string, number[]>>('globalThis.seen')
    expect(seen['upload']!.length).toBeGreaterThan(0)
    for (const percents of Object.values(seen)) {
      expect(percents).toEqual(percents.toSorted((one, other) => one - other))
    }
    await page.getByRole('link', { name: /^Open goffinet/ }).click()
    await page.getByText(/^Rows 1–\d+ of 2.668$/).waitFor()
    expect(troubles).toEqual([])
  })

  it('has all its sessions in one table, of which only those in sight are asked for', async () => {
    const { page, troubles } = visit
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await page.keyboard.press('End')
    await page.getByText(/^Rows 2.\d{3}–2.668 of 2.668$/).waitFor()
    await page.getByRole('row').last().getByRole('link').waitFor()
    expect(asked.filter((url) => url.includes('/sessions?')).length).toBeLessThanOrEqual(3)
    await page.keyboard.press('Enter')
    await page.getByRole('img', { name: /^Ladder of/ }).waitFor()
    expect(troubles).toEqual([])
  })
})

/** Runs in the page: notes every percent that a bar shows, of the upload and of the analysis. */
const WATCH = `
  globalThis.seen = { upload: [], analysis: [] }
  const note = () => {
    for (const bar of document.querySelectorAll('.job [role="progressbar"]')) {
      const isUpload = bar.closest('.job').querySelector('[aria-label^="Cancel upload"]') !== null
      globalThis.seen[isUpload ? 'upload' : 'analysis'].push(Number(bar.getAttribute('aria-valuenow')))
    }
  }
  new MutationObserver(note).observe(document.body, { subtree: true, childList: true, attributes: true })
`
