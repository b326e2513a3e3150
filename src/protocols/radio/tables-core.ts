import { answered, type Procedure } from '../aper/application.ts'

/** TS 29.168 §4.4.3. */
export const SBCAP_PROCEDURES: Readonly<Record<number, Procedure>> = {
  0: ['WriteReplaceWarningRequest', 'WriteReplaceWarningResponse'],
  1: ['StopWarningRequest', 'StopWarningResponse'],
  2: ['ErrorIndication'],
  3: ['WriteReplaceWarningIndication'],
  4: ['StopWarningIndication'],
  5: ['PWSRestartIndication'],
  6: ['PWSFailureIndication'],
}

/** TS 29.168 §4.3.4.3. */
export const WARNING_CAUSES: readonly string[] = [
  'message-accepted',
  'parameter-not-recognised',
  'parameter-value-invalid',
  'valid-message-not-identified',
  'tracking-area-not-valid',
  'unrecognised-message',
  'missing-mandatory-element',
  'MME-capacity-exceeded',
  'MME-memory-exceeded',
  'warning-broadcast-not-supported',
  'warning-broadcast-not-operational',
  'message-reference-already-used',
  'unspecified-error',
  'transfer-syntax-error',
  'semantic-error',
  'message-not-compatible-with-receiver-state',
  'abstract-syntax-error-reject',
  'abstract-syntax-error-ignore-and-notify',
  'abstract-syntax-error-falsely-constructed-message',
]

export const SBCAP_ELEMENTS: Readonly<Record<number, string>> = {
  0: 'Broadcast-Message-Content',
  1: 'Cause',
  2: 'Criticality-Diagnostics',
  3: 'Data-Coding-Scheme',
  4: 'Failure-List',
  5: 'Message-Identifier',
  6: 'Number-of-Broadcasts-Completed-List',
  7: 'Number-of-Broadcasts-Requested',
  8: 'Radio-Resource-Loading-List',
  9: 'Recovery-Indication',
  10: 'Repetition-Period',
  11: 'Serial-Number',
  12: 'Service-Areas-List',
  13: 'TypeOfError',
  14: 'List-of-TAIs',
  15: 'Warning-Area-List',
  16: 'Warning-Message-Content',
  17: 'Warning-Security-Information',
  18: 'Warning-Type',
  19: 'Omc-Id',
  20: 'Concurrent-Warning-Message-Indicator',
  21: 'Extended-Repetition-Period',
  22: 'Unknown-Tracking-Area-List',
  23: 'Broadcast-Scheduled-Area-List',
  24: 'Send-Write-Replace-Warning-Indication',
  25: 'Broadcast-Cancelled-Area-List',
  26: 'Send-Stop-Warning-Indication',
  27: 'Stop-All-Indicator',
  28: 'Global-ENB-ID',
  29: 'Broadcast-Empty-Area-List',
  30: 'Restarted-Cell-List',
  31: 'List-of-TAIs-Restart',
  32: 'List-of-EAIs-Restart',
  33: 'Failed-Cell-List',
}

/** TS 29.171 §7.6.4. */
export const LCSAP_PROCEDURES: Readonly<Record<number, Procedure>> = {
  0: answered('LocationService'),
  1: ['ConnectionOrientedInformationTransfer'],
  2: ['ConnectionlessInformationTransfer'],
  3: ['LocationAbort'],
  4: ['ResetRequest', 'ResetAcknowledge'],
  5: ['CipheringKeyDataDelivery', 'CipheringKeyDataDeliveryResult', 'CipheringKeyDataDeliveryFailure'],
}

export const LCSAP_ELEMENTS: Readonly<Record<number, string>> = {
  0: 'Accuracy-Fulfillment-Indicator',
  1: 'APDU',
  2: 'Correlation-ID',
  3: 'Destination-ID',
  4: 'E-UTRAN-Cell-Identifier',
  5: 'Include-Velocity',
  6: 'IMEI',
  7: 'IMSI',
  8: 'LCS-Client-Type',
  9: 'LCS-Priority',
  10: 'LCS-QOS',
  11: 'LCS-Cause',
  12: 'Location-Estimate',
  13: 'Location-Type',
  14: 'MultipleAPDUs',
  15: 'Payload-Type',
  16: 'Positioning-Data',
  17: 'Return-Error-Request',
  18: 'Return-Error-Cause',
  19: 'Source-Identity',
  20: 'UE-Positioning-Capability',
  21: 'Velocity-Estimate',
  22: 'LCS-Service-Type-ID',
  23: 'Cell-Portion-ID',
  24: 'Civic-Address',
  25: 'Barometric-Pressure',
}

