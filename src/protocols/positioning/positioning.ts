// What positioning says, by name: LPP between phone and server (TS 37.355 §6.2), LPPa and NRPPa between the radio network and
// the server (TS 36.455 §9.3.3, TS 38.455 §9.3.3).
import { Per } from '../../bytes/per.ts'
import type { Procedure } from '../aper/application.ts'
import type { Type } from '../aper/types.ts'
import * as tables from './tables.ts'

/** One message: its name, and its place among the kinds. */
interface LppMessage {
  readonly name: string
  readonly code: number
}

/** Unaligned PER: what is optional, the transaction, whether it is its end, numbers, then the body. */
export function lppMessage(bytes: Uint8Array, from: number, to: number): LppMessage | undefined {
  const per = new Per(bytes, from, to)
  const [hasTransaction, hasSequence, hasAcknowledgement, hasBody] = [per.flag(), per.flag(), per.flag(), per.flag()]
  if (hasTransaction) {
    const isExtended = per.flag()
    // Who began it, of whom later releases may know others; its number.
    if (per.flag()) return undefined
    per.bits(1 + 8)
    if (isExtended) return undefined
  }
  per.bits(1)
  if (hasSequence) per.bits(8)
  if (hasAcknowledgement) {
    const hasIndicator = per.flag()
    per.bits(hasIndicator ? 1 + 8 : 1)
  }
  if (per.fault !== '') return undefined
  if (!hasBody) return { name: 'acknowledgement', code: tables.LPP_MESSAGES.length }
  const code = per.flag() ? tables.LPP_MESSAGES.length : per.bits(4)
  const name = tables.LPP_MESSAGES[code]
  return per.fault === '' && name !== undefined ? { name, code } : undefined
}

export function lppName(bytes: Uint8Array, from: number, to: number): string | undefined {
  const message = lppMessage(bytes, from, to)
  return message && `LPP ${message.name}`
}

/** Which message of a procedure, as of S1AP and its kin: the choice, then the code. */
function annexName(name: string, procedures: Readonly<Record<number, Procedure>>): typeof lppName {
  return (bytes, from, to) => {
    if (to - from < 4 || (bytes[from]! & 0x80) !== 0) return undefined
    const called = procedures[bytes[from + 1]!]?.[(bytes[from]! >> 5) & 3]
    return called === undefined ? undefined : `${name} ${called}`
  }
}

export const lppaName = annexName('LPPa', tables.LPPA_PROCEDURES)
const nrppaName = annexName('NRPPa', tables.NRPPA_PROCEDURES)

/** An OCTET STRING that holds a message of LPPa or NRPPa. */
function carrying(nameOf: typeof lppName): Type {
  return (per) => {
    const octets = per.open()
    return per.fault === '' ? nameOf(octets.bytes, octets.at, octets.end) : undefined
  }
}

export const lppaMessage = carrying(lppaName)
export const nrppaMessage = carrying(nrppaName)
