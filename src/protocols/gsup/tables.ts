/** IPA, of ip.access and Osmocom, and GSUP in it: libosmocore's ipa.h and gsup.h, OsmoHLR's manual chapter "GSUP". */

type Names = Readonly<Record<number, string>>

/** What a frame of IPA carries, by its stream; Osmocom's own by a further octet. */
export const STREAMS: Names = { 0x00: 'RSL', 0xfc: 'MGCP', 0xfd: 'SCCP', 0xfe: 'IPA', 0xff: 'OML' }
export const OSMOCOM = 0xee
export const EXTENSIONS: Names = {
  0x00: 'CTRL',
  0x01: 'MGCP',
  0x02: 'LAC',
  0x03: 'SMSC',
  0x05: 'GSUP',
}

export const IPA_MESSAGES: Names = {
  0x00: 'PING',
  0x01: 'PONG',
  0x04: 'IDENTITY REQUEST',
  0x05: 'IDENTITY RESPONSE',
  0x06: 'IDENTITY ACK',
  0x07: 'IDENTITY NACK',
  0x08: 'PROXY REQUEST',
  0x09: 'PROXY ACK',
  0x0a: 'PROXY NACK',
  0x0b: 'SSL INFO',
}

/** Procedures, whose request, error and result are numbered one after the other. */
export const PROCEDURES: Names = {
  0x04: 'UpdateLocation',
  0x08: 'SendAuthInfo',
  0x0c: 'PurgeMS',
  0x10: 'InsertSubscriberData',
  0x14: 'DeleteSubscriberData',
  0x1c: 'LocationCancel',
  0x20: 'ProcessSS',
  0x24: 'MO-ForwardSM',
  0x28: 'MT-ForwardSM',
  0x2c: 'ReadyForSM',
  0x30: 'CheckIMEI',
  0x34: 'E-PrepareHandover',
  0x38: 'E-PrepareSubsequentHandover',
  0x3c: 'E-SendEndSignal',
}

export const PARTS = ['Request', 'Error', 'Result'] as const

/** Those that stand alone. */
export const MESSAGES: Names = {
  0x0b: 'AuthFailReport',
  0x40: 'E-ProcessAccessSignalling Request',
  0x44: 'E-ForwardAccessSignalling Request',
  0x47: 'E-Close',
  0x4b: 'E-Abort',
  0x4e: 'E-RoutingError',
}

export const ELEMENTS: Names = {
  0x01: 'IMSI',
  0x02: 'Cause',
  0x03: 'Auth tuple',
  0x04: 'PDP info complete',
  0x05: 'PDP info',
  0x06: 'Cancellation type',
  0x07: 'Freeze P-TMSI',
  0x08: 'MSISDN',
  0x09: 'HLR number',
  0x0a: 'Message class',
  0x10: 'PDP context id',
  0x11: 'PDP type',
  0x12: 'APN',
  0x13: 'PDP QoS',
  0x14: 'PDP charging',
  0x20: 'RAND',
  0x21: 'SRES',
  0x22: 'Kc',
  0x23: 'IK',
  0x24: 'CK',
  0x25: 'AUTN',
  0x26: 'AUTS',
  0x27: 'RES',
  0x28: 'CN domain',
  0x30: 'Session id',
  0x31: 'Session state',
  0x35: 'Supplementary service info',
  0x40: 'SM-RP-MR',
  0x41: 'SM-RP-DA',
  0x42: 'SM-RP-OA',
  0x43: 'SM-RP-UI',
  0x44: 'SM-RP-Cause',
  0x45: 'SM-RP-MMS',
  0x46: 'SM alert reason',
  0x50: 'IMEI',
  0x51: 'IMEI check result',
  0x60: 'Source name',
  0x61: 'Destination name',
  0x62: 'AN-APDU',
  0x63: 'RR cause',
  0x64: 'BSSAP cause',
  0x65: 'SM cause',
}

/** Keys, and what keys are made of: not shown. */
export const SECRETS: ReadonlySet<number> = new Set([0x03, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27])

export const DOMAINS: Names = { 1: 'PS', 2: 'CS' }
export const SESSION_STATES: Names = { 1: 'BEGIN', 2: 'CONTINUE', 3: 'END' }
export const CANCELLATIONS: Names = { 0: 'update procedure', 1: 'subscription withdrawn' }
export const CLASSES: Names = {
  1: 'Subscriber management',
  2: 'SMS',
  3: 'USSD',
  4: 'Inter-MSC',
}
