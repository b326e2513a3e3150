// BSSMAP, between an MSC and a base station system: TS 48.008. Named, with the cause and whom it is about.
import { octets } from '../../bytes/octets.ts'
import type { Out } from '../../model/message.ts'
import { readLayer3 } from '../layer3/layer3.ts'
import { mobileIdentity } from '../nas/identities.ts'
import type { Carrying, Extent } from './sccp-parts.ts'
import { BSSMAP_CAUSES } from './tables-causes.ts'
import { BSSMAP_MESSAGES } from './tables.ts'

/** Identifiers of IEs: §3.2.2. */
const CAUSE = 0x04
const IMSI = 0x08
const TMSI = 0x09
/** Of a Complete Layer 3 Information: what the phone began with. */
const LAYER_3 = 0x17
/** Octets of the values of IEs that have no length of their own. */
const FIXED: Readonly<Record<number, number>> = {
  0x01: 2,
  0x06: 1,
  0x0e: 1,
  0x14: 1,
  0x15: 1,
  0x19: 1,
  0x1b: 1,
  0x20: 1,
  0x21: 1,
  0x23: 1,
  0x2c: 1,
  0x31: 1,
  0x33: 1,
  0x40: 1,
}
/** IEs that have a length, as far as they stand before what is read. */
const WITH_LENGTH: ReadonlySet<number> = new Set([
  0x04, 0x05, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x10, 0x12, 0x13, 0x17, 0x1a,
])
const FAILURE = / (Failure|Reject)$/

/** Reads the message at [from, to), its type first; gives what it is called. */
export function readBssmap(bytes: Uint8Array, { from, to }: Extent, out: Out): Carrying {
  let [held, cause]: (string | undefined)[] = []
  const type = bytes[from]!
  const name = BSSMAP_MESSAGES[type] ?? `message ${type}`
  out.put('application', 'BSSMAP')
  out.put('bssmap_type', type, from, from + 1)
  if (FAILURE.test(name)) out.put('failed', true)
  for (let at = from + 1; at < to;) {
    const id = bytes[at]!
    const fixed = FIXED[id]
    // What follows an element of unknown form cannot be told from its value.
    if (fixed === undefined && !WITH_LENGTH.has(id)) break
    const start = fixed === undefined ? at + 2 : at + 1
    const end = start + (fixed ?? bytes[at + 1] ?? 0)
    if (end > to) {
      if (out.fault === '') out.fault = 'malformed'
      break
    }
    if (id === LAYER_3) held = readLayer3(bytes, { from: start, to: end, wireTo: end }, out)
    else cause = tell(bytes, { id, from: start, to: end }, out) ?? cause
    at = end
  }
  return { name, held, cause }
}

/** Gives the name of the cause, where that is what it is. */
function tell(bytes: Uint8Array, { id, from, to }: Extent & { readonly id: number }, out: Out): string | undefined {
  if (to <= from) return undefined
  if (id === CAUSE) {
    // A national cause has a second octet: §3.2.2.5.
    const value = bytes[from]! & 0x7f
    if ((bytes[from]! & 0x80) !== 0) return undefined
    const name = BSSMAP_CAUSES[value] ?? `cause ${value}`
    out.put('cause', { value, name }, from, to)
    return name
  }
  if (id === IMSI) {
    const imsi = mobileIdentity(bytes, from, to)?.['imsi']
    if (typeof imsi !== 'string') return undefined
    out.put('imsi', imsi, from, to)
    out.party({ role: 'served', imsi })
  } else if (id === TMSI && to - from === 4) out.put('tmsi', `0x${octets(bytes, from, to)}`, from, to)
  return undefined
}
