/** What calls have to do with each other without being one (DOMAIN 4.3.6). */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { transferredCall } from '../make/calls/changing.ts'
import { pcap } from '../make/capture-file.ts'
import { Wire } from '../make/wire.ts'

describe('related sessions', () => {
  it('S21 a call that replaces another says so, with the evidence, and so does the other', async () => {
    const wire = new Wire()
    transferredCall(wire)
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    const told = sessions.flatMap(({ session_key, related_sessions }) =>
      related_sessions.map(({ relation, session_id, linked_by }) => ({
        from: session_key,
        relation,
        to: sessions.find((one) => one.session_id === session_id)?.session_key,
        evidence: linked_by.map((link) => link.evidence),
      })),
    )
    expect(told.length).toBeGreaterThanOrEqual(2)
    expect(told.every(({ relation, from, to }) => relation === 'replaces' && from !== to)).toBe(true)
    expect(told.every(({ evidence }) => evidence.includes('other-call-id'))).toBe(true)
  })
})
