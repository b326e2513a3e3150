/** A message has the time and the size of its frames, whatever packet is at hand when it is told. */
import { expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import { end } from '../make/internet.ts'
import { concat, utf8 } from '../make/octets.ts'
import { sipMessage } from '../make/sip.ts'
import { Wire } from '../make/wire.ts'

const [PHONE, PROXY] = [end('10.45.0.5', 5060), end('10.0.0.20', 5060)]

function message(startLine: string): Uint8Array {
  return sipMessage(startLine, [
    ['Via', 'SIP/2.0/UDP 10.45.0.5;branch=z9hG4bK1'],
    ['From', '<sip:a@example.org>;tag=1'],
    ['To', '<sip:b@example.org>'],
    ['Call-ID', 'pieces@10.45.0.5'],
    ['CSeq', '1 MESSAGE'],
    ['Subject', 'x'.repeat(700)],
  ])
}

const [ASK, ANSWER] = [message('MESSAGE sip:b@example.org SIP/2.0'), message('SIP/2.0 200 OK')]

const cases: { it: string; send: (wire: Wire) => void; frames: number[][]; wait: number | undefined }[] = [
  {
    it: 'IP fragments',
    send: (wire) => {
      wire.udpFragments(0, PHONE, PROXY, ASK, { gap: 1 })
      wire.udpFragments(10, PROXY, PHONE, ANSWER, { gap: 1 })
    },
    frames: [
      [1, 2],
      [3, 4],
    ],
    wait: 10,
  },
  {
    it: 'IP fragments of which the last never came',
    send: (wire) => {
      wire.udpFragments(0, PHONE, PROXY, ASK, { size: 256, order: (sent) => sent.slice(0, -1) })
    },
    frames: [[1, 2, 3]],
    wait: undefined,
  },
  {
    it: 'segments',
    send: (wire) => {
      const connection = wire.connect(0, PHONE, PROXY)
      connection.send(1, 'client', ASK, [200])
      connection.send(11, 'server', ANSWER, [200, 400])
    },
    frames: [
      [4, 5],
      [6, 7, 8],
    ],
    wait: 10.1,
  },
  {
    it: 'segments of which the first had to be sent again',
    send: (wire) => {
      const connection = wire.connect(0, PHONE, PROXY)
      connection.sendInOrder(1, 'client', ASK, { cuts: [200, 400], order: [1, 2, 0] })
      connection.send(11, 'server', ANSWER)
    },
    frames: [[6, 4, 5], []],
    wait: 9.8,
  },
]

it.each(cases)('$it: the time is that of the frame that completes a message', async ({ send, frames, wait }) => {
  const wire = new Wire()
  send(wire)
  const { capture, sessions } = await analyzeCapture(pcap(wire.packets))
  const { events, metrics } = sessions.find(({ type }) => type === 'SIP_MESSAGE')!
  expect(events.map((event) => event.frames ?? [])).toEqual(frames)
  const start = Date.parse(capture.first_time!)
  for (const { frame, timestamp_ns } of events) {
    expect((Number(timestamp_ns) - start * 1e6) / 1e6).toBeCloseTo(wire.packets[frame - 1]!.at, 2)
  }
  expect(metrics['response_time_ms']).toBe(wait)
})

it('segments that came before the one they follow: each frame counts with its own length', async () => {
  const wire = new Wire()
  const connection = wire.connect(0, PHONE, PROXY)
  const ping = utf8('\r\n\r\n')
  connection.sendInOrder(1, 'client', concat(ASK, ANSWER, ping), { cuts: [ASK.length], order: [1, 0] })
  const { sessions } = await analyzeCapture(pcap(wire.packets))
  const session = sessions.find(({ type }) => type === 'SIP_MESSAGE')!
  expect(session.events.map(({ frame }) => frame)).toEqual([4, 5])
  expect(session.byte_count).toBe(wire.packets.slice(3, 5).reduce((sum, { bytes }) => sum + bytes.length, 0))
})
