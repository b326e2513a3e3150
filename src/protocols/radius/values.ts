// Values of attributes: RFC 2865 §5, RFC 2868 §3, RFC 3162 §2, TS 29.061 §16.4.7. Undefined where they lie about themselves.
import { formatIPv4, formatIPv6 } from '../../bytes/address.ts'
import { octets, u32, unsigned } from '../../bytes/octets.ts'
import { text } from '../../bytes/text.ts'
import { userLocationAt } from '../diameter/location.ts'
import { prefixAt } from '../diameter/values.ts'
import { eapAt } from '../eap/eap.ts'
import { timeZone } from '../gtp/values.ts'
import type { Attribute } from './tables.ts'

const MOST_OF_A_NUMBER = 6
const REDACTED = '<redacted>'
/** Tags of tunnels end here; a greater first octet is text already: RFC 2868 §3.3. */
const LAST_TAG = 0x1f

type Kind = Attribute['kind']
type Reader = (bytes: Uint8Array, from: number, to: number) => unknown

const READERS: Readonly<Record<Kind, Reader>> = {
  eap: eapAt,
  secret: () => REDACTED,
  text,
  octets,
  number: (bytes, from, to) => (to - from <= MOST_OF_A_NUMBER ? unsigned(bytes, from, to - from) : undefined),
  time: (bytes, from, to) => (to - from === 4 ? new Date(u32(bytes, from) * 1000).toISOString() : undefined),
  ipv4: (bytes, from, to) => (to - from === 4 ? formatIPv4(bytes, from) : undefined),
  ipv6: (bytes, from, to) => (to - from === 16 ? formatIPv6(bytes, from) : undefined),
  prefix: (bytes, from, to) => (to - from >= 2 ? prefixAt(bytes, from, to) : undefined),
  'tagged-number': (bytes, from, to) => (to - from === 4 ? unsigned(bytes, from + 1, 3) : undefined),
  'tagged-text': (bytes, from, to) => text(bytes, to > from && bytes[from]! <= LAST_TAG ? from + 1 : from, to),
  location: (bytes, from, to) => (to > from ? userLocationAt(bytes, from, to) : undefined),
  'time-zone': (bytes, from, to) => (to > from ? timeZone(bytes, from, to) : undefined),
}

export function valueOf(bytes: Uint8Array, kind: Kind, { from, to }: { from: number; to: number }): unknown {
  return READERS[kind](bytes, from, to)
}
