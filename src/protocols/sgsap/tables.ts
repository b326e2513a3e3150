/** Messages: 3GPP TS 29.118 Table 9.2.1. */
export const MESSAGES: Readonly<Record<number, string>> = {
  0x01: 'Paging request',
  0x02: 'Paging reject',
  0x06: 'Service request',
  0x07: 'Downlink unitdata',
  0x08: 'Uplink unitdata',
  0x09: 'Location update request',
  0x0a: 'Location update accept',
  0x0b: 'Location update reject',
  0x0c: 'TMSI reallocation complete',
  0x0d: 'Alert request',
  0x0e: 'Alert ack',
  0x0f: 'Alert reject',
  0x10: 'UE activity indication',
  0x11: 'EPS detach indication',
  0x12: 'EPS detach ack',
  0x13: 'IMSI detach indication',
  0x14: 'IMSI detach ack',
  0x15: 'Reset indication',
  0x16: 'Reset ack',
  0x17: 'Service abort request',
  0x18: 'MO CSFB indication',
  0x1a: 'MM information request',
  0x1b: 'Release request',
  0x1d: 'Status',
  0x1f: 'UE unreachable',
}

/** What ends a procedure in failure. */
export const REFUSALS: ReadonlySet<number> = new Set([0x02, 0x0b, 0x0f, 0x1d, 0x1f])

/** SGs cause: §9.4.18. */
export const SGS_CAUSES: Readonly<Record<number, string>> = {
  1: 'IMSI detached for EPS services',
  2: 'IMSI detached for EPS and non-EPS services',
  3: 'IMSI unknown',
  4: 'IMSI detached for non-EPS services',
  5: 'IMSI implicitly detached for non-EPS services',
  6: 'UE unreachable',
  7: 'Message not compatible with the protocol state',
  8: 'Missing mandatory information element',
  9: 'Invalid mandatory information',
  10: 'Conditional information element error',
  11: 'Semantically incorrect message',
  12: 'Message unknown',
  13: 'Mobile terminating CS fallback call rejected by the user',
  14: 'UE temporarily unreachable',
}

/** §9.4.17. */
export const SERVICES: Readonly<Record<number, string>> = { 1: 'CS call', 2: 'SMS' }
/** §9.4.2. */
export const UPDATE_TYPES: Readonly<Record<number, string>> = { 1: 'IMSI attach', 2: 'normal location update' }
/** §9.4.7, §9.4.8. */
export const EPS_DETACH_TYPES: Readonly<Record<number, string>> = {
  1: 'network initiated',
  2: 'UE initiated',
  3: 'EPS services not allowed',
}
export const NON_EPS_DETACH_TYPES: Readonly<Record<number, string>> = {
  1: 'explicit, UE initiated',
  2: 'combined, UE initiated',
  3: 'implicit, network initiated',
}
/** §9.4.21c. */
export const EMM_MODES: Readonly<Record<number, string>> = { 0: 'EMM-IDLE', 1: 'EMM-CONNECTED' }
