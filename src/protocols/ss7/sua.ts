// What SUA says in place of SCCP: RFC 3868 §3.3, §3.10.
import { u32 } from '../../bytes/octets.ts'
import type { Out } from '../../model/message.ts'
import { suaAddress } from './address.ts'
import type { Parameter } from './management.ts'
import { putCause, returned } from './sccp.ts'
import type { SccpParts } from './sccp-parts.ts'
import { type Naming, readUser } from './users.ts'

/** Types of SCCP by class and type: RFC 3868 §1.4.2, §3.1.2. */
const SCCP_TYPES: Readonly<Record<number, number>> = {
  0x0701: 9,
  0x0702: 10,
  0x0801: 1,
  0x0802: 2,
  0x0803: 3,
  0x0804: 4,
  0x0805: 5,
  0x0806: 14,
  0x0807: 13,
  0x0808: 6,
  0x0809: 8,
  0x080a: 15,
  0x080b: 16,
}
const RETURNED = 10
const REFUSED = 3
/** Parameters: §3.10. */
const SOURCE = 0x0102
const DESTINATION = 0x0103
const SOURCE_REFERENCE = 0x0104
const DESTINATION_REFERENCE = 0x0105
const CAUSE = 0x0106
export const SUA_DATA = 0x010b

/** The parts of the message of class and type `kind`; undefined where it is none in place of SCCP. */
export function suaParts(bytes: Uint8Array, kind: number, all: readonly Parameter[]): SccpParts | undefined {
  const type = SCCP_TYPES[kind]
  if (type === undefined) return undefined
  const part = (tag: number): Parameter | undefined => all.find((one) => one.tag === tag)
  const word = (tag: number): number | undefined => {
    const found = part(tag)
    return found && found.to - found.from === 4 ? u32(bytes, found.from) : undefined
  }
  const [dlr, slr, cause] = [DESTINATION_REFERENCE, SOURCE_REFERENCE, CAUSE].map(word)
  const [called, calling, data] = [DESTINATION, SOURCE, SUA_DATA].map(part)
  return {
    type,
    ...(dlr !== undefined && { dlr }),
    ...(slr !== undefined && { slr }),
    // A type of cause stands before its value: §3.10.6.
    ...(cause !== undefined && { cause: cause & 255 }),
    ...(called && { called }),
    ...(calling && { calling }),
    ...(data && { data }),
  }
}

/** Reads them; gives what the message is called by what it carries, where that is told. */
export function readSua(bytes: Uint8Array, parts: SccpParts, name: string, out: Out): Naming {
  const { type, dlr, slr, cause, data } = parts
  out.put('sccp_type', type)
  if (type === RETURNED || type === REFUSED) out.put('failed', true)
  out.put('dlr', dlr)
  out.put('slr', slr)
  if (cause !== undefined) putCause(type, cause, out)
  const called = parts.called && suaAddress(bytes, parts.called.from, parts.called.to)
  const calling = parts.calling && suaAddress(bytes, parts.calling.from, parts.calling.to)
  out.put('called', called)
  out.put('calling', calling)
  const naming = data && readUser(bytes, data, [called?.ssn, calling?.ssn], out)
  return returned(naming ?? { name, short: name }, parts)
}
