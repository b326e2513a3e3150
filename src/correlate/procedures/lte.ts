// Procedures of EPS: TS 23.401 §5.3 to §5.10, TS 24.301 §5 and §6; DOMAIN 4.9.
import { coreHandover } from './core-handover.ts'
import type { ProcedureKind, Step } from './kinds.ts'
import { neighbourHandover } from './neighbour-handover.ts'

const CIPHERED: Step = { name: 'Ciphered NAS', messages: ['EMM Ciphered NAS'] }
const HIDDEN = CIPHERED.name
const unless = [HIDDEN]

/** TS 23.401 §5.3.10. */
const SECURITY: readonly Step[] = [
  { name: 'Identity request', messages: ['EMM Identity request'] },
  {
    name: 'Identity response',
    messages: ['EMM Identity response'],
    after: 'Identity request',
    meaning: 'The UE did not say who it is',
    unless,
  },
  { name: 'Authentication information request', messages: ['DIAMETER AIR (S6a)'] },
  {
    name: 'Authentication information answer',
    messages: ['DIAMETER AIA (S6a)'],
    after: 'Authentication information request',
    meaning: 'The HSS gave the MME no authentication vectors',
  },
  { name: 'Authentication request', messages: ['EMM Authentication request'] },
  { name: 'Authentication failure', messages: ['EMM Authentication failure'] },
  {
    name: 'Authentication response',
    messages: ['EMM Authentication response'],
    after: 'Authentication request',
    meaning: 'The UE did not answer the challenge',
    unless: [...unless, 'Authentication failure'],
  },
  { name: 'Authentication reject', messages: ['EMM Authentication reject'] },
  { name: 'Security mode command', messages: ['EMM Security mode command'] },
  { name: 'Security mode reject', messages: ['EMM Security mode reject'] },
  {
    name: 'Security mode complete',
    messages: ['EMM Security mode complete'],
    after: 'Security mode command',
    meaning: 'The UE did not take the security algorithms that the MME chose',
    unless: [...unless, 'Security mode reject'],
  },
  CIPHERED,
]

const LOCATION: readonly Step[] = [
  { name: 'Update location request', messages: ['DIAMETER ULR (S6a)'] },
  {
    name: 'Update location answer',
    messages: ['DIAMETER ULA (S6a)'],
    after: 'Update location request',
    meaning: 'The HSS did not take the MME as the one that serves the UE, and gave no subscription',
  },
]

const INFORMATION: readonly Step[] = [
  { name: 'ESM information request', messages: ['ESM ESM information request'] },
  {
    name: 'ESM information response',
    messages: ['ESM ESM information response'],
    after: 'ESM information request',
    meaning: 'The UE did not tell which access point it wants',
    unless,
  },
]

const SESSION: readonly Step[] = [
  { name: 'Create session request', messages: ['GTPv2 Create Session Request'] },
  { name: 'Policy session request', messages: ['DIAMETER CCR-I (Gx)'] },
  {
    name: 'Policy session answer',
    messages: ['DIAMETER CCA-I (Gx)'],
    after: 'Policy session request',
    meaning: 'The PCRF gave the gateway no rules',
  },
  { name: 'User plane session request', messages: ['PFCP Session Establishment Request'] },
  {
    name: 'User plane session response',
    messages: ['PFCP Session Establishment Response'],
    after: 'User plane session request',
    meaning: 'The user plane node did not set up forwarding',
  },
  {
    name: 'Create session response',
    messages: ['GTPv2 Create Session Response'],
    after: 'Create session request',
    meaning: 'The gateways did not set up the connection',
    returns: true,
  },
]

const CONTEXT: readonly Step[] = [
  { name: 'Initial context setup request', messages: ['S1AP InitialContextSetupRequest'] },
  { name: 'Initial context setup failure', messages: ['S1AP InitialContextSetupFailure'], undoes: true },
  {
    name: 'Initial context setup response',
    messages: ['S1AP InitialContextSetupResponse'],
    after: 'Initial context setup request',
    meaning: 'The eNB did not confirm radio bearers and security for the UE',
    tail: true,
  },
]

