import { ngapRoles, rrcRoles, s1apRoles } from '../roles/radio.ts'

const RULES = [s1apRoles, ngapRoles, rrcRoles]
const RADIO: ReadonlySet<string> = new Set(['eNB', 'gNB'])

/**
 * Who sent a message of S1AP, NGAP or RRC, or the NAS of a layer that it carries: what a radio node passes on is the UE's, or to
 * the UE the MME's,
 * what the core sends of sessions is the SMF's (TS 24.501 §6.1). Undefined where the message does not tell.
 */
export function senderOf(protocol: string, message: string, layer?: string): string | undefined {
  const [telling] = RULES.find((rules) => rules.protocol === protocol)?.kind(message)?.tellings ?? []
  const role = telling?.source
  if (role === undefined || layer === undefined) return role
  if (telling?.destination === 'UE') return 'MME'
  if (RADIO.has(role)) return 'UE'
  return layer === '5GSM' ? 'SMF' : role
}
