/** Between nodes of the radio network: X2AP (TS 36.423), XnAP (TS 38.423), F1AP (TS 38.473), E1AP (TS 37.483). */
import { answered, type Procedure } from '../aper/application.ts'

/** Names of a class 1 procedure whose outcomes are called as usual. */
function acknowledged(name: string): Procedure {
  return [name, `${name}Acknowledge`, `${name}Failure`]
}

function rejectable(name: string): Procedure {
  return [`${name}Request`, `${name}RequestAcknowledge`, `${name}RequestReject`]
}

function refusable(name: string): Procedure {
  return [`${name}Required`, `${name}Confirm`, `${name}Refuse`]
}

/** TS 36.423 §9.3.7. */
export const X2AP_PROCEDURES: Readonly<Record<number, Procedure>> = {
  0: ['HandoverRequest', 'HandoverRequestAcknowledge', 'HandoverPreparationFailure'],
  1: ['HandoverCancel'],
  2: ['LoadInformation'],
  3: ['ErrorIndication'],
  4: ['SNStatusTransfer'],
  5: ['UEContextRelease'],
  6: answered('X2Setup'),
  7: ['ResetRequest', 'ResetResponse'],
  8: acknowledged('ENBConfigurationUpdate'),
  9: answered('ResourceStatus'),
  10: ['ResourceStatusUpdate'],
  11: ['PrivateMessage'],
  12: ['MobilityChangeRequest', 'MobilityChangeAcknowledge', 'MobilityChangeFailure'],
  13: ['RLFIndication'],
  14: ['HandoverReport'],
  15: answered('CellActivation'),
  16: ['X2Release'],
  17: ['X2APMessageTransfer'],
  18: answered('X2Removal'),
  19: rejectable('SeNBAddition'),
  20: ['SeNBReconfigurationComplete'],
  21: rejectable('SeNBModification'),
  22: refusable('SeNBModification'),
  23: ['SeNBReleaseRequest'],
  24: ['SeNBReleaseRequired', 'SeNBReleaseConfirm'],
  25: ['SeNBCounterCheckRequest'],
  26: answered('RetrieveUEContext'),
  27: rejectable('SgNBAddition'),
  28: ['SgNBReconfigurationComplete'],
  29: rejectable('SgNBModification'),
  30: refusable('SgNBModification'),
  31: rejectable('SgNBRelease'),
  32: ['SgNBReleaseRequired', 'SgNBReleaseConfirm'],
  33: ['SgNBCounterCheckRequest'],
  34: refusable('SgNBChange'),
  35: ['RRCTransfer'],
  36: answered('ENDCX2Setup'),
  37: acknowledged('ENDCConfigurationUpdate'),
  38: ['SecondaryRATDataUsageReport'],
  39: answered('ENDCCellActivation'),
  40: ['ENDCPartialResetRequired', 'ENDCPartialResetConfirm'],
  41: ['EUTRANRCellResourceCoordinationRequest', 'EUTRANRCellResourceCoordinationResponse'],
  42: ['SgNBActivityNotification'],
  43: answered('ENDCX2Removal'),
  44: ['DataForwardingAddressIndication'],
  45: ['GNBStatusIndication'],
  46: ['DeactivateTrace'],
  47: ['TraceStart'],
  48: ['ENDCConfigurationTransfer'],
  49: ['HandoverSuccess'],
  50: ['ConditionalHandoverCancel'],
  51: ['EarlyStatusTransfer'],
  52: ['CellTrafficTrace'],
  53: ['ENDCResourceStatusUpdate'],
  54: answered('ENDCResourceStatus'),
  55: ['F1CTrafficTransfer'],
  56: ['UERadioCapabilityIDMappingRequest', 'UERadioCapabilityIDMappingResponse'],
  57: ['AccessAndMobilityIndication'],
  58: ['MIMOPRBUsageInformation'],
  59: ['CPC-Cancel'],
}

