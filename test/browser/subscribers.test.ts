import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pcap } from '../make/capture-file.ts'
import { imsiOf, msisdnOf, play } from '../make/network/stories.ts'
import { Wire } from '../make/wire.ts'
import { Application, missing, PATIENCE, type Visit } from './application.ts'
import { violations } from './violations.ts'

describe.skipIf(missing() !== '')('subscribers in the browser', { timeout: PATIENCE }, () => {
  let application: Application
  let visit: Visit
  let job = ''

  beforeAll(async () => {
    application = await Application.start()
    visit = await application.page()
    const wire = new Wire()
    play(
      wire,
      Array.from({ length: 3 }, (_, n) => ({ n, at: n * 100, ip: `10.45.0.${n + 1}` })),
    )
    job = await application.analyzed(pcap(wire.packets), 'stories.pcap')
  }, PATIENCE)
  afterAll(async () => {
    await visit?.close()
    await application?.stop()
  })

  it.each([imsiOf(1), `+${msisdnOf(1)}`, '10.45.0.2'])('are found by %s', async (identity) => {
    const { page, troubles } = visit
    await page.goto(`${application.url}/subscribers`)
    await page.getByRole('textbox', { name: 'Find a subscriber' }).fill(identity)
    await page.keyboard.press('Enter')
    await page.getByText('Rows 1–1 of 1').waitFor()
    await page.getByRole('link', { name: imsiOf(1) }).click()
    await page.getByRole('heading', { name: imsiOf(1) }).waitFor()
    const identities = page.getByRole('region', { name: 'Identities' })
    expect(await identities.innerText()).toContain(msisdnOf(1))
    expect(await identities.innerText()).toContain('10.45.0.2')
    expect(troubles).toEqual([])
  })

  it('are nobody where nobody has the identity', async () => {
    await visit.page.goto(`${application.url}/subscribers?find=001019999999999`)
    await visit.page.getByText('Nobody has this identity.').waitFor()
    expect(await visit.page.getByRole('table').count()).toBe(0)
  })

  it('have one ladder of all protocols, in which every state is a link', async () => {
    const { page, troubles } = visit
    const { subscribers } = await application.ask<{ subscribers: { subscriber_id: string }[] }>(
      `/api/v1/subscribers?imsi=${imsiOf(1)}`,
    )
    const path = `/subscribers/${subscribers[0]!.subscriber_id}`
    const { total } = await application.ask<{ total: number }>(`/api/v1${path}/ladder`)
    await page.goto(application.url + path)
    await page.getByRole('button', { name: 'Ladder' }).click()
    await page.getByRole('img', { name: /^Ladder of/ }).waitFor()
    await page.getByText(`${total} messages`).waitFor()
    const filters = page.getByRole('complementary', { name: 'Filters' })
    for (const name of [/^SIP/, /^GTPv2/, /^DIAMETER/]) await filters.getByRole('checkbox', { name }).waitFor()
    await filters.getByLabel('GTPv2').uncheck()
    await page.keyboard.press('Home')
    const detail = page.getByRole('complementary', { name: 'Message' })
    await detail.getByText('Part of').waitFor()
    const address = page.url()
    await page.reload()
    await detail.getByText('Part of').waitFor()
    expect(page.url()).toBe(address)
    expect(await filters.getByLabel('GTPv2').isChecked()).toBe(false)
    expect(await violations(page)).toEqual([])
    expect(troubles).toEqual([])
  })

  it('call, and the call tells what belongs to it, from where, and leaves it out on demand', async () => {
    const { page, troubles } = visit
    const { sessions } = await application.ask<{ sessions: { session_id: string }[] }>(
      `/api/v1/jobs/${job}/sessions?type=VoLTE`,
    )
    const path = `/sessions/${sessions[0]!.session_id}`
    const { events } = await application.ask<{ events: { event_id: string; via_session?: string }[] }>(`/api/v1${path}`)
    const member = events.find(({ via_session }) => via_session !== undefined)!
    const own = events.filter(({ via_session }) => via_session === undefined)
    await page.goto(`${application.url}${path}?m=${member.event_id}`)
    const detail = page.getByRole('complementary', { name: 'Message' })
    const filters = page.getByRole('complementary', { name: 'Filters' })
    await filters.getByLabel('This session').waitFor()
    expect(await filters.getByRole('group', { name: 'Sessions' }).getByRole('checkbox').count()).toBeGreaterThan(2)
    const link = detail.locator('dd').getByRole('link')
    expect(await link.getAttribute('href')).toBe(`/sessions/${member.via_session}?m=${member.event_id}`)
    expect(await violations(page)).toEqual([])
    const boxes = await filters.getByRole('group', { name: 'Sessions' }).getByRole('checkbox').all()
    for (const box of boxes) await box.uncheck()
    await page.getByText('No message matches the filters.').waitFor()
    await filters.getByLabel('This session').check()
    await page.getByText(`${own.length} messages`).waitFor()
    expect(troubles).toEqual([])
  })
})
