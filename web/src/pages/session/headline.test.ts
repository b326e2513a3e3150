import { describe, expect, it } from 'vitest'
import type { Session } from '../../client/records.ts'
import { headlineOf } from './headline.ts'

const session = {
  type: 'VoLTE',
  subtype: 'volte',
  session_key: 'a@b',
  start_time: '2025-12-25T10:00:00.250Z',
  outcome: 'failed',
  participants: [],
  correlation_key: { caller: 'sip:alice@example.org', callee: 'tel:+4917' },
  subscribers: [{ subscriber_id: '1', kind: 'imsi', value: '001010000000001', role: 'served' }],
} as unknown as Session

describe('what stands over a picture', () => {
  it('is the session, whose it is, and when and where it was seen', () => {
    expect(headlineOf(session, 'trace.pcap')).toEqual([
      'VoLTE call  alice → +4917',
      'a@b',
      '2025-12-25 10:00:00.250 UTC · failed · IMSI 001010000000001 · trace.pcap',
    ])
  })

  it('is of a subscriber’s story neither type nor outcome', () => {
    const story = { ...session, type: '', session_key: '001010000000001', subscribers: [] } as Session
    expect(headlineOf(story, undefined)).toEqual(['001010000000001', '2025-12-25 10:00:00.250 UTC'])
  })
})
