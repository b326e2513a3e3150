import { describe, expect, it } from 'vitest'
import type { RtcpRow, StreamRow } from '../model/rows.ts'
import { codecMode } from './codec-mode.ts'
import { joinPieces } from './pieces.ts'
import { measureStream, mediaMetrics, roundTripOf } from './rtp.ts'

const here = { id: 1, address: '10.0.0.1', port: 4000, text: '10.0.0.1:4000' }
const there = { id: 2, address: '10.0.0.2', port: 5000, text: '10.0.0.2:5000' }

function row(more: Partial<StreamRow> = {}): StreamRow {
  return {
    group: 1,
    ssrc: '0x1234abcd',
    source: here,
    destination: there,
    tunnel: '',
    payload_type: 8,
    codec: 'PCMA',
    clock_rate: 8000,
    clock_assumed: false,
    announced: true,
    first: { seconds: 100, nanoseconds: 0 },
    last: { seconds: 102, nanoseconds: 0 },
    file: 0,
    last_file: 0,
    first_frame: 1,
    last_frame: 100,
    first_offset: 24,
    last_offset: 240,
    packets: 100,
    bytes: 21_400,
    payload_bytes: 16_000,
    largest_payload: 160,
    expected: 100,
    lost: 0,
    duplicates: 0,
    out_of_order: 0,
    longest_loss: 0,
    loss_runs: 0,
    first_sequence: 0,
    last_sequence: 99,
    first_rtp_time: 0,
    last_rtp_time: 15_840,
    jitter_mean_ms: 1,
    jitter_max_ms: 2,
    jitter_last_ms: 1,
    max_delta_ms: 25,
    gaps: 0,
    longest_gap_ms: 0,
    dtmf: '',
    codec_changes: 0,
    secure: false,
    ...more,
  }
}

describe('quality of a stream', () => {
  it('M7 is a MOS with all that it was made of', () => {
    const media = measureStream(row({ expected: 1000, packets: 950, lost: 50, loss_runs: 50 }))
    expect(media).toMatchObject({ loss: 0.05, mos: 3.92, r_factor: 77.42, mos_model: 'G.107 (Idd)', bitrate_kbps: 64 })
    expect(media['mos_inputs']).toEqual({
      codec: 'PCMA',
      ie: 0,
      ie_status: 'published',
      bpl: 25.1,
      bpl_status: 'published',
      source: 'ITU-T G.113 (09/2024) appendix I, with packet loss concealment',
      loss_percent: 5,
      burst_ratio: 1,
      ie_eff: 15.78,
      delay_ms: 60,
      delay_assumed: true,
      jitter_buffer_ms: 40,
      id: 0,
    })
  })

  it('a known round trip counts half, and is not assumed', () => {
    const { mos_inputs, mos } = measureStream(row(), 400)
    expect(mos_inputs).toMatchObject({ delay_ms: 260, delay_assumed: false })
    expect(mos).toBeLessThan(4.2)
  })

  it.each([
    ['fewer than fifty packets', row({ packets: 49 })],
    ['fewer than fifty packets, each of them twice', row({ packets: 98, duplicates: 49, expected: 49 })],
    ['an unknown codec', row({ codec: '' })],
    ['a codec without published values', row({ codec: 'opus' })],
    ['a codec of an odd name', row({ codec: '__proto__' })],
    ['a guessed clock', row({ clock_assumed: true })],
    ['a codec whose mode cannot be told', row({ codec: 'AMR-WB', largest_payload: 3 })],
  ])('%s: no MOS, not even 0', (_, stream) => {
    const media = measureStream(stream)
    for (const key of ['mos', 'r_factor', 'mos_model', 'mos_inputs']) expect(media).not.toHaveProperty(key)
  })

  it.each([
    ['most speech frames', { codec: 'AMR-WB', modes: { SID: 500, '12.65': 60, '23.85': 40 } }, 'AMR-WB/12.65'],
    ['the largest payload', { codec: 'amr', largest_payload: 32 }, 'AMR/12.2'],
    ['the largest payload', { codec: 'AMR-WB', largest_payload: 33 }, 'AMR-WB/12.65'],
    ['the largest payload', { codec: 'EVS', largest_payload: 33 }, 'EVS/13.2'],
    ['nothing where it is ciphered', { codec: 'AMR', largest_payload: 32, secure: true }, undefined],
    ['itself where there is one mode', { codec: 'pcmu' }, 'PCMU'],
  ])('a mode is told by %s', (_, more, want) => {
    expect(codecMode(row(more))).toBe(want)
  })
})

