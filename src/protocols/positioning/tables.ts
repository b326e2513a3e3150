import { answered, type Procedure } from '../aper/application.ts'

/** TS 37.355 §6.2. */
export const LPP_MESSAGES: readonly string[] = [
  'RequestCapabilities',
  'ProvideCapabilities',
  'RequestAssistanceData',
  'ProvideAssistanceData',
  'RequestLocationInformation',
  'ProvideLocationInformation',
  'Abort',
  'Error',
]

/** TS 36.455 §9.3.7. */
export const LPPA_PROCEDURES: Readonly<Record<number, Procedure>> = {
  0: ['ErrorIndication'],
  1: ['PrivateMessage'],
  2: answered('E-CIDMeasurementInitiation'),
  3: ['E-CIDMeasurementFailureIndication'],
  4: ['E-CIDMeasurementReport'],
  5: ['E-CIDMeasurementTerminationCommand'],
  6: answered('OTDOAInformation'),
  7: answered('UTDOAInformation'),
  8: ['UTDOAInformationUpdate'],
  9: ['AssistanceInformationControl'],
}

/** TS 38.455 §9.3.7. */
export const NRPPA_PROCEDURES: Readonly<Record<number, Procedure>> = {
  0: ['ErrorIndication'],
  1: ['PrivateMessage'],
  2: answered('E-CIDMeasurementInitiation'),
  3: ['E-CIDMeasurementFailureIndication'],
  4: ['E-CIDMeasurementReport'],
  5: ['E-CIDMeasurementTerminationCommand'],
  6: answered('OTDOAInformation'),
  7: ['AssistanceInformationControl'],
  8: ['AssistanceInformationFeedback'],
  9: answered('PositioningInformation'),
  10: ['PositioningInformationUpdate'],
  11: answered('Measurement'),
  12: ['MeasurementReport'],
  13: ['MeasurementUpdate'],
  14: ['MeasurementAbort'],
  15: ['MeasurementFailureIndication'],
  16: answered('TRPInformation'),
  17: answered('PositioningActivation'),
  18: ['PositioningDeactivation'],
}
