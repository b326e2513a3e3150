// Where the user is: TS 29.274 §8.21, TS 29.060 §7.7.51.
import { plmn } from '../../bytes/digits.ts'
import { u16, u24, u32 } from '../../bytes/octets.ts'
import type { Elements, Fields } from './elements.ts'
import { areaAndCode } from './values.ts'

interface Part {
  readonly name: string
  readonly length: number
  read(bytes: Uint8Array, at: number): string
}

const area = (bytes: Uint8Array, at: number): string => `${plmn(bytes, at)}-${u16(bytes, at + 3)}`

/** By flag, from bit 1 up, which is also their order. */
const PARTS: readonly Part[] = [
  { name: 'cgi', length: 7, read: areaAndCode },
  { name: 'sai', length: 7, read: areaAndCode },
  { name: 'rai', length: 7, read: areaAndCode },
  { name: 'tai', length: 5, read: area },
  { name: 'ecgi', length: 7, read: (bytes, at) => `${plmn(bytes, at)}-${u32(bytes, at + 3) & 0xfffffff}` },
  { name: 'lai', length: 5, read: area },
  { name: 'macro_enb', length: 6, read: (bytes, at) => `${plmn(bytes, at)}-${u24(bytes, at + 3) & 0xfffff}` },
  { name: 'extended_macro_enb', length: 6, read: (bytes, at) => `${plmn(bytes, at)}-${u24(bytes, at + 3) & 0x1fffff}` },
]

export function readLocation(elements: Elements, from: number, to: number): void {
  const { bytes } = elements
  const flags = bytes[from]!
  const location: Fields = {}
  let at = from + 1
  for (let bit = 0; bit < 8; bit++) {
    if ((flags & (1 << bit)) === 0) continue
    const part = PARTS[bit]!
    if (at + part.length > to) {
      elements.fail('malformed')
      break
    }
    location[part.name] = part.read(bytes, at)
    elements.show(part.name, location[part.name], at, at + part.length)
    at += part.length
  }
  elements.put('uli', location, from, to)
}

/** Geographic location types of version 1: CGI, SAI, RAI. */
const GEOGRAPHIC: readonly string[] = ['cgi', 'sai', 'rai']

export function readLocation1(elements: Elements, from: number, to: number): void {
  const name = GEOGRAPHIC[elements.bytes[from]!]
  if (name !== undefined) elements.put('uli', { [name]: areaAndCode(elements.bytes, from + 1) }, from, to)
}
