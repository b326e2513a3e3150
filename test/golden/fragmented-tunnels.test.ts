/** Messages in tunnels whose packets are fragments themselves (GTP-U over a path with a small MTU): all frames count. */
import { expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import { end, ip, ipFragments, PSH, TCP, tcp, UDP, udp } from '../make/internet.ts'
import { gtpUser, raw } from '../make/links.ts'
import { sipMessage } from '../make/sip.ts'
import { Wire } from '../make/wire.ts'

const [PHONE, PROXY] = [end('10.45.0.5', 5060), end('10.0.0.20', 5060)]
const [ENB, GATEWAY] = ['172.16.0.1', '172.16.0.2']
const MESSAGE = sipMessage('MESSAGE sip:b@example.org SIP/2.0', [
  ['Via', 'SIP/2.0/UDP 10.45.0.5;branch=z9hG4bK1'],
  ['From', '<sip:a@example.org>;tag=1'],
  ['To', '<sip:b@example.org>'],
  ['Call-ID', 'tunnel@10.45.0.5'],
  ['CSeq', '1 MESSAGE'],
  ['Subject', 'x'.repeat(700)],
])
const OUTER_HEADER = 20

/** Sends the packet through the tunnel, in fragments of `size` bytes. */
function tunnel(wire: Wire, at: number, packet: Uint8Array, size: number): void {
  const outer = gtpUser(ENB, GATEWAY, { teid: 7 }, raw)(packet)
  const fragments = ipFragments(ENB, GATEWAY, outer.subarray(OUTER_HEADER), { size, id: wire.nextId() })
  fragments.forEach((fragment, i) => wire.packet(at + i * 0.1, fragment))
}

const cases: { it: string; packets: readonly Uint8Array[]; size: number; frames: number[] }[] = [
  {
    it: 'a datagram',
    packets: [ip(PHONE.address, PROXY.address, UDP, udp(PHONE, PROXY, MESSAGE), { id: 9 })],
    size: 512,
    frames: [1, 2],
  },
  {
    it: 'fragments within fragments',
    packets: ipFragments(PHONE.address, PROXY.address, udp(PHONE, PROXY, MESSAGE), { size: 480, id: 9 }),
    size: 400,
    frames: [1, 2, 3, 4],
  },
  {
    it: 'one segment',
    packets: [
      ip(PHONE.address, PROXY.address, TCP, tcp(PHONE, PROXY, MESSAGE, { sequence: 1, flags: PSH }), { id: 9 }),
    ],
    size: 512,
    frames: [1, 2],
  },
  {
    it: 'two segments',
    packets: [
      [0, 500],
      [500, MESSAGE.length],
    ].map(([from, to], i) => {
      const segment = tcp(PHONE, PROXY, MESSAGE.subarray(from, to), { sequence: 1 + from!, flags: PSH })
      return ip(PHONE.address, PROXY.address, TCP, segment, { id: 9 + i })
    }),
    size: 400,
    frames: [1, 2, 3, 4],
  },
]

it.each(cases)('$it', async ({ packets, size, frames }) => {
  const wire = new Wire()
  packets.forEach((packet, i) => tunnel(wire, i, packet, size))
  const { sessions } = await analyzeCapture(pcap(wire.packets))
  const session = sessions.find(({ type }) => type === 'SIP_MESSAGE')
  expect(session?.events[0]).toMatchObject({ frames, frame: frames.at(-1), details: { call_id: 'tunnel@10.45.0.5' } })
  expect(session?.packet_count).toBe(frames.length)
})
