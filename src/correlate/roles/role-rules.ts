import { ROLES, type Role } from '../../model/nodes.ts'

export type Fields = Readonly<Record<string, unknown>>

/**
 * How much a piece of evidence weighs before messages are counted: 4 where it explains all else, 3 where the standard
 * leaves no other sender, 2 where networks are usually built so, 1 where it is no more than a name, a likeness, or a
 * class of functions.
 */
export type Strength = 1 | 2 | 3 | 4

/** GTP's ports: TS 29.274 §4.4.1, TS 29.281 §4.4.2. */
export const GTP_C_PORT = 2123
export const GTP_U_PORT = 2152

export interface Ends {
  readonly source: string
  readonly destination: string
}

/** What a message of some kind tells of the two nodes that it goes between. */
export interface Telling {
  readonly source?: Role
  readonly destination?: Role
  /** 3 where it is left out. */
  readonly strength?: Strength
  /** Only on this interface. */
  readonly interface?: string
  /** Only where its contents are so; then it is read. */
  readonly when?: (details: Fields, ends: Ends) => boolean
  /** What was read there, for the words. */
  readonly because?: string
}

export interface MessageKind {
  readonly name: string
  /** Of so many at most the contents are read. */
  readonly reads?: number
  readonly tellings: readonly Telling[]
}

/** A node that a message's contents speak of, by its address. */
export interface AddressClaim {
  readonly address: string
  /** Where it is spoken to in that role. */
  readonly port: number
  readonly role: Role
  readonly strength: Strength
  readonly because: string
}

/** All that the contents of one message tell, besides `tellings`. */
export interface Reading {
  readonly claims?: readonly AddressClaim[]
  /** What the sender says that it is. */
  readonly source_role?: Role
  readonly source_because?: string
  /** What the sender and the receiver are called. */
  readonly source_name?: string | undefined
  readonly destination_name?: string | undefined
  /** Host names, whose labels may name a function. */
  readonly source_host?: string | undefined
  readonly destination_host?: string | undefined
  /** The name that tells the sender from all other nodes. */
  readonly identity?: string | undefined
  /** Addresses that the sender has itself. */
  readonly own?: readonly string[]
  readonly own_because?: string
  /** Ends of tunnels, as `teid@address`, that are told: whoever tells another's has been told it. */
  readonly handles?: readonly string[]
}

/** What the destination of a kind of message is, by what its source is known to be by anything else. */
export type Partners = Readonly<Partial<Record<Role, Role>>>

/** The rules of one protocol. */
export interface RoleRules {
  readonly protocol: string
  /** Which messages say something; names that differ in what nobody asks for are one kind. */
  kind(message: string): MessageKind | undefined
  /** Reads the contents of a few messages of each kind. */
  read?(details: Fields, kind: string, ends: Ends): Reading
  /** Kinds whose destination is told by what else their source does. */
  readonly partners?: Readonly<Record<string, Partners>>
  /** What stands between its clients and servers: whoever both gets and sends the same requests. */
  readonly agent?: Role
  /** 4 where it is left out. */
  readonly agent_strength?: Strength
  /** Kinds that an agent passes on; all of them where it is left out. */
  isRequest?(kind: string): boolean
  /** Requests that go straight to whom they are for tell of no agent. */
  isDirect?(details: Fields): boolean
}

/** Roles by their names. */
export const ROLE_NAMES: ReadonlyMap<string, Role> = new Map(ROLES.map((role) => [role, role]))

/** Kinds by the message's own name. */
export function byName(
  table: Readonly<Record<string, readonly Telling[]>>,
): (message: string) => MessageKind | undefined {
  return (name) => (Object.hasOwn(table, name) ? { name, tellings: table[name]! } : undefined)
}

/** Labels of host names that operators give to functions, and the words that products call themselves by. */
const HOSTS: readonly (readonly [RegExp, Role])[] = [
  [/\b(?:p-?cscf|proxy-?cscf)/i, 'P-CSCF'],
  [/\bi-?cscf/i, 'I-CSCF'],
  [/\bs-?cscf/i, 'S-CSCF'],
  [/\bhss/i, 'HSS'],
  [/\bpcrf/i, 'PCRF'],
  [/\bmme/i, 'MME'],
  [/\b(?:pgw|topon\.s5-pgw)/i, 'PGW'],
  [/\bsgw/i, 'SGW'],
  [/\bsgsn/i, 'SGSN'],
  [/\bggsn/i, 'GGSN'],
  [/\bamf/i, 'AMF'],
  [/\bsmf/i, 'SMF'],
  [/\bupf/i, 'UPF'],
  [/\bpcf/i, 'PCF'],
  [/\budm/i, 'UDM'],
  [/\bsepp/i, 'SEPP'],
  [/\bscp/i, 'SCP'],
  [/\bnrf/i, 'NRF'],
  [/\bdra\b/i, 'DRA'],
  [/\bocs/i, 'OCS'],
  [/\bsbc/i, 'SBC'],
  [/\b(?:tas|mmtel|telephony-as)/i, 'AS'],
  [/\bmgcf/i, 'MGCF'],
]

/** The function that a host's first labels, or a product, name. */
export function roleOfHost(name: string): Role | undefined {
  return HOSTS.find(([pattern]) => pattern.test(name))?.[1]
}

/** The host of a SIP URI: RFC 3261 §19.1.1. */
export function hostIn(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined
  const [, bracketed, plain] = /sips?:(?:[^@>;?]*@)?(?:\[([0-9a-f:]+)\]|([\w.-]+))/i.exec(text) ?? []
  return bracketed ?? plain
}

/** Names and not addresses. */
export function isName(host: string): boolean {
  return /[a-z]/i.test(host) && !host.includes(':')
}

/** Whoever is on a host and asks another there sends from these, unless it was told an address: RFC 1122 §3.2.1.3. */
const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '::1'])

export function isEverybodys(address: string): boolean {
  return LOOPBACK.has(address)
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter((one): one is Fields => typeof one === 'object' && one !== null) : []
}
