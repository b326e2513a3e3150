import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Application, missing, PATIENCE, type Visit } from './application.ts'
import { violations } from './violations.ts'

const PASSWORD = 'Correct-horse-7-battery'
const FORKED = join(import.meta.dirname, '../captures/forked.pcap')

describe.skipIf(missing() !== '')('users of the browser application', { timeout: PATIENCE }, () => {
  let application: Application
  let visit: Visit

  beforeAll(async () => {
    application = await Application.start(PASSWORD)
    visit = await application.page()
  }, PATIENCE)
  afterAll(async () => {
    await visit?.close()
    await application?.stop()
  })

  it('are asked who they are, and told when that is wrong', async () => {
    const { page } = visit
    await page.goto(`${application.url}/account`)
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await signIn('admin', 'wrong')
    await page.getByRole('alert').waitFor()
    expect(await violations(page)).toEqual([])
    await signIn('admin', PASSWORD)
    await page.getByRole('heading', { name: 'admin' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/account')
  })

  it('stay who they are after a reload, and nothing of it can be read by scripts', async () => {
    const { page } = visit
    await page.reload()
    await page.getByRole('heading', { name: 'admin' }).waitFor()
    const readable = await page.evaluate<string>('document.cookie + JSON.stringify(localStorage)')
    expect(readable).not.toMatch(/ey[\w-]+\./)
    expect(await page.evaluate<string>('document.cookie')).toBe('')
  })

  it('upload, and follow the analysis by a ticket', async () => {
    const { page, troubles } = visit
    await page.goto(application.url)
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Choose files' }).click()
    await (await chooser).setFiles([FORKED])
    await page.getByRole('link', { name: 'Open forked.pcap' }).waitFor()
    expect(troubles).toEqual([])
  })

  it('save what is listed though they left the page alone for so long that their session is to be renewed', async () => {
    const { page, troubles } = visit
    await page.goto(application.url)
    await page.getByRole('link', { name: 'Open forked.pcap' }).click()
    await page.getByText(/^Rows /).waitFor()
    await visit.rest()
    await page.context().clearCookies({ name: 'callflowd_access' })
    await page.getByRole('button', { name: 'Export' }).click()
    const saved = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: 'As CSV' }).click()
    expect(readFileSync(await (await saved).path(), 'utf8')).toMatch(/^session_id,/)
    expect(troubles).toEqual([])
  })

  it('whose session is over while they upload sign in, and send it again', async () => {
    const { page } = visit
    await page.goto(application.url)
    await page.getByRole('link', { name: 'Open forked.pcap' }).waitFor()
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Choose files' }).click()
    // The page still asks for this and that, and whatever comes first is refused.
    await visit.rest()
    await page.context().clearCookies()
    await (await chooser).setFiles([join(import.meta.dirname, '../captures/two-legs.pcap')])
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await signIn('admin', PASSWORD)
    await page.getByText('You were signed out before it was taken').waitFor()
    await page.getByRole('button', { name: 'Retry' }).click()
    await page.getByRole('link', { name: 'Open two-legs.pcap' }).waitFor()
    expect(await page.getByRole('button', { name: 'Retry' }).count()).toBe(0)
  })

  it('make a key, see it once, and revoke it', async () => {
    const { page, troubles } = visit
    await page.goto(`${application.url}/account`)
    await page.getByRole('textbox', { name: 'Description' }).fill('night job')
    await page.getByRole('button', { name: 'Make a key' }).click()
    await page.getByText(/^cfv_/).waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Copy', exact: true }).click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    await page.reload()
    await page.getByRole('cell', { name: 'night job', exact: true }).waitFor()
    expect(await page.getByText(/^cfv_/).count()).toBe(0)
    await page.getByRole('button', { name: 'Revoke night job' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
    await page.getByRole('cell', { name: 'night job', exact: true }).waitFor({ state: 'detached' })
    expect(troubles).toEqual([])
  })

  it('show all of their roles, and changing one leaves the others', async () => {
    const { page, troubles } = visit
    const user = { username: 'both', password: `${PASSWORD}-3`, roles: ['user', 'admin'] }
    await page.goto(`${application.url}/users`)
    await page.evaluate(async (body) => {
      await fetch('/api/v1/users', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    }, JSON.stringify(user))
    await page.reload()
    const roles = page.getByRole('group', { name: 'Roles of both' })
    await roles.waitFor()
    expect(await pressed(roles)).toEqual(['user', 'admin'])
    await roles.getByRole('button', { name: 'readonly' }).click()
    await roles.locator('[aria-pressed=true]', { hasText: 'readonly' }).waitFor()
    expect(await pressed(roles)).toEqual(['user', 'readonly', 'admin'])
    for (const role of ['admin', 'user']) {
      await roles.getByRole('button', { name: role }).click()
      await roles.locator('[aria-pressed=false]', { hasText: role }).waitFor()
    }
    expect(await pressed(roles)).toEqual(['readonly'])
    expect(await roles.getByRole('button', { name: 'readonly' }).isDisabled()).toBe(true)
    expect(await violations(page)).toEqual([])
    expect(troubles).toEqual([])
  })

  it('are added by an admin, and one who only reads is offered nothing else', async () => {
    const { page } = visit
    await page.goto(`${application.url}/users`)
    await page.getByRole('textbox', { name: 'User name' }).fill('reader')
    await page.getByLabel('Password').fill(`${PASSWORD}-2`)
    await page.getByRole('combobox', { name: 'Role', exact: true }).selectOption('readonly')
    await page.getByRole('button', { name: 'Add' }).click()
    await page.getByRole('cell', { name: 'reader', exact: true }).waitFor()
    await page
      .getByRole('row', { name: /admin Added a user/ })
      .first()
      .waitFor()
    await page.getByRole('row', { name: /Signed in, refused/ }).waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Account of admin' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await page.goto(application.url)
    await signIn('reader', `${PASSWORD}-2`)
    await page.getByRole('link', { name: 'Open forked.pcap' }).waitFor()
    expect(await page.getByText('Drop captures anywhere').count()).toBe(0)
    expect(await page.getByRole('button', { name: /Delete|Choose|Add/ }).count()).toBe(0)
    await page.goto(`${application.url}/sessions/00000000-0000-8000-8000-000000000000`)
    await page.getByText('it is not yours to see: you are signed in as reader').waitFor()
  })

  async function signIn(username: string, password: string): Promise<void> {
    const { page } = visit
    await page.getByRole('textbox', { name: 'User name' }).fill(username)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  }
})

const pressed = (group: Locator): Promise<string[]> => group.locator('[aria-pressed=true]').allTextContents()
