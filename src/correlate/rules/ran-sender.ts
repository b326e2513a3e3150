import { ngapRoles, s1apRoles } from '../roles/radio.ts'

const RULES = [s1apRoles, ngapRoles]
const RADIO: ReadonlySet<string> = new Set(['eNB', 'gNB'])

/**
 * Who sent a message of S1AP or NGAP, or the NAS of a layer that it carries: what a radio node passes on is the UE's,
 * what the core sends of sessions is the SMF's (TS 24.501 §6.1). Undefined where the message does not tell.
 */
export function senderOf(protocol: string, message: string, layer?: string): string | undefined {
  const role = RULES.find((rules) => rules.protocol === protocol)?.kind(message)?.tellings[0]?.source
  if (role === undefined || layer === undefined) return role
  if (RADIO.has(role)) return 'UE'
  return layer === '5GSM' ? 'SMF' : role
}
