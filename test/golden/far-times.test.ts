/** Nanoseconds of a capture that begins with a frame of long ago: a double tells them for 104 days only. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { answeredCall } from '../make/calls/answered.ts'
import { pcap } from '../make/capture-file.ts'
import { end } from '../make/internet.ts'
import { ethernet, gtpUser } from '../make/links.ts'
import { Wire } from '../make/wire.ts'

const LONG_AGO = 1000
/** Of every frame, a fraction of a millisecond that no double of so many nanoseconds holds. */
const FRACTION = 0.000_017

/** An ARP frame of 1970, then the packets of `wire`. */
async function afterLongAgo(wire: Wire): ReturnType<typeof analyzeCapture> {
  const old = pcap([{ at: 0, bytes: new Uint8Array(60).fill(8, 12, 13) }], { epoch: LONG_AGO })
  const packets = wire.packets.map((packet) => ({ ...packet, at: packet.at + FRACTION }))
  return analyzeCapture(old, pcap(packets, { nanoseconds: true }))
}

describe('nanoseconds far from the first frame', () => {
  it('of media streams and their events', async () => {
    const wire = new Wire()
    answeredCall(wire, { packets: 200, media: { lost: (i) => i >= 60 && i < 120 } })
    const { sessions } = await afterLongAgo(wire)
    const events = sessions.find(({ type }) => type === 'VoLTE')!.events.filter(({ protocol }) => protocol === 'RTP')
    const kinds = new Set(events.map(({ message_type }) => message_type))
    expect(kinds).toEqual(new Set(['RTP_START', 'RTP_GAP', 'RTP_STOP']))
    for (const { timestamp_ns } of events) expect(Number(timestamp_ns.slice(-6))).toBe(17)
  })

  it('of tunnels', async () => {
    const wire = new Wire(ethernet)
    const through = gtpUser('10.0.0.60', '10.0.0.71', { teid: 0x101 })
    for (let i = 0; i < 3; i++) {
      wire.udp(i, end('10.45.0.5', 4000), end('198.51.100.9', 8000), new Uint8Array(40).fill(i + 1), through)
    }
    const { sessions } = await afterLongAgo(wire)
    const tunnels = sessions.find(({ type }) => type === 'GTP')!
    expect(tunnels.start_time).toBe('2026-01-01T00:00:00.000Z')
    expect(tunnels.end_time).toBe('2026-01-01T00:00:00.002Z')
  })
})
