import { describe, expect, it } from 'vitest'
import { type AudioPacket, InOrder } from './in-order.ts'
import { Timeline } from './timeline.ts'

const PTIME = 20
const TICKS = 160

/** Packet number `i` of a stream of L16 at 8 kHz whose samples all are its number. */
function packet(i: number, more: Partial<AudioPacket> = {}): AudioPacket {
  const payload = new Uint8Array(2 * TICKS)
  for (let at = 0; at < payload.length; at += 2) {
    payload[at] = i >> 8
    payload[at + 1] = i & 255
  }
  const rtpTime = (0x7fffff00 + i * TICKS) | 0
  return { sequence: (65_530 + i) & 0xffff, rtpTime, payloadType: 97, payload, at: i * PTIME, ...more }
}

function ordered(packets: readonly AudioPacket[]): number[] {
  const order = new InOrder()
  return [...packets.flatMap((one) => order.take(one)), ...order.rest()].map(
    ({ payload }) => (payload[0]! << 8) | payload[1]!,
  )
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i)
}

describe('packets come in order', () => {
  const cases = [
    { it: 'as they were sent', came: [0, 1, 2, 3], want: [0, 1, 2, 3] },
    { it: 'through losses', came: [0, 1, 4, 9], want: [0, 1, 4, 9] },
    { it: 'the late ones in their place', came: [1, 0, 3, 2, 4], want: [0, 1, 2, 3, 4] },
    { it: 'the repeated ones once', came: [0, 1, 1, 2, 0, 2], want: [0, 1, 2] },
    { it: 'over the end of the numbers', came: [4, 6, 5, 7], want: [4, 5, 6, 7] },
    { it: 'those too late left out', came: [0, ...range(2, 300), 1], want: [0, ...range(2, 300)] },
    { it: 'strays left out', came: [0, 1, 20_000, 2, 3], want: [0, 1, 2, 3] },
    {
      it: 'a sender that began anew behind what it had sent',
      came: [0, 1, 20_000, 20_001],
      want: [0, 1, 20_000, 20_001],
    },
    { it: 'a sender that went back', came: [9000, 9001, 0, 1, 2], want: [9000, 9001, 0, 1, 2] },
  ]
  it.each(cases)('$it', ({ came, want }) => expect(ordered(came.map((i) => packet(i)))).toEqual(want))

  it('holding back a bounded number of them', () => {
    const order = new InOrder()
    const given = range(0, 10_000).map((i) => order.take(packet(i)).length)
    expect(given.slice(0, 128).every((count) => count === 0)).toBe(true)
    expect(given.slice(128).every((count) => count === 1)).toBe(true)
  })
})

describe('samples are placed by RTP time', () => {
  const plan = {
    clockRate: 8000,
    sampleRate: 8000,
    formats: new Map([
      [97, { codec: 'L16', clock_rate: 8000, channels: 1 }],
      [13, { codec: 'CN', clock_rate: 8000, channels: 1 }],
      [101, { codec: 'telephone-event', clock_rate: 8000, channels: 1 }],
    ]),
  }
  const late = { rtpTime: 0x12345678, at: 5000 }
  const cases = [
    { it: 'one behind the other', packets: [packet(0), packet(1)], want: [0, 160] },
    { it: 'losses leave their room', packets: [packet(0), packet(3)], want: [0, 480] },
    { it: 'delay does not move them', packets: [packet(0), packet(1, { at: 900 })], want: [0, 160] },
    { it: 'comfort noise is silence', packets: [packet(0), packet(1, { payloadType: 13 }), packet(2)], want: [0, 320] },
    { it: 'events are silence', packets: [packet(0), packet(1, { payloadType: 101 }), packet(2)], want: [0, 320] },
    { it: 'unknown payloads are silence', packets: [packet(0), packet(1, { payloadType: 99 })], want: [0] },
    { it: 'a new time line goes by arrival', packets: [packet(0), packet(1, late)], want: [0, 40_000] },
    {
      it: 'and on from there',
      packets: [packet(0), packet(1, late), packet(2, { ...late, rtpTime: late.rtpTime + 160 })],
      want: [0, 40_000, 40_160],
    },
    {
      it: 'a clock that stood still is no reason to overlap',
      packets: [packet(0), packet(1, { rtpTime: packet(0).rtpTime })],
      want: [0],
    },
    {
      it: 'what overlaps is heard once',
      packets: [packet(0), packet(1, { rtpTime: packet(0).rtpTime + 80 })],
      want: [0, 160],
    },
  ]
  it.each(cases)('$it', ({ packets, want }) => {
    const timeline = new Timeline(plan)
    expect(packets.flatMap((one) => timeline.place(one)?.at ?? [])).toEqual(want)
  })

  it('of another rate they are stretched', () => {
    const timeline = new Timeline({ ...plan, sampleRate: 16_000 })
    expect(timeline.place(packet(5))?.samples).toEqual(new Int16Array(320).fill(5))
    expect(timeline.place(packet(6))?.at).toBe(320)
  })
})
