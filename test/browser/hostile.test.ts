import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pcap } from '../make/capture-file.ts'
import { describe as describeMedia, phone } from '../make/calls/phone.ts'
import { Dialog } from '../make/sip.ts'
import { Wire } from '../make/wire.ts'
import { Application, missing, PATIENCE } from './application.ts'

const MARKUP = '<img/src=x/onerror=document.title="ran">'

/** A call with markup wherever its sender may write. */
function hostileCapture(): Uint8Array {
  const wire = new Wire()
  const [caller, callee] = [phone(MARKUP, '10.45.0.5'), phone('"><script>document.title="ran"</script>', '10.46.0.9')]
  const headers = [['Subject', MARKUP] as const, ['User-Agent', `${MARKUP}\u202e`] as const]
  const dialog = new Dialog(wire, { callId: `${MARKUP}@x`, caller: caller.agent, callee: callee.agent, headers })
  const invite = dialog.request(0, 'INVITE', { initial: true, sdp: describeMedia(caller) })
  dialog.response(10, invite, 486)
  return pcap(wire.packets)
}

describe.skipIf(missing() !== '')('a capture full of markup', { timeout: PATIENCE }, () => {
  let application: Application
  beforeAll(async () => {
    application = await Application.start()
  }, PATIENCE)
  afterAll(() => application?.stop())

  it('is shown as text, and nothing of it runs', async () => {
    const job = await application.analyzed(hostileCapture(), `${MARKUP}.pcap`)
    const [session] = await application.sessions(job)
    const { page, troubles } = await application.page()
    const paths = [
      '/',
      `/jobs/${job}`,
      ...['?m=evt-001', '?view=table', '?view=media'].map((state) => `/sessions/${session!.session_id}${state}`),
    ]
    for (const path of paths) {
      await page.goto(application.url + path)
      await page.waitForLoadState('networkidle')
      const ran = (await page.title()) === 'ran'
      const made = await page.locator('img, script:not([src])').count()
      expect({ path, ran, made }).toEqual({ path, ran: false, made: 0 })
    }
    await page.goto(`${application.url}/jobs/${job}`)
    await page.getByText('onerror=document.title').first().waitFor()
    expect(troubles).toEqual([])
    await page.context().close()
  })
})
