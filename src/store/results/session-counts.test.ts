import { describe, expect, it } from 'vitest'
import type { SessionRow } from '../../model/session.ts'
import { SessionCounts } from './session-counts.ts'

const ROW = { type: 'VoLTE', start_time: '2026-01-01T10:59:59.999Z', duration_ms: 1000 } as unknown as SessionRow

const ip = (value: string) => ({ kind: 'ip', value })

describe('session counts', () => {
  it('know the protocols of a session by the events of its groups', () => {
    const counts = new SessionCounts((protocol) => (protocol === 'RTCP' ? 'RTP' : protocol))
    for (const [group, protocol] of [
      [1, 'SIP'],
      [2, 'RTP'],
      [2, 'RTCP'],
      [5000, 'SIP'],
    ] as const)
      counts.event(group, protocol)
    const sessionOf = new Int32Array(5001)
    sessionOf.set([1, 1], 1)
    sessionOf[5000] = 2
    counts.assign(sessionOf, 2)
    counts.session(1, ROW, [])
    counts.session(2, ROW, [])
    expect([...counts.measures().protocols]).toEqual([
      ['SIP', 2],
      ['RTP', 1],
    ])
  })

  it('count addresses that are watched, once a session', () => {
    const counts = new SessionCounts((protocol) => protocol)
    counts.watch(['10.0.0.1'])
    counts.session(1, ROW, [ip('10.0.0.1'), ip('10.0.0.1'), ip('10.0.0.2'), { kind: 'imsi', value: '10.0.0.1' }])
    expect([...counts.measures().addresses]).toEqual([['10.0.0.1', 1]])
  })

  it.each([
    ['is as it was measured', [1000, 2000], 1500],
    ['is not that of a jump of the clock', [1000, 2000, 42 * 365 * 86_400_000], 1500],
    ['of which nothing is known is 0', [42 * 365 * 86_400_000], 0],
  ])('the mean length %s', (_, lengths, mean) => {
    const counts = new SessionCounts((protocol) => protocol)
    for (const duration_ms of lengths) counts.session(1, { ...ROW, duration_ms }, [])
    const [{ sessions, duration_ms } = { sessions: 0, duration_ms: NaN }] = counts.measures().types
    expect([sessions, duration_ms / sessions]).toEqual([lengths.length, mean])
  })

  it('keep no more hours than they may, and say how many sessions were in others', () => {
    const counts = new SessionCounts((protocol) => protocol)
    const most = 10_000
    for (let i = 0; i < most + 5; i++) {
      counts.session(1, { ...ROW, start_time: new Date(i * 3_600_000).toISOString() }, [])
    }
    const { hours, beyond_hours } = counts.measures()
    expect([hours.length, beyond_hours]).toEqual([most, 5])
    expect(hours[0]).toEqual({ hour: '1970-01-01T00:00:00.000Z', sessions: 1 })
  })
})
