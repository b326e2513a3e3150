// DNS servers are those that answer: RFC 1035 §4.1.1.
import type { RoleRules } from './role-rules.ts'

export const dnsRoles: RoleRules = {
  protocol: 'DNS',
  kind: (message) =>
    message.startsWith('Response ') ? { name: 'Response', tellings: [{ source: 'DNS', strength: 2 }] } : undefined,
}
