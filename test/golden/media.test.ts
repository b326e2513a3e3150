/** RTP and RTCP (DOMAIN §6, R): counts and jitter of streams whose faults were made. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { amrFrame, answeredCall, type AnsweredOptions } from '../make/calls/answered.ts'
import { ALICE, BOB } from '../make/calls/phone.ts'
import { pcap } from '../make/capture-file.ts'
import { end } from '../make/internet.ts'
import { gtpUser } from '../make/links.ts'
import { concat } from '../make/octets.ts'
import { Random } from '../make/random.ts'
import { receiverReport, senderReport, sourceDescription, voiceReport } from '../make/rtcp.ts'
import { rtpStream } from '../make/rtp.ts'
import { AMR_WB, G722, PCMU, TELEPHONE_EVENT } from '../make/sdp.ts'
import { Wire } from '../make/wire.ts'
import { differences } from './differences.ts'

const every =
  (n: number, from = 1) =>
  (i: number): boolean =>
    i >= from && (i - from) % n === 0

/** Waits of up to 8 ms that are the same in every run. */
function uneven(seed: number): (i: number) => number {
  const random = new Random(seed)
  const waits = Array.from({ length: 2000 }, () => random.below(8000) / 1000)
  return (i) => waits[i]!
}

describe('streams are counted as they were made', () => {
  const cases: { it: string; options: AnsweredOptions }[] = [
    { it: 'R1 sequence numbers pass 65535', options: { packets: 200, media: { firstSequence: 65_500 } } },
    { it: 'R1 timestamps pass 2^32', options: { packets: 200, media: { firstTimestamp: 0xffffff00 } } },
    { it: 'R2 every fiftieth lost', options: { packets: 501, media: { lost: every(50, 25) } } },
    { it: 'ten lost in a row', options: { packets: 200, media: { lost: (i) => i >= 100 && i < 110 } } },
    { it: 'R3 reordered by one', options: { packets: 200, media: { delay: (i) => (i % 20 === 10 ? 25 : 0) } } },
    {
      it: 'R3 one comes fifty packets late',
      options: { packets: 200, media: { delay: (i) => (i === 60 ? 1005 : 0) } },
    },
    { it: 'R4 all twice', options: { packets: 200, media: { repeated: () => true } } },
    { it: 'some twice, some lost', options: { packets: 300, media: { repeated: every(9), lost: every(31, 5) } } },
    { it: 'jitter of up to 8 ms', options: { packets: 500, media: { delay: uneven(3) } } },
    {
      it: 'jitter at the clock of AMR-WB',
      options: {
        packets: 500,
        codecs: [AMR_WB],
        media: { payloadType: 96, clock: 16_000, payload: amrFrame, delay: uneven(4) },
      },
    },
    {
      it: 'R7 silence: a packet in 160 ms is no loss and no jitter',
      options: {
        packets: 120,
        codecs: [AMR_WB],
        media: {
          payloadType: 96,
          clock: 16_000,
          payload: (i) => (i >= 50 && i < 80 ? Uint8Array.of(0xf0, 0x4c, 1, 2, 3, 4, 5) : amrFrame(i)),
          spacing: (i) => (i >= 50 && i < 80 ? 160 : 20),
          marker: (i) => i === 0 || i === 80,
        },
      },
    },
    {
      it: 'R9 G.722 counts at 8000 Hz',
      options: { packets: 100, codecs: [G722], media: { payloadType: 9, delay: uneven(5) } },
    },
    { it: 'R18 padding', options: { packets: 50, media: { shape: 'padded' } } },
    { it: 'R18 contributing sources', options: { packets: 50, media: { shape: 'contributors' } } },
    { it: 'R18 a header extension', options: { packets: 50, media: { shape: 'extended' } } },
  ]
  it.each(cases)('$it', async ({ options }) => {
    const wire = new Wire()
    const truth = answeredCall(wire, options)
    expect(differences(await analyzeCapture(pcap(wire.packets)), [truth])).toEqual([])
  })

  it('R2 loss is a fraction, to four decimals', async () => {
    const wire = new Wire()
    answeredCall(wire, { packets: 501, media: { lost: every(50, 25) } })
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions[0]?.media.map(({ loss }) => loss)).toEqual([0.02, 0.02])
    expect(sessions[0]?.metrics['rtp_loss']).toBe(0.02)
  })

  it('R10 a key pressed is one digit, whose three ends are no jitter', async () => {
    const wire = new Wire()
    const digits = [
      { from: 30, event: 4, updates: 5, payloadType: 101 },
      { from: 60, event: 11, updates: 5, payloadType: 101 },
    ]
    const truth = answeredCall(wire, { packets: 100, codecs: [PCMU, TELEPHONE_EVENT], media: { forth: { digits } } })
    const found = await analyzeCapture(pcap(wire.packets))
    expect(differences(found, [truth])).toEqual([])
    const pressed = found.sessions[0]?.events.filter(({ message_type }) => message_type === 'RTP_DTMF')
    expect(pressed?.map(({ details }) => details['digit'])).toEqual(['4', '#'])
  })
})

