/** SS7 over M3UA: RFC 4666, ITU-T Q.713 (SCCP), Q.773 (TCAP), TS 29.002 (MAP). */
import { concat, join, u16, u32, u8, zeros } from './octets.ts'

export const M3UA = 3
const SCCP = 3
const ISUP = 5
const BICC = 13
const UDT = 9
const UDTS = 10
const XUDT = 17
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

export function isup(label: Label, circuit: number, type: number, ...rest: Uint8Array[]): Uint8Array {
  const parameters = rest.length > 0 ? rest : [u8(0)]
  return transfer(label, ISUP, concat(u8(circuit & 255, circuit >> 8, type), ...parameters))
}

/** The same of BICC, whose calls have numbers of four octets: Q.1902.3. */
export function bicc(label: Label, call: number, type: number, ...rest: Uint8Array[]): Uint8Array {
  const parameters = rest.length > 0 ? rest : [u8(0)]
  return transfer(label, BICC, concat(u32(call).reverse(), u8(type), ...parameters))
}

/** A number of ISUP: Q.763 §3.9, §3.10. */
function isupNumber(text: string, nature: number, second: number): Uint8Array {
  const isOdd = text.length % 2 === 1
  return concat(u8((isOdd ? 0x80 : 0) | nature, second), digits(isOdd ? `${text}0` : text))
}

/** IAM behind its type: fixed parameters, called number, calling number (whose presentation is `restricted`). */
export function initialAddress(called: string, calling: string, restricted = false): Uint8Array {
  const to = isupNumber(called, 4, 0x10)
  const from = isupNumber(calling, 4, restricted ? 0x17 : 0x13)
  const fixed = u8(0, 0x60, 0, 10, 0)
  return concat(fixed, u8(2, 2 + to.length, to.length), to, u8(0x0a, from.length), from, u8(0))
}

/** REL behind its type: the cause, of the local network. */
export function cause(value: number): Uint8Array {
  return u8(2, 0, 2, 0x82, 0x80 | value)
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
export const ABORT = 0x67

export function tcap(type: number, dialogue: Dialogue, ...components: Uint8Array[]): Uint8Array {
  return tcapOf(type, dialogue, ...(components.length === 0 ? [] : [ber(0x6c, ...components)]))
}

/** A message of TCAP with these portions behind its identifiers. */
export function tcapOf(type: number, dialogue: Dialogue, ...portions: Uint8Array[]): Uint8Array {
  const { from, to, otid, dtid } = dialogue
  const ids = [
    otid === undefined ? [] : [ber(0x48, u32(otid))],
    dtid === undefined ? [] : [ber(0x49, u32(dtid))],
  ].flat()
  const data = ber(type, ...ids, ...portions)
  const [called, calling] = counted(party(to, type === BEGIN ? HLR : VLR), party(from, type === BEGIN ? VLR : HLR))
  const pointers = u8(3, 2 + called.length, 1 + called.length + calling.length)
  return transfer(dialogue, SCCP, concat(u8(UDT, 0), pointers, called, calling, u8(data.length), data))
}

function counted(...parties: [Uint8Array, Uint8Array]): [Uint8Array, Uint8Array] {
  return parties.map((one) => concat(u8(one.length), one)) as [Uint8Array, Uint8Array]
}

/** The data of a Begin in pieces of `size`, each in an XUDT (ITU-T Q.713 §4.18). */
export function segmented(dialogue: Dialogue, reference: number, size: number, data: Uint8Array): Uint8Array[] {
  const [called, calling] = counted(party(dialogue.to, HLR), party(dialogue.from, VLR))
  const count = Math.ceil(data.length / size)
  return Array.from({ length: count }, (_, i) => {
    const piece = data.subarray(i * size, (i + 1) * size)
    const [second, third] = [3 + called.length, 2 + called.length + calling.length]
    const pointers = u8(4, second, third, 2 + called.length + calling.length + piece.length)
    const segmentation = u8(16, 4, (i === 0 ? 0x80 : 0) | (count - 1 - i), reference, 0, 0, 0)
    const parts = [called, calling, u8(piece.length), piece, segmentation]
    return transfer(dialogue, SCCP, concat(u8(XUDT, 1, 15), pointers, ...parts))
  })
}

/** A Begin without what carries it. */
export function beginData(otid: number, ...components: Uint8Array[]): Uint8Array {
  return ber(BEGIN, ber(0x48, u32(otid)), ber(0x6c, ...components))
}

/** Connections of SCCP: ITU-T Q.713 §4.2 to §4.7. */
export function connectionRequest(label: Label, slr: number, subsystem: number, data: Uint8Array): Uint8Array {
  const optional = concat(u8(15, data.length), data, u8(0))
  return transfer(label, SCCP, concat(u8(1), reference(slr), u8(2, 2, 4, 2, 0x42, subsystem), optional))
}

export function connectionConfirm(label: Label, dlr: number, slr: number): Uint8Array {
  return transfer(label, SCCP, concat(u8(2), reference(dlr), reference(slr), u8(2, 0)))
}

export function connectionData(label: Label, dlr: number, data: Uint8Array, more = false): Uint8Array {
  return transfer(label, SCCP, concat(u8(6), reference(dlr), u8(more ? 1 : 0, 1, data.length), data))
}

export function released(label: Label, dlr: number, slr: number): Uint8Array {
  return transfer(label, SCCP, concat(u8(4), reference(dlr), reference(slr), u8(0, 0)))
}

export function refused(label: Label, dlr: number, cause: number): Uint8Array {
  return transfer(label, SCCP, concat(u8(3), reference(dlr), u8(cause, 0)))
}

/** A unit that came back: UDTS (§4.11). */
export function returned({ from, to, ...label }: Dialogue, cause: number, data: Uint8Array): Uint8Array {
  const [called, calling] = counted(party(to, VLR), party(from, HLR))
  const pointers = u8(3, 2 + called.length, 1 + called.length + calling.length)
  return transfer(label, SCCP, concat(u8(UDTS, cause), pointers, called, calling, u8(data.length), data))
}

export function releaseComplete(label: Label, dlr: number, slr: number): Uint8Array {
  return transfer(label, SCCP, concat(u8(5), reference(dlr), reference(slr)))
}

function reference(value: number): Uint8Array {
  return u8(value & 255, (value >> 8) & 255, value >> 16)
}

/** The user part of an M3UA message behind MTP level 3's own label: ITU-T Q.704 §2.2. */
export function onLink(message: Uint8Array): Uint8Array {
  const [opc, dpc] = [message[15]!, message[19]!]
  const label = ((dpc & 0x3fff) | (opc << 14)) >>> 0
  const length = (message[10]! << 8) | message[11]!
  return concat(u8(0x80 | message[20]!), u32(label).reverse(), message.subarray(24, 8 + length))
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

export const SUA = 4

/** An address of SUA, by point code and subsystem: RFC 3868 §3.10.2. */
export function suaAddress(tag: number, point: number, subsystem: number): Uint8Array {
  return parameter(tag, concat(u16(2, 3), parameter(0x8002, u32(point)), parameter(0x8003, u32(subsystem))))
}
