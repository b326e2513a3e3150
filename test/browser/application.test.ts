import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Application, missing, PATIENCE, type Visit } from './application.ts'
import { violations } from './violations.ts'

const CAPTURES = join(import.meta.dirname, '../captures')
/** Runs in the page. */
const DROP_NOTES = `
  const files = new DataTransfer()
  files.items.add(new File(['no capture at all'], 'notes.txt'))
  document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }))
`
const why = missing()
if (why !== '') console.warn(`browser tests are skipped: ${why}`)

describe.skipIf(why !== '')('the browser application', { timeout: PATIENCE }, () => {
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

  it('leads a newcomer from the demo to the failure in a ladder', async () => {
    const { page, troubles } = visit
    await page.goto(application.url)
    await page.getByRole('heading', { name: 'Drop a capture to see its calls' }).waitFor()
    await page.getByRole('button', { name: 'Try the demo capture' }).click()
    await page.getByRole('heading', { name: 'demo.pcap' }).waitFor()
    await page.getByRole('row', { name: /failed.*503/ }).waitFor()
    await page
      .getByRole('row', { name: /failed.*503/ })
      .getByRole('link')
      .click()
    await page.getByRole('img', { name: /^Ladder of/ }).waitFor()
    await expect.poll(() => page.getByRole('status').innerText()).toMatch(/503 Service Unavailable: a server failed/)
    await page.getByRole('button', { name: '503 Service Unavailable' }).click()
    const detail = page.getByRole('complementary', { name: 'Message' })
    expect(await detail.innerText()).toContain('503 Service Unavailable')
    expect(await detail.innerText()).toContain('refused@10.45.0.5')
    expect(troubles).toEqual([])
  })

  it('takes files from the chooser and files dropped anywhere, and says what is wrong with one', async () => {
    const { page, troubles } = visit
    await page.goto(application.url)
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Choose files' }).click()
    await (await chooser).setFiles([join(CAPTURES, 'forked.pcap'), join(CAPTURES, 'two-legs.pcap')])
    await page.getByRole('link', { name: 'Open forked.pcap' }).waitFor()
    await page.getByRole('link', { name: 'Open two-legs.pcap' }).waitFor()
    expect(troubles).toEqual([])
    await page.evaluate(DROP_NOTES)
    await page.getByText('Invalid file type').waitFor()
    expect(troubles).toEqual([])
    await page.getByRole('button', { name: 'Cancel upload of notes.txt' }).click()
  })

  it('opens a link at what it was taken from', async () => {
    const { page } = visit
    const job = await application.analyzed(readFileSync(join(CAPTURES, 'demo.pcap')), 'links.pcap')
    const failed = (await application.sessions(job)).find(({ session_key }) => session_key === 'refused@10.45.0.5')!
    const session = `/sessions/${failed.session_id}`
    const { events } = await application.ask<{ events: { event_id: string }[] }>(`/api/v1${session}`)
    const states = [
      { path: `/jobs/${job}?type=VoLTE&sort=-mos`, marks: ['button[aria-pressed="true"]', '[aria-sort="descending"]'] },
      {
        path: `${session}?m=${events[2]!.event_id}&tab=why`,
        marks: ['.detail h2', '[role="tab"][aria-selected="true"]'],
      },
      { path: `${session}?view=table&errors=1&time=clock`, marks: ['.events', 'input:checked', '.tools'] },
      { path: `${session}?view=media`, marks: ['.page'] },
      { path: `${session}?without=SIP&zoom=120`, marks: ['.stage'] },
      { path: '/?status=failed', marks: ['.segments'] },
    ]
    for (const { path, marks } of states) {
      await page.goto(application.url + path)
      const seen = await told(visit, marks)
      await page.reload()
      expect({ path, seen: await told(visit, marks) }).toEqual({ path, seen })
      expect(page.url()).toBe(application.url + path)
    }
  })

  it('looks into a packet: its fields lead to bytes, bytes to fields, and its text is there', async () => {
    const { page, troubles } = visit
    const job = await application.analyzed(readFileSync(join(CAPTURES, 'demo.pcap')), 'packet.pcap')
    const [first] = await application.sessions(job)
    const path = `/sessions/${first!.session_id}`
    const { events } = await application.ask<{ events: { event_id: string }[] }>(`/api/v1${path}`)
    await page.goto(`${application.url}${path}?m=${events[0]!.event_id}`)
    const detail = page.getByRole('complementary', { name: 'Message' })
    await detail.getByRole('treeitem', { name: /^Request-Line/ }).click()
    const marked = detail.locator('.hex-text .here')
    await expect.poll(async () => (await marked.allTextContents()).join('')).toMatch(/^INVITE.sip:/)
    await detail.locator('.hex-bytes [data-at="0"]').click()
    await detail.getByRole('treeitem', { selected: true, name: /Destination|Ethernet/ }).waitFor()
    await detail.getByRole('tab', { name: 'Text' }).click()
    expect(await detail.locator('.raw .described').innerText()).toMatch(/^v=0\no=/)
    await page.reload()
    await detail.locator('.raw .described').waitFor()
    expect(troubles).toEqual([])
  })

  it('says why no more is told of a message whose job a colleague deletes meanwhile', async () => {
    const { page } = visit
    const job = await application.analyzed(readFileSync(join(CAPTURES, 'forked.pcap')), 'doomed.pcap')
    const [first] = await application.sessions(job)
    await page.goto(`${application.url}/sessions/${first!.session_id}`)
    await page.locator('.ladder-canvas').waitFor()
    await fetch(`${application.url}/api/v1/jobs/${job}`, { method: 'DELETE' })
    await page.keyboard.press('j')
    const detail = page.getByRole('complementary', { name: 'Message' })
    await detail.getByText(/cannot be read again: (?:Job|Packet) not found/).waitFor()
    expect(await detail.getByText('call_id').count()).toBe(1)
  })

  it('finds sessions by a query, and says where one is wrong', async () => {
    const { page, troubles } = visit
    const job = await application.analyzed(readFileSync(join(CAPTURES, 'demo.pcap')), 'query.pcap')
    await page.goto(`${application.url}/jobs/${job}`)
    const query = page.getByRole('combobox', { name: 'Query' })
    await query.pressSequentially('outc')
    await page.getByRole('option', { name: /^outcome/ }).waitFor()
    await query.press('Tab')
    await query.pressSequentially('== fa')
    await page.getByRole('option', { name: '"failed"' }).waitFor()
    await query.press('Tab')
    expect((await query.inputValue()).trim()).toBe('outcome == "failed"')
    await page.getByText('Rows 1–2 of 2').waitFor()
    await query.fill('outcome == ')
    await page.getByRole('alert').waitFor()
    await query.fill('')
    await page.getByText('Rows 1–5 of 5').waitFor()
    await page.getByRole('button', { name: 'MOS' }).click()
    await page.getByRole('columnheader', { name: 'MOS' }).waitFor()
    expect(new URL(page.url()).searchParams.get('sort')).toBe('mos')
    expect(troubles).toEqual([])
  })

  it('goes through the ladder by keys, and each step stands in the address', async () => {
    const { page, troubles } = visit
    const job = await application.analyzed(readFileSync(join(CAPTURES, 'demo.pcap')), 'keys.pcap')
    const [first] = await application.sessions(job)
    const path = `/sessions/${first!.session_id}`
    const { events } = await application.ask<{ events: { event_id: string }[] }>(`/api/v1${path}`)
    const selected = (): string | null => new URL(page.url()).searchParams.get('m')
    await page.goto(application.url + path)
    await expect
      .poll(async () => (await page.keyboard.press('Home'), selected()), { timeout: PATIENCE })
      .toBe(events[0]!.event_id)
    await page.keyboard.press('j')
    await expect.poll(selected).toBe(events[1]!.event_id)
    await page.keyboard.press('t')
    await expect.poll(() => new URL(page.url()).searchParams.get('time')).toBe('clock')
    await page.keyboard.press('Escape')
    await expect.poll(selected).toBe(null)
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    await page.keyboard.press('Escape')
    expect(troubles).toEqual([])
  })

  it('waits quietly when it asks too often', async () => {
    const waits = await application.page()
    let refused = 0
    await waits.page.route('**/api/v1/jobs', async (route) => {
      if (refused++ > 0) return route.continue()
      const body = { error: 'Too many requests', code: 'RATE_LIMIT_EXCEEDED' }
      return route.fulfill({ status: 429, headers: { 'retry-after': '1' }, json: body })
    })
    await waits.page.goto(application.url)
    await waits.page.getByRole('heading', { name: 'Jobs' }).waitFor()
    expect(refused).toBeGreaterThan(1)
    expect(await waits.page.getByRole('alert').count()).toBe(0)
    await waits.close()
  })

  it('with hundreds of jobs asks for what is in sight, and the queue does not bury what is done', async () => {
    const many = await application.page()
    const jobs = Array.from({ length: 300 }, (_, i) => jobOf(i < 40 ? 'queued' : i === 40 ? 'running' : 'completed', i))
    await many.page.route('**/api/v1/jobs', (route) => route.fulfill({ json: { jobs, total: jobs.length } }))
    let asked = 0
    await many.page.route('**/coverage', (route) => {
      asked++
      return route.fulfill({ status: 404, json: { error: 'Job not found', code: 'JOB_NOT_FOUND' } })
    })
    await many.page.route('**/api/v1/jobs?protocol=SIP', (route) =>
      route.fulfill({ json: { jobs: jobs.slice(50, 52), total: 2 } }),
    )
    await many.page.goto(application.url)
    const unfinished = many.page.getByRole('region', { name: 'In progress' })
    await unfinished.waitFor()
    expect((await unfinished.locator('.file').allInnerTexts()).slice(0, 2)).toEqual([
      'running-40.pcap',
      'queued-39.pcap',
    ])
    await expect.poll(() => asked).toBeGreaterThan(0)
    expect(asked).toBeLessThan(40)
    await unfinished.getByRole('button', { name: '35 more wait: show them' }).click()
    await expect.poll(() => unfinished.locator('.file').count()).toBe(41)
    await many.page.getByRole('combobox', { name: 'Protocol' }).selectOption('SIP')
    await many.page.getByRole('button', { name: 'Completed 2' }).click()
    await expect.poll(() => many.page.locator('.file').count()).toBe(2)
    await many.page.getByRole('searchbox', { name: 'Find by name' }).fill('nobody')
    await many.page.getByRole('button', { name: 'Show all jobs' }).click()
    await many.page.getByRole('button', { name: 'All 300' }).waitFor()
    await many.close()
  })

  it('tells sessions of several captures apart by capture and day', async () => {
    const { page } = visit
    await application.analyzed(readFileSync(join(CAPTURES, 'two-legs.pcap')), 'two-legs.pcap')
    await page.goto(`${application.url}/sessions`)
    const row = page.getByRole('row', { name: /two-legs\.pcap/ }).first()
    await row.waitFor()
    expect(await row.innerText()).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}/)
  })

  it('tells all that was measured of a session, with what each number means', async () => {
    const { page } = visit
    const job = await application.analyzed(readFileSync(join(CAPTURES, 'two-legs.pcap')), 'two-legs.pcap')
    const [session] = await application.sessions(job)
    await page.goto(`${application.url}/sessions/${session!.session_id}`)
    await page.getByRole('button', { name: 'All figures' }).click()
    const figures = page.getByRole('table', { name: 'All that was measured of this session' })
    await figures.waitFor()
    expect(await figures.getByRole('row', { name: /^Setup time \d/ }).innerText()).toMatch(/1\.00 s[^]*first INVITE/)
    expect(await figures.getByRole('row', { name: /^Talk time / }).innerText()).toMatch(/200 to the first BYE/)
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await figures.waitFor({ state: 'detached' })
  })

  it('says in its table of messages where two ends of one kind are', async () => {
    const { page } = visit
    const job = await application.analyzed(readFileSync(join(CAPTURES, 'two-legs.pcap')), 'two-legs.pcap')
    const [session] = await application.sessions(job)
    await page.goto(`${application.url}/sessions/${session!.session_id}?view=table`)
    const first = page.getByRole('grid').getByRole('row').nth(1)
    await first.waitFor()
    const ends = await first.getByRole('gridcell').allInnerTexts()
    expect(ends[3]).toContain('10.45.0.5')
    expect(ends[4]).toContain('10.0.0.30')
  })

  it('deletes a job after asking', async () => {
    const { page, troubles } = visit
    await application.analyzed(readFileSync(join(CAPTURES, 'forked.pcap')), 'to-delete.pcap')
    await page.goto(application.url)
    await page.getByRole('button', { name: 'Delete to-delete.pcap' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('link', { name: 'Open to-delete.pcap' }).waitFor({ state: 'detached' })
    expect(troubles).toEqual([])
  })
})

/** The i-th latest job. */
function jobOf(status: string, i: number): object {
  return {
    job_id: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
    status,
    progress: status === 'completed' ? 100 : 0,
    created_at: new Date(Date.UTC(2026, 0, 1) - i * 1000).toISOString(),
    filename: `${status}-${i}.pcap`,
  }
}

/** What marked parts of the page say, once the page has come to rest. */
async function told(visit: Visit, marks: readonly string[]): Promise<string[]> {
  const { page } = visit
  await visit.rest()
  for (const mark of marks) await page.locator(mark).first().waitFor({ state: 'attached' })
  const texts = await Promise.all(marks.map((mark) => page.locator(mark).allInnerTexts()))
  return texts.flat()
}