/** TS 38.423 §9.3.7. */
export const XNAP_PROCEDURES: Readonly<Record<number, Procedure>> = {
  0: ['HandoverRequest', 'HandoverRequestAcknowledge', 'HandoverPreparationFailure'],
  1: ['SNStatusTransfer'],
  2: ['HandoverCancel'],
  3: answered('RetrieveUEContext'),
  4: ['RANPaging'],
  5: ['XnUAddressIndication'],
  6: ['UEContextRelease'],
  7: rejectable('S-NodeAddition'),
  8: ['S-NodeReconfigurationComplete'],
  9: rejectable('S-NodeModification'),
  10: refusable('S-NodeModification'),
  11: ['S-NodeReleaseRequest', 'S-NodeReleaseRequestAcknowledge', 'S-NodeReleaseReject'],
  12: ['S-NodeReleaseRequired', 'S-NodeReleaseConfirm'],
  13: ['S-NodeCounterCheckRequest'],
  14: refusable('S-NodeChange'),
  15: ['RRCTransfer'],
  16: answered('XnRemoval'),
  17: answered('XnSetup'),
  18: acknowledged('NGRANNodeConfigurationUpdate'),
  19: answered('CellActivation'),
  20: ['ResetRequest', 'ResetResponse'],
  21: ['ErrorIndication'],
  22: ['PrivateMessage'],
  23: ['NotificationControlIndication'],
  24: ['ActivityNotification'],
  25: ['E-UTRA-NR-CellResourceCoordinationRequest', 'E-UTRA-NR-CellResourceCoordinationResponse'],
  26: ['SecondaryRATDataUsageReport'],
  27: ['DeactivateTrace'],
  28: ['TraceStart'],
  29: ['HandoverSuccess'],
  30: ['ConditionalHandoverCancel'],
  31: ['EarlyStatusTransfer'],
  32: ['FailureIndication'],
  33: ['HandoverReport'],
  34: answered('ResourceStatus'),
  35: ['ResourceStatusUpdate'],
  36: ['MobilityChangeRequest', 'MobilityChangeAcknowledge', 'MobilityChangeFailure'],
  37: ['AccessAndMobilityIndication'],
  38: ['CellTrafficTrace'],
  39: ['RANMulticastGroupPaging'],
  40: ['ScgFailureInformationReport'],
  42: ['ScgFailureTransfer'],
  43: ['F1CTrafficTransfer'],
  44: [
    'IABTransportMigrationManagementRequest',
    'IABTransportMigrationManagementResponse',
    'IABTransportMigrationManagementReject',
  ],
  45: ['IABTransportMigrationModificationRequest', 'IABTransportMigrationModificationResponse'],
  46: ['IABResourceCoordinationRequest', 'IABResourceCoordinationResponse'],
  47: ['RetrieveUEContextConfirm'],
  48: ['CPCCancel'],
  49: ['PartialUEContextTransfer', 'PartialUEContextTransferAcknowledge', 'PartialUEContextTransferFailure'],
}

