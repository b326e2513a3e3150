/** Why SCCP, TCAP and MAP gave up: ITU-T Q.713 §3.11 to §3.15, Q.773 §3.1, TS 29.002 §17.7; and what dialogues are for. */

import { NOT_REACHABLE } from '../gtp/tables-v1-values.ts'

type Names = Readonly<Record<number, string>>

/** Return cause: Q.713 §3.12. */
export const RETURN_CAUSES: Names = [
  'No translation for an address of such nature',
  'No translation for this specific address',
  'Subsystem congestion',
  'Subsystem failure',
  'Unequipped failure',
  'MTP failure',
  'Network congestion',
  'Unqualified',
  'Error in message transport',
  'Error in local processing',
  'Destination cannot perform reassembly',
  'SCCP failure',
  'Hop counter violation',
  'Segmentation not supported',
  'Segmentation failure',
]

/** Causes of refusal, release, reset and error: Q.713 §3.15, §3.11, §3.13, §3.14; by the type of the message. */
export const CONNECTION_CAUSES: Readonly<Record<number, Names>> = {
  3: {
    0: 'End user originated',
    1: 'End user congestion',
    2: 'End user failure',
    3: 'SCCP user originated',
    4: 'Destination address unknown',
    5: 'Destination inaccessible',
    6: 'Network resource - QOS not available/non-transient',
    7: 'Network resource - QOS not available/transient',
    8: 'Access failure',
    9: 'Access congestion',
    10: 'Subsystem failure',
    11: 'Subsystem congestion',
    12: 'Expiration of connection establishment timer',
    13: 'Incompatible user data',
    15: 'Unqualified',
    16: 'Hop counter violation',
    17: 'SCCP failure',
    18: 'No translation for an address of such nature',
    19: 'Unequipped user',
  },
  4: {
    0: 'End user originated',
    1: 'End user congestion',
    2: 'End user failure',
    3: 'SCCP user originated',
    4: 'Remote procedure error',
    5: 'Inconsistent connection data',
    6: 'Access failure',
    7: 'Access congestion',
    8: 'Subsystem failure',
    9: 'Subsystem congestion',
    10: 'MTP failure',
    11: 'Network congestion',
    12: 'Expiration of reset timer',
    13: 'Expiration of receive inactivity timer',
    15: 'Unqualified',
    16: 'SCCP failure',
  },
  13: [
    'End user originated',
    'SCCP user originated',
    'Message out of order - incorrect send sequence number',
    'Message out of order - incorrect receive sequence number',
    'Remote procedure error - message out of window',
    'Remote procedure error - incorrect send sequence number after (re)initialization',
    'Remote procedure error - general',
    'Remote end user operational',
    'Network operational',
    'Access operational',
    'Network congestion',
  ],
  15: [
    'Local reference mismatch - unassigned destination',
    'Local reference mismatch - inconsistent source',
    'Point code mismatch',
    'Service class mismatch',
    'Unqualified',
  ],
}

/** P-Abort cause: Q.773 §3.1. */
export const ABORT_CAUSES: Names = [
  'unrecognizedMessageType',
  'unrecognizedTransactionID',
  'badlyFormattedTransactionPortion',
  'incorrectTransactionPortion',
  'resourceLimitation',
]

/** Problems of a rejected component, by their tag: Q.773 §3.1. */
export const PROBLEMS: Readonly<Record<number, { readonly of: string; readonly names: readonly string[] }>> = {
  0x80: { of: 'general', names: ['unrecognizedComponent', 'mistypedComponent', 'badlyStructuredComponent'] },
  0x81: {
    of: 'invoke',
    names: [
      'duplicateInvokeID',
      'unrecognizedOperation',
      'mistypedParameter',
      'resourceLimitation',
      'initiatingRelease',
      'unrecognizedLinkedID',
      'linkedResponseUnexpected',
      'unexpectedLinkedOperation',
    ],
  },
  0x82: { of: 'returnResult', names: ['unrecognizedInvokeID', 'returnResultUnexpected', 'mistypedParameter'] },
  0x83: {
    of: 'returnError',
    names: [
      'unrecognizedInvokeID',
      'returnErrorUnexpected',
      'unrecognizedError',
      'unexpectedError',
      'mistypedParameter',
    ],
  },
}

/** Diagnostics of a refused dialogue, of its user and of its provider: Q.773 §3.2. */
export const DIAGNOSTICS: Readonly<Record<number, readonly string[]>> = {
  0xa1: ['', 'no-reason-given', 'application-context-name-not-supported'],
  0xa2: ['', 'no-reason-given', 'no-common-dialogue-portion'],
}

