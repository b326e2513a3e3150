import { describe, expect, it } from 'vitest'
import { Budget } from '../../bytes/memory.ts'
import { BACK, MediaFixture, word } from './fixture.ts'
import { CIPHERED, NOT_RTCP, PLAIN, readRtcp, recognizeRtcp } from './rtcp.ts'
import { NOT_MEDIA, RTCP } from './streams.ts'

const THERE = '10.0.0.1:4001>10.0.0.2:5001'
const THERE_BACK = '10.0.0.2:5001>10.0.0.1:4001'
const NTP_1970 = 2_208_988_800

interface Block {
  readonly ssrc: number
  readonly fraction?: number
  readonly lost?: number
  readonly jitter?: number
  readonly lsr?: number
  readonly dlsr?: number
}

function packet(type: number, count: number, body: readonly number[]): number[] {
  return [0x80 | count, type, (body.length / 4) >> 8, (body.length / 4) & 255, ...body]
}

function blocks(all: readonly Block[]): number[] {
  return all.flatMap(({ ssrc, fraction = 0, lost = 0, jitter = 0, lsr = 0, dlsr = 0 }) => [
    ...word(ssrc),
    fraction,
    ...word(lost).slice(1),
    ...word(0x0001_0010),
    ...word(jitter),
    ...word(lsr),
    ...word(dlsr),
  ])
}

function sr(ssrc: number, ntp: number, all: readonly Block[] = []): number[] {
  return packet(200, all.length, [
    ...word(ssrc),
    ...word(NTP_1970 + ntp),
    0x80,
    0,
    0,
    0,
    ...word(9),
    ...word(50),
    ...word(8000),
    ...blocks(all),
  ])
}

function rr(ssrc: number, all: readonly Block[] = []): number[] {
  return packet(201, all.length, [...word(ssrc), ...blocks(all)])
}

const sdes = packet(202, 1, [...word(0x11), 1, 5, ...new TextEncoder().encode('a@b.c'), 0])

/** Middle 32 bits of the NTP time of `sr(…, ntp)`. */
function middle(ntp: number): number {
  return (((NTP_1970 + ntp) & 0xffff) << 16) | 0x8000
}

function whole(content: readonly number[]): [Uint8Array, { from: number; to: number; wireTo: number }] {
  return [Uint8Array.from(content), { from: 0, to: content.length, wireTo: content.length }]
}

/** RFC 3611 §4.7. */
function voip(r: number, lq: number): number[] {
  const losses = [26, 13, 0, 0, 0, 0, 0, 0, 0, 120, 0, 60, 0, 0, 0, 16]
  return [7, 0, 0, 8, ...word(0x22), ...losses, r, 127, lq, 127, 0, 0, 0, 40, 0, 80, 0, 90]
}

describe('recognising RTCP', () => {
  it.each([
    ['a receiver report alone', rr(1), false, PLAIN],
    ['a compound packet', [...sr(1, 0), ...sdes], false, PLAIN],
    ['a chain that ends elsewhere', [...sr(1, 0), ...sdes, 0], false, NOT_RTCP],
    ['more report blocks than fit', packet(201, 5, word(1)), false, NOT_RTCP],
    ['feedback first, where nobody expects media', packet(206, 1, [...word(1), ...word(2)]), false, NOT_RTCP],
    ['feedback first, among media', packet(206, 1, [...word(1), ...word(2)]), true, PLAIN],
    [
      'something ciphered behind, among media',
      [...sr(1, 0), ...word(0x9e3779b9), ...word(5), ...word(6)],
      true,
      CIPHERED,
    ],
    [
      'something ciphered behind, elsewhere',
      [...sr(1, 0), ...word(0x9e3779b9), ...word(5), ...word(6)],
      false,
      NOT_RTCP,
    ],
    [
      'feedback alone with something ciphered behind, among media (RFC 5506)',
      [...packet(205, 15, [...word(1), ...word(2), ...word(3)]), ...word(0x8000_0001), ...word(5), ...word(6)],
      true,
      CIPHERED,
    ],
    ['another version', [0x40, ...rr(1).slice(1)], true, NOT_RTCP],
    ['four bytes', [0x80, 201, 0, 0], true, NOT_RTCP],
  ])('%s', (_, content, isKnown, want) => {
    expect(recognizeRtcp(...whole(content), isKnown)).toBe(want)
  })

  it('a snap length within the chain is no contradiction', () => {
    const all = [...sr(1, 0), ...sdes]
    const cut = Uint8Array.from(all.slice(0, 20))
    expect(recognizeRtcp(cut, { from: 0, to: 20, wireTo: all.length }, false)).toBe(PLAIN)
    expect(readRtcp(cut, { from: 0, to: 20, wireTo: all.length }, false)).toMatchObject({
      types: ['SR'],
      fault: 'cut',
    })
  })
})

