// Gateways do what agents ask them for: RFC 3435 §2.3. Who asks may be any function of a network.
import type { RoleRules } from './role-rules.ts'

const ASKS: ReadonlySet<string> = new Set(['AUCX', 'AUEP', 'CRCX', 'EPCF', 'MDCX', 'RQNT'])
const TELLS: ReadonlySet<string> = new Set(['NTFY', 'RSIP'])

export const mgcpRoles: RoleRules = {
  protocol: 'MGCP',
  kind: (message) => {
    if (ASKS.has(message)) return { name: message, tellings: [{ destination: 'MGW', strength: 2 }] }
    return TELLS.has(message) ? { name: message, tellings: [{ source: 'MGW', strength: 2 }] } : undefined
  },
}
