/** S1AP: 3GPP TS 36.413. */
import type { Procedure } from '../aper/application.ts'

/** §9.3.7, elementary procedures. */
export const PROCEDURES: Readonly<Record<number, Procedure>> = {
  0: ['HandoverRequired', 'HandoverCommand', 'HandoverPreparationFailure'],
  1: ['HandoverRequest', 'HandoverRequestAcknowledge', 'HandoverFailure'],
  2: ['HandoverNotify'],
  3: ['PathSwitchRequest', 'PathSwitchRequestAcknowledge', 'PathSwitchRequestFailure'],
  4: ['HandoverCancel', 'HandoverCancelAcknowledge'],
  5: ['E-RABSetupRequest', 'E-RABSetupResponse'],
  6: ['E-RABModifyRequest', 'E-RABModifyResponse'],
  7: ['E-RABReleaseCommand', 'E-RABReleaseResponse'],
  8: ['E-RABReleaseIndication'],
  9: ['InitialContextSetupRequest', 'InitialContextSetupResponse', 'InitialContextSetupFailure'],
  10: ['Paging'],
  11: ['DownlinkNASTransport'],
  12: ['InitialUEMessage'],
  13: ['UplinkNASTransport'],
  14: ['Reset', 'ResetAcknowledge'],
  15: ['ErrorIndication'],
  16: ['NASNonDeliveryIndication'],
  17: ['S1SetupRequest', 'S1SetupResponse', 'S1SetupFailure'],
  18: ['UEContextReleaseRequest'],
  19: ['DownlinkS1cdma2000tunnelling'],
  20: ['UplinkS1cdma2000tunnelling'],
  21: ['UEContextModificationRequest', 'UEContextModificationResponse', 'UEContextModificationFailure'],
  22: ['UECapabilityInfoIndication'],
  23: ['UEContextReleaseCommand', 'UEContextReleaseComplete'],
  24: ['eNBStatusTransfer'],
  25: ['MMEStatusTransfer'],
  26: ['DeactivateTrace'],
  27: ['TraceStart'],
  28: ['TraceFailureIndication'],
  29: ['ENBConfigurationUpdate', 'ENBConfigurationUpdateAcknowledge', 'ENBConfigurationUpdateFailure'],
  30: ['MMEConfigurationUpdate', 'MMEConfigurationUpdateAcknowledge', 'MMEConfigurationUpdateFailure'],
  31: ['LocationReportingControl'],
  32: ['LocationReportingFailureIndication'],
  33: ['LocationReport'],
  34: ['OverloadStart'],
  35: ['OverloadStop'],
  36: ['WriteReplaceWarningRequest', 'WriteReplaceWarningResponse'],
  37: ['eNBDirectInformationTransfer'],
  38: ['MMEDirectInformationTransfer'],
  39: ['PrivateMessage'],
  40: ['eNBConfigurationTransfer'],
  41: ['MMEConfigurationTransfer'],
  42: ['CellTrafficTrace'],
  43: ['KillRequest', 'KillResponse'],
  44: ['DownlinkUEAssociatedLPPaTransport'],
  45: ['UplinkUEAssociatedLPPaTransport'],
  46: ['DownlinkNonUEAssociatedLPPaTransport'],
  47: ['UplinkNonUEAssociatedLPPaTransport'],
  48: ['UERadioCapabilityMatchRequest', 'UERadioCapabilityMatchResponse'],
  49: ['PWSRestartIndication'],
  50: ['E-RABModificationIndication', 'E-RABModificationConfirm'],
  51: ['PWSFailureIndication'],
  52: ['RerouteNASRequest'],
  53: ['UEContextModificationIndication', 'UEContextModificationConfirm'],
  54: ['ConnectionEstablishmentIndication'],
  55: ['UEContextSuspendRequest', 'UEContextSuspendResponse'],
  56: ['UEContextResumeRequest', 'UEContextResumeResponse', 'UEContextResumeFailure'],
  57: ['NASDeliveryIndication'],
  58: ['RetrieveUEInformation'],
  59: ['UEInformationTransfer'],
  60: ['eNBCPRelocationIndication'],
  61: ['MMECPRelocationIndication'],
  62: ['SecondaryRATDataUsageReport'],
  63: ['UERadioCapabilityIDMappingRequest', 'UERadioCapabilityIDMappingResponse'],
  64: ['HandoverSuccess'],
  65: ['eNBEarlyStatusTransfer'],
  66: ['MMEEarlyStatusTransfer'],
}

