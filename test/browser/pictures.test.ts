/** Pictures of every page, for the documentation: `PICTURES=1 npx vitest run test/browser/pictures.test.ts`. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pcap } from '../make/capture-file.ts'
import { callIdOf, imsiOf, play } from '../make/network/stories.ts'
import { Wire } from '../make/wire.ts'
import { Application, missing, PATIENCE } from './application.ts'
import { fixTimes } from './fixed-times.ts'

const CAPTURES = join(import.meta.dirname, '../captures')
const IMAGES = join(import.meta.dirname, '../../docs/images')
const PASSWORD = 'Correct-horse-7-battery'
/** Of the pictures, 0 to 100. */
const QUALITY = 78
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]
const LOOKS = [
  { name: 'light', options: { colorScheme: 'light' } },
  { name: 'dark', options: { colorScheme: 'dark' } },
] as const
const CONTRAST = { name: 'contrast', options: { colorScheme: 'dark', contrast: 'more' } } as const

const why = process.env['PICTURES'] === '1' ? missing() : 'PICTURES=1 is not set'
if (why !== '' && process.env['PICTURES'] === '1') console.warn(`pictures are not made: ${why}`)

describe.skipIf(why !== '')('pictures', { timeout: 10 * PATIENCE }, () => {
  const since = Date.now() - 60_000
  let open: Application
  let closed: Application
  let firstRun: Application
  const pages: Record<string, string> = {}

  beforeAll(async () => {
    mkdirSync(IMAGES, { recursive: true })
    firstRun = await Application.start()
    open = await Application.start()
    closed = await Application.start(PASSWORD)
    await open.analyzed(readFileSync(join(CAPTURES, 'small-network.pcap')), 'small-network.pcap')
    const wire = new Wire()
    play(wire, [{ n: 0, at: 0, ip: '10.45.0.1', status: 503, refusal: 5065 }])
    const whole = await open.analyzed(pcap(wire.packets), 'one-subscriber.pcap')
    const refused = (await open.sessions(whole)).find(({ session_key }) => session_key === callIdOf(0))!
    const job = await open.analyzed(readFileSync(join(CAPTURES, 'demo.pcap')), 'demo.pcap')
    const sessions = await open.sessions(job)
    const failed = sessions.find(({ session_key }) => session_key === 'refused@10.45.0.5')!
    const { subscribers } = await open.ask<{ subscribers: { subscriber_id: string }[] }>(
      `/api/v1/subscribers?imsi=${imsiOf(0)}`,
    )
    const call = `/sessions/${sessions[0]!.session_id}`
    const subscriber = `/subscribers/${subscribers[0]!.subscriber_id}`
    Object.assign(pages, {
      jobs: '/',
      sessions: `/jobs/${job}`,
      failure: `/sessions/${failed.session_id}`,
      call: `/sessions/${refused.session_id}`,
      ladder: `${call}?m=evt-003`,
      table: `${call}?view=table`,
      media: `${call}?view=media`,
      compare: `/compare?left=${sessions[0]!.session_id}&right=${failed.session_id}`,
      search: '/sessions?q=failed&type=VoLTE',
      subscribers: '/subscribers',
      subscriber,
      story: `${subscriber}/ladder`,
      analytics: '/analytics',
    })
  }, 10 * PATIENCE)
  afterAll(async () => {
    await Promise.all([firstRun?.stop(), open?.stop(), closed?.stop()])
  })

  const looks = LOOKS.flatMap((look) => SIZES.map((viewport) => ({ look, viewport })))

  it.each(looks)('$look.name at $viewport.width px', async ({ look, viewport }) => {
    const suffix = `${look.name}-${viewport.width}`
    const visit = await open.page({ viewport, ...look.options })
    await fixTimes(visit.page, since)
    for (const [name, path] of Object.entries(pages)) await picture(visit.page, open.url + path, `${name}-${suffix}`)
    await visit.close()
    const empty = await firstRun.page({ viewport, ...look.options })
    await picture(empty.page, firstRun.url, `first-run-${suffix}`)
    await empty.close()
    const user = await closed.page({ viewport, ...look.options })
    await fixTimes(user.page, since)
    await picture(user.page, `${closed.url}/account`, `sign-in-${suffix}`)
    await user.page.getByRole('textbox', { name: 'User name' }).fill('admin')
    await user.page.getByLabel('Password').fill(PASSWORD)
    await user.page.keyboard.press('Enter')
    await user.page.getByRole('heading', { name: 'admin' }).waitFor()
    for (const name of ['account', 'users']) await picture(user.page, `${closed.url}/${name}`, `${name}-${suffix}`)
    await user.close()
    expect(visit.troubles).toEqual([])
  })

  it('in high contrast: a ladder', async () => {
    const viewport = SIZES[0]!
    const visit = await open.page({ viewport, ...CONTRAST.options })
    await fixTimes(visit.page, since)
    await picture(visit.page, open.url + pages['failure']!, `failure-${CONTRAST.name}-${viewport.width}`)
    await visit.close()
    expect(visit.troubles).toEqual([])
  })
})

/** Takes a picture of a page that has come to rest, in a format that keeps it small. */
async function picture(page: Page, url: string, name: string): Promise<void> {
  await page.goto(url)
  await page.locator('main').first().waitFor()
  await page.waitForLoadState('networkidle')
  await page.evaluate('document.fonts.ready')
  await page.waitForTimeout(300)
  const session = await page.context().newCDPSession(page)
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY })
  await session.detach()
  writeFileSync(join(IMAGES, `${name}.webp`), Buffer.from(data, 'base64'))
}
