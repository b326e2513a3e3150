import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pcap } from '../make/capture-file.ts'
import { blindlyTransferredCall } from '../make/calls/changing.ts'
import { Wire } from '../make/wire.ts'
import { Application, missing, PATIENCE, type Visit } from './application.ts'

describe.skipIf(missing() !== '')('sessions that have to do with each other', { timeout: PATIENCE }, () => {
  let application: Application
  let visit: Visit
  let transferred = ''

  beforeAll(async () => {
    application = await Application.start()
    visit = await application.page()
    const wire = new Wire()
    blindlyTransferredCall(wire)
    const job = await application.analyzed(pcap(wire.packets), 'transfer.pcap')
    const sessions = await application.sessions(job)
    transferred = sessions.find(({ session_key }) => session_key === 'transferred@10.45.0.5')!.session_id
  }, PATIENCE)
  afterAll(async () => {
    await visit?.close()
    await application?.stop()
  })

  it('lead from a call that was transferred to the call that came of it, and back', async () => {
    const { page, troubles } = visit
    await page.goto(`${application.url}/sessions/${transferred}`)
    const related = page.getByRole('group', { name: 'Related' })
    const target = related.getByRole('link', { name: /by transfer/ })
    expect(await target.getAttribute('title')).toContain('A REFER asked for')
    // Several may be alike but for when they began.
    expect(await target.innerText()).toMatch(/\+\d+(\.\d+)? s$/)
    expect(await target.getAttribute('title')).toMatch(/^2026-01-01 \d\d:\d\d:\d\d\.\d{3} UTC, success$/m)
    await target.click()
    await expect.poll(() => page.url()).not.toContain(transferred)
    await related.getByRole('link', { name: /by transfer/ }).click()
    await expect.poll(() => page.url()).toContain(transferred)
    expect(troubles).toEqual([])
  })
})
