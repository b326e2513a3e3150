/** SS7 as its own links carry it, where a capture holds these: MTP level 3 (ITU-T Q.704), SCCP (Q.713). */
import type { Out, Protocol, Where } from '../../model/message.ts'
import { mtp3, readTransfer, SCCP } from './mtp3.ts'
import { readSccp } from './sccp.ts'
import { type SccpParts, sccpParts } from './sccp-parts.ts'
import { SCCP_MESSAGES } from './tables.ts'
import { Ss7Tracker } from './tracker.ts'
import type { Naming } from './users.ts'

const LONGEST_SHORT = 80
/** Service octet, routing label, and something carried. */
const SHORTEST = 6

export const mtp: Protocol = {
  name: 'MTP3',
  group: 'SS7',
  dissectors: ['mtp3'],
  recognize: (_bytes, from, to) => to - from >= SHORTEST,
  decode(bytes, from, to, wireTo, _where: Where, out) {
    if (to < wireTo) out.fault = 'cut'
    const transfer = mtp3(bytes, from, to)
    out.open('Message Transfer Part Level 3', from, to)
    tell(out, transfer && readTransfer(bytes, transfer, out))
    out.close()
  },
  track: () => new Ss7Tracker(sccpIn),
}

export const sccp: Protocol = {
  name: 'SCCP',
  group: 'SS7',
  dissectors: ['sccp'],
  recognize: (bytes, from, to) => from < to && SCCP_MESSAGES[bytes[from]!] !== undefined,
  decode(bytes, from, to, wireTo, _where: Where, out) {
    if (to < wireTo) out.fault = 'cut'
    tell(out, readSccp(bytes, from, to, out))
  },
  track: () => new Ss7Tracker(sccpParts),
}

function sccpIn(bytes: Uint8Array, from: number, to: number): SccpParts | undefined {
  const transfer = mtp3(bytes, from, to)
  return transfer?.service === SCCP ? sccpParts(bytes, transfer.from, transfer.to) : undefined
}

function tell(out: Out, naming: Naming | undefined): void {
  if (!naming && out.fault === '') out.fault = 'malformed'
  const { name, short } = naming ?? { name: 'Message', short: 'MTP3' }
  out.name(name, short.slice(0, LONGEST_SHORT))
}
