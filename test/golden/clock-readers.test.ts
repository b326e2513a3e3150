/** Whoever reads a job of captures whose clocks were set tells the times by the one clock that was taken for right. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { audioPieces } from '../../src/inspect/audio.ts'
import { readPacket } from '../../src/inspect/packet.ts'
import { seriesPieces } from '../../src/inspect/series.ts'
import { oneSession } from '../../src/store/results/condition.ts'
import type { ResultReader } from '../../src/store/results/reader.ts'
import type { SessionDetail } from '../../src/store/results/records.ts'
import { analyzeCapture, analyzeHinted } from '../analyze-capture.ts'
import { withKept } from '../export-pcap.ts'
import { answeredCall } from '../make/calls/answered.ts'
import { PROXY } from '../make/calls/phone.ts'
import { EPOCH, pcap, pcapng, type TimedPacket } from '../make/capture-file.ts'
import { byClock, type Clock } from '../make/taps.ts'
import { Wire } from '../make/wire.ts'

/** Calls over a proxy, 25 s apart. */
function calls(count: number): readonly TimedPacket[] {
  const wire = new Wire()
  for (let i = 0; i < count; i++) {
    answeredCall(wire, { at: i * 25_000, callId: `call-${i}@x`, proxies: [PROXY], packets: 40 })
  }
  return wire.packets
}

/** Invitations the second tap alone has seen, the ends of calls the first one alone. */
const isInvite = ({ bytes }: TimedPacket): boolean => Buffer.from(bytes).includes('INVITE sip:')
const isBye = ({ bytes }: TimedPacket): boolean => Buffer.from(bytes).includes('BYE sip:')

interface Taps {
  readonly captures: readonly Uint8Array[]
  /** When each frame passed, by file and number: in truth and as it was recorded, ms. */
  readonly frames: readonly (readonly { readonly at: number; readonly recorded: number; readonly tap: number }[])[]
}

/** What two taps have, in one capture or in two. */
function tapped(packets: readonly TimedPacket[], clock: Clock, inOne: boolean): Taps {
  const first = packets.filter((packet) => !isInvite(packet)).map((packet) => ({ ...packet, truly: packet.at }))
  const second = packets
    .filter((packet) => !isBye(packet))
    .map((packet) => ({ ...packet, truly: packet.at, at: byClock(packet.at, clock), interface: 1 }))
  const files = inOne ? [[...first, ...second]] : [first, second]
  const written = files.map((all) => all.toSorted((a, b) => a.at - b.at))
  const interfaces = [{ name: 'access' }, { name: 'core' }]
  return {
    captures: written.map((all) => (inOne ? pcapng({ interfaces, packets: all }) : pcap(all))),
    frames: written.map((all) => all.map(({ truly, at, interface: tap = 0 }) => ({ at: truly, recorded: at, tap }))),
  }
}

const milliseconds = (nanoseconds: string): number => Number(BigInt(nanoseconds) - BigInt(EPOCH) * 1_000_000_000n) / 1e6

const cases: { it: string; clock: Clock; count: number; inOne: boolean }[] = [
  { it: 'two captures', clock: { ahead: -700 }, count: 2, inOne: false },
  { it: 'two interfaces of one', clock: { ahead: 700 }, count: 2, inOne: true },
  { it: 'two captures that run apart', clock: { ahead: 0, fast: 100 }, count: 36, inOne: false },
  { it: 'two interfaces that run apart', clock: { ahead: 0, fast: 100 }, count: 36, inOne: true },
]

/** A drift is told along a line, as far as readings come: within so many milliseconds of the truth. */
const NEAR = 2.5

/** What a stream of the last call sounds like, and how many packets it has over time. */
function heard(given: readonly Uint8Array[]): Promise<object> {
  return withKept(given, ({ result, open }) => {
    const session = lastCall(result)
    const wanted = { session: session.session_id, stream: session.media[0]!.stream_id }
    const wav = Buffer.concat([...audioPieces(result, open, wanted)])
    const told = [...seriesPieces(result, open(), { ...wanted, points: 100 })].join('')
    const { buckets } = JSON.parse(told) as { buckets: { packets: number; lost: number }[] }
    return {
      wav: createHash('sha256').update(wav).digest('hex'),
      packets: buckets.reduce((sum, one) => sum + one.packets, 0),
      lost: buckets.reduce((sum, one) => sum + one.lost, 0),
    }
  })
}

function lastCall(result: ResultReader): SessionDetail {
  const all = [...result.details()].filter(({ type }) => type === 'VoLTE')
  return all.toSorted((a, b) => a.start_time.localeCompare(b.start_time)).at(-1)!
}

describe.each(cases)('of $it', ({ clock, count, inOne }) => {
  const packets = calls(count)
  const { captures, frames } = tapped(packets, clock, inOne)

  it('each packet has the time of its event, and the one it was recorded at', async () => {
    const found = await withKept(captures, ({ result, captures: files }) =>
      [...result.details()].flatMap(({ events }) =>
        events.map((event) => {
          const [file, frame] = [captures.length > 1 ? Number(event.packet_id.split('.')[1]) : 0, event.frame]
          return { event, packet: readPacket(result, files, { file, frame })!, was: frames[file]![frame - 1]! }
        }),
      ),
    )
    expect(found.some(({ was }) => was.tap === 1)).toBe(true)
    for (const { event, packet, was } of found) {
      const { timestamp_ns, recorded_ns = timestamp_ns } = packet
      expect(timestamp_ns).toBe(event.timestamp_ns)
      expect(Math.abs(milliseconds(timestamp_ns) - was.at)).toBeLessThan(NEAR)
      expect(Math.abs(milliseconds(recorded_ns) - was.recorded)).toBeLessThan(0.01)
    }
    const set = found.filter(({ packet }) => packet.recorded_ns !== undefined)
    expect(new Set(set.map(({ was }) => was.tap))).toEqual(new Set([1]))
  })

  it('an export has the frames in turn, by that clock, and says so', async () => {
    const { pcapng: exported, last } = await withKept(captures, ({ result, frames: ofSessions }) => {
      const session = lastCall(result)
      return { pcapng: ofSessions(oneSession(session.session_id)), last: session }
    })
    const again = await analyzeCapture(exported)
    const [session] = again.sessions
    expect(again.capture.warnings).toEqual([])
    expect(again.capture.comments?.join()).toMatch(/The clock of .* was set by it/)
    expect(session?.events.map(({ timestamp_ns, short }) => [timestamp_ns, short])).toEqual(
      last.events.map(({ timestamp_ns, short }) => [timestamp_ns, short]),
    )
    expect(session?.media.map(({ packets, lost }) => [packets, lost])).toEqual([
      [40, 0],
      [40, 0],
    ])
  })

  it('sound and course of a stream are as one tap alone has them', async () => {
    expect(await heard(captures)).toEqual(await heard([pcap(packets)]))
  })
})

describe('hints of time', () => {
  it('are by the clock that was taken for right', async () => {
    const { captures } = tapped(calls(3), { ahead: 3_600_000 }, false)
    const start_time = new Date(EPOCH * 1000 + 20_000).toISOString()
    const end_time = new Date(EPOCH * 1000 + 45_000).toISOString()
    const { sessions } = await analyzeHinted({ start_time, end_time }, ...captures)
    const found = sessions.filter(({ type }) => type === 'VoLTE').map(({ session_key }) => session_key)
    expect(found).toEqual(['call-1@x'])
  })
})
