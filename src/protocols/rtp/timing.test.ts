import { describe, expect, it } from 'vitest'
import { format, MediaFixture, PCMA } from './fixture.ts'

/** Jitter as RFC 3550 A.8 has it, worked out the long way, in ms. */
function jitters(packets: readonly { at: number; ts: number }[], clock: number): number[] {
  let jitter = 0
  return packets.slice(1).map((packet, i) => {
    const before = packets[i]!
    const difference = Math.abs(packet.at - before.at - ((packet.ts - before.ts) * 1000) / clock)
    return (jitter += (difference - jitter) / 16)
  })
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length
}

/** Packets of `ticks` each 20 ms, late by up to 9 ms. */
function shaky(count: number, ticks: number): { seq: number; ts: number; at: number }[] {
  return Array.from({ length: count }, (_, i) => ({ seq: i, ts: ticks * i, at: 20 * i + ((i * 7) % 10) }))
}

function gaps(fixture: MediaFixture): unknown[] {
  const found = fixture.events.filter((event) => event.message_type === 'RTP_GAP')
  return found.map((event) => [event.frame, event.details['gap_ms']])
}

describe('jitter: RFC 3550 A.8', () => {
  it('is that of the standard: mean, highest, last', () => {
    const fixture = new MediaFixture()
    fixture.announce('10.0.0.2:5000', 1)
    const packets = shaky(300, 160)
    for (const packet of packets) fixture.rtp(packet)
    const want = jitters(packets, 8000)
    const row = fixture.only()
    expect(row.jitter_mean_ms).toBeCloseTo(mean(want), 2)
    expect(row.jitter_max_ms).toBeCloseTo(Math.max(...want), 2)
    expect(row.jitter_last_ms).toBeCloseTo(want.at(-1)!, 2)
    expect(row).toMatchObject({ ptime_ms: 20, clock_assumed: false })
  })

  it('packets at the start of talk spurts are not measured, and count as the mean so far', () => {
    const fixture = new MediaFixture()
    fixture.announce('10.0.0.2:5000', 1)
    const packets = shaky(300, 160)
    packets.forEach((packet, i) => fixture.rtp({ ...packet, marker: i % 5 === 0 }))
    let soFar = 0
    jitters(packets, 8000).forEach((jitter, i) => {
      if ((i + 1) % 5 !== 0) soFar += (jitter - soFar) / (i + 1)
    })
    expect(fixture.only().jitter_mean_ms).toBeCloseTo(soFar, 3)
  })

  it('late packets are measured in order of arrival, one from before the first is not', () => {
    const late = new MediaFixture()
    late.announce('10.0.0.2:5000', 1)
    const packets = shaky(100, 160)
    const swapped = packets.map((packet, i) => ({ ...(packets[i ^ 1] ?? packet), at: packet.at }))
    for (const packet of [packets[0]!, packets[1]!, ...swapped.slice(2)]) late.rtp(packet)
    const want = mean(jitters([packets[0]!, packets[1]!, ...swapped.slice(2)], 8000))
    const row = late.only()
    expect(row.out_of_order).toBe(49)
    expect(row.jitter_mean_ms).toBeCloseTo(want, 3)
    const early = new MediaFixture()
    early.announce('10.0.0.2:5000', 1)
    early.rtp({ seq: 1, ts: 160, at: 0 })
    early.rtp({ seq: 0, ts: 0, at: 1 })
    early.rtp({ seq: 2, ts: 320, at: 20 })
    expect(early.only()).toMatchObject({ jitter_mean_ms: 0, out_of_order: 1, lost: 0, expected: 3 })
  })

  it('R9 G.722 ticks at 8000 although it samples at 16000', () => {
    const fixture = new MediaFixture()
    fixture.run(100, { pt: 9 })
    expect(fixture.only()).toMatchObject({ codec: 'G722', clock_rate: 8000, jitter_mean_ms: 0, ptime_ms: 20 })
  })

  it.each([
    [10, 'while first arrivals are kept'],
    [64, 'when they are full'],
    [200, 'after a guess that was right'],
  ])('R11 an answer after %i packets, %s, measures from the first packet on', (before) => {
    const fixture = new MediaFixture()
    const packets = shaky(300, 320)
    packets.forEach((packet, i) => {
      if (i === before) fixture.announce('10.0.0.2:5000', 1, { formats: [format(104, 'AMR-WB', 16_000)] })
      fixture.rtp({ ...packet, pt: 104 })
    })
    const row = fixture.only()
    expect(row).toMatchObject({
      packets: 300,
      codec: 'AMR-WB',
      clock_rate: 16_000,
      clock_assumed: false,
      announced: true,
    })
    expect(row.jitter_mean_ms).toBeCloseTo(mean(jitters(packets, 16_000)), 2)
  })

  it('R11 a guess that was wrong is dropped', () => {
    const fixture = new MediaFixture()
    const send = (seq: number, at: number): number => fixture.rtp({ seq, ts: 320 * seq, at, pt: 104 })
    for (let i = 0; i < 100; i++) send(i, 40 * i)
    fixture.announce('10.0.0.2:5000', 1, { formats: [format(104, 'X', 16_000)] })
    for (let i = 0; i < 100; i++) send(100 + i, 3980 + 20 * i)
    expect(fixture.only()).toMatchObject({ clock_rate: 16_000, jitter_last_ms: 0, jitter_mean_ms: 0, packets: 200 })
  })

  it.each([
    [160, 8000],
    [320, 16_000],
    [960, 48_000],
    [1800, 90_000],
  ])('an unknown clock is guessed: %i ticks in 20 ms are %i Hz', (ticks, clock) => {
    const fixture = new MediaFixture()
    for (const packet of shaky(30, ticks)) fixture.rtp({ ...packet, pt: 110 })
    const row = fixture.only()
    expect(row).toMatchObject({ clock_rate: clock, clock_assumed: true, codec: '' })
    expect(row.jitter_mean_ms).toBeCloseTo(mean(jitters(shaky(30, ticks), clock)), 2)
  })

  it('R6 another codec with the same clock is a change, and no jitter', () => {
    const fixture = new MediaFixture()
    fixture.announce('10.0.0.2:5000', 1, { formats: [PCMA, format(0, 'PCMU', 8000)] })
    fixture.run(50, { pt: 0 })
    fixture.run(50, { pt: 8, seq: 50, ts: 8000, at: 1000 })
    expect(fixture.only()).toMatchObject({ codec_changes: 1, jitter_max_ms: 0, codec: 'PCMA', packets: 100 })
  })

  it('a codec with another clock is measured by its own', () => {
    const fixture = new MediaFixture()
    fixture.announce('10.0.0.2:5000', 1, { formats: [PCMA, format(104, 'AMR-WB', 16_000)] })
    fixture.run(50)
    for (let i = 0; i < 50; i++) fixture.rtp({ seq: 50 + i, ts: 8000 + 320 * i, at: 1000 + 20 * i, pt: 104 })
    expect(fixture.only()).toMatchObject({ codec_changes: 1, jitter_max_ms: 0, clock_rate: 16_000 })
  })

  it('R8 a jump of the time stamp at a new talk spurt is no jitter', () => {
    const fixture = new MediaFixture()
    fixture.announce('10.0.0.2:5000', 1)
    fixture.run(50)
    fixture.run(50, { seq: 50, ts: 0x8000_0000, at: 1000, marker: true })
    expect(fixture.only()).toMatchObject({ jitter_max_ms: 0, lost: 0, packets: 100 })
  })

  it('the time stamp wraps', () => {
    const fixture = new MediaFixture()
    fixture.announce('10.0.0.2:5000', 1)
    fixture.run(100, { ts: 0xffff_f000 })
    expect(fixture.only()).toMatchObject({ jitter_max_ms: 0, lost: 0, first_rtp_time: 0xffff_f000 })
  })
})

