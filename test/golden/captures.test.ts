/** Capture formats (DOMAIN §6, C): the same call gives the same sessions, however it was written. */
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { NotACapture } from '../../src/model/capture.ts'
import { drawLadder } from '../../src/export/ladder.ts'
import { analyzeCapture, analyzeHinted } from '../analyze-capture.ts'
import { answeredCall } from '../make/calls/answered.ts'
import { ALICE } from '../make/calls/phone.ts'
import { ETHERNET, EPOCH, pcap, pcapng, RAW_IP, rawBlock, type TimedPacket } from '../make/capture-file.ts'
import { end } from '../make/internet.ts'
import { concat, join, u16, u32, utf8, zeros } from '../make/octets.ts'
import { ethernet, raw, vlan } from '../make/links.ts'
import { rtpStream } from '../make/rtp.ts'
import type { SessionTruth } from '../make/truth.ts'
import { Wire } from '../make/wire.ts'
import { differences } from './differences.ts'

/** Numbers in the byte order of the captures made here. */
function u32LE(...values: number[]): Uint8Array {
  return join(values.map((value) => u32(value).reverse()))
}

function u16LE(...values: number[]): Uint8Array {
  return join(values.map((value) => u16(value).reverse()))
}

const wire = new Wire()
const truth = [answeredCall(wire, { packets: 20 })]
const { packets } = wire
const plain = await analyzeCapture(pcap(packets))

const INTERFACES = [{}]
/** A trailing octet more, so that no block of a packet ends where its padding does. */
const odd = packets.map((packet, i) => ({ ...packet, bytes: concat(packet.bytes, zeros(i % 4)) }))
/** An interface statistics block whose last option is not followed by opt_endofopt. */
const unendedStatistics = rawBlock(5, concat(u32LE(0, 0, 0), u16LE(4, 8), u32LE(0, 0)))

describe('the same call in every format', () => {
  const cases: { it: string; bytes: Uint8Array }[] = [
    { it: 'C1 big-endian, microseconds', bytes: pcap(packets, { bigEndian: true }) },
    { it: 'C1 little-endian, nanoseconds', bytes: pcap(packets, { nanoseconds: true }) },
    { it: 'C1 big-endian, nanoseconds', bytes: pcap(packets, { nanoseconds: true, bigEndian: true }) },
    { it: 'C2 modified', bytes: pcap(packets, { modified: true }) },
    { it: 'pcapng', bytes: pcapng({ packets }) },
    { it: 'pcapng, big-endian', bytes: pcapng({ packets, bigEndian: true }) },
    {
      it: 'C7 a big-endian section, then a little-endian one, whose interfaces count anew',
      bytes: pcapng(
        { packets: packets.slice(0, 15), bigEndian: true, interfaces: [{ linkType: RAW_IP }, {}].slice(1) },
        { packets: packets.slice(15), interfaces: INTERFACES },
      ),
    },
    ...[9, 6].map((resolution) => ({
      it: `C9 if_tsresol ${resolution}`,
      bytes: pcapng({ packets, interfaces: [{ resolution }] }),
    })),
    { it: 'C10 if_tsoffset an hour ahead', bytes: pcapng({ packets, interfaces: [{ offset: 3600 }] }) },
    { it: 'C10 if_tsoffset an hour behind', bytes: pcapng({ packets, interfaces: [{ offset: -3600 }] }) },
    {
      it: 'C11 blocks nobody knows, custom ones and secrets in between',
      bytes: pcapng({
        packets,
        extra: [rawBlock(0x80000001, u32(1, 2)), rawBlock(0xbad, u32(32_473, 0)), rawBlock(10, u32(0x544c534b, 0))],
      }),
    },
    {
      it: 'C13 options without an end, and captured lengths that are padded',
      bytes: pcapng({ packets: odd, extra: [unendedStatistics] }),
    },
    { it: 'C15 gzip', bytes: gzipSync(pcap(packets)) },
    {
      it: 'C15 gzip with members',
      bytes: concat(gzipSync(pcap(packets).subarray(0, 999)), gzipSync(pcap(packets).subarray(999))),
    },
    { it: 'zstd', bytes: zstdCompressSync(pcapng({ packets })) },
  ]
  it.each(cases)('$it', async ({ bytes }) => {
    const found = await analyzeCapture(bytes)
    expect(differences(found, truth)).toEqual([])
    expect(found.sessions.map(({ session_id }) => session_id)).toEqual(
      plain.sessions.map(({ session_id }) => session_id),
    )
    expect(found.capture.warnings).toEqual([])
  })

  it('C9 ticks of 2^-20 s, which are coarser than a microsecond', async () => {
    const { sessions } = await analyzeCapture(pcapng({ packets, interfaces: [{ resolution: 0x80 | 20 }] }))
    const streams = sessions.map(({ session_key, media }) => [session_key, media.map((one) => one.packets)])
    expect(streams).toEqual([[truth[0]!.key, [20, 20]]])
    expect(sessions[0]?.metrics['setup_time_ms']).toBe(2000)
  })

  it('C8 one interface has Ethernet, the other bare IP', async () => {
    const mixed = new Wire(raw)
    const told = [answeredCall(mixed, { packets: 20 })]
    const both = mixed.packets.map(({ at, bytes }, i) =>
      i % 2 === 0 ? { at, bytes, interface: 1 } : { at, bytes: ethernet(bytes), interface: 0 },
    )
    const found = await analyzeCapture(
      pcapng({ packets: both, interfaces: [{ linkType: ETHERNET }, { linkType: RAW_IP }] }),
    )
    expect(differences(found, told)).toEqual([])
  })

  it('C19 nanoseconds tell the order of two packets in one microsecond', async () => {
    const close = [...packets.slice(0, 2), { ...packets[2]!, at: packets[1]!.at + 0.0004 }]
    const found = await analyzeCapture(pcap(close, { nanoseconds: true }))
    expect(found.sessions[0]?.events.map(({ timestamp_ns }) => BigInt(timestamp_ns) % 1_000_000_000n)).toEqual([
      0n,
      5_000_000n,
      5_000_400n,
    ])
  })

  it('two captures of one trace are merged by time', async () => {
    const [signalling, media] = [
      (i: number) => i < 5 || i >= packets.length - 2,
      (i: number) => !(i < 5 || i >= packets.length - 2),
    ].map((wanted) => pcap(packets.filter((_, i) => wanted(i))))
    expect(differences(await analyzeCapture(media!, signalling!), truth)).toEqual([])
  })
})

