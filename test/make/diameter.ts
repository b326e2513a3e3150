/** Diameter: RFC 6733. Numbers are written here once more, so that a wrong one in the product shows. */
import type { End } from './internet.ts'
import { concat, u16, u32, u8, utf8, zeros } from './octets.ts'
import { Association } from './sctp.ts'
import type { Side, Wire } from './wire.ts'

const TGPP = 10_415

export type Value = string | number | Uint8Array | readonly Uint8Array[]

/** An AVP with its padding: text, a 32-bit number, octets, or a group. Mandatory; of a vendor with the flag for it. */
export function avp(code: number, value: Value, vendor = 0): Uint8Array {
  const data = octetsOf(value)
  const header = vendor === 0 ? 8 : 12
  const length = header + data.length
  const vendorFields = vendor === 0 ? [] : [u32(vendor)]
  const flags = vendor === 0 ? 0x40 : 0xc0
  return concat(u32(code), u8(flags), u24(length), ...vendorFields, data, zeros((4 - (length % 4)) % 4))
}

/** One of 3GPP. */
export function tgpp(code: number, value: Value): Uint8Array {
  return avp(code, value, TGPP)
}

function octetsOf(value: Value): Uint8Array {
  if (typeof value === 'string') return utf8(value)
  if (typeof value === 'number') return u32(value)
  return value instanceof Uint8Array ? value : concat(...value)
}

function u24(value: number): Uint8Array {
  return u8((value >>> 16) & 255, (value >>> 8) & 255, value & 255)
}

/** 64 bits. */
export function u64(value: number): Uint8Array {
  return u32(Math.floor(value / 2 ** 32), value % 2 ** 32)
}

/** Family and bytes of an IPv4 address. */
export function address(text: string): Uint8Array {
  return concat(u16(1), Uint8Array.from(text.split('.'), Number))
}

/** Bare bytes of an IPv4 address. */
export function ipv4(text: string): Uint8Array {
  return Uint8Array.from(text.split('.'), Number)
}

/** Digits, two in an octet, the low half first, filled up with 15. */
export function tbcd(digits: string): Uint8Array {
  const even = digits.length % 2 === 0 ? digits : `${digits}f`
  return Uint8Array.from(even.match(/../g) ?? [], (pair) => parseInt(pair[1]! + pair[0]!, 16))
}

export interface Header {
  readonly command: number
  readonly application?: number
  readonly request: boolean
  readonly hopByHop?: number
  readonly endToEnd?: number
  /** Besides the one of a request: 0x40 proxiable, 0x20 error, 0x10 retransmitted. */
  readonly flags?: number
}

/** A message of these AVPs. */
export function diameterMessage(header: Header, ...avps: readonly Uint8Array[]): Uint8Array {
  const { command, application = 0, request, hopByHop = 1, endToEnd = hopByHop, flags = 0x40 } = header
  const body = concat(...avps)
  return concat(
    u8(1),
    u24(20 + body.length),
    u8(flags | (request ? 0x80 : 0)),
    u24(command),
    u32(application, hopByHop, endToEnd),
    body,
  )
}

/** Two peers and the connection between them; identifiers count up. */
export class Peers {
  readonly client: Peer
  readonly server: Peer
  readonly #send: (at: number, side: Side, bytes: Uint8Array) => void
  #next: number

  constructor(wire: Wire, ends: { client: Peer; server: Peer }, options: PeersOptions = {}) {
    const { at = 0, over = 'tcp', first = 0x1000, ppid = 46 } = options
    this.client = ends.client
    this.server = ends.server
    this.#next = first
    if (over === 'tcp') {
      const connection = wire.connect(at, ends.client.end, ends.server.end)
      this.#send = (time, side, bytes) => connection.send(time, side, bytes)
    } else {
      const association = new Association(wire, at, { client: ends.client.end, server: ends.server.end })
      this.#send = (time, side, bytes) => association.send(time, side, bytes, { ppid })
    }
  }

  /** Bytes as they are. */
  send(at: number, side: Side, bytes: Uint8Array): void {
    this.#send(at, side, bytes)
  }

  /** Sends a request; gives what its answer must repeat. */
  ask(at: number, side: Side, { avps, ...fields }: Asked): Asking {
    const id = this.#next++
    const { hopByHop = id, endToEnd = id } = fields
    const { session, host, realm } = this.#told(side, fields)
    const header = { ...fields, request: true, hopByHop, endToEnd }
    this.send(at, side, diameterMessage(header, ...session, avp(264, host), avp(296, realm), ...avps))
    return { ...header, side, session: fields.session }
  }

  /** Sends the answer; a `result` of 0 leaves the code to `avps`. */
  answer(at: number, asking: Asking, { result = 2001, avps = [] }: Answered = {}): void {
    const { command, application, hopByHop, endToEnd } = asking
    const side = asking.side === 'client' ? 'server' : 'client'
    const { session, host, realm } = this.#told(side, { session: asking.session })
    const code = result === 0 ? [] : [avp(268, result)]
    const header = { command, application: application ?? 0, hopByHop, endToEnd, request: false }
    this.send(at, side, diameterMessage(header, ...session, ...code, avp(264, host), avp(296, realm), ...avps))
  }

  /** A request from the client, and the server's answer `after` milliseconds later. */
  exchange(at: number, asked: Asked, answered: Answered & { after?: number; side?: Side } = {}): void {
    const asking = this.ask(at, answered.side ?? 'client', asked)
    this.answer(at + (answered.after ?? 5), asking, answered)
  }

  #told(side: Side, { session, origin }: { session?: string | undefined; origin?: string }): Told {
    const { host, realm } = side === 'client' ? this.client : this.server
    return { session: session === undefined ? [] : [avp(263, session)], host: origin ?? host, realm }
  }
}

interface Told {
  readonly session: Uint8Array[]
  readonly host: string
  readonly realm: string
}

export interface Peer {
  readonly end: End
  readonly host: string
  readonly realm: string
}

export interface PeersOptions {
  readonly at?: number
  readonly over?: 'tcp' | 'sctp'
  /** The first identifier. */
  readonly first?: number
  readonly ppid?: number
}

export interface Asked {
  readonly command: number
  readonly application?: number
  readonly session?: string
  /** The request's own origin, where an agent passes it on. */
  readonly origin?: string
  readonly hopByHop?: number
  readonly endToEnd?: number
  readonly flags?: number
  readonly avps: readonly Uint8Array[]
}

export interface Asking {
  readonly command: number
  readonly application?: number
  readonly session?: string | undefined
  readonly hopByHop: number
  readonly endToEnd: number
  readonly side: Side
}

export interface Answered {
  readonly result?: number
  readonly avps?: readonly Uint8Array[]
}
