// PDU sessions of the 5G system: TS 23.502 §4.3; TS 24.501 §6; DOMAIN 4.9.
import { CIPHERED, drops, HIDDEN, RELEASE, service, unless, userPlane } from './five-g-steps.ts'
import type { ProcedureKind } from './kinds.ts'

/** TS 23.502 §4.3.2.2.1. */
const PDU_SESSION: ProcedureKind = {
  type: '5G_PDU_SESSION',
  hasApn: true,
  title: 'PDU session establishment',
  steps: [
    { name: 'Establishment request', messages: ['5GSM PDU session establishment request'] },
    ...service('Session context', 'Nsmf_PDUSession CreateSMContext', 'The SMF did not take the session'),
    ...service('Session policy', 'Npcf_SMPolicyControl Create', 'The PCF gave the SMF no policy for the session'),
    ...userPlane('User plane session', 'Establishment', 'The UPF did not set up forwarding'),
    ...service('N1 N2 transfer', 'Namf_Communication N1N2MessageTransfer', 'The AMF did not take what the SMF sent'),
    { name: 'Establishment reject', messages: ['5GSM PDU session establishment reject'] },
    {
      name: 'Establishment accept',
      messages: ['5GSM PDU session establishment accept'],
      meaning: 'The SMF did not accept the session',
      unless,
    },
    CIPHERED,
    { name: 'Resources failed', messages: ['NGAP PDU session failed'], undoes: true },
    {
      name: 'Resource setup request',
      messages: ['NGAP PDUSessionResourceSetupRequest', 'NGAP InitialContextSetupRequest'],
    },
    {
      name: 'Resource setup response',
      messages: ['NGAP PDUSessionResourceSetupResponse', 'NGAP InitialContextSetupResponse'],
      after: 'Resource setup request',
      meaning: 'The gNB did not confirm resources for the session',
    },
    ...service(
      'Session context update',
      'Nsmf_PDUSession UpdateSMContext',
      'The SMF did not confirm the tunnel of the gNB',
      { tail: true },
    ),
    ...userPlane(
      'User plane session modification',
      'Modification',
      'The UPF did not take the gNB as the end of the downlink tunnel',
      { tail: true },
    ),
    ...RELEASE,
  ],
  begins: ['Establishment request'],
  impliedBy: { step: 'Session context request', unless: ['5G_PDU_SESSION', '5G_HANDOVER'] },
  ends: [
    ['Establishment accept', 'Resource setup response'],
    ['Resource setup response'],
    ['Establishment accept'],
    ['Session context response', 'N1 N2 transfer response'],
  ],
  refusals: ['Establishment reject', 'Resources failed'],
  drops,
  hides: HIDDEN,
  timings: [
    ['pdu_session_setup_ms', 'Establishment request', 'Resource setup response'],
    ['create_session_context_ms', 'Session context request', 'Session context response'],
    ['session_policy_ms', 'Session policy request', 'Session policy response'],
    ['user_plane_setup_ms', 'User plane session request', 'User plane session response'],
    ['resource_setup_ms', 'Resource setup request', 'Resource setup response'],
    [
      'user_plane_modification_ms',
      'User plane session modification request',
      'User plane session modification response',
    ],
  ],
  timer: { name: 'T3580', seconds: 16, clause: 'TS 24.501 §10.3' },
  several: true,
}

/** TS 23.502 §4.3.3. */
const PDU_SESSION_MODIFICATION: ProcedureKind = {
  type: '5G_PDU_SESSION_MODIFICATION',
  hasApn: true,
  title: 'PDU session modification',
  steps: [
    { name: 'Modification request', messages: ['5GSM PDU session modification request'] },
    ...service('Session context update', 'Nsmf_PDUSession UpdateSMContext', 'The SMF did not take what the AMF sent', {
      tail: true,
    }),
    ...service('Session policy update', 'Npcf_SMPolicyControl Update', 'The PCF did not confirm the changed policy'),
    ...service('N1 N2 transfer', 'Namf_Communication N1N2MessageTransfer', 'The AMF did not take what the SMF sent'),
    { name: 'Resource modify request', messages: ['NGAP PDUSessionResourceModifyRequest'] },
    { name: 'Modification command', messages: ['5GSM PDU session modification command'] },
    { name: 'Resources failed', messages: ['NGAP PDU session failed'], undoes: true },
    {
      name: 'Resource modify response',
      messages: ['NGAP PDUSessionResourceModifyResponse'],
      after: 'Resource modify request',
      meaning: 'The gNB did not confirm the changed resources',
    },
    { name: 'Modification reject', messages: ['5GSM PDU session modification reject'] },
    { name: 'Modification command reject', messages: ['5GSM PDU session modification command reject'] },
    {
      name: 'Modification complete',
      messages: ['5GSM PDU session modification complete'],
      after: 'Modification command',
      meaning: 'The UE did not confirm the change',
      unless,
    },
    CIPHERED,
    ...userPlane('User plane session modification', 'Modification', 'The UPF did not confirm the changed rules', {
      tail: true,
    }),
  ],
  begins: ['Modification request', 'Resource modify request', 'Modification command'],
  ends: [['Modification complete'], ['Resource modify response']],
  refusals: ['Modification reject', 'Modification command reject', 'Resources failed'],
  hides: HIDDEN,
  timings: [
    ['pdu_session_modification_ms', 'Modification command', 'Modification complete'],
    ['resource_modify_ms', 'Resource modify request', 'Resource modify response'],
    [
      'user_plane_modification_ms',
      'User plane session modification request',
      'User plane session modification response',
    ],
  ],
  several: true,
  // What the SMF hands over, the AMF passes on.
  repeats: true,
}

/** TS 23.502 §4.3.4. */
const PDU_SESSION_RELEASE: ProcedureKind = {
  type: '5G_PDU_SESSION_RELEASE',
  hasApn: true,
  title: 'PDU session release',
  steps: [
    { name: 'Release request', messages: ['5GSM PDU session release request'] },
    ...service('Session context update', 'Nsmf_PDUSession UpdateSMContext', 'The SMF did not take the request', {
      tail: true,
    }),
    ...userPlane('User plane session deletion', 'Deletion', 'The UPF did not confirm that forwarding ended', {
      tail: true,
    }),
    { name: 'Release reject', messages: ['5GSM PDU session release reject'] },
    {
      name: 'Release command',
      messages: ['5GSM PDU session release command'],
      meaning: 'The SMF did not release the session',
      unless,
    },
    { name: 'Resource release command', messages: ['NGAP PDUSessionResourceReleaseCommand'] },
    {
      name: 'Resource release response',
      messages: ['NGAP PDUSessionResourceReleaseResponse'],
      after: 'Resource release command',
      meaning: 'The gNB did not confirm that the resources are free',
    },
    {
      name: 'Release complete',
      messages: ['5GSM PDU session release complete'],
      after: 'Release command',
      meaning: 'The UE did not confirm the release',
      unless,
    },
    CIPHERED,
  ],
  begins: ['Release request', 'Release command', 'Resource release command'],
  ends: [['Release complete'], ['Resource release response']],
  refusals: ['Release reject'],
  hides: HIDDEN,
  timings: [
    ['pdu_session_release_ms', 'Release request', 'Release complete'],
    ['resource_release_ms', 'Resource release command', 'Resource release response'],
  ],
  several: true,
}

export const FIVE_G_SESSIONS: readonly ProcedureKind[] = [PDU_SESSION, PDU_SESSION_MODIFICATION, PDU_SESSION_RELEASE]
