/** NGAP: 3GPP TS 38.413. */
import type { Procedure } from '../aper/application.ts'

/** §9.4.7, elementary procedures. */
export const PROCEDURES: Readonly<Record<number, Procedure>> = {
  0: ['AMFConfigurationUpdate', 'AMFConfigurationUpdateAcknowledge', 'AMFConfigurationUpdateFailure'],
  1: ['AMFStatusIndication'],
  2: ['CellTrafficTrace'],
  3: ['DeactivateTrace'],
  4: ['DownlinkNASTransport'],
  5: ['DownlinkNonUEAssociatedNRPPaTransport'],
  6: ['DownlinkRANConfigurationTransfer'],
  7: ['DownlinkRANStatusTransfer'],
  8: ['DownlinkUEAssociatedNRPPaTransport'],
  9: ['ErrorIndication'],
  10: ['HandoverCancel', 'HandoverCancelAcknowledge'],
  11: ['HandoverNotify'],
  12: ['HandoverRequired', 'HandoverCommand', 'HandoverPreparationFailure'],
  13: ['HandoverRequest', 'HandoverRequestAcknowledge', 'HandoverFailure'],
  14: ['InitialContextSetupRequest', 'InitialContextSetupResponse', 'InitialContextSetupFailure'],
  15: ['InitialUEMessage'],
  16: ['LocationReportingControl'],
  17: ['LocationReportingFailureIndication'],
  18: ['LocationReport'],
  19: ['NASNonDeliveryIndication'],
  20: ['NGReset', 'NGResetAcknowledge'],
  21: ['NGSetupRequest', 'NGSetupResponse', 'NGSetupFailure'],
  22: ['OverloadStart'],
  23: ['OverloadStop'],
  24: ['Paging'],
  25: ['PathSwitchRequest', 'PathSwitchRequestAcknowledge', 'PathSwitchRequestFailure'],
  26: ['PDUSessionResourceModifyRequest', 'PDUSessionResourceModifyResponse'],
  27: ['PDUSessionResourceModifyIndication', 'PDUSessionResourceModifyConfirm'],
  28: ['PDUSessionResourceReleaseCommand', 'PDUSessionResourceReleaseResponse'],
  29: ['PDUSessionResourceSetupRequest', 'PDUSessionResourceSetupResponse'],
  30: ['PDUSessionResourceNotify'],
  31: ['PrivateMessage'],
  32: ['PWSCancelRequest', 'PWSCancelResponse'],
  33: ['PWSFailureIndication'],
  34: ['PWSRestartIndication'],
  35: ['RANConfigurationUpdate', 'RANConfigurationUpdateAcknowledge', 'RANConfigurationUpdateFailure'],
  36: ['RerouteNASRequest'],
  37: ['RRCInactiveTransitionReport'],
  38: ['TraceFailureIndication'],
  39: ['TraceStart'],
  40: ['UEContextModificationRequest', 'UEContextModificationResponse', 'UEContextModificationFailure'],
  41: ['UEContextReleaseCommand', 'UEContextReleaseComplete'],
  42: ['UEContextReleaseRequest'],
  43: ['UERadioCapabilityCheckRequest', 'UERadioCapabilityCheckResponse'],
  44: ['UERadioCapabilityInfoIndication'],
  45: ['UETNLABindingReleaseRequest'],
  46: ['UplinkNASTransport'],
  47: ['UplinkNonUEAssociatedNRPPaTransport'],
  48: ['UplinkRANConfigurationTransfer'],
  49: ['UplinkRANStatusTransfer'],
  50: ['UplinkUEAssociatedNRPPaTransport'],
  51: ['WriteReplaceWarningRequest', 'WriteReplaceWarningResponse'],
  52: ['SecondaryRATDataUsageReport'],
  53: ['UplinkRIMInformationTransfer'],
  54: ['DownlinkRIMInformationTransfer'],
  55: ['RetrieveUEInformation'],
  56: ['UEInformationTransfer'],
  57: ['RANCPRelocationIndication'],
  58: ['UEContextResumeRequest', 'UEContextResumeResponse', 'UEContextResumeFailure'],
  59: ['UEContextSuspendRequest', 'UEContextSuspendResponse', 'UEContextSuspendFailure'],
  60: ['UERadioCapabilityIDMappingRequest', 'UERadioCapabilityIDMappingResponse'],
  61: ['HandoverSuccess'],
  62: ['UplinkRANEarlyStatusTransfer'],
  63: ['DownlinkRANEarlyStatusTransfer'],
  64: ['AMFCPRelocationIndication'],
  65: ['ConnectionEstablishmentIndication'],
  66: [
    'BroadcastSessionModificationRequest',
    'BroadcastSessionModificationResponse',
    'BroadcastSessionModificationFailure',
  ],
  67: ['BroadcastSessionReleaseRequest', 'BroadcastSessionReleaseResponse'],
  68: ['BroadcastSessionSetupRequest', 'BroadcastSessionSetupResponse', 'BroadcastSessionSetupFailure'],
  69: ['DistributionSetupRequest', 'DistributionSetupResponse', 'DistributionSetupFailure'],
  70: ['DistributionReleaseRequest', 'DistributionReleaseResponse'],
  71: ['MulticastSessionActivationRequest', 'MulticastSessionActivationResponse', 'MulticastSessionActivationFailure'],
  72: ['MulticastSessionDeactivationRequest', 'MulticastSessionDeactivationResponse'],
  73: ['MulticastSessionUpdateRequest', 'MulticastSessionUpdateResponse', 'MulticastSessionUpdateFailure'],
  74: ['MulticastGroupPaging'],
  75: ['BroadcastSessionReleaseRequired'],
  76: [
    'TimingSynchronisationStatusRequest',
    'TimingSynchronisationStatusResponse',
    'TimingSynchronisationStatusFailure',
  ],
  77: ['TimingSynchronisationStatusReport'],
  78: ['MTCommunicationHandlingRequest', 'MTCommunicationHandlingResponse', 'MTCommunicationHandlingFailure'],
  79: ['RANPagingRequest'],
  80: ['BroadcastSessionTransportRequest', 'BroadcastSessionTransportResponse', 'BroadcastSessionTransportFailure'],
}

