import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { SessionDetail } from '../../src/store/results/records.ts'
import { analyzeCapture } from '../analyze-capture.ts'
import { exportEach } from '../export-pcap.ts'
import { cases, haveCaptures } from './oracle.ts'

/** Real captures with fragments, segments and tunnels. */
const FOLDERS = ['volte', 'fragments', 'gtpu', 'linklayers']

/** Heartbeats summed up are one event, of which only the first frame is known; those without Call-ID are named by frame. */
function isWhole({ session_key, events }: SessionDetail): boolean {
  return !session_key.startsWith('no-call-id') && !events.some(({ details }) => 'last_frame' in details)
}

/** Messages by time, so that it does not matter what the capture held besides. */
function messages({ events }: SessionDetail): string[] {
  return events.map(
    ({ timestamp_ns, short, source, destination }) => `${timestamp_ns} ${source}>${destination} ${short}`,
  )
}

describe.skipIf(!haveCaptures)(`exports of real captures${haveCaptures ? '' : ' (skipped: there are none)'}`, () => {
  const wanted = FOLDERS.flatMap((folder) => cases().get(folder) ?? [])
  it.each(wanted)('$name: each session is the same again', async ({ path }) => {
    for (const { session, pcapng } of (await exportEach(readFileSync(path))).filter((one) => isWhole(one.session))) {
      const again = (await analyzeCapture(pcapng)).sessions.find((one) => one.session_key === session.session_key)
      expect(again && messages(again)).toEqual(messages(session))
      expect(again?.packet_count).toBe(session.packet_count)
    }
  })
})
