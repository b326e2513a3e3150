/** Time stamps of every kind: what is told of them is true, or it is said that it is not. */
import { describe, expect, it } from 'vitest'
import { readPacket } from '../../src/inspect/packet.ts'
import { oneSession } from '../../src/store/results/condition.ts'
import { analyzeCapture } from '../analyze-capture.ts'
import { withKept } from '../export-pcap.ts'
import { answeredCall } from '../make/calls/answered.ts'
import { EPOCH, pcap, pcapng, type TimedPacket } from '../make/capture-file.ts'
import { end } from '../make/internet.ts'
import { PfcpPeers } from '../make/pfcp.ts'
import { rtpStream } from '../make/rtp.ts'
import { Wire } from '../make/wire.ts'

function call(): readonly TimedPacket[] {
  const wire = new Wire()
  answeredCall(wire, { callId: 'timed@x', packets: 100 })
  return wire.packets
}

/** Ten streams side by side. */
function streams(): readonly TimedPacket[] {
  const wire = new Wire()
  for (let i = 0; i < 10; i++) {
    const [from, to] = [end(`10.1.0.${i + 1}`, 20_000), end(`10.2.0.${i + 1}`, 30_000)]
    rtpStream(wire, { at: i, from, to, ssrc: 0x1000 + i, packets: 300 })
  }
  return wire.packets.toSorted((a, b) => a.at - b.at)
}

/** The same where the clock is set at a moment. */
const stepped = (packets: readonly TimedPacket[], at: number, by: number): TimedPacket[] =>
  packets.map((packet) => (packet.at >= at ? { ...packet, at: packet.at + by } : packet))

it('a capture of nothing but a record of zeros has no time', async () => {
  const zeros = pcap([{ at: 0, bytes: new Uint8Array(0) }], { epoch: 0 })
  const { capture } = await analyzeCapture(zeros)
  expect(capture).toMatchObject({ packets: 1, warnings: [{ code: 'EMPTY_RECORDS' }] })
  expect(capture.first_time).toBeUndefined()
})

it('a capture whose times go backwards has nothing that ends before it began', async () => {
  const wire = new Wire()
  const peers = new PfcpPeers(wire, '10.0.0.1', '10.0.0.2')
  for (let i = 0; i < 4; i++) peers.heartbeat(i * 1000)
  const all = [...streams(), ...wire.packets]
  const { sessions } = await analyzeCapture(pcap(all.toSorted((a, b) => b.at - a.at)))
  expect(new Set(sessions.map(({ type }) => type))).toEqual(new Set(['RTP', 'PFCP']))
  expect(sessions.filter(({ duration_ms }) => duration_ms < 0)).toEqual([])
})

describe('a clock that is set during a capture', () => {
  const back = { code: 'CLOCK_BACK', count: 1 }
  const cases: { it: string; capture: Uint8Array; warnings: object[] }[] = [
    {
      it: 'is told where it goes back by seconds',
      capture: pcap(stepped(call(), 3000, -1500)),
      warnings: [{ ...back, largest_ms: 1480 }],
    },
    {
      it: 'by minutes',
      capture: pcap(stepped(call(), 3000, -600_000)),
      warnings: [{ ...back, largest_ms: 599_980 }],
    },
    { it: 'by hours', capture: pcap(stepped(call(), 3000, -7_200_000)), warnings: [{ code: 'CLOCK_STEP', count: 1 }] },
    { it: 'forward by hours', capture: pcap(stepped(call(), 3000, 7_200_000)), warnings: [{ code: 'CLOCK_STEP' }] },
    {
      it: 'twice, as by captures behind each other',
      capture: pcapng({ packets: call() }, { packets: call() }, { packets: call() }),
      warnings: [{ code: 'CLOCK_BACK', count: 2 }],
    },
    {
      it: 'forward by seconds, where many streams show it',
      capture: pcap(stepped(streams(), 3000, 1500)),
      warnings: [{ code: 'SHARED_STEPS', count: 1 }],
    },
    {
      it: 'back by seconds, where many streams show it',
      capture: pcap(stepped(streams(), 3000, -1500)),
      warnings: [back, { code: 'SHARED_STEPS', count: 1 }],
    },
    { it: 'and not where it is not', capture: pcap(streams()), warnings: [] },
    {
      it: 'nor where one stream of many pauses',
      capture: pcap(
        streams()
          .map((packet) => (packet.bytes[29] === 1 && packet.at >= 3000 ? { ...packet, at: packet.at + 1500 } : packet))
          .toSorted((a, b) => a.at - b.at),
      ),
      warnings: [],
    },
  ]
  it.each(cases)('$it', async ({ capture, warnings }) => {
    const found = (await analyzeCapture(capture)).capture.warnings
    expect(found).toMatchObject(warnings)
    expect(found).toHaveLength(warnings.length)
  })
})

