import { describe, expect, it } from 'vitest'
import { Budget } from '../../bytes/memory.ts'
import { FLOW_CLAIMED } from '../../model/flow.ts'
import { BACK, EVENTS, format, MediaFixture, PCMA, rtpBytes, THERE } from './fixture.ts'
import { NOT_MEDIA, OTHER_MEDIA, PROBATION, RTCP, RTP } from './streams.ts'

function digit(event: number, duration: number, isEnd = false): number[] {
  return [event, isEnd ? 0x8a : 0x0a, duration >> 8, duration & 255]
}

describe('which packets are RTP', () => {
  it('five in sequence prove a stream that nobody announced, and count from the first', () => {
    const fixture = new MediaFixture()
    const kinds = [0, 1, 2, 3].map((i) => fixture.rtp({ seq: i, ts: 160 * i, at: 20 * i }))
    expect(kinds).toEqual([PROBATION, PROBATION, PROBATION, PROBATION])
    expect(fixture.ints()[FLOW_CLAIMED]).toBe(0)
    expect(fixture.rtp({ seq: 4, ts: 640, at: 80 })).toBe(RTP)
    expect(fixture.media).toMatchObject({ maturedPackets: 4, maturedBytes: 4 * 214 })
    expect(fixture.rtp({ seq: 5, ts: 800, at: 100 })).toBe(RTP)
    expect(fixture.media.maturedPackets).toBe(0)
    expect(fixture.ints()[FLOW_CLAIMED]).toBe(6)
    const row = fixture.only()
    expect(row).toMatchObject({ packets: 6, bytes: 6 * 214, payload_bytes: 960, announced: false, codec: 'PCMA' })
    expect(row).toMatchObject({ first_frame: 1, last_frame: 6, first: { seconds: 1_700_000_000, nanoseconds: 0 } })
  })

  it('an announced destination needs no proof', () => {
    const fixture = new MediaFixture()
    fixture.announce('10.0.0.2:5000', 1)
    expect(fixture.rtp({ seq: 1, ts: 0, at: 0 })).toBe(RTP)
    expect(fixture.only()).toMatchObject({ packets: 1, announced: true })
  })

  it('R12 an announced source needs none either: the way back to a port behind NAT', () => {
    const fixture = new MediaFixture()
    fixture.announce('10.0.0.1:4000', 1)
    const flow = '10.0.0.1:4000>203.0.113.9:61234'
    expect(fixture.rtp({ seq: 1, ts: 0, at: 0, flow })).toBe(RTP)
  })

  it('an announcement vouches for packets on probation, and the next packet reports them', () => {
    const fixture = new MediaFixture()
    fixture.rtp({ seq: 1, ts: 160, at: 20 })
    fixture.rtp({ seq: 2, ts: 320, at: 40 })
    fixture.announce('10.0.0.2:5000', 1)
    expect(fixture.ints()[FLOW_CLAIMED]).toBe(2)
    expect(fixture.rtp({ seq: 3, ts: 480, at: 60 })).toBe(RTP)
    expect(fixture.media).toMatchObject({ maturedPackets: 2, maturedBytes: 2 * 214 })
    expect(fixture.only()).toMatchObject({ packets: 3, announced: true })
  })

  it.each([
    ['another SSRC each time', (i: number) => ({ seq: i, ts: 160 * i, ssrc: i + 1 })],
    ['random sequence numbers', (i: number) => ({ seq: (i * 7919) & 0xffff, ts: 160 * i })],
    ['payload types that change', (i: number) => ({ seq: i, ts: 160 * i, pt: i % 2 ? 8 : 0 })],
    ['unassigned payload types', (i: number) => ({ seq: i, ts: 160 * i, pt: 23 })],
    ['time stamps that jump', (i: number) => ({ seq: i, ts: i * 50_000_000 })],
    ['time stamps that run backwards', (i: number) => ({ seq: i, ts: 1_000_000 - 160 * i })],
    ['no payload', (i: number) => ({ seq: i, ts: 160 * i, payload: [] })],
    ['SSRC 0', (i: number) => ({ seq: i, ts: 160 * i, ssrc: 0 })],
    ['a well-known port', (i: number) => ({ seq: i, ts: 160 * i, flow: '10.0.0.1:53>10.0.0.2:5000' })],
  ])('R26 %s: not RTP', (_, fields) => {
    const fixture = new MediaFixture()
    for (let i = 0; i < 50; i++) expect(fixture.rtp({ at: 20 * i, ...fields(i) })).not.toBe(RTP)
    fixture.media.end()
    expect(fixture.streams).toEqual([])
    expect(fixture.events).toEqual([])
  })

  it('R23 STUN, DTLS, ZRTP, TURN and RTCP share a port with RTP', () => {
    const fixture = new MediaFixture()
    fixture.announce('10.0.0.2:5000', 1, { mux: true })
    const stun = [0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42, ...Array.from({ length: 12 }, () => 9)]
    const dtls = [22, 0xfe, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]
    const zrtp = [0x10, 0, 0, 1, 0x5a, 0x52, 0x54, 0x50, 0, 0, 0, 0]
    expect(fixture.raw(stun, 0)).toBe(OTHER_MEDIA)
    expect(fixture.raw(zrtp, 1)).toBe(OTHER_MEDIA)
    expect(fixture.raw([9, 9, 9, 9], 2)).toBe(NOT_MEDIA)
    expect(fixture.rtp({ seq: 1, ts: 0, at: 3 })).toBe(RTP)
    expect(fixture.raw(dtls, 4)).toBe(OTHER_MEDIA)
    const inner = rtpBytes({ seq: 2, ts: 160, at: 0 })
    expect(fixture.raw([0x40, 0, 0, inner.length, ...inner], 23)).toBe(RTP)
    expect(fixture.raw([0x80, 201, 0, 1, 0x12, 0x34, 0xab, 0xcd], 24)).toBe(RTCP)
    expect(fixture.ints()[FLOW_CLAIMED]).toBe(3)
    expect(fixture.only()).toMatchObject({ packets: 2, lost: 0, secure: true })
    expect(fixture.rtcps).toMatchObject([{ ssrc: '0x1234abcd', packets: 1 }])
  })

  it('STUN on a flow that nobody expects media on is not ours', () => {
    const fixture = new MediaFixture()
    expect(fixture.raw([0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42, ...Array.from({ length: 12 }, () => 9)], 0)).toBe(NOT_MEDIA)
  })
})

