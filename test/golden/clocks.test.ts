/** Taps whose clocks differ by more than copies are looked for: the packets that both have seen tell by how much. */
import { describe, expect, it } from 'vitest'
import { type Analysis, analyzeCapture } from '../analyze-capture.ts'
import { ALICE, BOB, PROXY } from '../make/calls/phone.ts'
import { answeredCall } from '../make/calls/answered.ts'
import { pcap, pcapng, type TimedPacket } from '../make/capture-file.ts'
import { Wire } from '../make/wire.ts'

/** What passes: calls over a proxy, one second after the other. */
function passing(calls = 4): TimedPacket[] {
  const wire = new Wire()
  for (let i = 0; i < calls; i++) {
    answeredCall(wire, { at: i * 1000, callId: `call-${i}@x`, proxies: [PROXY], packets: 40 })
  }
  return wire.packets
}

interface Second {
  /** Milliseconds that its clock is ahead. */
  readonly ahead: number
  /** Milliseconds from one tap to the other, by who sends: the caller's packets pass the second tap later. */
  readonly way?: number
  /** Packets that it does not see, or the first tap. */
  readonly unseen?: (packet: TimedPacket, i: number) => boolean
}

const isOfCaller = ({ bytes }: TimedPacket): boolean =>
  bytes.subarray(26, 30).join('.') === ALICE.agent.end.address ||
  bytes.subarray(30, 34).join('.') === BOB.agent.end.address

const isOfCallee = (packet: TimedPacket): boolean => !isOfCaller(packet)
const isAnswer = ({ bytes }: TimedPacket): boolean => Buffer.from(bytes).includes('SIP/2.0 200')

/** The same as another tap has it. */
function second(packets: readonly TimedPacket[], { ahead, way = 0, unseen = () => false }: Second): TimedPacket[] {
  const seen = packets.filter((packet, i) => !unseen(packet, i))
  return seen.map((packet) => ({ ...packet, at: packet.at + ahead + (isOfCaller(packet) ? way : -way) }))
}

const byTime = (packets: readonly TimedPacket[]): TimedPacket[] => packets.toSorted((a, b) => a.at - b.at)

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

  it('keep the order of what only one of them saw', async () => {
    const packets = passing()
    const others = second(packets, { ahead: 5000, unseen: (packet) => !isAnswer(packet) && packet.bytes.length > 250 })
    const first = packets.filter((packet) => !isAnswer(packet))
    const found = told(await analyzeCapture(pcap(first), pcap(byTime(others))))
    expect(found).toMatchObject(await alone(packets))
  })
})

describe('what is no clock', () => {
  it('is a way that takes long: it takes as long back', async () => {
    const packets = passing()
    const found = told(await analyzeCapture(pcap(packets), pcap(byTime(second(packets, { ahead: 0, way: 270 })))))
    expect(found).toMatchObject({ warnings: [] })
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
