// Mobility in the 5G system: TS 23.502 §4.2, §4.9; TS 24.501 §5; DOMAIN 4.9.
import { coreHandover } from './core-handover.ts'
import {
  CIPHERED,
  CONTEXT,
  drops,
  HIDDEN,
  RELEASE,
  SECURITY,
  SECURITY_REFUSALS,
  service,
  unless,
  userPlane,
} from './five-g-steps.ts'
import type { ProcedureKind, Step } from './kinds.ts'
import { neighbourHandover } from './neighbour-handover.ts'

/** TS 23.502 §4.2.2.2.2. */
const REGISTRATION: ProcedureKind = {
  type: '5G_REGISTRATION',
  track: '5GS mobility',
  title: '5G registration',
  steps: [
    { name: 'Registration request', messages: ['5GMM Registration request'] },
    ...SECURITY,
    ...service(
      'UE context registration',
      'Nudm_UEContextManagement Registration',
      'The UDM did not take the AMF as the one that serves the UE',
    ),
    ...service(
      'Subscription data',
      'Nudm_SubscriberDataManagement Get',
      'The UDM did not tell the AMF what the subscriber may use',
    ),
    ...service('Access policy', 'Npcf_AMPolicyControl Create', 'The PCF gave the AMF no access policy'),
    { name: 'Registration reject', messages: ['5GMM Registration reject'] },
    {
      name: 'Registration accept',
      messages: ['5GMM Registration accept'],
      meaning: 'The AMF did not accept the UE',
      unless,
    },
    ...CONTEXT,
    { name: 'Registration complete', messages: ['5GMM Registration complete'] },
    ...RELEASE,
  ],
  begins: ['Registration request'],
  // Without a new GUTI or the like the UE does not confirm it: TS 24.501 §5.5.1.2.4.
  ends: [['Registration complete'], ['Registration accept'], ['Initial context setup response']],
  refusals: ['Registration reject', 'Initial context setup failure', ...SECURITY_REFUSALS],
  drops,
  hides: HIDDEN,
  timings: [
    ['registration_ms', 'Registration request', 'Registration complete'],
    ['auth_ms', 'Authentication service request', 'Authentication confirmation response'],
    ['authentication_ms', 'Authentication request', 'Authentication response'],
    ['security_mode_ms', 'Security mode command', 'Security mode complete'],
    ['nausf_ms', 'Authentication service request', 'Authentication service response'],
    ['nudm_ueau_ms', 'Authentication data request', 'Authentication data response'],
    ['confirmation_ms', 'Authentication confirmation request', 'Authentication confirmation response'],
    ['nudm_uecm_ms', 'UE context registration request', 'UE context registration response'],
    ['nudm_sdm_ms', 'Subscription data request', 'Subscription data response'],
    ['am_policy_ms', 'Access policy request', 'Access policy response'],
    ['initial_context_setup_ms', 'Initial context setup request', 'Initial context setup response'],
  ],
  timer: { name: 'T3510', seconds: 15, clause: 'TS 24.501 §10.2' },
}

/** TS 23.502 §4.2.2.3. */
const DEREGISTRATION: ProcedureKind = {
  type: '5G_DEREGISTRATION',
  track: '5GS mobility',
  title: '5G deregistration',
  steps: [
    {
      name: 'Deregistration request',
      messages: ['5GMM Deregistration request (UE originating)', '5GMM Deregistration request (UE terminated)'],
    },
    ...service(
      'Session context release',
      'Nsmf_PDUSession ReleaseSMContext',
      'The SMF did not confirm that the session ended',
      { tail: true },
    ),
    ...userPlane('User plane session deletion', 'Deletion', 'The UPF did not confirm that forwarding ended', {
      tail: true,
    }),
    {
      name: 'Deregistration accept',
      messages: ['5GMM Deregistration accept (UE originating)', '5GMM Deregistration accept (UE terminated)'],
    },
    CIPHERED,
    { name: 'UE context release command', messages: ['NGAP UEContextReleaseCommand'], own: true, tail: true },
    {
      name: 'UE context release complete',
      messages: ['NGAP UEContextReleaseComplete'],
      after: 'UE context release command',
      meaning: 'The gNB did not confirm that it let the UE go',
      own: true,
      tail: true,
    },
  ],
  begins: ['Deregistration request'],
  // A UE that is switched off is not answered: TS 24.501 §5.5.2.2.2.
  ends: [['UE context release complete'], ['Deregistration accept'], ['UE context release command']],
  refusals: [],
  hides: HIDDEN,
  timings: [
    ['deregistration_ms', 'Deregistration request', 'Deregistration accept'],
    ['context_release_ms', 'UE context release command', 'UE context release complete'],
  ],
}

