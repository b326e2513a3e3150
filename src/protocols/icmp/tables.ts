/** Errors of ICMP by type and code: RFC 792, RFC 1122 §3.2.2.1, RFC 1812 §5.2.7.1. */
export const ERRORS: Readonly<Record<number, readonly string[]>> = {
  3: [
    'Network unreachable',
    'Host unreachable',
    'Protocol unreachable',
    'Port unreachable',
    'Fragmentation needed',
    'Source route failed',
    'Network unknown',
    'Host unknown',
    'Source host isolated',
    'Network prohibited',
    'Host prohibited',
    'Network unreachable for this service',
    'Host unreachable for this service',
    'Communication prohibited',
    'Host precedence violation',
    'Precedence cutoff',
  ],
  11: ['Time to live exceeded', 'Reassembly time exceeded'],
  12: ['Parameter problem'],
}

/** Errors of ICMPv6 by type and code: RFC 4443 §3. */
export const ERRORS_6: Readonly<Record<number, readonly string[]>> = {
  1: [
    'No route to destination',
    'Communication prohibited',
    'Beyond scope of source address',
    'Address unreachable',
    'Port unreachable',
    'Source address failed policy',
    'Route rejected',
  ],
  2: ['Packet too big'],
  3: ['Hop limit exceeded', 'Reassembly time exceeded'],
  4: ['Parameter problem'],
}

/** IP protocols that have ports. */
export const TRANSPORTS: Readonly<Record<number, string>> = { 6: 'TCP', 17: 'UDP', 132: 'SCTP' }