/** TS 38.473 §9.4.7. */
export const F1AP_PROCEDURES: Readonly<Record<number, Procedure>> = {
  0: ['Reset', 'ResetAcknowledge'],
  1: answered('F1Setup'),
  2: ['ErrorIndication'],
  3: acknowledged('GNBDUConfigurationUpdate'),
  4: acknowledged('GNBCUConfigurationUpdate'),
  5: answered('UEContextSetup'),
  6: ['UEContextReleaseCommand', 'UEContextReleaseComplete'],
  7: answered('UEContextModification'),
  8: refusable('UEContextModification'),
  10: ['UEContextReleaseRequest'],
  11: ['InitialULRRCMessageTransfer'],
  12: ['DLRRCMessageTransfer'],
  13: ['ULRRCMessageTransfer'],
  14: ['PrivateMessage'],
  15: ['UEInactivityNotification'],
  16: ['GNBDUResourceCoordinationRequest', 'GNBDUResourceCoordinationResponse'],
  17: ['SystemInformationDeliveryCommand'],
  18: ['Paging'],
  19: ['Notify'],
  20: ['WriteReplaceWarningRequest', 'WriteReplaceWarningResponse'],
  21: ['PWSCancelRequest', 'PWSCancelResponse'],
  22: ['PWSRestartIndication'],
  23: ['PWSFailureIndication'],
  24: ['GNBDUStatusIndication'],
  25: ['RRCDeliveryReport'],
  26: answered('F1Removal'),
  27: ['NetworkAccessRateReduction'],
  28: ['TraceStart'],
  29: ['DeactivateTrace'],
  30: ['DUCURadioInformationTransfer'],
  31: ['CUDURadioInformationTransfer'],
  32: acknowledged('BAPMappingConfiguration'),
  33: acknowledged('GNBDUResourceConfiguration'),
  34: answered('IABTNLAddress'),
  35: answered('IABUPConfigurationUpdate'),
  36: answered('ResourceStatus'),
  37: ['ResourceStatusUpdate'],
  38: ['AccessAndMobilityIndication'],
  39: ['AccessSuccess'],
  40: ['CellTrafficTrace'],
  41: answered('PositioningMeasurement'),
  42: ['PositioningAssistanceInformationControl'],
  43: ['PositioningAssistanceInformationFeedback'],
  44: ['PositioningMeasurementReport'],
  45: ['PositioningMeasurementAbort'],
  46: ['PositioningMeasurementFailureIndication'],
  47: ['PositioningMeasurementUpdate'],
  48: answered('TRPInformation'),
  49: answered('PositioningInformation'),
  50: answered('PositioningActivation'),
  51: ['PositioningDeactivation'],
  52: answered('E-CIDMeasurementInitiation'),
  53: ['E-CIDMeasurementFailureIndication'],
  54: ['E-CIDMeasurementReport'],
  55: ['E-CIDMeasurementTerminationCommand'],
  56: ['PositioningInformationUpdate'],
  57: ['ReferenceTimeInformationReport'],
  58: ['ReferenceTimeInformationReportingControl'],
  59: answered('BroadcastContextSetup'),
  60: ['BroadcastContextReleaseCommand', 'BroadcastContextReleaseComplete'],
  61: ['BroadcastContextReleaseRequest'],
  62: answered('BroadcastContextModification'),
  63: ['MulticastGroupPaging'],
  64: answered('MulticastContextSetup'),
  65: ['MulticastContextReleaseCommand', 'MulticastContextReleaseComplete'],
  66: ['MulticastContextReleaseRequest'],
  67: answered('MulticastContextModification'),
  68: answered('MulticastDistributionSetup'),
  69: ['MulticastDistributionReleaseCommand', 'MulticastDistributionReleaseComplete'],
  70: answered('PDCMeasurementInitiation'),
  71: ['PDCMeasurementReport'],
  75: answered('PRSConfiguration'),
  76: [
    'MeasurementPreconfigurationRequired',
    'MeasurementPreconfigurationConfirm',
    'MeasurementPreconfigurationRefuse',
  ],
  77: ['MeasurementActivation'],
  78: ['QoEInformationTransfer'],
  79: ['PDCMeasurementTerminationCommand'],
  80: ['PDCMeasurementFailureIndication'],
  81: ['PosSystemInformationDeliveryCommand'],
}