const BEARERS: readonly Step[] = [
  { name: 'Modify bearer request', messages: ['GTPv2 Modify Bearer Request'], tail: true },
  {
    name: 'Modify bearer response',
    messages: ['GTPv2 Modify Bearer Response'],
    after: 'Modify bearer request',
    meaning: 'The gateway did not take the eNB as the end of the downlink tunnel',
    tail: true,
  },
]

const RELEASE: readonly Step[] = [
  { name: 'UE context release command', messages: ['S1AP UEContextReleaseCommand'], own: true },
]
const drops = ['UE context release command']

const SECURITY_REFUSALS = ['Authentication reject', 'Security mode reject']

/** TS 23.401 §5.3.2.1. */
const ATTACH: ProcedureKind = {
  type: 'LTE_ATTACH',
  hasApn: true,
  track: 'EPS mobility',
  title: 'LTE attach',
  steps: [
    { name: 'Attach request', messages: ['EMM Attach request'] },
    ...SECURITY,
    ...LOCATION,
    ...INFORMATION,
    ...SESSION,
    { name: 'Attach reject', messages: ['EMM Attach reject'] },
    { name: 'Attach accept', messages: ['EMM Attach accept'], meaning: 'The MME did not accept the UE', unless },
    ...CONTEXT,
    {
      name: 'Attach complete',
      messages: ['EMM Attach complete'],
      after: 'Attach accept',
      meaning: 'The UE did not confirm that it is attached',
      unless,
    },
    ...BEARERS,
    ...RELEASE,
  ],
  begins: ['Attach request'],
  ends: [['Attach complete'], ['Initial context setup response', 'Modify bearer response']],
  refusals: ['Attach reject', 'Initial context setup failure', ...SECURITY_REFUSALS],
  drops,
  hides: HIDDEN,
  timings: [
    ['lte_attach_ms', 'Attach request', 'Attach complete'],
    ['authentication_information_ms', 'Authentication information request', 'Authentication information answer'],
    ['authentication_ms', 'Authentication request', 'Authentication response'],
    ['security_mode_ms', 'Security mode command', 'Security mode complete'],
    ['update_location_ms', 'Update location request', 'Update location answer'],
    ['create_session_ms', 'Create session request', 'Create session response'],
    ['initial_context_setup_ms', 'Initial context setup request', 'Initial context setup response'],
    ['modify_bearer_ms', 'Modify bearer request', 'Modify bearer response'],
  ],
  timer: { name: 'T3410', seconds: 15, clause: 'TS 24.301 §10.2' },
}

/** TS 23.401 §5.3.8. */
const DETACH: ProcedureKind = {
  type: 'LTE_DETACH',
  track: 'EPS mobility',
  title: 'LTE detach',
  steps: [
    { name: 'Cancel location request', messages: ['DIAMETER CLR (S6a)'] },
    { name: 'Detach request', messages: ['EMM Detach request'] },
    { name: 'Delete session request', messages: ['GTPv2 Delete Session Request'], tail: true },
    { name: 'Policy session end request', messages: ['DIAMETER CCR-T (Gx)'], tail: true },
    {
      name: 'Policy session end answer',
      messages: ['DIAMETER CCA-T (Gx)'],
      after: 'Policy session end request',
      meaning: 'The PCRF did not confirm that its session ended',
      tail: true,
    },
    { name: 'User plane session deletion request', messages: ['PFCP Session Deletion Request'], tail: true },
    {
      name: 'User plane session deletion response',
      messages: ['PFCP Session Deletion Response'],
      after: 'User plane session deletion request',
      meaning: 'The user plane node did not confirm that forwarding ended',
      tail: true,
    },
    {
      name: 'Delete session response',
      messages: ['GTPv2 Delete Session Response'],
      after: 'Delete session request',
      meaning: 'The gateways did not confirm that the connection ended',
      tail: true,
    },
    { name: 'Detach accept', messages: ['EMM Detach accept'] },
    { name: 'Purge request', messages: ['DIAMETER PUR (S6a)'], tail: true },
    { name: 'Purge answer', messages: ['DIAMETER PUA (S6a)'], tail: true },
    CIPHERED,
    { name: 'UE context release command', messages: ['S1AP UEContextReleaseCommand'], own: true, tail: true },
    {
      name: 'UE context release complete',
      messages: ['S1AP UEContextReleaseComplete'],
      after: 'UE context release command',
      meaning: 'The eNB did not confirm that it let the UE go',
      own: true,
      tail: true,
    },
    { name: 'Radio release', messages: ['LTE-RRC RRCConnectionRelease'], own: true, tail: true },
  ],
  begins: ['Detach request'],
  // A UE that is switched off is not answered: TS 24.301 §5.5.2.2.2.
  ends: [['UE context release complete'], ['Detach accept'], ['UE context release command'], ['Radio release']],
  refusals: [],
  hides: HIDDEN,
  timings: [
    ['lte_detach_ms', 'Detach request', 'Detach accept'],
    ['delete_session_ms', 'Delete session request', 'Delete session response'],
    ['context_release_ms', 'UE context release command', 'UE context release complete'],
  ],
}