describe('RTCP that no report begins (RFC 5506)', () => {
  const application = packet(204, 0, [...word(0x11), ...new TextEncoder().encode('PINGPONG')])
  const leaving = [...packet(203, 1, word(0x11)), ...sdes]

  it('is known on the port behind announced media, before anything else comes there', () => {
    const fixture = new MediaFixture()
    fixture.announce('10.0.0.2:5000', 1)
    expect(fixture.raw(application, 0, { flow: THERE })).toBe(RTCP)
    expect(fixture.raw(leaving, 1, { flow: THERE_BACK })).toBe(RTCP)
    expect(fixture.events).toMatchObject([
      { message_type: 'APP', short: 'RTCP APP PING' },
      { message_type: 'BYE+SDES' },
    ])
    expect(fixture.events[0]?.details).toMatchObject({ applications: ['PING'] })
  })

  it('is nobody’s elsewhere', () => {
    const fixture = new MediaFixture()
    fixture.announce('10.0.0.2:5000', 1)
    expect(fixture.raw(application, 0, { flow: '10.0.0.1:4001>10.0.0.2:5003' })).toBe(NOT_MEDIA)
  })

  it('tells the bit rate that a receiver believes in, and a feedback by number where it has no name', () => {
    const fixture = new MediaFixture()
    fixture.announce('10.0.0.2:5000', 1)
    const estimate = [
      ...word(0x11),
      ...word(0),
      ...new TextEncoder().encode('REMB'),
      1,
      0x0b,
      0xd0,
      0x90,
      ...word(0x22),
    ]
    const other = [...word(0x11), ...word(0), ...word(1), ...word(2)]
    fixture.raw(packet(206, 15, estimate), 0, { flow: THERE })
    fixture.raw(packet(206, 15, other), 1, { flow: THERE })
    fixture.raw(packet(206, 9, other), 2, { flow: THERE })
    expect(fixture.events.map(({ details }) => [details['feedback'], details['estimated_kbps']])).toEqual([
      [['REMB'], 1000],
      [['AFB'], undefined],
      [['FMT 9'], undefined],
    ])
  })
})