export const LCS_PROTOCOL_CAUSES: readonly string[] = [
  'transfer-syntax-error',
  'abstract-syntax-error-reject',
  'abstract-syntax-error-ignore-and-notify',
  'message-not-compatible-with-receiver-state',
  'semantic-error',
  'unspecified',
  'abstract-syntax-error',
]
export const LCS_MISCELLANEOUS_CAUSES: readonly string[] = [
  'processing-overload',
  'hardware-failure',
  'O-and-M-intervention',
  'unspecified',
  'ciphering-key-data-lost',
]

/** TS 36.444 §9.3.7. */
export const M3AP_PROCEDURES: Readonly<Record<number, Procedure>> = {
  0: answered('MBMSSessionStart'),
  1: ['MBMSSessionStopRequest', 'MBMSSessionStopResponse'],
  2: ['ErrorIndication'],
  3: ['PrivateMessage'],
  4: ['Reset', 'ResetAcknowledge'],
  5: answered('MBMSSessionUpdate'),
  6: ['MCEConfigurationUpdate', 'MCEConfigurationUpdateAcknowledge', 'MCEConfigurationUpdateFailure'],
  7: answered('M3Setup'),
}

/** TS 36.443 §9.3.7. */
export const M2AP_PROCEDURES: Readonly<Record<number, Procedure>> = {
  0: answered('SessionStart'),
  1: ['SessionStopRequest', 'SessionStopResponse'],
  2: ['MBMSSchedulingInformation', 'MBMSSchedulingInformationResponse'],
  3: ['ErrorIndication'],
  4: ['Reset', 'ResetAcknowledge'],
  5: answered('M2Setup'),
  6: ['ENBConfigurationUpdate', 'ENBConfigurationUpdateAcknowledge', 'ENBConfigurationUpdateFailure'],
  7: ['MCEConfigurationUpdate', 'MCEConfigurationUpdateAcknowledge', 'MCEConfigurationUpdateFailure'],
  8: ['PrivateMessage'],
  9: answered('SessionUpdate'),
  10: answered('MBMSServiceCounting'),
  11: ['MBMSServiceCountingResultsReport'],
  12: ['MBMSOverloadNotification'],
}

/** M2AP's and M3AP's, which both have the same but those of the radio network: TS 36.443 §9.2.1.3, TS 36.444 §9.2.1.3. */
export const M2_RADIO_CAUSES: readonly string[] = [
  'unknown-or-already-allocated-MCE-MBMS-M2AP-ID',
  'unknown-or-already-allocated-eNB-MBMS-M2AP-ID',
  'unknown-or-inconsistent-pair-of-MBMS-M2AP-IDs',
  'radio-resources-not-available',
  'interaction-with-other-procedure',
  'unspecified',
  'invalid-QoS-combination',
  'not-supported-QCI-value',
]
export const M3_RADIO_CAUSES: readonly string[] = [
  'unknown-or-already-allocated-MME-MBMS-M3AP-ID',
  'unknown-or-already-allocated-MCE-MBMS-M3AP-ID',
  'unknown-or-inconsistent-pair-of-MBMS-M3AP-IDs',
  'radio-resources-not-available',
  'invalid-QoS-combination',
  'interaction-with-other-procedure',
  'not-supported-QCI-value',
  'unspecified',
  'uninvolved-MCE',
]
export const M2_MISCELLANEOUS_CAUSES: readonly string[] = [
  'control-processing-overload',
  'hardware-failure',
  'om-intervention',
  'unspecified',
]
export const M3_MISCELLANEOUS_CAUSES: readonly string[] = [
  'control-processing-overload',
  'not-enough-user-plane-processing-resources',
  'hardware-failure',
  'om-intervention',
  'unspecified',
]
