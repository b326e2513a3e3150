/** Captures of other writers than libpcap: the same call as in pcap, or words that say what the file is. */
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { NotACapture } from '../../src/model/capture.ts'
import { readPacket } from '../../src/inspect/packet.ts'
import { analyzeCapture } from '../analyze-capture.ts'
import { withKept } from '../export-pcap.ts'
import { answeredCall } from '../make/calls/answered.ts'
import { pcap } from '../make/capture-file.ts'
import { concat, utf8, zeros } from '../make/octets.ts'
import { elderPcap, erf, snoop } from '../make/other-captures.ts'
import { Wire } from '../make/wire.ts'
import { differences } from './differences.ts'

const wire = new Wire()
const truth = [answeredCall(wire, { packets: 20 })]
const { packets } = wire
const plain = await analyzeCapture(pcap(packets))
const cut = packets.map((packet) => ({ ...packet, bytes: packet.bytes.subarray(0, 400), wire: packet.bytes.length }))

const MODIFIED = 0xa1b2cd34

describe('the same call in', () => {
  const cases: { it: string; bytes: Uint8Array }[] = [
    { it: 'pcap of Nokia', bytes: elderPcap(packets, { besides: 4 }) },
    { it: 'pcap of Red Hat 6.1, which kept the magic number', bytes: elderPcap(packets, { besides: 8 }) },
    { it: 'pcap of SuSE 6.3', bytes: elderPcap(packets, { magic: MODIFIED, besides: 12 }) },
    { it: 'modified pcap', bytes: elderPcap(packets, { magic: MODIFIED, besides: 8 }) },
    { it: 'pcap of AIX', bytes: elderPcap(packets, { minor: 2, linkType: 6, tick: 1 }) },
    { it: 'snoop', bytes: snoop(packets) },
    { it: 'snoop in gzip', bytes: gzipSync(snoop(packets)) },
    { it: 'ERF', bytes: erf(packets) },
  ]
  it.each(cases)('$it', async ({ bytes }) => {
    const found = await analyzeCapture(bytes)
    expect(differences(found, truth)).toEqual([])
    expect(found.capture).toMatchObject({ packets: packets.length, bytes: plain.capture.bytes, warnings: [] })
    expect(found.sessions.map(({ session_id }) => session_id)).toEqual(
      plain.sessions.map(({ session_id }) => session_id),
    )
  })

  it.each(cases.filter(({ it: name }) => !name.includes('gzip')))('$it, whose frames are read again', async (one) => {
    await withKept(one.bytes, ({ result, captures }) => {
      for (const frame of [1, 3, 4, packets.length]) {
        const packet = readPacket(result, captures, { file: 0, frame })
        expect(packet?.buffers[0]?.hex).toBe(Buffer.from(packets[frame - 1]!.bytes).toString('hex'))
      }
    })
  })

  it('pcap of version 2.2, whose lengths stand the other way round', async () => {
    const found = await analyzeCapture(elderPcap(cut, { minor: 2, swapped: true }))
    expect(found.capture).toMatchObject({ packets: cut.length, bytes: plain.capture.bytes, warnings: [] })
    expect(found.sessions[0]).toMatchObject({ session_key: truth[0]!.key, outcome: 'success' })
  })

  it('pcap of one packet, whatever the form', async () => {
    for (const besides of [0, 4, 8]) {
      const { capture } = await analyzeCapture(elderPcap(packets.slice(0, 1), { besides }))
      expect(capture).toMatchObject({ packets: 1, bytes: packets[0]!.bytes.length, warnings: [] })
    }
  })
})

describe('damage', () => {
  const cases: { it: string; bytes: Uint8Array; count: number }[] = [
    { it: 'snoop whose last record is not whole', bytes: snoop(packets).slice(0, -5), count: packets.length - 1 },
    { it: 'ERF whose last record is not whole', bytes: erf(packets).slice(0, -5), count: packets.length - 1 },
    { it: 'snoop with a record of length 0', bytes: concat(snoop(packets), zeros(24)), count: packets.length },
    { it: 'ERF with a record of length 0', bytes: concat(erf(packets), zeros(24)), count: packets.length },
  ]
  it.each(cases)('is told: $it', async ({ bytes, count }) => {
    const { capture } = await analyzeCapture(bytes)
    expect(capture).toMatchObject({ packets: count, truncated: true })
  })

  it('snoop of another version fails in words', async () => {
    await expect(analyzeCapture(snoop(packets, 3))).rejects.toThrow('the snoop file is of version 3, not 2')
    await expect(analyzeCapture(snoop([]).slice(0, 12))).rejects.toThrow(/header/)
  })
})

describe('what is not read is called by its name', () => {
  const cases: { start: string | Uint8Array; says: RegExp }[] = [
    { start: 'GMBU\0\x02', says: /Network Monitor 2 capture; convert it first \(editcap/ },
    { start: 'RTSS', says: /Network Monitor 1/ },
    { start: 'TRSNIFF data    \x1a', says: /DOS Sniffer/ },
    { start: 'XCP\x00002.001', says: /Windows Sniffer/ },
    { start: '+---------+---------------+----------+\r\n', says: /K12 text/ },
    { start: 'Session Transcript\n', says: /DCT2000/ },
    { start: 'iptrace 2.0', says: /iptrace of AIX/ },
    { start: 'btsnoop\0', says: /btsnoop/ },
    { start: Uint8Array.of(0xaa, 0xaa, 0xaa, 0xaa), says: /5View/ },
    { start: Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0), says: /packed with xz; unpack it first/ },
    { start: 'PK\x03\x04', says: /packed with zip/ },
    { start: concat(utf8('a.pcap'), zeros(251), utf8('ustar')), says: /tar archive/ },
    { start: 'INVITE sip:a@b SIP/2.0\r\n', says: /no packet capture/ },
  ]
  it.each(cases)('$says', async ({ start, says }) => {
    const bytes = concat(typeof start === 'string' ? utf8(start) : start, zeros(600))
    await expect(analyzeCapture(bytes)).rejects.toThrow(NotACapture)
    await expect(analyzeCapture(bytes)).rejects.toThrow(says)
    await expect(analyzeCapture(gzipSync(bytes))).rejects.toThrow(says)
  })
})
