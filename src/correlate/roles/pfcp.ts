// Control and user plane: TS 29.244 §5.1, §7.4, §7.5. What the rules of a session hold tells which pair they are.
import { coreOf } from '../rules/pfcp-core.ts'
import { byName, type Fields, listOf, type Reading, type RoleRules, type Telling, textOf } from './role-rules.ts'

const CLASS: readonly Telling[] = [{ source: 'CP function', destination: 'UP function', strength: 1 }]
const BACK: readonly Telling[] = [{ source: 'UP function', destination: 'CP function', strength: 1 }]

/** An SGW's user plane has tunnels at both sides; what leads to the user by an address is a PGW's. */
function isBothTunnels(details: Fields): boolean {
  const pdrs = listOf(details['pdrs'])
  return pdrs.some(
    (one) => one['source_interface'] === 'Core' && one['f_teid'] !== undefined && one['ue_ip'] === undefined,
  )
}

/** What has the user's address is a PGW's, where the kinds of its interfaces are an EPC's: without them it may be a UPF's. */
function leadsToUser(details: Fields): boolean {
  return coreOf(details) === 'EPC' && listOf(details['pdrs']).some(({ ue_ip }) => ue_ip !== undefined)
}

const SETUP: readonly Telling[] = [
  {
    source: 'CP function',
    destination: 'UP function',
    strength: 1,
    when: ({ cp_function_features: of }) => of !== undefined,
    because: 'CP function features',
  },
  {
    source: 'UP function',
    destination: 'CP function',
    strength: 1,
    when: ({ up_function_features: of }) => of !== undefined,
    because: 'UP function features',
  },
]

export const pfcpRoles: RoleRules = {
  protocol: 'PFCP',
  kind: byName({
    'Association Setup Request': SETUP,
    'Association Setup Response': SETUP,
    'Session Establishment Request': [
      ...CLASS,
      { source: 'SMF', destination: 'UPF', when: (of) => coreOf(of) === '5GC', because: 'what only 5GC has' },
      { source: 'SGW', destination: 'SGW-U', when: isBothTunnels, because: 'tunnels at both sides' },
      {
        source: 'PGW',
        destination: 'PGW-U',
        strength: 2,
        when: leadsToUser,
        because: 'the user’s address at an EPC’s interfaces',
      },
    ],
    'Session Establishment Response': BACK,
    'Session Modification Request': CLASS,
    'Session Modification Response': BACK,
    'Session Deletion Request': CLASS,
    'Session Deletion Response': BACK,
    'Session Report Request': BACK,
    'Session Report Response': CLASS,
  }),
  partners: { 'Session Establishment Request': { SMF: 'UPF', SGW: 'SGW-U', PGW: 'PGW-U' } },
  read: (details, kind) => (kind === 'Session Establishment Response' ? tunnels(details) : named(details)),
}

/** A user plane that was asked to choose says where its tunnels end. */
function tunnels(details: Fields): Reading {
  const created = listOf(details['pdrs']).map(({ f_teid }) => f_teid as Fields | undefined)
  const own = created.flatMap((fteid) => [fteid?.['ipv4'], fteid?.['ipv6']].flatMap((text) => textOf(text) ?? []))
  return { own, own_because: 'the F-TEIDs that it chose' }
}

function named(details: Fields): Reading {
  const node = textOf(details['node_id'])
  return node === undefined || !/[a-z]/i.test(node) || node.includes(':')
    ? {}
    : { source_name: node, source_host: node }
}