/** TS 23.401 §5.3.4. */
const SERVICE_REQUEST: ProcedureKind = {
  type: 'LTE_SERVICE_REQUEST',
  track: 'EPS mobility',
  title: 'LTE service request',
  steps: [
    {
      name: 'Service request',
      messages: ['EMM Service request', 'EMM Extended service request', 'EMM Control plane service request'],
    },
    ...SECURITY,
    { name: 'Service reject', messages: ['EMM Service reject'] },
    { name: 'Service accept', messages: ['EMM Service accept'] },
    ...CONTEXT,
    ...BEARERS,
    ...RELEASE,
  ],
  begins: ['Service request'],
  ends: [['Modify bearer response'], ['Initial context setup response'], ['Service accept']],
  refusals: ['Service reject', 'Initial context setup failure', ...SECURITY_REFUSALS],
  drops,
  hides: HIDDEN,
  timings: [
    ['service_request_ms', 'Service request', 'Initial context setup response'],
    ['initial_context_setup_ms', 'Initial context setup request', 'Initial context setup response'],
    ['modify_bearer_ms', 'Modify bearer request', 'Modify bearer response'],
  ],
  timer: { name: 'T3417', seconds: 5, clause: 'TS 24.301 §10.2' },
}

/** TS 23.401 §5.3.3. */
const TAU: ProcedureKind = {
  type: 'LTE_TAU',
  track: 'EPS mobility',
  title: 'LTE tracking area update',
  steps: [
    { name: 'Tracking area update request', messages: ['EMM Tracking area update request'] },
    ...SECURITY,
    { name: 'Create session request', messages: ['GTPv2 Create Session Request'] },
    { name: 'Create session response', messages: ['GTPv2 Create Session Response'] },
    ...LOCATION,
    { name: 'Tracking area update reject', messages: ['EMM Tracking area update reject'] },
    {
      name: 'Tracking area update accept',
      messages: ['EMM Tracking area update accept'],
      meaning: 'The MME did not accept the UE in its new area',
      unless,
    },
    ...CONTEXT,
    { name: 'Tracking area update complete', messages: ['EMM Tracking area update complete'], unless },
    ...BEARERS,
    ...RELEASE,
  ],
  begins: ['Tracking area update request'],
  ends: [['Tracking area update complete'], ['Tracking area update accept']],
  refusals: ['Tracking area update reject', 'Initial context setup failure', ...SECURITY_REFUSALS],
  drops,
  hides: HIDDEN,
  timings: [
    ['tracking_area_update_ms', 'Tracking area update request', 'Tracking area update accept'],
    ['update_location_ms', 'Update location request', 'Update location answer'],
    ['modify_bearer_ms', 'Modify bearer request', 'Modify bearer response'],
  ],
  timer: { name: 'T3430', seconds: 15, clause: 'TS 24.301 §10.2' },
}

