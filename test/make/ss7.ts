/** SS7 over M3UA: RFC 4666, ITU-T Q.713 (SCCP), Q.773 (TCAP), TS 29.002 (MAP). */
import { concat, join, u16, u32, u8, zeros } from './octets.ts'

export const M3UA = 3
const SCCP = 3
const ISUP = 5
const UDT = 9
const HLR = 6
const VLR = 7

/** A message of class and type with these parameters. */
export function m3ua(kind: number, type: number, ...parameters: Uint8Array[]): Uint8Array {
  const body = join(parameters)
  return concat(u8(1, 0, kind, type), u32(8 + body.length), body)
}

export function parameter(tag: number, value: Uint8Array): Uint8Array {
  return concat(u16(tag, 4 + value.length), value, zeros((4 - (value.length % 4)) % 4))
}

interface Label {
  readonly opc: number
  readonly dpc: number
}

function transfer({ opc, dpc }: Label, service: number, user: Uint8Array): Uint8Array {
  return m3ua(1, 1, parameter(0x0210, concat(u32(opc, dpc), u8(service, 2, 0, 1), user)))
}

export function isup(label: Label, circuit: number, type: number): Uint8Array {
  return transfer(label, ISUP, u8(circuit & 255, circuit >> 8, type, 0))
}

/** Element of BER with a short length. */
export function ber(tag: number, ...contents: Uint8Array[]): Uint8Array {
  const whole = join(contents)
  return concat(tag > 255 ? u16(tag) : u8(tag), u8(whole.length), whole)
}

/** Digits two an octet, low nibble first. */
export function digits(text: string): Uint8Array {
  const even = text.length % 2 === 0 ? text : `${text}f`
  return Uint8Array.from(even.match(/../g) ?? [], (two) => parseInt(`${two[1]}${two[0]}`, 16))
}

/** Global title of indicator 4, E.164. */
function party(number: string, subsystem: number): Uint8Array {
  const scheme = number.length % 2 === 0 ? 2 : 1
  const title = digits(number.length % 2 === 0 ? number : `${number}0`)
  return concat(u8(0x12, subsystem, 0, 0x10 | scheme, 4), title)
}

interface Dialogue extends Label {
  /** Numbers of who sends and who receives. */
  readonly from: string
  readonly to: string
  readonly otid?: number
  readonly dtid?: number
}

export const BEGIN = 0x62
export const END = 0x64
export const CONTINUE = 0x65

export function tcap(type: number, dialogue: Dialogue, ...components: Uint8Array[]): Uint8Array {
  const { from, to, otid, dtid } = dialogue
  const ids = [
    otid === undefined ? [] : [ber(0x48, u32(otid))],
    dtid === undefined ? [] : [ber(0x49, u32(dtid))],
  ].flat()
  const portion = components.length === 0 ? [] : [ber(0x6c, ...components)]
  const data = ber(type, ...ids, ...portion)
  const parties = [party(to, type === BEGIN ? HLR : VLR), party(from, type === BEGIN ? VLR : HLR)] as const
  const [called, calling] = parties.map((one) => concat(u8(one.length), one)) as [Uint8Array, Uint8Array]
  const pointers = u8(3, 2 + called.length, 1 + called.length + calling.length)
  return transfer(dialogue, SCCP, concat(u8(UDT, 0), pointers, called, calling, u8(data.length), data))
}

export function invoke(id: number, operation: number, argument: Uint8Array = zeros(0)): Uint8Array {
  return ber(0xa1, ber(2, u8(id)), ber(2, u8(operation)), argument)
}

export function result(id: number, operation: number): Uint8Array {
  return ber(0xa2, ber(2, u8(id)), ber(0x30, ber(2, u8(operation)), ber(0x30)))
}

export function failure(id: number, error: number): Uint8Array {
  return ber(0xa3, ber(2, u8(id)), ber(2, u8(error)))
}

/** updateLocation: who, and where. */
export function updateLocation(id: number, imsi: string): Uint8Array {
  return invoke(id, 2, ber(0x30, ber(4, digits(imsi)), ber(0x81, digits('91491710'))))
}