describe('streams of a flow', () => {
  it('R5 another SSRC in the place of the first is a stream of its own, and told', () => {
    const fixture = new MediaFixture()
    fixture.announce('10.0.0.2:5000', 1)
    fixture.run(60)
    fixture.run(40, { ssrc: 0x22, seq: 900, at: 1200 })
    fixture.media.end()
    expect(fixture.streams.map(({ ssrc, packets }) => [ssrc, packets])).toEqual([
      ['0x1234abcd', 60],
      ['0x00000022', 40],
    ])
    const changes = fixture.events.filter((event) => event.message_type === 'RTP_SSRC_CHANGE')
    expect(changes).toMatchObject([{ frame: 61, details: { ssrc: '0x00000022', previous_ssrc: '0x1234abcd' } }])
  })

  it('R24 two SSRCs at once are told apart, and neither took the place of the other', () => {
    const fixture = new MediaFixture()
    fixture.announce('10.0.0.2:5000', 1, { formats: [PCMA] })
    fixture.announce('10.0.0.2:5000', 1, { media: 1, media_type: 'video', formats: [format(99, 'H264', 90_000)] })
    for (let i = 0; i < 50; i++) {
      fixture.rtp({ seq: i, ts: 160 * i, at: 20 * i })
      fixture.rtp({ seq: 500 + i, ts: 1800 * i, at: 20 * i + 1, ssrc: 0x77, pt: 99 })
    }
    fixture.media.end()
    expect(fixture.streams).toMatchObject([
      { packets: 50, codec: 'PCMA', jitter_mean_ms: 0 },
      { packets: 50, codec: 'H264', clock_rate: 90_000, jitter_mean_ms: 0 },
    ])
    const types = fixture.events.map((event) => event.message_type)
    expect(types).not.toContain('RTP_SSRC_CHANGE')
    expect(fixture.events.find((event) => event.details['codec'] === 'H264')!.details['media_type']).toBe('video')
  })

  it('R19 the next call on the same ports gets what comes from its announcement on', () => {
    const fixture = new MediaFixture()
    fixture.announce('10.0.0.2:5000', 1)
    fixture.announce('10.0.0.1:4000', 1)
    fixture.run(50)
    fixture.announce('10.0.0.2:5000', 2)
    fixture.announce('10.0.0.1:4000', 2)
    fixture.run(50, { seq: 50, ts: 8000, at: 2000 })
    fixture.media.end()
    expect(fixture.streams.map(({ packets, lost, first_frame }) => [packets, lost, first_frame])).toEqual([
      [50, 0, 1],
      [50, 0, 51],
    ])
  })

  it('the same call announcing again, or another leg that did so before, cuts nothing', () => {
    const fixture = new MediaFixture()
    fixture.announce('10.0.0.2:5000', 1)
    fixture.announce('10.0.0.2:5000', 2)
    fixture.run(20)
    fixture.announce('10.0.0.2:5000', 1)
    fixture.announce('10.0.0.2:5000', 2)
    fixture.run(20, { seq: 20, ts: 3200, at: 400 })
    expect(fixture.only().packets).toBe(40)
  })

  it('a relay whose one port serves many calls is taken by none of them', () => {
    const fixture = new MediaFixture()
    const flows = Array.from({ length: 20 }, (_, i) => `10.0.1.${i}:4000>10.0.0.2:5000`)
    flows.forEach((_, i) => fixture.announce('10.0.0.2:5000', i + 1))
    for (const flow of flows) fixture.run(20, { flow })
    fixture.announce('10.0.0.2:5000', 99)
    for (const flow of flows) fixture.run(20, { flow, seq: 20, ts: 3200, at: 400 })
    fixture.media.end()
    expect(fixture.streams.map((row) => row.packets)).toEqual(flows.map(() => 40))
  })

  it('an evicted flow ends its streams, and the slot serves the next flow', () => {
    const fixture = new MediaFixture()
    fixture.run(20)
    fixture.media.evicted(fixture.flows.named(THERE))
    expect(fixture.streams).toHaveLength(1)
    fixture.run(20, { flow: BACK })
    fixture.media.evicted(fixture.flows.named(BACK))
    expect(fixture.streams).toHaveLength(2)
    fixture.media.end()
    expect(fixture.streams).toHaveLength(2)
  })

  it('a full table ends the idlest streams, and says so', () => {
    const fixture = new MediaFixture(new Budget(1))
    const flows = Array.from({ length: 60 }, (_, i) => `10.0.0.1:${4000 + 2 * i}>10.0.0.2:${5000 + 2 * i}`)
    flows.forEach((flow, i) => {
      for (const ssrc of [1, 2, 3, 4, 5, 6]) fixture.run(5, { flow, ssrc, at: 100 * i })
    })
    fixture.media.end()
    expect(fixture.streams).toHaveLength(360)
    expect(fixture.streams.every((row) => row.packets === 5)).toBe(true)
    expect(fixture.budget.reached().get('rtp-streams')).toBe(104)
  })

  it('R22 SRTP is measured by its headers, which are in the clear', () => {
    const fixture = new MediaFixture()
    fixture.announce('10.0.0.2:5000', 1, { secure: 'sdes' })
    fixture.run(50, { padding: 0 })
    fixture.rtp({ seq: 50, ts: 8000, at: 1000, pt: 101, payload: [5, 0x8a, 0, 160, 1, 2, 3, 4] })
    expect(fixture.only()).toMatchObject({ secure: true, lost: 0, jitter_mean_ms: 0, dtmf: '' })
  })

  it('starts and stops are events of the stream’s group', () => {
    const fixture = new MediaFixture()
    fixture.announce('10.0.0.2:5000', 1)
    fixture.run(60, { seq: 7 })
    const { group } = fixture.only()
    expect(fixture.events).toMatchObject([
      {
        group,
        frame: 1,
        protocol: 'RTP',
        message_type: 'RTP_START',
        short: 'RTP start PCMA ssrc=0x1234abcd',
        details: { ssrc: '0x1234abcd', payload_type: 8, codec: 'PCMA', clock_rate: 8000, first_seq: 7, packets: 60 },
      },
      { group, frame: 60, message_type: 'RTP_STOP', short: 'RTP stop 60 packets, 0.0 % lost' },
    ])
  })
})

