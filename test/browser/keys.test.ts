/** Keys for what is ciphered are chosen where captures are, go with them, and are not kept. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pcap } from '../make/capture-file.ts'
import { end } from '../make/internet.ts'
import { protectedEps } from '../make/nas-security.ts'
import { INITIATING, octetsOf } from '../make/per.ts'
import * as s1 from '../make/s1ap.ts'
import { askHttp2, type Recorded, replay } from '../make/tls-connection.ts'
import { Wire } from '../make/wire.ts'
import { Application, missing, PATIENCE } from './application.ts'
import { violations } from './violations.ts'

const KEY = '00112233445566778899aabbccddeeff'
const PATH = '/nudm-sdm/v2/imsi-001010000000001/am-data'

/** A request over TLS, and a UE that is told something ciphered. */
function capture(recorded: Recorded): Buffer {
  const wire = new Wire()
  replay(wire.connect(0, end('10.1.0.1', 40_001), end('10.1.0.2', 7777)), recorded)
  const s = new s1.S1(wire, 0, '10.0.0.2', '10.0.0.10')
  const ids = { mme: 1, enb: 2 }
  s.initial(100, ids.enb, s1.attachRequest('001010000000001'))
  const information = { key: octetsOf(KEY), count: 1, isDownlink: true }
  s.down(110, INITIATING, 11, ...s1.both(ids), s1.nas(protectedEps(octetsOf('0761'), information)))
  return Buffer.from(pcap(wire.packets))
}

interface Message {
  readonly protocol: string
  readonly message_type: string
  readonly short: string
}

describe.skipIf(missing() !== '')('keys in the browser application', { timeout: PATIENCE }, () => {
  let application: Application
  let recorded: Recorded
  beforeAll(async () => {
    application = await Application.start()
    recorded = await askHttp2([{ path: PATH, method: 'GET' }], { minVersion: 'TLSv1.3' })
  }, PATIENCE)
  afterAll(() => application?.stop())

  it('open what is ciphered in the captures that follow, until they are taken away', async () => {
    const visit = await application.page()
    const { page, troubles } = visit
    await page.goto(application.url)
    const uploaded = async (name: string): Promise<string[]> => {
      const chooser = page.waitForEvent('filechooser')
      await page.getByRole('button', { name: 'Choose files' }).click()
      await (await chooser).setFiles({ name, mimeType: '', buffer: capture(recorded) })
      const href = await page.getByRole('link', { name: `Open ${name}` }).getAttribute('href')
      return messages(href!.replace('/jobs/', ''))
    }
    const chosen = async (label: string, name: string, content: string): Promise<void> => {
      const chooser = page.waitForEvent('filechooser')
      await page.getByRole('button', { name: `Choose ${label}` }).click()
      await (await chooser).setFiles({ name, mimeType: '', buffer: Buffer.from(content) })
    }
    await page.getByText('Keys for encrypted traffic').click()
    await chosen('TLS key log', 'ssl.log', recorded.keyLog.join(''))
    await chosen('NAS keys', 'nas.txt', `any EEA2 ${KEY}\n`)
    await page.getByText('Sent with the next captures: ssl.log, nas.txt').waitFor()
    expect(await violations(page)).toEqual([])
    const opened = await uploaded('with-keys.pcap')
    expect(opened).toContain('HTTP2 GET /nudm-sdm/v2/{supi}/am-data')
    expect(opened).toContain('S1AP DownlinkNASTransport / EMM information')

    await page.getByText('Sent with the next captures: ssl.log, nas.txt').click()
    for (const name of ['ssl.log', 'nas.txt']) await page.getByRole('button', { name: `Do not send ${name}` }).click()
    await page.getByText('Keys for encrypted traffic').waitFor()
    const closed = await uploaded('without-keys.pcap')
    expect(closed).toEqual([expect.stringContaining('Attach request'), 'S1AP DownlinkNASTransport / NAS (ciphered)'])
    expect(troubles).toEqual([])
    await visit.close()
  })

  /** Of all messages of a job, what stands on their lines. */
  async function messages(job: string): Promise<string[]> {
    const sessions = await application.sessions(job)
    const details = await Promise.all(
      sessions.map(({ session_id }) => application.ask<{ events: Message[] }>(`/api/v1/sessions/${session_id}`)),
    )
    return details.flatMap(({ events }) =>
      events.map(({ protocol, message_type, short }) => (protocol === 'HTTP2' ? `HTTP2 ${message_type}` : short)),
    )
  }
})
