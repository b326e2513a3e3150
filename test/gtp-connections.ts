/** Test helpers: connections as they come about, and the keys that the tracker gives their messages. */
import { expect } from 'vitest'
import { apn, bearer, cause, ebi, fteid, gtp2, imsi, paa, qos } from './make/gtp.ts'
import { messageOf } from './gtp-message.ts'
import type { Message } from '../src/model/message.ts'
import { GtpTracker } from '../src/protocols/gtp/tracker.ts'

export const MME = '10.0.0.10'
export const OTHER_MME = '10.0.0.11'
export const SGW = '10.0.0.41'
export const OTHER_SGW = '10.0.0.43'
export const SGW_S5 = '10.0.0.42'
export const PGW = '10.0.0.40'
export const ENB = '10.1.0.2'
export const IMSI = '001010000000001'

/** Messages on one clock; `send` gives the first key, which is the connection's. */
export class Wire {
  readonly #tracker = new GtpTracker()
  readonly messages: Message[] = []
  at = 0

  send(from: string, to: string, bytes: Uint8Array, port = 2123): string {
    const message = messageOf(bytes, { from, to, port, at: (this.at += 10) })
    this.#tracker.see(message)
    this.messages.push(message)
    return keyOf(message)
  }

  get last(): Message {
    return this.messages.at(-1)!
  }
}

function keyOf({ keys: [key] }: Message): string {
  return `${key!.kind}:${key!.value}`
}

export interface Attach {
  readonly imsi?: string
  readonly apn?: string
  readonly ebi?: number
  readonly sequence?: number
  /** TEIDs of MME, SGW (S11), SGW (S5), PGW. */
  readonly teids?: readonly [number, number, number, number]
  /** Where the UE's S11 tunnel is there already. */
  readonly addressed?: boolean
}

export const request = (
  {
    imsi: who = IMSI,
    apn: name = 'internet',
    ebi: id = 5,
    sequence = 1,
    teids = [0x11, 0x21, 0x22, 0x31],
    addressed,
  }: Attach = {},
  ...more: Uint8Array[]
) =>
  gtp2(
    32,
    { teid: addressed ? teids[1] : 0, sequence },
    imsi(who),
    fteid(10, teids[0], MME),
    fteid(7, 0, PGW, 1),
    apn(name),
    bearer(ebi(id), qos(9)),
    ...more,
  )

export const s5Request = ({
  imsi: who = IMSI,
  apn: name = 'internet',
  ebi: id = 5,
  sequence = 1,
  teids = [0x11, 0x21, 0x22, 0x31],
}: Attach = {}) =>
  gtp2(32, { teid: 0, sequence: sequence + 0x1000 }, imsi(who), fteid(6, teids[2], SGW_S5), apn(name), bearer(ebi(id)))

export const s5Response = ({ ebi: id = 5, sequence = 1, teids = [0x11, 0x21, 0x22, 0x31] }: Attach = {}) =>
  gtp2(
    33,
    { teid: teids[2], sequence: sequence + 0x1000 },
    cause(16),
    fteid(7, teids[3], PGW, 1),
    paa('10.45.0.5'),
    bearer(ebi(id), cause(16), fteid(5, teids[3] + 0x500, PGW, 2)),
  )

export const response = ({ ebi: id = 5, sequence = 1, teids = [0x11, 0x21, 0x22, 0x31] }: Attach = {}) =>
  gtp2(
    33,
    { teid: teids[0], sequence },
    cause(16),
    fteid(11, teids[1], SGW),
    fteid(7, teids[3], PGW, 1),
    bearer(ebi(id), cause(16), fteid(1, teids[1] + 0x500, SGW)),
  )

/** All four messages of a creation. */
export function attach(wire: Wire, options: Attach = {}): string {
  const keys = [
    wire.send(MME, SGW, request(options)),
    wire.send(SGW_S5, PGW, s5Request(options)),
    wire.send(PGW, SGW_S5, s5Response(options)),
    wire.send(SGW, MME, response(options)),
  ]
  expect(new Set(keys).size).toBe(1)
  return keys[0]!
}
