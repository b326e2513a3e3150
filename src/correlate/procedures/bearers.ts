// Bearers besides the default one of a PDN connection: TS 23.401 §5.4, TS 24.301 §6.4.2 to §6.5.4; DOMAIN 7.1, 7.4.
import type { ProcedureKind, Step } from './kinds.ts'

const CIPHERED: Step = { name: 'Ciphered NAS', messages: ['EMM Ciphered NAS'] }
const HIDDEN = CIPHERED.name
const unless = [HIDDEN]
const RADIO_FAILED = 'Radio bearer failed'

/** The gateways' rules for packets, wherever control and user plane are apart: TS 23.214 §6.2. */
const USER_PLANE: readonly Step[] = [
  { name: 'User plane request', messages: ['PFCP Session Modification Request'], tail: true },
  {
    name: 'User plane response',
    messages: ['PFCP Session Modification Response'],
    after: 'User plane request',
    meaning: 'The user plane node did not confirm the rules of the bearer',
    tail: true,
  },
]

/** What the PGW tells the PCRF of rules that it could not install: TS 29.212 §4.5.12. */
const RULE_REPORT: readonly Step[] = [
  { name: 'Rule report', messages: ['DIAMETER CCR-U (Gx)'], tail: true },
  {
    name: 'Rule report answer',
    messages: ['DIAMETER CCA-U (Gx)'],
    after: 'Rule report',
    meaning: 'The PCRF did not answer the report on its rules',
    tail: true,
  },
]

/** What the radio network is asked, and says. */
function radio(name: string, messages: readonly [asked: string, told: string], meaning: string): Step[] {
  return [
    { name: `${name} request`, messages: [`S1AP ${messages[0]}`] },
    { name: RADIO_FAILED, messages: ['S1AP E-RAB failed'], fails: true },
    { name: `${name} response`, messages: [`S1AP ${messages[1]}`], after: `${name} request`, meaning },
  ]
}

/** What the UE is asked over NAS, and says. */
function asked(name: string, message: string, meaning: string): Step[] {
  const nas = (end: string): string[] => [`ESM ${message} EPS bearer context ${end}`]
  return [
    {
      name: `${name} accept`,
      messages: nas('accept'),
      after: `${name} request`,
      meaning,
      unless: [...unless, `${name} reject`, RADIO_FAILED],
    },
    { name: `${name} reject`, messages: nas('reject') },
  ]
}

/** A request of the gateways: its hops, and the answer that comes back to whoever asked first. */
function gateways(name: string, meaning: string): [Step, Step] {
  return [
    { name: `${name} bearer request`, messages: [`GTPv2 ${name} Bearer Request`] },
    {
      name: `${name} bearer response`,
      messages: [`GTPv2 ${name} Bearer Response`],
      after: `${name} bearer request`,
      meaning,
      returns: true,
    },
  ]
}

const [CREATE, CREATED] = gateways('Create', 'The MME did not say whether the bearer is there')
const [UPDATE, UPDATED] = gateways('Update', 'The MME did not say whether the bearer was changed')
const [DELETE, DELETED] = gateways('Delete', 'The MME did not confirm that the bearer is gone')

/** TS 23.401 §5.4.1, and what a UE asks for by §5.4.5. */
const ACTIVATION: ProcedureKind = {
  type: 'LTE_BEARER_ACTIVATION',
  title: 'Dedicated bearer activation',
  steps: [
    { name: 'Resource allocation request', messages: ['ESM Bearer resource allocation request'] },
    { name: 'Resource allocation reject', messages: ['ESM Bearer resource allocation reject'] },
    CREATE,
    { name: 'Dedicated bearer request', messages: ['ESM Activate dedicated EPS bearer context request'] },
    ...radio('E-RAB setup', ['E-RABSetupRequest', 'E-RABSetupResponse'], 'The eNB did not confirm a radio bearer'),
    ...asked('Dedicated bearer', 'Activate dedicated', 'The UE did not take the dedicated bearer'),
    CIPHERED,
    CREATED,
    ...USER_PLANE,
    ...RULE_REPORT,
  ],
  begins: ['Resource allocation request', 'Create bearer request', 'Dedicated bearer request'],
  ends: [
    ['Create bearer response'],
    ['Dedicated bearer accept', 'E-RAB setup response'],
    ['Dedicated bearer accept'],
    ['E-RAB setup response'],
  ],
  refusals: ['Resource allocation reject'],
  hides: HIDDEN,
  timings: [
    ['bearer_setup_ms', 'Create bearer request', 'Create bearer response'],
    ['erab_setup_ms', 'E-RAB setup request', 'E-RAB setup response'],
    ['dedicated_bearer_ms', 'Dedicated bearer request', 'Dedicated bearer accept'],
  ],
  several: true,
  hops: true,
}

