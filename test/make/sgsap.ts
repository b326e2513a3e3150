/** SGsAP, between MME and MSC/VLR: TS 29.118. */
import { concat, join, u16, u8, utf8 } from './octets.ts'
import { digits } from './ss7.ts'

export function sgsap(type: number, ...elements: readonly Uint8Array[]): Uint8Array {
  return concat(u8(type), join(elements))
}

export function element(code: number, value: Uint8Array): Uint8Array {
  return concat(u8(code, value.length), value)
}

/** The first digit stands beside the type: TS 24.008 §10.5.1.4. */
export function imsi(text: string): Uint8Array {
  const isOdd = text.length % 2 === 1
  return element(1, concat(u8((Number(text[0]) << 4) | (isOdd ? 8 : 0) | 1), digits(text.slice(1))))
}

/** A host name in labels. */
export function name(code: number, text: string): Uint8Array {
  const labels = text.split('.').map((label) => concat(u8(label.length), utf8(label)))
  return element(code, join(labels))
}

const PLMN = u8(0x00, 0xf1, 0x10)
export const area = (code: number): Uint8Array => element(4, concat(PLMN, u16(code)))
export const trackingArea = (code: number): Uint8Array => element(0x23, concat(PLMN, u16(code)))
