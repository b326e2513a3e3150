/** NGAP: 3GPP TS 38.413. */
import { end } from './internet.ts'
import { concat, u16, u8 } from './octets.ts'
import { element, type Element, INITIATING, integer, octetsOf, pdu, PerWriter, SUCCESSFUL } from './per.ts'
import { Association } from './sctp.ts'
import { ownTags, type Tunnel } from './s1ap.ts'
import type { Side, Wire } from './wire.ts'

const PPID = 60
const PORT = 38_412
const PLMN = octetsOf('00f110')
const LONGEST_AMF_ID = 2 ** 40 - 1

const amfUe = (id: number): Element => element(10, integer(0, LONGEST_AMF_ID, id))
const ranUe = (id: number): Element => element(85, integer(0, 0xffffffff, id))
const open = (bytes: Uint8Array): Uint8Array => new PerWriter().open(bytes).done()
const nas = (bytes: Uint8Array): Element => element(38, open(bytes))
const location = element(121, concat(u8(0x40), PLMN, octetsOf('0000000010'), PLMN, octetsOf('000001')))
const because = element(90, octetsOf('18'))

/** Cause of the radio network, in the root: TS 38.413 §9.3.1.2. */
const radioCause = (value: number): Element => element(15, new PerWriter().bits(3, 0).bits(1, 0).bits(6, value).done())

/** A registration request with a SUCI of the null scheme: TS 24.501. */
export function registrationRequest(msin: string): Uint8Array {
  const digits: number[] = []
  for (let i = 0; i < msin.length; i += 2) digits.push(Number(msin[i]) | (Number(msin[i + 1]) << 4))
  const suci = concat(octetsOf('01 00f110 f0ff 00 00'), Uint8Array.from(digits))
  return concat(octetsOf('7e004179'), u16(suci.length), suci)
}

/** A message of a PDU session within UL or DL NAS transport. */
export function transport(type: number, session: number, held: Uint8Array): Uint8Array {
  return concat(octetsOf('7e00'), u8(type, 1), u16(held.length), held, u8(0x12, session))
}
export const ESTABLISHMENT_REQUEST = octetsOf('2e0101c1ffff91')

const temporary = (set: number, pointer: number, tmsi: number): PerWriter =>
  new PerWriter()
    .bits(2, 0)
    .bits(10, set)
    .bits(6, pointer)
    .octets(concat(u16(tmsi >>> 16), u16(tmsi & 65_535)))

export interface Ids {
  readonly amf: number
  readonly ran: number
}

export const both = ({ amf, ran }: Ids): readonly Element[] => [amfUe(amf), ranUe(ran)]

/** A tunnel in a transfer whose preamble has so many bits. */
function tunnelBehind(bits: number, { address, teid }: Tunnel): PerWriter {
  const writer = new PerWriter().bits(bits, 0).bits(1, 0).bits(2, 0).bits(1, 0)
  const isSix = address.includes(':')
  const octets = isSix ? octetsOf('20010db8000000000000000000000002') : Uint8Array.from(address.split('.'), Number)
  return writer.bits(8, octets.length * 8 - 1).octets(concat(octets, u16(0), u16(teid)))
}

/** Items of a list of PDU sessions: identity, what stands before the transfer, and the transfer. */
export function sessions(id: number, ...items: readonly (readonly [id: number, transfer: Uint8Array])[]): Element {
  return element(
    id,
    concat(u8(items.length - 1), ...items.map(([session, transfer]) => concat(u8(0, session), open(transfer)))),
  )
}

export const setupResponse = (tunnel: Tunnel): Uint8Array =>
  tunnelBehind(7, tunnel).bits(6, 0).bits(3, 0).bits(1, 0).bits(6, 1).done()
const pathSwitchTransfer = (tunnel: Tunnel): Uint8Array => tunnelBehind(5, tunnel).bits(6, 0).bits(9, 1).done()

/** A gNB and an AMF on their association. */
export class Ng {
  readonly #association: Association

  constructor(wire: Wire, at: number, gnb: string, amf: string) {
    this.#association = new Association(wire, at, { client: end(gnb, PORT), server: end(amf, PORT) }, ownTags(at, gnb))
  }

  send(at: number, side: Side, bytes: Uint8Array): void {
    this.#association.send(at, side, bytes, { ppid: PPID })
  }

  up(at: number, ...message: Parameters<typeof pdu>): void {
    this.send(at, 'client', pdu(...message))
  }

  down(at: number, ...message: Parameters<typeof pdu>): void {
    this.send(at, 'server', pdu(...message))
  }

  /** The context and what is said with it; the answer comes `after` it. */
  context(at: number, ids: Ids, bytes: Uint8Array, after: number): void {
    this.down(at, INITIATING, 14, ...both(ids), nas(bytes))
    this.up(at + after, SUCCESSFUL, 14, ...both(ids))
  }

  setUp(at: number): void {
    this.up(at, INITIATING, 21, element(82, octetsOf('0180 676e6231')))
    this.down(at + 2, SUCCESSFUL, 21, element(86, u8(255)))
  }

  initial(at: number, ran: number, bytes: Uint8Array, more: readonly Element[] = []): void {
    this.up(at, INITIATING, 15, ranUe(ran), nas(bytes), location, because, ...more)
  }

  uplink(at: number, ids: Ids, bytes: Uint8Array): void {
    this.up(at, INITIATING, 46, ...both(ids), nas(bytes), location)
  }

  downlink(at: number, ids: Ids, bytes: Uint8Array): void {
    this.down(at, INITIATING, 4, ...both(ids), nas(bytes))
  }

  release(at: number, ids: Ids, cause: Element = radioCause(20)): void {
    const pair = new PerWriter().bits(2, 0).bits(2, 0).integer(0, LONGEST_AMF_ID, ids.amf)
    this.down(at, INITIATING, 41, element(114, pair.integer(0, 0xffffffff, ids.ran).done()), cause)
    this.up(at + 2, SUCCESSFUL, 41, ...both(ids))
  }

  page(at: number, set: number, pointer: number, tmsi: number): void {
    const identity = new PerWriter().bits(1, 0).bits(2, 0).bits(10, set).bits(6, pointer)
    const value = identity.octets(concat(u16(tmsi >>> 16), u16(tmsi & 65_535))).done()
    this.down(at, INITIATING, 24, element(115, value))
  }

  required(at: number, ids: Ids, bytes: Uint8Array): void {
    this.up(at, INITIATING, 12, ...both(ids), element(29, u8(0)), radioCause(16), element(101, open(bytes)))
  }

  request(at: number, amf: number, bytes: Uint8Array): void {
    this.down(at, INITIATING, 13, amfUe(amf), element(29, u8(0)), radioCause(16), element(101, open(bytes)))
  }

  pathSwitch(at: number, { amf, source, ran, tunnel }: Ids & { source: number; tunnel: Tunnel }): void {
    const before = element(100, integer(0, LONGEST_AMF_ID, source))
    this.up(at, INITIATING, 25, ranUe(ran), before, location, sessions(76, [1, pathSwitchTransfer(tunnel)]))
    this.down(at + 10, SUCCESSFUL, 25, ...both({ amf, ran }))
  }

  resetAll(at: number): void {
    this.down(at, INITIATING, 20, radioCause(0), element(88, u8(0)))
    this.up(at + 1, SUCCESSFUL, 20)
  }
}

export function fiveGSTmsi(set: number, pointer: number, tmsi: number): Element {
  return element(26, temporary(set, pointer, tmsi).done())
}
