/** NGAP: 3GPP TS 38.413. */
import { labels } from './gtp.ts'
import { end } from './internet.ts'
import { concat, u16, u8 } from './octets.ts'
import {
  container,
  element,
  type Element,
  INITIATING,
  integer,
  octetsOf,
  pdu,
  PerWriter,
  SUCCESSFUL,
  UNSUCCESSFUL,
} from './per.ts'
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
export const radioCause = (value: number): Element =>
  element(15, new PerWriter().bits(3, 0).bits(1, 0).bits(6, value).done())
/** Cause of NAS, in the root. */
export const nasCause = (value: number): Element =>
  element(15, new PerWriter().bits(3, 2).bits(1, 0).bits(2, value).done())

/** A registration request with a SUCI of the null scheme: TS 24.501. */
export function registrationRequest(msin: string): Uint8Array {
  const digits: number[] = []
  for (let i = 0; i < msin.length; i += 2) digits.push(Number(msin[i]) | (Number(msin[i + 1]) << 4))
  return registrationOf(concat(octetsOf('01 00f110 f0ff 00 00'), Uint8Array.from(digits)))
}

/** A registration request whose SUCI says nothing to others than its home: profile A, TS 33.501 Annex C.3. */
export function concealedRequest(output: Uint8Array): Uint8Array {
  return registrationOf(concat(octetsOf('01 00f110 f0ff 01 1b'), output))
}

function registrationOf(suci: Uint8Array): Uint8Array {
  return concat(octetsOf('7e004179'), u16(suci.length), suci)
}

/** A message of a PDU session within UL or DL NAS transport. */
export function transport(type: number, session: number, held: Uint8Array, dnn?: string): Uint8Array {
  const name = dnn === undefined ? new Uint8Array(0) : labels(dnn)
  const network = dnn === undefined ? name : concat(u8(0x25, name.length), name)
  return concat(octetsOf('7e00'), u8(type, 1), u16(held.length), held, u8(0x12, session), network)
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
  return writer.bits(8, octets.length * 8 - 1).octets(concat(octets, u16(teid >>> 16), u16(teid & 65_535)))
}

/** A flow of a session with its 5QI. */
export interface Flow {
  readonly qfi: number
  readonly fiveQi: number
}

/** Parameters of a standard 5QI, with priority 2 and pre-emption: TS 38.413 §9.3.1.12. */
function qosOf(writer: PerWriter, fiveQi: number): Uint8Array {
  writer.bits(5, 0).bits(2, 0).bits(5, 0).bits(1, 0).octets(u8(fiveQi))
  return writer.bits(2, 0).bits(4, 1).bits(1, 0).bits(1, 1).bits(1, 0).bits(1, 0).done()
}

/** What the SMF asks the gNB to set up: TS 38.413 §9.3.4.1. */
export function setupRequest(tunnel: Tunnel, { qfi, fiveQi }: Flow): Uint8Array {
  const flow = new PerWriter().bits(6, 0).bits(1, 0).bits(2, 0).bits(1, 0).bits(6, qfi)
  const end = element(139, tunnelBehind(0, tunnel).done())
  return container(end, element(134, u8(0)), element(136, qosOf(flow, fiveQi)))
}

/** One more flow, or a changed one: §9.3.4.3. */
export function modifyRequest({ qfi, fiveQi }: Flow): Uint8Array {
  const flow = new PerWriter().bits(6, 0).bits(1, 0).bits(3, 4).bits(1, 0).bits(6, qfi)
  return container(element(135, qosOf(flow, fiveQi)))
}

/** A flow that goes, because of a normal release. */
export function releaseFlow(qfi: number): Uint8Array {
  const flow = new PerWriter().bits(6, 0).bits(1, 0).bits(1, 0).bits(1, 0).bits(6, qfi)
  return container(element(137, flow.bits(3, 2).bits(1, 0).bits(2, 0).done()))
}

/** Why a session could not be had, of the radio network's causes. */
const unsuccessful = (cause: number): Uint8Array =>
  new PerWriter().bits(3, 0).bits(3, 0).bits(1, 0).bits(6, cause).done()