/** TS 23.401 §5.10.2, and the default bearer of an attach. */
const PDN_CONNECTIVITY: ProcedureKind = {
  type: 'LTE_PDN_CONNECTIVITY',
  endedBy: ['LTE_ATTACH'],
  hasApn: true,
  title: 'PDN connectivity',
  steps: [
    { name: 'PDN connectivity request', messages: ['ESM PDN connectivity request'] },
    { name: 'Authentication request', messages: ['EMM Authentication request'] },
    {
      name: 'Authentication response',
      messages: ['EMM Authentication response'],
      after: 'Authentication request',
      meaning: 'The UE did not answer the challenge',
      unless: [...unless, 'Authentication failure'],
    },
    { name: 'Authentication failure', messages: ['EMM Authentication failure'] },
    ...INFORMATION,
    ...SESSION,
    { name: 'Authentication reject', messages: ['EMM Authentication reject'] },
    { name: 'Security mode reject', messages: ['EMM Security mode reject'] },
    { name: 'Attach reject', messages: ['EMM Attach reject'] },
    { name: 'PDN connectivity reject', messages: ['ESM PDN connectivity reject'] },
    {
      name: 'Default bearer request',
      messages: ['ESM Activate default EPS bearer context request'],
      after: 'PDN connectivity request',
      meaning: 'The MME did not offer a default bearer',
      unless,
    },
    { name: 'E-RAB setup request', messages: ['S1AP E-RABSetupRequest'] },
    {
      name: 'E-RAB setup response',
      messages: ['S1AP E-RABSetupResponse'],
      after: 'E-RAB setup request',
      meaning: 'The eNB did not confirm a radio bearer',
    },
    ...CONTEXT,
    { name: 'Default bearer reject', messages: ['ESM Activate default EPS bearer context reject'] },
    {
      name: 'Default bearer accept',
      messages: ['ESM Activate default EPS bearer context accept'],
      after: 'Default bearer request',
      meaning: 'The UE did not take the default bearer',
      unless,
    },
    CIPHERED,
    ...BEARERS,
    ...RELEASE,
  ],
  begins: ['PDN connectivity request'],
  impliedBy: {
    step: 'Create session request',
    unless: ['LTE_ATTACH', 'LTE_PDN_CONNECTIVITY', 'LTE_TAU', 'LTE_HANDOVER'],
  },
  ends: [
    ['Default bearer accept'],
    ['E-RAB setup response'],
    ['Initial context setup response'],
    ['Create session response'],
  ],
  refusals: [
    'PDN connectivity reject',
    'Default bearer reject',
    'Initial context setup failure',
    'Attach reject',
    ...SECURITY_REFUSALS,
  ],
  drops,
  hides: HIDDEN,
  timings: [
    ['pdn_connectivity_ms', 'PDN connectivity request', 'Default bearer accept'],
    ['create_session_ms', 'Create session request', 'Create session response'],
    ['erab_setup_ms', 'E-RAB setup request', 'E-RAB setup response'],
    ['modify_bearer_ms', 'Modify bearer request', 'Modify bearer response'],
  ],
}

/** TS 23.401 §5.5.1.1. */
const X2_HANDOVER = neighbourHandover({
  type: 'LTE_HANDOVER',
  subtype: 'x2',
  title: 'X2 handover',
  between: 'X2AP',
  core: 'S1AP',
  station: 'eNB',
  server: 'MME',
  switched: BEARERS,
  timings: [['modify_bearer_ms', 'Modify bearer request', 'Modify bearer response']],
})

/** TS 23.401 §5.5.1.2. */
const S1_HANDOVER = coreHandover({
  type: 'LTE_HANDOVER',
  subtype: 's1',
  title: 'S1 handover',
  core: 'S1AP',
  station: 'eNB',
  relocation: [
    { name: 'Forward relocation request', messages: ['GTPv2 Forward Relocation Request'] },
    { name: 'Forward relocation response', messages: ['GTPv2 Forward Relocation Response'] },
  ],
  status: [
    { name: 'eNB status transfer', messages: ['S1AP eNBStatusTransfer'] },
    { name: 'MME status transfer', messages: ['S1AP MMEStatusTransfer'] },
  ],
  switched: BEARERS,
  timings: [['modify_bearer_ms', 'Modify bearer request', 'Modify bearer response']],
})

/** Wider procedures stand before those that may be part of them. */
export const LTE_PROCEDURES: readonly ProcedureKind[] = [
  ATTACH,
  DETACH,
  SERVICE_REQUEST,
  TAU,
  X2_HANDOVER,
  S1_HANDOVER,
  PDN_CONNECTIVITY,
]
