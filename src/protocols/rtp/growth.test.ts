import { describe, expect, it } from 'vitest'
import { CLOCK, TIME } from '../../model/packet.ts'
import { MediaFixture, rtpBytes } from './fixture.ts'

const WARM_UP = 200_000
const CHUNKS = 20
const CHUNK = 50_000
/** One boxed number for every packet would be 16 MB or more. */
const MOST_BYTES = 4_000_000

describe('the hot path', () => {
  it.each([
    ['', false],
    [' that are seen at two points each', true],
  ])('a million RTP packets%s allocate nothing', (_what, isSeenTwice) => {
    const fixture = new MediaFixture()
    fixture.announce('10.0.0.2:5000', 1)
    const flow = fixture.flows.named('10.0.0.1:4000>10.0.0.2:5000')
    const { packet, media } = fixture
    packet.bytes.set(rtpBytes({ seq: 0, ts: 0, at: 0 }))
    packet.wireLength = 214
    const feed = (count: number, first: number): void => {
      for (let i = first; i < first + count; i++) {
        packet.bytes[2] = (i >> 8) & 255
        packet.bytes[3] = i & 255
        packet.bytes[5] = (i >> 12) & 255
        packet.bytes[6] = (i >> 4) & 255
        packet.frame = i + 1
        packet.at[TIME] = i * 20e6 + (i % 7) * 1000
        packet.at[CLOCK] = packet.at[TIME]!
        packet.teid = 0
        media.packet(flow, 0, 172, 172)
        if (!isSeenTwice) continue
        packet.teid = 7
        media.copy(flow, 0, 172, 172)
      }
    }
    feed(WARM_UP, 0)
    let allocated = 0
    for (let chunk = 0; chunk < CHUNKS; chunk++) {
      const before = process.memoryUsage().heapUsed
      feed(CHUNK, WARM_UP + chunk * CHUNK)
      // A collection in between makes it less, so only growth is summed.
      allocated += Math.max(0, process.memoryUsage().heapUsed - before)
    }
    expect(allocated).toBeLessThan(MOST_BYTES)
    expect(fixture.only()).toMatchObject({ packets: WARM_UP + CHUNKS * CHUNK, lost: 0 })
  })
})
