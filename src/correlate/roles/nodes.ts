import { subscriberAddress } from '../subscriber-address.ts'
import type { EventTally, NodeRow, Role, SameNode, TallyKind } from '../../model/nodes.ts'
import type { Relating } from '../../model/relating.ts'
import { Agents } from './agents.ts'
import { type NodeLink, NodeTable, type Place } from './node-table.ts'
import { isEverybodys, type MessageKind, type Partners, type RoleRules } from './role-rules.ts'
import { Support } from './support.ts'
import { ROLE_RULES } from './tables.ts'

/** Nodes that are written, and links of one that are. */
const MOST_NODES = 100_000
const MOST_SAME = 16
/** Messages of one kind whose contents are read, where its rules say nothing else. */
const MOST_READ = 500
/** Whoever uses the network: as many as it has subscribers. */
const USERS: ReadonlySet<Role> = new Set(['UE', 'UA'])

/** An address of a user, as the core and not the user's own signalling tells it. */
export interface UserAddress {
  readonly count: number
  readonly frame: number
}

export interface NodeOptions {
  /** By the spelling of `subscriberAddress`. */
  readonly users: ReadonlyMap<string, UserAddress>
  readonly full: (table: string) => void
}

/**
 * Finds out what each address does in the network, by what it sends and is sent, and writes the nodes of the job.
 *
 * @returns the roles of addresses that have one, without those of users
 */
export function relateNodes(rows: Relating, { users, full }: NodeOptions): ReadonlyMap<string, Role> {
  const table = new NodeTable()
  const agents = new Agents()
  const kinds = new Map<string, readonly [RoleRules, MessageKind]>()
  const partnered: Partnered[] = []
  for (const tally of rows.tallies(kindIn(kinds), () => full('nodes'))) {
    const [rules, kind] = kinds.get(tally.kind)!
    const named = { ...tally, kind: kind.name }
    table.note(named, rules, kind)
    if (kind.tellings.length > 0) agents.note(named, rules)
    const partners = rules.partners?.[kind.name]
    if (partners) partnered.push({ tally: named, rules, partners })
  }
  agents.settle(table)
  table.settle()
  for (const { addresses, evidence, frame } of rows.hostRows()) {
    const [other = '', address = ''] = addresses
    table.link({ address, other, evidence, count: 1, frame })
  }
  noteUsers(table, users)
  const hosts = hostsOf(table)
  const groups = unite(hosts, table.links)
  for (const one of partnered) tellPartner(one, hosts, groups)
  if (write(rows, hosts, groups) > MOST_NODES || table.dropped > 0) full('nodes')
  return rolesOf(hosts, groups)
}

/** Only this is asked for later: what speaks for the roles of each user's address is much, and goes. */
function rolesOf(hosts: ReadonlyMap<string, Host>, groups: ReadonlyMap<string, Group>): Map<string, Role> {
  const roles = new Map<string, Role>()
  for (const { address, support } of hosts.values()) {
    const role = (groups.get(address)?.support ?? support).best
    if (role !== undefined && !USERS.has(role)) roles.set(address, role)
  }
  return roles
}

interface Partnered {
  readonly tally: EventTally
  readonly rules: RoleRules
  readonly partners: Partners
}

/** Who is asked by a node of some role is its counterpart. */
function tellPartner(
  { tally, rules, partners }: Partnered,
  hosts: ReadonlyMap<string, Host>,
  groups: ReadonlyMap<string, Group>,
): void {
  const [source, destination] = [tally.source.address, tally.destination.address]
  const asking = (groups.get(source) ?? hosts.get(source))?.support.best
  const role = asking && partners[asking]
  const host = hosts.get(destination)
  if (role === undefined || !host) return
  const evidence = `got ${rules.protocol} ${tally.kind}: from the ${asking!}`
  const said = { role, strength: 2, evidence, count: tally.count, frame: tally.frame } as const
  for (const one of [host.support, groups.get(destination)?.support]) one?.add(said)
}

/** Names kinds by their protocol too, and remembers which rules they are of. */
function kindIn(kinds: Map<string, readonly [RoleRules, MessageKind]>) {
  return (protocol: string, message: string): TallyKind | undefined => {
    const rules = ROLE_RULES.get(protocol)
    const kind = rules?.kind(message)
    if (!rules || !kind) return undefined
    const name = `${protocol} ${kind.name}`
    kinds.set(name, [rules, kind])
    const isRead = rules.read !== undefined || kind.tellings.some(({ when }) => when !== undefined)
    return { name, reads: isRead ? (kind.reads ?? MOST_READ) : 0 }
  }
}

function noteUsers(table: NodeTable, users: ReadonlyMap<string, UserAddress>): void {
  if (users.size === 0) return
  const seen = [...table.places()].map(([address]) => address)
  for (const address of seen) {
    const user = users.get(subscriberAddress(address) ?? '')
    if (!user) continue
    table.say(address, 0, { role: 'UE', strength: 3, evidence: 'the core gave it to a user', ...user })
  }
}

/** An address, and its ports where several of them have a role of their own. */
interface Host {
  readonly address: string
  readonly support: Support
  readonly ports: readonly Place[]
  name?: string | undefined
  /** What it calls itself towards its peers. */
  identity?: string | undefined
  isShared: boolean
}

function write(rows: Relating, hosts: ReadonlyMap<string, Host>, groups: ReadonlyMap<string, Group>): number {
  let written = 0
  for (const host of hosts.values()) {
    const group = groups.get(host.address)
    const roles = (group?.support ?? host.support).ranked
    if (roles.length === 0 && host.name === undefined && !group) continue
    for (const row of [rowOf(host, group), ...(host.isShared ? portRows(host) : [])]) {
      if (written++ < MOST_NODES) rows.node(row)
    }
  }
  return written
}