/** §9.4.7, IEs from 0 on; numbers that are not used are empty. */
export const ELEMENTS: readonly string[] =
  `AllowedNSSAI|AMFName|AMFOverloadResponse|AMFSetID|AMF-TNLAssociationFailedToSetupList|AMF-TNLAssociationSetupList
AMF-TNLAssociationToAddList|AMF-TNLAssociationToRemoveList|AMF-TNLAssociationToUpdateList|AMFTrafficLoadReductionIndication
AMF-UE-NGAP-ID|AssistanceDataForPaging|BroadcastCancelledAreaList|BroadcastCompletedAreaList|CancelAllWarningMessages|Cause
CellIDListForRestart|ConcurrentWarningMessageInd|CoreNetworkAssistanceInformationForInactive|CriticalityDiagnostics
DataCodingScheme|DefaultPagingDRX|DirectForwardingPathAvailability|EmergencyAreaIDListForRestart
EmergencyFallbackIndicator|EUTRA-CGI|FiveG-S-TMSI|GlobalRANNodeID|GUAMI|HandoverType|IMSVoiceSupportIndicator
IndexToRFSP|InfoOnRecommendedCellsAndRANNodesForPaging|LocationReportingRequestType|MaskedIMEISV|MessageIdentifier
MobilityRestrictionList|NASC|NAS-PDU|NASSecurityParametersFromNGRAN|NewAMF-UE-NGAP-ID|NewSecurityContextInd
NGAP-Message|NGRAN-CGI|NGRANTraceID|NR-CGI|NRPPa-PDU|NumberOfBroadcastsRequested|OldAMF|OverloadStartNSSAIList|PagingDRX
PagingOrigin|PagingPriority|PDUSessionResourceAdmittedList|PDUSessionResourceFailedToModifyListModRes
PDUSessionResourceFailedToSetupListCxtRes|PDUSessionResourceFailedToSetupListHOAck
PDUSessionResourceFailedToSetupListPSReq|PDUSessionResourceFailedToSetupListSURes|PDUSessionResourceHandoverList
PDUSessionResourceListCxtRelCpl|PDUSessionResourceListHORqd|PDUSessionResourceModifyListModCfm
PDUSessionResourceModifyListModInd|PDUSessionResourceModifyListModReq|PDUSessionResourceModifyListModRes
PDUSessionResourceNotifyList|PDUSessionResourceReleasedListNot|PDUSessionResourceReleasedListPSAck
PDUSessionResourceReleasedListPSFail|PDUSessionResourceReleasedListRelRes|PDUSessionResourceSetupListCxtReq
PDUSessionResourceSetupListCxtRes|PDUSessionResourceSetupListHOReq|PDUSessionResourceSetupListSUReq
PDUSessionResourceSetupListSURes|PDUSessionResourceToBeSwitchedDLList|PDUSessionResourceSwitchedList
PDUSessionResourceToReleaseListHOCmd|PDUSessionResourceToReleaseListRelCmd|PLMNSupportList|PWSFailedCellIDList
RANNodeName|RANPagingPriority|RANStatusTransfer-TransparentContainer|RAN-UE-NGAP-ID|RelativeAMFCapacity
RepetitionPeriod|ResetType|RoutingID|RRCEstablishmentCause|RRCInactiveTransitionReportRequest|RRCState|SecurityContext
SecurityKey|SerialNumber|ServedGUAMIList|SliceSupportList|SONConfigurationTransferDL|SONConfigurationTransferUL
SourceAMF-UE-NGAP-ID|SourceToTarget-TransparentContainer|SupportedTAList|TAIListForPaging|TAIListForRestart|TargetID
TargetToSource-TransparentContainer|TimeToWait|TraceActivation|TraceCollectionEntityIPAddress|UEAggregateMaximumBitRate
UE-associatedLogicalNG-connectionList|UEContextRequest||UE-NGAP-IDs|UEPagingIdentity|UEPresenceInAreaOfInterestList
UERadioCapability|UERadioCapabilityForPaging|UESecurityCapabilities|UnavailableGUAMIList|UserLocationInformation
WarningAreaList|WarningMessageContents|WarningSecurityInfo|WarningType|AdditionalUL-NGU-UP-TNLInformation
DataForwardingNotPossible|DL-NGU-UP-TNLInformation|NetworkInstance|PDUSessionAggregateMaximumBitRate
PDUSessionResourceFailedToModifyListModCfm|PDUSessionResourceFailedToSetupListCxtFail|PDUSessionResourceListCxtRelReq
PDUSessionType|QosFlowAddOrModifyRequestList|QosFlowSetupRequestList|QosFlowToReleaseList|SecurityIndication
UL-NGU-UP-TNLInformation|UL-NGU-UP-TNLModifyList|WarningAreaCoordinates|PDUSessionResourceSecondaryRATUsageList
HandoverFlag|SecondaryRATUsageInformation|PDUSessionResourceReleaseResponseTransfer|RedirectionVoiceFallback
UERetentionInformation|S-NSSAI|PSCellInformation|LastEUTRAN-PLMNIdentity|MaximumIntegrityProtectedDataRate-DL
AdditionalDLForwardingUPTNLInformation|AdditionalDLUPTNLInformationForHOList|AdditionalNGU-UP-TNLInformation
AdditionalDLQosFlowPerTNLInformation|SecurityResult|ENDC-SONConfigurationTransferDL|ENDC-SONConfigurationTransferUL
OldAssociatedQosFlowList-ULendmarkerexpected|CNTypeRestrictionsForEquivalent|CNTypeRestrictionsForServing|NewGUAMI
ULForwarding|ULForwardingUP-TNLInformation|CNAssistedRANTuning|CommonNetworkInstance
NGRAN-TNLAssociationToRemoveList|TNLAssociationTransportLayerAddressNGRAN|EndpointIPAddressAndPort
LocationReportingAdditionalInfo|SourceToTarget-AMFInformationReroute|AdditionalULForwardingUPTNLInformation|SCTP-TLAs
SelectedPLMNIdentity|RIMInformationTransfer|GUAMIType|SRVCCOperationPossible|TargetRNC-ID|RAT-Information
ExtendedRATRestrictionInformation|QosMonitoringRequest|SgNB-UE-X2AP-ID|AdditionalRedundantDL-NGU-UP-TNLInformation
AdditionalRedundantDLQosFlowPerTNLInformation|AdditionalRedundantNGU-UP-TNLInformation
AdditionalRedundantUL-NGU-UP-TNLInformation|CNPacketDelayBudgetDL|CNPacketDelayBudgetUL|ExtendedPacketDelayBudget
RedundantCommonNetworkInstance|RedundantDL-NGU-TNLInformationReused|RedundantDL-NGU-UP-TNLInformation
RedundantDLQosFlowPerTNLInformation|RedundantQosFlowIndicator|RedundantUL-NGU-UP-TNLInformation
TSCTrafficCharacteristics|RedundantPDUSessionInformation|UsedRSNInformation|IAB-Authorized|IAB-Supported
IABNodeIndication|NB-IoT-PagingDRX|NB-IoT-Paging-eDRXInfo|NB-IoT-DefaultPagingDRX|Enhanced-CoverageRestriction
Extended-ConnectedTime|PagingAssisDataforCEcapabUE|WUS-Assistance-Information|UE-DifferentiationInfo
NB-IoT-UEPriority|UL-CP-SecurityInformation|DL-CP-SecurityInformation|TAI|UERadioCapabilityForPagingOfNB-IoT
LTEV2XServicesAuthorized|NRV2XServicesAuthorized|LTEUESidelinkAggregateMaximumBitrate
NRUESidelinkAggregateMaximumBitrate|PC5QoSParameters|AlternativeQoSParaSetList|CurrentQoSParaSetIndex
CEmodeBrestricted|EUTRA-PagingeDRXInformation|CEmodeBSupport-Indicator|LTEM-Indication|EndIndication|EDT-Session
UECapabilityInfoRequest|PDUSessionResourceFailedToResumeListRESReq|PDUSessionResourceFailedToResumeListRESRes
PDUSessionResourceSuspendListSUSReq|PDUSessionResourceResumeListRESReq|PDUSessionResourceResumeListRESRes
UE-UP-CIoT-Support|Suspend-Request-Indication|Suspend-Response-Indication|RRC-Resume-Cause
RGLevelWirelineAccessCharacteristics|W-AGFIdentityInformation|GlobalTNGF-ID|GlobalTWIF-ID|GlobalW-AGF-ID
UserLocationInformationW-AGF|UserLocationInformationTNGF|AuthenticatedIndication|TNGFIdentityInformation
TWIFIdentityInformation|UserLocationInformationTWIF|DataForwardingResponseERABList
IntersystemSONConfigurationTransferDL|IntersystemSONConfigurationTransferUL|SONInformationReport
UEHistoryInformationFromTheUE|ManagementBasedMDTPLMNList|MDTConfiguration|PrivacyIndicator
TraceCollectionEntityURI|NPN-Support|NPN-AccessInformation|NPN-PagingAssistanceInformation|NPN-MobilityInformation
TargettoSource-Failure-TransparentContainer|NID|UERadioCapabilityID|UERadioCapability-EUTRA-Format|DAPSRequestInfo
DAPSResponseInfoList|EarlyStatusTransfer-TransparentContainer|NotifySourceNGRANNode|ExtendedSliceSupportList
ExtendedTAISliceSupportList|ConfiguredTACIndication|Extended-RANNodeName|Extended-AMFName
GlobalCable-ID|QosMonitoringReportingFrequency|QosFlowParametersList|QosFlowFeedbackList|BurstArrivalTimeDownlink
ExtendedUEIdentityIndexValue|PduSessionExpectedUEActivityBehaviour|MicoAllPLMN|QosFlowFailedToSetupList
SourceTNLAddrInfo|ExtendedReportIntervalMDT|SourceNodeID|NRNTNTAIInformation|UEContextReferenceAtSource
LastVisitedPSCellList|IntersystemSONInformationRequest|IntersystemSONInformationReply|EnergySavingIndication
IntersystemResourceStatusUpdate|SuccessfulHandoverReportList|MBS-AreaSessionID|MBS-QoSFlowsToBeSetupList
MBS-QoSFlowsToBeSetupModList|MBS-ServiceArea|MBS-SessionID|MBS-DistributionReleaseRequestTransfer
MBS-DistributionSetupRequestTransfer|MBS-DistributionSetupResponseTransfer|MBS-DistributionSetupUnsuccessfulTransfer
MulticastSessionActivationRequestTransfer|MulticastSessionDeactivationRequestTransfer
MulticastSessionUpdateRequestTransfer|MulticastGroupPagingAreaList||MBS-SupportIndicator|MBSSessionFailedtoSetupList
MBSSessionFailedtoSetuporModifyList|MBSSessionSetupResponseList|MBSSessionSetuporModifyResponseList
MBSSessionSetupFailureTransfer|MBSSessionSetupRequestTransfer|MBSSessionSetupResponseTransfer
MBSSessionToReleaseList|MBSSessionSetupRequestList|MBSSessionSetuporModifyRequestList|||
MBS-ActiveSessionInformation-SourcetoTargetList|MBS-ActiveSessionInformation-TargettoSourceList|OnboardingSupport
TimeSyncAssistanceInfo|SurvivalTime|QMCConfigInfo|QMCDeactivation||PDUSessionPairID|NR-PagingeDRXInformation
RedCapIndication|TargetNSSAIInformation|UESliceMaximumBitRateList|M4ReportAmount|M5ReportAmount|M6ReportAmount
M7ReportAmount|IncludeBeamMeasurementsIndication|M6DelayThreshold|PagingCause|PagingCauseIndicationForVoiceService
PEIPSassistanceInformation|FiveG-ProSeAuthorized|FiveG-ProSeUEPC5AggregateMaximumBitRate|FiveG-ProSePC5QoSParameters
MBSSessionModificationFailureTransfer|MBSSessionModificationRequestTransfer|MBSSessionModificationResponseTransfer
MBS-QoSFlowToReleaseList|MBS-SessionTNLInfo5GC|TAINSAGSupportList|SourceNodeTNLAddrInfo
NGAPIESupportInformationRequestList|NGAPIESupportInformationResponseList|MBS-SessionFSAIDList
MBSSessionReleaseResponseTransfer|ManagementBasedMDTPLMNModificationList`.split(/[|\n]/)

