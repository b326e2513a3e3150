/** Taps whose clocks differ by more than copies are looked for: the packets that both have seen tell by how much. */
import { describe, expect, it } from 'vitest'
import { type Analysis, analyzeCapture } from '../analyze-capture.ts'
import { ALICE, BOB, PROXY } from '../make/calls/phone.ts'
import { answeredCall } from '../make/calls/answered.ts'
import { pcap, pcapng, type TimedPacket } from '../make/capture-file.ts'
import { byClock, byTime, type Clock } from '../make/taps.ts'
import { Wire } from '../make/wire.ts'

/** What passes: calls over a proxy, one after the other. */
function passing(calls = 4, apart = 1000): TimedPacket[] {
  const wire = new Wire()
  for (let i = 0; i < calls; i++) {
    answeredCall(wire, { at: i * apart, callId: `call-${i}@x`, proxies: [PROXY], packets: 40 })
  }
  return wire.packets
}

interface Second extends Clock {
  /** Milliseconds from one tap to the other, by who sends: the caller's packets pass the second tap later. */
  readonly way?: number
  /** Milliseconds that the caller's packets wait besides, before the second tap. */
  readonly waits?: (at: number) => number
  /** Packets that it does not see, or the first tap. */
  readonly unseen?: (packet: TimedPacket, i: number) => boolean
}

const isOfCaller = ({ bytes }: TimedPacket): boolean =>
  bytes.subarray(26, 30).join('.') === ALICE.agent.end.address ||
  bytes.subarray(30, 34).join('.') === BOB.agent.end.address

const isOfCallee = (packet: TimedPacket): boolean => !isOfCaller(packet)
const isAnswer = ({ bytes }: TimedPacket): boolean => Buffer.from(bytes).includes('SIP/2.0 200')

/** The same as another tap has it. */
function second(packets: readonly TimedPacket[], other: Second): TimedPacket[] {
  const { way = 0, waits = () => 0, unseen = () => false } = other
  const seen = packets.filter((packet, i) => !unseen(packet, i))
  return seen.map((packet) => {
    const at = packet.at + (isOfCaller(packet) ? way + waits(packet.at) : -way)
    return { ...packet, at: byClock(at, other) }
  })
}

function told({ sessions, coverage, capture }: Analysis): object {
  return {
    sessions: sessions.map(({ type, metrics, events }) => [type, metrics['setup_time_ms'], events.length]),
    duplicates: coverage.duplicates,
    warnings: capture.warnings,
  }
}

async function alone(packets: readonly TimedPacket[]): Promise<object> {
  const { sessions } = told(await analyzeCapture(pcap(packets))) as { sessions: unknown }
  return { sessions }
}

const OFFSETS = [80, -700, 3_600_000, -90_061.5]

/** What packets of ten minutes of forty wait in a queue, ms. */
function queue(at: number): number {
  return at > 600_000 && at < 1_200_000 ? 140 : 0
}

describe('clocks that differ', () => {
  it.each(OFFSETS)('of two captures, by %s ms, are one, and that is told', async (ahead) => {
    const packets = passing()
    const found = told(await analyzeCapture(pcap(packets), pcap(byTime(second(packets, { ahead })))))
    expect(found).toEqual({
      ...(await alone(packets)),
      duplicates: packets.length,
      warnings: [{ code: 'CLOCK_OFFSET', file: 1, offset_ms: ahead, reference: 'file 0' }],
    })
  })

  it.each([80, -700, 2500])('of two interfaces of one capture, by %s ms', async (ahead) => {
    const packets = passing()
    const others = second(packets, { ahead }).map((packet) => ({ ...packet, interface: 1 }))
    const capture = pcapng({
      interfaces: [{ name: 'access' }, { name: 'core' }],
      packets: byTime([...packets, ...others]),
    })
    const found = told(await analyzeCapture(capture))
    expect(found).toEqual({
      ...(await alone(packets)),
      duplicates: packets.length,
      warnings: [{ code: 'CLOCK_OFFSET', interface: 'core', offset_ms: ahead, reference: 'interface access' }],
    })
  })

  it('of two interfaces of one name are told by their numbers too', async () => {
    const packets = passing()
    const others = second(packets, { ahead: 300 }).map((packet) => ({ ...packet, interface: 1 }))
    const interfaces = [{ name: 'any' }, { name: 'any' }]
    const found = told(await analyzeCapture(pcapng({ interfaces, packets: byTime([...packets, ...others]) })))
    expect(found).toMatchObject({
      warnings: [{ code: 'CLOCK_OFFSET', interface: 'any (1)', offset_ms: 300, reference: 'interface any (0)' }],
    })
  })

  it('of a capture that begins where the other is far on already', async () => {
    const packets = passing()
    // More than is looked at of the beginning; nothing that anybody reads.
    const large = Array.from({ length: 1100 }, (_, i) => ({ at: i, bytes: new Uint8Array(64_000).fill(8, 12, 13) }))
    const first = [...large, ...packets.map((packet) => ({ ...packet, at: packet.at + 5000 }))]
    const others = second(packets, { ahead: 5300 })
    const { capture, coverage } = await analyzeCapture(pcap(first), pcap(byTime(others)))
    expect(coverage.duplicates).toBe(packets.length)
    expect(capture.warnings).toMatchObject([{ code: 'CLOCK_OFFSET', file: 1, offset_ms: 300, reference: 'file 0' }])
  })

  it('keep the order of what only one of them saw', async () => {
    const packets = passing()
    const others = second(packets, { ahead: 5000, unseen: (packet) => !isAnswer(packet) && packet.bytes.length > 250 })
    const first = packets.filter((packet) => !isAnswer(packet))
    const found = told(await analyzeCapture(pcap(first), pcap(byTime(others))))
    expect(found).toMatchObject(await alone(packets))
  })
})

