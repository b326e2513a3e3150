import { describe, expect, it } from 'vitest'
import { Per } from './per.ts'

function per(hex: string, more = 0): Per {
  const bytes = Uint8Array.from(hex.replaceAll(' ', '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  return new Per(bytes, 0, bytes.length, bytes.length + more)
}

function contents({ bytes, at, end }: Per): string {
  return [...bytes.subarray(at, end)].map((octet) => octet.toString(16).padStart(2, '0')).join('')
}

interface Case {
  it: string
  hex: string
  read: (per: Per) => unknown
  is: unknown
}

const cases: Case[] = [
  { it: 'bits go on over octets', hex: 'a5c0', read: (p) => [p.bits(3), p.bits(9)], is: [5, 0x5c] },
  { it: 'more than 32 bits', hex: 'fffffffff0', read: (p) => p.bits(36), is: 2 ** 36 - 1 },
  { it: 'a range of one takes nothing', hex: '', read: (p) => p.integer(7, 7), is: 7 },
  { it: 'a small range is bits', hex: 'c0', read: (p) => p.integer(10, 14), is: 16 },
  {
    it: 'a range of 256 is an octet from a boundary',
    hex: '80 05',
    read: (p) => [p.flag(), p.integer(0, 255)],
    is: [true, 5],
  },
  { it: 'a range of 65536 is two', hex: '80 0102', read: (p) => [p.flag(), p.integer(1, 65_536)], is: [true, 259] },
  {
    it: 'a wide one has its length in bits: one octet (N7)',
    hex: '00 05',
    read: (p) => p.integer(0, 0xffffffff),
    is: 5,
  },
  { it: 'four octets', hex: 'c0 c0000001', read: (p) => p.integer(0, 0xffffffff), is: 3_221_225_473 },
  { it: 'five octets of forty bits', hex: '80 0102030405', read: (p) => p.integer(0, 2 ** 40 - 1), is: 4_328_719_365 },
  { it: 'an enumeration within its root', hex: '40', read: (p) => p.enumerated(4, true), is: 2 },
  { it: 'an extension of an enumeration (N18)', hex: '82', read: (p) => p.enumerated(36, true), is: 38 },
  { it: 'a normally small number that is large', hex: 'c0 01 64', read: (p) => p.enumerated(36, true), is: 136 },
  { it: 'a length below 128', hex: '7f', read: (p) => p.length(), is: 127 },
  { it: 'a length of two octets (N6)', hex: '8100', read: (p) => p.length(), is: 256 },
  {
    it: 'a size of up to 65536 is not bounded',
    hex: '80 05',
    read: (p) => [p.flag(), p.size(1, 65_536)],
    is: [true, 5],
  },
  { it: 'a size beyond the extension mark', hex: '80 05', read: (p) => p.size(1, 160, true), is: 5 },
  {
    it: 'two octets stand among bits',
    hex: '202040',
    read: (p) => [p.bits(2), contents(p.octets(2, 2))],
    is: [0, '8081'],
  },
  {
    it: 'more from a boundary',
    hex: '80 010203',
    read: (p) => [p.flag(), contents(p.octets(3, 3))],
    is: [true, '010203'],
  },
  { it: 'an open type', hex: '02 abcd ff', read: (p) => [contents(p.open()), p.left], is: ['abcd', 1] },
  {
    it: 'additions of a sequence are passed over',
    hex: '0380 01 aa 02 bbcc 7f',
    read: (p) => {
      p.skipAdditions()
      p.align()
      return p.bits(8)
    },
    is: 0x7f,
  },
]

describe('PER', () => {
  it.each(cases)('$it', ({ hex, read, is }) => {
    const reader = per(hex)
    expect(read(reader)).toEqual(is)
    expect(reader.fault).toBe('')
  })

  it('fragments of 16 KiB and more are put together', () => {
    const bytes = new Uint8Array(16_384 * 3 + 10).fill(7)
    bytes[0] = 0xc2
    bytes[1 + 2 * 16_384] = 0xc1
    bytes[2 + 3 * 16_384] = 3
    const reader = new Per(bytes, 0, bytes.length)
    const whole = reader.open()
    expect([whole.end - whole.at, reader.at, reader.fault]).toEqual([3 * 16_384 + 3, 3 * 16_384 + 6, ''])
  })

  it.each([
    { it: 'beyond the wire is malformed', hex: '05 01', more: 0, fault: 'malformed' },
    { it: 'beyond the snap length is cut', hex: '05 01', more: 4, fault: 'cut' },
    { it: 'beyond both is malformed', hex: '7f 01', more: 4, fault: 'malformed' },
    { it: 'a fragment of no blocks', hex: 'c0 00', more: 0, fault: 'malformed' },
    { it: 'a fragment of too many', hex: 'c7 00', more: 0, fault: 'malformed' },
  ])('$it, and nothing is read after', ({ hex, more, fault }) => {
    const reader = per(hex, more)
    reader.open()
    expect([reader.fault, reader.bits(8), reader.integer(0, 0xffffffff), reader.left]).toEqual([fault, 0, 0, 0])
  })

  it('a part that lies does not reach its neighbour', () => {
    const reader = per('02 7f01 05')
    const part = reader.open()
    part.open()
    expect([part.fault, reader.fault, reader.bits(8)]).toEqual(['malformed', '', 5])
  })
})