/** Nothing of it has changed but the flows. */
const modifyResponse = (): Uint8Array => new PerWriter().bits(7, 0).done()

/** A session that is to be set up: its identity, a NAS message for the UE, and what the SMF says. */
export interface Wanted {
  readonly id: number
  readonly bytes?: Uint8Array
  readonly transfer: Uint8Array
}

const SLICE = octetsOf('010203')

/** An item for list 71 or 74, or in a handover 73, which have no NAS. */
function wanted(list: number, items: readonly Wanted[]): Element {
  const isHandover = list === 73
  const written = items.map(({ id, bytes, transfer }) => {
    const writer = new PerWriter()
      .bits(1, 0)
      .bits(isHandover ? 1 : 2, !isHandover && bytes ? 2 : 0)
      .octets(u8(id))
    if (bytes && !isHandover) writer.open(bytes)
    return writer.bits(3, 2).bits(8, 1).octets(SLICE).open(transfer).done()
  })
  return element(list, concat(u8(items.length - 1), ...written))
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
const admittedTransfer = (tunnel: Tunnel): Uint8Array => tunnelBehind(6, tunnel).bits(6, 0).bits(3, 0).bits(7, 1).done()
const pathSwitchTransfer = (tunnel: Tunnel): Uint8Array => tunnelBehind(5, tunnel).bits(6, 0).bits(9, 1).done()

const TRANSPARENT = element(106, open(octetsOf('010203')))

interface PathSwitch {
  /** The id that the core knew the UE by. */
  readonly source: number
  readonly ran: number
  readonly tunnels: readonly (readonly [id: number, tunnel: Tunnel])[]
}

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
    this.contextRequest(at, ids, bytes)
    this.contextResponse(at + after, ids)
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
    this.releaseCommand(at, ids, cause)
    this.releaseComplete(at + 2, ids)
  }

  releaseCommand(at: number, ids: Ids, cause: Element = radioCause(20)): void {
    const pair = new PerWriter().bits(2, 0).bits(2, 0).integer(0, LONGEST_AMF_ID, ids.amf)
    this.down(at, INITIATING, 41, element(114, pair.integer(0, 0xffffffff, ids.ran).done()), cause)
  }

  releaseComplete(at: number, ids: Ids): void {
    this.up(at, SUCCESSFUL, 41, ...both(ids))
  }

  releaseRequest(at: number, ids: Ids, cause: Element = radioCause(20)): void {
    this.up(at, INITIATING, 42, ...both(ids), cause)
  }

  /** The context with what the UE has of sessions, and a NAS message. */
  contextRequest(at: number, ids: Ids, bytes: Uint8Array, items: readonly Wanted[] = []): void {
    const list = items.length === 0 ? [] : [wanted(71, items)]
    this.down(at, INITIATING, 14, ...both(ids), ...list, nas(bytes))
  }

  contextResponse(at: number, ids: Ids, ...tunnels: readonly (readonly [id: number, tunnel: Tunnel])[]): void {
    const items = tunnels.map(([id, tunnel]) => [id, setupResponse(tunnel)] as const)
    this.up(at, SUCCESSFUL, 14, ...both(ids), ...(items.length === 0 ? [] : [sessions(72, ...items)]))
  }

  contextFailure(at: number, ids: Ids, cause: Element): void {
    this.up(at, UNSUCCESSFUL, 14, ...both(ids), cause)
  }

  sessionRequest(at: number, ids: Ids, item: Wanted): void {
    this.down(at, INITIATING, 29, ...both(ids), wanted(74, [item]))
  }

  sessionResponse(at: number, ids: Ids, id: number, tunnel: Tunnel): void {
    this.up(at, SUCCESSFUL, 29, ...both(ids), sessions(75, [id, setupResponse(tunnel)]))
  }

  sessionFailure(at: number, ids: Ids, id: number, cause: number): void {
    this.up(at, SUCCESSFUL, 29, ...both(ids), sessions(58, [id, unsuccessful(cause)]))
  }

  modify(at: number, ids: Ids, { id, bytes, transfer }: Wanted): void {
    const writer = new PerWriter()
      .bits(1, 0)
      .bits(2, bytes ? 2 : 0)
      .octets(u8(id))
    const item = (bytes ? writer.open(bytes) : writer).open(transfer).done()
    this.down(at, INITIATING, 26, ...both(ids), element(64, concat(u8(0), item)))
  }

  modified(at: number, ids: Ids, id: number): void {
    this.up(at, SUCCESSFUL, 26, ...both(ids), sessions(65, [id, modifyResponse()]))
  }

  notModified(at: number, ids: Ids, id: number, cause: number): void {
    this.up(at, SUCCESSFUL, 26, ...both(ids), sessions(54, [id, unsuccessful(cause)]))
  }

  page(at: number, set: number, pointer: number, tmsi: number): void {
    const identity = new PerWriter().bits(1, 0).bits(2, 0).bits(10, set).bits(6, pointer)
    const value = identity.octets(concat(u16(tmsi >>> 16), u16(tmsi & 65_535))).done()
    this.down(at, INITIATING, 24, element(115, value))
  }

  required(at: number, ids: Ids, bytes: Uint8Array): void {
    this.up(at, INITIATING, 12, ...both(ids), element(29, u8(0)), radioCause(16), element(101, open(bytes)))
  }

  request(at: number, amf: number, bytes: Uint8Array, items: readonly Wanted[] = []): void {
    const list = items.length === 0 ? [] : [wanted(73, items)]
    this.down(at, INITIATING, 13, amfUe(amf), element(29, u8(0)), radioCause(16), ...list, element(101, open(bytes)))
  }

  /** The target takes the UE, with these ends of its sessions. */
  admit(at: number, ids: Ids, ...tunnels: readonly (readonly [id: number, tunnel: Tunnel])[]): void {
    const items = tunnels.map(([id, tunnel]) => [id, admittedTransfer(tunnel)] as const)
    this.up(at, SUCCESSFUL, 13, ...both(ids), ...(items.length === 0 ? [] : [sessions(53, ...items)]), TRANSPARENT)
  }

  refuse(at: number, amf: number, cause: Element): void {
    this.up(at, UNSUCCESSFUL, 13, amfUe(amf), cause)
  }

  command(at: number, ids: Ids): void {
    this.down(at, SUCCESSFUL, 12, ...both(ids), element(29, u8(0)), TRANSPARENT)
  }

  notPrepared(at: number, ids: Ids, cause: Element): void {
    this.down(at, UNSUCCESSFUL, 12, ...both(ids), cause)
  }

  notify(at: number, ids: Ids): void {
    this.up(at, INITIATING, 11, ...both(ids), location)
  }

  pathSwitch(at: number, { amf, source, ran, tunnel }: Ids & { source: number; tunnel: Tunnel }): void {
    this.pathSwitchRequest(at, { source, ran, tunnels: [[1, tunnel]] })
    this.pathSwitchAnswer(at + 10, { amf, ran })
  }

  pathSwitchRequest(at: number, { source, ran, tunnels }: PathSwitch): void {
    const before = element(100, integer(0, LONGEST_AMF_ID, source))
    const items = tunnels.map(([id, tunnel]) => [id, pathSwitchTransfer(tunnel)] as const)
    this.up(at, INITIATING, 25, ranUe(ran), before, location, sessions(76, ...items))
  }

  pathSwitchAnswer(at: number, ids: Ids): void {
    this.down(at, SUCCESSFUL, 25, ...both(ids))
  }

  resetAll(at: number): void {
    this.down(at, INITIATING, 20, radioCause(0), element(88, u8(0)))
    this.up(at + 1, SUCCESSFUL, 20)
  }
}

export function fiveGSTmsi(set: number, pointer: number, tmsi: number): Element {
  return element(26, temporary(set, pointer, tmsi).done())
}