describe('quality of a session', () => {
  it('sums losses, averages jitter, takes the worst MOS', () => {
    const good = measureStream(row({ packets: 100, expected: 100 }))
    const bad = measureStream(
      row({ packets: 270, expected: 300, lost: 30, loss_runs: 30, jitter_mean_ms: 4, jitter_max_ms: 9 }),
    )
    expect(mediaMetrics([good, bad])).toMatchObject({
      rtp_packets: 370,
      rtp_loss: 0.075,
      rtp_loss_max: 0.1,
      rtp_jitter_ms: 2.5,
      rtp_jitter_max_ms: 9,
      mos: bad.mos,
    })
    expect(mediaMetrics([good, bad])['mos_avg']).toBeCloseTo((good.mos! * 100 + bad.mos! * 270) / 370, 2)
  })

  it('no media: no metrics, not 0', () => {
    expect(mediaMetrics([])).toEqual({})
  })

  it('MOS of different scales have no mean', () => {
    const narrow = measureStream(row())
    const wide = measureStream(row({ codec: 'AMR-WB', largest_payload: 33 }))
    expect(mediaMetrics([narrow, wide])).toHaveProperty('mos')
    expect(mediaMetrics([narrow, wide])).not.toHaveProperty('mos_avg')
  })

  it('a round trip is the sum of both halves; one half is partial', () => {
    const rtcp = (source: typeof here, mean?: number, destination = source === here ? there : here): RtcpRow =>
      ({ source, destination, ...(mean !== undefined && { rtt_ms: { count: 1, mean, max: mean } }) }) as RtcpRow
    expect(roundTripOf([rtcp(here, 20), rtcp(there, 30)])).toEqual({ rtt_ms: 50 })
    expect(roundTripOf([rtcp(here, 20), rtcp(there)])).toEqual({ rtt_partial_ms: 20 })
    const [inside, outside] = [
      { ...here, text: '10.0.0.9:1' },
      { ...here, text: '10.0.0.9:3' },
    ]
    // Passed on by a relay: the halves of both far ends.
    expect(roundTripOf([rtcp(here, 20, inside), rtcp(there, 30, outside)])).toEqual({ rtt_ms: 50 })
    const sides = [rtcp(here, 40, inside), rtcp(outside, 1, there), rtcp(inside, 2, here), rtcp(there, 70, outside)]
    expect(roundTripOf(sides)).toEqual({ rtt_ms: 71 })
    expect(roundTripOf([rtcp(here)])).toEqual({})
  })
})

function inner(of: StreamRow): StreamRow {
  return { ...of, tunnel: '0x00000001 a b', packets: of.packets - 1 }
}

describe('pieces of a stream', () => {
  const later = row({
    group: 2,
    first: { seconds: 103, nanoseconds: 0 },
    last: { seconds: 105, nanoseconds: 0 },
    first_frame: 101,
    last_frame: 200,
    first_offset: 24,
    last_offset: 240,
    first_sequence: 65_536 + 102,
    last_sequence: 65_536 + 201,
    jitter_mean_ms: 3,
    modes: { SID: 2 },
  })

  it('follow each other: they add up, and so does what was lost between', () => {
    const joined = joinPieces([later, row({ modes: { SID: 1 } })])
    expect(joined).toHaveLength(1)
    expect(joined[0]).toMatchObject({
      stream: { group: 1, packets: 200, expected: 202, lost: 2, loss_runs: 1, longest_loss: 2, jitter_mean_ms: 2 },
      elsewhere: [],
    })
    expect(joined[0]!.stream).toMatchObject({ first_frame: 1, last_frame: 200, modes: { SID: 3 } })
  })

  it('of a handover to another tunnel follow each other too', () => {
    expect(joinPieces([row({ tunnel: '0x1 a b' }), { ...later, tunnel: '0x2 c d' }])).toHaveLength(1)
  })

  it('R25 overlap in different tunnels: observed twice, counted once, at the place that saw most', () => {
    const inner = row({ tunnel: '0x00000001 a b', packets: 99, lost: 1 })
    const [joined, ...others] = joinPieces([inner, row()])
    expect(others).toEqual([])
    expect(joined).toMatchObject({ stream: { packets: 100, tunnel: '' }, elsewhere: [{ packets: 99 }] })
  })

  it('both places may be cut', () => {
    expect(joinPieces([row(), inner(row()), later, inner(later)])).toMatchObject([
      { stream: { packets: 200 }, elsewhere: [{ packets: 198 }] },
    ])
  })

  it('of other ends or SSRCs are other streams', () => {
    expect(joinPieces([row(), row({ ssrc: '0x00000001' }), row({ source: there, destination: here })])).toHaveLength(3)
  })
})
