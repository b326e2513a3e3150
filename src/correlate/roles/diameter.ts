// Clients and servers of Diameter interfaces: TS 29.272, 29.228, 29.328, 29.214, 29.212, 32.299, 29.273, 29.338, 29.219.
import type { Role } from '../../model/nodes.ts'
import { type Fields, type MessageKind, type Reading, type RoleRules, type Telling, textOf } from './role-rules.ts'

type Asked = readonly [interfaces: string, command: string, from: Role, to: Role]

const REQUESTS: readonly Asked[] = [
  ['S6a', 'Authentication-Information', 'MME', 'HSS'],
  ['S6a', 'Update-Location', 'MME', 'HSS'],
  ['S6a', 'Purge-UE', 'MME', 'HSS'],
  ['S6a', 'Notify', 'MME', 'HSS'],
  ['S6a', 'Cancel-Location', 'HSS', 'MME'],
  ['S6a', 'Insert-Subscriber-Data', 'HSS', 'MME'],
  ['S6a', 'Delete-Subscriber-Data', 'HSS', 'MME'],
  ['S6a', 'Reset', 'HSS', 'MME'],
  ['S13', 'ME-Identity-Check', 'MME', 'EIR'],
  ['Cx', 'User-Authorization', 'I-CSCF', 'HSS'],
  ['Cx', 'Location-Info', 'I-CSCF', 'HSS'],
  ['Cx', 'Multimedia-Auth', 'S-CSCF', 'HSS'],
  ['Cx', 'Server-Assignment', 'S-CSCF', 'HSS'],
  ['Cx', 'Registration-Termination', 'HSS', 'S-CSCF'],
  ['Cx', 'Push-Profile', 'HSS', 'S-CSCF'],
  ['Sh', 'User-Data', 'AS', 'HSS'],
  ['Sh', 'Profile-Update', 'AS', 'HSS'],
  ['Sh', 'Subscribe-Notifications', 'AS', 'HSS'],
  ['Sh', 'Push-Notification', 'HSS', 'AS'],
  ['Rx', 'AA', 'P-CSCF', 'PCRF'],
  ['Rx', 'Session-Termination', 'P-CSCF', 'PCRF'],
  ['Rx', 'Re-Auth', 'PCRF', 'P-CSCF'],
  ['Rx', 'Abort-Session', 'PCRF', 'P-CSCF'],
  ['Gx', 'Credit-Control', 'PGW', 'PCRF'],
  ['Gx', 'Re-Auth', 'PCRF', 'PGW'],
  ['Gxx', 'Credit-Control', 'SGW', 'PCRF'],
  ['Gxx', 'Re-Auth', 'PCRF', 'SGW'],
  ['Gy', 'Credit-Control', 'PGW', 'OCS'],
  ['Gy', 'Re-Auth', 'OCS', 'PGW'],
  ['Sy', 'Spending-Limit', 'PCRF', 'OCS'],
  ['SWx', 'Multimedia-Auth', 'AAA', 'HSS'],
  ['SWx', 'Server-Assignment', 'AAA', 'HSS'],
  ['SWm', 'Diameter-EAP', 'ePDG', 'AAA'],
  ['S6b', 'AA', 'PGW', 'AAA'],
]

/** Where only one of the two is always the same. */
const SERVERS: readonly (readonly [interfaces: string, command: string, to: Role])[] = [
  ['Ro', 'Credit-Control', 'OCS'],
  ['Rf', 'Accounting', 'CDF'],
  ['SGd', 'MO-Forward-Short-Message', 'SMSC'],
]

/** A message may go over several interfaces: each telling holds on its own. */
const KINDS = new Map<string, Telling[]>()

function note(message: string, telling: Telling): void {
  KINDS.set(message, [...(KINDS.get(message) ?? []), telling])
}

for (const [of, command, source, destination] of REQUESTS) {
  // Of an AF on Rx no more is known than that it usually is the P-CSCF: TS 29.214 §4.1.
  const strength = of === 'Rx' ? 2 : 3
  note(`${command}-Request`, { interface: of, source, destination, strength })
  note(`${command}-Answer`, { interface: of, source: destination, destination: source, strength })
}
for (const [of, command, server] of SERVERS) {
  note(`${command}-Request`, { interface: of, destination: server })
  note(`${command}-Answer`, { interface: of, source: server })
}

/** Between peers, whose Origin-Host is their own: RFC 6733 §5.3, §5.4, §5.5. */
const BETWEEN_PEERS = /^(?:Capabilities-Exchange|Device-Watchdog|Disconnect-Peer)-/

export const diameterRoles: RoleRules = {
  protocol: 'DIAMETER',
  kind(message): MessageKind | undefined {
    const tellings = KINDS.get(message)
    if (tellings !== undefined) return { name: message, tellings }
    return BETWEEN_PEERS.test(message) ? { name: message, tellings: [] } : undefined
  },
  read,
  agent: 'DRA',
  isRequest: (kind) => kind.endsWith('-Request'),
}

/** Behind an agent Origin-Host is still the origin's, so that only peers name themselves. */
function read(details: Fields, kind: string): Reading {
  const host = textOf(details['origin_host'])
  if (host === undefined || details['route_records'] !== undefined) return {}
  const isPeer = BETWEEN_PEERS.test(kind)
  const identity = isPeer ? host : undefined
  const own = isPeer && Array.isArray(details['host_ip_addresses']) ? details['host_ip_addresses'].map(String) : []
  return { source_host: host, source_name: host, identity, own, own_because: 'Host-IP-Address' }
}
