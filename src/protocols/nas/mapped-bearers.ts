// EPS bearers that a PDU session's flows become in EPS: TS 24.501 §9.11.4.8.
import { u16 } from '../../bytes/octets.ts'
import { apnAmbr, epsQos, extendedAmbr, extendedEpsQos, tft } from './qos.ts'
import type { Reader } from './values.ts'

type Fields = Record<string, unknown>

const OPERATIONS = ['reserved', 'create', 'delete', 'modify']
const MOST_BEARERS = 16

/** Parameters, and the field that each goes to; '' where it has several of its own. */
const PARAMETERS: Readonly<Record<number, readonly [field: string, read: Reader]>> = {
  1: ['', epsQos],
  2: ['', extendedEpsQos],
  3: ['tft', tft],
  4: ['ambr', apnAmbr],
  5: ['ambr', extendedAmbr],
}

export const mappedBearers: Reader = (bytes, from, to) => {
  const found: Fields[] = []
  for (let at = from; at + 4 <= to && found.length < MOST_BEARERS;) {
    const end = at + 3 + u16(bytes, at + 1)
    if (end > to || end < at + 4) return undefined
    const bearer: Fields = { ebi: bytes[at]! >> 4, operation: OPERATIONS[bytes[at + 3]! >> 6] }
    readParameters(bytes, at + 4, end, bearer)
    found.push(bearer)
    at = end
  }
  return found
}

/** The bearer's length bounds them. */
function readParameters(bytes: Uint8Array, from: number, to: number, bearer: Fields): void {
  for (let at = from; at + 2 <= to;) {
    const [start, end] = [at + 2, at + 2 + bytes[at + 1]!]
    if (end > to) return
    const [field, read] = PARAMETERS[bytes[at]!] ?? []
    const value = start < end ? read?.(bytes, start, end) : undefined
    if (value !== undefined && field === '') Object.assign(bearer, value)
    else if (value !== undefined) bearer[field!] = value
    at = end
  }
}
