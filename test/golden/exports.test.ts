/** What is exported of a session is analysed again, by us and by tshark: the same session, and nothing besides. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { SessionDetail } from '../../src/store/results/records.ts'
import { analyzeCapture } from '../analyze-capture.ts'
import { exportEach, withKept } from '../export-pcap.ts'
import { answeredCall } from '../make/calls/answered.ts'
import { agentCall } from '../make/calls/changing.ts'
import { ALICE, BOB, CAROL, phone } from '../make/calls/phone.ts'
import { refusedCall } from '../make/calls/refused.ts'
import { LINUX_COOKED, pcap, pcapng, type TimedPacket } from '../make/capture-file.ts'
import { end, type End, ip, UDP, udp } from '../make/internet.ts'
import { cooked, ethernet, gtpUser } from '../make/links.ts'
import { senderReport } from '../make/rtcp.ts'
import { Wire } from '../make/wire.ts'

/** All that does not hang on where in a capture a session begins. */
function facts({ events, ...session }: SessionDetail): object {
  const { session_key, type, metrics, packet_count, byte_count, outcome, media, participants } = session
  return {
    session_key,
    type,
    metrics,
    packet_count,
    byte_count,
    outcome,
    participants,
    media: media.map(({ ssrc, packets, lost }) => ({ ssrc, packets, lost })),
    events: events.map(({ timestamp_ns, short, source, destination }) => [timestamp_ns, short, source, destination]),
  }
}

/** Other calls and media around a call: none of it may come along. */
function amongOthers(call: (wire: Wire) => void, wire = new Wire()): readonly TimedPacket[] {
  const phones = [CAROL, phone('dave', '10.48.0.4', 32_000)] as const
  call(wire)
  answeredCall(wire, { at: 500, callId: 'other@10.47.0.3', phones, packets: 60 })
  refusedCall(wire, { at: 9000, callId: 'refused@10.45.0.5' })
  return wire.packets
}

/** A call of which every datagram comes in IP fragments, its media too. */
function fragmentedCall(wire: Wire): void {
  const pieces = new Wire()
  const send = (at: number, from: End, to: End, bytes: Uint8Array): void =>
    pieces.udpFragments(at, from, to, bytes, { size: 96 })
  answeredCall(pieces, { callId: 'pieces@10.45.0.5', packets: 10, send })
  for (const { at, bytes } of pieces.packets) wire.frame(at, bytes)
}

const tcp = (wire: Wire): void => {
  const connection = wire.connect(0, ALICE.agent.end, BOB.agent.end)
  const send = (at: number, from: End, _to: End, bytes: Uint8Array): void =>
    connection.send(at, from === ALICE.agent.end ? 'client' : 'server', bytes, [100, 300])
  answeredCall(wire, { at: 10, callId: 'tcp@10.45.0.5', transport: 'TCP', packets: 30, send })
}

const plain = (wire: Wire): void => void answeredCall(wire, { callId: 'plain@10.45.0.5', packets: 100 })
/** Twenty reports of one end: more than have events of their own. */
function reported(wire: Wire): void {
  plain(wire)
  for (let i = 0; i < 20; i++) {
    const report = senderReport({ ssrc: 0x22222222, ntpSeconds: 3_976_214_402 + i, packets: 5 * i, octets: 800 * i })
    wire.udp(2100 + i * 97, BOB.media, ALICE.media, report)
  }
}

const tunnel = gtpUser('172.16.0.1', '172.16.0.2', { teid: 7 })
const cases: { it: string; capture: Uint8Array }[] = [
  { it: 'a call with media', capture: pcap(amongOthers(plain)) },
  { it: 'a call with reports', capture: pcap(amongOthers(reported)) },
  {
    it: 'nanoseconds',
    capture: pcap(
      amongOthers((wire) => plain(wire)),
      { nanoseconds: true },
    ),
  },
  { it: 'a call of several legs', capture: pcap(amongOthers((wire) => void agentCall(wire))) },
  { it: 'messages in segments', capture: pcap(amongOthers(tcp)) },
  { it: 'messages in fragments', capture: pcap(amongOthers(fragmentedCall)) },
  { it: 'a tunnel', capture: pcap(amongOthers(plain, new Wire(tunnel))) },
  { it: 'a pcapng', capture: pcapng({ packets: amongOthers(plain), interfaces: [{ resolution: 9 }] }) },
  {
    it: 'a pcapng of several sections',
    capture: pcapng(
      { packets: amongOthers(plain).slice(0, 40) },
      { packets: amongOthers(plain).slice(40), bigEndian: true, interfaces: [{ resolution: 9 }] },
    ),
  },
]