describe('silences', () => {
  it('a silence over a second is a gap', () => {
    const fixture = new MediaFixture()
    fixture.announce('10.0.0.2:5000', 1)
    fixture.run(50)
    fixture.run(50, { seq: 50, ts: 8000, at: 3000 })
    expect(fixture.only()).toMatchObject({ gaps: 1, longest_gap_ms: 2020, max_delta_ms: 2020 })
    expect(gaps(fixture)).toEqual([[51, 2020]])
  })

  it.each([
    ['a marker on the very next packet', { marker: true, pt: 8 }],
    ['comfort noise before', { marker: false, pt: 13 }],
  ])('%s says that the pause was meant', (_, { marker, pt }) => {
    const fixture = new MediaFixture()
    fixture.announce('10.0.0.2:5000', 1)
    fixture.run(50)
    fixture.rtp({ seq: 50, ts: 8000, at: 1000, pt, ...(pt === 13 && { payload: [40] }) })
    fixture.rtp({ seq: 51, ts: 8000 + 16_000, at: 3000, marker })
    expect(fixture.only()).toMatchObject({ gaps: 0, codec_changes: 0, payload_type: 8 })
    expect(gaps(fixture)).toEqual([])
  })

  it('R27 a capture that paused for half a minute lost what was sent meanwhile', () => {
    const fixture = new MediaFixture()
    fixture.announce('10.0.0.2:5000', 1)
    fixture.run(50)
    fixture.run(50, { seq: 1550, ts: 8000 + 1500 * 160, at: 31_000 })
    expect(fixture.only()).toMatchObject({ gaps: 1, lost: 1500, longest_loss: 1500, jitter_max_ms: 0 })
  })

  it('R7 AMR in silence sends descriptors each 160 ms: no loss, no jitter, no gap', () => {
    const fixture = new MediaFixture()
    fixture.announce('10.0.0.2:5000', 1, { formats: [format(102, 'AMR', 8000, 'octet-align=1')] })
    const speech = [0xf0, 0x3c, ...Array.from({ length: 31 }, () => 1)]
    const silence = [0xf0, 0x44, 1, 2, 3, 4, 5]
    let at = 0
    for (let i = 0; i < 100; i++) {
      const isSilent = i >= 30 && i < 60
      fixture.rtp({ seq: i, ts: 8 * at, at, pt: 102, payload: isSilent ? silence : speech, marker: i === 60 })
      at += isSilent ? 160 : 20
    }
    expect(fixture.only()).toMatchObject({
      lost: 0,
      gaps: 0,
      jitter_max_ms: 0,
      ptime_ms: 20,
      modes: { '12.2': 70, SID: 30 },
    })
  })
})
