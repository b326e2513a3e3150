import { rmSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ALICE, BOB } from '../make/calls/phone.ts'
import { answeredCall } from '../make/calls/answered.ts'
import { LINUX_COOKED, pcap, pcapng, RAW_IP } from '../make/capture-file.ts'
import { end, type End, ip } from '../make/internet.ts'
import { cooked, gtpUser, raw, vlan } from '../make/links.ts'
import { concat } from '../make/octets.ts'
import { accepted, message as pfcp } from '../make/pfcp.ts'
import { rtpStream } from '../make/rtp.ts'
import { data, dataPieces, sctp } from '../make/sctp.ts'
import { sipMessage } from '../make/sip.ts'
import { Wire } from '../make/wire.ts'
import { type Body, temporaryFolder, TestServer } from './running-server.ts'

let folder = ''
let server: TestServer
beforeAll(async () => {
  folder = temporaryFolder()
  server = await TestServer.start(folder)
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

interface Node {
  readonly name: string
  readonly value?: unknown
  readonly from: number
  readonly to: number
  readonly children?: readonly Node[]
}

interface Packet extends Body {
  readonly layers: readonly Node[]
  readonly messages: readonly (Body & { readonly tree: readonly Node[]; readonly buffer: number })[]
  readonly buffers: readonly { readonly name: string; readonly hex: string }[]
}

async function packet(job: string, frame: number): Promise<Packet> {
  const { status, body } = await server.ask(`/api/v1/packets/${job}.${frame}`)
  expect(status).toBe(200)
  return body as Packet
}

function flat(nodes: readonly Node[]): Node[] {
  return nodes.flatMap((node) => [node, ...flat(node.children ?? [])])
}

const SCTP = 132
const message = (callId: string, subject = 'x'): Uint8Array =>
  sipMessage('MESSAGE sip:b@example.org SIP/2.0', [
    ['Via', `SIP/2.0/UDP 10.45.0.5;branch=z9hG4bK${callId}`],
    ['From', '<sip:a@example.org>;tag=1'],
    ['To', '<sip:b@example.org>'],
    ['Call-ID', callId],
    ['CSeq', '1 MESSAGE'],
    ['Subject', subject],
  ])
const [A, B] = [end('10.45.0.5', 5060), end('10.0.0.20', 5060)]

function oneMessage(send: (wire: Wire, bytes: Uint8Array) => void, wire = new Wire()): Uint8Array {
  send(wire, message('one@x', 'y'.repeat(800)))
  return pcap(wire.packets)
}

describe('a frame', () => {
  it('is given with its time, headers and bytes', async () => {
    const wire = new Wire()
    wire.udp(1.000123, A, B, message('one@x'))
    const job = await server.analyzed(pcap(wire.packets, { nanoseconds: true }))
    const found = await packet(job, 1)
    const [frame] = wire.packets
    expect(found).toMatchObject({
      packet_id: `${job}.1`,
      job_id: job,
      frame: 1,
      timestamp: '2026-01-01T00:00:00.001Z',
      timestamp_ns: '1767225600001000123',
      link_type: 1,
      captured_length: frame!.bytes.length,
      wire_length: frame!.bytes.length,
      buffers: [{ name: 'Frame', hex: Buffer.from(frame!.bytes).toString('hex') }],
    })
    expect(found).not.toHaveProperty('file')
    expect(found.layers.map(({ name }) => name)).toEqual(['Ethernet', 'IPv4 (RFC 791)', 'UDP (RFC 768)'])
    const fields = flat(found.layers)
    expect(fields).toContainEqual({ name: 'Source', value: '10.45.0.5', from: 26, to: 30 })
    expect(fields).toContainEqual({ name: 'Destination port', value: 5060, from: 36, to: 38 })
    expect(fields).toContainEqual({ name: 'Protocol', value: 'UDP (17)', from: 23, to: 24 })
  })

  it('has its message as a tree on its own bytes', async () => {
    const job = await server.analyzed(oneMessage((wire, bytes) => wire.udp(0, A, B, bytes)))
    const { messages, buffers } = await packet(job, 1)
    const [only] = messages
    expect(messages).toHaveLength(1)
    expect(only).toMatchObject({ event_id: 'evt-001', protocol: 'SIP', message_type: 'MESSAGE', buffer: 0 })
    const bytes = Buffer.from(buffers[0]!.hex, 'hex')
    const line = flat(only!.tree).find(({ name }) => name === 'Call-ID')
    expect(bytes.subarray(line?.from, line?.to).toString()).toBe('Call-ID: one@x')
    const session = await server.ask(`/api/v1/sessions/${String(only!['session_id'])}`)
    expect(session.body).toMatchObject({ session_key: 'one@x' })
  })

  const layers = [
    { it: 'VLAN tags', wire: new Wire(vlan(7, 8)), link: 1, want: ['802.1Q VLAN', '802.1Q VLAN', 'IPv4 (RFC 791)'] },
    {
      it: 'Linux cooked',
      wire: new Wire(cooked),
      link: LINUX_COOKED,
      want: ['Linux cooked capture', 'IPv4 (RFC 791)'],
    },
    { it: 'nothing below IP', wire: new Wire(raw), link: RAW_IP, want: ['Raw IP', 'IPv4 (RFC 791)'] },
    {
      it: 'a GTP-U tunnel',
      wire: new Wire(gtpUser('172.16.0.1', '172.16.0.2', { teid: 7, qfi: 5 })),
      link: 1,
      want: ['UDP (RFC 768)', 'GTP-U (TS 29.281)', 'IPv4 (RFC 791)', 'UDP (RFC 768)'],
    },
  ]
  it.each(layers)('shows $it', async ({ wire, link, want }) => {
    wire.udp(0, A, B, message('one@x'))
    const found = await packet(await server.analyzed(pcap(wire.packets, { linkType: link })), 1)
    const names = found.layers.map(({ name }) => name).join(' > ')
    expect(names).toContain(want.join(' > '))
    expect(found.messages).toMatchObject([{ message_type: 'MESSAGE' }])
  })

  it('of RTP has the RTP header', async () => {
    const wire = new Wire()
    answeredCall(wire, { packets: 20 })
    const media = wire.packets.findIndex(({ bytes }) => bytes[42] === 0x80) + 1
    const found = await packet(await server.analyzed(pcap(wire.packets)), media + 3)
    expect(found.layers.at(-1)).toMatchObject({ name: 'RTP (RFC 3550)', from: 42, to: 54 })
    expect(flat(found.layers).map(({ name }) => name)).toContain('Sequence number')
    expect(found.messages).toEqual([])
  })
})

function three(wire: Wire, bytes: Uint8Array): void {
  wire.connect(0, A, B).send(1, 'client', bytes, [100, 400])
}

describe('a message in several frames', () => {
  const cases: { it: string; capture: Uint8Array; frame: number; frames: number[] }[] = [
    { it: 'three segments', capture: oneMessage(three), frame: 6, frames: [4, 5, 6] },
    {
      it: 'segments out of order',
      capture: oneMessage((wire, bytes) =>
        wire.connect(0, A, B).sendInOrder(1, 'client', bytes, { cuts: [100, 400], order: [0, 2, 1] }),
      ),
      frame: 6,
      frames: [4, 6, 5],
    },
    {
      it: 'IP fragments',
      capture: oneMessage((wire, bytes) => wire.udpFragments(0, A, B, bytes, { size: 512 })),
      frame: 2,
      frames: [1, 2],
    },
    {
      it: 'IP fragments backwards',
      capture: oneMessage((wire, bytes) =>
        wire.udpFragments(0, A, B, bytes, { size: 512, order: (all) => all.toReversed() }),
      ),
      frame: 2,
      frames: [1, 2],
    },
  ]
  it.each(cases)('is put together from $it', async ({ capture, frame, frames }) => {
    const job = await server.analyzed(capture)
    const { messages, buffers } = await packet(job, frame)
    const bytes = Buffer.from(buffers[1]!.hex, 'hex')
    expect(bytes.toString()).toBe(Buffer.from(message('one@x', 'y'.repeat(800))).toString())
    expect(messages).toMatchObject([{ event_id: 'evt-001', protocol: 'SIP', buffer: 1 }])
    const parts = (messages[0]!['parts'] as { frame: number }[]).map((part) => part.frame)
    expect(new Set(parts)).toEqual(new Set(frames))
    const line = flat(messages[0]!.tree).find(({ name }) => name === 'Call-ID')
    expect(bytes.subarray(line?.from, line?.to).toString()).toBe('Call-ID: one@x')
  })

  it('shares a frame with the end of another and a whole one', async () => {
    const wire = new Wire()
    const [first, second, third] = [message('1@x'), message('2@x'), message('3@x')]
    wire.connect(0, A, B).send(1, 'client', concat(first, second, third), [first.length - 50])
    const { messages } = await packet(await server.analyzed(pcap(wire.packets)), 5)
    const told = messages.map(({ details, buffer }) => [(details as Body)['call_id'], buffer])
    expect(told).toEqual([
      ['2@x', 0],
      ['3@x', 0],
      ['1@x', 1],
    ])
  })
})

function many(from: End, to: End): Wire {
  const wire = new Wire()
  wire.udp(0, A, B, message('first@x'))
  rtpStream(wire, { at: 1, from, to, ssrc: 9, packets: 3000 })
  wire.udp(70_000, A, B, message('last@x'))
  return wire
}

describe('several messages in one frame', () => {
  it('of one datagram', async () => {
    const wire = new Wire()
    const both = concat(pfcp(1, { sequence: 1, followed: true }), pfcp(5, { sequence: 2 }, accepted()))
    wire.udp(0, end('10.0.0.1', 8805), end('10.0.0.2', 8805), both)
    const { messages } = await packet(await server.analyzed(pcap(wire.packets)), 1)
    expect(messages.map(({ protocol, buffer }) => [protocol, buffer])).toEqual([
      ['PFCP', 0],
      ['PFCP', 0],
    ])
  })

  it('of one SCTP packet, behind the end of a longer one', async () => {
    const wire = new Wire()
    const [from, to] = [end('10.0.0.1', 5060), end('10.0.0.2', 5060)]
    const long = message('long@x')
    const [first, last] = dataPieces(long, [200], { tsn: 1, stream: 0, sequence: 0, ppid: 0 })
    const whole = data(message('whole@x'), { tsn: 3, stream: 1, sequence: 0, ppid: 0 })
    for (const [i, chunks] of [[first!], [whole, last!]].entries()) {
      wire.packet(i, ip(from.address, to.address, SCTP, sctp(from, to, 7, chunks), { id: i + 1 }))
    }
    const { messages, layers } = await packet(await server.analyzed(pcap(wire.packets)), 2)
    expect(layers.map(({ name }) => name.slice(0, 10))).toEqual([
      'Ethernet',
      'IPv4 (RFC ',
      'SCTP (RFC ',
      'SCTP DATA ',
      'SCTP DATA ',
    ])
    expect(messages.map(({ details, buffer }) => [(details as Body)['call_id'], buffer])).toEqual([
      ['whole@x', 0],
      ['long@x', 1],
    ])
  })
})

describe('frames far from any event', () => {
  const wire = many(ALICE.media, BOB.media)
  const bytes = (frame: number): string => Buffer.from(wire.packets[frame - 1]!.bytes).toString('hex')
  const half = wire.packets.length / 2
  const section = (packets: typeof wire.packets, linkType = 1) => ({
    packets,
    interfaces: [{ linkType, resolution: 9 }],
  })
  const cases = [
    { it: 'a pcap', capture: pcap(wire.packets) },
    { it: 'a packed one', capture: gzipSync(pcap(wire.packets)) },
    { it: 'a pcapng', capture: pcapng(section(wire.packets)) },
    {
      it: 'a pcapng of two sections in two byte orders',
      capture: pcapng(section(wire.packets.slice(0, half)), { ...section(wire.packets.slice(half)), bigEndian: true }),
    },
  ]
  it.each(cases)('are found in $it, in any order', async ({ capture }) => {
    const job = await server.analyzed(capture)
    for (const frame of [2500, 3, 1, 1501, 3002, 1500, 2]) {
      const found = await packet(job, frame)
      expect([frame, found.buffers[0]!.hex]).toEqual([frame, bytes(frame)])
    }
    expect(await server.ask(`/api/v1/packets/${job}.3003`)).toMatchObject({ status: 404 })
  })
})

it('knows no other packets', async () => {
  const job = await server.analyzed(oneMessage((wire, bytes) => wire.udp(0, A, B, bytes)))
  const ids = ['', 'x', job, `${job}.`, `${job}.0`, `${job}.2`, `${job}.-1`, `${job}.1.1`, `${job}.999999999999999`]
  const unknown = `00000000-0000-4000-8000-000000000000.1`
  for (const id of [...ids.slice(1), unknown, `${job}.1%00`, `${job}.1.1.1`]) {
    const answer = await server.ask(`/api/v1/packets/${id}`)
    expect([id, answer]).toMatchObject([id, { status: 404, body: { code: 'PACKET_NOT_FOUND' } }])
  }
})
