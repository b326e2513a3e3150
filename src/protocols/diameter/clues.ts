import { formatEndpoint, normalizeAddress } from '../../bytes/address.ts'

/** Evidence by which sessions of other families find a Diameter session. Shared kinds bear the name that SIP gives them. */
export const CLUE = {
  icid: 'icid',
  callId: 'call-id',
  /** `address:port` of a flow that policy speaks of. */
  flowEnd: 'flow-endpoint',
  chargingId: 'charging-id',
  ueIp: 'ue-ip',
  apn: 'apn',
  session: 'diameter-session',
} as const

const MOST_PORTS = 4
const RULE = /\bfrom (\S+)(?: ([\d,]+))? to (\S+)(?: ([\d,]+))?/

/** `address:port` of each end of an IPFilterRule (RFC 6733 §4.3.1) that says a port; ranges and wildcards say none. */
export function flowEnds(rule: string): string[] {
  const found = RULE.exec(rule)
  if (!found) return []
  const [, source, sourcePorts, destination, destinationPorts] = found
  return [...endsOf(source!, sourcePorts), ...endsOf(destination!, destinationPorts)]
}

function endsOf(address: string, ports: string | undefined): string[] {
  const host = normalizeAddress(address.replace(/\/(?:32|128)$/, ''))
  if (host === undefined || ports === undefined) return []
  return ports
    .split(',')
    .slice(0, MOST_PORTS)
    .filter((port) => port !== '')
    .map((port) => formatEndpoint(host, Number(port)))
}
