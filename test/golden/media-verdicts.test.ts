/** What is wrong with the media of calls, where the truth is known because it was made: docs/media.md. */
import { describe, expect, it } from 'vitest'
import { amrFrame } from '../make/calls/answered.ts'
import { BOB, ALICE, PROXY } from '../make/calls/phone.ts'
import { talking } from '../make/calls/talking.ts'
import { receiverReport } from '../make/rtcp.ts'
import { AMR_WB, PCMA, PCMU } from '../make/sdp.ts'
import { Wire } from '../make/wire.ts'
import {
  call,
  callIn,
  every,
  filled,
  kindsOf,
  type Make,
  NAT,
  noise,
  OTHERS,
  relayed,
  rtcpOf,
  SID,
} from './media-call.ts'

const faults: { it: string; make: Make; want: string[]; says: RegExp }[] = [
  {
    it: 'R20 the callee is never heard',
    make: call({ back: false }),
    want: ['error one_way_audio'],
    says: /^One-way audio: 598 packets from 10\.45\.0\.5:49152 to 10\.46\.0\.9:30000, none from 10\.46/,
  },
  {
    it: 'R20 the same behind proxies, where its reports show that it would be seen',
    make: call({
      proxies: [PROXY],
      back: false,
      during: ({ wire, answered }) =>
        wire.udp(answered + 4000, rtcpOf(BOB.media), rtcpOf(ALICE.media), receiverReport(0x22222222, [])),
    }),
    want: ['error one_way_audio'],
    says: /other media passed between them that way/,
  },
  {
    it: 'R20 never heard, where the same phones heard each other before and after',
    make: (wire) => {
      talking(wire, { back: false })
      for (const at of [-180_000, 180_000]) talking(wire, { at, name: 'other' })
    },
    want: ['error one_way_audio'],
    says: /One-way audio/,
  },
  {
    it: 'R20 heard while it rings, and never again',
    make: call({ back: { at: 200, packets: 40 } }),
    want: ['error one_way_audio'],
    says: /One-way audio/,
  },
  {
    it: 'R21 no audio at all, in a capture that has some',
    make: (wire) => {
      talking(wire, { forth: false, back: false })
      const again = { ...BOB, media: { ...BOB.media, port: BOB.media.port + 2 } }
      talking(wire, { at: 20_000, name: 'other', phones: [OTHERS[0], again] })
    },
    want: ['error no_media'],
    says: /No audio passed in 12\.0 s after the answer/,
  },
  {
    it: 'R12 audio is sent to the address behind a NAT',
    make: call({ phones: [NAT, BOB], back: { to: NAT.mediaInside! } }),
    want: ['error unreachable_address'],
    says: /sent to 192\.168\.1\.10:49152, as described; the media of that side comes from 203\.0\.113\.7:61234/,
  },
  {
    it: 'the callee falls silent in mid-call',
    make: call({ back: { packets: 200 } }),
    want: ['warning media_stopped'],
    says: /from 10\.46\.0\.9:30000 to 10\.45\.0\.5:49152 stopped; the other direction went on for 8\.0 s/,
  },
  {
    it: 'both fall silent long before the end',
    make: call({ talk: 30_000, forth: { packets: 300 }, back: { packets: 310 } }),
    want: ['warning media_stopped'],
    says: /All audio stopped 23\.8 s before the call was ended/,
  },
  {
    it: 'the callee is heard four seconds late',
    make: call({ back: { at: 5000, packets: 390 } }),
    want: ['warning late_media'],
    says: /began 4\.0 s after/,
  },
  {
    it: 'three seconds are missing',
    make: call({ back: { packets: 450, spacing: (i) => (i === 200 ? 3000 : 20) } }),
    want: ['warning media_gap'],
    says: /A gap of 3\.0 s in the audio from 10\.46\.0\.9/,
  },
  {
    it: 'R27 nothing came from anywhere for three seconds: it may be the capture',
    make: call({
      forth: { packets: 450, spacing: (i) => (i === 200 ? 3000 : 20) },
      back: { packets: 450, spacing: (i) => (i === 200 ? 3000 : 20) },
    }),
    want: ['info media_gap', 'info media_gap'],
    says: /as in the other direction at the same time/,
  },
  {
    it: 'samples of zero',
    make: call({ talk: 15_000, back: { payload: filled(0xff) } }),
    want: ['warning silence'],
    says: /Silence from 10\.46\.0\.9:30000 .* 14\.9 s: samples that are all alike/,
  },
  {
    it: 'samples of zero in A-law, with a step of noise',
    make: call({ codecs: [PCMA], talk: 15_000, back: { payload: (i) => filled(0xd5 ^ (i & 1))() } }),
    want: ['warning silence'],
    says: /Silence/,
  },
  {
    it: 'a transcoder that gives out one value',
    make: call({ talk: 15_000, back: { payload: filled(0) } }),
    want: ['warning silence'],
    says: /Silence/,
  },
  {
    it: 'never a word but silence descriptors',
    make: call({
      codecs: [AMR_WB],
      talk: 40_000,
      forth: { payload: amrFrame },
      back: { payload: () => SID, spacing: () => 160, packets: 248 },
    }),
    want: ['info silence'],
    says: /Only silence descriptors from 10\.46\.0\.9/,
  },
  {
    it: 'a codec that nobody asked for',
    make: call({ back: { payloadType: 8 } }),
    want: ['warning codec_not_negotiated', 'info codec_asymmetry'],
    says: /^PCMA from 10\.46\.0\.9:30000 .*did not describe \(PCMU\)/,
  },
  {
    it: 'lost behind a relay',
    make: (wire) => relayed(wire, every(20)),
    want: ['warning loss_between_points'],
    says: /4\.8 % lost between 10\.45\.0\.5:49152 → 10\.0\.0\.30:20000 \(0\.0 %\) and 10\.0\.0\.30:20002 → 10\.46\.0\.9:30000/,
  },
  {
    it: 'lost behind the capture: the receiver says so',
    make: call({
      during: ({ wire, answered }) => {
        for (let n = 1; n <= 3; n++) {
          const report = { ssrc: 0x22222222, fractionLost: 26, lost: n * 25 }
          const bytes = receiverReport(0x11111111, [report])
          wire.udp(answered + n * 3000, rtcpOf(ALICE.media), rtcpOf(BOB.media), bytes)
        }
      },
    }),
    want: ['warning remote_loss'],
    says: /^10\.45\.0\.5:49153 reports 10\.2 % lost of the stream from 10\.46\.0\.9:30000 .*seen with 0\.0 %/,
  },
  {
    it: 'jitter rises',
    make: call({ talk: 30_000, back: { delay: (i) => (i % 2) * (i / 15) } }),
    want: ['warning rising_jitter'],
    says: /Jitter from 10\.46\.0\.9:30000/,
  },
  {
    it: 'media that goes on when the call is over',
    make: call({ forth: { packets: 1000 } }),
    want: ['warning rtp_after_signalling'],
    says: /went on for 8\.0 s after the call was ended/,
  },
  {
    it: 'media that was there before the call',
    make: (wire) => {
      talking(wire, { at: 3000, forth: { at: 1000, packets: 730 } })
    },
    want: ['info rtp_before_signalling'],
    says: /began 3\.0 s before its receiver told that address/,
  },
  {
    it: 'another codec each way, both agreed on',
    make: call({ codecs: [PCMU, PCMA], back: { payloadType: 8 } }),
    want: ['info codec_asymmetry'],
    says: /^PCMU from 10\.45\.0\.5:49152 to 10\.46\.0\.9:30000, PCMA the other way/,
  },
  {
    it: 'longer packets one way',
    make: call({ back: { spacing: () => 30, packets: 398, payload: noise(240) } }),
    want: ['info ptime_asymmetry'],
    says: /^20 ms of audio in a packet .*, 30 ms the other way/,
  },
  {
    it: 'a capture of one direction: that is all that can be said',
    make: call({ proxies: [PROXY], back: false }),
    want: ['info incomplete'],
    says: /may not see the other direction/,
  },
  {
    it: 'a capture of the media of others',
    make: (wire) => {
      talking(wire, { proxies: [PROXY], forth: false, back: false })
      talking(wire, { at: 100, name: 'other', phones: OTHERS })
    },
    want: ['info incomplete'],
    says: /none at the addresses of this call/,
  },
]

