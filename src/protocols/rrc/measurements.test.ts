/** Configurations of measurements that stand before NAS. An independent dissector finds the NAS at the same place. */
import { describe, expect, it } from 'vitest'
import { octetsOf } from '../../../test/make/per.ts'
import { mutate } from '../../../test/fuzz/mutate.ts'
import { Random } from '../../../test/make/random.ts'
import { Per } from '../../bytes/per.ts'
import { readMeasurements } from './measurements.ts'

/** Behind the header of a reconfiguration that has measurements and a list of NAS; the NAS is 07 41 and eleven times so. */
const HEADER = 1 + 4 + 2 + 1 + 3 + 6
const cases: { it: string; hex: string; want: object }[] = [
  {
    it: 'all there is in release 8',
    hex:
      '22143ff80c4007e1a2c33c030849af1139c04842320a653c804be9cc78040065896888e746803939469e0002806027ff9244100547' +
      '00500006445f9f081a845f9f1027a45f9f1833222fcf902195422fcf94fe7cd00a08bcf9e351848bcfa2dcf806100001085f90b9a7' +
      'd9af384c201e51a300603a0888888888888888888888',
    want: { frequencies: [3350], events: ['A1', 'A2', 'A3', 'A4', 'A5', 'B1', 'B2'] },
  },
  {
    it: 'additions of later releases',
    hex: '221450000020068b0c020508000202000180e82222222222222222222220',
    want: { frequencies: [3350], events: [] },
  },
]

describe('configurations of measurements', () => {
  it.each(cases)('$it', ({ hex, want }) => {
    const bytes = octetsOf(hex)
    const per = new Per(bytes, 0, bytes.length)
    per.bits(HEADER)
    expect(readMeasurements(per)).toEqual(want)
    // One message of NAS, of twelve octets.
    expect([per.bits(4), per.bits(8), per.bits(16)]).toEqual([0, 12, 0x0741])
  })

  it('what is not known ends it: a frequency of CDMA2000', () => {
    const per = new Per(octetsOf('20 00 01 80 00 00'), 0, 6)
    expect(readMeasurements(per)).toBeUndefined()
  })

  it('hostile input: damaged and cut anywhere', () => {
    const random = new Random(3)
    for (const { hex } of cases) {
      const bytes = octetsOf(hex)
      for (let round = 0; round < 1000; round++) {
        const damaged = round < bytes.length ? bytes.subarray(0, round) : mutate(bytes, random)
        const told = readMeasurements(new Per(damaged, 0, damaged.length))
        expect((told?.frequencies.length ?? 0) + (told?.events.length ?? 0)).toBeLessThan(17)
      }
    }
  })
})
