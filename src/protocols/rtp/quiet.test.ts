import { describe, expect, it } from 'vitest'
import { A_LAW, MU_LAW } from './modes.ts'
import { isQuiet, noteLoud, noteQuiet } from './quiet.ts'
import { LONGEST_QUIET, LONGEST_QUIET_FRAME, RECORD_INTS } from './record.ts'

/** G.711 of a sine, by the definition of the law: ITU-T G.711 §3, in the form of its appendix's segments. */
function tone(hertz: number, amplitude: number, law: 'mu' | 'a'): Uint8Array {
  return Uint8Array.from({ length: 160 }, (_, n) => {
    const sample = Math.round(amplitude * Math.cos((2 * Math.PI * hertz * n) / 8000))
    return law === 'mu' ? muLaw(sample) : aLaw(sample)
  })
}

function muLaw(sample: number): number {
  const size = Math.min(Math.abs(sample), 8158) + 33
  const segment = Math.max(0, Math.floor(Math.log2(size)) - 5)
  const step = (size >> (segment + 1)) & 15
  return ~((sample < 0 ? 0x80 : 0) | (segment << 4) | step) & 0xff
}

function aLaw(sample: number): number {
  const size = Math.min(Math.abs(sample), 4095)
  const segment = Math.max(0, Math.floor(Math.log2(Math.max(1, size))) - 4)
  const step = segment === 0 ? (size >> 1) & 15 : (size >> segment) & 15
  return ((sample < 0 ? 0 : 0x80) | (segment << 4) | step) ^ 0x55
}

const all = (value: number): Uint8Array => new Uint8Array(160).fill(value)
const mixed = (...values: number[]): Uint8Array =>
  Uint8Array.from({ length: 160 }, (_, n) => values[(n * 7) % values.length]!)

const cases: { it: string; bytes: Uint8Array; law: number; want: boolean }[] = [
  { it: 'zeros of µ-law', bytes: all(0xff), law: MU_LAW, want: true },
  { it: 'both zeros of µ-law, and a step around them', bytes: mixed(0xff, 0x7f, 0xfe, 0x7e), law: MU_LAW, want: true },
  { it: 'the smallest of A-law, either sign', bytes: mixed(0xd5, 0x55, 0xd4, 0x54), law: A_LAW, want: true },
  { it: 'zeros of µ-law read as A-law: all alike', bytes: all(0xff), law: A_LAW, want: true },
  { it: 'one value that is not zero', bytes: all(0), law: MU_LAW, want: true },
  { it: 'a payload too short to tell', bytes: all(0xff).subarray(0, 8), law: MU_LAW, want: false },
  ...[50, 100, 200, 400, 425, 440, 500, 800, 1000, 2000].flatMap((hertz) => [
    { it: `a tone of ${hertz} Hz`, bytes: tone(hertz, 2000, 'mu'), law: MU_LAW, want: false },
    { it: `a tone of ${hertz} Hz in A-law`, bytes: tone(hertz, 2000, 'a'), law: A_LAW, want: false },
  ]),
]

describe('silence in G.711', () => {
  it.each(cases)('$it', ({ bytes, law, want }) => {
    expect(isQuiet(bytes, 0, bytes.length, law)).toBe(want)
  })

  it('is told by its longest run, over the turn of the clock', () => {
    const ints = new Int32Array(RECORD_INTS)
    const times = [-320, -160, 0, 160]
    times.forEach((time, i) => noteQuiet(ints, 0, time, 10 + i))
    noteLoud(ints, 0)
    noteQuiet(ints, 0, 320, 20)
    noteQuiet(ints, 0, 480, 21)
    expect([ints[LONGEST_QUIET], ints[LONGEST_QUIET_FRAME]]).toEqual([480, 10])
  })
})
