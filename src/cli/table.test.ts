import { describe, expect, it } from 'vitest'
import { colourPaint, plainPaint } from '../export/terminal.ts'
import type { ResultReader } from '../store/results/reader.ts'
import type { SessionBrief } from '../store/results/records.ts'
import { sessionTable } from './table.ts'

const session: SessionBrief = {
  session_id: 'a',
  type: 'VoLTE',
  session_key: 'abcdefgh@10.0.0.1',
  start_time: '2025-12-25T10:00:00.000Z',
  end_time: '2025-12-25T10:05:20.000Z',
  duration_ms: 320_000,
  packet_count: 5234,
  byte_count: 1_048_576,
  participants: ['10.0.0.1:5060', '10.0.0.2:5060'],
  correlation_key: { caller: '<sip:alice@example.com;user=phone>', callee: 'tel:+49170' },
  metrics: { setup_time_ms: 450, rtp_loss: 0.0123, rtp_jitter_ms: 3.456, mos: 4.1 },
  outcome: 'success',
  media: [],
  events_count: 0,
}

/** What the table reads of a result. */
function result(sessions: readonly SessionBrief[], capture: object = {}): ResultReader {
  const day = { first_time: '2025-12-25T10:00:00.000Z', last_time: '2025-12-25T11:00:00.000Z' }
  const whole = { format: 'pcap', packets: 6000, bytes: 1, truncated: false, warnings: [], ...day, ...capture }
  return {
    *briefs() {
      yield* sessions
    },
    types: () => (sessions.length > 0 ? { VoLTE: sessions.length } : {}),
    summary: () => ({ capture: whole, protocols: [], coverage: { duplicates: 0 } }),
  } as unknown as ResultReader
}

function table(of: ResultReader, width?: number): string[] {
  return [...sessionTable(of, { wanted: {}, width, paint: plainPaint })]
}

describe('the table of sessions', () => {
  it('shows who, when, how long and how well', () => {
    expect(table(result([session]))).toEqual([
      'TYPE   START (UTC)   DURATION  FROM → TO       OUTCOME   SETUP    LOSS  JITTER   MOS  PACKETS  KEY                WHY',
      'VoLTE  10:00:00.000     05:20  alice → +49170  success  450 ms  1.23 %  3.5 ms  4.10     5234  abcdefgh@10.0.0.1',
      '',
      '1 session (1 VoLTE) in 6\u202f000 packets',
    ])
  })

  it('leaves out what is unknown, and shows the day where there are several', () => {
    const bare = { ...session, metrics: {}, correlation_key: {}, duration_ms: 3_723_000, participants: ['10.0.0.1'] }
    const [, line] = table(result([bare], { last_time: '2025-12-26T00:00:00.000Z' }))
    expect(line).toMatch(/^VoLTE {2}2025-12-25 10:00:00\.000 +1:02:03 {2}10\.0\.0\.1 +success +5234 /)
  })

  it('fits the terminal by shortening ends and keys', () => {
    const long = { ...session, session_key: 'k'.repeat(200), correlation_key: { caller: 'c'.repeat(100), callee: 'd' } }
    const lines = table(result([long, session]), 120)
    expect(lines.slice(0, 3).map((line) => line.length <= 120)).toEqual([true, true, true])
    expect(lines[1]).toContain('k…')
  })

  it('says why, and leaves out in a terminal what no session has', () => {
    const text = 'SIP INVITE failed with 486 Busy Here.'
    const refused = { ...session, outcome: 'failed' as const, metrics: {}, verdict: { kind: 'busy', text } }
    expect(table(result([refused]), 160).slice(0, 2)).toEqual([
      'TYPE   START (UTC)   DURATION  FROM → TO       OUTCOME  PACKETS  KEY                WHY',
      `VoLTE  10:00:00.000     05:20  alice → +49170  failed      5234  abcdefgh@10.0.0.1  ${text}`,
    ])
    expect(table(result([session]), 160)[0]).not.toContain('WHY')
  })

  it('keeps what came from the wire from steering the terminal', () => {
    const hostile = { ...session, session_key: '\u001B[2J\n', correlation_key: { caller: '\u0007' } }
    expect(table(result([hostile])).join('')).not.toMatch(/\p{Cc}/u)
  })

  it('says what was wrong with the capture, and that nothing is there', () => {
    const damaged = { truncated: true, warnings: [{ code: 'MALFORMED_BLOCK', offset: 77, count: 2 }], packets: 1 }
    expect(table(result([], damaged))).toEqual([
      '0 sessions in 1 packet',
      'warning: the capture is cut off or damaged; what was readable was read',
      'warning: Damaged: 2 blocks could not be read, the rest is here (offset 77)',
    ])
  })

  it('shows more sessions than it measures', () => {
    const many = Array.from({ length: 600 }, () => session)
    expect(table(result(many))).toHaveLength(1 + 600 + 2)
  })

  it('colours outcomes', () => {
    const [, line] = [...sessionTable(result([session]), { wanted: {}, width: undefined, paint: colourPaint })]
    expect(line).toContain('\u001B[32msuccess\u001B[0m')
  })
})
