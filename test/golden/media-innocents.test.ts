/** What only looks wrong in the media of a call, and is no finding: docs/media.md. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { amrFrame, answeredCall, preconditionCall } from '../make/calls/answered.ts'
import * as changing from '../make/calls/changing.ts'
import { ALICE, BOB, CAROL, describe as describing, type Phone, PROXY } from '../make/calls/phone.ts'
import * as refused from '../make/calls/refused.ts'
import { renegotiate, talking, type TalkingOptions } from '../make/calls/talking.ts'
import { pcap } from '../make/capture-file.ts'
import { end } from '../make/internet.ts'
import { network } from '../make/network/network.ts'
import { rtpStream } from '../make/rtp.ts'
import { AMR_WB, PCMU } from '../make/sdp.ts'
import { Wire } from '../make/wire.ts'
import { call, callIn, every, filled, type Make, NAT, OTHERS, relayed, SID } from './media-call.ts'

/** The lines of a second media, behind those of the first. */
const videoAt = (port: number) => [`m=video ${port} RTP/AVP 99`, 'a=rtpmap:99 H264/90000']

/** On one port with the audio: RFC 9143. */
const bundledVideo = ({ media }: Phone): string[] => [
  ...videoAt(media.port).toSpliced(1, 0, `c=IN IP4 ${media.address}`),
  'a=mid:1',
]

const fax = (one: Phone): string =>
  describing(one, { version: 2 }).replace(/m=audio (\d+) RTP\/AVP 0/, 'm=image $1 udptl t38')

/** Held by Alice for some seconds. */
const held = (offer: object, answer: object, streams: Partial<TalkingOptions> = {}): Make =>
  call({
    talk: 20_000,
    forth: { packets: 898, spacing: (i) => (i === 300 ? 6020 : 20) },
    back: { packets: 898, spacing: (i) => (i === 300 ? 6020 : 20) },
    during: (talk) => {
      renegotiate(talk, talk.answered + 6010, offer, answer)
      renegotiate(talk, talk.answered + 11_900, {}, {})
    },
    ...streams,
  })

