// SCCP: ITU-T Q.713.
import type { Out } from '../../model/message.ts'
import { partyAddress } from './address.ts'
import { type SccpParts, sccpParts } from './sccp-parts.ts'
import { CONNECTION_CAUSES, RETURN_CAUSES } from './tables-reasons.ts'
import { SCCP_MESSAGES } from './tables.ts'
import { type Naming, readUser } from './users.ts'

/** Services, which say that a message could not be delivered, and refusals. */
const RETURNED: ReadonlySet<number> = new Set([10, 18, 20])
const REFUSED = 3

/** Reads the message at [from, to); gives what it is called, by what it carries where that is told. */
export function readSccp(bytes: Uint8Array, from: number, to: number, out: Out): Naming {
  const type = bytes[from]!
  const name = SCCP_MESSAGES[type] ?? `type ${type}`
  out.open('Signalling Connection Control Part', from, to)
  out.put('sccp_type', type, from, from + 1)
  out.put('sccp_name', name)
  if (RETURNED.has(type) || type === REFUSED) out.put('failed', true)
  const parts = sccpParts(bytes, from, to, out.fault === 'cut')
  if (!parts && out.fault === '') out.fault = 'malformed'
  const carried = parts && readParts(bytes, parts, out)
  out.close()
  return returned(carried ?? { name: `SCCP ${name}`, short: `SCCP ${name}` }, { ...parts, type })
}

/** What came back, or asked for a connection in vain, is called by why, too. */
export function returned(naming: Naming, { type, cause = -1 }: SccpParts): Naming {
  const reason = (RETURNED.has(type) ? RETURN_CAUSES : type === REFUSED ? CONNECTION_CAUSES[type] : undefined)?.[cause]
  return reason === undefined ? naming : { name: naming.name, short: `${naming.short} (${reason})` }
}

export function putCause(type: number, cause: number, out: Out): void {
  const [field, names] = RETURNED.has(type) ? ['return_cause', RETURN_CAUSES] : ['sccp_cause', CONNECTION_CAUSES[type]]
  out.put(field, cause)
  out.put(`${field}_name`, names?.[cause])
}

function readParts(bytes: Uint8Array, parts: SccpParts, out: Out): Naming | undefined {
  const { type, dlr, slr, called: calledAt, calling: callingAt, data, segment, more, cause } = parts
  out.put('dlr', dlr)
  out.put('slr', slr)
  if (cause !== undefined) putCause(type, cause, out)
  const called = calledAt && partyAddress(bytes, calledAt.from, calledAt.to)
  const calling = callingAt && partyAddress(bytes, callingAt.from, callingAt.to)
  out.put('called', called, calledAt?.from, calledAt?.to)
  out.put('calling', calling, callingAt?.from, callingAt?.to)
  if (segment) {
    const { isFirst: first, remaining, reference } = segment
    out.put('segment', { first, remaining, reference })
  }
  if (more) out.put('more', true)
  const isPart = more === true || (segment && !(segment.isFirst && segment.remaining === 0))
  return data && !isPart ? readUser(bytes, data, [called?.ssn, calling?.ssn], out) : undefined
}
