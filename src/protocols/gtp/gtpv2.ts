// GTPv2-C, which sets up, changes and ends PDN connections of the EPC: TS 29.274.
import { hex } from '../../bytes/text.ts'
import { u24, u32 } from '../../bytes/octets.ts'
import type { Out } from '../../model/message.ts'
import { describe } from './described.ts'
import { Elements } from './elements.ts'
import { readElements2 } from './elements-v2.ts'
import { HAS_TEID, headerLength, messageLength, PIGGYBACKED } from './recognize.ts'
import { MESSAGES } from './tables-v2.ts'

/** Bit 3, where there is a TEID: the high nibble of the last octet is the message's priority. §5.5.1 */
const HAS_PRIORITY = 0x04
/** Causes from here on refuse: Table 8.4-1. */
const FIRST_REJECTION = 64

export interface Extent {
  readonly from: number
  readonly to: number
  /** Where the bytes ended on the wire. */
  readonly wireTo: number
}

export function decode2(bytes: Uint8Array, { from, to, wireTo }: Extent, out: Out): void {
  const flags = bytes[from]!
  const type = bytes[from + 1]!
  const elements = new Elements(bytes, out, type)
  const name = MESSAGES[type] ?? `Unknown(${type})`
  const body = from + headerLength(flags)
  const end = from + messageLength(bytes, from)
  if (out.tree) out.open('GPRS Tunneling Protocol V2', from, Math.min(end, to))
  elements.put('version', 2, from, from + 1)
  elements.put('message_type_code', type, from + 1, from + 2)
  if (body <= to) readHeader(elements, from, flags)
  if (end > wireTo || body > wireTo) elements.fail('malformed')
  readElements2(elements, { from: body, to: Math.min(end, to), wireTo: Math.min(end, wireTo) })
  if (end > to) elements.fail('cut')
  const { fields } = elements
  if ((fields['cause_code'] as number) >= FIRST_REJECTION) fields['failed'] = true
  describe(elements, 'GTPv2', name)
  if (out.tree) out.close()
  if (elements.fault !== '') out.fault = elements.fault
}

/** §5.1, §5.4. */
function readHeader(elements: Elements, from: number, flags: number): void {
  const { bytes } = elements
  const hasTeid = (flags & HAS_TEID) !== 0
  const at = hasTeid ? from + 8 : from + 4
  if (hasTeid) elements.put('teid', hex(u32(bytes, from + 4), 8), from + 4, from + 8)
  elements.put('sequence', u24(bytes, at), at, at + 3)
  if (hasTeid && (flags & HAS_PRIORITY) !== 0) elements.put('message_priority', bytes[at + 3]! >> 4, at + 3, at + 4)
  if ((flags & PIGGYBACKED) !== 0) elements.put('piggybacked', true, from, from + 1)
}