describe('streams and their call', () => {
  it('R5 a new source in mid-call is another stream of the same call', async () => {
    const wire = new Wire()
    const truth = answeredCall(wire, { packets: 50 })
    const more = rtpStream(wire, {
      at: 2500,
      from: BOB.media,
      to: ALICE.media,
      ssrc: 0x5151,
      packets: 20,
      firstSequence: 40_000,
    })
    const found = await analyzeCapture(pcap(wire.packets))
    expect(differences(found, [{ ...truth, streams: [...truth.streams, more] }])).toEqual([])
  })

  it('R20 media one way only', async () => {
    const wire = new Wire()
    const truth = answeredCall(wire, { packets: 1 })
    const only = rtpStream(wire, { at: 2100, from: BOB.media, to: ALICE.media, ssrc: 0x5151, packets: 50 })
    const found = await analyzeCapture(pcap(wire.packets))
    expect(differences(found, [{ ...truth, streams: [...truth.streams, only], metrics: {} }])).toEqual([])
  })

  it('R21 no media after the answer: nothing is told of it', async () => {
    const wire = new Wire()
    answeredCall(wire, { packets: 0 })
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions[0]?.media).toEqual([])
    expect(Object.keys(sessions[0]!.metrics).filter((name) => name.startsWith('rtp_'))).toEqual([])
  })

  it('R28 a sender that starts anew has lost nothing', async () => {
    const wire = new Wire()
    const truth = answeredCall(wire, { packets: 50 })
    const again = { at: 3100, from: BOB.media, to: ALICE.media, ssrc: 0x22222222, packets: 50, firstSequence: 30_000 }
    rtpStream(wire, again)
    const found = await analyzeCapture(pcap(wire.packets))
    const back = found.sessions[0]?.media.filter(({ ssrc }) => ssrc === '0x22222222')
    expect(back?.reduce((sum, { packets }) => sum + packets, 0)).toBe(100)
    expect(back?.reduce((sum, { lost }) => sum + lost, 0)).toBe(0)
    expect(truth.streams[1]?.packets).toBe(50)
  })

  it('R14 RTCP on the next port belongs to the call', async () => {
    const wire = new Wire()
    const truth = answeredCall(wire, { packets: 50 })
    const ports = [end(BOB.media.address, BOB.media.port + 1), end(ALICE.media.address, ALICE.media.port + 1)] as const
    const sender = senderReport({ ssrc: 0x22222222, ntpSeconds: 3_976_214_402, packets: 40, octets: 6400 })
    wire.udp(2900, ...ports, concat(sender, sourceDescription(0x22222222, 'bob@example.org')))
    wire.udp(
      2950,
      ports[1],
      ports[0],
      receiverReport(0x11111111, [{ ssrc: 0x22222222, fractionLost: 64, lost: -2, jitter: 80 }]),
    )
    wire.udp(
      2960,
      ports[1],
      ports[0],
      concat(
        receiverReport(0x11111111, []),
        voiceReport(0x11111111, { ssrc: 0x22222222, rFactor: 127, mosListening: 41, mosConversational: 40 }),
      ),
    )
    const found = await analyzeCapture(pcap(wire.packets))
    expect(differences(found, [truth])).toEqual([])
    const reports = found.sessions[0]?.events.filter(({ protocol }) => protocol === 'RTCP')
    expect(reports?.map(({ message_type }) => message_type)).toEqual(['SR+SDES', 'RR', 'RR+XR'])
    // R15: a fraction of 64/256, and more packets received than sent.
    expect(reports?.[1]?.details['reports']).toMatchObject([
      { fraction_lost: 0.25, cumulative_lost: -2, jitter_ms: 10 },
    ])
    // R17: 127 is "unavailable".
    expect(reports?.[2]?.details['xr']).not.toHaveProperty('r_factor')
    expect(reports?.[2]?.details['xr']).toMatchObject({ mos_lq: 4.1, mos_cq: 4 })
  })

  it('R13 RTCP on the port of the media is told apart from it', async () => {
    const wire = new Wire()
    const truth = answeredCall(wire, { packets: 50 })
    wire.udp(2900, BOB.media, ALICE.media, senderReport({ ssrc: 0x22222222, ntpSeconds: 3_976_214_402 }))
    const found = await analyzeCapture(pcap(wire.packets))
    expect(differences(found, [truth])).toEqual([])
    expect(found.sessions[0]?.events.filter(({ protocol }) => protocol === 'RTCP').length).toBe(1)
  })

  it('R16 the round trip of both half paths', async () => {
    const wire = new Wire()
    answeredCall(wire, { packets: 100 })
    const [bob, alice] = [end(BOB.media.address, BOB.media.port + 1), end(ALICE.media.address, ALICE.media.port + 1)]
    // Each report comes 30 ms (Alice) and 50 ms (Bob) after the other's, which was held for 10 ms: 20 + 40 ms on the way.
    const held = Math.round(0.01 * 65_536)
    wire.udp(2500, bob, alice, senderReport({ ssrc: 0x22222222, ntpSeconds: 3_976_214_402, ntpFraction: 0x40000000 }))
    const middle = ((3_976_214_402 & 0xffff) << 16) | 0x4000
    wire.udp(
      2530,
      alice,
      bob,
      receiverReport(0x11111111, [{ ssrc: 0x22222222, lastReport: middle >>> 0, sinceLastReport: held }]),
    )
    wire.udp(2600, alice, bob, senderReport({ ssrc: 0x11111111, ntpSeconds: 3_976_214_402, ntpFraction: 0x80000000 }))
    const other = ((3_976_214_402 & 0xffff) << 16) | 0x8000
    wire.udp(
      2650,
      bob,
      alice,
      receiverReport(0x22222222, [{ ssrc: 0x11111111, lastReport: other >>> 0, sinceLastReport: held }]),
    )
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    const told = [sessions[0]?.metrics, ...(sessions[0]?.media ?? [])]
      .map((one) => one?.['rtt_ms'])
      .filter((rtt) => rtt !== undefined)
    expect(told.length).toBeGreaterThan(0)
    for (const rtt of told) expect(Math.abs(Number(rtt) - 60)).toBeLessThan(0.1)
  })

  it('R25 one stream seen inside GTP-U and outside counts once', async () => {
    const wire = new Wire()
    const truth = answeredCall(wire, { packets: 50 })
    const tunnel = gtpUser('172.16.0.1', '172.17.0.1', { teid: 5 })
    const media = wire.packets.filter(({ bytes }) => bytes.length === 214)
    const seenAgain = media.map(({ at, bytes }) => ({ at: at + 5, bytes: tunnel(bytes.subarray(14)) }))
    const all = [...wire.packets, ...seenAgain].toSorted((a, b) => a.at - b.at)
    const found = await analyzeCapture(pcap(all))
    expect(differences(found, [truth])).toEqual([])
    expect(found.coverage.duplicates).toBe(100)
  })

  it('R26 what only looks like RTP is none', async () => {
    const wire = new Wire()
    const random = new Random(9)
    for (let i = 0; i < 200; i++) {
      const bytes = Uint8Array.from({ length: 40 }, () => random.below(256))
      bytes[0] = 0x80
      wire.udp(i * 20, end('10.1.0.1', 7000), end('10.1.0.2', 7002), bytes)
    }
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    expect(sessions.map(({ type }) => type)).toEqual(['OTHER'])
  })

  it('R27 a capture that paused for 30 s goes on counting', async () => {
    const wire = new Wire()
    const truth = answeredCall(wire, { packets: 100, media: { spacing: (i) => (i === 50 ? 30_000 : 20) } })
    const found = await analyzeCapture(pcap(wire.packets))
    // The BYE passed while the stream still ran.
    expect(differences(found, [{ ...truth, metrics: { setup_time_ms: 2000 } }])).toEqual([])
  })
})

describe('what is measured is told or absent', () => {
  it('M5 no number is made up, none is NaN or infinite', async () => {
    const wire = new Wire()
    answeredCall(wire, { packets: 1 })
    const text = JSON.stringify(await analyzeCapture(pcap(wire.packets)), (_, value: unknown) => {
      if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`${value} in a result`)
      return value
    })
    expect(text).not.toContain('NaN')
  })

  it('M10 events of one moment stand in the order of their frames', async () => {
    const wire = new Wire()
    answeredCall(wire, { packets: 5 })
    const at = wire.packets.map((packet) => ({ ...packet, at: 0 }))
    const { sessions } = await analyzeCapture(pcap(at))
    const frames = sessions.flatMap(({ events }) => events.map(({ frame }) => frame))
    expect(frames).toEqual(frames.toSorted((a, b) => a - b))
  })
})
