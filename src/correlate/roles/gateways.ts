// Gateways do what agents and controllers ask them for: RFC 3435 §2.3, H.248.1 §7.2. Who asks may be any function of a network.
import type { RoleRules } from './role-rules.ts'

const MGCP_ASKS: ReadonlySet<string> = new Set(['AUCX', 'AUEP', 'CRCX', 'EPCF', 'MDCX', 'RQNT'])
const MGCP_TELLS: ReadonlySet<string> = new Set(['NTFY', 'RSIP'])
/** The first of the commands of one message is enough. */
const ASKS = /^(?:Add|Modify|Move|Subtract|AuditValue|AuditCapability)\b/

export const mgcpRoles: RoleRules = {
  protocol: 'MGCP',
  kind: (message) => {
    if (MGCP_ASKS.has(message)) return { name: message, tellings: [{ destination: 'MGW', strength: 2 }] }
    return MGCP_TELLS.has(message) ? { name: message, tellings: [{ source: 'MGW', strength: 2 }] } : undefined
  },
}

export const megacoRoles: RoleRules = {
  protocol: 'H.248',
  kind: (message) => {
    const asked = ASKS.exec(message)?.[0]
    if (asked !== undefined) return { name: asked, tellings: [{ destination: 'MGW', strength: 2 }] }
    return message === 'Notify' ? { name: message, tellings: [{ source: 'MGW', strength: 2 }] } : undefined
  },
}
