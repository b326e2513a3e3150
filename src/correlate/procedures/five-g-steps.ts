// Steps that procedures of the 5G system have in common: TS 23.502 §4.
import type { Step } from './kinds.ts'

export const CIPHERED: Step = { name: 'Ciphered NAS', messages: ['5GMM Ciphered NAS'] }
export const HIDDEN = CIPHERED.name
export const unless = [HIDDEN]

/** A request of a service, and the response without which nothing went on. */
export function service(name: string, operation: string, meaning: string, more: More = {}): Step[] {
  return exchange(name, [`HTTP2 ${operation}`, `HTTP2 ${operation} response`], meaning, more)
}

/** What the SMF asks of the UPF over N4, and its answer: TS 29.244 §6.3. */
export function userPlane(name: string, operation: string, meaning: string, more: More = {}): Step[] {
  return exchange(name, [`PFCP Session ${operation} Request`, `PFCP Session ${operation} Response`], meaning, more)
}

type More = Pick<Step, 'tail'>

function exchange(name: string, [asked, told]: readonly [string, string], meaning: string, more: More): Step[] {
  const request = `${name} request`
  return [
    { name: request, messages: [asked], ...more },
    { name: `${name} response`, messages: [told], after: request, meaning, ...more },
  ]
}

/** TS 33.501 §6.1.3. */
export const SECURITY: readonly Step[] = [
  { name: 'Identity request', messages: ['5GMM Identity request'] },
  {
    name: 'Identity response',
    messages: ['5GMM Identity response'],
    after: 'Identity request',
    meaning: 'The UE did not say who it is',
    unless,
  },
  ...service(
    'Authentication service',
    'Nausf_UEAuthentication Authenticate',
    'The AUSF gave the AMF nothing to challenge the UE with',
  ),
  ...service(
    'Authentication data',
    'Nudm_UEAuthentication GenerateAuthData',
    'The UDM gave the AUSF no authentication vectors',
  ),
  { name: 'Authentication request', messages: ['5GMM Authentication request'] },
  { name: 'Authentication failure', messages: ['5GMM Authentication failure'] },
  {
    name: 'Authentication response',
    messages: ['5GMM Authentication response'],
    after: 'Authentication request',
    meaning: 'The UE did not answer the challenge',
    unless: [...unless, 'Authentication failure'],
  },
  ...service(
    'Authentication confirmation',
    'Nausf_UEAuthentication 5gAkaConfirmation',
    'The AUSF did not say whether the UE is who it claims to be',
  ),
  { name: 'Authentication reject', messages: ['5GMM Authentication reject'] },
  { name: 'Security mode command', messages: ['5GMM Security mode command'] },
  { name: 'Security mode reject', messages: ['5GMM Security mode reject'] },
  {
    name: 'Security mode complete',
    messages: ['5GMM Security mode complete'],
    after: 'Security mode command',
    meaning: 'The UE did not take the security algorithms that the AMF chose',
    unless: [...unless, 'Security mode reject'],
  },
  CIPHERED,
]

export const CONTEXT: readonly Step[] = [
  { name: 'Initial context setup request', messages: ['NGAP InitialContextSetupRequest'] },
  { name: 'Initial context setup failure', messages: ['NGAP InitialContextSetupFailure'], undoes: true },
  {
    name: 'Initial context setup response',
    messages: ['NGAP InitialContextSetupResponse'],
    after: 'Initial context setup request',
    meaning: 'The gNB did not confirm security and resources for the UE',
    tail: true,
  },
]

export const RELEASE: readonly Step[] = [
  { name: 'UE context release command', messages: ['NGAP UEContextReleaseCommand'], own: true },
]
export const drops = ['UE context release command']

export const SECURITY_REFUSALS = ['Authentication reject', 'Security mode reject']
