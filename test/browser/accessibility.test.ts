import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Application, missing, PATIENCE, type Visit } from './application.ts'

const CAPTURES = join(import.meta.dirname, '../captures')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const WIDE = { width: 1440, height: 900 }
const NARROW = { width: 390, height: 844 }
const COLORS = ['color-contrast']
/** As the system asks for them. Of another theme only what may depend on it is looked at: its colours. */
const LOOKS: readonly { readonly name: string; readonly look: BrowserContextOptions; readonly rules?: string[] }[] = [
  { name: 'light and wide', look: { colorScheme: 'light', viewport: WIDE } },
  { name: 'light and narrow', look: { colorScheme: 'light', viewport: NARROW } },
  { name: 'dark and wide', look: { colorScheme: 'dark', viewport: WIDE }, rules: COLORS },
  { name: 'dark and narrow', look: { colorScheme: 'dark', viewport: NARROW }, rules: COLORS },
  { name: 'light with high contrast', look: { contrast: 'more', viewport: WIDE }, rules: COLORS },
  { name: 'dark with high contrast', look: { colorScheme: 'dark', contrast: 'more' }, rules: COLORS },
]

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
    const [good, bad] = [sessions[0]!.session_id, failed.session_id]
    const { events } = await application.ask<{ events: { event_id: string }[] }>(`/api/v1/sessions/${bad}`)
    const both = `/compare?left=${bad}&right=${good}`
    paths = [
      '/compare',
      `${both}&m=${events[0]!.event_id}&tab=text`,
      `${both}&align=time&only=1`,
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

  it.each(LOOKS)('$name', async ({ look, rules }) => {
    const visit = await application.page(look)
    const found: Record<string, string[]> = {}
    for (const path of paths) {
      const here = await violations(visit, application.url + path, rules)
      if (here.length > 0) found[path] = here
    }
    expect(found).toEqual({})
    await visit.close()
  })

  it.each([LOOKS[0]!, LOOKS[2]!, LOOKS[4]!])('menus and dialogs, $name', async ({ look, rules }) => {
    const visit = await application.page(look)
    const { page } = visit
    const [job, session] = [paths[4]!, paths[6]!]
    const opened: [path: string, name: string | undefined, shown: 'menu' | 'dialog'][] = [
      ['/', undefined, 'dialog'],
      ['/', 'Theme', 'menu'],
      [job, 'Columns', 'dialog'],
      [`${job}?q=failed`, 'Saved queries', 'dialog'],
      ['/', 'Delete demo.pcap', 'dialog'],
      [session, 'Export', 'menu'],
      [session, 'Compare', 'menu'],
    ]
    const found: Record<string, string[]> = {}
    for (const [path, name, shown] of opened) {
      await page.goto(application.url + path)
      await page.waitForLoadState('networkidle')
      if (name === undefined) await page.keyboard.press('?')
      else await page.getByRole('button', { name, exact: true }).click()
      await page.getByRole(shown).waitFor()
      await page.waitForTimeout(300)
      const here = await violationsIn(visit, rules)
      if (here.length > 0) found[name ?? 'keys'] = here
    }
    expect(found).toEqual({})
    await visit.close()
  })
})

async function violations(visit: Visit, url: string, rules?: string[]): Promise<string[]> {
  await visit.page.goto(url)
  await visit.page.waitForLoadState('networkidle')
  await visit.page.locator('main').first().waitFor()
  return violationsIn(visit, rules)
}

/** As the page stands. */
async function violationsIn({ page }: Visit, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page })
  const { violations: found } = await (rules ? axe.withRules(rules) : axe.withTags(TAGS)).analyze()
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')} ${failureSummary}`),
  )
}
