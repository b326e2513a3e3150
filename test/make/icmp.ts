/** Errors of ICMP (RFC 792) and ICMPv6 (RFC 4443): they quote the beginning of what was not delivered. */
import type { End } from './internet.ts'
import { ip, UDP, udp } from './internet.ts'
import { concat, u8 } from './octets.ts'
import type { Wire } from './wire.ts'

const ICMP = 1
const ICMPV6 = 58
/** Of the packet that is quoted: as much as most hosts do. */
const QUOTED = 548

export interface Undelivered {
  readonly from: End
  readonly to: End
  readonly payload: Uint8Array
}

/** `by` says that a datagram did not get where it should. */
export function icmpError(
  wire: Wire,
  at: number,
  { by, type, code }: { by: string; type: number; code: number },
  { from, to, payload }: Undelivered,
): void {
  const quoted = ip(from.address, to.address, UDP, udp(from, to, payload)).slice(0, QUOTED)
  const error = concat(u8(type, code, 0, 0, 0, 0, 0, 0), quoted)
  const protocol = by.includes(':') ? ICMPV6 : ICMP
  wire.packet(at, ip(by, from.address, protocol, error, { id: wire.nextId() }))
}