describe('a capture that does not tell times', () => {
  it('says so where all are the same', async () => {
    const { capture } = await analyzeCapture(
      pcap(
        call().map((packet) => ({ ...packet, at: 0 })),
        { epoch: 0 },
      ),
    )
    expect(capture.warnings).toEqual([{ code: 'TIMELESS' }])
  })

  it('says so where they are coarse', async () => {
    const { capture } = await analyzeCapture(pcapng({ packets: call(), interfaces: [{ resolution: 0 }] }))
    expect(capture.warnings).toMatchObject([{ code: 'COARSE_TIME' }])
  })

  it('is not said of milliseconds', async () => {
    const { capture } = await analyzeCapture(pcapng({ packets: call(), interfaces: [{ resolution: 3 }] }))
    expect(capture.warnings).toEqual([])
  })
})

describe('far times', () => {
  const packets = call()
  const cases: { it: string; capture: Uint8Array; epoch: number; start: string }[] = [
    {
      it: 'of 1969',
      capture: pcapng({ packets, interfaces: [{ offset: -100 }], epoch: -50 }),
      epoch: -50,
      start: '1969-12-31T23:59:10.000Z',
    },
    {
      it: 'around 1970',
      capture: pcapng({ packets, interfaces: [{ offset: -100 }], epoch: -2 }),
      epoch: -2,
      start: '1969-12-31T23:59:58.000Z',
    },
    { it: 'of 1970', capture: pcap(packets, { epoch: 0 }), epoch: 0, start: '1970-01-01T00:00:00.000Z' },
    {
      it: 'of 2103, as a pcap has it',
      capture: pcap(packets, { epoch: 4_200_000_000 }),
      epoch: 4_200_000_000,
      start: '2103-02-04T02:40:00.000Z',
    },
    {
      it: 'of 2109',
      capture: pcapng({ packets, epoch: 4_400_000_000 }),
      epoch: 4_400_000_000,
      start: '2109-06-06T22:13:20.000Z',
    },
    {
      it: 'of 2600',
      capture: pcapng({ packets, epoch: 19_880_899_200 }),
      epoch: 19_880_899_200,
      start: '2600-01-01T00:00:00.000Z',
    },
    {
      it: 'by an offset',
      capture: pcapng({ packets, interfaces: [{ offset: EPOCH }] }),
      epoch: EPOCH,
      start: '2026-01-01T00:00:00.000Z',
    },
    {
      it: 'by interfaces of several resolutions',
      capture: pcapng({
        packets: packets.map((packet, i) => ({ ...packet, interface: i % 3 })),
        interfaces: [{ resolution: 9 }, { resolution: 0x80 | 20 }, {}],
      }),
      epoch: EPOCH,
      start: '2026-01-01T00:00:00.000Z',
    },
  ]
  it.each(cases)('$it are those of sessions, packets and exports', async ({ capture, epoch, start }) => {
    const found = await withKept(capture, ({ result, captures, frames }) => {
      const [session] = [...result.details()]
      const packet = readPacket(result, captures, { file: 0, frame: session!.events.at(-1)!.frame })
      return { session: session!, packet: packet!, exported: frames(oneSession(session!.session_id)) }
    })
    const { session, packet, exported } = found
    expect(session).toMatchObject({ start_time: start, duration_ms: 4040, outcome: 'success' })
    expect(packet.timestamp_ns).toBe(session.events.at(-1)!.timestamp_ns)
    // A tick of 2^-20 s is about a microsecond.
    expect(Math.abs(Number(BigInt(packet.timestamp_ns) - BigInt(epoch) * 1_000_000_000n) - 4040e6)).toBeLessThan(1000)
    const again = await analyzeCapture(exported)
    expect(again.sessions[0]!.events.map(({ timestamp_ns }) => timestamp_ns)).toEqual(
      session.events.map(({ timestamp_ns }) => timestamp_ns),
    )
  })
})