it('C14 names of the capture stand beside the participants', async () => {
  const { address } = ALICE.agent.end
  const record = concat(u16LE(1, 4 + 6), Uint8Array.from(address.split('.'), Number), utf8('alice\0'), zeros(2))
  const names = rawBlock(4, concat(record, u16LE(0, 0)))
  const found = await analyzeCapture(pcapng({ packets, extra: [names] }))
  const session = found.sessions.find(({ type }) => type === 'VoLTE')!
  expect(session.participant_names).toEqual({ [address]: 'alice' })
  expect(session.participant_roles?.[`${address}:5060`]).toMatchObject({ name: 'alice' })
  expect([...drawLadder(session, { width: 120 })].join('\n')).toContain('alice')
})

it('C22 a link type for users is what a hint says', async () => {
  const bytes = pcap(packets, { linkType: 147 })
  expect((await analyzeCapture(bytes)).sessions).toEqual([])
  const found = await analyzeHinted({ link_types: [{ from: 147, to: ETHERNET }] }, bytes)
  expect(differences(found, truth)).toEqual([])
})

it('R29 media in a TCP connection (RTSP) is no stream of RTP', async () => {
  const [from, to] = [end('10.0.0.1', 40_000), end('10.0.0.2', 554)]
  const made = new Wire()
  const connection = made.connect(0, from, to)
  for (let i = 0; i < 50; i++) {
    const rtp = concat(Uint8Array.of(0x80, 96, 0, i), u32(i * 3000, 7), zeros(100))
    connection.send(10 + i * 20, 'server', concat(Uint8Array.of(0x24, 0, 0, rtp.length), rtp))
  }
  const found = await analyzeCapture(pcap(made.packets))
  expect(found.sessions.map(({ type, media }) => [type, media])).toEqual([['OTHER', []]])
})

