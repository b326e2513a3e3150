import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SessionRow } from '../model/session.ts'
import type { Summary } from '../model/summary.ts'
import { openResult, type ResultReader } from '../store/results/reader.ts'
import { createResult } from '../store/results/writer.ts'
import { exportSessions } from './sessions.ts'

const summary: Summary = {
  capture: { format: 'pcap', packets: 2, bytes: 200, truncated: false, warnings: [{ code: 'x', offset: 3 }] },
  protocols: [{ protocol: 'SIP', packet_count: 2, byte_count: 200 }],
  coverage: {
    packets: 2,
    decoded: 2,
    undecoded: 0,
    ciphered: 0,
    malformed: 0,
    cut: 0,
    duplicates: 0,
    duplicate_frames: [],
    truncated: false,
  },
}

function row(id: string, more: Partial<SessionRow> = {}): SessionRow {
  return {
    session_id: id,
    type: 'VoLTE',
    session_key: `key-${id}`,
    start_time: `2025-12-25T10:00:00.000Z`,
    end_time: '2025-12-25T10:00:05.000Z',
    duration_ms: 5000,
    packet_count: 4,
    byte_count: 1800,
    participants: ['10.0.0.1:5060', '10.0.0.2:5060'],
    correlation_key: {},
    metrics: {},
    outcome: 'success',
    events_count: 1,
    linked_by: [],
    media: [],
    ...more,
  }
}

/** These events keep their details. */
const noRaw = (): never => {
  throw new Error('nothing here is to be decoded')
}

let folder = ''
let result: ResultReader

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sessions-'))
})
afterEach(() => {
  result.close()
  rmSync(folder, { recursive: true })
})

function exported(rows: readonly SessionRow[], ...[format, type]: ['json' | 'ndjson' | 'csv', string?]): string {
  const path = join(folder, 'result')
  const writer = createResult(path, 'job')
  const at = { seconds: 1_766_656_800, nanoseconds: 0 }
  const end = { id: 1, address: '10.0.0.1', port: 5060, text: '10.0.0.1:5060' }
  const common = { file: 0, protocol: 'SIP', message_type: 'BYE', short: 'SIP BYE', source: end, destination: end }
  rows.forEach((_, i) =>
    writer.event({ group: i + 1, at, frame: i + 1, offset: 24, details: {}, fault: '', ...common }),
  )
  writer.assign(
    Int32Array.from({ length: rows.length + 1 }, (_, i) => i),
    rows.length,
  )
  rows.forEach((one, i) => writer.session(i + 1, one, []))
  writer.finish(summary)
  result = openResult(path, noRaw)
  return [...exportSessions(result, format, { type })].join('')
}

const CSV_HEADER =
  'session_id,type,subtype,session_key,start_time,end_time,duration_ms,outcome,from,to,setup_time_ms,rtp_loss,' +
  'rtp_jitter_ms,mos,media_verdicts,packets,bytes,events,participants,participant_roles,category,code,verdict'

describe('export', () => {
  it('json is one object, with the events of each session', () => {
    const got = JSON.parse(exported([row('a'), row('b', { type: 'OTHER' })], 'json')) as Record<string, unknown>
    expect(Object.keys(got)).toEqual(['capture', 'protocols', 'coverage', 'kpis', 'sessions'])
    expect(got).toMatchObject({ ...summary, sessions: [{ session_id: 'a' }, { session_id: 'b' }] })
    expect(got['sessions']).toMatchObject([{ events: [{ frame: 1 }] }, { events: [{ frame: 2 }] }])
  })

  it('json without sessions is still JSON', () => {
    expect(JSON.parse(exported([], 'json'))).toEqual({ ...summary, kpis: [], sessions: [] })
  })

  it('ndjson is a session a line, of the type asked for', () => {
    const lines = exported([row('a', { session_key: 'one\ntwo' }), row('b', { type: 'RTP' })], 'ndjson', 'volte')
    expect(lines.split('\n').map((line) => line && (JSON.parse(line) as SessionRow).session_key)).toEqual([
      'one\ntwo',
      '',
    ])
  })

  const wrong = { kind: 'late_media', severity: 'warning', text: '', streams: [], evidence: {} } as const
  const cells: [string, Partial<SessionRow>, string][] = [
    ['unknown metrics are empty', {}, ',10.0.0.1:5060,10.0.0.2:5060,,,,,,4,'],
    ['a measured 0 is 0', { metrics: { rtp_loss: 0, setup_time_ms: 12 } }, ',12,0,,,,4,'],
    [
      'tells what is wrong with media',
      { media_verdicts: [{ ...wrong, kind: 'silence' }, wrong] },
      ',silence late_media,',
    ],
    ['quotes what has commas and quotes', { session_key: 'a,"b"' }, ',"a,""b""",'],
    [
      'says why',
      { verdict: { kind: 'busy', category: 'user', code: 486, text: 'Busy, and so on.' } },
      ',user,486,"Busy, and so on."',
    ],
    ['defuses formulas', { session_key: '=HYPERLINK(1)' }, `,'=HYPERLINK(1),`],
    ['leaves numbers with a sign', { correlation_key: { caller: '+4917012345', callee: '-x' } }, `,+4917012345,'-x,`],
  ]
  it.each(cells)('csv: %s', (_, more, wanted) => {
    const [header, line, end] = exported([row('a', more)], 'csv').split('\r\n')
    expect(header).toBe(CSV_HEADER)
    expect(line).toContain(wanted)
    expect(end).toBe('')
  })
})
