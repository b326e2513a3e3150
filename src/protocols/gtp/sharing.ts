// Messages about several connections: of one UE, of a set (TS 23.007 §22), or of a node (TS 23.007 §18).
import { appended } from '../../bytes/appended.ts'
import { Members } from '../../bytes/members.ts'
import type { Clue, Key, KeyUse, Message } from '../../model/message.ts'
import { type Connection, rootOf } from './connection.ts'
import { type Fields, listOf } from './elements.ts'
import { CREATE_SESSION, CREATE_SESSION_RESPONSE, isSetMessage, isUeAnswer, PGW_RESTART } from './procedures.ts'
import type { Seen } from './seen.ts'
import { endsOf } from './tunnels.ts'

/** Belongings of connections to sets and nodes: each has some five. */
const MOST_BELONGINGS = 262_144
/** Connections that messages between nodes are said to be about besides, in a job: a flood of them would name all each time. */
const MOST_TOLD = 1_000_000

/** Which connections go when a set or a node goes. */
export class Sharing {
  readonly #connections = new Members<Connection>(MOST_BELONGINGS)
  #told = 0

  get size(): number {
    return this.#connections.size
  }

  /** The connection has an end at a node. */
  note(end: string, connection: Connection): void {
    this.#add(nodeName(end.slice(end.indexOf('@') + 1)), connection)
  }

  /** The sets that a message puts its connection into: TS 29.274 §8.62. */
  noteSets({ type, details }: Seen, connection: Connection): void {
    if (isSetMessage(type)) return
    for (const name of setNames(details)) this.#add(name, connection)
  }

  /** The connection is over, and so in no set any more. */
  end(connection: Connection, time: number): void {
    const root = rootOf(connection)
    root.ended = Math.min(root.ended, time)
    this.#forget(root)
  }

  #forget(connection: Connection): void {
    for (const name of connection.belongings) this.#connections.delete(name, connection)
    connection.belongings = []
  }

  /** Those that a message between nodes is about: of a set, or of a PGW that began anew. */
  about({ version, type, details }: Seen): readonly Connection[] {
    if (version !== 2) return []
    const pgw = details['ip_address']
    if (type === PGW_RESTART) return typeof pgw === 'string' ? this.of(nodeName(pgw)) : []
    return isSetMessage(type) ? [...new Set(setNames(details).flatMap((name) => this.of(name)))] : []
  }

  /** As many of these as may still be told. */
  told(connections: readonly Connection[]): readonly Connection[] {
    this.#told += connections.length
    return this.#told > MOST_TOLD ? [] : connections
  }

  /** Those with an end at a node that were set up before a moment. */
  at(address: string, before: number): readonly Connection[] {
    return this.of(nodeName(address)).filter(({ created }) => created < before)
  }

  of(name: string): readonly Connection[] {
    return roots(this.#connections.of(name))
  }

  #add(name: string, connection: Connection): void {
    if (!connection.belongings.includes(name)) connection.belongings = appended(connection.belongings, name)
    this.#connections.add(name, connection)
  }
}

function nodeName(address: string): string {
  return `node ${address}`
}

function setNames(details: Fields): string[] {
  return listOf(details['fq_csids']).flatMap(({ node, csids }) =>
    (csids as readonly number[]).map((csid) => `set ${node as string} ${csid}`),
  )
}

function roots(connections: readonly Connection[]): Connection[] {
  return [...new Set(connections.map(rootOf))].filter(({ ended }) => ended === Infinity)
}

/**
 * Of a UE's other connections those that a message is about too: whose bearers it names; all where it names no bearer and
 * no APN, for then it is about the UE.
 */
export function othersOf(connections: readonly Connection[], connection: Connection, seen: Seen): Connection[] {
  const { version, type, ebis, apn } = seen
  if (version === 2 && (type === CREATE_SESSION || type === CREATE_SESSION_RESPONSE)) return []
  const others = connections.filter((one) => one !== connection && one.ended === Infinity)
  if (others.length === 0) return others
  // What was asked for is lost: most answers are about one.
  if (isOfUe(seen)) return version === 2 && seen.answers !== 0 && !isUeAnswer(type) ? [] : others
  return apn === '' ? others.filter(({ bearers }) => bearers.some((ebi) => ebis.includes(ebi))) : []
}

/** Names no bearer and no APN. */
export function isOfUe({ ebis, apn }: Seen): boolean {
  return ebis.length === 0 && apn === ''
}

/** Whose a bearer of a message is: of several connections the one that has it. */
export function ownerOf({ ebi }: Fields, connection: Connection, others: readonly Connection[]): Connection {
  const has = ({ bearers }: Connection): boolean => typeof ebi === 'number' && bearers.includes(ebi)
  return has(connection) ? connection : (others.find(has) ?? connection)
}

/** The message is an event of these too; what it tells of their bearers is theirs alone. */
export function share(message: Message, others: readonly Connection[], use: KeyUse): void {
  const [first] = message.keys
  for (const { id } of new Set(others.map(rootOf))) {
    if (first?.kind === 'gtp' && first.value === id) continue
    const key: Key = { kind: 'gtp', value: id, use }
    message.keys.push(key)
  }
}

/** Leads the clues of bearers to the connections that have these. */
export function divide(message: Message, connection: Connection, others: readonly Connection[]): void {
  for (const bearer of listOf(message.details['bearers'])) {
    const owner = ownerOf(bearer, connection, others)
    const key = message.keys.findIndex(({ kind, value }) => kind === 'gtp' && value === rootOf(owner).id)
    if (key <= 0) continue
    const ends = new Set(endsOf(bearer).map(({ end }) => end))
    const charging = String(bearer['charging_id'])
    const isOf = ({ kind, value }: Clue): boolean =>
      (kind === 'tunnel' && ends.has(value)) || (kind === 'charging-id' && value === charging)
    message.clues = message.clues.map((clue) => (isOf(clue) ? { ...clue, key } : clue))
  }
}
