import { describe, expect, it } from 'vitest'
import { G722Decoder, saturated, SubBand } from './g722.ts'
import { QM2, QM4, QMF, WH, WL } from './tables-g722.ts'

/** Decision levels of the lower sub-band's quantizer: ITU-T G.722 table 14. */
const LEVELS = [
  0, 35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940, 1023, 1121, 1219, 1339,
  1458, 1612, 1765, 1980, 2195, 2557, 2919,
]

/** Codes of the quantized intervals: tables 15 and 17. */
function lowCode(interval: number, isNegative: boolean): number {
  if (!isNegative) return 62 - interval
  return interval <= 2 ? 64 - interval : 34 - interval
}

/** The coder of G.722, as far as a test needs one. */
function encode(samples: readonly number[]): Uint8Array {
  const [low, high] = [SubBand.low(), SubBand.high()]
  const history = [...new Int16Array(24)]
  return Uint8Array.from({ length: samples.length / 2 }, (_, i) => {
    history.splice(0, 2)
    history.push(samples[2 * i]!, samples[2 * i + 1]!)
    let [odd, even] = [0, 0]
    for (let tap = 0; tap < 12; tap++) {
      odd += history[2 * tap]! * QMF[tap]!
      even += history[2 * tap + 1]! * QMF[11 - tap]!
    }
    return (highBits(high, (even - odd) >> 14) << 6) | lowBits(low, (even + odd) >> 14)
  })
}

function lowBits(band: SubBand, signal: number): number {
  const error = saturated(signal - band.predicted)
  const size = error < 0 ? -(error + 1) : error
  let interval = 1
  while (interval < 30 && size >= (LEVELS[interval]! * band.scale) >> 12) interval++
  const code = lowCode(interval, error < 0)
  band.adapt((band.scale * QM4[code >> 2]!) >> 15, WL[code >> 2]!)
  return code
}

function highBits(band: SubBand, signal: number): number {
  const error = saturated(signal - band.predicted)
  const isLarge = (error < 0 ? -(error + 1) : error) >= (564 * band.scale) >> 12
  const code = error < 0 ? (isLarge ? 0 : 1) : isLarge ? 2 : 3
  band.adapt((band.scale * QM2[code]!) >> 15, WH[code]!)
  return code
}

/** Of two signals, the second as much later as fits best; 1 is alike. */
function likeness(sent: readonly number[], heard: Int16Array): number {
  let best = -1
  for (let delay = 0; delay < 40; delay++) {
    let [both, one, other] = [0, 0, 0]
    for (let i = 400; i < sent.length - 40; i++) {
      const [a, b] = [sent[i]!, heard[i + delay]!]
      both += a * b
      one += a * a
      other += b * b
    }
    best = Math.max(best, both / Math.sqrt(one * other))
  }
  return best
}

function power(samples: Iterable<number>): number {
  let [sum, count] = [0, 0]
  for (const sample of samples) {
    sum += sample * sample
    count++
  }
  return Math.sqrt(sum / count)
}

function tones(...hertz: readonly number[]): number[] {
  const amplitude = 10_000 / hertz.length
  return Array.from({ length: 16_000 }, (_, i) =>
    Math.round(hertz.reduce((sum, one) => sum + amplitude * Math.sin((2 * Math.PI * one * i) / 16_000), 0)),
  )
}

describe('G.722', () => {
  const cases = [
    { it: 'a low tone', sent: tones(300), least: 0.995 },
    { it: 'a tone of the lower band', sent: tones(1000), least: 0.995 },
    { it: 'a tone of the higher band', sent: tones(5500), least: 0.95 },
    { it: 'tones of both bands', sent: tones(700, 5000), least: 0.97 },
  ]
  it.each(cases)('gives back $it', ({ sent, least }) => {
    const heard = new G722Decoder().decode(encode(sent))
    expect(heard).toHaveLength(sent.length)
    expect(likeness(sent, heard)).toBeGreaterThan(least)
    expect(power(heard) / power(sent)).toBeGreaterThan(0.9)
    expect(power(heard) / power(sent)).toBeLessThan(1.1)
  })

  it('goes on from one packet to the next', () => {
    const coded = encode(tones(1000))
    const decoder = new G722Decoder()
    const parts = [0, 1, 2, 3].flatMap((i) => [...decoder.decode(coded.subarray(i * 2000, (i + 1) * 2000))])
    expect(parts).toEqual([...new G722Decoder().decode(coded)])
  })

  it('keeps silence silent', () => {
    expect(power(new G722Decoder().decode(encode([...new Int16Array(1600)])))).toBeLessThan(10)
  })

  it.each([0x00, 0x7f, 0x80, 0xff, 0x55])('bears %i for ever', (code) => {
    const heard = new G722Decoder().decode(new Uint8Array(20_000).fill(code))
    expect(heard.every((sample) => Number.isInteger(sample))).toBe(true)
  })
})
