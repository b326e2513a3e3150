/** Ladders of real captures as text: every message named, in order, with its cause and identity, between its procedures. */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { drawLadder } from '../../src/export/ladder.ts'
import { subscriberStory } from '../../src/export/subscriber.ts'
import { findSubscribers } from '../../src/inspect/subscribers.ts'
import type { SessionEvent } from '../../src/model/session.ts'
import { withResult } from '../analyze-capture.ts'

const FOLDER = new URL('../../../shared/captures/', import.meta.url)
const missing = existsSync(FOLDER) ? '' : ' (skipped: no ../shared/captures)'
/** Wide enough that no name is broken within. */
const WIDTH = 220

interface Drawn {
  readonly text: string
  readonly events: readonly SessionEvent[]
}

async function drawn(capture: string, imsi: string): Promise<Drawn> {
  return withResult([readFileSync(new URL(capture, FOLDER))], (result) => {
    const { subscribers } = findSubscribers(result, { identities: { imsi }, from: 0, limit: 1 })
    const { subscriber_id } = subscribers[0]!
    const page = result.subscribers.ladder({ subscriber_id, from: 0, limit: 10_000 })!
    const story = subscriberStory(result.subscribers.detail(subscriber_id)!, page)
    return { text: `${[...drawLadder(story, { width: WIDTH })].join('\n')}\n`, events: page.events }
  })
}

/** Without what is drawn around words. */
function words(text: string): string {
  return text.replaceAll(/[│─<>#+]|\b\d\d:\d\d:\d\d\.\d{3}/g, ' ').replaceAll(/\s+/g, ' ')
}

const LADDERS = [
  {
    it: 'an LTE attach, and the network that sends the UE away',
    capture: 's1ap/tempo_s1ap.pcap',
    imsi: '222010100001120',
    file: 'lte-attach.txt',
    told: ['imsi=222010100001120', 'guti=', 'System failure', 'nas detach', 'LTE attach: success in 634.405 ms'],
  },
  {
    it: 'an LTE attach that is refused',
    capture: 's1ap/open5gs_testattach.pcapng',
    imsi: '901707364000065',
    file: 'lte-attach-refused.txt',
    told: [
      'imsi=901707364000065',
      '5001 DIAMETER_ERROR_USER_UNKNOWN',
      'Attach reject (8 EPS services and non-EPS services not allowed)',
      'nas normal-release',
    ],
  },
  {
    it: 'a 5G registration and a PDU session',
    capture: 'ngap/trafficfactory_ngap_ueinit.pcap',
    imsi: '208930123000001',
    file: '5g-registration.txt',
    told: ['imsi=208930123000001', '5G registration: success in 224.841 ms', 'PDU session establishment · internet'],
  },
]

describe.skipIf(missing !== '')(`ladders of real captures${missing}`, () => {
  it.each(LADDERS)('$it', async ({ capture, imsi, file, told }) => {
    const { text, events } = await drawn(capture, imsi)
    await expect(text).toMatchFileSnapshot(`ladders/${file}`)
    const read = words(text)
    let at = 0
    for (const { message_type, details, short } of events) {
      const carried = (details['nas'] ?? []) as readonly { message_type: string }[]
      const names = carried.map((one) => one.message_type)
      // Diameter goes by its abbreviations.
      for (const name of [...(short.includes(message_type) ? [message_type] : []), ...names]) {
        const found = read.indexOf(name, at)
        expect(found, `${name} of ${short}`).toBeGreaterThanOrEqual(at)
        at = found
      }
    }
    for (const one of told) expect(read).toContain(one)
  })
})
