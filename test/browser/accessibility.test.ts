import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Application, missing, PATIENCE } from './application.ts'

const CAPTURES = join(import.meta.dirname, '../captures')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const THEMES = ['light', 'dark'] as const
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]
const looks = THEMES.flatMap((colorScheme) => SIZES.map((viewport) => ({ colorScheme, viewport })))

describe.skipIf(missing() !== '')('every page can be used by everybody', { timeout: PATIENCE }, () => {
  let application: Application
  let paths: string[] = []
  let atFirst: string[] = []

  beforeAll(async () => {
    application = await Application.start()
    const empty = await application.page()
    atFirst = await violations(empty, application.url)
    await empty.close()
    const job = await application.analyzed(readFileSync(join(CAPTURES, 'demo.pcap')), 'demo.pcap')
    const sessions = await application.sessions(job)
    const failed = sessions.find(({ session_key }) => session_key === 'refused@10.45.0.5')!
    const { subscribers } = await application.ask<{ subscribers: { subscriber_id: string }[] }>('/api/v1/subscribers')
    const subscriber = `/subscribers/${subscribers[0]!.subscriber_id}`
    paths = [
      '/',
      `/jobs/${job}`,
      `/jobs/${job}?type=OTHER`,
      `/sessions/${sessions[0]!.session_id}?m=evt-003`,
      `/sessions/${failed.session_id}`,
      `/sessions/${failed.session_id}?view=table&m=evt-025`,
      `/sessions/${sessions[0]!.session_id}?view=media`,
      '/analytics',
      `/analytics?job=${job}&figures=table&kpi=asr&group=peer`,
      `/analytics?kpi=sdd`,
      `/analytics?job=${job}&series=table&by=bytes`,
      '/sessions?q=failed&type=VoLTE',
      '/subscribers',
      subscriber,
      `${subscriber}/ladder`,
      '/nothing/here',
    ]
  }, PATIENCE)
  afterAll(() => application?.stop())

  it('before there is any job', () => {
    expect(atFirst).toEqual([])
  })

  it.each(looks)('$colorScheme at $viewport.width px', async (look) => {
    const visit = await application.page(look)
    for (const path of paths) {
      expect({ path, found: await violations(visit, application.url + path) }).toEqual({ path, found: [] })
    }
    await visit.close()
  })
})

async function violations({ page }: Awaited<ReturnType<Application['page']>>, url: string): Promise<string[]> {
  await page.goto(url)
  await page.waitForLoadState('networkidle')
  await page.locator('main').first().waitFor()
  const { violations: found } = await new AxeBuilder({ page }).withTags(TAGS).analyze()
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')} ${failureSummary}`),
  )
}