/** TS 23.401 §5.4.2 and §5.4.3. */
const MODIFICATION: ProcedureKind = {
  type: 'LTE_BEARER_MODIFICATION',
  title: 'Bearer modification',
  steps: [
    { name: 'Resource modification request', messages: ['ESM Bearer resource modification request'] },
    { name: 'Resource modification reject', messages: ['ESM Bearer resource modification reject'] },
    { name: 'Modify bearer command', messages: ['GTPv2 Modify Bearer Command'] },
    { name: 'Modify bearer failure', messages: ['GTPv2 Modify Bearer Failure Indication'] },
    UPDATE,
    { name: 'Bearer change request', messages: ['ESM Modify EPS bearer context request'] },
    ...radio(
      'E-RAB modification',
      ['E-RABModifyRequest', 'E-RABModifyResponse'],
      'The eNB did not confirm the change of the radio bearer',
    ),
    ...asked('Bearer change', 'Modify', 'The UE did not take the change of the bearer'),
    CIPHERED,
    UPDATED,
    ...USER_PLANE,
    ...RULE_REPORT,
  ],
  begins: ['Resource modification request', 'Modify bearer command', 'Update bearer request', 'Bearer change request'],
  ends: [
    ['Update bearer response'],
    ['Bearer change accept', 'E-RAB modification response'],
    ['Bearer change accept'],
    ['E-RAB modification response'],
  ],
  refusals: ['Resource modification reject', 'Modify bearer failure'],
  hides: HIDDEN,
  timings: [
    ['bearer_update_ms', 'Update bearer request', 'Update bearer response'],
    ['erab_modification_ms', 'E-RAB modification request', 'E-RAB modification response'],
    ['bearer_change_ms', 'Bearer change request', 'Bearer change accept'],
  ],
  several: true,
  hops: true,
}

/** TS 23.401 §5.4.4. */
const DEACTIVATION: ProcedureKind = {
  type: 'LTE_BEARER_DEACTIVATION',
  title: 'Bearer deactivation',
  steps: [
    { name: 'Radio bearer lost', messages: ['S1AP E-RABReleaseIndication'] },
    { name: 'Delete bearer command', messages: ['GTPv2 Delete Bearer Command'] },
    { name: 'Delete bearer failure', messages: ['GTPv2 Delete Bearer Failure Indication'] },
    DELETE,
    { name: 'Deactivation request', messages: ['ESM Deactivate EPS bearer context request'] },
    ...radio(
      'E-RAB release',
      ['E-RABReleaseCommand', 'E-RABReleaseResponse'],
      'The eNB did not confirm that the radio bearer is gone',
    ),
    {
      name: 'Deactivation accept',
      messages: ['ESM Deactivate EPS bearer context accept'],
      after: 'Deactivation request',
      meaning: 'The UE did not confirm that the bearer is gone',
      unless,
    },
    CIPHERED,
    DELETED,
    ...USER_PLANE,
  ],
  begins: ['Radio bearer lost', 'Delete bearer command', 'Delete bearer request', 'Deactivation request'],
  ends: [
    ['Delete bearer response'],
    ['Deactivation accept', 'E-RAB release response'],
    ['Deactivation accept'],
    ['E-RAB release response'],
  ],
  refusals: ['Delete bearer failure'],
  hides: HIDDEN,
  timings: [
    ['bearer_release_ms', 'Delete bearer request', 'Delete bearer response'],
    ['erab_release_ms', 'E-RAB release request', 'E-RAB release response'],
    ['deactivation_ms', 'Deactivation request', 'Deactivation accept'],
  ],
  several: true,
  hops: true,
}

export const BEARER_PROCEDURES: readonly ProcedureKind[] = [ACTIVATION, MODIFICATION, DEACTIVATION]
