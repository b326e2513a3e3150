/** SS7 as its own links carry it, where a capture holds these: MTP level 3 (ITU-T Q.704), SCCP (Q.713). */
import type { Out, Protocol, Where } from '../../model/message.ts'
import { mtp3, readTransfer, SCCP } from './mtp3.ts'
import { readSccp } from './sccp.ts'
import type { Extent } from './sccp-parts.ts'
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
    const transfer = mtp3(bytes, from, to)
    out.open('Message Transfer Part Level 3', from, to)
    tell(out, transfer && readTransfer(bytes, transfer, out), to < wireTo)
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
    tell(out, readSccp(bytes, from, to, out), to < wireTo)
  },
  track: () => new Ss7Tracker((_bytes, from, to) => ({ from, to })),
}

function sccpIn(bytes: Uint8Array, from: number, to: number): Extent | undefined {
  const transfer = mtp3(bytes, from, to)
  return transfer?.service === SCCP ? transfer : undefined
}

function tell(out: Out, naming: Naming | undefined, isCut: boolean): void {
  if (isCut) out.fault = 'cut'
  else if (!naming) out.fault = 'malformed'
  const { name, short } = naming ?? { name: 'Message', short: 'MTP3' }
  out.name(name, short.slice(0, LONGEST_SHORT))
}
