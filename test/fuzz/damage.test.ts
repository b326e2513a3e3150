/** Every made capture, damaged: nothing throws, nothing hangs, and what is told keeps its promises. */
import { describe, expect, it } from 'vitest'
import { NotACapture } from '../../src/model/capture.ts'
import { type Analysis, analyzeCapture } from '../analyze-capture.ts'
import { pcap, pcapng, type TimedPacket } from '../make/capture-file.ts'
import { numberOf, Random } from '../make/random.ts'
import { fixtures } from './fixtures.ts'
import { mutate } from './mutate.ts'

const made = fixtures()
/** Damaged copies of each packet, beside the good one. */
const COPIES = 12
const DAMAGED_FILES = 6

describe('damaged packets', () => {
  it.each(made)('of $name', async ({ name, packets }) => {
    const random = new Random(numberOf(name))
    const others = packets.map(({ bytes }) => bytes)
    const damaged = packets.flatMap((packet): TimedPacket[] => [
      packet,
      ...Array.from({ length: COPIES }, () => ({ ...packet, bytes: mutate(packet.bytes, random, others) })),
    ])
    const found = await analyzeCapture(pcap(damaged))
    expect(found.capture.packets).toBe(damaged.length)
    expect(brokenPromises(found)).toEqual([])
  })

  it('a packet that ends anywhere', async () => {
    const cut = made.flatMap(({ packets }) =>
      packets.slice(0, 12).flatMap(({ at, bytes }) =>
        Array.from({ length: Math.min(bytes.length, 400) }, (_, length) => ({
          at,
          bytes: bytes.subarray(0, length),
          wire: bytes.length,
        })),
      ),
    )
    const found = await analyzeCapture(pcap(cut))
    expect(found.capture.packets).toBe(cut.length)
    expect(brokenPromises(found)).toEqual([])
  })
})

describe('damaged files', () => {
  it.each(made)('of $name', async ({ name, packets }) => {
    const random = new Random(numberOf(name) + 1)
    for (let n = 0; n < DAMAGED_FILES; n++) {
      const bytes = mutate(n % 2 === 0 ? pcap(packets) : pcapng({ packets }), random)
      const found = await analyzeCapture(bytes).catch(refusal)
      expect(found === undefined ? [] : brokenPromises(found)).toEqual([])
    }
  })
})

/** A file may be refused, in words; anything else is an error of ours. */
function refusal(error: unknown): undefined {
  const isTold = error instanceof NotACapture || (error instanceof Error && /header|capture/i.test(error.message))
  if (!isTold) throw error
}

/** What must hold of every result. */
function brokenPromises(found: Analysis): string[] {
  const told: string[] = []
  const { coverage, capture } = found
  const classes = ['decoded', 'undecoded', 'ciphered', 'malformed', 'cut', 'duplicates'] as const
  const sum = classes.reduce((total, name) => total + coverage[name], 0)
  if (sum !== capture.packets) told.push(`classes of coverage sum to ${sum}, not ${capture.packets}`)
  const protocols = found.protocols.reduce((total, { packet_count }) => total + packet_count, 0)
  if (protocols !== capture.packets) told.push(`protocols sum to ${protocols}, not ${capture.packets}`)
  for (const session of found.sessions) {
    const name = `${session.type} ${session.session_key}`
    // A flow nobody claims knows its packets in the order of the file, whatever their times.
    if (session.end_time < session.start_time) told.push(`${name} ends before it starts`)
    if (session.duration_ms < 0) told.push(`${name} lasts ${session.duration_ms} ms`)
    for (const { loss, lost, expected, packets } of session.media) {
      if (!(loss >= 0 && loss <= 1 && lost >= 0 && lost <= expected && packets > 0))
        told.push(`${name}: impossible loss ${loss}`)
    }
  }
  told.push(...notFinite(found, 'result'))
  const ids = new Set(found.sessions.map(({ session_id }) => session_id))
  if (ids.size !== found.sessions.length) told.push('two sessions have one id')
  return told
}

function notFinite(value: unknown, path: string): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${path} is ${value}`]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => notFinite(inner, `${path}.${name}`))
}