describe('a fault of the media is told', () => {
  it.each(faults)('$it', async ({ make, want, says }) => {
    const wire = new Wire()
    make(wire)
    const { media_verdicts: found = [], media, outcome, verdict } = await callIn(wire)
    expect(kindsOf(found)).toEqual(want)
    expect(found[0]!.text).toMatch(says)
    const ids = media.map(({ stream_id }) => stream_id)
    for (const { streams } of found) for (const id of streams) expect(ids).toContain(id)
    expect(outcome).toBe('success')
    expect(verdict?.['category']).toBe(found[0]!.severity === 'info' ? undefined : 'media')
  })
})

describe('a stream that is seen at several points', () => {
  it('counts once, at the one that saw most of it; each keeps its own loss', async () => {
    const wire = new Wire()
    relayed(wire, every(20))
    const { metrics, media } = await callIn(wire)
    expect(metrics).toMatchObject({ rtp_packets: 1200, rtp_loss: 0, rtp_loss_max: 0.0483 })
    const again = media.filter((one) => one['same_as'] !== undefined)
    expect(again.map(({ ssrc, lost }) => `${ssrc} ${lost}`)).toEqual(['0xaaaa0001 29', '0xaaaa0002 0'])
    for (const one of again) expect(media.map(({ stream_id }) => stream_id)).toContain(one['same_as'])
  })

  it('is two where it comes back: an echo', async () => {
    const wire = new Wire()
    talking(wire, { forth: { ssrc: 7 }, back: { ssrc: 7, at: 1120 } })
    const { metrics, media } = await callIn(wire)
    expect(metrics['rtp_packets']).toBe(1196)
    expect(media.every((one) => one['same_as'] === undefined)).toBe(true)
  })
})

it('several faults of one call are all told, the gravest first', async () => {
  const wire = new Wire()
  talking(wire, {
    talk: 20_000,
    forth: { packets: 1500 },
    back: { payloadType: 8, packets: 400, spacing: (i) => (i === 150 ? 4000 : 20) },
  })
  expect(kindsOf((await callIn(wire)).media_verdicts ?? [])).toEqual([
    'warning media_stopped',
    'warning media_gap',
    'warning codec_not_negotiated',
    'warning rtp_after_signalling',
    'info codec_asymmetry',
  ])
})
