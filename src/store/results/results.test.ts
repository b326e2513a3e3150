import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { A, B, event, group, moment } from '../../../test/make/result-rows.ts'
import type { Link, SessionRow } from '../../model/session.ts'
import type { Summary } from '../../model/summary.ts'
import { openResult } from './reader.ts'
import { createResult, publishResult, type ResultWriter } from './writer.ts'

/** These events keep their details. */
const noRaw = (): never => {
  throw new Error('nothing here is to be decoded')
}

let folder = ''
let path = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'results-'))
  path = join(folder, "it's.tmp")
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

function session(id: string, more: Partial<SessionRow> = {}): SessionRow {
  return {
    session_id: id,
    type: 'VoLTE',
    session_key: `key-${id}`,
    start_time: '2025-12-25T10:00:00.000Z',
    end_time: '2025-12-25T10:00:05.000Z',
    duration_ms: 5000,
    packet_count: 4,
    byte_count: 1800,
    participants: ['10.0.0.1:5060', '10.0.0.2:5060'],
    correlation_key: { call_id: id },
    metrics: { setup_time_ms: 450 },
    outcome: 'success',
    events_count: 0,
    linked_by: [],
    media: [],
    ...more,
  }
}

const link: Link = { evidence: 'icid', value: 'abc', confidence: 1, frame: 2 }
const summary: Summary = {
  capture: { format: 'pcap', packets: 3, bytes: 300, truncated: false, warnings: [] },
  protocols: [{ protocol: 'SIP', packet_count: 3, byte_count: 300 }],
  coverage: {
    packets: 3,
    decoded: 3,
    undecoded: 0,
    ciphered: 0,
    malformed: 0,
    cut: 0,
    duplicates: 0,
    duplicate_frames: [],
    truncated: false,
  },
}

/** One session of the groups given, and the file closed. */
function finished(writer: ResultWriter, groups: readonly number[], row: SessionRow): ReturnType<typeof openResult> {
  const sessionOf = new Int32Array(writer.groups + 1)
  for (const number of groups) sessionOf[number] = 1
  writer.assign(sessionOf, 1)
  writer.session(1, row, [])
  writer.finish(summary)
  return openResult(path, noRaw)
}