/** §9.3.7, IEs from 0 on; numbers that are not used are empty. */
export const ELEMENTS: readonly string[] =
  `MME-UE-S1AP-ID|HandoverType|Cause|SourceID|TargetID||||eNB-UE-S1AP-ID||||E-RABSubjecttoDataForwardingList
E-RABtoReleaseListHOCmd|E-RABDataForwardingItem|E-RABReleaseItemBearerRelComp|E-RABToBeSetupListBearerSUReq
E-RABToBeSetupItemBearerSUReq|E-RABAdmittedList|E-RABFailedToSetupListHOReqAck|E-RABAdmittedItem
E-RABFailedtoSetupItemHOReqAck|E-RABToBeSwitchedDLList|E-RABToBeSwitchedDLItem|E-RABToBeSetupListCtxtSUReq
TraceActivation|NAS-PDU|E-RABToBeSetupItemHOReq|E-RABSetupListBearerSURes|E-RABFailedToSetupListBearerSURes
E-RABToBeModifiedListBearerModReq|E-RABModifyListBearerModRes|E-RABFailedToModifyList|E-RABToBeReleasedList
E-RABFailedToReleaseList|E-RABItem|E-RABToBeModifiedItemBearerModReq|E-RABModifyItemBearerModRes|E-RABReleaseItem
E-RABSetupItemBearerSURes|SecurityContext|HandoverRestrictionList||UEPagingID|pagingDRX||TAIList|TAIItem
E-RABFailedToSetupListCtxtSURes|E-RABReleaseItemHOCmd|E-RABSetupItemCtxtSURes|E-RABSetupListCtxtSURes
E-RABToBeSetupItemCtxtSUReq|E-RABToBeSetupListHOReq||GERANtoLTEHOInformationRes||UTRANtoLTEHOInformationRes
CriticalityDiagnostics|Global-ENB-ID|eNBname|MMEname||ServedPLMNs|SupportedTAs|TimeToWait|uEaggregateMaximumBitrate|TAI|
E-RABReleaseListBearerRelComp|cdma2000PDU|cdma2000RATType|cdma2000SectorID|SecurityKey|UERadioCapability|GUMMEI-ID||
E-RABInformationListItem|Direct-Forwarding-Path-Availability|UEIdentityIndexValue|||cdma2000HOStatus
cdma2000HORequiredIndication||E-UTRAN-Trace-ID|RelativeMMECapacity|SourceMME-UE-S1AP-ID
Bearers-SubjectToStatusTransfer-Item|eNB-StatusTransfer-TransparentContainer|UE-associatedLogicalS1-ConnectionItem
ResetType|UE-associatedLogicalS1-ConnectionListResAck|E-RABToBeSwitchedULItem|E-RABToBeSwitchedULList|S-TMSI
cdma2000OneXRAND|RequestType|UE-S1AP-IDs|EUTRAN-CGI|OverloadResponse|cdma2000OneXSRVCCInfo|E-RABFailedToBeReleasedList
Source-ToTarget-TransparentContainer|ServedGUMMEIs|SubscriberProfileIDforRFP|UESecurityCapabilities|CSFallbackIndicator
CNDomain|E-RABReleasedList|MessageIdentifier|SerialNumber|WarningAreaList|RepetitionPeriod|NumberofBroadcastRequest
WarningType|WarningSecurityInfo|DataCodingScheme|WarningMessageContents|BroadcastCompletedAreaList
Inter-SystemInformationTransferTypeEDT|Inter-SystemInformationTransferTypeMDT|Target-ToSource-TransparentContainer
SRVCCOperationPossible|SRVCCHOIndication|NAS-DownlinkCount|CSG-Id|CSG-IdList|SONConfigurationTransferECT
SONConfigurationTransferMCT|TraceCollectionEntityIPAddress|MSClassmark2|MSClassmark3|RRC-Establishment-Cause
NASSecurityParametersfromE-UTRAN|NASSecurityParameterstoE-UTRAN|DefaultPagingDRX
Source-ToTarget-TransparentContainer-Secondary|Target-ToSource-TransparentContainer-Secondary
EUTRANRoundTripDelayEstimationInfo|BroadcastCancelledAreaList|ConcurrentWarningMessageIndicator
Data-Forwarding-Not-Possible|ExtendedRepetitionPeriod|CellAccessMode|CSGMembershipStatus|LPPa-PDU|Routing-ID
Time-Synchronisation-Info|PS-ServiceNotAvailable|PagingPriority|x2TNLConfigurationInfo
eNBX2ExtendedTransportLayerAddresses|GUMMEIList|GW-TransportLayerAddress|Correlation-ID|SourceMME-GUMMEI
MME-UE-S1AP-ID-2|RegisteredLAI|RelayNode-Indicator|TrafficLoadReductionIndication|MDTConfiguration
MMERelaySupportIndicator|GWContextReleaseIndication|ManagementBasedMDTAllowed|PrivacyIndicator
Time-UE-StayedInCell-EnhancedGranularity|HO-Cause|VoiceSupportMatchIndicator|GUMMEIType|M3Configuration|M4Configuration
M5Configuration|MDT-Location-Info|MobilityInformation|Tunnel-Information-for-BBF|ManagementBasedMDTPLMNList
SignallingBasedMDTPLMNList|ULCOUNTValueExtended|DLCOUNTValueExtended|ReceiveStatusOfULPDCPSDUsExtended
ECGIListForRestart|SIPTO-Correlation-ID|SIPTO-L-GW-TransportLayerAddress|TransportInformation|LHN-ID
AdditionalCSFallbackIndicator|TAIListForRestart|UserLocationInformation|EmergencyAreaIDListForRestart
KillAllWarningMessages|Masked-IMEISV|eNBIndirectX2TransportLayerAddresses|uE-HistoryInformationFromTheUE
ProSeAuthorized|ExpectedUEBehaviour|LoggedMBSFNMDT|UERadioCapabilityForPaging|E-RABToBeModifiedListBearerModInd
E-RABToBeModifiedItemBearerModInd|E-RABNotToBeModifiedListBearerModInd|E-RABNotToBeModifiedItemBearerModInd
E-RABModifyListBearerModConf|E-RABModifyItemBearerModConf|E-RABFailedToModifyListBearerModConf|SON-Information-Report
Muting-Availability-Indication|Muting-Pattern-Information|Synchronisation-Information
E-RABToBeReleasedListBearerModConf|AssistanceDataForPaging|CellIdentifierAndCELevelForCECapableUEs
InformationOnRecommendedCellsAndENBsForPaging|RecommendedCellItem|RecommendedENBItem|ProSeUEtoNetworkRelaying
ULCOUNTValuePDCP-SNlength18|DLCOUNTValuePDCP-SNlength18|ReceiveStatusOfULPDCPSDUsPDCP-SNlength18|M6Configuration
M7Configuration|PWSfailedECGIList|MME-Group-ID|Additional-GUTI|S1-Message|CSGMembershipInfo|Paging-eDRXInformation
UE-RetentionInformation||UE-Usage-Type|extended-UEIdentityIndexValue|RAT-Type|BearerType|NB-IoT-DefaultPagingDRX
E-RABFailedToResumeListResumeReq|E-RABFailedToResumeItemResumeReq|E-RABFailedToResumeListResumeRes
E-RABFailedToResumeItemResumeRes|NB-IoT-Paging-eDRXInformation|V2XServicesAuthorized|UEUserPlaneCIoTSupportIndicator
CE-mode-B-SupportIndicator|SRVCCOperationNotPossible|NB-IoT-UEIdentityIndexValue|RRC-Resume-Cause|DCN-ID|ServedDCNs
UESidelinkAggregateMaximumBitrate|DLNASPDUDeliveryAckRequest|Coverage-Level|EnhancedCoverageRestricted
UE-Level-QoS-Parameters|DL-CP-SecurityInformation|UL-CP-SecurityInformation|extended-e-RAB-MaximumBitrateDL
extended-e-RAB-MaximumBitrateUL|extended-e-RAB-GuaranteedBitrateDL|extended-e-RAB-GuaranteedBitrateUL
extended-uEaggregateMaximumBitRateDL|extended-uEaggregateMaximumBitRateUL|NRrestrictioninEPSasSecondaryRAT
UEAppLayerMeasConfig|UE-Application-Layer-Measurement-Capability|SecondaryRATDataUsageReportList
SecondaryRATDataUsageReportItem|HandoverFlag|E-RABUsageReportItem|SecondaryRATDataUsageRequest
NRUESecurityCapabilities|UnlicensedSpectrumRestriction|CE-ModeBRestricted|LTE-M-Indication|DownlinkPacketLossRate
UplinkPacketLossRate|UECapabilityInfoRequest|serviceType|AerialUEsubscriptionInformation
Subscription-Based-UE-DifferentiationInfo||EndIndication|EDT-Session|CNTypeRestrictions|PendingDataIndication
BluetoothMeasurementConfiguration|WLANMeasurementConfiguration|WarningAreaCoordinates|NRrestrictionin5GS
PSCellInformation||LastNG-RANPLMNIdentity|ConnectedengNBList|ConnectedengNBToAddList|ConnectedengNBToRemoveList
EN-DCSONConfigurationTransfer-ECT|EN-DCSONConfigurationTransfer-MCT|IMSvoiceEPSfallbackfrom5G
TimeSinceSecondaryNodeRelease|RequestTypeAdditionalInfo|AdditionalRRMPriorityIndex|ContextatSource|IAB-Authorized
IAB-Node-Indication|IAB-Supported|DataSize|Ethernet-Type|NRV2XServicesAuthorized|NRUESidelinkAggregateMaximumBitrate
PC5QoSParameters|IntersystemSONConfigurationTransferMCT|IntersystemSONConfigurationTransferECT
IntersystemMeasurementConfiguration|SourceNodeID|NB-IoT-RLF-Report-Container|UERadioCapabilityID
UERadioCapability-NR-Format|MDTConfigurationNR|DAPSRequestInfo|DAPSResponseInfoList|DAPSResponseInfoItem
NotifySourceeNB|eNB-EarlyStatusTransfer-TransparentContainer|Bearers-SubjectToEarlyStatusTransfer-Item
WUS-Assistance-Information|NB-IoT-PagingDRX|TraceCollectionEntityURI|EmergencyIndicator
UERadioCapabilityForPaging-NR-Format|SourceTransportLayerAddress|lastVisitedPSCellList|RACSIndication|PagingCause
SecurityIndication|SecurityResult|E-RABSecurityResultItem|E-RABSecurityResultList|RAT-Restrictions
UEContextReferenceatSourceeNB||LTE-NTN-TAI-Information|SourceNodeTransportLayerAddress|E-RABToBeUpdatedList
E-RABToBeUpdatedItem|SourceSNID|LoggedMDTTrigger`.split(/[|\n]/)

