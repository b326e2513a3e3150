// Names of RRC messages by their place in the choices of each channel: 3GPP TS 36.331 §6.2.1; values of §6.2.2 and §6.3.3.

export const UL_CCCH: readonly string[] = ['RRCConnectionReestablishmentRequest', 'RRCConnectionRequest']

export const DL_CCCH: readonly string[] = [
  'RRCConnectionReestablishment',
  'RRCConnectionReestablishmentReject',
  'RRCConnectionReject',
  'RRCConnectionSetup',
]

export const UL_DCCH: readonly string[] = [
  'CSFBParametersRequestCDMA2000',
  'MeasurementReport',
  'RRCConnectionReconfigurationComplete',
  'RRCConnectionReestablishmentComplete',
  'RRCConnectionSetupComplete',
  'SecurityModeComplete',
  'SecurityModeFailure',
  'UECapabilityInformation',
  'ULHandoverPreparationTransfer',
  'ULInformationTransfer',
  'CounterCheckResponse',
  'UEInformationResponse',
  'ProximityIndication',
  'RNReconfigurationComplete',
  'MBMSCountingResponse',
  'InterFreqRSTDMeasurementIndication',
]

export const DL_DCCH: readonly string[] = [
  'CSFBParametersResponseCDMA2000',
  'DLInformationTransfer',
  'HandoverFromEUTRAPreparationRequest',
  'MobilityFromEUTRACommand',
  'RRCConnectionReconfiguration',
  'RRCConnectionRelease',
  'SecurityModeCommand',
  'UECapabilityEnquiry',
  'CounterCheck',
  'UEInformationRequest',
  'LoggedMeasurementConfiguration',
  'RNReconfiguration',
  'RRCConnectionResume',
]

export const ESTABLISHMENT_CAUSES: readonly string[] = [
  'emergency',
  'highPriorityAccess',
  'mt-Access',
  'mo-Signalling',
  'mo-Data',
  'delayTolerantAccess',
  'mo-VoiceCall',
]

export const RELEASE_CAUSES: readonly string[] = [
  'loadBalancingTAUrequired',
  'other',
  'cs-FallbackHighPriority',
  'rrc-Suspend',
]

export const CIPHERING: readonly string[] = ['EEA0', 'EEA1', 'EEA2', 'EEA3']
