import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Application, missing, PATIENCE, type Visit } from './application.ts'

interface Body {
  readonly kpi: string
  readonly denominator?: number
}

const CAPTURES = join(import.meta.dirname, '../captures')

describe.skipIf(missing() !== '')('analytics in the browser', { timeout: PATIENCE }, () => {
  let application: Application
  let visit: Visit
  let job = ''

  beforeAll(async () => {
    application = await Application.start()
    visit = await application.page()
    job = await application.analyzed(readFileSync(join(CAPTURES, 'small-network.pcap')), 'small.pcap')
    await application.analyzed(readFileSync(join(CAPTURES, 'forked.pcap')), 'forked.pcap')
  }, PATIENCE)
  afterAll(async () => {
    await visit?.close()
    await application?.stop()
  })

  it('lead from every count to as many sessions', async () => {
    const { page, troubles } = visit
    const { protocols } = await application.ask<{ protocols: { protocol: string; session_count: number }[] }>(
      `/api/v1/analytics/protocols?job_id=${job}`,
    )
    expect(protocols.map(({ protocol }) => protocol)).toEqual(['RTP', 'SIP'])
    for (const { protocol, session_count } of protocols) {
      await visit.open(`/analytics?job=${job}`)
      await page.getByRole('row', { name: protocol }).getByRole('link').click()
      await page.getByText(`of ${session_count}`, { exact: false }).first().waitFor()
    }
    await visit.open(`/analytics?job=${job}`)
    await page.getByRole('link', { name: /^Registration/ }).click()
    await page.getByText('Rows 1–10 of 10').waitFor()
    await visit.open(`/analytics?job=${job}&series=table`)
    await page.getByRole('region', { name: 'Over time' }).getByRole('link', { name: '26' }).click()
    await page.getByText('of 26').waitFor()
    expect(troubles).toEqual([])
  })

  it('tell key figures, what they count and where', async () => {
    const { page, troubles } = visit
    const { kpis } = await application.ask<{ kpis: Body[] }>(`/api/v1/analytics/kpis?job_id=${job}`)
    const asr = kpis.find(({ kpi }) => kpi === 'asr')!
    expect(asr.denominator).toBeGreaterThan(0)
    await visit.open(`/analytics?job=${job}`)
    const figures = page.getByRole('region', { name: 'Key figures' })
    await figures.getByRole('listitem').filter({ hasText: 'ASR' }).getByRole('link').last().click()
    await page.getByText(`of ${asr.denominator}`, { exact: false }).first().waitFor()
    expect(new URL(page.url()).searchParams.get('q')).toBe('kpi == asr')
    await visit.open(`/analytics?job=${job}`)
    await figures.getByRole('button', { name: /^ASR/ }).click()
    await page.getByRole('row', { name: /200 OK/ }).waitFor()
    await page.getByRole('button', { name: 'Day', exact: true }).click()
    await page.getByRole('row', { name: /2026-01-01/ }).waitFor()
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({ job, kpi: 'asr', group: 'time' })
    await figures.getByRole('button', { name: 'Table' }).click()
    await page.getByRole('cell', { name: 'ITU-T E.411, E.425' }).waitFor()
    await visit.open(`/jobs/${job}`)
    await page.getByRole('group', { name: 'Key figures' }).getByText('ASR').waitFor()
    await page.getByRole('link', { name: 'All key figures' }).click()
    await page.getByRole('region', { name: 'Delays' }).waitFor()
    expect(troubles).toEqual([])
  })

  it('lead from each row of a breakdown to the sessions that it counts', async () => {
    const { page, troubles } = visit
    const led: string[] = []
    for (const group of ['cause', 'peer']) {
      await visit.open(`/analytics?job=${job}&kpi=asr&group=${group}`)
      const rows = page
        .getByRole('region', { name: 'ASR' })
        .getByRole('row')
        .filter({ has: page.getByRole('link') })
      await rows.first().waitFor()
      const values = await rows.getByRole('rowheader').allTextContents()
      expect(values).not.toEqual([])
      led.push(...values)
      for (const value of values) {
        await visit.open(`/analytics?job=${job}&kpi=asr&group=${group}`)
        const counted = rows.filter({ has: page.getByRole('rowheader', { name: value, exact: true }) })
        const link = counted.getByRole('link').last()
        const count = await link.textContent()
        await link.click()
        await page.getByText(`of ${count}`, { exact: false }).first().waitFor()
        expect(new URL(page.url()).searchParams.get('q')).toBe(`kpi == asr && kpi.asr.${group} == "${value}"`)
      }
    }
    expect(led.length).toBeGreaterThan(2)
    expect(troubles).toEqual([])
  })

  it('ask for no series that is refused, however long the time', async () => {
    const { page, troubles } = visit
    const refused: string[] = []
    page.on('response', (response) => {
      if (response.status() >= 400) refused.push(response.url())
    })
    await visit.open('/analytics?from=1990-01-01&to=2026-12-31')
    await page.getByRole('img', { name: /intervals/ }).waitFor()
    await visit.open('/analytics?from=1990-01-01&to=2026-12-31&interval=1h')
    await page.getByRole('img', { name: /intervals/ }).waitFor()
    expect(refused).toEqual([])
    expect(troubles).toEqual([])
  })

  it('of all jobs lead to the sessions of all jobs', async () => {
    const { page, troubles } = visit
    await visit.open('/analytics')
    const calls = page.getByRole('link', { name: /^Call/ })
    const number = Number(/\d+/.exec(await calls.innerText())?.[0])
    await calls.click()
    await page.getByText(`of ${number}`).waitFor()
    await page.getByText('In 2 jobs').waitFor()
    expect(troubles).toEqual([])
  })

  it('draw bars that open what they count', async () => {
    const { page, troubles } = visit
    await visit.open(`/analytics?job=${job}&interval=1d`)
    const chart = page.getByRole('img', { name: /^26 sessions in 1 intervals/ })
    await chart.waitFor()
    const box = (await chart.boundingBox())!
    await page.mouse.move(box.x + 80, box.y + 120)
    await page.getByText('2026-01-01 · 26 sessions').waitFor()
    await page.mouse.click(box.x + 80, box.y + 120)
    await page.getByText('of 26').waitFor()
    expect(troubles).toEqual([])
  })

  it('stand as they are in the address, with days and a job', async () => {
    const { page } = visit
    await visit.open('/analytics')
    await page.getByLabel('Job').selectOption(job)
    await page.getByLabel('From').fill('2026-02-01')
    await page.getByRole('button', { name: 'By bytes' }).click()
    await page.getByText('Nothing in this time.').waitFor()
    const asked = (): object => Object.fromEntries(new URL(page.url()).searchParams)
    await expect.poll(asked).toEqual({ job, from: '2026-02-01', by: 'bytes' })
    await page.reload()
    await page.getByText('Nothing in this time.').waitFor()
    expect(await page.getByLabel('Job').inputValue()).toBe(job)
    await visit.open('/analytics?job=00000000-0000-4000-8000-000000000000')
    await page.getByRole('alert').first().waitFor()
    expect(await page.getByRole('alert').first().innerText()).toContain('Job not found')
  })

  it('say in words that there is nothing yet', async () => {
    const empty = await Application.start()
    const { page, troubles } = await empty.page()
    await page.goto(`${empty.url}/analytics`)
    await page.getByText('A job is counted once').waitFor()
    await page.getByText('Nothing in this time.').waitFor()
    expect(await page.getByText('No packets yet.').count()).toBe(2)
    expect(troubles).toEqual([])
    await empty.stop()
  })
})
