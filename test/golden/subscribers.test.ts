/** Whose everything is: DOMAIN 4.2. Many subscribers share the nodes, the connections and in time the addresses. */
import { describe, expect, it } from 'vitest'
import { drawLadder } from '../../src/export/ladder.ts'
import { subscriberStory } from '../../src/export/subscriber.ts'
import { withResult } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import { callIdOf, imsiOf, msisdnOf, play, type Story } from '../make/network/stories.ts'
import { Wire } from '../make/wire.ts'
import type { ResultReader } from '../../src/store/results/reader.ts'

async function told<T>(stories: readonly Story[], read: (result: ResultReader) => T): Promise<T> {
  const wire = new Wire()
  play(wire, stories)
  return withResult([pcap(wire.packets)], read)
}

/** Keys of the sessions of the subscriber of this IMSI. */
function sessionsOf(result: ResultReader, value: string): string[] {
  const { subscribers } = result.subscribers.list({ identities: [{ kind: 'imsi', value }], from: 0, limit: 10 })
  expect(subscribers).toHaveLength(1)
  const detail = result.subscribers.detail(subscribers[0]!.subscriber_id)!
  return detail.session_list.map(({ session_key }) => session_key).toSorted()
}

function keysOf(n: number): string[] {
  const realm = 'ims.mnc001.mcc001.3gppnetwork.org'
  return [callIdOf(n), `imsi:${imsiOf(n)}/ims/6`, `pcscf.${realm};1;${n}`, `pgw.${realm};9;${n}`].toSorted()
}

describe('subscribers', () => {
  it('100 behind the same nodes at once have each what is theirs, and nothing else', async () => {
    const stories = Array.from({ length: 100 }, (_, n) => ({ n, at: n * 37, ip: `10.45.0.${n + 1}` }))
    await told(stories, (result) => {
      for (const { n } of stories) expect(sessionsOf(result, imsiOf(n))).toEqual(keysOf(n))
    })
  })

  it('an address used again is whoever’s it is at the time', async () => {
    const stories = Array.from({ length: 6 }, (_, n) => ({ n, at: n * 20_000, ip: '10.45.0.5' }))
    await told(stories, (result) => {
      for (const { n } of stories) expect(sessionsOf(result, imsiOf(n))).toEqual(keysOf(n))
      const { total } = result.subscribers.list({
        identities: [{ kind: 'ue_ip', value: '10.45.0.5' }],
        from: 0,
        limit: 1,
      })
      expect(total).toBe(6)
    })
  })

  it('an IMSI learned late names the call before it', async () => {
    const call: Story = { n: 1, at: 0, ip: '10.45.0.9', without: ['attach', 'gx', 'rx'] }
    const attach: Story = { n: 1, at: 60_000, ip: '10.45.0.7', without: ['sip', 'gx', 'rx'] }
    await told([call, attach], (result) => {
      expect(sessionsOf(result, imsiOf(1))).toContain(callIdOf(1))
      const [id] = result.find(callIdOf(1))
      expect(result.session(id!)!.correlation_key).toMatchObject({ imsi: imsiOf(1), msisdn: msisdnOf(1) })
    })
  })

  it('tells each identity with its evidence and when it was seen', async () => {
    await told([{ n: 3, at: 0, ip: '10.45.0.5' }], (result) => {
      const page = { identities: [{ kind: 'msisdn', value: msisdnOf(3) }], from: 0, limit: 10 }
      const { identities, kind, value, sessions } = result.subscribers.detail(
        result.subscribers.list(page).subscribers[0]!.subscriber_id,
      )!
      expect({ kind, value, sessions }).toEqual({ kind: 'imsi', value: imsiOf(3), sessions: 4 })
      expect(identities).toContainEqual(
        expect.objectContaining({ kind: 'msisdn', value: msisdnOf(3), evidence: `imsi ${imsiOf(3)}` }),
      )
      const address = identities.find((one) => one.kind === 'ue_ip')!
      expect(address).toMatchObject({ value: '10.45.0.5', evidence: 'ue-ip' })
      expect(Date.parse(address.last_time) - Date.parse(address.first_time)).toBeGreaterThan(9000)
    })
  })

  it('tells an address once, whoever tells the network beyond the gateway with it and whoever does not', async () => {
    const stories = Array.from({ length: 3 }, (_, n) => ({ n, at: n * 20_000, ip: '10.45.0.5' }))
    await told(stories, (result) => {
      for (const { n } of stories) {
        const page = { identities: [{ kind: 'imsi', value: imsiOf(n) }], from: 0, limit: 1 }
        const { subscriber_id } = result.subscribers.list(page).subscribers[0]!
        const { identities } = result.subscribers.detail(subscriber_id)!
        expect(identities.filter(({ kind }) => kind === 'ue_ip').map(({ value }) => value)).toEqual(['10.45.0.5'])
      }
    })
  })

  it('is drawn as one ladder across all interfaces', async () => {
    await told([{ n: 1, at: 0, ip: '10.45.0.1' }], (result) => {
      const page = { identities: [{ kind: 'imsi', value: imsiOf(1) }], from: 0, limit: 1 }
      const { subscriber_id } = result.subscribers.list(page).subscribers[0]!
      const events = result.subscribers.ladder({ subscriber_id, from: 0, limit: 1000 })!
      const drawn = [...drawLadder(subscriberStory(result.subscribers.detail(subscriber_id)!, events), { width: 200 })]
      expect(drawn[0]).toBe(`Subscriber (4 sessions)  imsi ${imsiOf(1)}`)
      for (const word of ['Create Session', 'INVITE', 'AAR']) {
        expect(drawn.some((line) => line.includes(word))).toBe(true)
      }
    })
  })

  it('the ladder holds all events of its sessions by time, and can be filtered', async () => {
    await told(
      [
        { n: 1, at: 0, ip: '10.45.0.1' },
        { n: 2, at: 3, ip: '10.45.0.2' },
      ],
      (result) => {
        const page = { identities: [{ kind: 'imsi', value: imsiOf(1) }], from: 0, limit: 1 }
        const { subscriber_id } = result.subscribers.list(page).subscribers[0]!
        const all = result.subscribers.ladder({ subscriber_id, from: 0, limit: 1000 })!
        expect(all.events.map((event) => event.timestamp_ns)).toEqual(
          all.events.map((event) => event.timestamp_ns).toSorted(),
        )
        expect(new Set(all.events.map((event) => event.protocol))).toEqual(new Set(['GTPv2', 'DIAMETER', 'SIP']))
        const sip = result.subscribers.ladder({ subscriber_id, protocols: ['sip'], from: 2, limit: 3 })!
        expect(sip.total).toBe(all.events.filter((event) => event.protocol === 'SIP').length)
        expect(sip.events).toHaveLength(3)
        const [first] = all.events
        expect(result.subscribers.ladder({ subscriber_id, end: first!.timestamp, from: 0, limit: 9 })!.total).toBe(1)
      },
    )
  })
})
