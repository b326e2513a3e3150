/** Captures of several queues or taps go back in time (C16): sessions do not. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { answeredCall } from '../make/calls/answered.ts'
import { pcap } from '../make/capture-file.ts'
import { Wire } from '../make/wire.ts'

describe('a call whose messages stand in the file backwards', () => {
  it('begins with its earliest message and ends with its latest', async () => {
    const wire = new Wire()
    answeredCall(wire, { packets: 0 })
    const [forwards, backwards] = [
      await analyzeCapture(pcap(wire.packets)),
      await analyzeCapture(pcap(wire.packets.toReversed())),
    ]
    const times = (analysis: typeof forwards): unknown[] =>
      analysis.sessions.map(({ start_time, end_time, duration_ms }) => ({ start_time, end_time, duration_ms }))
    expect(times(backwards)).toEqual(times(forwards))
    expect(forwards.sessions[0]!.duration_ms).toBeGreaterThan(0)
  })
})