describe('what counts as payload', () => {
  it.each([
    ['R18 padding', { padding: 8 }],
    ['R18 CSRCs', { csrcs: 3 }],
    ['R18 a header extension', { extension: 2 }],
    ['R18 all of them', { padding: 4, csrcs: 15, extension: 1 }],
  ])('%s is no payload', (_, fields) => {
    const fixture = new MediaFixture()
    fixture.announce('10.0.0.2:5000', 1)
    fixture.run(10, fields)
    expect(fixture.only()).toMatchObject({ payload_bytes: 1600, largest_payload: 160 })
  })

  it('padding that does not fit is ciphered, and payload', () => {
    const fixture = new MediaFixture()
    fixture.announce('10.0.0.2:5000', 1)
    const bytes = rtpBytes({ seq: 1, ts: 0, at: 0, payload: [1, 2, 250] })
    fixture.raw([bytes[0]! | 0x20, ...bytes.slice(1)], 0)
    expect(fixture.only().payload_bytes).toBe(3)
  })

  it('a snap length does not shorten it', () => {
    const fixture = new MediaFixture()
    fixture.announce('10.0.0.2:5000', 1)
    fixture.raw(rtpBytes({ seq: 1, ts: 0, at: 0 }), 0, { cutBy: 150 })
    expect(fixture.only().payload_bytes).toBe(160)
  })

  it('an extension longer than the packet is no RTP', () => {
    const fixture = new MediaFixture()
    fixture.announce('10.0.0.2:5000', 1)
    const bytes = rtpBytes({ seq: 1, ts: 0, at: 0, extension: 0 })
    bytes[14] = 0xff
    expect(fixture.raw(bytes, 0)).toBe(NOT_MEDIA)
  })
})