describe('damaged captures give what was readable', () => {
  const bytes = pcap(packets)
  const at = (n: number): number => 24 + packets.slice(0, n).reduce((sum, packet) => sum + 16 + packet.bytes.length, 0)
  const broken = (n: number, field: number, value: number): Uint8Array => {
    const copy = bytes.slice()
    new DataView(copy.buffer).setUint32(at(n) + field, value, true)
    return copy
  }
  /** One record of `length` bytes, of which so many are there. */
  const huge = (length: number, there: number): Uint8Array => {
    const header = bytes.slice(0, 24)
    new DataView(header.buffer).setUint32(16, 1_000_000, true)
    const record = new DataView(new ArrayBuffer(16))
    record.setUint32(8, length, true)
    record.setUint32(12, length, true)
    return concat(header, new Uint8Array(record.buffer), zeros(there))
  }
  const cases: { it: string; bytes: Uint8Array; packets: number; truncated: boolean }[] = [
    { it: 'C3 a header alone is an empty capture', bytes: bytes.slice(0, 24), packets: 0, truncated: false },
    {
      it: 'C5 the last record ends in its bytes',
      bytes: bytes.slice(0, -10),
      packets: packets.length - 1,
      truncated: true,
    },
    { it: 'C5 the last record ends in its header', bytes: bytes.slice(0, at(10) + 7), packets: 10, truncated: true },
    { it: 'C6 a record says it holds 4 GB', bytes: broken(10, 8, 0xffffffff), packets: 10, truncated: true },
    { it: 'a record ends behind what is looked at of it', bytes: huge(400_000, 300_000), packets: 1, truncated: true },
  ]
  it.each(cases)('$it', async ({ bytes, packets: count, truncated }) => {
    const { capture, coverage } = await analyzeCapture(bytes)
    expect(capture).toMatchObject({ packets: count, truncated })
    expect(coverage.packets).toBe(count)
    expect(capture.warnings.length > 0).toBe(truncated)
  })

  it('C17 a million microseconds and more are the next second', async () => {
    const found = await analyzeCapture(broken(0, 4, 1_250_000))
    const invite = found.sessions[0]?.events.find(({ message_type }) => message_type === 'INVITE')
    expect(invite?.timestamp).toBe(new Date(EPOCH * 1000 + 1250).toISOString())
    expect(found.capture.packets).toBe(packets.length)
  })

  it('C12 a packet of an interface that was never described', async () => {
    const stray: TimedPacket = { ...packets[3]!, interface: 7 }
    const found = await analyzeCapture(pcapng({ packets: [...packets.slice(0, 3), stray, ...packets.slice(4)] }))
    expect(found.capture.warnings).not.toEqual([])
    expect(found.sessions[0]?.media.length).toBe(2)
  })

  it('C16 a clock that goes back by two seconds keeps the call together', async () => {
    const stepped = packets.map((packet, i) => (i < 4 ? packet : { ...packet, at: packet.at - 2000 }))
    const { sessions } = await analyzeCapture(pcap(stepped))
    expect(sessions.map(({ type, media }) => [type, media.map((one) => one.packets)])).toEqual([['VoLTE', [20, 20]]])
  })

  it('C18 a message cut by the snap length says so, and what was there counts', async () => {
    const found = await analyzeCapture(pcap(packets, { snapLength: 400 }))
    expect(found.coverage.cut).toBeGreaterThan(0)
    expect(found.sessions[0]).toMatchObject({ session_key: truth[0]!.key, outcome: 'success' })
  })

  const refused: { it: string; bytes: Uint8Array }[] = [
    { it: 'nothing', bytes: new Uint8Array(0) },
    { it: 'ten bytes', bytes: new Uint8Array(10) },
    { it: 'text', bytes: utf8('INVITE sip:bob@example.org SIP/2.0\r\n\r\n') },
    { it: 'text in gzip', bytes: gzipSync(utf8('no capture at all, whatever its name says')) },
  ]
  it.each(refused)('C4 refused: $it', async ({ bytes }) => {
    await expect(analyzeCapture(bytes)).rejects.toThrow(NotACapture)
  })

  it('C4 a capture whose header is not whole fails in words', async () => {
    await expect(analyzeCapture(bytes.slice(0, 10))).rejects.toThrow(/header/i)
  })
})

describe('copies from several taps', () => {
  it('C23 a tagged and an untagged copy of each packet are one', async () => {
    const tapped = packets.flatMap((packet) => [
      packet,
      { at: packet.at + 0.01, bytes: vlan(7)(packet.bytes.subarray(14)) },
    ])
    const found = await analyzeCapture(pcap(tapped))
    expect(differences(found, truth)).toEqual([])
    expect(found.coverage).toMatchObject({ packets: packets.length * 2, duplicates: packets.length })
    expect(found.coverage.duplicate_frames[0]).toEqual([2, 1])
  })

  it('R4 a stream that is sent twice by its sender is not: its packets count, and loss stays 0', async () => {
    const twice = new Wire()
    const told: SessionTruth = answeredCall(twice, { packets: 50, media: { repeated: () => true } })
    expect(differences(await analyzeCapture(pcap(twice.packets)), [told])).toEqual([])
    expect(told.streams[0]).toMatchObject({ packets: 100, duplicates: 50, lost: 0 })
  })

  it('media alone, without signalling, is found as such', async () => {
    const alone = new Wire()
    const [from, to] = [end('10.1.0.1', 5004), end('10.1.0.2', 6004)]
    const stream = rtpStream(alone, { at: 0, from, to, ssrc: 7, packets: 60, lost: (i) => i === 30 })
    const found = await analyzeCapture(pcap(alone.packets))
    expect(found.sessions.map(({ type }) => type)).toEqual(['RTP'])
    expect(found.sessions[0]?.media[0]).toMatchObject({ ssrc: stream.ssrc, packets: 59, lost: 1 })
  })
})
