// Short messages.

/** RP message types: TS 24.011 §8.2.2. */
export const RP_TYPES: readonly string[] = 'RP-DATA RP-DATA RP-ACK RP-ACK RP-ERROR RP-ERROR RP-SMMA'.split(' ')

/** RP causes: TS 24.011 Table 8.4. */
export const RP_CAUSES: Readonly<Record<number, string>> = {
  1: 'Unassigned (unallocated) number',
  8: 'Operator determined barring',
  10: 'Call barred',
  11: 'Reserved',
  21: 'Short message transfer rejected',
  22: 'Memory capacity exceeded',
  27: 'Destination out of order',
  28: 'Unidentified subscriber',
  29: 'Facility rejected',
  30: 'Unknown subscriber',
  38: 'Network out of order',
  41: 'Temporary failure',
  42: 'Congestion',
  47: 'Resources unavailable, unspecified',
  50: 'Requested facility not subscribed',
  69: 'Requested facility not implemented',
  81: 'Invalid short message transfer reference value',
  95: 'Semantically incorrect message',
  96: 'Invalid mandatory information',
  97: 'Message type non-existent or not implemented',
  98: 'Message not compatible with short message protocol state',
  99: 'Information element non-existent or not implemented',
  111: 'Protocol error, unspecified',
  127: 'Interworking, unspecified',
}

/** TP message types from and to the mobile: TS 23.040 §9.2.3.1. */
export const TP_TYPES_FROM_MOBILE: readonly string[] = ['SMS-DELIVER-REPORT', 'SMS-SUBMIT', 'SMS-COMMAND']
export const TP_TYPES_TO_MOBILE: readonly string[] = ['SMS-DELIVER', 'SMS-SUBMIT-REPORT', 'SMS-STATUS-REPORT']

/** Why a message was not taken: TS 23.040 §9.2.3.22. */
export const TP_FAILURES: Readonly<Record<number, string>> = {
  0x80: 'Telematic interworking not supported',
  0x81: 'Short message Type 0 not supported',
  0x82: 'Cannot replace short message',
  0x8f: 'Unspecified TP-PID error',
  0x90: 'Data coding scheme (alphabet) not supported',
  0x91: 'Message class not supported',
  0x9f: 'Unspecified TP-DCS error',
  0xa0: 'Command cannot be actioned',
  0xa1: 'Command unsupported',
  0xaf: 'Unspecified TP-Command error',
  0xb0: 'TPDU not supported',
  0xc0: 'SC busy',
  0xc1: 'No SC subscription',
  0xc2: 'SC system failure',
  0xc3: 'Invalid SME address',
  0xc4: 'Destination SME barred',
  0xc5: 'SM Rejected-Duplicate SM',
  0xc6: 'TP-VPF not supported',
  0xc7: 'TP-VP not supported',
  0xd0: '(U)SIM SMS storage full',
  0xd1: 'No SMS storage capability in (U)SIM',
  0xd2: 'Error in MS',
  0xd3: 'Memory Capacity Exceeded',
  0xd4: '(U)SIM Application Toolkit Busy',
  0xd5: '(U)SIM data download error',
  0xff: 'Unspecified error cause',
}

/** What became of it: TS 23.040 §9.2.3.15. From 0x20 on the service centre still tries, from 0x40 on no more. */
export const DELIVERY_STATUS: Readonly<Record<number, string>> = {
  0x00: 'Received by the SME',
  0x01: 'Forwarded by the SC, not confirmed',
  0x02: 'Replaced by the SC',
  0x20: 'Congestion',
  0x21: 'SME busy',
  0x22: 'No response from SME',
  0x23: 'Service rejected',
  0x24: 'Quality of service not available',
  0x25: 'Error in SME',
  0x40: 'Remote procedure error',
  0x41: 'Incompatible destination',
  0x42: 'Connection rejected by SME',
  0x43: 'Not obtainable',
  0x44: 'Quality of service not available',
  0x45: 'No interworking available',
  0x46: 'SM validity period expired',
  0x47: 'SM deleted by originating SME',
  0x48: 'SM deleted by SC administration',
  0x49: 'SM does not exist',
  0x60: 'Congestion',
  0x61: 'SME busy',
  0x62: 'No response from SME',
  0x63: 'Service rejected',
  0x64: 'Quality of service not available',
  0x65: 'Error in SME',
}
