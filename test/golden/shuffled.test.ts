/** Taps whose clocks differ by a few milliseconds: what came of something stands before it, and is joined all the same. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { dialogOf } from '../make/calls/answered.ts'
import { ALICE, BOB } from '../make/calls/phone.ts'
import { pcap, type TimedPacket } from '../make/capture-file.ts'
import { connection, CONNECTION_MESSAGES } from '../make/connections.ts'
import { A, dnsMessage, RESPONSE } from '../make/dns.ts'
import { end } from '../make/internet.ts'
import { accepted, PfcpPeers } from '../make/pfcp.ts'
import { wholeNetwork } from '../make/network/whole/network.ts'
import { Random } from '../make/random.ts'
import { ACCESS_ACCEPT, ACCESS_REQUEST, attribute, radius } from '../make/radius.ts'
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
  for (const { type, subtype = '', metrics, procedures = [] } of sessions) {
    const measured = [metrics, ...procedures.map(({ timings }) => timings)].flatMap((one) => Object.entries(one))
    expect(measured.filter(([, value]) => typeof value === 'number' && value < 0)).toEqual([])
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

const [CLIENT, SERVER] = [end('10.0.0.1', 40_000), end('10.0.0.2', 5300)]
const QUESTION = [7, A, 'a.example.org'] as const
interface Both {
  readonly it: string
  readonly make: (wire: Wire) => void
  readonly client: string
  /** Signs of life are one event, both parts. */
  readonly isFolded?: boolean
}
const BOTH: Both[] = [
  {
    it: 'a query of DNS',
    client: CLIENT.address,
    make: (wire) => {
      wire.udp(10, CLIENT, SERVER, dnsMessage(...QUESTION))
      wire.udp(12, SERVER, CLIENT, dnsMessage(...QUESTION, { flags: RESPONSE }))
    },
  },
  {
    it: 'an authentication by RADIUS',
    client: CLIENT.address,
    make: (wire) => {
      const asked = radius(
        ACCESS_REQUEST,
        9,
        attribute(1, 'alice'),
        attribute(2, 'secret-secret-16'),
        attribute(32, 'nas'),
      )
      wire.udp(10, CLIENT, SERVER, asked)
      wire.udp(12, SERVER, CLIENT, radius(ACCESS_ACCEPT, 9, attribute(6, 2)))
    },
  },
  {
    it: 'a session of PFCP',
    client: '10.0.0.70',
    make: (wire) => {
      const peers = new PfcpPeers(wire, '10.0.0.70', '10.0.0.71')
      peers.establish(10, { cp: 1, up: 2, user: '10.45.0.1', teid: 9 })
      peers.exchange(1000, 52, { response: [accepted()], seids: [2, 1] })
      peers.delete(2000, { cp: 1, up: 2 })
    },
  },
  {
    it: 'a heartbeat of PFCP',
    isFolded: true,
    client: '10.0.0.70',
    make: (wire) => new PfcpPeers(wire, '10.0.0.70', '10.0.0.71').exchange(10, 1, { response: [] }),
  },
  {
    it: 'a ping of SIP',
    isFolded: true,
    client: ALICE.agent.end.address,
    make: (wire) => {
      const dialog = dialogOf(wire, [ALICE, BOB], { callId: 'ping@x' })
      dialog.response(12, dialog.request(10, 'OPTIONS', { initial: true }), 200)
    },
  },
]

describe('an answer whose time stands before that of its request', () => {
  it.each(BOTH)('is of $it all the same, in a time that nobody knows', async ({ make, client, isFolded }) => {
    const wire = new Wire()
    make(wire)
    const isOfClient = (bytes: Uint8Array): boolean => bytes.subarray(26, 30).join('.') === client
    const { sessions } = await analyzeCapture(pcap(shuffled(wire.packets, 6, (bytes) => (isOfClient(bytes) ? 1 : 0.3))))
    expect(sessions.map(({ outcome, events_count }) => [outcome, events_count])).toEqual([
      ['success', isFolded ? 1 : wire.packets.length],
    ])
    const told = sessions.flatMap(({ metrics, events }) => [metrics, ...events.map(({ details }) => details)])
    expect(told.flatMap((one) => Object.keys(one).filter((name) => /latency|response_time|_ms$/.test(name)))).toEqual(
      [],
    )
  })
})
