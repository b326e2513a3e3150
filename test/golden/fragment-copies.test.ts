/** Fragments that several taps, or both sides of one switch, have captured: each counts once. */
import { expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { pcap, type TimedPacket } from '../make/capture-file.ts'
import { end } from '../make/internet.ts'
import { sipMessage } from '../make/sip.ts'
import { Wire } from '../make/wire.ts'

const [PHONE, PROXY] = [end('10.45.0.5', 5060), end('10.0.0.20', 5060)]

function fragments(subject: string): TimedPacket[] {
  const wire = new Wire()
  const message = sipMessage('MESSAGE sip:b@example.org SIP/2.0', [
    ['Via', 'SIP/2.0/UDP 10.45.0.5;branch=z9hG4bK1'],
    ['From', '<sip:a@example.org>;tag=1'],
    ['To', '<sip:b@example.org>'],
    ['Call-ID', 'again@10.45.0.5'],
    ['CSeq', '1 MESSAGE'],
    ['Subject', subject],
  ])
  wire.udpFragments(0, PHONE, PROXY, message, { size: 512 })
  return wire.packets
}

const [FIRST, SECOND] = fragments('x'.repeat(700)) as [TimedPacket, TimedPacket]

const cases: { it: string; packets: TimedPacket[]; frames: number[]; copies: number[][] }[] = [
  {
    it: 'each twice',
    packets: [FIRST, FIRST, SECOND, SECOND],
    frames: [1, 3],
    copies: [
      [2, 1],
      [4, 3],
    ],
  },
  {
    it: 'the whole again',
    packets: [FIRST, SECOND, FIRST, SECOND],
    frames: [1, 2],
    copies: [
      [3, 1],
      [4, 2],
    ],
  },
  { it: 'one that only the second tap has seen', packets: [FIRST, FIRST, SECOND], frames: [1, 3], copies: [[2, 1]] },
  {
    it: 'those that are alike within one datagram',
    packets: fragments('x'.repeat(2000)),
    frames: [1, 2, 3, 4, 5],
    copies: [],
  },
]

it.each(cases)('$it', async ({ packets, frames, copies }) => {
  const { sessions, coverage, protocols } = await analyzeCapture(pcap(packets.map((one, i) => ({ ...one, at: i }))))
  const bytes = frames.reduce((sum, frame) => sum + packets[frame - 1]!.bytes.length, 0)
  expect(sessions.flatMap(({ events }) => events.map((event) => event.frames))).toEqual([frames])
  expect(sessions.map(({ packet_count, byte_count }) => [packet_count, byte_count])).toEqual([[frames.length, bytes]])
  expect(coverage).toMatchObject({
    decoded: frames.length,
    duplicates: copies.length,
    cut: 0,
    duplicate_frames: copies,
  })
  expect(protocols.find(({ protocol }) => protocol === 'SIP')?.packet_count).toBeGreaterThanOrEqual(frames.length)
})