/** §9.2.1.3. */
export const RADIO_CAUSES: readonly string[] =
  `unspecified|tx2relocoverall-expiry|successful-handover|release-due-to-eutran-generated-reason|handover-cancelled
partial-handover|ho-failure-in-target-EPC-eNB-or-target-system|ho-target-not-allowed|tS1relocoverall-expiry
tS1relocprep-expiry|cell-not-available|unknown-targetID|no-radio-resources-available-in-target-cell
unknown-mme-ue-s1ap-id|unknown-enb-ue-s1ap-id|unknown-pair-ue-s1ap-id|handover-desirable-for-radio-reason
time-critical-handover|resource-optimisation-handover|reduce-load-in-serving-cell|user-inactivity
radio-connection-with-ue-lost|load-balancing-tau-required|cs-fallback-triggered|ue-not-available-for-ps-service
radio-resources-not-available|failure-in-radio-interface-procedure|invalid-qos-combination|interrat-redirection
interaction-with-other-procedure|unknown-E-RAB-ID|multiple-E-RAB-ID-instances
encryption-and-or-integrity-protection-algorithms-not-supported|s1-intra-system-handover-triggered
s1-inter-system-handover-triggered|x2-handover-triggered|redirection-towards-1xRTT|not-supported-QCI-value
invalid-CSG-Id|release-due-to-pre-emption|n26-interface-not-available|insufficient-ue-capabilities
maximum-bearer-pre-emption-rate-exceeded|up-integrity-protection-not-possible`.split(/[|\n]/)
export const TRANSPORT_CAUSES = ['transport-resource-unavailable', 'unspecified']
export const NAS_CAUSES = [
  'normal-release',
  'authentication-failure',
  'detach',
  'unspecified',
  'csg-subscription-expiry',
  'uE-not-in-PLMN-serving-area',
]
export const PROTOCOL_CAUSES = [
  'transfer-syntax-error',
  'abstract-syntax-error-reject',
  'abstract-syntax-error-ignore-and-notify',
  'message-not-compatible-with-receiver-state',
  'semantic-error',
  'abstract-syntax-error-falsely-constructed-message',
  'unspecified',
]
export const MISCELLANEOUS_CAUSES = [
  'control-processing-overload',
  'not-enough-user-plane-processing-resources',
  'hardware-failure',
  'om-intervention',
  'unspecified',
  'unknown-PLMN',
]