/** TS 23.502 §4.2.3. */
const SERVICE_REQUEST: ProcedureKind = {
  type: '5G_SERVICE_REQUEST',
  track: '5GS mobility',
  title: '5G service request',
  steps: [
    { name: 'Service request', messages: ['5GMM Service request', '5GMM Control plane service request'] },
    ...SECURITY,
    ...service(
      'Session context update',
      'Nsmf_PDUSession UpdateSMContext',
      'The SMF did not wake the user plane of the session',
      { tail: true },
    ),
    { name: 'Service reject', messages: ['5GMM Service reject'] },
    {
      name: 'Service accept',
      messages: ['5GMM Service accept'],
      meaning: 'The AMF did not accept the request',
      unless,
    },
    ...CONTEXT,
    { name: 'Session resource setup request', messages: ['NGAP PDUSessionResourceSetupRequest'] },
    {
      name: 'Session resource setup response',
      messages: ['NGAP PDUSessionResourceSetupResponse'],
      after: 'Session resource setup request',
      meaning: 'The gNB did not confirm resources for the session',
      tail: true,
    },
    ...userPlane(
      'User plane session modification',
      'Modification',
      'The UPF did not take the gNB as the end of the downlink tunnel',
      { tail: true },
    ),
    ...RELEASE,
  ],
  begins: ['Service request'],
  ends: [['Initial context setup response'], ['Session resource setup response'], ['Service accept']],
  refusals: ['Service reject', 'Initial context setup failure', ...SECURITY_REFUSALS],
  drops,
  hides: HIDDEN,
  timings: [
    ['service_request_ms', 'Service request', 'Initial context setup response'],
    ['service_accept_ms', 'Service request', 'Service accept'],
    ['initial_context_setup_ms', 'Initial context setup request', 'Initial context setup response'],
  ],
}

const SWITCHED: readonly Step[] = [
  ...service('Session context update', 'Nsmf_PDUSession UpdateSMContext', 'The SMF did not move the session', {
    tail: true,
  }),
  ...userPlane(
    'User plane session modification',
    'Modification',
    'The UPF did not switch the downlink to the target gNB',
    { tail: true },
  ),
]

/** TS 23.502 §4.9.1.2. */
const XN_HANDOVER = neighbourHandover({
  type: '5G_HANDOVER',
  subtype: 'xn',
  title: 'Xn handover',
  between: 'XnAP',
  core: 'NGAP',
  station: 'gNB',
  server: 'AMF',
  switched: SWITCHED,
})

/** TS 23.502 §4.9.1.3. */
const N2_HANDOVER = coreHandover({
  type: '5G_HANDOVER',
  subtype: 'n2',
  title: 'N2 handover',
  core: 'NGAP',
  station: 'gNB',
  status: [
    { name: 'Uplink status transfer', messages: ['NGAP UplinkRANStatusTransfer'] },
    { name: 'Downlink status transfer', messages: ['NGAP DownlinkRANStatusTransfer'] },
  ],
  switched: SWITCHED,
})

export const FIVE_G_MOBILITY: readonly ProcedureKind[] = [
  REGISTRATION,
  DEREGISTRATION,
  SERVICE_REQUEST,
  XN_HANDOVER,
  N2_HANDOVER,
]
