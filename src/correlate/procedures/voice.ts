// Procedures around voice: TS 24.229 §5, TS 23.502 §4.13.6.1, TS 23.216 §6, TS 29.280; DOMAIN 4.9.
import { OF_THE_IMS } from '../rules/sip-draft.ts'
import type { ProcedureKind, Step } from './kinds.ts'

function cx(name: string, command: string, meaning: string): Step[] {
  return [
    { name: `${name} request`, messages: [`DIAMETER ${command}R (Cx)`] },
    { name: `${name} answer`, messages: [`DIAMETER ${command}A (Cx)`], after: `${name} request`, meaning },
  ]
}

/** Further name of a REGISTER that takes the binding back: RFC 3261 §10.2.2. */
const TAKES_BACK = 'SIP REGISTER that takes back'
const SIGN: Step = { name: 'Sign of the IMS', messages: [OF_THE_IMS], part: 'registration', sign: true }
/** Without any of these it is a phone's at its provider or exchange. */
const WITHOUT = [SIGN.name, 'User authorization request', 'Multimedia authentication request']
/** At a time a device registers or de-registers. */
const BINDING = 'ims binding'

/** TS 24.229 §5.1.1, DOMAIN 7.2. */
const IMS_REGISTRATION: ProcedureKind = {
  type: 'IMS_REGISTRATION',
  title: 'IMS registration',
  plain: {
    type: 'SIP_REGISTRATION',
    title: 'SIP registration',
    without: [...WITHOUT, 'Signalling bearer request', 'Server assignment request'],
  },
  steps: [
    { name: 'REGISTER', messages: ['SIP REGISTER'], except: TAKES_BACK, part: 'registration' },
    SIGN,
    { name: 'Signalling bearer request', messages: ['DIAMETER AAR (Rx)'] },
    {
      name: 'Signalling bearer answer',
      messages: ['DIAMETER AAA (Rx)'],
      after: 'Signalling bearer request',
      meaning: 'The PCRF did not answer the P-CSCF',
    },
    ...cx('User authorization', 'UA', 'The HSS did not tell which S-CSCF serves the user'),
    ...cx('Multimedia authentication', 'MA', 'The HSS gave the S-CSCF no authentication vectors'),
    { name: 'Challenge', messages: ['SIP 401', 'SIP 407'], part: 'registration' },
    // Too brief, an extension, an agreement on security: each asks for another try.
    { name: 'Another try asked for', messages: ['SIP 423', 'SIP 420', 'SIP 494'], part: 'registration' },
    ...cx('Server assignment', 'SA', 'The HSS did not take the S-CSCF as the one that serves the user'),
    { name: '200 OK', messages: ['SIP 200'], part: 'registration', returns: true },
    { name: 'Refusal', messages: ['SIP 4xx', 'SIP 5xx', 'SIP 6xx'], part: 'registration', returns: true },
    { name: 'Subscription to the registration', messages: ['SIP SUBSCRIBE'], tail: true },
  ],
  begins: ['REGISTER'],
  track: BINDING,
  ends: [['200 OK']],
  refusals: ['Refusal'],
  timings: [
    ['rrd_ms', 'REGISTER', '200 OK'],
    ['challenge_ms', 'REGISTER', 'Challenge'],
    ['user_authorization_ms', 'User authorization request', 'User authorization answer'],
    ['multimedia_authentication_ms', 'Multimedia authentication request', 'Multimedia authentication answer'],
    ['server_assignment_ms', 'Server assignment request', 'Server assignment answer'],
  ],
  timer: { name: 'F', seconds: 32, clause: 'RFC 3261 §17.1.2.2' },
  repeats: true,
  // The S-CSCF waits four minutes for the answer to its challenge: TS 24.229 Table 7.8.1, reg-await-auth.
  patience: 240,
}

/** TS 24.229 §5.1.1.6. */
const IMS_DEREGISTRATION: ProcedureKind = {
  type: 'IMS_DEREGISTRATION',
  title: 'IMS de-registration',
  plain: {
    type: 'SIP_DEREGISTRATION',
    title: 'SIP de-registration',
    without: [...WITHOUT, 'Signalling bearer released', 'Server assignment request'],
  },
  steps: [
    { name: 'REGISTER', messages: [TAKES_BACK], part: 'registration' },
    SIGN,
    ...cx('User authorization', 'UA', 'The HSS did not tell which S-CSCF serves the user'),
    ...cx('Multimedia authentication', 'MA', 'The HSS gave the S-CSCF no authentication vectors'),
    { name: 'Challenge', messages: ['SIP 401', 'SIP 407'], part: 'registration' },
    ...cx('Server assignment', 'SA', 'The HSS was not heard to let the user go'),
    { name: '200 OK', messages: ['SIP 200'], part: 'registration', returns: true },
    { name: 'Refusal', messages: ['SIP 4xx', 'SIP 5xx', 'SIP 6xx'], part: 'registration', returns: true },
    { name: 'Signalling bearer released', messages: ['DIAMETER STR (Rx)'], tail: true },
    { name: 'Release confirmed', messages: ['DIAMETER STA (Rx)'], after: 'Signalling bearer released', tail: true },
  ],
  begins: ['REGISTER'],
  track: BINDING,
  ends: [['200 OK']],
  refusals: ['Refusal'],
  completed: 'deregistered',
  timings: [
    ['deregistration_ms', 'REGISTER', '200 OK'],
    ['challenge_ms', 'REGISTER', 'Challenge'],
    ['server_assignment_ms', 'Server assignment request', 'Server assignment answer'],
  ],
  timer: { name: 'F', seconds: 32, clause: 'RFC 3261 §17.1.2.2' },
  repeats: true,
  patience: 240,
}

