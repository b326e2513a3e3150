import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Endpoint } from '../model/endpoint.ts'
import type { Identifier } from '../model/relating.ts'
import type { SessionRow } from '../model/session.ts'
import type { Summary } from '../model/summary.ts'
import { createResult } from '../store/results/writer.ts'

const NONE = { packets: 0, decoded: 0, undecoded: 0, ciphered: 0, malformed: 0, cut: 0, duplicates: 0 }
const SUMMARY: Summary = {
  capture: { format: 'pcap', packets: 0, bytes: 0, truncated: false, warnings: [] },
  protocols: [],
  coverage: { ...NONE, duplicate_frames: [], truncated: false },
}

export type MadeSession = Partial<SessionRow> & {
  readonly session_id: string
  readonly identifiers?: Readonly<Record<string, string>>
  /** Names of its events, of protocol SIP. */
  readonly messages?: readonly string[]
}

/** A finished result file with these sessions in a new folder; gives the folder and the file's path. */
export function madeResult(sessions: readonly MadeSession[]): { folder: string; path: string } {
  const folder = mkdtempSync(join(tmpdir(), 'search-'))
  const path = join(folder, 'result')
  const result = createResult(path, '00000000-0000-0000-0000-000000000000')
  const end: Endpoint = { id: 1, address: '10.0.0.1', port: 5060, text: '10.0.0.1:5060' }
  sessions.forEach(({ messages = [] }, i) => {
    for (const [n, message_type] of messages.entries()) {
      const place = { at: { seconds: 1, nanoseconds: n }, file: 0, frame: 100 * i + n, offset: 24 }
      const what = { protocol: 'SIP', message_type, short: message_type, details: {}, fault: '' as const }
      result.event({ group: i + 1, ...place, ...what, source: end, destination: end })
    }
  })
  result.assign(Int32Array.from([0, ...sessions.map((_, i) => i + 1)]), sessions.length)
  sessions.forEach(({ identifiers = {}, ...given }, i) => {
    const found: Identifier[] = Object.entries(identifiers).map(([kind, value]) => ({ kind, value }))
    result.session(i + 1, { ...blank(i), ...given }, found)
  })
  result.finish(SUMMARY)
  return { folder, path }
}

function blank(i: number): Omit<SessionRow, 'session_id'> {
  return {
    type: 'VoLTE',
    session_key: `key-${i}`,
    start_time: `2026-01-01T00:00:0${i}.000Z`,
    end_time: `2026-01-01T00:01:0${i}.000Z`,
    duration_ms: 60_000,
    packet_count: 10,
    byte_count: 1000,
    participants: [],
    correlation_key: {},
    metrics: {},
    outcome: 'success',
    events_count: 0,
    linked_by: [],
    media: [],
  }
}
