import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { SipTracker } from '../../src/protocols/sip/call-tracker.ts'
import { type Analysis, analyzeCapture } from '../analyze-capture.ts'
import { cases, haveCaptures } from '../conformance/oracle.ts'
import { fixtures } from '../fuzz/fixtures.ts'
import { pcap } from '../make/capture-file.ts'
import { network } from '../make/network/network.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

/** The same capture with every message decoded at once. */
async function decodedAtOnce(bytes: Uint8Array): Promise<Analysis> {
  vi.spyOn(SipTracker.prototype, 'glance').mockReturnValue(undefined)
  const analysis = await analyzeCapture(bytes)
  vi.restoreAllMocks()
  return analysis
}

describe('a glance at a message finds what decoding it finds', () => {
  it.each(fixtures())('$name', async ({ packets }) => {
    const bytes = pcap(packets)
    expect(await analyzeCapture(bytes)).toEqual(await decodedAtOnce(bytes))
  })

  it('in a network of many calls, most of whose messages are only glanced at', async () => {
    const bytes = pcap(network({ subscribers: 30, calls: 40, within: 10_000 }).packets)
    const see = vi.spyOn(SipTracker.prototype, 'see')
    const found = await analyzeCapture(bytes)
    const events = found.sessions.reduce((sum, session) => sum + session.events_count, 0)
    expect(see.mock.calls.length).toBeLessThan(events / 2)
    expect(found).toEqual(await decodedAtOnce(bytes))
  })

  describe.skipIf(!haveCaptures)('and in real captures (skipped where they are absent)', () => {
    const real = [...cases()].filter(([folder]) => /sip|volte|rtp/.test(folder))
    it.each(real)(
      '%s',
      async (_folder, captures) => {
        for (const { path } of captures) {
          const bytes = readFileSync(path)
          expect(await analyzeCapture(bytes)).toEqual(await decodedAtOnce(bytes))
        }
      },
      120_000,
    )
  })
})