describe('telephone events: RFC 4733', () => {
  it.each([
    ['announced', [PCMA, EVENTS]],
    ['unannounced, by their looks', [PCMA]],
  ])('R10 %s: one digit for packets of one time stamp, and no jitter of theirs', (_, formats) => {
    const fixture = new MediaFixture()
    fixture.announce('10.0.0.2:5000', 1, { formats })
    fixture.run(50)
    for (let i = 0; i < 8; i++) {
      fixture.rtp({ seq: 50 + i, ts: 8000, at: 1000 + 20 * i, pt: 101, payload: digit(5, 160 * i, i > 4) })
    }
    fixture.rtp({ seq: 58, ts: 9600, at: 1200, pt: 101, payload: digit(11, 800, true) })
    fixture.run(50, { seq: 59, ts: 9760, at: 1220 })
    expect(fixture.only()).toMatchObject({ dtmf: '5#', jitter_max_ms: 0, codec_changes: 0, payload_type: 8 })
    const dialled = fixture.events.filter((event) => event.message_type === 'RTP_DTMF')
    expect(dialled.map(({ short, frame }) => [short, frame])).toEqual([
      ['RTP DTMF 5', 51],
      ['RTP DTMF #', 59],
    ])
    expect(dialled[0]!.details).toMatchObject({ digit: '5', duration_ms: 140 })
  })

  it.each([
    ['is one, with all its time', { end: false, want: [['7', 20_000]] }],
    [
      'unless the first was told to have ended',
      {
        end: true,
        want: [
          ['7', 8150],
          ['7', 11_808],
        ],
      },
    ],
  ])('an event of two more segments %s', (_, { end, want }) => {
    const fixture = new MediaFixture()
    fixture.announce('10.0.0.2:5000', 1, { formats: [PCMA, EVENTS] })
    fixture.run(50)
    let seq = 50
    const length = 160_000
    for (let tick = 400; tick <= length; tick += 400) {
      const begun = Math.floor((tick - 1) / 0xffff) * 0xffff
      const isEnd = (end && begun === 0 && tick + 400 > 0xffff) || tick === length
      const payload = digit(7, tick - begun, isEnd)
      fixture.rtp({ seq: seq++, ts: 8000 + begun, at: 1000 + tick / 8, pt: 101, payload })
    }
    fixture.only()
    const dialled = fixture.events.filter((event) => event.message_type === 'RTP_DTMF')
    expect(dialled.map(({ details }) => [details['digit'], details['duration_ms']])).toEqual(want)
  })

  it('an event that is no digit prolongs none', () => {
    const fixture = new MediaFixture()
    fixture.announce('10.0.0.2:5000', 1, { formats: [PCMA, EVENTS] })
    fixture.run(50)
    fixture.rtp({ seq: 50, ts: 8000, at: 1000, pt: 101, payload: digit(5, 400, true) })
    fixture.rtp({ seq: 51, ts: 9600, at: 1200, pt: 101, payload: digit(32, 16_000, true) })
    fixture.only()
    const dialled = fixture.events.filter((event) => event.message_type === 'RTP_DTMF')
    expect(dialled.map(({ details }) => details['duration_ms'])).toEqual([50])
  })

  it('digits are bounded', () => {
    const fixture = new MediaFixture()
    fixture.announce('10.0.0.2:5000', 1)
    for (let i = 0; i < 500; i++) fixture.rtp({ seq: i, ts: 800 * i, at: 100 * i, pt: 101, payload: digit(1, 80) })
    expect(fixture.only().dtmf).toHaveLength(64)
    expect(fixture.budget.reached().has('rtp-notes')).toBe(true)
  })
})
