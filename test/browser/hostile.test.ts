import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describe as describeMedia, phone } from '../make/calls/phone.ts'
import { pcap } from '../make/capture-file.ts'
import { A, dnsMessage, NAPTR, naptr, RESPONSE } from '../make/dns.ts'
import { Http2 } from '../make/http2.ts'
import { end } from '../make/internet.ts'
import { Dialog } from '../make/sip.ts'
import { Wire } from '../make/wire.ts'
import { Application, missing, PATIENCE } from './application.ts'

const MARKUP = '<img/src=x/onerror=document.title="ran">'
const SCRIPT = '"><script>document.title="ran"</script>'
const [CLIENT, RESOLVER] = [end('10.0.0.5', 40_000), end('10.0.0.53', 53)]
const [AMF, SMF] = [end('10.0.0.1', 41_000), end('10.0.0.2', 7777)]

/** Calls, names and requests with markup wherever their sender may write. */
function hostileCapture(): Uint8Array {
  const wire = new Wire()
  const [caller, callee] = [phone(MARKUP, '10.45.0.5'), phone(SCRIPT, '10.46.0.9')]
  const headers = ['Subject', 'Organization', 'P-Access-Network-Info', 'P-Charging-Vector', MARKUP].map(
    (name) => [name, `${MARKUP};icid-value="${SCRIPT}"`] as const,
  )
  const more = { callId: `${MARKUP}@x`, headers: [...headers, ['User-Agent', `${MARKUP}\u202e`] as const] }
  const dialog = new Dialog(wire, { ...more, caller: caller.agent, callee: callee.agent })
  const sdp = describeMedia(caller, { attributes: [`a=label:${MARKUP}`, `i=${SCRIPT}`] })
  const invite = dialog.request(0, 'INVITE', { initial: true, sdp })
  dialog.response(10, invite, 486, { headers: [['Reason', `SIP;cause=486;text="${MARKUP}"`]] })
  wire.udp(20, CLIENT, RESOLVER, dnsMessage(1, NAPTR, MARKUP))
  const answers = [naptr('E2U+sip', `!^.*$!${SCRIPT}!`)]
  wire.udp(30, RESOLVER, CLIENT, dnsMessage(1, NAPTR, MARKUP, { flags: RESPONSE, answers }))
  wire.udp(40, CLIENT, RESOLVER, dnsMessage(2, A, SCRIPT))
  const http = new Http2(wire, AMF, SMF)
  http.exchange(50, {
    path: `/nsmf-pdusession/v1/${MARKUP}`,
    headers: { 'user-agent': SCRIPT, [`x-${MARKUP}`]: MARKUP },
  })
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
    const sessions = await application.sessions(job)
    expect(sessions.length).toBeGreaterThanOrEqual(4)
    const { subscribers } = await application.ask<{ subscribers: { subscriber_id: string }[] }>('/api/v1/subscribers')
    const visit = await application.page()
    const { page, troubles } = visit
    const [call, ...others] = sessions.map(({ session_id }) => session_id)
    const { events } = await application.ask<{ events: { event_id: string }[] }>(`/api/v1/sessions/${call}`)
    const message = events[0]!.event_id
    const paths = [
      '/',
      `/jobs/${job}`,
      `/jobs/${job}?q=${encodeURIComponent(SCRIPT)}`,
      '/sessions',
      ...[`m=${message}`, `m=${message}&tab=text`, 'view=table', 'view=media'].map(
        (state) => `/sessions/${call}?${state}`,
      ),
      ...others.map((id) => `/sessions/${id}`),
      `/compare?left=${call}&right=${others[0]}&m=${message}`,
      `/compare?left=${call}&right=${call}&m=${message}&tab=text`,
      '/subscribers',
      ...subscribers.flatMap(({ subscriber_id: id }) => [`/subscribers/${id}`, `/subscribers/${id}/ladder`]),
      '/analytics',
    ]
    for (const path of paths) {
      await visit.open(path)
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