/** MAP's application contexts, without `Context`: TS 29.002 §17.3.3. */
export const CONTEXTS: Readonly<Record<number, string>> = {
  1: 'networkLocUp',
  2: 'locationCancellation',
  3: 'roamingNumberEnquiry',
  4: 'istAlerting',
  5: 'locationInfoRetrieval',
  6: 'callControlTransfer',
  7: 'reporting',
  8: 'callCompletion',
  9: 'serviceTermination',
  10: 'reset',
  11: 'handoverControl',
  12: 'sIWFSAllocation',
  13: 'equipmentMngt',
  14: 'infoRetrieval',
  15: 'interVlrInfoRetrieval',
  16: 'subscriberDataMngt',
  17: 'tracing',
  18: 'networkFunctionalSs',
  19: 'networkUnstructuredSs',
  20: 'shortMsgGateway',
  21: 'shortMsgMO-Relay',
  22: 'subscriberDataModificationNotification',
  23: 'shortMsgAlert',
  24: 'mwdMngt',
  25: 'shortMsgMT-Relay',
  26: 'imsiRetrieval',
  27: 'msPurging',
  28: 'subscriberInfoEnquiry',
  29: 'anyTimeInfoEnquiry',
  31: 'groupCallControl',
  32: 'gprsLocationUpdate',
  33: 'gprsLocationInfoRetrieval',
  34: 'failureReport',
  35: 'gprsNotify',
  36: 'ss-InvocationNotification',
  37: 'locationSvcGateway',
  38: 'locationSvcEnquiry',
  39: 'authenticationFailureReport',
  40: 'secureTransportHandling',
  41: 'shortMsgMT-Relay-VGCS',
  42: 'mm-EventReporting',
  43: 'anyTimeInfoHandling',
  44: 'resourceManagement',
  45: 'groupCallInfoRetrieval',
}

/** What MAP says with an error, by its number: the tag that the value has, and names. TS 29.002 §17.7.7. */
export const ERROR_REASONS: Readonly<Record<number, { readonly tag: number; readonly names: Names }>> = {
  6: { tag: 0x02, names: NOT_REACHABLE },
  8: { tag: 0x0a, names: { 0: 'plmnRoamingNotAllowed', 3: 'operatorDeterminedBarring' } },
  13: { tag: 0x0a, names: ['barringServiceActive', 'operatorBarring'] },
  27: {
    tag: 0x80,
    names: ['imsiDetach', 'restrictedArea', 'noPageResponse', 'purgedMS', 'mtRoamingRetry', 'busySubscriber'],
  },
  32: {
    tag: 0x0a,
    names: [
      'memoryCapacityExceeded',
      'equipmentProtocolError',
      'equipmentNotSM-Equipped',
      'unknownServiceCentre',
      'sc-Congestion',
      'invalidSME-Address',
      'subscriberNotSC-Subscriber',
    ],
  },
}

/** Errors of M3UA: RFC 4666 §3.8.1. */
export const LAYER_ERRORS: Readonly<Record<number, string>> = {
  1: 'Invalid Version',
  3: 'Unsupported Message Class',
  4: 'Unsupported Message Type',
  5: 'Unsupported Traffic Mode Type',
  6: 'Unexpected Message',
  7: 'Protocol Error',
  9: 'Invalid Stream Identifier',
  13: 'Refused - Management Blocking',
  14: 'ASP Identifier Required',
  15: 'Invalid ASP Identifier',
  17: 'Invalid Parameter Value',
  18: 'Parameter Field Error',
  19: 'Unexpected Parameter',
  20: 'Destination Status Unknown',
  21: 'Invalid Network Appearance',
  22: 'Missing Parameter',
  25: 'Invalid Routing Context',
  26: 'No Configured AS for ASP',
}

/** What a notification tells, by its status type and information: RFC 4666 §3.8.2. */
export const NOTIFICATIONS: Readonly<Record<number, Readonly<Record<number, string>>>> = {
  1: { 2: 'AS-INACTIVE', 3: 'AS-ACTIVE', 4: 'AS-PENDING' },
  2: { 1: 'Insufficient ASP resources active', 2: 'Alternate ASP active', 3: 'ASP failure' },
}

/** Parameters by tag: RFC 4666 §3.2, RFC 3331 §3.2, RFC 3868 §3.10, §3.9. */
export const PARAMETERS: Readonly<Record<number, string>> = {
  0x0001: 'Interface Identifier',
  0x0004: 'INFO String',
  0x0006: 'Routing Context',
  0x0007: 'Diagnostic Information',
  0x0009: 'Heartbeat Data',
  0x000b: 'Traffic Mode Type',
  0x000c: 'Error Code',
  0x000d: 'Status',
  0x0011: 'ASP Identifier',
  0x0012: 'Affected Point Code',
  0x0013: 'Correlation ID',
  0x0014: 'Registration Result',
  0x0015: 'Deregistration Result',
  0x0016: 'Registration Status',
  0x0017: 'Deregistration Status',
  0x0102: 'Source Address',
  0x0103: 'Destination Address',
  0x0104: 'Source Reference Number',
  0x0105: 'Destination Reference Number',
  0x0106: 'SCCP Cause',
  0x010b: 'Data',
  0x0115: 'Protocol Class',
  0x0116: 'Sequence Control',
  0x0200: 'Network Appearance',
  0x0204: 'User/Cause',
  0x0205: 'Congestion Indications',
  0x0206: 'Concerned Destination',
  0x0207: 'Routing Key',
  0x0208: 'Registration Result',
  0x0209: 'Deregistration Result',
  0x020a: 'Local Routing Key Identifier',
  0x020b: 'Destination Point Code',
  0x020c: 'Service Indicators',
  0x020e: 'Originating Point Code List',
  0x0210: 'Protocol Data',
  0x0300: 'Protocol Data 1',
  0x0301: 'Protocol Data 2',
}
