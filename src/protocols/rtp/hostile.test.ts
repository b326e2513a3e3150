import { array, assert, boolean, constantFrom, integer, oneof, option, property, record, tuple } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Budget } from '../../bytes/memory.ts'
import { FLOW_CLAIMED } from '../../model/flow.ts'
import { MediaFixture, rtpBytes, THERE } from './fixture.ts'

const byte = integer({ min: 0, max: 255 })

/** Bytes that begin like RTP or RTCP, and go on as they like. */
const datagram = tuple(
  constantFrom(0x80, 0x81, 0x90, 0xa0, 0xbf, 0x00, 0x16, 0x40),
  constantFrom(0, 8, 13, 96, 101, 200, 201, 202, 203, 204, 205, 206, 207, 223),
  array(byte, { maxLength: 120 }),
)

/** A small world of sequence numbers, SSRCs and flows, so that everything meets. */
const step = record({
  seq: oneof(integer({ min: 0, max: 20 }), integer({ min: 0, max: 0xffff })),
  ts: oneof(integer({ min: 0, max: 3200 }), integer({ min: 0, max: 0xffff_ffff })),
  ssrc: integer({ min: 1, max: 40 }),
  pt: constantFrom(0, 8, 13, 96, 101, 104),
  marker: boolean(),
  flow: constantFrom(THERE, '10.0.0.2:5000>10.0.0.1:4000', '10.0.0.3:7000>10.0.0.2:5000'),
  announce: option(integer({ min: 1, max: 3 }), { freq: 8 }),
  evict: boolean(),
  wait: integer({ min: -20, max: 4000 }),
})

describe('hostile media', () => {
  it('random datagrams never throw, and nothing counts what was not there', () => {
    assert(
      property(array(datagram, { maxLength: 60 }), boolean(), (all, isAnnounced) => {
        const fixture = new MediaFixture(new Budget(1))
        if (isAnnounced) fixture.announce('10.0.0.2:5000', 1)
        all.forEach(([first, second, rest], i) => fixture.raw([first, second, ...rest], 20 * i))
        fixture.media.end()
        const counted = fixture.streams.reduce((sum, row) => sum + row.packets, 0)
        const controls = fixture.rtcps.reduce((sum, row) => sum + row.packets, 0)
        expect(counted + controls).toBeLessThanOrEqual(all.length)
        expect(fixture.ints()[FLOW_CLAIMED]).toBeGreaterThanOrEqual(counted)
      }),
      { numRuns: 300 },
    )
  })

  it('any order of packets, announcements and evictions: no throw, no number that is none, each claim in a stream', () => {
    assert(
      property(array(step, { maxLength: 80 }), (steps) => {
        const fixture = new MediaFixture(new Budget(1))
        let at = 0
        let taken = 0
        for (const { announce, evict, wait, ...fields } of steps) {
          at += wait
          if (announce !== null) fixture.announce('10.0.0.2:5000', announce)
          if (evict && announce !== null) fixture.media.evicted(fixture.flows.named(fields.flow))
          if (fixture.raw(rtpBytes({ ...fields, at, payload: [1, 2, 3, 4] }), at, { flow: fields.flow }) === 2) taken++
        }
        fixture.media.end()
        const packets = fixture.streams.reduce((sum, row) => sum + row.packets, 0)
        expect(packets).toBeGreaterThanOrEqual(taken)
        expect(packets).toBeLessThanOrEqual(steps.length)
        for (const row of fixture.streams) {
          for (const value of Object.values(row)) expect(value).not.toBeNaN()
          expect(row.lost).toBeLessThanOrEqual(row.expected)
          expect(row.expected - row.lost).toBeLessThanOrEqual(row.packets)
          expect(row.longest_loss * Math.sign(row.loss_runs)).toBe(row.longest_loss)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('cut anywhere, nothing is read beyond what was captured', () => {
    const whole = rtpBytes({ seq: 1, ts: 0, at: 0, csrcs: 2, extension: 2, padding: 4, payload: [1, 2, 3, 4] })
    for (let cutBy = 0; cutBy < whole.length; cutBy++) {
      const fixture = new MediaFixture()
      fixture.announce('10.0.0.2:5000', 1)
      fixture.packet.bytes.fill(255)
      fixture.raw(whole, 0, { cutBy })
      fixture.media.end()
      for (const row of fixture.streams) expect(row.payload_bytes).toBeLessThanOrEqual(whole.length)
    }
  })
})