/** TS 37.483 §9.4.7. */
export const E1AP_PROCEDURES: Readonly<Record<number, Procedure>> = {
  0: ['Reset', 'ResetAcknowledge'],
  1: ['ErrorIndication'],
  2: ['PrivateMessage'],
  3: answered('GNB-CU-UP-E1Setup'),
  4: answered('GNB-CU-CP-E1Setup'),
  5: acknowledged('GNB-CU-UP-ConfigurationUpdate'),
  6: acknowledged('GNB-CU-CP-ConfigurationUpdate'),
  7: ['E1ReleaseRequest', 'E1ReleaseResponse'],
  8: answered('BearerContextSetup'),
  9: answered('BearerContextModification'),
  10: ['BearerContextModificationRequired', 'BearerContextModificationConfirm'],
  11: ['BearerContextReleaseCommand', 'BearerContextReleaseComplete'],
  12: ['BearerContextReleaseRequest'],
  13: ['BearerContextInactivityNotification'],
  14: ['DLDataNotification'],
  15: ['DataUsageReport'],
  16: ['GNB-CU-UP-CounterCheckRequest'],
  17: ['GNB-CU-UP-StatusIndication'],
  18: ['ULDataNotification'],
  19: ['MRDC-DataUsageReport'],
  20: ['TraceStart'],
  21: ['DeactivateTrace'],
  22: answered('ResourceStatus'),
  23: ['ResourceStatusUpdate'],
  24: acknowledged('IAB-UPTNLAddressUpdate'),
  25: ['CellTrafficTrace'],
  26: ['EarlyForwardingSNTransfer'],
  27: ['GNB-CU-CPMeasurementResultsInformation'],
  28: ['IABPSKNotification'],
  29: answered('BCBearerContextSetup'),
  30: answered('BCBearerContextModification'),
  31: ['BCBearerContextModificationRequired', 'BCBearerContextModificationConfirm'],
  32: ['BCBearerContextReleaseCommand', 'BCBearerContextReleaseComplete'],
  33: ['BCBearerContextReleaseRequest'],
  34: answered('MCBearerContextSetup'),
  35: answered('MCBearerContextModification'),
  36: ['MCBearerContextModificationRequired', 'MCBearerContextModificationConfirm'],
  37: ['MCBearerContextReleaseCommand', 'MCBearerContextReleaseComplete'],
  38: ['MCBearerContextReleaseRequest'],
}

/** Lists begin with the root of each enumeration. TS 36.423 §9.2.6. */
export const X2AP_CAUSES: readonly string[] =
  `handover-desirable-for-radio-reasons|time-critical-handover|resource-optimisation-handover|reduce-load-in-serving-cell
partial-handover|unknown-new-eNB-UE-X2AP-ID|unknown-old-eNB-UE-X2AP-ID|unknown-pair-of-UE-X2AP-ID|ho-target-not-allowed
tx2relocoverall-expiry|trelocprep-expiry|cell-not-available|no-radio-resources-available-in-target-cell
invalid-MME-GroupID|unknown-MME-Code|encryption-and-or-integrity-protection-algorithms-not-supported
reportCharacteristicsEmpty|noReportPeriodicity|existingMeasurementID|unknown-eNB-Measurement-ID
measurement-temporarily-not-available|unspecified
load-balancing|handover-optimisation|value-out-of-allowed-range|multiple-E-RAB-ID-instances|switch-off-ongoing
not-supported-QCI-value|measurement-not-supported-for-the-object|tDCoverall-expiry|tDCprep-expiry
action-desirable-for-radio-reasons|reduce-load|resource-optimisation|time-critical-action|target-not-allowed
no-radio-resources-available|invalid-QoS-combination|encryption-algorithms-not-supported|procedure-cancelled
rRM-purpose|improve-user-bit-rate|user-inactivity|radio-connection-with-UE-lost
failure-in-the-radio-interface-procedure|bearer-option-not-supported|mCG-Mobility|sCG-Mobility|count-reaches-max-value
unknown-old-en-gNB-UE-X2AP-ID|pDCP-Overload|cho-cpc-resources-tobechanged|ue-power-saving|insufficient-ue-capabilities
normal-release|unknown-E-UTRAN-Node-Measurement-ID|sCG-activation-deactivation-failure
sCG-deactivation-failure-due-to-data-transmission|up-integrity-protection-not-possible`.split(/[|\n]/)

