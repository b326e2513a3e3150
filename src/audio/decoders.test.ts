import { describe, expect, it } from 'vitest'
import { type AudioFormat, decoderOf } from './decoders.ts'
import { A_LAW, MU_LAW } from './g711.ts'

describe('G.711 by the tables of ITU-T', () => {
  // Decoder output values: table 2a/2b times 4 (14 → 16 bits), table 1a/1b times 8 (13 → 16 bits).
  const cases = [
    { law: 'µ-law', table: MU_LAW, it: 'the largest', code: 0x80, sample: 8031 * 4 },
    { law: 'µ-law', table: MU_LAW, it: 'the smallest', code: 0x00, sample: -8031 * 4 },
    { law: 'µ-law', table: MU_LAW, it: 'zero', code: 0xff, sample: 0 },
    { law: 'µ-law', table: MU_LAW, it: 'zero of the other sign', code: 0x7f, sample: 0 },
    { law: 'µ-law', table: MU_LAW, it: 'the least above zero', code: 0xfe, sample: 2 * 4 },
    { law: 'µ-law', table: MU_LAW, it: 'the end of the second segment', code: 0xdf, sample: 99 * 4 },
    { law: 'µ-law', table: MU_LAW, it: 'the seventh segment', code: 0x8f, sample: 4191 * 4 },
    { law: 'A-law', table: A_LAW, it: 'the largest', code: 0xaa, sample: 4032 * 8 },
    { law: 'A-law', table: A_LAW, it: 'the smallest', code: 0x2a, sample: -4032 * 8 },
    { law: 'A-law', table: A_LAW, it: 'the least above zero', code: 0xd5, sample: 8 },
    { law: 'A-law', table: A_LAW, it: 'the least below zero', code: 0x55, sample: -8 },
    { law: 'A-law', table: A_LAW, it: 'the start of the second segment', code: 0xc5, sample: 33 * 8 },
    { law: 'A-law', table: A_LAW, it: 'the start of the last segment', code: 0xa5, sample: 2112 * 8 },
  ]
  it.each(cases)('$law: $it', ({ table, code, sample }) => expect(table[code]).toBe(sample))

  it.each([
    ['µ-law', MU_LAW, 0x80],
    ['A-law', A_LAW, 0x80],
  ] as const)('%s has every value with both signs', (_, table, sign) => {
    for (let code = 0; code < 128; code++) expect(table[code]! + table[code | sign]!).toBe(0)
  })
})

describe('a decoder', () => {
  const cases = [
    { codec: 'PCMU', rate: 8000, out: 8000, samples: 2 },
    { codec: 'pcma', rate: 8000, out: 8000, samples: 2 },
    { codec: 'PCMA', rate: 16_000, out: 16_000, samples: 2 },
    { codec: 'G722', rate: 8000, out: 16_000, samples: 4 },
    { codec: 'L16', rate: 44_100, out: 44_100, samples: 1 },
  ]
  it.each(cases)('of $codec at $rate', ({ codec, rate, out, samples }) => {
    const decoder = decoderOf(format({ codec, clock_rate: rate }))
    expect(decoder?.sampleRate).toBe(out)
    expect(decoder?.decode(Uint8Array.of(1, 2))).toHaveLength(samples)
  })

  it.each(['AMR', 'AMR-WB', 'EVS', 'G729', 'opus', 'CN', 'telephone-event', 'constructor', ''])(
    'of %s is none',
    (codec) => expect(decoderOf(format({ codec }))).toBeUndefined(),
  )

  it.each([0, 7999, 96_000])('with a clock of %i Hz is none', (clock_rate) =>
    expect(decoderOf(format({ codec: 'L16', clock_rate }))).toBeUndefined(),
  )

  it('of L16 reads the order of the network, with signs', () => {
    const bytes = Uint8Array.of(0x7f, 0xff, 0x80, 0x00, 0x00, 0x01, 0xff, 0xff, 0x12)
    expect([...decoderOf(format({ codec: 'L16' }))!.decode(bytes)]).toEqual([32_767, -32_768, 1, -1])
  })

  it('of two channels gives their mean', () => {
    const bytes = Uint8Array.of(0x00, 0x64, 0x00, 0xc8, 0xff, 0x9c, 0x00, 0x64)
    expect([...decoderOf(format({ codec: 'L16', channels: 2 }))!.decode(bytes)]).toEqual([150, 0])
  })
})

function format(more: Partial<AudioFormat>): AudioFormat {
  return { codec: 'PCMU', clock_rate: 8000, channels: 1, ...more }
}