/** §9.2.1.3a. */
export const ESTABLISHMENT_CAUSES = [
  'emergency',
  'highPriorityAccess',
  'mt-Access',
  'mo-Signalling',
  'mo-Data',
  'delay-TolerantAccess',
  'mo-VoiceCall',
  'mo-ExceptionData',
]
/** §9.2.1.13. */
export const HANDOVER_TYPES = [
  'intralte',
  'ltetoutran',
  'ltetogeran',
  'utrantolte',
  'gerantolte',
  'eps-to-5gs',
  'fivegs-to-eps',
]
/** §9.2.1.61. */
export const TIMES_TO_WAIT = ['1s', '2s', '5s', '10s', '20s', '60s']

/** §9.2.1.22; the last two are extensions. */
export const FORBIDDEN_RATS = ['all', 'geran', 'utran', 'cdma2000', 'geranandutran', 'cdma2000andutran']
/** §9.2.3.20; all but three are extensions. */
export const OVERLOAD_ACTIONS = [
  'reject-non-emergency-mo-dt',
  'reject-rrc-cr-signalling',
  'permit-emergency-sessions-and-mobile-terminated-services-only',
  'permit-high-priority-sessions-and-mobile-terminated-services-only',
  'reject-delay-tolerant-access',
  'permit-high-priority-sessions-and-exception-reporting-and-mobile-terminated-services-only',
  'not-accept-mo-data-or-delay-tolerant-access-from-CP-CIoT',
]
/** In radio frames: §9.2.1.16. */
export const PAGING_CYCLES = ['v32', 'v64', 'v128', 'v256']
/** §9.2.1.117; all but the first are extensions. */
export const RAT_TYPES = [
  'nbiot',
  'nbiot-leo',
  'nbiot-meo',
  'nbiot-geo',
  'nbiot-othersat',
  'eutran-leo',
  'eutran-meo',
  'eutran-geo',
  'eutran-othersat',
]
/** §9.2.1.129; the second is an extension. */
export const CORES = ['fiveGC-forbidden', 'epc-forbidden']

/** Procedures that are not called as their first message is, without its last word: TS 36.413 §8.1. */
export const PROCEDURE_NAMES: Readonly<Record<number, string>> = {
  0: 'HandoverPreparation',
  1: 'HandoverResourceAllocation',
  2: 'HandoverNotification',
  3: 'PathSwitchRequest',
}