function rowOf({ address, support, name, isShared }: Host, group: Group | undefined): NodeRow {
  const roles = (group?.support ?? support).ranked
  const [best] = roles
  const called = name ?? group?.name
  return {
    address,
    port: 0,
    ...(best && !isShared && { role: best.role }),
    ...(called !== undefined && !isShared && { name: called }),
    roles,
    same_as: group?.same.get(address) ?? [],
    ...(group && { node: group.name_of }),
  }
}

function portRows({ address, ports }: Host): NodeRow[] {
  return ports.flatMap(({ port, support, name }) => {
    const roles = support.ranked
    const [best] = roles
    if (!best && name === undefined) return []
    return { address, port, ...(best && { role: best.role }), ...(name !== undefined && { name }), roles, same_as: [] }
  })
}

function hostsOf(table: NodeTable): Map<string, Host> {
  const hosts = new Map<string, Host>()
  for (const [address, ends] of table.places()) {
    const [only, ...others] = ends as [Place, ...Place[]]
    const support = others.length === 0 ? only.support : new Support()
    if (others.length > 0) for (const end of ends) support.addAll(end.support)
    const ports = ends.filter(({ port }) => port !== 0)
    const name = ends.find((end) => end.name !== undefined)?.name
    const identity = ends.find((end) => end.isIdentity === true)?.name
    const host: Host = { address, support, ports, name, identity, isShared: false }
    host.isShared = isShared(host)
    // What an agent passes on bears the names of others.
    if (isAgent(host)) host.name = host.identity
    hosts.set(address, host)
  }
  return hosts
}

function isAgent({ support }: Host): boolean {
  const best = support.best
  return best !== undefined && support.strength(best) === 4
}

/** Several functions live at one address where ports tell different ones, and neither is only a class or a part. */
function isShared(host: Host): boolean {
  const { address, ports, support } = host
  if (support.best === undefined || isAgent(host)) return false
  // What one port tells is nothing of the others.
  if (isEverybodys(address)) return ports.some((port) => port.support.best !== undefined)
  const roles = new Set(ports.flatMap(({ support: own }) => own.best ?? []).map((role) => FUNCTION[role] ?? role))
  for (const role of roles) if (PARTS.get(role)?.some((whole) => roles.has(whole))) roles.delete(role)
  return roles.size > 1
}

/** Functions that are one box as often as not, or the same seen from two sides. */
const FUNCTION: Partial<Record<Role, Role>> = { 'SGW-U': 'SGW', 'PGW-U': 'PGW' }
const PARTS: ReadonlyMap<Role, readonly Role[]> = new Map<Role, readonly Role[]>([
  ['CP function', ['SMF', 'SGW', 'PGW']],
  ['UP function', ['UPF', 'SGW', 'PGW']],
  ['PGW', ['SMF']],
  ['UA', ['UE', 'SIP server', 'Registrar', 'AS']],
  ['Registrar', ['SIP server']],
  ['DNS', ['UE']],
])

/** Addresses of one node. */
interface Group {
  /** Its lowest address. */
  name_of: string
  name?: string
  readonly support: Support
  readonly members: string[]
  readonly same: Map<string, SameNode[]>
}

function unite(hosts: ReadonlyMap<string, Host>, links: readonly NodeLink[]): Map<string, Group> {
  const groups = new Map<string, Group>()
  for (const { address, other, ...evidence } of links) {
    const [one, two] = [hosts.get(address), hosts.get(other)]
    if (!one || !two || one.isShared || two.isShared || disagree(one, two)) continue
    const group = merged(groupOf(groups, one), groupOf(groups, two), groups)
    note(group, address, { address: other, ...evidence })
    note(group, other, { address, ...evidence })
  }
  return groups
}

/** Evidence that leaves no doubt speaks for two functions: then the addresses are not one node's. */
function disagree({ support: a }: Host, { support: b }: Host): boolean {
  const [one, other] = [a.best, b.best]
  if (one === undefined || other === undefined || one === other) return false
  if (FUNCTION[one] === other || FUNCTION[other] === one) return false
  return a.strength(one) >= 3 && b.strength(other) >= 3
}

function groupOf(groups: Map<string, Group>, { address, support, name }: Host): Group {
  const known = groups.get(address)
  if (known) return known
  const group = {
    name_of: address,
    ...(name !== undefined && { name }),
    support: new Support(),
    members: [address],
    same: new Map(),
  }
  group.support.addAll(support)
  groups.set(address, group)
  return group
}

function merged(one: Group, other: Group, groups: Map<string, Group>): Group {
  if (one === other) return one
  one.support.addAll(other.support)
  for (const [address, same] of other.same) one.same.set(address, same)
  for (const address of other.members) {
    one.members.push(address)
    groups.set(address, one)
  }
  if (other.name_of < one.name_of) one.name_of = other.name_of
  if (one.name === undefined && other.name !== undefined) one.name = other.name
  return one
}

function note({ same }: Group, address: string, link: SameNode): void {
  const known = same.get(address)
  if (!known) same.set(address, [link])
  else {
    const like = known.findIndex((one) => one.address === link.address && one.evidence === link.evidence)
    if (like >= 0) known[like] = { ...known[like]!, count: known[like]!.count + link.count }
    else if (known.length < MOST_SAME) known.push(link)
  }
}
