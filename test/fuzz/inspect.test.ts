/** Every made capture, damaged: each frame can be read again, and exported. */
import { describe, expect, it } from 'vitest'
import { readPacket } from '../../src/inspect/packet.ts'
import { analyzeCapture } from '../analyze-capture.ts'
import { withKept } from '../export-pcap.ts'
import { pcap, pcapng, type TimedPacket } from '../make/capture-file.ts'
import { numberOf, Random } from '../make/random.ts'
import { fixtures } from './fixtures.ts'
import { mutate } from './mutate.ts'

/** Frames read again of each capture; the others are alike. */
const READ = 60

describe('damaged packets', () => {
  it.each(fixtures())('of $name', async ({ name, packets }) => {
    const random = new Random(numberOf(name) + 2)
    const damaged = packets.flatMap((packet): TimedPacket[] => [
      packet,
      { ...packet, bytes: mutate(packet.bytes, random) },
      { ...packet, bytes: mutate(packet.bytes, random) },
    ])
    const told = await withKept(random.below(2) === 0 ? pcap(damaged) : pcapng({ packets: damaged }), (kept) => {
      const wrong: string[] = []
      for (let n = 0; n < READ; n++) {
        const frame = 1 + random.below(damaged.length)
        const packet = readPacket(kept.result, kept.captures, { file: 0, frame })
        const hex = Buffer.from(damaged[frame - 1]!.bytes).toString('hex')
        if (packet?.buffers[0]?.hex !== hex) wrong.push(`frame ${frame} is not its bytes`)
        if (packet?.messages.some(({ buffer }) => !packet.buffers[buffer])) wrong.push(`frame ${frame} lacks a buffer`)
      }
      return { wrong, exported: kept.frames({}) }
    })
    expect(told.wrong).toEqual([])
    const { capture } = await analyzeCapture(told.exported)
    expect(capture.truncated).toBe(false)
    expect(capture.packets).toBeLessThanOrEqual(damaged.length)
  })
})
