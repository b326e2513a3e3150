/** Taps whose clocks differ by a few milliseconds: what came of something stands before it, and is joined all the same. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { pcap, type TimedPacket } from '../make/capture-file.ts'
import { connection, CONNECTION_MESSAGES } from '../make/connections.ts'
import { wholeNetwork } from '../make/network/whole/network.ts'
import { Random } from '../make/random.ts'
import { Wire } from '../make/wire.ts'

const SUBSCRIBERS = 60

/** Each packet up to half of `spread` ms sooner or later, by what `shift` gives for it between 0 and 1. */
function shuffled(
  packets: readonly TimedPacket[],
  spread: number,
  shift: (bytes: Uint8Array) => number,
): TimedPacket[] {
  const moved = packets.map((packet) => ({ ...packet, at: packet.at + (shift(packet.bytes) - 0.5) * spread }))
  return moved.toSorted((a, b) => a.at - b.at)
}

/** One number for all packets between two addresses (IPv4 in Ethernet), or from one to the other. */
function byTap(isDirected: boolean, random: Random): (bytes: Uint8Array) => number {
  const shifts = new Map<string, number>()
  return (bytes) => {
    const ends = [bytes.subarray(26, 30).join('.'), bytes.subarray(30, 34).join('.')]
    const tap = (isDirected ? ends : ends.sort()).join(' ')
    if (!shifts.has(tap)) shifts.set(tap, random.fraction())
    return shifts.get(tap)!
  }
}

async function countsOf(packets: readonly TimedPacket[]): Promise<Record<string, number>> {
  const { sessions } = await analyzeCapture(pcap(packets))
  const counts: Record<string, number> = {}
  for (const { type, subtype = '' } of sessions) {
    const key = `${type} ${subtype}`
    counts[key] = (counts[key] ?? 0) + 1
  }
  return counts
}

describe('what passed at about the same time stands in another order', () => {
  it('S11 and S5 of a PDN connection, though another of the UE goes on', async () => {
    const wire = new Wire()
    for (let n = 1; n <= SUBSCRIBERS; n++) {
      connection(wire, n * 37, { n, second: false })
      connection(wire, n * 37 + 300, { n, second: true })
    }
    const random = new Random(1)
    const { sessions } = await analyzeCapture(pcap(shuffled(wire.packets, 6, () => random.fraction())))
    expect(sessions.map(({ events_count, verdict }) => `${events_count} ${String(verdict?.['kind'])}`)).toEqual(
      Array.from({ length: 2 * SUBSCRIBERS }, () => `${CONNECTION_MESSAGES} released`),
    )
  })

  it.each([
    ['each link has a tap of its own', false],
    ['each direction has', true],
  ])('a whole network, of which %s', { timeout: 60_000 }, async (_, isDirected) => {
    const { packets } = wholeNetwork({ subscribers: SUBSCRIBERS })
    const found = await countsOf(shuffled(packets, 6, byTap(isDirected, new Random(7))))
    expect(found).toEqual(await countsOf(packets))
  })
})
