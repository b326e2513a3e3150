// How values of elements are read, whichever element they are of.
import { tbcd } from '../../bytes/digits.ts'
import { octets, u16, u24, u32 } from '../../bytes/octets.ts'
import type { Reader } from './elements.ts'

export function digits(name: string): Reader {
  return (elements, from, to) => elements.put(name, tbcd(elements.bytes, from, to), from, to)
}

const NUMBERS = { 1: (bytes: Uint8Array, at: number) => bytes[at]!, 2: u16, 3: u24, 4: u32 } as const

export function number(name: string, length: 1 | 2 | 3 | 4): Reader {
  const read = NUMBERS[length]
  return (elements, from) => elements.put(name, read(elements.bytes, from), from, from + length)
}

/** A number that a table names; `mask` takes away what is spare. */
export function named(name: string, table: Readonly<Record<number, string>> | readonly string[], mask = 255): Reader {
  const names = table as Readonly<Record<number, string>>
  return (elements, from) => {
    const value = elements.bytes[from]! & mask
    elements.put(name, names[value] ?? `Unknown(${value})`, from, from + 1)
  }
}

export function hexadecimal(name: string): Reader {
  return (elements, from, to) => elements.put(name, octets(elements.bytes, from, to), from, to)
}

/** Names of the bits that are set, from the lowest of the first octet up. */
export function flags(name: string, names: readonly string[]): Reader {
  return (elements, from, to) => {
    const set: string[] = []
    for (let i = 0; i < names.length && from + (i >> 3) < to; i++) {
      const isSet = (elements.bytes[from + (i >> 3)]! & (1 << (i & 7))) !== 0
      if (isSet && names[i] !== '') set.push(names[i]!)
    }
    elements.put(name, set, from, to)
  }
}

/** Allocation and retention priority in one octet: TS 29.274 §8.15, TS 29.060 §7.7.93. Bits are 0 where they allow. */
export function priorityOf(octet: number): object {
  return { priority_level: (octet >> 2) & 15, may_preempt: (octet & 0x40) === 0, preemptable: (octet & 1) === 0 }
}