describe('each session exported is the same again:', () => {
  it.each(cases)('$it', async ({ capture }) => {
    const exported = await exportEach(capture)
    expect(exported.length).toBeGreaterThanOrEqual(3)
    for (const { session, pcapng } of exported) {
      const again = await analyzeCapture(pcapng)
      // Tunnels are sessions of their own, without events.
      expect(again.sessions.filter(({ events_count }) => events_count > 0).map(facts)).toEqual([facts(session)])
      expect(again.capture.packets).toBe(session.packet_count)
    }
  })
})

it('keeps link types apart, and original lengths', async () => {
  const [from, to] = [end('10.45.0.5', 5060), end('10.0.0.20', 5060)]
  const text =
    'OPTIONS sip:b@x SIP/2.0\r\nCall-ID: 1@x\r\nCSeq: 1 OPTIONS\r\nFrom: <sip:a@x>;tag=1\r\nTo: <sip:b@x>;tag=2\r\n\r\n'
  const packet = ip(from.address, to.address, UDP, udp(from, to, new TextEncoder().encode(text)), { id: 1 })
  const capture = pcapng({
    interfaces: [{ resolution: 9 }, { linkType: LINUX_COOKED, resolution: 9 }],
    packets: [
      { at: 0.000001, bytes: ethernet(packet) },
      { at: 700, bytes: cooked(packet), interface: 1, wire: 5000 },
    ],
  })
  const [only] = await exportEach(capture)
  const again = await analyzeCapture(only!.pcapng)
  expect(again.sessions.map(facts)).toEqual([facts(only!.session)])
  expect(again.sessions[0]?.byte_count).toBe(ethernet(packet).length + 5000)
})

function names({ events }: SessionDetail): string[] {
  return events.filter(({ protocol }) => protocol === 'SIP').map(({ message_type }) => message_type)
}

it('leaves media out where it is not wanted', async () => {
  const [call] = await exportEach(pcap(amongOthers(plain)), false)
  const again = await analyzeCapture(call!.pcapng)
  expect(again.sessions.map(names)).toEqual([names(call!.session)])
  expect(again.capture.packets).toBe(names(call!.session).length)
})

it('takes connections whole where their protocol needs it, up to the last message', async () => {
  const wire = new Wire()
  tcp(wire)
  const [client, server] = [end('10.45.0.5', 40_001), end('10.0.0.20', 5060)]
  wire.connect(1, client, server).segment(9000, 'client', { flags: 0x10 })
  wire.connect(8000, ALICE.agent.end, BOB.agent.end)
  const { plain: some, all } = await withKept(pcap(wire.packets), ({ frames }) => {
    const condition = { where: "type = 'VoLTE'", parameters: [] }
    return { plain: frames({ condition }, false), all: frames({ condition }, false, ['SIP']) }
  })
  const [first, second] = [await analyzeCapture(some), await analyzeCapture(all)]
  // SYN, SYN with ACK, ACK, and the empty third segment of a short message: all that carries nothing.
  expect(second.capture.packets).toBe(first.capture.packets + 4)
  expect(second.sessions[0]?.events.length).toBe(first.sessions[0]?.events.length)
})

const hasTshark = spawnSync('tshark', ['--version']).status === 0

describe.skipIf(!hasTshark)(
  `tshark${hasTshark ? '' : ' (skipped: it is not installed)'} reads what is exported`,
  () => {
    it.each(cases)('with the same Call-IDs and packets: $it', async ({ capture }) => {
      const folder = mkdtempSync(join(tmpdir(), 'callflowd-test-'))
      try {
        for (const { session, pcapng } of await exportEach(capture)) {
          const path = join(folder, 'export.pcapng')
          writeFileSync(path, pcapng)
          const fields = ['-T', 'fields', '-e', 'frame.number', '-e', 'sip.Call-ID']
          const told = execFileSync('tshark', ['-r', path, ...fields], { stdio: ['ignore', 'pipe', 'ignore'] })
          const rows = told.toString().trimEnd().split('\n')
          const { call_id, call_ids = [call_id] } = session.correlation_key as { call_id: string; call_ids?: string[] }
          const seen = new Set(rows.map((row) => row.split('\t')[1]).filter((id) => id !== undefined && id !== ''))
          expect(seen).toEqual(new Set(call_ids))
          expect(rows).toHaveLength(session.packet_count)
        }
      } finally {
        rmSync(folder, { recursive: true })
      }
    })
  },
)