/** TS 38.423 §9.2.3.2. */
export const XNAP_CAUSES: readonly string[] =
  `cell-not-available|handover-desirable-for-radio-reasons|handover-target-not-allowed|invalid-AMF-Set-ID
no-radio-resources-available-in-target-cell|partial-handover|reduce-load-in-serving-cell|resource-optimisation-handover
time-critical-handover|tXnRELOCoverall-expiry|tXnRELOCprep-expiry|unknown-GUAMI-ID
unknown-local-NG-RAN-node-UE-XnAP-ID|inconsistent-remote-NG-RAN-node-UE-XnAP-ID
encryption-and-or-integrity-protection-algorithms-not-supported|not-used-causes-value-1
multiple-PDU-session-ID-instances|unknown-PDU-session-ID|unknown-QoS-Flow-ID|multiple-QoS-Flow-ID-instances
switch-off-ongoing|not-supported-5QI-value|tXnDCoverall-expiry|tXnDCprep-expiry|action-desirable-for-radio-reasons
reduce-load|resource-optimisation|time-critical-action|target-not-allowed|no-radio-resources-available
invalid-QoS-combination|encryption-algorithms-not-supported|procedure-cancelled|rRM-purpose|improve-user-bit-rate
user-inactivity|radio-connection-with-UE-lost|failure-in-the-radio-interface-procedure|bearer-option-not-supported
up-integrity-protection-not-possible|up-confidentiality-protection-not-possible
resources-not-available-for-the-slice-s|ue-max-IP-data-rate-reason|cP-integrity-protection-failure
uP-integrity-protection-failure|slice-not-supported-by-NG-RAN|mN-Mobility|sN-Mobility|count-reaches-max-value
unknown-old-NG-RAN-node-UE-XnAP-ID|pDCP-Overload|drb-id-not-available|unspecified
ue-context-id-not-known|non-relocation-of-context|cho-cpc-resources-tobechanged|rSN-not-available-for-the-UP
npn-access-denied|report-characteristics-empty|existing-measurement-ID|measurement-temporarily-not-available
measurement-not-supported-for-the-object|ue-power-saving|unknown-NG-RAN-node2-Measurement-ID
insufficient-ue-capabilities|normal-release|value-out-of-allowed-range|scg-activation-deactivation-failure
scg-deactivation-failure-due-to-data-transmission`.split(/[|\n]/)

/** TS 38.473 §9.3.1.2: eleven in the root. */
export const F1AP_CAUSES: readonly string[] = `unspecified|rl-failure-rlc|unknown-or-already-allocated-gnb-cu-ue-f1ap-id
unknown-or-already-allocated-gnb-du-ue-f1ap-id|unknown-or-inconsistent-pair-of-ue-f1ap-id
interaction-with-other-procedure|not-supported-qci-Value|action-desirable-for-radio-reasons|no-radio-resources-available
procedure-cancelled|normal-release|cell-not-available|rl-failure-others|ue-rejection
resources-not-available-for-the-slice|amf-initiated-abnormal-release|release-due-to-pre-emption
plmn-not-served-by-the-gNB-CU
multiple-drb-id-instances|unknown-drb-id|multiple-bh-rlc-ch-id-instances|unknown-bh-rlc-ch-id
cho-cpc-resources-tobechanged|nPN-not-supported|nPN-access-denied|gNB-CU-Cell-Capacity-Exceeded
report-characteristics-empty|existing-measurement-ID|measurement-temporarily-not-available
measurement-not-supported-for-the-object|unknown-bh-address|unknown-bap-routing-id|insufficient-ue-capabilities`.split(
  /[|\n]/,
)

/** TS 37.483 §9.3.1.2. */
export const E1AP_CAUSES: readonly string[] =
  `unspecified|unknown-or-already-allocated-gnb-cu-cp-ue-e1ap-id|unknown-or-already-allocated-gnb-cu-up-ue-e1ap-id
unknown-or-inconsistent-pair-of-ue-e1ap-id|interaction-with-other-procedure|pPDCP-Count-wrap-around
not-supported-QCI-value|not-supported-5QI-value|encryption-algorithms-not-supported
integrity-protection-algorithms-not-supported|uP-integrity-protection-not-possible
uP-confidentiality-protection-not-possible|multiple-PDU-Session-ID-Instances|unknown-PDU-Session-ID
multiple-QoS-Flow-ID-Instances|unknown-QoS-Flow-ID|multiple-DRB-ID-Instances|unknown-DRB-ID|invalid-QoS-combination
procedure-cancelled|normal-release|no-radio-resources-available|action-desirable-for-radio-reasons
resources-not-available-for-the-slice|pDCP-configuration-not-supported
ue-dl-max-IP-data-rate-reason|uP-integrity-protection-failure|release-due-to-pre-emption|rsn-not-available-for-the-up
nPN-not-supported|report-characteristic-empty|existing-measurement-ID|measurement-temporarily-not-available
measurement-not-supported-for-the-object`.split(/[|\n]/)

