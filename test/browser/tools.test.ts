import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Application, missing, PATIENCE, type Visit } from './application.ts'
import { violations } from './violations.ts'

const CAPTURES = join(import.meta.dirname, '../captures')
/** A4 upright between margins of a centimetre, px. */
const A4 = 718
const COLUMNS = [
  'Type',
  'Outcome',
  'Verdict',
  'Participants',
  'Start (UTC)',
  'Set-up ms',
  'Length',
  'MOS',
  'Loss %',
].concat(['Jitter ms', 'Events'])
const PNG_MAGIC = /^89504e47$/
const PCAPNG_MAGIC = /^0a0d0d0a$/

describe.skipIf(missing() !== '')('tools of the browser application', { timeout: PATIENCE }, () => {
  let application: Application
  let visit: Visit
  let [job, session] = ['', '']

  beforeAll(async () => {
    application = await Application.start()
    visit = await application.page({ permissions: ['clipboard-read', 'clipboard-write'] })
    job = await application.analyzed(readFileSync(join(CAPTURES, 'demo.pcap')), 'demo.pcap')
    session = (await application.sessions(job)).find(
      ({ session_key }) => session_key === 'refused@10.45.0.5',
    )!.session_id
  }, PATIENCE)
  afterAll(async () => {
    await visit?.close()
    await application?.stop()
  })

  it('saves a query under a name, for every browser of its user, gives it on, renames and forgets it', async () => {
    const { page, troubles } = visit
    await visit.open(`/jobs/${job}?q=failed&type=VoLTE`)
    await page.getByRole('button', { name: 'Saved queries' }).click()
    await page.getByRole('textbox', { name: 'Name for this query' }).fill('bad calls')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: /^bad calls/ }).waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByRole('textbox', { name: 'Name for this query' }).fill('bad calls')
    await page.getByText('Takes the place of the query of this name: Call · failed').waitFor()
    expect(await page.getByRole('button', { name: 'Replace' }).isEnabled()).toBe(true)
    const other = await application.page()
    await other.open(`/jobs/${job}`)
    await other.page.getByRole('button', { name: 'Saved queries' }).click()
    await other.page.getByRole('button', { name: /^bad calls Call · failed/ }).click()
    await other.page.getByText('Rows 1–2 of 2').waitFor()
    expect(Object.fromEntries(new URL(other.page.url()).searchParams)).toEqual({ q: 'failed', type: 'VoLTE' })
    await other.page.getByRole('button', { name: 'Saved queries' }).click()
    await other.page.getByRole('button', { name: 'Rename bad calls' }).click()
    await other.page.keyboard.press('Escape')
    await other.page.getByRole('button', { name: 'Rename bad calls' }).click()
    expect(await violations(other.page)).toEqual([])
    await other.page.keyboard.type('poor calls')
    await other.page.keyboard.press('Enter')
    await other.page.getByRole('button', { name: /^poor calls/ }).waitFor()
    await other.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await other.page.getByRole('button', { name: 'Copy a link to poor calls' }).click()
    await other.page.getByRole('button', { name: 'Copied a link to poor calls' }).waitFor()
    expect(await other.page.evaluate('navigator.clipboard.readText()')).toBe(
      `${application.url}/jobs/${job}?type=VoLTE&q=failed`,
    )
    await other.page.getByRole('button', { name: 'Delete poor calls' }).click()
    await other.page.getByText('None saved yet.').waitFor()
    expect([...troubles, ...other.troubles]).toEqual([])
    await other.close()
  })

  it('shows the columns that were chosen, in their order, also later', async () => {
    const { page, troubles } = visit
    await visit.open(`/jobs/${job}`)
    await page.getByText('Rows 1–5 of 5').waitFor()
    await page.keyboard.press('t')
    await page.getByRole('checkbox', { name: 'Jitter ms' }).uncheck()
    await page.getByRole('button', { name: 'Move MOS before' }).click()
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Outcome', exact: true }).focus()
    await page.keyboard.press('Alt+ArrowLeft')
    const heads = async (): Promise<string[]> =>
      (await page.getByRole('columnheader').allInnerTexts()).map((text) => text.replace(' ↑', ''))
    const wanted = ['Outcome', 'Type', 'Verdict', 'Participants', 'Start (UTC)', 'Set-up ms', 'MOS', 'Length']
    await expect.poll(heads).toEqual([...wanted, 'Loss %', 'Events'])
    await page.reload()
    await expect.poll(heads).toEqual([...wanted, 'Loss %', 'Events'])
    await page.getByRole('row', { name: /^success\s+VoLTE call/ }).waitFor()
    await page.keyboard.press('t')
    await page.getByRole('button', { name: 'Usual columns' }).click()
    await expect.poll(async () => (await heads())[0]).toBe('Type')
    expect(troubles).toEqual([])
  })

  it('looks as the system asks, until somebody chooses', async () => {
    const { page, troubles } = visit
    await visit.open('/')
    const look = async (): Promise<unknown> =>
      page.evaluate('(({ theme, contrast }) => ({ theme, contrast }))(document.documentElement.dataset)')
    const surface = async (): Promise<string> =>
      page.evaluate<string>(`getComputedStyle(document.querySelector('.top')).backgroundColor`)
    await page.emulateMedia({ colorScheme: 'dark' })
    await expect.poll(look).toMatchObject({ theme: 'dark' })
    await page.emulateMedia({ colorScheme: 'dark', contrast: 'more' })
    await expect.poll(look).toMatchObject({ theme: 'dark', contrast: 'more' })
    expect(await surface()).toBe('rgb(0, 0, 0)')
    await page.emulateMedia({ colorScheme: 'light', contrast: 'no-preference' })
    await expect.poll(look).toEqual({ theme: 'light' })
    await page.getByRole('button', { name: 'Theme' }).click()
    await page.getByRole('menuitemradio', { name: 'High contrast, dark' }).click()
    await page.reload()
    await page.getByRole('heading', { name: 'Jobs' }).waitFor()
    expect(await look()).toEqual({ theme: 'dark', contrast: 'more' })
    await page.keyboard.press('T')
    await expect.poll(look).toEqual({ theme: 'light' })
    await page.getByRole('button', { name: 'Theme' }).click()
    await page.getByRole('menuitemradio', { name: 'As the system' }).click()
    await page.emulateMedia({ colorScheme: 'dark' })
    await expect.poll(look).toMatchObject({ theme: 'dark' })
    await page.emulateMedia({ colorScheme: null, contrast: null })
    expect(troubles).toEqual([])
  })

  const FILES: readonly { item: string; name: RegExp; holds: RegExp; isText?: false }[] = [
    { item: 'Ladder as text', name: /\.txt$/, holds: / --> .+ 503 Service Unavailable/ },
    { item: 'Ladder as Mermaid', name: /\.mmd$/, holds: /^sequenceDiagram[^]*N\d--xN0: 503 Service Unavailable/ },
    {
      item: 'Ladder as SVG',
      name: /\.svg$/,
      holds:
        /^<svg xmlns[^]*<title>[^<]*refused@10\.45\.0\.5[^<]* UTC[^<]*<\/title>[^]*10\.0\.0\.20[^]*503 Service Unavailable[^]*<\/svg>\n$/,
    },
    { item: 'Ladder as PNG', name: /\.png$/, holds: PNG_MAGIC, isText: false },
    { item: 'Messages as CSV', name: /\.csv$/, holds: /^[^\n]*event_id[^]*503 Service Unavailable/ },
    { item: 'All of it as JSON', name: /\.json$/, holds: /"session_key": ?"refused@10\.45\.0\.5"/ },
    { item: 'Its packets as pcapng', name: /\.pcapng$/, holds: PCAPNG_MAGIC, isText: false },
    { item: 'Its packets without media', name: /\.pcapng$/, holds: PCAPNG_MAGIC, isText: false },
  ]

  it('prints a list as wide as A4 upright, with all of its columns and rows', async () => {
    const { page, troubles } = visit
    await visit.open(`/jobs/${job}`)
    await page.evaluate("dispatchEvent(new Event('beforeprint'))")
    await page.emulateMedia({ media: 'print' })
    await page.setViewportSize({ width: A4, height: 900 })
    const table = page.locator('.printed-list')
    expect((await table.boundingBox())!.width).toBeLessThanOrEqual(A4)
    expect(await table.locator('th').allInnerTexts()).toEqual(COLUMNS)
    expect(await table.locator('tbody tr').count()).toBe(5)
    expect(await table.locator('tbody').innerText()).toMatch(/SIP call\s+failed[^]*503 Service Unavailable/)
    expect(await page.locator('.rows-scroll').isVisible()).toBe(false)
    await page.emulateMedia({ media: null })
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(await table.count()).toBe(0)
    expect(troubles).toEqual([])
  })

  it.each(FILES)('saves a session: $item', async ({ item, name, holds, isText = true }) => {
    const { page, troubles } = visit
    await visit.open(`/sessions/${session}`)
    const file = await saved(page, item)
    expect(file.name).toMatch(name)
    expect(isText ? file.bytes.toString() : file.bytes.subarray(0, 4).toString('hex')).toMatch(holds)
    expect(troubles).toEqual([])
  })

  it('prints the whole ladder, and not what the window shows of it', async () => {
    const { page, troubles } = visit
    await visit.open(`/sessions/${session}`)
    await page.locator('.ladder-canvas').waitFor()
    await visit.rest()
    const printed = async (): Promise<number> => page.locator('.printed svg text').count()
    await expect
      .poll(async () => {
        await page.evaluate("dispatchEvent(new Event('beforeprint'))")
        return printed()
      })
      .toBeGreaterThan(10)
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('.ladder-canvas').isVisible()).toBe(false)
    expect(await page.locator('.printed svg:not(.whole)').first().isVisible()).toBe(true)
    expect(await page.locator('.printed').textContent()).toContain('503 Service Unavailable')
    expect(await page.locator('.printed').innerText()).toMatch(
      /refused@10\.45\.0\.5\s+\S+ \S+ UTC · failed · .*demo\.pcap/,
    )
    expect(await page.locator('.across').count()).toBe(0)
    // Three columns of a picture, however wide the paper is.
    expect((await page.locator('.printed svg:not(.whole)').first().boundingBox())!.width).toBeLessThan(700)
    await page.emulateMedia({ media: null })
    await page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(await printed()).toBe(0)
    expect(troubles).toEqual([])
  })

  it('copies a session: its link, its ladder as text, as Mermaid and as a picture', async () => {
    const { page, troubles } = visit
    await visit.open(`/sessions/${session}?errors=1`)
    const text = async (): Promise<string> => page.evaluate<string>('navigator.clipboard.readText()')
    await page.getByRole('button', { name: 'Copy link' }).click()
    await page.getByText('Copied').waitFor()
    expect(await text()).toBe(page.url())
    const copy = async (name: string): Promise<void> => {
      await page.getByRole('button', { name: 'Export' }).click()
      await page.getByRole('menuitem', { name, exact: true }).click()
    }
    await copy('Text')
    await expect.poll(text).toMatch(/503 Service Unavailable/)
    expect(await text()).not.toMatch(/INVITE SDP/)
    await copy('Mermaid')
    await expect.poll(text).toMatch(/^sequenceDiagram/)
    await copy('Picture')
    const types = async (): Promise<string> =>
      page.evaluate<string>(`navigator.clipboard.read().then((items) => items.flatMap(({ types }) => types).join())`)
    await expect.poll(types).toContain('image/png')
    expect(troubles).toEqual([])
  })

  it('saves the sessions that are listed, with the numbers that the list shows', async () => {
    const { page, troubles } = visit
    await visit.open(`/jobs/${job}`)
    const all = rowsOf((await saved(page, 'As CSV')).bytes)
    const listed = await page.locator('.rows-body .row').allInnerTexts()
    expect(all.length).toBe(listed.length)
    all.forEach((row, i) => expect(row).toMatchObject(numbersOf(listed[i]!)))
    await page.getByRole('columnheader', { name: 'Start' }).getByRole('button').click()
    await visit.rest()
    const turned = rowsOf((await saved(page, 'As CSV')).bytes)
    const shown = await page.locator('.rows-body .row').allInnerTexts()
    expect(shown).not.toEqual(listed)
    turned.forEach((row, i) => expect(row).toMatchObject(numbersOf(shown[i]!)))
    await visit.open(`/jobs/${job}?q=failed&type=VoLTE`)
    expect(rowsOf((await saved(page, 'As CSV')).bytes).map(({ outcome }) => outcome)).toEqual(['failed', 'failed'])
    const { sessions } = JSON.parse((await saved(page, 'As JSON, with their messages')).bytes.toString()) as Found
    expect(sessions.length).toBe(2)
    const packets = await saved(page, 'Their packets as pcapng')
    expect(packets.bytes.subarray(0, 4).toString('hex')).toMatch(PCAPNG_MAGIC)
    expect(troubles).toEqual([])
  })

  it('leads from a session to its subscriber, whose ladder is saved too', async () => {
    const { page, troubles } = visit
    await visit.open(`/sessions/${session}`)
    await page.getByRole('navigation', { name: 'Subscribers' }).getByRole('link', { name: 'caller' }).click()
    await page.getByRole('img', { name: /^Ladder of/ }).waitFor()
    expect((await saved(page, 'Messages as CSV')).bytes.toString()).toMatch(/^event_id,[^]*408 Request Timeout/)
    expect((await saved(page, 'Ladder as text')).bytes.toString()).toMatch(/503 Service Unavailable/)
    const { bytes } = await saved(page, 'Its packets without media')
    expect(bytes.subarray(0, 4).toString('hex')).toMatch(PCAPNG_MAGIC)
    expect(troubles).toEqual([])
  })
})

interface Found {
  readonly sessions: readonly object[]
}

/** Rows of a CSV by column; nothing in them is quoted that holds a line break. */
function rowsOf(bytes: Buffer): Record<string, string>[] {
  const [head = [], ...rows] = bytes
    .toString()
    .trimEnd()
    .split('\r\n')
    .map((line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = '']) => cell))
  return rows.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i] ?? ''])))
}

/** What a row of the list says, as a CSV has it. */
function numbersOf(listed: string): Record<string, unknown> {
  const cells = listed.split('\n')
  const [outcome, start, setup, mos, events] = [1, 4, 5, 7, 10].map((i) => cells[i]!.replaceAll(/\s/g, ''))
  return {
    outcome,
    start_time: expect.stringContaining(`T${start}Z`),
    setup_time_ms: setup!.replace('–', ''),
    events,
    mos: expect.stringMatching(new RegExp(mos === '–' ? '^$' : `^${mos}`)),
  }
}

/** Saves by the menu; what is in the file. */
async function saved(page: Page, item: string): Promise<{ name: string; bytes: Buffer }> {
  await page.getByRole('button', { name: 'Export' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: item }).click(),
  ])
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
}
