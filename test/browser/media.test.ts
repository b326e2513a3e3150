import { mkdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answeredCall } from '../make/calls/answered.ts'
import { ALICE, BOB } from '../make/calls/phone.ts'
import { talking } from '../make/calls/talking.ts'
import { pcap } from '../make/capture-file.ts'
import { rtpStream } from '../make/rtp.ts'
import { AMR_WB } from '../make/sdp.ts'
import { Wire } from '../make/wire.ts'
import { Application, missing, PATIENCE } from './application.ts'
import { violations } from './violations.ts'

const PACKETS = 400
/** Of µ-law, a tone of 500 Hz that rises and falls. */
function tone(i: number): Uint8Array {
  const loud = Math.round(6 * Math.sin((Math.PI * i) / PACKETS))
  return Uint8Array.from({ length: 160 }, (_, k) => (k % 16 < 8 ? 0x80 : 0) | ((7 - loud) << 4) | (i & 15))
}

/** Where screenshots go, for those who want to look at them. */
const LOOK = process.env['SCREENSHOTS']

describe.skipIf(missing() !== '')('the media of a session', { timeout: PATIENCE }, () => {
  let application: Application
  let [heard, unheard, oneWay, many] = ['', '', '', '']

  beforeAll(async () => {
    application = await Application.start()
    const wire = new Wire()
    answeredCall(wire, {
      packets: PACKETS,
      media: {
        payload: tone,
        forth: { lost: (i) => (i > 100 && i < 120) || i === 300 },
        back: { delay: (i) => (i % 5) * 3 },
      },
    })
    answeredCall(wire, { at: 60_000, callId: 'wide', codecs: [AMR_WB], media: { payloadType: 96, clock: 16_000 } })
    talking(wire, { at: 120_000, name: 'one-way', back: false })
    talking(wire, {
      at: 180_000,
      name: 'many',
      during: ({ answered }) => {
        for (let n = 0; n <= 10; n++) {
          const more = { at: answered + 100 + n * 900, ssrc: 0x1000 + n, packets: 40 }
          rtpStream(wire, { ...more, from: ALICE.media, to: BOB.media })
        }
      },
    })
    const sessions = await application.sessions(await application.analyzed(pcap(wire.packets), 'media.pcap'))
    const pages = sessions.map(({ session_id }) => `/sessions/${session_id}?view=media`)
    ;[heard, unheard, oneWay, many] = pages as [string, string, string, string]
  }, PATIENCE)
  afterAll(() => application?.stop())

  it.each(['light', 'dark'] as const)('is drawn over time and played, in %s', async (colorScheme) => {
    const { page, troubles, close } = await visit({ colorScheme })
    await page.goto(application.url + heard)
    await page.locator('.u-over').nth(2).waitFor()
    await page.getByRole('button', { name: 'Load audio' }).click()
    await page.getByRole('button', { name: 'Play' }).click()
    await page.getByRole('button', { name: 'Pause' }).waitFor()
    const played = await page.locator('audio').evaluate((element) => Number(Reflect.get(element, 'duration')))
    expect(played).toBeCloseTo(PACKETS / 50, 1)
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.locator('details.series-table summary').first().click()
    await page.locator('.series-rows .bad').first().waitFor()
    expect(await page.locator('.series-rows .bad').count()).toBe(20)
    expect(await violations(page)).toEqual([])
    if (LOOK !== undefined) {
      mkdirSync(LOOK, { recursive: true })
      await page.screenshot({ path: `${LOOK}/media-${colorScheme}.png`, fullPage: true })
      await page.locator('.media-page').evaluate((element) => element.scrollTo(0, 400))
      await page.screenshot({ path: `${LOOK}/media-${colorScheme}-below.png`, fullPage: true })
    }
    expect(troubles).toEqual([])
    await close()
  })

  it('is given as a file', async () => {
    const { page, troubles, close } = await visit({ viewport: { width: 390, height: 844 } })
    await page.goto(application.url + heard)
    await page.getByRole('button', { name: 'Load audio' }).click()
    const streams = page.getByRole('region', { name: 'Streams', exact: true })
    expect((await streams.boundingBox())!.height).toBeGreaterThan(80)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page
        .getByRole('link', { name: /^Download WAV of/ })
        .first()
        .click(),
    ])
    expect(download.suggestedFilename()).toMatch(/^session-.*-0x11111111-1\.wav$/)
    if (LOOK !== undefined) await page.screenshot({ path: `${LOOK}/media-narrow.png`, fullPage: true })
    expect(troubles).toEqual([])
    await close()
  })

  it('says what is wrong, above the ladder and with its numbers', async () => {
    const { page, troubles, close } = await visit({})
    await page.goto(application.url + oneWay.replace('?view=media', ''))
    const banner = page.getByRole('status').filter({ hasText: 'One-way audio' })
    await banner.getByRole('button', { name: '1 finding on the media' }).click()
    const findings = page.getByRole('region', { name: 'What is wrong with the media' })
    await findings.getByText('packets 598').waitFor()
    expect(await findings.getByRole('listitem').count()).toBe(1)
    expect(await violations(page)).toEqual([])
    expect(troubles).toEqual([])
    await close()
  })

  it('of more streams than can be told apart is chosen', async () => {
    const { page, troubles, close } = await visit({})
    await page.goto(application.url + many)
    const choice = page.getByRole('region', { name: 'Shown and heard below' })
    const [first, last] = [choice.getByRole('checkbox').first(), choice.getByLabel('0x0000100a')]
    expect(await last.isDisabled()).toBe(true)
    await first.uncheck()
    await last.check()
    await page.locator('.u-over').nth(2).waitFor()
    expect(await page.locator('.media-legend li').count()).toBe(8)
    expect(await violations(page)).toEqual([])
    expect(troubles).toEqual([])
    await close()
  })

  it('cannot be heard where its codec is another, and says so', async () => {
    const { page, close } = await visit({})
    await page.goto(application.url + unheard)
    await page.locator('.u-over').first().waitFor()
    await page.getByText('AMR-WB cannot be heard: G.711, G.722 and L16 are decoded here.').waitFor()
    expect(await page.getByRole('button', { name: 'Load audio' }).count()).toBe(0)
    await close()
  })

  it('says why nothing is drawn over time where its capture is gone', async () => {
    const { page, close } = await visit({})
    const gone = {
      error: 'The capture or its result is no longer kept, or of an older version: analyse it again',
      code: 'NOT_KEPT',
    }
    await page.route('**/series?*', (route) => route.fulfill({ status: 410, json: gone }))
    await page.goto(application.url + heard)
    expect(await page.getByRole('region', { name: 'Over time' }).getByRole('alert').innerText()).toContain(gone.error)
    await close()
  })

  it('is not offered to those who may not listen', async () => {
    const { page, close } = await visit({})
    const user = { user_id: '1', username: 'reader', roles: ['readonly'], scopes: ['jobs:read', 'sessions:read'] }
    await page.route('**/api/v1/session', (route) => route.fulfill({ json: { users: true, user } }))
    await page.goto(application.url + heard)
    await page.locator('.u-over').first().waitFor()
    await page.getByText('To hear it takes the right media:listen').waitFor()
    expect(await page.getByRole('button', { name: 'Load audio' }).count()).toBe(0)
    await close()
  })

  async function visit(options: Parameters<Application['page']>[0]) {
    const one = await application.page(options)
    return { page: one.page, troubles: one.troubles, close: () => one.close() }
  }
})