/** §9.3.1.2. */
export const RADIO_CAUSES: readonly string[] =
  `unspecified|txnrelocoverall-expiry|successful-handover|release-due-to-ngran-generated-reason
release-due-to-5gc-generated-reason|handover-cancelled|partial-handover
ho-failure-in-target-5GC-ngran-node-or-target-system|ho-target-not-allowed|tngrelocoverall-expiry|tngrelocprep-expiry
cell-not-available|unknown-targetID|no-radio-resources-available-in-target-cell|unknown-local-UE-NGAP-ID
inconsistent-remote-UE-NGAP-ID|handover-desirable-for-radio-reason|time-critical-handover|resource-optimisation-handover
reduce-load-in-serving-cell|user-inactivity|radio-connection-with-ue-lost|radio-resources-not-available
invalid-qos-combination|failure-in-radio-interface-procedure|interaction-with-other-procedure|unknown-PDU-session-ID
unkown-qos-flow-ID|multiple-PDU-session-ID-instances|multiple-qos-flow-ID-instances
encryption-and-or-integrity-protection-algorithms-not-supported|ng-intra-system-handover-triggered
ng-inter-system-handover-triggered|xn-handover-triggered|not-supported-5QI-value|ue-context-transfer
ims-voice-eps-fallback-or-rat-fallback-triggered|up-integrity-protection-not-possible
up-confidentiality-protection-not-possible|slice-not-supported|ue-in-rrc-inactive-state-not-reachable|redirection
resources-not-available-for-the-slice|ue-max-integrity-protected-data-rate-reason
release-due-to-cn-detected-mobility|n26-interface-not-available|release-due-to-pre-emption
multiple-location-reporting-reference-ID-instances|rsn-not-available-for-the-up|npn-access-denied
cag-only-access-denied|insufficient-ue-capabilities|redcap-ue-not-supported`.split(/[|\n]/)
export const NAS_CAUSES = [
  'normal-release',
  'authentication-failure',
  'deregister',
  'unspecified',
  'uE-not-in-PLMN-serving-area',
]
export const MISCELLANEOUS_CAUSES = [
  'control-processing-overload',
  'not-enough-user-plane-processing-resources',
  'hardware-failure',
  'om-intervention',
  'unknown-PLMN-or-SNPN',
  'unspecified',
]

