/** Methods: RFC 8489 §18.2, RFC 8656 §17, RFC 6062 §6.1. */
export const METHODS: Readonly<Record<number, string>> = {
  0x001: 'Binding',
  0x003: 'Allocate',
  0x004: 'Refresh',
  0x006: 'Send',
  0x007: 'Data',
  0x008: 'CreatePermission',
  0x009: 'ChannelBind',
  0x00a: 'Connect',
  0x00b: 'ConnectionBind',
  0x00c: 'ConnectionAttempt',
}

/** Classes, the two bits of the message type that tell them: RFC 8489 §5. */
export const CLASSES: readonly string[] = ['request', 'indication', 'success', 'error']

/** Error codes: RFC 8489 §14.8, RFC 8656 §19, RFC 6062 §6.3, RFC 8445 §7.1. */
export const ERRORS: Readonly<Record<number, string>> = {
  300: 'Try Alternate',
  400: 'Bad Request',
  401: 'Unauthenticated',
  403: 'Forbidden',
  405: 'Mobility Forbidden',
  420: 'Unknown Attribute',
  437: 'Allocation Mismatch',
  438: 'Stale Nonce',
  440: 'Address Family not Supported',
  441: 'Wrong Credentials',
  442: 'Unsupported Transport Protocol',
  443: 'Peer Address Family Mismatch',
  446: 'Connection Already Exists',
  447: 'Connection Timeout or Failure',
  486: 'Allocation Quota Reached',
  487: 'Role Conflict',
  500: 'Server Error',
  508: 'Insufficient Capacity',
}

/** How the value of an attribute is read. */
type Kind = 'address' | 'xor-address' | 'text' | 'number' | 'channel' | 'error' | 'transport' | 'flag' | 'octets'

interface Attribute {
  /** Its name in `details`; absent where only the tree shows it. */
  readonly put?: string
  readonly name: string
  readonly kind: Kind
}

function row(name: string, kind: Kind, put?: string): Attribute {
  return { name, kind, ...(put !== undefined && { put }) }
}

/** Attributes: RFC 8489 §18.3, RFC 8656 §18, RFC 8445 §16.1, RFC 5780 §7, RFC 6062 §6.2. */
export const ATTRIBUTES: Readonly<Record<number, Attribute>> = {
  0x0001: row('MAPPED-ADDRESS', 'address', 'mapped_address'),
  0x0006: row('USERNAME', 'text', 'username'),
  0x0008: row('MESSAGE-INTEGRITY', 'octets'),
  0x0009: row('ERROR-CODE', 'error'),
  0x000a: row('UNKNOWN-ATTRIBUTES', 'octets'),
  0x000c: row('CHANNEL-NUMBER', 'channel', 'channel'),
  0x000d: row('LIFETIME', 'number', 'lifetime_s'),
  0x0012: row('XOR-PEER-ADDRESS', 'xor-address', 'peer_address'),
  0x0013: row('DATA', 'octets'),
  0x0014: row('REALM', 'text', 'realm'),
  0x0015: row('NONCE', 'octets'),
  0x0016: row('XOR-RELAYED-ADDRESS', 'xor-address', 'relayed_address'),
  0x0017: row('REQUESTED-ADDRESS-FAMILY', 'octets'),
  0x0018: row('EVEN-PORT', 'octets'),
  0x0019: row('REQUESTED-TRANSPORT', 'transport', 'requested_transport'),
  0x001a: row('DONT-FRAGMENT', 'flag'),
  0x001c: row('MESSAGE-INTEGRITY-SHA256', 'octets'),
  0x001d: row('PASSWORD-ALGORITHM', 'octets'),
  0x001e: row('USERHASH', 'octets'),
  0x0020: row('XOR-MAPPED-ADDRESS', 'xor-address', 'mapped_address'),
  0x0022: row('RESERVATION-TOKEN', 'octets'),
  0x0024: row('PRIORITY', 'number', 'priority'),
  0x0025: row('USE-CANDIDATE', 'flag', 'use_candidate'),
  0x002a: row('CONNECTION-ID', 'number', 'connection_id'),
  0x8000: row('ADDITIONAL-ADDRESS-FAMILY', 'octets'),
  0x8001: row('ADDRESS-ERROR-CODE', 'octets'),
  0x8002: row('PASSWORD-ALGORITHMS', 'octets'),
  0x8003: row('ALTERNATE-DOMAIN', 'text', 'alternate_domain'),
  0x8004: row('ICMP', 'octets'),
  0x8022: row('SOFTWARE', 'text', 'software'),
  0x8023: row('ALTERNATE-SERVER', 'address', 'alternate_server'),
  0x8028: row('FINGERPRINT', 'octets'),
  0x8029: row('ICE-CONTROLLED', 'octets'),
  0x802a: row('ICE-CONTROLLING', 'octets'),
  0x802b: row('RESPONSE-ORIGIN', 'address'),
  0x802c: row('OTHER-ADDRESS', 'address'),
}

/** IP protocols that may be asked for: RFC 8656 §18.8, RFC 6062 §4.1. */
export const TRANSPORTS: Readonly<Record<number, string>> = { 6: 'TCP', 17: 'UDP' }
