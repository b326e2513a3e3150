import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Application, missing, PATIENCE, type Visit } from './application.ts'

const CAPTURES = join(import.meta.dirname, '../captures')

describe.skipIf(missing() !== '')('comparing sessions in the browser', { timeout: PATIENCE }, () => {
  let application: Application
  let visit: Visit
  let job = ''
  const ids: Record<string, string> = {}

  beforeAll(async () => {
    application = await Application.start()
    visit = await application.page()
    job = await application.analyzed(readFileSync(join(CAPTURES, 'demo.pcap')), 'demo.pcap')
    for (const { session_key, session_id } of await application.sessions(job)) ids[session_key] = session_id
  }, PATIENCE)
  afterAll(async () => {
    await visit?.close()
    await application?.stop()
  })

  it('finds a good one like a bad one, and shows where they part', async () => {
    const { page, troubles } = visit
    const bad = ids['refused@10.45.0.5']!
    await page.goto(`${application.url}/sessions/${bad}`)
    await page.getByRole('button', { name: 'Compare' }).click()
    await page.getByRole('menuitem', { name: 'Find a good one like this' }).click()
    await page.getByRole('heading', { name: 'Compare', exact: true }).waitFor()
    const rows = page.getByRole('grid', { name: 'Messages of both sessions' })
    await rows.waitFor()
    const found = new URL(page.url()).searchParams
    expect([found.get('left'), found.get('right')]).toEqual([bad, ids['legs-a@10.45.0.5']])
    expect(await page.getByRole('status').first().innerText()).toMatch(/Same up to the INVITE.*503.*Answered/s)
    const parting = rows.getByRole('row', { name: /503 Service Unavailable.*differs.*200 OK/ })
    expect(await parting.count()).toBe(2)
    expect(await rows.getByRole('row', { name: /not in this session only right.*BYE/ }).count()).toBe(4)
    expect(troubles).toEqual([])
  })

  it('tells the fields that differ from those that always do, and so the lines of texts', async () => {
    const { page, troubles } = visit
    const detail = page.getByRole('complementary', { name: 'Differences' })
    await page.keyboard.press('n')
    await detail.getByText('Expected to differ, hidden').waitFor()
    expect(await detail.locator('.diff').innerText()).toMatch(
      /icid-legs[^]*Expected to differ, hidden\s+call_id, from_tag/,
    )
    await detail.getByRole('tab', { name: 'Text' }).click()
    await detail.locator('.diff-expected', { hasText: 'Call-ID: refused@10.45.0.5' }).waitFor()
    expect(await detail.locator('.diff-right').allInnerTexts()).toEqual([
      expect.stringContaining('icid-value=icid-legs'),
    ])
    expect(await detail.locator('.diff-same', { hasText: 'm=audio' }).count()).toBe(1)
    expect(troubles).toEqual([])
  })

  it('stands in the address: sides, order, message and tab; by keys as by the mouse', async () => {
    const { page, troubles } = visit
    const rows = page.getByRole('row')
    const all = await rows.count()
    await page.keyboard.press('d')
    await expect.poll(() => rows.count()).toBeLessThan(all)
    const address = page.url()
    await page.reload()
    await page.locator('.diff-expected').first().waitFor()
    expect(page.url()).toBe(address)
    expect(await page.getByRole('row', { selected: true }).count()).toBe(1)
    await page.keyboard.press('v')
    await page
      .getByRole('row', { name: /200 OK.*differs.*503/ })
      .first()
      .waitFor()
    await page.getByRole('button', { name: 'By time' }).click()
    await page.getByRole('switch', { name: 'Differences only' }).uncheck()
    const { left, right, align } = Object.fromEntries(new URL(page.url()).searchParams)
    expect([left, right, align]).toEqual([ids['legs-a@10.45.0.5'], ids['refused@10.45.0.5'], 'time'])
    await page.keyboard.press('Escape')
    await page.waitForURL(`**/sessions/${left}`)
    expect(troubles).toEqual([])
  })

  it('takes two that are marked in a list, one after the other', async () => {
    const { page, troubles } = visit
    await page.goto(`${application.url}/jobs/${job}`)
    await page.getByRole('row', { name: /503 Service Unavailable/ }).waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press(' ')
    await page.getByText('One marked for comparing').waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press(' ')
    await page.getByRole('heading', { name: 'Compare', exact: true }).waitFor()
    const { left, right } = Object.fromEntries(new URL(page.url()).searchParams)
    expect([left, right]).toEqual([ids['c1@10.45.0.5'], ids['refused@10.45.0.5']])
    await page.goto(`${application.url}/compare?left=${left}`)
    await page.getByText('Mark two sessions in a list with Space').waitFor()
    await page.goto(`${application.url}/compare?left=${left}&right=00000000-0000-8000-8000-000000000000`)
    await page.getByRole('heading', { name: 'There is nothing here' }).waitFor()
    expect(troubles).toEqual([])
  })
})
