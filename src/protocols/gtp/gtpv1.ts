// GTPv1-C (TS 29.060), the control messages of GTP-U (TS 29.281), GTPv0 (GSM 09.60) and GTP′ (TS 32.295).
import { tbcd } from '../../bytes/digits.ts'
import { hex } from '../../bytes/text.ts'
import { octets, u16, u32 } from '../../bytes/octets.ts'
import type { Out } from '../../model/message.ts'
import { describe } from './described.ts'
import { Elements } from './elements.ts'
import { fixedLength, fixedLength0, readElements1 } from './elements-v1.ts'
import type { Extent } from './gtpv2.ts'
import { headerLength, messageLength, OPTIONAL_FIELDS } from './recognize.ts'
import { EXTENSIONS, MESSAGES } from './tables-v1.ts'

const HAS_EXTENSION = 0x04
const HAS_SEQUENCE = 0x02
const HAS_NPDU = 0x01
const MOST_EXTENSIONS = 16
const PDU_SESSION_CONTAINER = 0x85
const TUNNEL_STATUS = 253
/** A packet of the user: its bytes are no elements. */
export const G_PDU = 255
/** Causes from here on refuse: TS 29.060 Table 38. */
const FIRST_REJECTION = 192
const CDR_DECODING_ERROR = 177

/** A message with the header of version 1. */
interface Extent1 extends Extent {
  /** `GTPv1` or `GTP-U`. */
  readonly protocol: string
}

export function decode1(bytes: Uint8Array, extent: Extent1, out: Out): void {
  const { from, to, wireTo } = extent
  const flags = bytes[from]!
  const elements = begin(bytes, extent, out)
  const end = from + messageLength(bytes, from)
  elements.put('version', 1, from, from + 1)
  elements.put('message_type_code', elements.message, from + 1, from + 2)
  if (from + 8 <= to) elements.put('teid', hex(u32(bytes, from + 4), 8), from + 4, from + 8)
  const known = Math.min(end, to)
  const body =
    (flags & OPTIONAL_FIELDS) === 0
      ? from + 8
      : readOptional(elements, { from, to: known, wireTo: Math.min(end, wireTo) })
  if (end > wireTo) elements.fail('malformed')
  const isUser = elements.message === G_PDU || elements.message === TUNNEL_STATUS
  if (body >= 0 && !isUser) {
    readElements1({ from: body, to: known, wireTo: Math.min(end, wireTo) }, elements, fixedLength)
  }
  finish(elements, extent.protocol, { end, to })
}

function begin(bytes: Uint8Array, { from, to }: Extent, out: Out): Elements {
  if (out.tree) out.open('GPRS Tunneling Protocol', from, Math.min(from + messageLength(bytes, from), to))
  return new Elements(bytes, out, bytes[from + 1]!)
}

function finish(elements: Elements, protocol: string, { end, to }: { end: number; to: number }): void {
  const { out, fields } = elements
  if (end > to) elements.fail('cut')
  const cause = fields['cause_code'] as number
  if (cause >= FIRST_REJECTION || cause === CDR_DECODING_ERROR) fields['failed'] = true
  describe(elements, protocol, MESSAGES[elements.message] ?? `Unknown(${elements.message})`)
  if (out.tree) out.close()
  if (elements.fault !== '') out.fault = elements.fault
}

/** Sequence, N-PDU number and extension headers: TS 29.281 §5.1, §5.2. Where the body starts, or −1. */
function readOptional(elements: Elements, { from, to, wireTo }: Extent): number {
  const { bytes } = elements
  const flags = bytes[from]!
  if (from + 12 > to) return -1
  if ((flags & HAS_SEQUENCE) !== 0) elements.put('sequence', u16(bytes, from + 8), from + 8, from + 10)
  if ((flags & HAS_NPDU) !== 0) elements.put('n_pdu', bytes[from + 10], from + 10, from + 11)
  let at = from + 12
  let next = (flags & HAS_EXTENSION) === 0 ? 0 : bytes[from + 11]!
  for (let i = 0; next !== 0 && i < MOST_EXTENSIONS; i++) {
    const end = at < to ? at + bytes[at]! * 4 : at + 1
    if (end <= at || end > to) {
      elements.fail(end > at && end <= wireTo ? 'cut' : 'malformed')
      return -1
    }
    readExtension(elements, next, { from: at, to: end })
    at = end
    next = bytes[end - 1]!
  }
  return at
}

function readExtension(elements: Elements, type: number, { from, to }: { from: number; to: number }): void {
  const name = EXTENSIONS[type] ?? `Extension ${type}`
  elements.add('extensions', name)
  // TS 38.415 §5.5.2: QoS flow.
  if (type === PDU_SESSION_CONTAINER) elements.put('qfi', elements.bytes[from + 2]! & 63, from + 2, from + 3)
  if (elements.out.tree) elements.show(name, octets(elements.bytes, from + 1, to - 1), from, to)
}

/** GSM 09.60 §6: a header of 20 octets, whose last 8 name the subscriber and the context. */
export function decode0(bytes: Uint8Array, extent: Extent, out: Out): void {
  const { from, to, wireTo } = extent
  const elements = begin(bytes, extent, out)
  const body = from + 20
  const end = from + messageLength(bytes, from)
  elements.put('version', 0, from, from + 1)
  elements.put('message_type_code', elements.message, from + 1, from + 2)
  elements.put('sequence', u16(bytes, from + 4), from + 4, from + 6)
  if (body <= to && elements.message > LAST_PATH_MESSAGE) {
    elements.put('flow_label', u16(bytes, from + 6), from + 6, from + 8)
    readTunnelId(elements, from + 12)
  }
  if (end > wireTo) elements.fail('malformed')
  if (body <= to && elements.message !== G_PDU) {
    readElements1({ from: body, to: Math.min(end, to), wireTo: Math.min(end, wireTo) }, elements, fixedLength0)
  }
  finish(elements, 'GTPv0', { end, to })
}

const LAST_PATH_MESSAGE = 7

/** The tunnel identifier: up to 15 digits of the IMSI, and the NSAPI in the last half octet. */
function readTunnelId(elements: Elements, at: number): void {
  const { bytes } = elements
  elements.put('imsi', tbcd(bytes, at, at + 8).slice(0, 15), at, at + 8)
  elements.put('nsapi', bytes[at + 7]! >> 4, at + 7, at + 8)
}

/** TS 32.295 §6.2.1. */
export function decodePrime(bytes: Uint8Array, extent: Extent, out: Out): void {
  const { from, to, wireTo } = extent
  const flags = bytes[from]!
  const elements = begin(bytes, extent, out)
  const body = from + headerLength(flags)
  const end = from + messageLength(bytes, from)
  elements.put('version', flags >> 5, from, from + 1)
  elements.put('message_type_code', elements.message, from + 1, from + 2)
  elements.put('sequence', u16(bytes, from + 4), from + 4, from + 6)
  if (end > wireTo) elements.fail('malformed')
  if (body <= to) {
    readElements1({ from: body, to: Math.min(end, to), wireTo: Math.min(end, wireTo) }, elements, fixedLength)
  }
  finish(elements, 'GTP′', { end, to })
}
