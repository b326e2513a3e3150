/** Mobile radio interface layer 3, between a phone and the cores of GSM and UMTS: TS 24.008, TS 24.011, TS 24.080. */
import { PROTOCOL_ERRORS } from '../nas/tables.ts'
import { CAUSES } from '../ss7/tables-isup.ts'

type Names = Readonly<Record<number, string>>

/** TS 44.018 Table 10.4.1, between a phone and its base station. */
export const RR_MESSAGES: Names = {
  0x00: 'System information type 13',
  0x02: 'System information type 2bis',
  0x03: 'System information type 2ter',
  0x04: 'System information type 9',
  0x05: 'System information type 5bis',
  0x06: 'System information type 5ter',
  0x07: 'System information type 2quater',
  0x08: 'RR-cell change order',
  0x09: 'VGCS uplink grant',
  0x0a: 'Partial release',
  0x0d: 'Channel release',
  0x0e: 'Uplink release',
  0x0f: 'Partial release complete',
  0x10: 'Channel mode modify',
  0x11: 'Talker indication',
  0x12: 'RR status',
  0x13: 'Classmark enquiry',
  0x14: 'Frequency redefinition',
  0x15: 'Measurement report',
  0x16: 'Classmark change',
  0x17: 'Channel mode modify acknowledge',
  0x18: 'System information type 8',
  0x19: 'System information type 1',
  0x1a: 'System information type 2',
  0x1b: 'System information type 3',
  0x1c: 'System information type 4',
  0x1d: 'System information type 5',
  0x1e: 'System information type 6',
  0x1f: 'System information type 7',
  0x20: 'Notification/NCH',
  0x21: 'Paging request type 1',
  0x22: 'Paging request type 2',
  0x23: 'PDCH assignment command',
  0x24: 'Paging request type 3',
  0x26: 'Notification/Response',
  0x27: 'Paging response',
  0x28: 'Handover failure',
  0x29: 'Assignment complete',
  0x2a: 'Uplink busy',
  0x2b: 'Handover command',
  0x2c: 'Handover complete',
  0x2d: 'Physical information',
  0x2e: 'Assignment command',
  0x2f: 'Assignment failure',
  0x30: 'Configuration change command',
  0x31: 'Configuration change acknowledge',
  0x32: 'Ciphering mode complete',
  0x33: 'Configuration change reject',
  0x34: 'GPRS suspension request',
  0x35: 'Ciphering mode command',
  0x36: 'Extended measurement report',
  0x37: 'Extended measurement order',
  0x38: 'Application information',
  0x39: 'Immediate assignment extended',
  0x3a: 'Immediate assignment reject',
  0x3b: 'Additional assignment',
  0x3d: 'System information type 16',
  0x3e: 'System information type 17',
  0x3f: 'Immediate assignment',
  0x40: 'System information type 18',
  0x41: 'System information type 19',
  0x42: 'System information type 20',
  0x48: 'DTM assignment failure',
  0x49: 'DTM reject',
  0x4a: 'DTM request',
  0x4b: 'Packet assignment',
  0x4c: 'DTM assignment command',
  0x4d: 'DTM information',
  0x4e: 'Packet notification',
  0x60: 'UTRAN classmark change',
  0x62: 'cdma2000 classmark change',
  0x63: 'Inter system to UTRAN handover command',
  0x64: 'Inter system to cdma2000 handover command',
  0x6a: 'EC-Immediate assignment type 1',
}

/** TS 24.008 Table 9.2.1. */
export const MM_MESSAGES: Names = {
  0x01: 'IMSI detach indication',
  0x02: 'Location updating accept',
  0x04: 'Location updating reject',
  0x08: 'Location updating request',
  0x11: 'Authentication reject',
  0x12: 'Authentication request',
  0x14: 'Authentication response',
  0x18: 'Identity request',
  0x19: 'Identity response',
  0x1a: 'TMSI reallocation command',
  0x1b: 'TMSI reallocation complete',
  0x1c: 'Authentication failure',
  0x21: 'CM service accept',
  0x22: 'CM service reject',
  0x23: 'CM service abort',
  0x24: 'CM service request',
  0x25: 'CM service prompt',
  0x28: 'CM re-establishment request',
  0x29: 'Abort',
  0x30: 'MM null',
  0x31: 'MM status',
  0x32: 'MM information',
}

