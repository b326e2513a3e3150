import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunOptions } from 'axe-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Application, missing, PATIENCE, type Visit } from './application.ts'
import { violations } from './violations.ts'

const CAPTURES = join(import.meta.dirname, '../captures')
const RULES: RunOptions = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
}
/** Of another theme only what may depend on it is looked at: its colours. */
const COLORS: RunOptions = { runOnly: { type: 'rule', values: ['color-contrast'] } }
const WIDE = { width: 1440, height: 900 }
const NARROW = { width: 390, height: 844 }

interface Look {
  readonly name: string
  readonly media: { readonly colorScheme: 'light' | 'dark'; readonly contrast?: 'more' }
}

const LIGHT: Look = { name: 'light', media: { colorScheme: 'light' } }
const DARK: Look = { name: 'dark', media: { colorScheme: 'dark' } }
const LIGHT_CONTRAST: Look = { name: 'light with high contrast', media: { colorScheme: 'light', contrast: 'more' } }
const DARK_CONTRAST: Look = { name: 'dark with high contrast', media: { colorScheme: 'dark', contrast: 'more' } }
/** As the system asks for them: each page comes in the first look, and is seen in the others as it stands. */
const SCREENS = [
  { name: 'wide', viewport: WIDE, looks: [LIGHT, DARK, LIGHT_CONTRAST, DARK_CONTRAST] },
  { name: 'narrow', viewport: NARROW, looks: [DARK, LIGHT] },
]
const MENU_LOOKS = [LIGHT, DARK, LIGHT_CONTRAST]

describe.skipIf(missing() !== '')('every page can be used by everybody', { timeout: PATIENCE }, () => {
  let application: Application
  let paths: string[] = []
  let atFirst: string[] = []

  beforeAll(async () => {
    application = await Application.start()
    const empty = await application.page()
    await empty.open('/')
    atFirst = await violations(empty.page, RULES)
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

  it.each(SCREENS)('on a $name screen', async ({ viewport, looks }) => {
    const visit = await application.page({ viewport })
    const found: Record<string, string[]> = {}
    for (const path of paths) {
      await look(visit, looks[0]!)
      await visit.open(path)
      Object.assign(found, await wrongIn(visit, path, looks))
    }
    expect(found).toEqual({})
    await visit.close()
  })

  it('in menus and dialogs', async () => {
    const visit = await application.page({ viewport: WIDE })
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
      await look(visit, MENU_LOOKS[0]!)
      await visit.open(path)
      if (name === undefined) await page.keyboard.press('?')
      else await page.getByRole('button', { name, exact: true }).click()
      await page.getByRole(shown).waitFor()
      await visit.rest()
      Object.assign(found, await wrongIn(visit, name ?? 'keys', MENU_LOOKS))
      expect(await page.getByRole(shown).count()).toBe(1)
    }
    expect(found).toEqual({})
    await visit.close()
  })
})

async function look({ page }: Visit, { media }: Look): Promise<void> {
  await page.emulateMedia({ contrast: 'no-preference', ...media })
}

/** What is wrong with a page as it stands, by look: in the first by all rules, then by those of colours. */
async function wrongIn(visit: Visit, what: string, looks: readonly Look[]): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {}
  for (const one of looks) {
    await look(visit, one)
    await visit.rest()
    const here = await violations(visit.page, one === looks[0] ? RULES : COLORS)
    if (here.length > 0) found[`${what}, ${one.name}`] = here
  }
  return found
}
