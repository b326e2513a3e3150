/** What the address and the entries of the history say is what one comes back to. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answeredCall } from '../make/calls/answered.ts'
import { pcap } from '../make/capture-file.ts'
import { Wire } from '../make/wire.ts'
import { Application, missing, PATIENCE, type Visit } from './application.ts'

const CALLS = 300
/** Of a ladder on a phone: where the fields of a message come to lie, px. */
const LOW = 300
/** Longer than typing pauses. */
const SLOW_MS = 1000

/** Steps of a key that is held for some seconds: back and forth, so that any ladder is long enough. */
const HELD_FOR = 121
/** Each step is drawn, as each is on a machine that is fast enough. */
const HELD = `(async () => {
  const counted = { addresses: 0, changes: 0 }
  const { replaceState } = history
  history.replaceState = (...given) => {
    counted.addresses++
    return replaceState.apply(history, given)
  }
  const observer = new MutationObserver((changes) => (counted.changes += changes.length))
  observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true })
  for (let n = 0; n < ${HELD_FOR}; n++) {
    dispatchEvent(new KeyboardEvent('keydown', { key: n % 2 === 0 ? 'j' : 'k' }))
    await new Promise(requestAnimationFrame)
  }
  observer.disconnect()
  history.replaceState = replaceState
  return counted
})()`

