/** S1AP: 3GPP TS 36.413. */
import { concat, u16, u8 } from './octets.ts'
import { element, type Element, INITIATING, integer, list, octetsOf, pdu, PerWriter, SUCCESSFUL } from './per.ts'
import { end } from './internet.ts'
import { Association, type AssociateOptions } from './sctp.ts'
import type { Side, Wire } from './wire.ts'

const PPID = 18
const PORT = 36_412
const PLMN = octetsOf('00f110')

export const mmeUe = (id: number): Element => element(0, integer(0, 0xffffffff, id))
const enbUe = (id: number): Element => element(8, integer(0, 0xffffff, id))
export const nas = (bytes: Uint8Array): Element => element(26, new PerWriter().open(bytes).done())
const cell = element(100, concat(u8(0), PLMN, octetsOf('0000a010')))
const area = element(67, concat(u8(0), PLMN, u16(1)))
const because = element(134, octetsOf('30'))

/** Cause of the radio network, in the root: TS 36.413 §9.2.1.3. */
export const radioCause = (value: number): Element =>
  element(2, new PerWriter().bits(1, 0).bits(3, 0).bits(1, 0).bits(6, value).done())

const protocolCause = (value: number): Element =>
  element(2, new PerWriter().bits(1, 0).bits(3, 3).bits(1, 0).bits(3, value).done())

const temporary = (mmec: number, tmsi: number): PerWriter =>
  new PerWriter()
    .bits(2, 0)
    .bits(8, mmec)
    .octets(concat(u16(tmsi >>> 16), u16(tmsi & 65_535)))

/** E-RAB with a tunnel, in the item of this number. */
function tunnelItem(id: number, bearer: number, { address, teid }: Tunnel): Element {
  const item = new PerWriter().bits(2, 0).bits(1, 0).bits(4, bearer).bits(1, 0).bits(8, 31)
  const ip = Uint8Array.from(address.split('.'), Number)
  return element(id, item.octets(concat(ip, u16(teid >>> 16), u16(teid & 65_535))).done())
}

const bearerItem = (bearer: number): PerWriter => new PerWriter().bits(2, 0).bits(1, 0).bits(4, bearer)

/** E-RAB with a cause of the radio network. */
function causeItem(bearer: number, cause: number): Element {
  return element(35, bearerItem(bearer).bits(1, 0).bits(3, 0).bits(1, 0).bits(6, cause).done())
}

export interface Tunnel {
  readonly address: string
  readonly teid: number
}

const container = (bytes: Uint8Array): Uint8Array => new PerWriter().open(bytes).done()

/** An Attach request with an IMSI, and a service request: TS 24.301. */
export function attachRequest(imsi: string): Uint8Array {
  const digits = [0x09 | (Number(imsi[0]) << 4)]
  for (let i = 1; i < imsi.length; i += 2) digits.push(Number(imsi[i]) | (Number(imsi[i + 1]) << 4))
  return concat(octetsOf('074171'), u8(digits.length), Uint8Array.from(digits), octetsOf('02f070 0004 0201d011'))
}
export const SERVICE_REQUEST = octetsOf('c7a81234')

/** Tags by which associations of several nodes with one are told apart. */
export function ownTags(at: number, node: string): AssociateOptions {
  const tag = 0x10000000 + at * 256 + Number(node.split('.').at(-1))
  return { tags: { client: tag, server: tag + 0x40000000 } }
}

/** An eNB and an MME on their association. */
export class S1 {
  readonly #association: Association

