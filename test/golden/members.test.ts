/** What belongs to a call besides its own messages: DOMAIN 4.6, 7.1. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import { callIdOf, play, type Story } from '../make/network/stories.ts'
import { Wire } from '../make/wire.ts'
import type { SessionDetail } from '../../src/store/results/records.ts'

async function sessionsOf(...stories: readonly Story[]): Promise<readonly SessionDetail[]> {
  const wire = new Wire()
  play(wire, stories)
  return (await analyzeCapture(pcap(wire.packets))).sessions
}

function callOf(sessions: readonly SessionDetail[], key: string): SessionDetail {
  return sessions.find(({ session_key }) => session_key === key)!
}

/** What each member is to the call, and by what. */
function membersOf({ members = [] }: SessionDetail): string[] {
  return members.map(({ relation, type, linked_by: [link] }) => `${type} ${relation} ${link!.evidence}`).toSorted()
}

const STORY: Story = { n: 1, at: 0, ip: '10.45.0.5' }
const CALL = callIdOf(1)

describe('members of a call', () => {
  it('are its grants of policy and the bearer, each with its evidence', async () => {
    const sessions = await sessionsOf(STORY)
    const call = callOf(sessions, CALL)
    expect(membersOf(call)).toEqual([
      'DIAMETER policy_for flow-endpoint',
      'DIAMETER policy_for icid',
      'GTP bearer_for ue-ip',
    ])
    expect(sessions).toHaveLength(4)
  })

  it('of lasting sessions, only setup and release are told with it', async () => {
    const call = callOf(await sessionsOf({ ...STORY, goes: 30_000 }), CALL)
    const names = call.events.filter(({ via_session }) => via_session !== undefined).map((event) => event.message_type)
    expect(names).toEqual([
      'AA-Request',
      'Re-Auth-Request',
      'Re-Auth-Answer',
      'AA-Answer',
      'Create Bearer Request',
      'Create Bearer Response',
      'Session-Termination-Request',
      'Session-Termination-Answer',
      'Re-Auth-Request',
      'Re-Auth-Answer',
      'Delete Bearer Request',
      'Delete Bearer Response',
    ])
  })

  it('their events count as its events, and their packets do not count as its packets', async () => {
    const sessions = await sessionsOf(STORY)
    const call = callOf(sessions, CALL)
    const own = call.events.filter(({ via_session }) => via_session === undefined)
    expect(call.events_count).toBe(call.events.length)
    expect(own.length).toBeGreaterThan(0)
    expect(call.packet_count).toBe(own.length)
    expect(call.duration_ms).toBe(5500)
    const times = call.events.map(({ timestamp_ns }) => timestamp_ns)
    expect(times).toEqual(times.toSorted())
  })

  it('every event says which session it is of, and why', async () => {
    const sessions = await sessionsOf(STORY)
    const event = callOf(sessions, CALL).events.find(({ message_type }) => message_type === 'AA-Request')
    const policy = sessions.find(({ subtype }) => subtype === 'Rx')!
    expect(event).toMatchObject({ via_session: policy.session_id, linked_by: [{ evidence: 'icid', confidence: 1 }] })
    const related = policy.related_sessions.filter(({ relation }) => relation !== 'same_subscriber')
    expect(related).toEqual([
      expect.objectContaining({ session_id: callOf(sessions, CALL).session_id, relation: 'policy_for' }),
    ])
  })

  it.each<[string, Partial<Story>, string]>([
    ['without ICID, by the ends of media', { without: ['icid'] }, 'DIAMETER policy_for flow-endpoint'],
    ['without both, by address and time', { without: ['icid', 'flows'] }, 'DIAMETER policy_for ue-ip'],
  ])('%s', async (_, more, policy) => {
    const call = callOf(await sessionsOf({ ...STORY, ...more }), CALL)
    expect(membersOf(call)).toContain(policy)
  })

  it('100 calls at once behind the same nodes have each only their own', async () => {
    const stories = Array.from({ length: 100 }, (_, n) => ({ n, at: n * 11, ip: `10.45.0.${n + 1}` }))
    const sessions = await sessionsOf(...stories)
    const byId = new Map(sessions.map((one) => [one.session_id, one.session_key]))
    for (const { n } of stories) {
      const { members = [] } = callOf(sessions, callIdOf(n))
      const keys = members.map(({ session_id }) => byId.get(session_id)!)
      expect(keys.every((key) => key.endsWith(`;${n}`) || key.includes(`${String(n).padStart(10, '0')}/`))).toBe(true)
      expect(members).toHaveLength(3)
    }
  })

  it('an address used again brings a call no connection of another time', async () => {
    const stories = Array.from({ length: 4 }, (_, n) => ({
      n,
      at: n * 20_000,
      ip: '10.45.0.5',
      without: ['icid', 'flows'] as const,
    }))
    const sessions = await sessionsOf(...stories)
    for (const { n } of stories) {
      const { members = [], start_time } = callOf(sessions, callIdOf(n))
      expect(members).toHaveLength(3)
      for (const { session_id } of members) {
        const member = sessions.find((one) => one.session_id === session_id)!
        expect(Math.abs(Date.parse(member.start_time) - Date.parse(start_time))).toBeLessThan(2000)
      }
    }
  })
})
