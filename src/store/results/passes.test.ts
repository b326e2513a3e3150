import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { A, B, endpoint, event, group, moment } from '../../../test/make/result-rows.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import type { SessionDraft } from '../../model/relating.ts'
import type { AnnouncementRow, ClueRow, FlowRow, MediaOutline, PartyRow, RtcpRow, StreamRow } from '../../model/rows.ts'
import { createResult } from './writer.ts'

let folder = ''
let path = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'results-'))
  path = join(folder, "it's.tmp")
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

function stream(number: number, more: Partial<StreamRow> = {}): StreamRow {
  return {
    group: number,
    ssrc: '0x1234abcd',
    source: A,
    destination: B,
    tunnel: '',
    payload_type: 96,
    codec: 'AMR-WB',
    clock_rate: 16_000,
    clock_assumed: false,
    announced: true,
    first: moment(number),
    last: moment(number + 5),
    file: 0,
    last_file: 0,
    first_frame: 1,
    last_frame: 9,
    first_offset: 24,
    last_offset: 240,
    packets: 5,
    bytes: 500,
    payload_bytes: 300,
    largest_payload: 60,
    expected: 5,
    lost: 0,
    duplicates: 0,
    out_of_order: 0,
    longest_loss: 0,
    loss_runs: 0,
    first_sequence: 1,
    last_sequence: 5,
    first_rtp_time: 160,
    last_rtp_time: 800,
    jitter_mean_ms: 0.25,
    max_delta_ms: 20,
    gaps: 0,
    longest_gap_ms: 0,
    dtmf: '',
    codec_changes: 0,
    secure: false,
    modes: { '12.65': 5 },
    ...more,
  }
}

function rtcp(number: number, more: Partial<RtcpRow> = {}): RtcpRow {
  return {
    group: number,
    source: A,
    destination: B,
    tunnel: '',
    first: moment(number),
    last: moment(number),
    file: 0,
    first_frame: 3,
    packets: 1,
    bytes: 90,
    ssrc: '0x00000001',
    cname: 'a@b',
    reports: [],
    ...more,
  }
}

function announcement(number: number, more: Partial<AnnouncementRow> = {}): AnnouncementRow {
  return {
    group: number,
    at: moment(number),
    frame: number,
    kind: 'rtp',
    address: '10.0.0.1',
    port: 4000,
    media: 0,
    side: 'tag',
    media_type: 'audio',
    direction: 'sendrecv',
    formats: [{ payload_type: 96, codec: 'AMR', clock_rate: 8000, channels: 1 }],
    ...more,
  }
}

function outlineOf({ group, source, destination, first, first_frame }: MediaOutline): MediaOutline {
  return { group, source, destination, first, first_frame }
}

/** Groups of the rows of a draft, by kind of row. */
function groupsOf(draft: SessionDraft): number[][] {
  return [draft.groups, draft.streams, draft.rtcps, draft.parties].map((rows) => rows.map((row) => row.group))
}

const link = { evidence: 'icid', value: 'abc', confidence: 1, frame: 2 }

