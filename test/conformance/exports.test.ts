import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { SessionDetail } from '../../src/store/results/records.ts'
import { analyzeCapture, ownEvents } from '../analyze-capture.ts'
import { exportEach } from '../export-pcap.ts'
import { cases, haveCaptures } from './oracle.ts'

/** Real captures with fragments, segments and tunnels. */
const FOLDERS = ['volte', 'fragments', 'gtpu', 'linklayers']

/** Its first segment comes last: only the handshake, which belongs to no message, tells which is the first. */
const NOT_WITHOUT_HANDSHAKE = 'fragments/ws_dns_ooo.pcap'

/** Heartbeats summed up are one event, of which only the first frame is known; those without Call-ID are named by frame. */
function isWhole({ session_key, events }: SessionDetail): boolean {
  return !session_key.startsWith('no-call-id') && !events.some(({ details }) => 'last_frame' in details)
}

/** The session's own messages by time, so that it does not matter what the capture held besides. */
function messages(session: SessionDetail): string[] {
  return ownEvents([session]).map(
    ({ timestamp_ns, short, source, destination }) => `${timestamp_ns} ${source}>${destination} ${short}`,
  )
}

describe.skipIf(!haveCaptures)(`exports of real captures${haveCaptures ? '' : ' (skipped: there are none)'}`, () => {
  const all = FOLDERS.flatMap((folder) => cases().get(folder) ?? [])
  const wanted = all.filter(({ name }) => name !== NOT_WITHOUT_HANDSHAKE)
  it.each(wanted)('$name: each session is the same again', async ({ path }) => {
    for (const { session, pcapng } of (await exportEach(readFileSync(path))).filter((one) => isWhole(one.session))) {
      const again = (await analyzeCapture(pcapng)).sessions.find((one) => one.session_key === session.session_key)
      expect(again && messages(again)).toEqual(messages(session))
      expect(again?.packet_count).toBe(session.packet_count)
    }
  })
})