/** Calls of forty minutes. */
const LONG = { calls: 96, apart: 25_000 }

describe('clocks that run apart', () => {
  const cases: { it: string; clock: Second; offsets: readonly [number, number] }[] = [
    { it: 'by 50 millionths', clock: { ahead: 0, fast: 50 }, offsets: [0, 119] },
    { it: 'by 100 millionths, from a difference on', clock: { ahead: -700, fast: 100 }, offsets: [-700, -462] },
    { it: 'slowly', clock: { ahead: 300, fast: -20 }, offsets: [300, 252] },
    { it: 'at once, where one was set', clock: { ahead: 0, step: { at: 1_210_000, by: 900 } }, offsets: [0, 900] },
  ]
  it.each(cases)('$it, are one all along', async ({ clock, offsets }) => {
    const packets = passing(LONG.calls, LONG.apart)
    const found = await analyzeCapture(pcap(packets), pcap(byTime(second(packets, clock))))
    const [warning] = found.capture.warnings
    expect(found.capture.warnings).toHaveLength(1)
    expect(warning).toMatchObject({ code: 'CLOCK_DRIFT', file: 1, reference: 'file 0' })
    expect(Math.abs(warning!.offset_ms! - offsets[0])).toBeLessThan(3)
    expect(Math.abs(warning!.last_offset_ms! - offsets[1])).toBeLessThan(3)
    expect(told(found)).toMatchObject({ ...(await alone(packets)), duplicates: packets.length })
  })

  it('of two interfaces of one capture', async () => {
    const packets = passing(LONG.calls, LONG.apart)
    const others = second(packets, { ahead: 0, fast: 100 }).map((packet) => ({ ...packet, interface: 1 }))
    const interfaces = [{ name: 'access' }, { name: 'core' }]
    const found = await analyzeCapture(pcapng({ interfaces, packets: byTime([...packets, ...others]) }))
    expect(found.capture.warnings).toMatchObject([{ code: 'CLOCK_DRIFT', interface: 'core' }])
    expect(told(found)).toMatchObject({ ...(await alone(packets)), duplicates: packets.length })
  })

  it('are not told where they stay near', async () => {
    const packets = passing(LONG.calls, LONG.apart)
    const found = await analyzeCapture(pcap(packets), pcap(byTime(second(packets, { ahead: 0, fast: 5 }))))
    expect(told(found)).toEqual({ ...(await alone(packets)), duplicates: packets.length, warnings: [] })
  })
})

describe('what is no clock', () => {
  it('is a way that takes long: it takes as long back', async () => {
    const packets = passing()
    const found = told(await analyzeCapture(pcap(packets), pcap(byTime(second(packets, { ahead: 0, way: 270 })))))
    expect(found).toMatchObject({ warnings: [] })
  })

  it('is a way on which packets of one direction wait for a while', async () => {
    const packets = passing(LONG.calls, LONG.apart)
    const found = await analyzeCapture(
      pcap(packets),
      pcap(byTime(second(packets, { ahead: 0, way: 15, waits: queue }))),
    )
    expect(found.capture.warnings).toEqual([])
  })

  it('is what went one way only', async () => {
    const packets = passing()
    const found = told(
      await analyzeCapture(pcap(packets), pcap(byTime(second(packets, { ahead: 300, unseen: isOfCallee })))),
    )
    expect(found).toMatchObject({ warnings: [], duplicates: 0 })
  })

  it('is a difference within which copies are found', async () => {
    const packets = passing()
    const found = told(await analyzeCapture(pcap(packets), pcap(byTime(second(packets, { ahead: 12 })))))
    expect(found).toEqual({ ...(await alone(packets)), duplicates: packets.length, warnings: [] })
  })
})
