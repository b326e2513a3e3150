// Who sends what in GTP, and whose the ends of tunnels are: TS 29.274 §8.22 (interface types), TS 29.060 §7, TS 32.295.
import type { Role } from '../../model/nodes.ts'
import {
  type AddressClaim,
  byName,
  type Fields,
  GTP_C_PORT,
  GTP_U_PORT,
  listOf,
  type MessageKind,
  type Reading,
  type RoleRules,
  type Strength,
  type Telling,
  textOf,
} from './role-rules.ts'

/**
 * F-TEID interface types: TS 29.274 table 8.22-1. Those of the user plane are weaker: a user plane function of its own may
 * stand there.
 */
const OF_INTERFACE: Readonly<Record<number, readonly [Role, Strength]>> = {
  0: ['eNB', 1],
  1: ['SGW', 1],
  4: ['SGW', 1],
  5: ['PGW', 1],
  6: ['SGW', 3],
  7: ['PGW', 3],
  8: ['SGW', 3],
  9: ['PGW', 3],
  10: ['MME', 3],
  11: ['SGW', 3],
  12: ['MME', 3],
  13: ['MME', 3],
  14: ['SGSN', 3],
  15: ['SGSN', 1],
  16: ['SGW', 1],
  17: ['SGSN', 3],
  18: ['SGSN', 3],
  30: ['ePDG', 3],
  31: ['ePDG', 1],
  32: ['PGW', 3],
  33: ['PGW', 1],
}

const toSgw: readonly Telling[] = [{ source: 'MME', destination: 'SGW' }]
const fromSgw: readonly Telling[] = [{ source: 'SGW', destination: 'MME' }]
const none: readonly Telling[] = []

function allFteids(details: Fields): readonly Fields[] {
  return [...listOf(details['fteids']), ...listOf(details['bearers']).flatMap((bearer) => listOf(bearer['fteids']))]
}

/** Which hop it is on: the bearer's F-TEIDs are those of the interface, TS 29.274 §7.2.3, §7.2.4. */
function hasInterface(type: number, without?: number): (details: Fields) => boolean {
  return (details) => {
    const types = allFteids(details).map((fteid) => fteid['interface'])
    return types.includes(type) && !types.includes(without)
  }
}

const MESSAGES: Readonly<Record<string, readonly Telling[]>> = {
  'Create Session Request': none,
  'Create Session Response': none,
  'Modify Bearer Request': none,
  'Modify Bearer Response': none,
  'Create Bearer Request': [
    { source: 'SGW', destination: 'MME', when: hasInterface(1), because: 'S1-U F-TEID' },
    { source: 'PGW', destination: 'SGW', when: hasInterface(5, 1), because: 'S5/S8-U F-TEID alone' },
  ],
  'Create Bearer Response': [
    { source: 'MME', destination: 'SGW', when: hasInterface(0), because: 'S1-U F-TEID' },
    { source: 'SGW', destination: 'PGW', when: hasInterface(4), because: 'S5/S8-U F-TEID' },
  ],
  'Downlink Data Notification': fromSgw,
  'Downlink Data Notification Acknowledge': toSgw,
  'Downlink Data Notification Failure Indication': toSgw,
  'Modify Access Bearers Request': toSgw,
  'Modify Access Bearers Response': fromSgw,
  'Create Indirect Data Forwarding Tunnel Request': toSgw,
  'Create Indirect Data Forwarding Tunnel Response': fromSgw,
  'SRVCC PS to CS Request': [{ source: 'MME', destination: 'MSC' }],
  'SRVCC PS to CS Response': [{ source: 'MSC', destination: 'MME' }],
  'Release Access Bearers Request': [
    { source: 'MME', destination: 'SGW', when: ({ node_type }) => node_type !== 'SGSN' },
    { source: 'SGSN', destination: 'SGW', when: ({ node_type }) => node_type === 'SGSN', because: 'node type' },
  ],
}

export const gtpv2Roles: RoleRules = {
  protocol: 'GTPv2',
  kind: byName(MESSAGES),
  read,
}

function read(details: Fields, kind: string): Reading {
  const all = allFteids(details)
  const claims = all.flatMap(claimsOf)
  const handles = kind === 'Create Session Response' ? all.flatMap(handlesOf) : []
  return { claims, handles }
}

/** A sender that does not know the other's TEID yet may still name its address. */
function claimsOf(fteid: Fields): AddressClaim[] {
  const told = OF_INTERFACE[fteid['interface'] as number]
  if (!told) return []
  const [role, strength] = told
  return [fteid['ipv4'], fteid['ipv6']].flatMap((text) => {
    const address = textOf(text)
    const port = strength === 1 ? GTP_U_PORT : GTP_C_PORT
    return address === undefined ? [] : [{ address, port, role, strength, because: `F-TEID ${String(fteid['name'])}` }]
  })
}

function handlesOf({ teid, ipv4, ipv6 }: Fields): string[] {
  const address = textOf(ipv4) ?? textOf(ipv6)
  return address === undefined || teid === '0x00000000' ? [] : [`${String(teid)}@${address}`]
}

const SGSN_TO_GGSN: readonly Telling[] = [{ source: 'SGSN', destination: 'GGSN' }]
const GGSN_TO_SGSN: readonly Telling[] = [{ source: 'GGSN', destination: 'SGSN' }]
const BETWEEN_SGSNS: readonly Telling[] = [{ source: 'SGSN', destination: 'SGSN' }]

export const gtpv1Roles: RoleRules = {
  protocol: 'GTPv1',
  kind: byName({
    'Create PDP Context Request': SGSN_TO_GGSN,
    'Create PDP Context Response': GGSN_TO_SGSN,
    'SGSN Context Request': BETWEEN_SGSNS,
    'SGSN Context Response': BETWEEN_SGSNS,
    'Forward Relocation Request': BETWEEN_SGSNS,
    'Forward Relocation Response': BETWEEN_SGSNS,
  }),
}

/** GTP': from charging data function to charging gateway, TS 32.295 §6.2. */
export const gtpPrimeRoles: RoleRules = {
  protocol: "GTP'",
  kind(message): MessageKind | undefined {
    if (message === 'Data Record Transfer Request')
      return { name: message, tellings: [{ source: 'CDF', destination: 'CGF' }] }
    if (message === 'Data Record Transfer Response')
      return { name: message, tellings: [{ source: 'CGF', destination: 'CDF' }] }
    return undefined
  },
}
