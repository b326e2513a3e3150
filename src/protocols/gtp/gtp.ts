/** GTP in all its versions: TS 29.274, TS 29.060, TS 29.281, TS 32.295, GSM 09.60. */
import type { Out, Protocol, Where } from '../../model/message.ts'
import { decode0, decode1, decodePrime } from './gtpv1.ts'
import { decode2 } from './gtpv2.ts'
import { GTP_PRIME, GTP_V0, GTP_V1, GTP_V2, recognize, split, versionOf } from './recognize.ts'
import { GtpTracker } from './tracker.ts'

const USER_PLANE = 2152
/** Messages that version 1 has for the user plane alone: TS 29.281 Table 6.1-1. */
const USER_MESSAGES: ReadonlySet<number> = new Set([26, 253, 254, 255])

/**
 * One protocol, because one flow carries several versions, and because the user plane's messages are about tunnels
 * that the control plane has set up.
 */
export const gtp: Protocol = {
  name: 'GTP',
  group: 'GTP',
  versions: ['GTPv0', 'GTPv1', 'GTPv2', 'GTP-U', 'GTP′'],
  udp: [2123, USER_PLANE, 3386],
  dissectors: ['gtp', 'gtpv2', 'gtpprime'],
  recognize,
  split,
  decode,
  track: () => new GtpTracker(),
}

function decode(bytes: Uint8Array, from: number, to: number, wireTo: number, where: Where, out: Out): void {
  const extent = { from, to, wireTo }
  switch (versionOf(bytes[from]!)) {
    case GTP_V2:
      return decode2(bytes, extent, out)
    case GTP_V1:
      return decode1(bytes, { ...extent, protocol: isUserPlane(bytes[from + 1]!, where) ? 'GTP-U' : 'GTPv1' }, out)
    case GTP_V0:
      return decode0(bytes, extent, out)
    case GTP_PRIME:
      return decodePrime(bytes, extent, out)
    default:
      out.fault = 'malformed'
  }
}

/** Control and user plane have one header: the port tells, or what only one of them says. */
function isUserPlane(type: number, { source, destination }: Where): boolean {
  return USER_MESSAGES.has(type) || source.port === USER_PLANE || destination.port === USER_PLANE
}