describe('passes for relating', () => {
  it('give rows back as they were written', () => {
    const writer = createResult(path, 'job')
    const clue: ClueRow = { group: 1, at: moment(1), frame: 1, kind: 'icid', value: 'nul \0 ümlaut 🙂' }
    const flow: FlowRow = {
      protocol: 'OTHER',
      counted_as: 'OTHER',
      source: A,
      destination: B,
      transport: 'udp',
      first: moment(1),
      last: moment(2),
      file: 0,
      first_frame: 1,
      packets: 2,
      bytes: 3,
    }
    const secure = announcement(1, { kind: 'rtcp', port: 4001, ptime: 20, mux: false, secure: 'sdes', formats: [] })
    const leg = { asked: 1.5, answered: 900, ended: Infinity, from: '10.0.0.1', to: '10.0.0.2', numbers: '1>2' }
    writer.group(group(1, { leg }))
    writer.clue(clue)
    writer.announcement(announcement(1))
    writer.announcement(secure)
    writer.stream(stream(2))
    writer.rtcp(rtcp(3))
    writer.flow(flow)
    const { key, family, first, last } = group(1)
    expect([...writer.groupRows()]).toEqual([{ group: 1, key, family, first, last, leg, closed: false }])
    expect([...writer.clueRows([clue.kind], 'value')]).toEqual([clue])
    expect([...writer.announcementRows()]).toEqual([announcement(1), secure])
    expect([...writer.mediaRows('streams', 'source')]).toEqual([outlineOf(stream(2))])
    expect([...writer.mediaRows('rtcps', 'destination')]).toEqual([outlineOf(rtcp(3))])
    expect([...writer.mediaSpans('streams')]).toEqual([{ ...outlineOf(stream(2)), last: stream(2).last }])
    expect([...writer.flowRows()]).toEqual([flow])
    expect(writer.groups).toBe(3)
    writer.assign(Int32Array.of(0, 1, 1, 1), 1)
    const [draft] = writer.drafts()
    expect(draft).toMatchObject({ groups: [group(1)], streams: [stream(2)], rtcps: [rtcp(3)] })
    writer.discard()
  })

  it('come sorted, whatever the order of writing', () => {
    const writer = createResult(path, 'job')
    writer.group(group(3, { key: 'call:a', first: moment(9) }))
    writer.group(group(1, { family: 'gtp', key: 'z' }))
    writer.group(group(2, { key: 'call:a', first: moment(8) }))
    expect([...writer.groupRows()].map((row) => row.group)).toEqual([1, 2, 3])
    for (const [kind, value, at] of [
      ['b', 'x', 1],
      ['a', 'y', 2],
      ['a', 'x', 4],
      ['a', 'x', 3],
    ] as const)
      writer.clue({ group: at, at: moment(at), frame: at, kind, value })
    expect([...writer.clueRows(['a', 'b'], 'kind')].map((row) => row.group)).toEqual([3, 4, 2, 1])
    for (const [address, port, at] of [
      ['10.0.0.2', 1, 1],
      ['10.0.0.1', 9, 4],
      ['10.0.0.1', 9, 3],
      ['10.0.0.1', 8, 5],
    ] as const)
      writer.announcement(announcement(at, { address, port }))
    expect([...writer.announcementRows()].map((row) => row.group)).toEqual([5, 3, 4, 1])
    writer.stream(stream(5, { source: B, destination: A }))
    writer.stream(stream(4))
    expect([...writer.mediaRows('streams', 'source')].map((row) => row.group)).toEqual([4, 5])
    expect([...writer.mediaRows('streams', 'destination')].map((row) => row.group)).toEqual([5, 4])
    writer.discard()
  })

  it('put both directions of a flow side by side', () => {
    const writer = createResult(path, 'job')
    const flow = (source: Endpoint, destination: Endpoint, at: number): void =>
      writer.flow({
        protocol: 'OTHER',
        counted_as: 'OTHER',
        source,
        destination,
        transport: 'udp',
        first: moment(at),
        last: moment(at),
        file: 0,
        first_frame: at,
        packets: 1,
        bytes: 1,
      })
    const C = endpoint('10.0.0.1', 99)
    flow(B, A, 4)
    flow(A, endpoint('10.0.0.3'), 1)
    flow(C, A, 3)
    flow(A, B, 2)
    flow(A, C, 5)
    expect([...writer.flowRows()].map((row) => row.first_frame)).toEqual([3, 5, 2, 4, 1])
    writer.discard()
  })
})

describe('drafts', () => {
  it('gather all rows of each session, by session number, and leave out what belongs to none', () => {
    const writer = createResult(path, 'job')
    for (const number of [1, 2, 3, 4]) {
      writer.event(event(number, number))
      writer.group(group(number))
      const party: PartyRow = {
        group: number,
        at: moment(number),
        frame: number,
        role: 'caller',
        imsi: `26201${number}`,
      }
      writer.party(party)
      writer.announcement(announcement(number))
    }
    writer.event(event(3, 33))
    writer.stream(stream(5))
    writer.event(event(5, 5, { protocol: 'RTP', message_type: 'RTP_START' }))
    writer.rtcp(rtcp(6))
    writer.link(3, link)
    writer.assign(Int32Array.of(0, 3, 0, 1, 3, 1, 4), 4)
    const drafts = [...writer.drafts()]
    expect(drafts.map(({ session, events, links }) => [session, events, links])).toEqual([
      [1, 3, [link]],
      [2, 0, []],
      [3, 2, []],
      [4, 0, []],
    ])
    expect(drafts.map(groupsOf)).toEqual([
      [[3], [5], [], [3]],
      [[], [], [], []],
      [[1, 4], [], [], [1, 4]],
      [[], [], [6], []],
    ])
    expect(drafts[0]!.parties[0]!.imsi).toBe('262013')
    writer.discard()
  })
})
