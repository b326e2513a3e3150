/** DNS messages: RFC 1035 §4. */
import { concat, join, u16, u32, u8, utf8 } from './octets.ts'

export const RESPONSE = 0x8180
const QUERY = 0x0100
const IN = 1

export const A = 1
export const NAPTR = 35

function domain(name: string): Uint8Array {
  const labels = name.split('.').filter((label) => label !== '')
  return concat(...labels.map((label) => concat(u8(label.length), utf8(label))), u8(0))
}

/** A record whose name points to that of the question. */
export function answer(type: number, data: Uint8Array): Uint8Array {
  return concat(u16(0xc00c, type, IN), u32(300), u16(data.length), data)
}

export function naptr(service: string, regexp: string, replacement = ''): Uint8Array {
  const texts = ['u', service, regexp].map((text) => concat(u8(text.length), utf8(text)))
  return answer(NAPTR, concat(u16(10, 100), ...texts, domain(replacement)))
}

interface Options {
  readonly flags?: number
  readonly answers?: readonly Uint8Array[]
}

export function dnsMessage(
  id: number,
  type: number,
  name: string,
  { flags = QUERY, answers = [] }: Options = {},
): Uint8Array {
  return concat(u16(id, flags, 1, answers.length, 0, 0), domain(name), u16(type, IN), join(answers))
}
