/** IPA and GSUP: libosmocore's ipa.h and gsup.h. */
import { concat, join, u16, u8 } from './octets.ts'
import { digits } from './ss7.ts'

/** What a stream carries, behind its length. */
export function ipa(stream: number, payload: Uint8Array): Uint8Array {
  return concat(u16(payload.length), u8(stream), payload)
}

export function osmocom(extension: number, payload: Uint8Array): Uint8Array {
  return ipa(0xee, concat(u8(extension), payload))
}

export function element(code: number, value: Uint8Array): Uint8Array {
  return concat(u8(code, value.length), value)
}

export function imsi(text: string): Uint8Array {
  return element(1, digits(text))
}

export function gsup(type: number, ...elements: readonly Uint8Array[]): Uint8Array {
  return osmocom(5, concat(u8(type), join([...elements])))
}
