/** RFC 3748 §4, RFC 6696 §5. */
export const CODES: Readonly<Record<number, string>> = {
  1: 'Request',
  2: 'Response',
  3: 'Success',
  4: 'Failure',
  5: 'Initiate',
  6: 'Finish',
}

/** Types of requests and responses: RFC 3748 §5, and the registry of their methods. */
export const METHODS: Readonly<Record<number, string>> = {
  1: 'Identity',
  2: 'Notification',
  3: 'Nak',
  4: 'MD5-Challenge',
  5: 'OTP',
  6: 'GTC',
  13: 'TLS',
  17: 'LEAP',
  18: 'SIM',
  21: 'TTLS',
  23: 'AKA',
  25: 'PEAP',
  26: 'MSCHAPv2',
  43: 'FAST',
  47: 'PSK',
  49: 'IKEv2',
  50: 'AKA′',
  52: 'PWD',
  55: 'TEAP',
  254: 'Expanded',
  255: 'Experimental',
}

/** Messages of EAP-SIM and EAP-AKA: RFC 4186 §9, RFC 4187 §11. */
export const SIM_SUBTYPES: Readonly<Record<number, string>> = {
  1: 'Challenge',
  2: 'Authentication-Reject',
  4: 'Synchronization-Failure',
  5: 'Identity',
  10: 'Start',
  11: 'Challenge',
  12: 'Notification',
  13: 'Reauthentication',
  14: 'Client-Error',
}
