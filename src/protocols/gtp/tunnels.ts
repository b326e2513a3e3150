// The tunnel ends that a message gives away: F-TEIDs of version 2; TEIDs with GSN addresses of version 1.
import { type Fields, listOf, NO_TEID } from './elements.ts'
import { isControl } from './procedures.ts'

/** One end of a tunnel, as its own node gave it: `teid@address`. */
export interface TunnelEnd {
  readonly end: string
  /** Interface type of version 2; −1 in version 1. */
  readonly type: number
  readonly isControl: boolean
}

/** Of the fields themselves, not of the groups within. */
export function endsOf(fields: Fields): TunnelEnd[] {
  const ends: TunnelEnd[] = []
  for (const { teid, interface: type, ipv4, ipv6 } of listOf(fields['fteids'])) {
    if (teid === NO_TEID || typeof type !== 'number') continue
    for (const address of [ipv4, ipv6]) {
      if (typeof address === 'string')
        ends.push({ end: `${teid as string}@${address}`, type, isControl: isControl(type) })
    }
  }
  const addresses = fields['gsn_addresses'] as readonly string[] | undefined
  if (addresses === undefined) return ends
  // TS 29.060 §7.7.32: the first address is for signalling, the second for the user's packets.
  const [control, user = control] = addresses
  const { teid_control, teid_data } = fields
  if (isEnd(teid_control)) ends.push({ end: `${teid_control}@${control!}`, type: -1, isControl: true })
  if (isEnd(teid_data)) ends.push({ end: `${teid_data}@${user!}`, type: -1, isControl: false })
  return ends
}

function isEnd(teid: unknown): teid is string {
  return typeof teid === 'string' && teid !== NO_TEID
}