describe('the result file', () => {
  it('gives back a session with its events in order of time, file and frame', () => {
    const writer = createResult(path, 'job-1')
    writer.event(event(1, 5))
    writer.event(event(2, 9, { at: moment(2), message_type: '180 Ringing', fault: 'cut', source: B, destination: A }))
    writer.event(event(9, 1))
    writer.event(event(1, 4, { at: moment(5), frames: [3, 4], details: { big: 2n, text: 'line\nend' } }))
    const reader = finished(writer, [1, 2], session('a', { events_count: 3, subtype: 'volte', facts: { forks: 2 } }))
    const found = reader.session('a')!
    expect(found.events.map(({ event_id, frame }) => [event_id, frame])).toEqual([
      ['evt-002', 9],
      ['evt-004', 4],
      ['evt-001', 5],
    ])
    expect(found.events[0]).toEqual({
      event_id: 'evt-002',
      timestamp: '2025-12-25T10:00:00.002Z',
      timestamp_ns: '1766656800002000007',
      protocol: 'SIP',
      message_type: '180 Ringing',
      source: '10.0.0.2:5060',
      destination: '10.0.0.1:5060',
      short: 'SIP INVITE',
      frame: 9,
      packet_id: 'job-1.9',
      fault: 'cut',
      details: { call_id: '2@x' },
    })
    expect(found.events[1]).toMatchObject({ frames: [3, 4], details: { big: '2', text: 'line\nend' } })
    expect(found).toMatchObject({ subtype: 'volte', facts: { forks: 2 }, metrics: { setup_time_ms: 450 } })
    expect(found.events_truncated).toBeUndefined()
    expect(reader.session('b')).toBeUndefined()
    reader.close()
  })

  it('keeps more events than one block, of interleaved groups, and pages through them', () => {
    const writer = createResult(path, 'job')
    for (let frame = 1; frame <= 1000; frame++) writer.event(event(1 + (frame % 7), frame, { details: { frame } }))
    const reader = finished(writer, [1, 4], session('a', { events_count: 285 }))
    const frames = Array.from({ length: 1000 }, (_, i) => i + 1).filter((frame) => frame % 7 === 0 || frame % 7 === 3)
    const { total, events } = reader.events('a', { from: 100, limit: 50 })!
    expect(total).toBe(frames.length)
    expect(events.map((one) => one.details['frame'])).toEqual(frames.slice(100, 150))
    expect(reader.events('a')!.events).toHaveLength(total)
    reader.close()
  })

  it('knows every name, also when there are more than the writer remembers', () => {
    const writer = createResult(path, 'job')
    const names = 65_536 + 10
    for (let i = 0; i < names; i++) writer.event(event(2, i + 1, { message_type: `GET /${i}`, details: {} }))
    for (const i of [0, names - 1]) writer.event(event(1, names + i, { message_type: `GET /${i}` }))
    const reader = finished(writer, [1, 2], session('a'))
    const named = (from: number): string[] =>
      reader.events('a', { from, limit: 2 })!.events.map((one) => one.message_type)
    expect([named(0), named(names - 2)]).toEqual([
      ['GET /0', 'GET /1'],
      [`GET /${names - 2}`, `GET /${names - 1}`],
    ])
    expect(named(names)).toEqual(['GET /0', `GET /${names - 1}`])
    reader.close()
  })

  it('bounds the events of a detail, and says so', () => {
    const writer = createResult(path, 'job')
    for (let frame = 1; frame <= 10_001; frame++) writer.event(event(1, frame, { details: {} }))
    const reader = finished(writer, [1], session('a', { events_count: 10_001 }))
    const found = reader.session('a')!
    expect([found.events.length, found.events_truncated, found.events_count]).toEqual([10_000, true, 10_001])
    expect(reader.events('a', { from: 10_000, limit: 10 })!.events.map((one) => one.frame)).toEqual([10_001])
    reader.close()
  })

  it('lists sessions by start and id, by page, and by type whatever its case', () => {
    const writer = createResult(path, 'job')
    const rows = [
      ['d', 'VoLTE', 3],
      ['c', 'OTHER', 1],
      ['b', 'VoLTE', 1],
      ['a', 'VoLTE', 2],
    ] as const
    rows.forEach(([id, type, second], i) =>
      writer.session(i + 1, session(id, { type, start_time: `2025-12-25T10:00:0${second}.000Z` }), []),
    )
    writer.finish(summary)
    const reader = openResult(path, noRaw)
    const ids = (page: Parameters<typeof reader.sessions>[0]): string =>
      reader
        .sessions(page)
        .sessions.map((row) => row.session_id)
        .join('')
    expect(ids({})).toBe('bcad')
    expect(ids({ page: 2, limit: 3 })).toBe('d')
    expect(ids({ page: 3, limit: 3 })).toBe('')
    // Pages of every length and place, from either end of the index.
    for (const limit of [1, 2, 3, 4, 5]) {
      const pages = Array.from({ length: 4 }, (_, i) => ids({ page: i + 1, limit }))
      expect(pages.join('')).toBe('bcad')
      expect(pages[0]).toHaveLength(Math.min(limit, 4))
    }
    expect(ids({ type: 'volte' })).toBe('bad')
    expect(reader.sessions({ type: 'volte', limit: 1 }).total).toBe(3)
    expect(reader.types()).toEqual({ OTHER: 1, VoLTE: 3 })
    expect([...reader.details({ type: 'OTHER' })].map((row) => row.session_id)).toEqual(['c'])
    expect(reader.sessions({ limit: 1 }).sessions[0]!.metrics).toEqual({
      packets: 4,
      bytes: 1800,
      duration_ms: 5000,
      setup_time_ms: 450,
    })
    reader.close()
  })

  it('offers the first session of the type that people look for first, and none without events', () => {
    const writer = createResult(path, 'job')
    const rows = [
      ['flow', 'OTHER', 1, 9],
      ['policy', 'DIAMETER', 2, 4],
      ['unseen', 'VoLTE', 3, 0],
      ['later', 'DIAMETER', 4, 4],
    ] as const
    rows.forEach(([id, type, second, events_count], i) => {
      const start_time = `2025-12-25T10:00:0${second}.000Z`
      writer.session(i + 1, session(id, { type, start_time, events_count }), [])
    })
    writer.finish(summary)
    const reader = openResult(path, noRaw)
    expect(reader.first()).toBe('policy')
    reader.close()
  })

  it('names related sessions from both sides, once', () => {
    const writer = createResult(path, 'job')
    for (const [i, id] of ['a', 'b', 'c'].entries()) writer.session(i + 1, session(id), [])
    const second = { ...link, evidence: 'session-id' }
    writer.relation({ session: 1, related: 2, relation: 'transfer_target', link })
    writer.relation({ session: 1, related: 2, relation: 'transfer_target', link: second })
    writer.relation({ session: 2, related: 1, relation: 'replaces', link })
    writer.relation({ session: 3, related: 1, relation: 'same_subscriber', link })
    writer.finish(summary)
    const reader = openResult(path, noRaw)
    const { type, start_time, outcome } = session('b')
    expect(reader.session('a')!.related_sessions).toEqual([
      { session_id: 'b', type, start_time, outcome, relation: 'transfer_target', linked_by: [link, second] },
      { session_id: 'c', type, start_time, outcome, relation: 'same_subscriber', linked_by: [link] },
    ])
    expect(reader.session('b')!.related_sessions.map((row) => row.relation)).toEqual(['replaces'])
    expect(reader.session('c')!.related_sessions.map((row) => row.session_id)).toEqual(['a'])
    reader.close()
  })

  it('tells packets of several captures apart', () => {
    const writer = createResult(path, 'job')
    writer.event(event(1, 5, { file: 1 }))
    const reader = finished(writer, [1], session('a'))
    expect(reader.session('a')!.events[0]).toMatchObject({ packet_id: 'job.1.5', file: 1 })
    reader.close()
  })

  it('keeps the summary, and leaves nothing beside it', () => {
    const writer = createResult(path, 'job')
    expect(existsSync(`${path}.work`)).toBe(true)
    writer.finish(summary)
    const final = join(folder, 'final')
    publishResult(path, final)
    const reader = openResult(final, noRaw)
    expect(reader.summary()).toEqual(summary)
    expect([existsSync(path), existsSync(`${path}.work`)]).toEqual([false, false])
    reader.close()
  })

  it('has no journal while it is written', () => {
    const writer = createResult(path, 'job-1')
    for (let frame = 1; frame <= 20_000; frame++) writer.event(event(1, frame))
    expect(readdirSync(folder).filter((name) => name.includes('journal'))).toEqual([])
    writer.discard()
  })

  it('goes without a trace when the job is given up', () => {
    const writer = createResult(path, 'job')
    writer.group(group(1))
    writer.discard()
    expect([existsSync(path), existsSync(`${path}.work`)]).toEqual([false, false])
  })

  it('is refused when it is unfinished, foreign, or of another version', () => {
    writeFileSync(path, 'this is text, and long enough to have been a header of something else'.repeat(20))
    expect(() => openResult(path, noRaw)).toThrow('not a finished result file')
    rmSync(path)
    createResult(path, 'job').finish(summary)
    const database = new DatabaseSync(path)
    database.exec("UPDATE meta SET value = '999' WHERE name = 'version'")
    database.close()
    expect(() => openResult(path, noRaw)).toThrow('has version 999 of the result format')
  })

  it('takes sessions while drafts are read, which may be left early', () => {
    const writer = createResult(path, 'job')
    for (const number of [1, 2, 3]) writer.group(group(number))
    writer.assign(Int32Array.of(0, 1, 2, 3), 3)
    for (const draft of writer.drafts()) {
      writer.session(draft.session, session(`s${draft.session}`), [{ kind: 'call_id', value: `c${draft.session}` }])
      if (draft.session === 2) break
    }
    writer.finish(summary)
    const reader = openResult(path, noRaw)
    expect(reader.sessions().total).toBe(2)
    expect(reader.find('c2')).toEqual(['s2'])
    reader.close()
  })
})
