import { describe, expect, it } from 'vitest'
import { withKept } from '../../test/export-pcap.ts'
import { answeredCall, type AnsweredOptions } from '../../test/make/calls/answered.ts'
import { ALICE, BOB } from '../../test/make/calls/phone.ts'
import { pcap, pcapng, type TimedPacket } from '../../test/make/capture-file.ts'
import { gtpUser } from '../../test/make/links.ts'
import { rtpStream } from '../../test/make/rtp.ts'
import { AMR_WB, G722, PCMA, PCMU, TELEPHONE_EVENT } from '../../test/make/sdp.ts'
import { Wire } from '../../test/make/wire.ts'
import { A_LAW, MU_LAW } from '../audio/g711.ts'
import type { Media } from '../model/session.ts'
import { audioPieces, whyUnheard } from './audio.ts'
import { type Series, seriesPieces } from './series.ts'

interface Read {
  readonly media: Media
  readonly series: Series
  /** Hz and samples, where it can be heard. */
  readonly audio: { readonly rate: number; readonly samples: Int16Array } | undefined
}

async function read(options: AnsweredOptions, points = 2000, besides?: (wire: Wire) => void): Promise<Read[]> {
  const wire = new Wire()
  answeredCall(wire, options)
  besides?.(wire)
  return readCapture(pcap(wire.packets), points)
}

/** The streams of the only call of a capture, caller's first. */
function readCapture(capture: Uint8Array, points = 2000): Promise<Read[]> {
  return withKept(capture, ({ result, open }) => {
    const { session_id: session, media } = [...result.details()][0]!
    return media.map((one) => {
      const wanted = { session, stream: one.stream_id }
      const told = [...seriesPieces(result, open(), { ...wanted, points })].join('')
      const series = JSON.parse(told) as Series
      return {
        media: one,
        series,
        audio: whyUnheard(one) ? undefined : opened([...audioPieces(result, open, wanted)]),
      }
    })
  })
}

function opened(pieces: readonly Uint8Array[]): { rate: number; samples: Int16Array } {
  const bytes = Buffer.concat(pieces)
  expect(bytes.toString('latin1', 0, 4) + bytes.toString('latin1', 8, 16)).toBe('RIFFWAVEfmt ')
  expect(bytes.readUInt32LE(4)).toBe(bytes.length - 8)
  expect(bytes.readUInt32LE(40)).toBe(bytes.length - 44)
  const samples = Int16Array.from({ length: (bytes.length - 44) / 2 }, (_, i) => bytes.readInt16LE(44 + 2 * i))
  return { rate: bytes.readUInt32LE(24), samples }
}

/** A packet whose bytes all tell its number, and never are silence. */
function numbered(i: number): Uint8Array {
  return new Uint8Array(160).fill(1 + (i % 100))
}

/** Number of the packet that each 20 ms at 8 kHz were made of; −1 for silence. */
function numbers(samples: Int16Array, table: Int16Array): number[] {
  return Array.from({ length: samples.length / 160 }, (_, i) => {
    const piece = samples.subarray(160 * i, 160 * (i + 1))
    if (piece.every((sample) => sample === 0)) return -1
    const code = table.indexOf(piece[0]!)
    expect(new Set(piece)).toEqual(new Set([table[code]]))
    return code - 1
  })
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i)
}

const trouble = {
  lost: (i: number) => i === 10 || (i >= 40 && i < 45),
  repeated: (i: number) => i % 17 === 3,
  delay: (i: number) => (i === 20 ? 70 : i % 3),
}

describe('a stream is heard', () => {
  it.each([
    ['PCMU', PCMU, MU_LAW],
    ['PCMA', PCMA, A_LAW],
  ] as const)('%s: losses as silence, late packets in their place, repeated ones once', async (_, codec, table) => {
    const { payloadType } = codec
    const [forth] = await read({
      codecs: [codec],
      packets: 60,
      media: { payloadType, payload: numbered, forth: trouble },
    })
    expect(forth?.audio?.rate).toBe(8000)
    const want = upTo(60).map((i) => (trouble.lost(i) ? -1 : i))
    expect(numbers(forth!.audio!.samples, table)).toEqual(want)
  })

  it('G.722 at 16 kHz', async () => {
    const [forth] = await read({ codecs: [G722], packets: 60, media: { payloadType: 9 } })
    expect(forth?.audio?.rate).toBe(16_000)
    expect(forth?.audio?.samples).toHaveLength(60 * 320)
  })

  it('telephone events as silence', async () => {
    const digits = [{ from: 10, event: 5, updates: 4, payloadType: 101 }]
    const codecs = [PCMU, TELEPHONE_EVENT]
    const [forth] = await read({ codecs, packets: 60, media: { payload: numbered, forth: { digits } } })
    expect(forth?.media['dtmf']).toBe('5')
    expect(numbers(forth!.audio!.samples, MU_LAW)).toEqual(upTo(60).map((i) => (i >= 10 && i < 17 ? -1 : i)))
  })

  it('pauses at their length', async () => {
    const [forth] = await read({ packets: 60, media: { payload: numbered, spacing: (i) => (i === 29 ? 1020 : 20) } })
    const pause = upTo(50).map(() => -1)
    expect(numbers(forth!.audio!.samples, MU_LAW)).toEqual([...upTo(30), ...pause, ...upTo(60).slice(30)])
  })

  it('not where its codec is another', async () => {
    const [forth] = await read({ codecs: [AMR_WB], packets: 60, media: { payloadType: 96, clock: 16_000 } })
    expect(forth && whyUnheard(forth.media)).toBe('codec')
  })

  it('not where it is ciphered', () => {
    const media = { codec: 'PCMU', clock_rate: 8000, payload_type: 0, secure: true } as unknown as Media
    expect(whyUnheard(media)).toBe('encrypted')
  })
})

