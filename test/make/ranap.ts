/** RANAP (TS 25.413) and BSSMAP (TS 48.008): messages as SCCP carries them. */
import { tbcd } from './gtp.ts'
import { concat, u16, u8 } from './octets.ts'
import { element, type Element, PerWriter } from './per.ts'

/** What stands in front of a message: initiating, successful, unsuccessful. */
export type Kind = 0 | 1 | 2

export function ranap(kind: Kind, procedure: number, ...elements: readonly Element[]): Uint8Array {
  const list = elements.map(({ id, value }) => concat(u16(id), u8(0x40), new PerWriter().open(value).done()))
  const value = concat(u8(0), u16(elements.length), ...list)
  return concat(u8(kind << 5, procedure, 0x40), new PerWriter().open(value).done())
}

/** Of the groups radio network (0), NAS (2) and misc (4). */
export function ranapCause(group: 0 | 2 | 4, value: number): Element {
  const [least, most] = group === 0 ? [1, 64] : group === 2 ? [81, 96] : [113, 128]
  return element(4, new PerWriter().bits(4, group).integer(least, most, value).done())
}

export function permanentIdentity(imsi: string): Element {
  const digits = tbcd(imsi)
  return element(23, new PerWriter().bits(1, 0).integer(3, 8, digits.length).octets(digits).done())
}

export function temporaryIdentity(tmsi: number, isPacket = false): Element {
  return element(
    64,
    new PerWriter()
      .bits(2, isPacket ? 1 : 0)
      .octets(concat(u16(tmsi >>> 16), u16(tmsi)))
      .done(),
  )
}

/** What a phone and the core say to each other. */
export function nasPdu(message: Uint8Array): Element {
  return element(16, new PerWriter().open(message).done())
}

/** The same over BSSAP, behind its discriminator, link and length. */
export function dtap(message: Uint8Array): Uint8Array {
  return concat(u8(1, 0, message.length), message)
}

/** Service area 001/01. */
export function serviceArea(lac: number, sac: number): Element {
  return element(
    58,
    new PerWriter()
      .bits(1, 0)
      .octets(concat(u8(0x00, 0xf1, 0x10), u16(lac), u16(sac)))
      .done(),
  )
}

/** Behind its discriminator and length. */
export function bssmap(type: number, ...elements: readonly Uint8Array[]): Uint8Array {
  const body = concat(u8(type), ...elements)
  return concat(u8(0, body.length), body)
}

export function bssmapElement(id: number, value: Uint8Array): Uint8Array {
  return concat(u8(id, value.length), value)
}

export function bssmapCause(value: number): Uint8Array {
  return bssmapElement(4, u8(value))
}

/** An odd number of digits: TS 24.008 §10.5.1.4. */
export function bssmapImsi(imsi: string): Uint8Array {
  return bssmapElement(8, concat(u8((Number(imsi[0]) << 4) | 9), tbcd(imsi.slice(1))))
}