/** §9.3.1.111. */
export const ESTABLISHMENT_CAUSES = [
  'emergency',
  'highPriorityAccess',
  'mt-Access',
  'mo-Signalling',
  'mo-Data',
  'mo-VoiceCall',
  'mo-VideoCall',
  'mo-SMS',
  'mps-PriorityAccess',
  'mcs-PriorityAccess',
  'notAvailable',
  'mo-ExceptionData',
]
/** §9.3.1.22. */
export const HANDOVER_TYPES = ['intra5gs', 'fivegs-to-eps', 'eps-to-5gs', 'fivegs-to-utran']
/** §9.3.1.52. */
export const SESSION_TYPES = ['ipv4', 'ipv6', 'ipv4v6', 'ethernet', 'unstructured']

/** §9.3.1.65. */
export const LOCATION_EVENTS = [
  'direct',
  'change-of-serve-cell',
  'ue-presence-in-area-of-interest',
  'stop-change-of-serve-cell',
  'stop-ue-presence-in-area-of-interest',
  'cancel-location-reporting-for-the-ue',
]
/** §9.3.1.91. */
export const STATE_REPORTS = [
  'subsequent-state-transition-report',
  'single-rrc-connected-state-report',
  'cancel-report',
]
/** §9.3.1.125; all but two are extensions. */
export const RATS = ['unlicensed', 'nb-IoT', 'nR-LEO', 'nR-MEO', 'nR-GEO', 'nR-OTHERSAT']

/** Procedures that are not called as their first message is, without its last word: TS 38.413 §8.1. */
export const PROCEDURE_NAMES: Readonly<Record<number, string>> = {
  11: 'HandoverNotification',
  12: 'HandoverPreparation',
  13: 'HandoverResourceAllocation',
  25: 'PathSwitchRequest',
  45: 'UETNLABindingRelease',
}