  constructor(wire: Wire, at: number, enb: string, mme: string) {
    this.#association = new Association(wire, at, { client: end(enb, PORT), server: end(mme, PORT) }, ownTags(at, enb))
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

  /** The MME cannot make sense of what the eNB asks for: TS 36.413 §10.3. */
  setUpInError(at: number): void {
    this.up(at, INITIATING, 17)
    this.down(at + 3, INITIATING, 15, protocolCause(5))
  }

  /** The node's setup and its answer. */
  setUp(at: number): void {
    this.up(at, INITIATING, 17, element(60, octetsOf('0180 656e6231')))
    this.down(at + 2, SUCCESSFUL, 17, element(87, u8(255)))
  }

  initial(at: number, enb: number, bytes: Uint8Array, more: readonly Element[] = []): void {
    this.up(at, INITIATING, 12, enbUe(enb), nas(bytes), area, cell, because, ...more)
  }

  /** NAS messages to the core, and from it. */
  uplink(at: number, ids: Ids, bytes: Uint8Array): void {
    this.up(at, INITIATING, 13, ...both(ids), nas(bytes), cell, area)
  }

  downlink(at: number, ids: Ids, bytes: Uint8Array): void {
    this.down(at, INITIATING, 11, ...both(ids), nas(bytes))
  }

  /** A context is set up with one bearer. */
  context(at: number, ids: Ids, sgw: Tunnel, enb: Tunnel): void {
    this.contextRequest(at, ids, sgw)
    this.contextResponse(at + 5, ids, enb)
  }

  contextRequest(at: number, ids: Ids, sgw: Tunnel, bytes?: Uint8Array): void {
    const item = new PerWriter()
      .bits(1, 0)
      .bits(1, bytes ? 1 : 0)
      .bits(1, 0)
      .bits(1, 0)
      .bits(4, 5)
    const qos = concat(octetsOf('00 09 3c'), octetsOf('0f80'), Uint8Array.from(sgw.address.split('.'), Number))
    const writer = item.octets(concat(qos, u16(sgw.teid >>> 16), u16(sgw.teid & 65_535)))
    const value = (bytes ? writer.open(bytes) : writer).done()
    this.down(at, INITIATING, 9, ...both(ids), element(24, list(element(52, value))))
  }

  contextResponse(at: number, ids: Ids, enb: Tunnel): void {
    this.up(at, SUCCESSFUL, 9, ...both(ids), element(51, list(tunnelItem(50, 5, enb))))
  }

  /** One more bearer, with the NAS message that it comes with, and the eNB's end of it. */
  bearerRequest(at: number, ids: Ids, { erab, qci, tunnel, bytes }: NewBearer): void {
    const item = new PerWriter().bits(2, 0).bits(1, 0).bits(4, erab).bits(3, 0)
    const ip = Uint8Array.from(tunnel.address.split('.'), Number)
    const writer = item.octets(u8(qci, 0x3c)).bits(1, 0).bits(8, 31).octets(ip)
    const value = writer
      .octets(concat(u16(tunnel.teid >>> 16), u16(tunnel.teid & 65_535)))
      .open(bytes)
      .done()
    this.down(at, INITIATING, 5, ...both(ids), element(16, list(element(17, value))))
  }

  bearerResponse(at: number, ids: Ids, erab: number, enb: Tunnel): void {
    this.up(at, SUCCESSFUL, 5, ...both(ids), element(28, list(tunnelItem(39, erab, enb))))
  }

  /** The eNB has no radio bearer to give: TS 36.413 §9.1.3.2. */
  bearerFailure(at: number, ids: Ids, erab: number, cause: number): void {
    this.up(at, SUCCESSFUL, 5, ...both(ids), element(29, list(causeItem(erab, cause))))
  }

  bearerModify(at: number, ids: Ids, { erab, qci, bytes }: Omit<NewBearer, 'tunnel'>): void {
    const item = new PerWriter().bits(2, 0).bits(1, 0).bits(4, erab).bits(3, 0).octets(u8(qci, 0x3c)).open(bytes)
    this.down(at, INITIATING, 6, ...both(ids), element(30, list(element(36, item.done()))))
  }

  bearerModified(at: number, ids: Ids, erab: number): void {
    this.up(at, SUCCESSFUL, 6, ...both(ids), element(31, list(element(37, bearerItem(erab).done()))))
  }

  bearerRelease(at: number, ids: Ids, erab: number, bytes: Uint8Array): void {
    this.down(at, INITIATING, 7, ...both(ids), element(33, list(causeItem(erab, 20))), nas(bytes))
  }

  bearerReleased(at: number, ids: Ids, erab: number): void {
    this.up(at, SUCCESSFUL, 7, ...both(ids), element(69, list(element(15, bearerItem(erab).done()))))
  }

  releaseRequest(at: number, ids: Ids, cause: Element = radioCause(20)): void {
    const pair = new PerWriter().bits(1, 0).bits(1, 0).bits(2, 0).integer(0, 0xffffffff, ids.mme)
    this.down(at, INITIATING, 23, element(99, pair.integer(0, 0xffffff, ids.enb).done()), cause)
  }

  releaseComplete(at: number, ids: Ids): void {
    this.up(at, SUCCESSFUL, 23, ...both(ids))
  }

  release(at: number, ids: Ids, cause: Element = radioCause(20)): void {
    this.releaseRequest(at, ids, cause)
    this.releaseComplete(at + 2, ids)
  }

  page(at: number, mmec: number, tmsi: number): void {
    const value = new PerWriter().bits(2, 0).bits(2, 0).bits(8, mmec)
    value.octets(concat(u16(tmsi >>> 16), u16(tmsi & 65_535)))
    this.down(at, INITIATING, 10, element(80, octetsOf('0040')), element(43, value.done()))
  }

  /** The source asks for a handover, with a container that the target gets as it is. */
  required(at: number, ids: Ids, bytes: Uint8Array): void {
    this.up(at, INITIATING, 0, ...both(ids), element(1, u8(0)), radioCause(16), element(104, container(bytes)))
  }

  request(at: number, mme: number, bytes: Uint8Array): void {
    this.down(at, INITIATING, 1, mmeUe(mme), element(1, u8(0)), radioCause(16), element(104, container(bytes)))
  }

  pathSwitch(at: number, { mme, source, enb, tunnel }: PathSwitch): void {
    this.pathSwitchRequest(at, { source, enb, tunnel })
    this.pathSwitchAnswer(at + 10, { mme, enb })
  }

  pathSwitchRequest(at: number, { source, enb, tunnel }: Omit<PathSwitch, 'mme'>): void {
    const bearers = element(22, list(tunnelItem(23, 5, tunnel)))
    const before = element(88, integer(0, 0xffffffff, source))
    this.up(at, INITIATING, 3, enbUe(enb), bearers, before, cell, area)
  }

  pathSwitchAnswer(at: number, ids: Ids): void {
    this.down(at, SUCCESSFUL, 3, ...both(ids))
  }

  resetAll(at: number): void {
    this.down(at, INITIATING, 14, radioCause(0), element(92, u8(0)))
    this.up(at + 1, SUCCESSFUL, 14)
  }

  reset(at: number, ...connections: readonly Ids[]): void {
    const items = connections.map(({ mme, enb }) => {
      const item = new PerWriter().bits(1, 0).bits(3, 6).integer(0, 0xffffffff, mme)
      return element(91, item.integer(0, 0xffffff, enb).done())
    })
    const part = concat(u8(0x40), list(...items))
    this.down(at, INITIATING, 14, radioCause(0), element(92, part))
  }
}

interface NewBearer {
  readonly erab: number
  readonly qci: number
  /** The SGW's end. */
  readonly tunnel: Tunnel
  readonly bytes: Uint8Array
}

export interface Ids {
  readonly mme: number
  readonly enb: number
}

interface PathSwitch extends Ids {
  /** The id that the core knew the UE by. */
  readonly source: number
  readonly tunnel: Tunnel
}

export function both({ mme, enb }: Ids): readonly Element[] {
  return [mmeUe(mme), enbUe(enb)]
}

/** As InitialUEMessage tells it. */
export function sTmsi(mmec: number, tmsi: number): Element {
  return element(96, temporary(mmec, tmsi).done())
}

/** The UE's bearers at the target. */
export function admitted(tunnel: Tunnel): Element {
  const item = new PerWriter().bits(1, 0).bits(5, 0).bits(1, 0).bits(4, 5).bits(1, 0).bits(8, 31)
  const ip = Uint8Array.from(tunnel.address.split('.'), Number)
  return element(18, list(element(20, item.octets(concat(ip, u16(0), u16(tunnel.teid))).done())))
}