const FALLBACK = 'cause ims-voice-eps-fallback-or-rat-fallback-triggered'

/** TS 23.502 §4.13.6.1: the gNB sends the UE to LTE instead of giving it a flow for voice. */
const EPS_FALLBACK: ProcedureKind = {
  type: 'EPS_FALLBACK',
  title: 'EPS fallback',
  steps: [
    { name: 'Fallback triggered', messages: [FALLBACK] },
    { name: 'Handover required', messages: ['NGAP HandoverRequired'] },
    { name: 'Forward relocation request', messages: ['GTPv2 Forward Relocation Request'] },
    { name: 'Forward relocation response', messages: ['GTPv2 Forward Relocation Response'] },
    { name: 'Handover preparation failure', messages: ['NGAP HandoverPreparationFailure'] },
    { name: 'Handover command', messages: ['NGAP HandoverCommand'] },
    { name: 'UE context release command', messages: ['NGAP UEContextReleaseCommand'] },
    { name: 'Tracking area update request', messages: ['EMM Tracking area update request'] },
    { name: 'Attach request', messages: ['EMM Attach request'] },
    { name: 'Tracking area update reject', messages: ['EMM Tracking area update reject'] },
    { name: 'Attach reject', messages: ['EMM Attach reject'] },
    { name: 'Tracking area update accept', messages: ['EMM Tracking area update accept'] },
    { name: 'Handover notify', messages: ['S1AP HandoverNotify'] },
    { name: 'Modify bearer request', messages: ['GTPv2 Modify Bearer Request'] },
    { name: 'Modify bearer response', messages: ['GTPv2 Modify Bearer Response'] },
    {
      name: 'Dedicated bearer request',
      messages: ['GTPv2 Create Bearer Request'],
      meaning: 'The bearer for voice was not asked for in LTE',
    },
    { name: 'E-RAB setup request', messages: ['S1AP E-RABSetupRequest'] },
    {
      name: 'E-RAB setup response',
      messages: ['S1AP E-RABSetupResponse'],
      after: 'E-RAB setup request',
      meaning: 'The eNB did not confirm a radio bearer for voice',
    },
    {
      name: 'Dedicated bearer response',
      messages: ['GTPv2 Create Bearer Response'],
      after: 'Dedicated bearer request',
      meaning: 'The bearer for voice was not confirmed',
    },
  ],
  begins: ['Fallback triggered'],
  ends: [['Dedicated bearer response'], ['E-RAB setup response'], ['Tracking area update accept'], ['Handover notify']],
  refusals: ['Handover preparation failure', 'Tracking area update reject', 'Attach reject'],
  timings: [
    ['eps_fallback_ms', 'Fallback triggered', 'Dedicated bearer response'],
    ['tracking_area_update_ms', 'Tracking area update request', 'Tracking area update accept'],
    ['dedicated_bearer_ms', 'Dedicated bearer request', 'Dedicated bearer response'],
  ],
  repeats: true,
}

/** TS 23.216 §6.2.2, TS 29.280 §5.2. */
const SRVCC: ProcedureKind = {
  type: 'SRVCC',
  title: 'SRVCC',
  steps: [
    { name: 'PS to CS request', messages: ['GTPv2 SRVCC PS to CS Request'] },
    {
      name: 'PS to CS response',
      messages: ['GTPv2 SRVCC PS to CS Response'],
      meaning: 'The MSC did not prepare the circuit-switched side',
    },
    { name: 'Handover command', messages: ['S1AP HandoverCommand'] },
    { name: 'PS to CS cancel notification', messages: ['GTPv2 SRVCC PS to CS Cancel Notification'] },
    { name: 'PS to CS cancel acknowledge', messages: ['GTPv2 SRVCC PS to CS Cancel Acknowledge'], tail: true },
    {
      name: 'PS to CS complete notification',
      messages: ['GTPv2 SRVCC PS to CS Complete Notification'],
      meaning: 'The UE did not arrive in the circuit-switched network',
    },
    {
      name: 'PS to CS complete acknowledge',
      messages: ['GTPv2 SRVCC PS to CS Complete Acknowledge'],
      after: 'PS to CS complete notification',
      meaning: 'The MME did not confirm that the call moved',
      tail: true,
    },
  ],
  begins: ['PS to CS request'],
  ends: [['PS to CS complete notification']],
  refusals: [],
  cancels: ['PS to CS cancel notification'],
  timings: [
    ['srvcc_ms', 'PS to CS request', 'PS to CS complete notification'],
    ['srvcc_preparation_ms', 'PS to CS request', 'PS to CS response'],
  ],
}

export const VOICE_PROCEDURES: readonly ProcedureKind[] = [EPS_FALLBACK, SRVCC, IMS_REGISTRATION, IMS_DEREGISTRATION]
