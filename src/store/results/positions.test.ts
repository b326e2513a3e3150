import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openResult, type ResultReader, type SessionPage } from './reader.ts'
import { createResult } from './writer.ts'

const SESSIONS = 12_000
const PAGE = 1000

let folder = ''
let reader: ResultReader
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'callflowd-test-'))
  const path = join(folder, 'result')
  const writer = createResult(path, 'job')
  for (let i = 1; i <= SESSIONS; i++) {
    writer.session(i, sessionOf(i), [])
  }
  const none = { decoded: 0, undecoded: 0, ciphered: 0, malformed: 0, cut: 0, duplicates: 0, duplicate_frames: [] }
  writer.finish({
    capture: { format: 'pcap', packets: 0, bytes: 0, truncated: false, warnings: [] },
    protocols: [],
    coverage: { packets: 0, ...none, truncated: false },
  })
  reader = openResult(path, () => {
    throw new Error('nothing was kept')
  })
})
afterAll(() => {
  reader.close()
  rmSync(folder, { recursive: true })
})

/** In no order by time, nor by anything else; some lack a score. */
function sessionOf(i: number) {
  const shuffled = (i * 7919) % SESSIONS
  const start = new Date(1_766_656_800_000 + shuffled * 1000).toISOString()
  return {
    session_id: `id-${String(i).padStart(6, '0')}`,
    type: i % 3 === 0 ? 'OTHER' : 'VoLTE',
    session_key: `call-${i}`,
    start_time: start,
    end_time: start,
    duration_ms: (i * 31) % 5000,
    packet_count: i,
    byte_count: i,
    participants: [],
    correlation_key: {},
    metrics: { ...(i % 4 !== 0 && { mos: (i * 17) % 450 }), setup_time_ms: (i * 13) % 9000 },
    outcome: i % 2 === 0 ? ('failed' as const) : ('success' as const),
    events_count: 0,
    linked_by: [],
    media: [],
  }
}

describe('pages of many sessions', () => {
  const failed = { where: 'outcome = ?', parameters: ['failed'] }
  const cases: { it: string; wanted: SessionPage }[] = [
    { it: 'by time', wanted: {} },
    { it: 'by time, of one type', wanted: { type: 'volte' } },
    { it: 'by time, under a condition', wanted: { condition: failed } },
    { it: 'falling, where some have none', wanted: { order: { by: 'mos', direction: 'falling' } } },
    { it: 'rising, where some have none', wanted: { order: { by: 'mos', direction: 'rising' } } },
    { it: 'by what many share', wanted: { order: { by: 'outcome', direction: 'rising' } } },
    { it: 'by the first order again', wanted: { condition: failed, order: { by: 'mos', direction: 'falling' } } },
    ...(['packet_count', 'byte_count', 'duration_ms', 'setup_time_ms', 'session_key'] as const).map((by) => ({
      it: `by ${by}`,
      wanted: { order: { by, direction: 'falling' as const } },
    })),
    { it: 'by time once more', wanted: {} },
  ]

  it.each(cases)('$it: together they are the whole list', ({ wanted }) => {
    const whole = reader.sessions(wanted)
    const pages = Array.from({ length: Math.ceil(whole.total / PAGE) + 1 }, (_, i) =>
      reader.sessions({ ...wanted, page: i + 1, limit: PAGE }),
    )
    expect(pages.flatMap(({ sessions }) => sessions.map(({ session_id }) => session_id))).toEqual(
      whole.sessions.map(({ session_id }) => session_id),
    )
    expect(pages.flatMap(({ keys }) => keys)).toEqual(whole.keys)
    expect(new Set(pages.map(({ total }) => total))).toEqual(new Set([whole.total]))
  })
})