const isMedia = ({ bytes }: TimedPacket): boolean => bytes[42] === 0x80

describe('a stream over time', () => {
  it('counts what the stream counts', async () => {
    for (const { media, series } of await read({ packets: 300, media: { forth: trouble } })) {
      const sum = (name: 'packets' | 'lost' | 'late' | 'duplicates' | 'bytes'): number =>
        series.buckets.reduce((total, bucket) => total + bucket[name], 0)
      const most = (name: 'jitter_ms' | 'delta_ms'): number =>
        Math.max(...series.buckets.map((bucket) => bucket[name] ?? 0))
      expect(series.stream_id).toBe(media.stream_id)
      expect({ packets: sum('packets'), lost: sum('lost'), late: sum('late'), duplicates: sum('duplicates') }).toEqual({
        packets: media.packets,
        lost: media.lost,
        late: media.out_of_order,
        duplicates: media.duplicates,
      })
      expect(sum('bytes')).toBe(media.packets * 160)
      expect(most('jitter_ms')).toBeCloseTo(media.jitter_max_ms!, 2)
      expect(most('delta_ms')).toBeCloseTo(media['max_delta_ms'] as number, 2)
    }
  })

  it('that was seen in two tunnels: as the stream counts it, and heard once', async () => {
    const all = await read({ packets: 60 }, 2000, (wire) => {
      const [from, to] = [ALICE.media, BOB.media]
      for (const [teid, packets] of [
        [7, 150],
        [8, 140],
      ] as const) {
        const wrap = gtpUser('172.16.0.1', '172.17.0.1', { teid })
        rtpStream(wire, { at: 2025 + teid, from, to, ssrc: 0x77777777, packets, payload: numbered, wrap })
      }
    })
    const seen = all.find(({ media }) => media.ssrc === '0x77777777')!
    expect(seen.series.buckets.reduce((sum, { packets }) => sum + packets, 0)).toBe(seen.media.packets)
    expect(numbers(seen.audio!.samples, MU_LAW)).toEqual(upTo(150).map((i) => i % 100))
  })

  it.each([0, 1])('is that of interface %i, where that saw most of it, and has all of it', async (best) => {
    const wire = new Wire()
    answeredCall(wire, { packets: 40 })
    const packets = wire.packets.flatMap((packet, i) => [
      ...(best === 0 || !isMedia(packet) || i % 5 > 0 ? [packet] : []),
      ...(best === 1 || !isMedia(packet) || i % 5 > 0 ? [{ ...packet, at: packet.at + 3, interface: 1 }] : []),
    ])
    const capture = pcapng({ interfaces: [{}, {}], packets: packets.toSorted((a, b) => a.at - b.at) })
    const [caller] = await readCapture(capture)
    expect(caller!.media).toMatchObject({ packets: 40, lost: 0 })
    expect(caller!.series.buckets.reduce((sum, one) => sum + one.packets, 0)).toBe(40)
    expect(caller!.audio!.samples).toHaveLength(40 * 160)
  })

  it('tells losses where they were', async () => {
    const [forth] = await read({ packets: 300, media: { forth: { lost: (i) => i >= 100 && i < 110 } } })
    const times = forth!.series.buckets.filter((bucket) => bucket.lost > 0).map(({ at_ms }) => at_ms)
    expect([times[0], times.at(-1)]).toEqual([2000, 2180])
  })

  it.each([
    { points: 1, width: 10_000 },
    { points: 3, width: 2000 },
    { points: 100, width: 100 },
    { points: 2000, width: 10 },
  ])('in at most $points buckets', async ({ points, width }) => {
    const [forth] = await read({ packets: 300 }, points)
    expect(forth!.series.bucket_ms).toBe(width)
    expect(forth!.series.buckets.length).toBe(Math.ceil(5981 / width))
  })

  it('is refused for a stream that is not there', async () => {
    await expect(
      withKept(pcap([]), ({ result, open }) => [
        ...seriesPieces(result, open(), { session: '00000000-0000-8000-8000-000000000000', stream: 'x', points: 1 }),
      ]),
    ).rejects.toThrow('no such media stream')
  })
})