/** TS 24.008 Table 9.4.1. */
export const GMM_MESSAGES: Names = {
  0x01: 'Attach request',
  0x02: 'Attach accept',
  0x03: 'Attach complete',
  0x04: 'Attach reject',
  0x05: 'Detach request',
  0x06: 'Detach accept',
  0x08: 'Routing area update request',
  0x09: 'Routing area update accept',
  0x0a: 'Routing area update complete',
  0x0b: 'Routing area update reject',
  0x0c: 'Service request',
  0x0d: 'Service accept',
  0x0e: 'Service reject',
  0x10: 'P-TMSI reallocation command',
  0x11: 'P-TMSI reallocation complete',
  0x12: 'Authentication and ciphering request',
  0x13: 'Authentication and ciphering response',
  0x14: 'Authentication and ciphering reject',
  0x15: 'Identity request',
  0x16: 'Identity response',
  0x1c: 'Authentication and ciphering failure',
  0x20: 'GMM status',
  0x21: 'GMM information',
}

/** TS 24.008 Table 9.3.1. */
export const CC_MESSAGES: Names = {
  0x01: 'Alerting',
  0x02: 'Call proceeding',
  0x03: 'Progress',
  0x04: 'CC-establishment',
  0x05: 'Setup',
  0x06: 'CC-establishment confirmed',
  0x07: 'Connect',
  0x08: 'Call confirmed',
  0x09: 'Start CC',
  0x0b: 'Recall',
  0x0e: 'Emergency setup',
  0x0f: 'Connect acknowledge',
  0x10: 'User information',
  0x13: 'Modify reject',
  0x17: 'Modify',
  0x18: 'Hold',
  0x19: 'Hold acknowledge',
  0x1a: 'Hold reject',
  0x1c: 'Retrieve',
  0x1d: 'Retrieve acknowledge',
  0x1e: 'Retrieve reject',
  0x1f: 'Modify complete',
  0x25: 'Disconnect',
  0x2a: 'Release complete',
  0x2d: 'Release',
  0x31: 'Stop DTMF',
  0x32: 'Stop DTMF acknowledge',
  0x34: 'Status enquiry',
  0x35: 'Start DTMF',
  0x36: 'Start DTMF acknowledge',
  0x37: 'Start DTMF reject',
  0x39: 'Congestion control',
  0x3a: 'Facility',
  0x3d: 'Status',
  0x3e: 'Notify',
}

/** TS 24.008 Table 9.5.1. */
export const SM_MESSAGES: Names = {
  0x41: 'Activate PDP context request',
  0x42: 'Activate PDP context accept',
  0x43: 'Activate PDP context reject',
  0x44: 'Request PDP context activation',
  0x45: 'Request PDP context activation reject',
  0x46: 'Deactivate PDP context request',
  0x47: 'Deactivate PDP context accept',
  0x48: 'Modify PDP context request (network to MS)',
  0x49: 'Modify PDP context accept (MS to network)',
  0x4a: 'Modify PDP context request (MS to network)',
  0x4b: 'Modify PDP context accept (network to MS)',
  0x4c: 'Modify PDP context reject',
  0x4d: 'Activate secondary PDP context request',
  0x4e: 'Activate secondary PDP context accept',
  0x4f: 'Activate secondary PDP context reject',
  0x55: 'SM status',
  0x56: 'Activate MBMS context request',
  0x57: 'Activate MBMS context accept',
  0x58: 'Activate MBMS context reject',
  0x59: 'Request MBMS context activation',
  0x5a: 'Request MBMS context activation reject',
  0x5b: 'Request secondary PDP context activation',
  0x5c: 'Request secondary PDP context activation reject',
  0x5d: 'Notification',
}

/** TS 24.011 §8.1.3. */
export const SMS_MESSAGES: Names = { 0x01: 'CP-DATA', 0x04: 'CP-ACK', 0x10: 'CP-ERROR' }

/** TS 24.080 Table 3.1. */
export const SS_MESSAGES: Names = { 0x2a: 'Release complete', 0x3a: 'Facility', 0x3b: 'Register' }

const COMMON_MOBILITY: Names = {
  ...PROTOCOL_ERRORS,
  ...Object.fromEntries(Array.from({ length: 16 }, (_, i) => [48 + i, 'Retry upon entry into a new cell'])),
  2: 'IMSI unknown in HLR',
  3: 'Illegal MS',
  5: 'IMEI not accepted',
  6: 'Illegal ME',
  11: 'PLMN not allowed',
  12: 'Location Area not allowed',
  13: 'Roaming not allowed in this location area',
  15: 'No Suitable Cells In Location Area',
  17: 'Network failure',
  20: 'MAC failure',
  21: 'Synch failure',
  22: 'Congestion',
  23: 'GSM authentication unacceptable',
  25: 'Not authorized for this CSG',
}

