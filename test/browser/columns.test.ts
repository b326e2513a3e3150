import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { make as twoConnections } from '../captures/two-connections.make.ts'
import { pcap } from '../make/capture-file.ts'
import { play } from '../make/network/stories.ts'
import { Wire } from '../make/wire.ts'
import { Application, missing, PATIENCE, type Visit } from './application.ts'
import { violations } from './violations.ts'

/** Pages are drawn when the machine comes to it. */
const LONG = { timeout: 30_000 }

describe.skipIf(missing() !== '')('columns of the ladder in the browser', { timeout: PATIENCE }, () => {
  let application: Application
  let visit: Visit
  let call = ''
  let connection = ''

  beforeAll(async () => {
    application = await Application.start()
    visit = await application.page()
    const wire = new Wire()
    play(wire, [{ n: 1, at: 0, ip: '10.45.0.5' }])
    call = await sessionOf(await application.analyzed(pcap(wire.packets), 'story.pcap'), 'VoLTE')
    connection = await sessionOf(await application.analyzed(twoConnections().bytes, 'two.pcap'), 'GTP')
  }, PATIENCE)
  afterAll(async () => {
    await visit?.close()
    await application?.stop()
  })

  async function sessionOf(job: string, type: string): Promise<string> {
    const { sessions } = await application.ask<{ sessions: { session_id: string }[] }>(
      `/api/v1/jobs/${job}/sessions?type=${type}`,
    )
    return `${application.url}/sessions/${sessions[0]!.session_id}`
  }

  const heads = () => visit.page.locator('.ladder-node')
  const roles = async (): Promise<string[]> => visit.page.locator('.ladder-node b').allInnerTexts()
  /** The heads as they stand from left to right. */
  const inSight = async (): Promise<string[]> => {
    const boxes = await Promise.all(
      (await heads().all()).map(
        async (head) => [(await head.boundingBox())!.x, await head.locator('b').innerText()] as const,
      ),
    )
    return boxes.toSorted(([a], [b]) => a - b).map(([, role]) => role)
  }

  it('stand as roles do in a network, with the evidence in their titles', async () => {
    const { page, troubles } = visit
    await page.goto(call)
    await heads().first().waitFor()
    expect(await roles()).toEqual(['UE', 'MME', 'SGW', 'PGW', 'PCRF', 'P-CSCF', 'UE'])
    expect(await page.getByRole('button', { name: /^P-CSCF/ }).getAttribute('title')).toMatch(/first in frame \d+/)
    expect(troubles).toEqual([])
  })

  it('that are out of sight are told of, and brought by a click', async () => {
    const { page } = visit
    await page.setViewportSize({ width: 600, height: 700 })
    await page.goto(`${call}?zoom=150&view=ladder`)
    const more = page.getByRole('button', { name: /more columns? to the right/ })
    await more.click()
    await page.getByRole('button', { name: /more columns? to the left/ }).waitFor()
    for (let clicks = 0; (await more.count()) > 0 && clicks < 9; clicks++) {
      await more.click()
      await page.waitForTimeout(100)
    }
    expect(await more.count()).toBe(0)
    await page.setViewportSize({ width: 1280, height: 720 })
  })

  it('are moved by keyboard and by dragging, and the address keeps it', async () => {
    const { page } = visit
    await page.goto(call)
    const ue = page.locator('[data-key="10.45.0.5"]')
    await ue.focus()
    await page.keyboard.press('Alt+ArrowRight')
    await expect.poll(inSight, LONG).toEqual(['MME', 'UE', 'SGW', 'PGW', 'PCRF', 'P-CSCF', 'UE'])
    expect(await page.locator(':focus').getAttribute('data-key')).toBe('10.45.0.5')
    const [from, to] = [(await page.getByRole('button', { name: /^P-CSCF/ }).boundingBox())!, (await ue.boundingBox())!]
    await page.mouse.move(from.x + from.width / 2, from.y + 40)
    await page.mouse.down()
    await page.mouse.move(to.x + to.width / 2, to.y + 40, { steps: 8 })
    await page.mouse.up()
    const want = ['MME', 'P-CSCF', 'UE', 'SGW', 'PGW', 'PCRF', 'UE']
    await expect.poll(inSight, LONG).toEqual(want)
    await page.reload()
    await heads().first().waitFor()
    expect(await inSight()).toEqual(want)
  })

  it('are moved without dragging too, from the list of nodes', async () => {
    const { page } = visit
    await page.goto(call)
    await page
      .getByRole('complementary', { name: 'Filters' })
      .getByText(/^P-CSCF(?! →)/)
      .hover()
    await page.getByRole('button', { name: 'Move P-CSCF to the left' }).click()
    await expect.poll(inSight, LONG).toEqual(['UE', 'MME', 'SGW', 'PGW', 'P-CSCF', 'PCRF', 'UE'])
  })

  it('are hidden with what they say, and shown again', async () => {
    const { page } = visit
    await page.goto(call)
    await page.getByRole('button', { name: /^MME/ }).focus()
    await page.keyboard.press('h')
    await expect.poll(inSight, LONG).toEqual(['UE', 'SGW', 'PGW', 'PCRF', 'P-CSCF', 'UE'])
    expect(new URL(page.url()).searchParams.get('hidden')).toBe('10.0.0.10')
    const box = page.getByRole('complementary', { name: 'Filters' }).getByRole('checkbox', { name: /^MME/ })
    await expect.poll(() => box.isChecked(), LONG).toBe(false)
    await box.check()
    await expect.poll(inSight, LONG).toContain('MME')
  })

  it('of several addresses say why, come apart by a click, and go back', async () => {
    const { page, troubles } = visit
    await page.goto(connection)
    await heads().first().waitFor()
    expect(await inSight()).toEqual(['MME', 'SGW', 'SGW', 'PGW'])
    const first = heads().filter({ hasText: 'SGW' }).first()
    expect(await first.getAttribute('title')).toContain('One node: 10.0.0.42: passed on tunnel ends')
    await first.click()
    await expect.poll(inSight, LONG).toEqual(['MME', 'SGW', 'SGW', 'SGW', 'PGW'])
    expect(new URL(page.url()).searchParams.get('ungrouped')).toBe('node 10.0.0.41')
    expect(await violations(page)).toEqual([])
    await heads().filter({ hasText: '10.0.0.42' }).click()
    await expect.poll(inSight, LONG).toEqual(['MME', 'SGW', 'SGW', 'PGW'])
    expect(troubles).toEqual([])
  })
})