const innocents: { it: string; make: Make; name?: string }[] = [
  { it: 'a call as it should be', make: call({}) },
  { it: 'through proxies', make: call({ proxies: [PROXY] }) },
  { it: 'S24 early media', make: (wire) => void changing.earlyMediaCall(wire, { packets: 400 }), name: 'early' },
  {
    it: 'S24 early media, and a refusal',
    make: (wire) => void changing.earlyMediaCall(wire, { packets: 400, status: 486 }),
    name: 'early',
  },
  { it: 'ringing without an answer', make: (wire) => void refused.cancelledCall(wire), name: '' },
  { it: 'S15 held with sendonly', make: held({ direction: 'sendonly' }, { direction: 'recvonly' }) },
  { it: 'S15 held with inactive', make: held({ direction: 'inactive' }, { direction: 'inactive' }) },
  {
    it: 'music on hold: one direction goes on',
    make: held({ direction: 'sendonly' }, { direction: 'recvonly' }, { forth: { packets: 998 } }),
  },
  {
    it: 'held to the end',
    make: call({
      talk: 20_000,
      forth: { packets: 300 },
      back: { packets: 300 },
      during: (talk) => renegotiate(talk, talk.answered + 6010, { direction: 'inactive' }, { direction: 'inactive' }),
    }),
  },
  {
    it: 'one who only listens from the start',
    make: call({ offer: { direction: 'recvonly' }, answer: { direction: 'sendonly' }, forth: false }),
  },
  {
    it: 'S25 held with 0.0.0.0',
    make: call({
      talk: 20_000,
      forth: { packets: 300 },
      back: { packets: 300 },
      during: ({ dialog, answered, phones }) => {
        const sdp = describing(phones[0], { version: 2 }).replace(/c=IN IP4 \S+/, 'c=IN IP4 0.0.0.0')
        const hold = dialog.request(answered + 6010, 'INVITE', { sdp })
        dialog.response(answered + 6030, hold, 200, {
          sdp: describing(phones[1], { version: 2, direction: 'inactive' }),
        })
        dialog.request(answered + 6035, 'ACK', { of: hold })
      },
    }),
  },
  {
    it: 'a fax takes the place of the audio',
    make: call({
      talk: 20_000,
      forth: { packets: 300 },
      back: { packets: 300 },
      during: ({ dialog, answered, phones }) => {
        const change = dialog.request(answered + 6010, 'INVITE', { sdp: fax(phones[0]) })
        dialog.response(answered + 6030, change, 200, { sdp: fax(phones[1]) })
        dialog.request(answered + 6035, 'ACK', { of: change })
      },
    }),
  },
  {
    it: 'R7 DTX: silence descriptors while the other speaks',
    make: call({
      codecs: [AMR_WB],
      talk: 20_000,
      forth: { payload: amrFrame },
      back: {
        packets: 380,
        payload: (i) => (i >= 200 && i < 280 ? SID : amrFrame(i)),
        spacing: (i) => (i >= 200 && i < 280 ? 160 : 20),
      },
    }),
  },
  {
    it: 'comfort noise, and then nothing for a while',
    make: call({
      talk: 20_000,
      codecs: [PCMU, { payloadType: 13, name: 'CN', clock: 8000 }],
      back: { packets: 600, spacing: (i) => (i === 300 ? 6000 : 20), marker: (i) => i === 301 },
    }),
  },
  { it: 'shorter than a second', make: call({ talk: 800, back: false }) },
  { it: 'S13 a fork', make: (wire) => void refused.forkedCall(wire, { packets: 400 }), name: 'forked' },
  {
    it: 'early media of a fork that loses',
    make: (wire) => {
      refused.forkedCall(wire, { packets: 400 })
      rtpStream(wire, { at: 400, from: BOB.media, to: ALICE.media, ssrc: 0x77, packets: 75 })
    },
    name: 'forked',
  },
  {
    it: 'R22 SRTP whose bytes happen to be alike',
    make: call({
      talk: 15_000,
      offer: { attributes: ['a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x'] },
      answer: { attributes: ['a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x'] },
      back: { payload: filled(0xff) },
    }),
  },
  {
    it: 'R24 video that only one side sends',
    make: call({
      offer: { attributes: videoAt(49_162) },
      answer: { attributes: videoAt(30_010) },
      during: ({ wire, answered, phones: [one, other] }) => {
        rtpStream(wire, {
          at: answered + 50,
          from: end(one.media.address, one.media.port + 10),
          to: end(other.media.address, other.media.port + 10),
          ssrc: 0x99,
          payloadType: 99,
          clock: 90_000,
          packets: 300,
          spacing: () => 33,
        })
      },
    }),
  },
  ...[true, false].map((isDescribed) => ({
    it: `R24 video on the port of the audio, ${isDescribed ? 'as described' : 'of which nothing is told'}`,
    make: call({
      offer: { attributes: isDescribed ? bundledVideo(ALICE) : [] },
      answer: { attributes: isDescribed ? bundledVideo(BOB) : [] },
      during: ({ wire, answered, phones: [one, other] }) => {
        const video = { ssrc: 0x99, payloadType: 99, clock: 90_000, packets: 300, spacing: () => 33 }
        rtpStream(wire, { ...video, at: answered + 50, from: one.media, to: other.media })
      },
    }),
  })),
  { it: 'R12 a NAT whose far end answers to where media comes from', make: call({ phones: [NAT, BOB] }) },
  { it: 'S22 two legs', make: (wire) => void changing.agentCall(wire, { packets: 400 }), name: 'legs' },
  { it: 'a relay that loses nothing', make: (wire) => relayed(wire, () => false) },
  { it: 'a capture that missed packets before a relay', make: (wire) => relayed(wire, () => false, every(20)) },
  { it: 'loss before a relay is not lost in it', make: (wire) => relayed(wire, every(20), every(20)) },
  { it: 'preconditions', make: (wire) => void preconditionCall(wire, { packets: 400, lostDown: 6 }), name: 'c1' },
  { it: 'S17 a late offer', make: (wire) => void changing.lateOfferCall(wire, { packets: 400 }), name: 'late-offer' },
  { it: 'S16 an offer in PRACK', make: (wire) => void changing.prackOfferCall(wire, { packets: 400 }), name: 'prack' },
  { it: 'S21 a transfer', make: (wire) => void changing.transferredCall(wire, { packets: 400 }), name: 'target' },
  {
    it: 'R21 a capture without any media',
    make: call({ forth: false, back: false }),
  },
  {
    it: 'a capture of signalling, with media of others',
    make: (wire) => {
      talking(wire, { talk: 3000, forth: false, back: false })
      talking(wire, { at: 100, name: 'other', phones: OTHERS })
    },
  },
  {
    it: 'legs that share their media, and nothing joins them',
    make: (wire) => {
      const agent = { user: '+491710000007', end: end('10.0.0.31', 5060) }
      talking(wire, { back: false, phones: [ALICE, { ...BOB, agent }] })
      talking(wire, { at: 10, name: 'leg', back: false, forth: false, phones: [{ ...ALICE, agent }, BOB] })
      rtpStream(wire, { at: 1040, from: BOB.media, to: ALICE.media, ssrc: 0x22, packets: 598 })
    },
  },
  { it: 'S19 a capture that ends in mid-call', make: call({ withoutBye: true }) },
  {
    it: 'R19 ports that the next call takes',
    make: (wire) => {
      talking(wire)
      answeredCall(wire, { at: 14_100, callId: 'next@x', packets: 400, media: { ssrc: 0x4444 } })
    },
  },
  {
    it: 'the callee changes to Carol, whose media has another source',
    make: call({
      talk: 20_000,
      back: { packets: 300 },
      during: ({ wire, dialog, answered, ended, phones }) => {
        const moved = dialog.request(answered + 6000, 'INVITE', {
          by: 'callee',
          sdp: describing(CAROL, { version: 2 }),
        })
        dialog.response(answered + 6010, moved, 200, { sdp: describing(phones[0], { version: 2 }) })
        dialog.request(answered + 6015, 'ACK', { by: 'callee', of: moved })
        const packets = (ended - answered - 6100) / 20
        rtpStream(wire, { at: answered + 6050, from: CAROL.media, to: ALICE.media, ssrc: 0x88, packets })
      },
    }),
  },
]

describe('what only looks wrong is no finding', () => {
  it.each(innocents)('$it', async ({ make, name }) => {
    const wire = new Wire()
    make(wire)
    const { media_verdicts, verdict } = await callIn(wire, name)
    expect(media_verdicts).toBeUndefined()
    expect(verdict?.['category']).not.toBe('media')
  })
})

describe('a clean network of calls', () => {
  it.each([1, 2])('has nothing to tell of its media (seed %i)', async (seed) => {
    const { packets } = network({ seed, subscribers: 40, calls: 40, within: 60_000, packets: [300, 500] })
    const { sessions } = await analyzeCapture(pcap(packets))
    const talked = sessions.filter(({ type, media }) => type === 'VoLTE' && media.length > 0)
    expect(talked.length).toBeGreaterThan(25)
    expect(sessions.flatMap(({ media_verdicts = [] }) => media_verdicts.map(({ text }) => text))).toEqual([])
  })
})