/** Reject cause: TS 24.008 Table 10.5.95. */
export const MM_CAUSES: Names = {
  ...COMMON_MOBILITY,
  4: 'IMSI unknown in VLR',
  32: 'Service option not supported',
  33: 'Requested service option not subscribed',
  34: 'Service option temporarily out of order',
  38: 'Call cannot be identified',
}

/** GMM cause: TS 24.008 Table 10.5.147. */
export const GMM_CAUSES: Names = {
  ...COMMON_MOBILITY,
  7: 'GPRS services not allowed',
  8: 'GPRS services and non-GPRS services not allowed',
  9: 'MS identity cannot be derived by the network',
  10: 'Implicitly detached',
  14: 'GPRS services not allowed in this PLMN',
  16: 'MSC temporarily not reachable',
  28: 'SMS provided via GPRS in this routing area',
  40: 'No PDP context activated',
}

/** SM cause: TS 24.008 Table 10.5.157. */
export const SM_CAUSES: Names = {
  ...PROTOCOL_ERRORS,
  8: 'Operator Determined Barring',
  24: 'MBMS bearer capabilities insufficient for the service',
  25: 'LLC or SNDCP failure (A/Gb mode only)',
  26: 'Insufficient resources',
  27: 'Missing or unknown APN',
  28: 'Unknown PDP address or PDP type',
  29: 'User authentication failed',
  30: 'Activation rejected by GGSN, Serving GW or PDN GW',
  31: 'Activation rejected, unspecified',
  32: 'Service option not supported',
  33: 'Requested service option not subscribed',
  34: 'Service option temporarily out of order',
  35: 'NSAPI already used (not sent)',
  36: 'Regular deactivation',
  37: 'QoS not accepted',
  38: 'Network failure',
  39: 'Reactivation required',
  40: 'Feature not supported',
  41: 'Semantic error in the TFT operation',
  42: 'Syntactical error in the TFT operation',
  43: 'Unknown PDP context',
  44: 'Semantic errors in packet filter(s)',
  45: 'Syntactical errors in packet filter(s)',
  46: 'PDP context without TFT already activated',
  50: 'PDP type IPv4 only allowed',
  51: 'PDP type IPv6 only allowed',
  52: 'Single address bearers only allowed',
  56: 'Collision with network initiated request',
  81: 'Invalid transaction identifier value',
  112: 'APN restriction value incompatible with active PDP context',
}

/** Cause of call control, in most values that of ITU-T Q.850: TS 24.008 Table 10.5.123. */
export const CALL_CAUSES: Names = {
  ...CAUSES,
  8: 'Operator determined barring',
  13: 'Call completed elsewhere',
  25: 'Pre-emption',
  68: 'ACM equal to or greater than ACMmax',
  81: 'Invalid transaction identifier value',
}

/** CP-Cause: TS 24.011 Table 8.2. */
export const CP_CAUSES: Names = {
  ...PROTOCOL_ERRORS,
  17: 'Network failure',
  22: 'Congestion',
  81: 'Invalid transaction identifier value',
}

/** Location updating type: TS 24.008 Table 10.5.96. */
export const LOCATION_UPDATING_TYPES = ['normal location updating', 'periodic updating', 'IMSI attach']

/** CM service type: TS 24.008 Table 10.5.91. */
export const CM_SERVICE_TYPES: Names = {
  1: 'mobile originating call',
  2: 'emergency call',
  4: 'short message service',
  8: 'supplementary service',
  9: 'voice group call',
  10: 'voice broadcast call',
  11: 'location services',
}

/** Attach type: TS 24.008 Table 10.5.135b. */
export const ATTACH_TYPES: Names = {
  1: 'GPRS attach',
  2: 'GPRS attach while IMSI attached',
  3: 'combined GPRS/IMSI attach',
  4: 'emergency attach',
}

/** Update type: TS 24.008 Table 10.5.150. */
export const UPDATE_TYPES = [
  'RA updating',
  'combined RA/LA updating',
  'combined RA/LA updating with IMSI attach',
  'periodic updating',
]

/** Service type: TS 24.008 Table 10.5.153a. */
export const SERVICE_TYPES = ['signalling', 'data', 'paging response', 'MBMS multicast', 'MBMS broadcast']

/** Identity type: TS 24.008 Table 10.5.94. */
export const IDENTITY_TYPES: Names = { 1: 'IMSI', 2: 'IMEI', 3: 'IMEISV', 4: 'TMSI' }
