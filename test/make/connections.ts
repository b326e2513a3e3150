/** PDN connections of many subscribers from creation to deletion, on S11 and S5: TS 29.274 §7.2, TS 23.401 §5.3.2.1. */
import * as gtp from './gtp.ts'
import type { Wire } from './wire.ts'

const [MME, SGW, SGW_S5, PGW] = ['10.0.0.10', '10.0.0.41', '10.0.0.42', '10.0.0.40'] as const
const [mme, sgw, s5, pgw] = [gtp.node(MME), gtp.node(SGW), gtp.node(SGW_S5), gtp.node(PGW)]

/** Messages of each connection. */
export const CONNECTION_MESSAGES = 14

/** The subscriber's number, from 1, and which of two connections it is. */
export interface Connecting {
  readonly n: number
  readonly second: boolean
}

/** Create Session, Modify Bearer, Create Bearer and Delete Session, each answered, hop by hop 2 ms apart. */
export function connection(wire: Wire, at: number, { n, second }: Connecting): void {
  const k = second ? 1 : 0
  const teids = { mme: 16 * n + 1, sgw: 16 * n + 2, s5: 0x100000 + 16 * n + k, pgw: 0x200000 + 16 * n + k }
  const sequence = 8 * n + 4 * k + 1
  const ebi = gtp.ebi(5 + k)
  created(wire, at, { n, second, teids, sequence })
  const there = gtp.bearer(ebi, gtp.fteid(0, 0x400000 + 16 * n + k, '10.1.0.2'))
  wire.udp(at + 40, mme, sgw, gtp.gtp2(34, { teid: teids.sgw, sequence: sequence + 1 }, there))
  const confirmed = gtp.gtp2(
    35,
    { teid: teids.mme, sequence: sequence + 1 },
    gtp.cause(16),
    gtp.bearer(ebi, gtp.cause(16)),
  )
  wire.udp(at + 43, sgw, mme, confirmed)
  const wanted = (teid: number, number: number) =>
    gtp.gtp2(95, { teid, sequence: number }, ebi, gtp.bearer(gtp.ebi(0), gtp.qos(1, 49)))
  const made = (teid: number, number: number) =>
    gtp.gtp2(96, { teid, sequence: number }, gtp.cause(16), gtp.bearer(gtp.ebi(7 + k), gtp.cause(16)))
  wire.udp(at + 1000, pgw, s5, wanted(teids.s5, sequence + 2))
  wire.udp(at + 1002, sgw, mme, wanted(teids.mme, sequence + 0x20000))
  wire.udp(at + 1010, mme, sgw, made(teids.sgw, sequence + 0x20000))
  wire.udp(at + 1012, s5, pgw, made(teids.pgw, sequence + 2))
  wire.udp(at + 3000, mme, sgw, gtp.gtp2(36, { teid: teids.sgw, sequence: sequence + 3 }, ebi))
  wire.udp(at + 3002, s5, pgw, gtp.gtp2(36, { teid: teids.pgw, sequence: sequence + 0x30000 }, ebi))
  wire.udp(at + 3004, pgw, s5, gtp.gtp2(37, { teid: teids.s5, sequence: sequence + 0x30000 }, gtp.cause(16)))
  wire.udp(at + 3006, sgw, mme, gtp.gtp2(37, { teid: teids.mme, sequence: sequence + 3 }, gtp.cause(16)))
}

interface Creating extends Connecting {
  readonly teids: { readonly mme: number; readonly sgw: number; readonly s5: number; readonly pgw: number }
  readonly sequence: number
}

function created(wire: Wire, at: number, { n, second, teids, sequence }: Creating): void {
  const k = second ? 1 : 0
  const imsi = `00101${String(n).padStart(10, '0')}`
  const asked = (teid: number, number: number, ...ends: Uint8Array[]) =>
    gtp.gtp2(
      32,
      { teid, sequence: number },
      gtp.imsi(imsi),
      ...ends,
      gtp.apn(second ? 'ims' : 'internet'),
      gtp.paa('0.0.0.0'),
      gtp.bearer(gtp.ebi(5 + k), gtp.qos(9)),
    )
  const bearer = gtp.bearer(gtp.ebi(5 + k), gtp.cause(16), gtp.fteid(1, 0x300000 + 16 * n + k, '10.0.0.1'))
  const address = `10.45.${n >> 7}.${((n & 127) << 1) + k}`
  const answer = (teid: number, number: number, ...ends: Uint8Array[]) =>
    gtp.gtp2(33, { teid, sequence: number }, gtp.cause(16), ...ends, gtp.paa(address), bearer)
  const anchor = gtp.fteid(7, teids.pgw, PGW, 1)
  const own = gtp.fteid(10, teids.mme, MME)
  wire.udp(at, mme, sgw, asked(second ? teids.sgw : 0, sequence, own, gtp.fteid(7, 0, PGW, 1)))
  wire.udp(at + 2, s5, pgw, asked(0, sequence + 0x10000, gtp.fteid(6, teids.s5, SGW_S5)))
  wire.udp(at + 4, pgw, s5, answer(teids.s5, sequence + 0x10000, anchor))
  wire.udp(at + 6, sgw, mme, answer(teids.mme, sequence, gtp.fteid(11, teids.sgw, SGW), anchor))
}