describe.skipIf(missing() !== '')('a list of many sessions', { timeout: PATIENCE }, () => {
  let application: Application
  let visit: Visit
  let list = ''

  beforeAll(async () => {
    application = await Application.start()
    visit = await application.page()
    const wire = new Wire()
    for (let n = 0; n < CALLS; n++) answeredCall(wire, { at: n * 100, callId: `call-${n}`, packets: 1 })
    list = `/jobs/${await application.analyzed(pcap(wire.packets), 'many.pcap')}`
  }, PATIENCE)
  afterAll(async () => {
    await visit?.close()
    await application?.stop()
  })

  const footer = (): ReturnType<Visit['page']['getByText']> => visit.page.getByText(/^Rows /)
  const query = (): ReturnType<Visit['page']['getByRole']> => visit.page.getByRole('combobox', { name: 'Query' })
  const asked = (): object => Object.fromEntries(new URL(visit.page.url()).searchParams)

  it('is where it was, and at the same row, when one comes back from a session or reloads', async () => {
    const { page, troubles } = visit
    await visit.open(list)
    await page.locator('.rows-scroll').evaluate((element) => element.scrollTo(0, 4000))
    await expect.poll(() => footer().innerText()).not.toMatch(/^Rows 1–/)
    await visit.rest()
    const rows = await footer().innerText()
    await page.locator('.row-link').nth(12).click()
    await page.getByRole('img', { name: /^Ladder of/ }).waitFor()
    await page.goBack()
    await expect.poll(() => footer().innerText()).toBe(rows)
    const row = await page.locator('.row.selected').getAttribute('aria-rowindex')
    await page.keyboard.press('j')
    expect(await page.locator('.row.selected').getAttribute('aria-rowindex')).toBe(String(Number(row) + 1))
    await page.reload()
    await expect.poll(() => footer().innerText()).toBe(rows)
    expect(troubles).toEqual([])
  })

  it('leads on a phone from a row to its session, and offers the types', async () => {
    const phone = await application.page({ viewport: { width: 390, height: 844 }, hasTouch: true })
    const { page, troubles } = phone
    await phone.open(list)
    expect((await page.getByRole('button', { name: /^Call/ }).boundingBox())!.height).toBeGreaterThanOrEqual(24)
    expect((await page.locator('.chips').boundingBox())!.height).toBeGreaterThanOrEqual(24)
    const row = page.locator('.rows-body .row').nth(1)
    await row.tap({ position: { x: (await row.boundingBox())!.width / 2, y: 10 } })
    await page.getByRole('heading', { name: 'SIP call' }).waitFor()
    expect(new URL(page.url()).pathname).toMatch(/^\/sessions\//)
    expect(troubles).toEqual([])
    await phone.close()
  })

  it('shows on a phone, beside its fields, the message that was tapped', async () => {
    const phone = await application.page({ viewport: { width: 390, height: 844 }, hasTouch: true })
    const { page, troubles } = phone
    const [first] = await application.sessions(list.slice('/jobs/'.length))
    await phone.open(`/sessions/${first!.session_id}?view=ladder`)
    const ladder = page.locator('.ladder-scroll')
    const { x, y, width } = (await ladder.boundingBox())!
    await page.touchscreen.tap(x + width / 2, y + LOW)
    const detail = page.getByRole('complementary', { name: 'Message' })
    await detail.waitFor()
    await expect.poll(() => ladder.evaluate((element) => Number(Reflect.get(element, 'scrollTop')))).toBeGreaterThan(0)
    const below = (await ladder.boundingBox())!
    expect((await detail.boundingBox())!.y).toBeGreaterThanOrEqual(Math.floor(below.y + below.height))
    expect(troubles).toEqual([])
    await phone.close()
  })

  it('lets back close on a phone what was opened last, and leave the page once nothing is open', async () => {
    const phone = await application.page({ viewport: { width: 390, height: 844 }, hasTouch: true })
    const { page, troubles } = phone
    const [first] = await application.sessions(list.slice('/jobs/'.length))
    const session = `/sessions/${first!.session_id}`
    const place = (): string => new URL(page.url()).pathname
    const detail = page.getByRole('complementary', { name: 'Message' })
    const keys = page.getByRole('dialog', { name: 'Keys' })
    const open = async (message: RegExp): Promise<void> => page.getByRole('row', { name: message }).first().click()
    await phone.open(list)
    await phone.open(session)
    await open(/INVITE/)
    await detail.waitFor()
    await page.getByRole('button', { name: 'Help and keys' }).click()
    await keys.waitFor()
    await page.goBack()
    await keys.waitFor({ state: 'hidden' })
    expect([place(), await detail.isVisible()]).toEqual([session, true])
    await page.goBack()
    await detail.waitFor({ state: 'hidden' })
    expect(place()).toBe(session)
    await open(/180 Ringing/)
    await detail.getByRole('button', { name: 'Close' }).click()
    await detail.waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: 'Help and keys' }).click()
    await keys.getByRole('button', { name: 'Close' }).click()
    await keys.waitFor({ state: 'hidden' })
    await phone.rest()
    await page.goBack()
    await page.waitForURL(`**${list}`)
    expect(troubles).toEqual([])
    await phone.close()
  })

  it('takes a key that is held, and changes little for each message', async () => {
    const { page, troubles } = visit
    const [first] = await application.sessions(list.slice('/jobs/'.length))
    await visit.open(`/sessions/${first!.session_id}?view=ladder`)
    await page.keyboard.press('j')
    await page.getByRole('complementary', { name: 'Message' }).waitFor()
    await visit.rest()
    const { addresses, changes } = await page.evaluate<{ addresses: number; changes: number }>(HELD)
    // A browser refuses more than 200 addresses in 10 s, and with them the messages that they tell.
    expect(addresses).toBeLessThan(HELD_FOR / 4)
    expect(changes / HELD_FOR).toBeLessThan(40)
    await visit.rest()
    await expect.poll(() => new URL(page.url()).searchParams.get('m')).toBe('evt-002')
    expect(await page.locator('.detail .cut').first().innerText()).toBe('100 Trying')
    expect(troubles).toEqual([])
  })

  it('begins at its first row in another order', async () => {
    const { page } = visit
    await visit.open(list)
    await page.locator('.rows-scroll').evaluate((element) => element.scrollTo(0, 4000))
    await expect.poll(() => footer().innerText()).not.toMatch(/^Rows 1–/)
    await page.getByRole('columnheader', { name: 'Length' }).getByRole('button').click()
    await expect.poll(() => footer().innerText()).toMatch(/^Rows 1–/)
  })

  it('keeps the space before a word that is not typed yet', async () => {
    await visit.open(list)
    await query().pressSequentially('success ')
    await expect.poll(asked).toEqual({ q: 'success' })
    await query().pressSequentially('and duration_ms > 0')
    expect(await query().inputValue()).toBe('success and duration_ms > 0')
    await expect.poll(asked).toEqual({ q: 'success and duration_ms > 0' })
    await visit.rest()
    await visit.page.goBack()
    await visit.rest()
    await visit.page.goForward()
    await visit.rest()
    expect(await query().inputValue()).toBe('success and duration_ms > 0')
  })

  it('takes what is typed and a type that is chosen meanwhile', async () => {
    const { page } = visit
    await visit.open(list)
    await query().pressSequentially('success')
    await page.getByRole('button', { name: /^Call/ }).click()
    await expect.poll(asked).toEqual({ q: 'success', type: 'VoLTE' })
    expect(await query().inputValue()).toBe('success')
  })

  it('shows what was asked last, however late an answer to an earlier question comes', async () => {
    const { page, troubles } = visit
    await visit.open(list)
    await page.route('**/sessions?*', async (route) => {
      const isFirst = new URL(route.request().url()).searchParams.get('q') === 'success'
      if (isFirst) await new Promise((resolve) => setTimeout(resolve, 2 * SLOW_MS))
      // What nobody waits for any more cannot be answered.
      await route.continue().catch(() => undefined)
    })
    await query().fill('success')
    await expect.poll(asked).toEqual({ q: 'success' })
    // A number beside a question is the answer to it.
    expect(await page.getByText(/ found$/).count()).toBe(0)
    await query().fill('failed')
    await page.getByText('0 found').waitFor()
    await page.waitForTimeout(2 * SLOW_MS)
    expect(await page.getByText('0 found').count()).toBe(1)
    await page.unroute('**/sessions?*')
    expect(troubles).toEqual([])
  })
})
