import { diameterRoles } from './diameter.ts'
import { dnsRoles } from './dns.ts'
import { gtpPrimeRoles, gtpv1Roles, gtpv2Roles } from './gtp.ts'
import { pfcpRoles } from './pfcp.ts'
import { megacoRoles, mgcpRoles } from './gateways.ts'
import { sgsapRoles, smppRoles } from './messaging.ts'
import { ngapRoles, rrcRoles, s1apRoles, x2apRoles, xnapRoles } from './radio.ts'
import type { RoleRules } from './role-rules.ts'
import { sbaRoles } from './sba.ts'
import { sipRoles } from './sip.ts'

/** Streams say nothing of roles, but their ends are nodes too. */
const media: RoleRules = {
  protocol: 'RTP',
  kind: (name) => (name === 'RTP_START' ? { name, tellings: [] } : undefined),
}

const RULES: readonly RoleRules[] = [
  sipRoles,
  diameterRoles,
  gtpv2Roles,
  gtpv1Roles,
  gtpPrimeRoles,
  pfcpRoles,
  s1apRoles,
  ngapRoles,
  x2apRoles,
  xnapRoles,
  rrcRoles,
  sbaRoles,
  dnsRoles,
  mgcpRoles,
  megacoRoles,
  sgsapRoles,
  smppRoles,
  media,
]

/** The rules of a protocol, by the name on its events. */
export const ROLE_RULES: ReadonlyMap<string, RoleRules> = new Map(RULES.map((rules) => [rules.protocol, rules]))