describe('what RTCP tells', () => {
  it('one event for a compound packet, with its reports and the jitter in ms by the stream’s clock', () => {
    const fixture = new MediaFixture()
    fixture.run(10, { flow: BACK, ssrc: 0x22 })
    const compound = [...sr(0x11, 1, [{ ssrc: 0x22, fraction: 64, lost: 7, jitter: 80 }]), ...sdes]
    expect(fixture.raw(compound, 300, { flow: THERE })).toBe(RTCP)
    expect(fixture.events).toMatchObject([
      {
        protocol: 'RTCP',
        message_type: 'SR+SDES',
        short: 'RTCP SR+SDES loss=25.0% jitter=10.0ms',
        details: {
          packet_types: ['SR', 'SDES'],
          ssrc: '0x00000011',
          cname: 'a@b.c',
          sender: { ntp: '1970-01-01T00:00:01.500Z', rtp_ts: 9, packets: 50, octets: 8000 },
          reports: [{ ssrc: '0x00000022', fraction_lost: 0.25, cumulative_lost: 7, jitter: 80, jitter_ms: 10 }],
        },
      },
    ])
  })

  it('R13 on the port of the media', () => {
    const fixture = new MediaFixture()
    fixture.run(10)
    expect(fixture.raw(rr(0x1234abcd), 300)).toBe(RTCP)
    fixture.media.end()
    expect(fixture.streams).toMatchObject([{ packets: 10, lost: 0 }])
    expect(fixture.rtcps).toMatchObject([{ ssrc: '0x1234abcd', packets: 1 }])
  })

  it('R14 on any port', () => {
    const fixture = new MediaFixture()
    expect(fixture.raw([...rr(5), ...sdes], 0, { flow: '10.0.0.1:33333>10.0.0.2:4444' })).toBe(RTCP)
  })

  it('R15 less than nothing lost, where packets came twice', () => {
    const fixture = new MediaFixture()
    fixture.raw(rr(0x11, [{ ssrc: 0x22, lost: -3, fraction: 255 }]), 0, { flow: THERE })
    fixture.raw(rr(0x11, [{ ssrc: 0x22, lost: -5, fraction: 0 }]), 5000, { flow: THERE })
    fixture.media.end()
    expect(fixture.rtcps[0]!.reports).toEqual([
      {
        ssrc: '0x00000022',
        count: 2,
        fraction_lost_max: 0.9961,
        fraction_lost_mean: 0.498,
        cumulative_lost: -5,
        jitter: 0,
      },
    ])
  })

  it('R16 half round trips on both sides of the capture point', () => {
    const fixture = new MediaFixture()
    // 0x11 here, 0x22 there; each waits half a second before it reports.
    fixture.raw(sr(0x11, 10), 0, { flow: THERE })
    fixture.raw(sr(0x22, 20, [{ ssrc: 0x11, lsr: middle(10), dlsr: 32_768 }]), 530, { flow: THERE_BACK })
    fixture.raw(rr(0x11, [{ ssrc: 0x22, lsr: middle(20), dlsr: 32_768 }]), 1050, { flow: THERE })
    fixture.raw(rr(0x11, [{ ssrc: 0x22, lsr: 12_345, dlsr: 0 }]), 1060, { flow: THERE })
    fixture.media.end()
    expect(Object.fromEntries(fixture.rtcps.map(({ ssrc, rtt_ms }) => [ssrc, rtt_ms]))).toEqual({
      '0x00000011': { count: 1, mean: 20, max: 20 },
      '0x00000022': { count: 1, mean: 30, max: 30 },
    })
  })

  it('a round trip a little below nothing is none, one far below is wrong', () => {
    const fixture = new MediaFixture()
    fixture.raw(sr(0x11, 10), 0, { flow: THERE })
    fixture.raw(rr(0x22, [{ ssrc: 0x11, lsr: middle(10), dlsr: 65_536 }]), 997, { flow: THERE_BACK })
    fixture.raw(rr(0x22, [{ ssrc: 0x11, lsr: middle(10), dlsr: 65_536 }]), 900, { flow: THERE_BACK })
    fixture.media.end()
    expect(fixture.rtcps.find(({ ssrc }) => ssrc === '0x00000022')).toMatchObject({ rtt_ms: { count: 1, mean: 0 } })
  })

  it('R17 VoIP metrics, of which 127 is unavailable', () => {
    const fixture = new MediaFixture()
    fixture.raw([...rr(0x11), ...packet(207, 0, [...word(0x11), ...voip(127, 127)])], 0, { flow: THERE })
    fixture.media.end()
    expect(fixture.rtcps[0]!.xr).toEqual({})
    const told = new MediaFixture()
    told.raw([...rr(0x11), ...packet(207, 0, [...word(0x11), ...voip(93, 42)])], 0, { flow: THERE })
    told.media.end()
    expect(told.rtcps[0]!.xr).toEqual({ r_factor: 93, mos_lq: 4.2 })
    expect(told.events[0]).toMatchObject({
      message_type: 'RR+XR',
      details: { xr: { ssrc: '0x00000022', round_trip_ms: 120, r_factor: 93, mos_lq: 4.2, jitter_buffer_ms: 40 } },
    })
  })

  it('of many packets the first three, the last three and those with loss are events', () => {
    const fixture = new MediaFixture()
    for (let i = 0; i < 20; i++) {
      fixture.raw(rr(0x11, [{ ssrc: 0x22, fraction: i === 10 ? 9 : 0 }]), 5000 * i, { flow: THERE })
    }
    fixture.media.end()
    expect(fixture.events.map((event) => event.frame).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 11, 18, 19, 20])
    expect(fixture.rtcps).toMatchObject([{ packets: 20, bytes: 20 * 74 }])
  })

  it('where there is no room, who has been silent for longest is written down, and nothing is lost', () => {
    const fixture = new MediaFixture(new Budget(1))
    const report = (n: number, at: number): void => {
      const flow = `10.0.0.1:${4001 + 2 * n}>10.0.0.2:${5001 + 2 * n}`
      for (const ssrc of [0x11, 0x12]) expect(fixture.raw(rr(0x100 * n + ssrc), at, { flow })).toBe(RTCP)
    }
    for (let n = 0; n < 40; n++) {
      report(n, 100 * n)
      report(0, 100 * n + 50)
    }
    report(1, 5000)
    fixture.media.end()
    const packets = new Map<string, number[]>()
    for (const { ssrc, packets: count } of fixture.rtcps) packets.set(ssrc, [...(packets.get(ssrc) ?? []), count])
    expect(packets.size).toBe(80)
    expect([packets.get('0x00000011'), packets.get('0x00000111'), packets.get('0x00000211')]).toEqual([
      [41],
      [1, 1],
      [1],
    ])
    expect(fixture.budget.reached().has('rtcp-senders')).toBe(false)
  })

  it('R22 of secure RTCP only the sender is told', () => {
    const fixture = new MediaFixture()
    fixture.announce('10.0.0.2:5001', 1, { kind: 'rtcp', secure: 'sdes' })
    const content = [...sr(0x11, 1, [{ ssrc: 0x22, fraction: 200 }]), ...word(0x8000_0001), ...word(1), ...word(2)]
    expect(fixture.raw(content, 0, { flow: THERE })).toBe(RTCP)
    fixture.media.end()
    expect(fixture.rtcps).toMatchObject([{ ssrc: '0x00000011', reports: [] }])
    expect(fixture.events[0]!.details).toEqual({ packet_types: ['SR'], ssrc: '0x00000011', ciphered: true })
  })

  it('goodbyes and feedback', () => {
    const fixture = new MediaFixture()
    const bye = packet(203, 1, [...word(0x11), 3, 0x65, 0x6e, 0x64])
    const pli = packet(206, 1, [...word(0x11), ...word(0x22)])
    fixture.raw([...rr(0x11), ...pli, ...bye], 0, { flow: THERE })
    expect(fixture.events[0]).toMatchObject({
      message_type: 'RR+PSFB+BYE',
      details: { feedback: ['PLI'], bye: { ssrcs: ['0x00000011'], reason: 'end' } },
    })
  })

  it('packet types 64–95 without the marker are neither', () => {
    expect(new MediaFixture().raw([0x80, 72, 0, 1, 0, 0, 0, 1], 0)).toBe(NOT_MEDIA)
  })
})