export const X2AP_MISCELLANEOUS_CAUSES = [
  'control-processing-overload',
  'hardware-failure',
  'om-intervention',
  'not-enough-user-plane-processing-resources',
  'unspecified',
]
export const XNAP_MISCELLANEOUS_CAUSES = X2AP_MISCELLANEOUS_CAUSES.with(2, 'o-and-M-intervention')
/** Of F1AP and E1AP, which have their own order. */
export const SPLIT_MISCELLANEOUS_CAUSES = [
  'control-processing-overload',
  'not-enough-user-plane-processing-resources',
  'hardware-failure',
  'om-intervention',
  'unspecified',
]

/** X2AP alone ends with what the others have one before: TS 36.423 §9.3.5. */
export const X2AP_PROTOCOL_CAUSES = [
  'transfer-syntax-error',
  'abstract-syntax-error-reject',
  'abstract-syntax-error-ignore-and-notify',
  'message-not-compatible-with-receiver-state',
  'semantic-error',
  'unspecified',
  'abstract-syntax-error-falsely-constructed-message',
]

/** TS 37.483 §9.4.5. */
export const E1AP_TRANSPORT_CAUSES = ['unspecified', 'transport-resource-unavailable', 'unknown-TNL-address-for-IAB']
/** TS 38.473 §9.4.5. */
export const F1AP_TRANSPORT_CAUSES = [...E1AP_TRANSPORT_CAUSES, 'unknown-UP-TNL-information-for-IAB']

/** Procedures that are not called as their first message is, without its last word: TS 36.423 §8.1. */
export const X2AP_PROCEDURE_NAMES: Readonly<Record<number, string>> = {
  0: 'HandoverPreparation',
  2: 'LoadIndication',
  9: 'ResourceStatusReportingInitiation',
  10: 'ResourceStatusReporting',
  12: 'MobilitySettingsChange',
  19: 'SeNBAdditionPreparation',
  20: 'SeNBReconfigurationCompletion',
  21: 'MeNBinitiatedSeNBModificationPreparation',
  22: 'SeNBinitiatedSeNBModification',
  23: 'MeNBinitiatedSeNBRelease',
  24: 'SeNBinitiatedSeNBRelease',
  25: 'SeNBCounterCheck',
  27: 'SgNBAdditionPreparation',
  28: 'SgNBReconfigurationCompletion',
  29: 'MeNBinitiatedSgNBModificationPreparation',
  30: 'SgNBinitiatedSgNBModification',
  31: 'MeNBinitiatedSgNBRelease',
  32: 'SgNBinitiatedSgNBRelease',
  33: 'SgNBCounterCheck',
  34: 'SgNBChange',
  40: 'ENDCPartialReset',
  53: 'ENDCResourceStatusReporting',
  54: 'ENDCResourceStatusReportingInitiation',
}

/** TS 38.423 §8.1. */
export const XNAP_PROCEDURE_NAMES: Readonly<Record<number, string>> = {
  0: 'HandoverPreparation',
  7: 'SNGRANnodeAdditionPreparation',
  8: 'SNGRANnodeReconfigurationCompletion',
  9: 'MNGRANnodeinitiatedSNGRANnodeModificationPreparation',
  10: 'SNGRANnodeinitiatedSNGRANnodeModificationPreparation',
  11: 'MNGRANnodeinitiatedSNGRANnodeRelease',
  12: 'SNGRANnodeinitiatedSNGRANnodeRelease',
  13: 'SNGRANnodeCounterCheck',
  14: 'SNGRANnodeChange',
  23: 'NotificationControl',
  34: 'ResourceStatusReportingInitiation',
  35: 'ResourceStatusReporting',
  36: 'MobilitySettingsChange',
}

/** TS 38.473 §8.1. */
export const F1AP_PROCEDURE_NAMES: Readonly<Record<number, string>> = {
  34: 'IABTNLAddressAllocation',
  36: 'ResourceStatusReportingInitiation',
  37: 'ResourceStatusReporting',
  41: 'PositioningMeasurementExchange',
  48: 'TRPInformationExchange',
  49: 'PositioningInformationExchange',
  55: 'E-CIDMeasurementTermination',
}
