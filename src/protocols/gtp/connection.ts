// One PDN connection or PDP context, and what is told of it.
import { DELETE_SESSION } from './procedures.ts'

/** The SGW asks the PGW while the MME waits: a second request of this age is no hop of the first. Nanoseconds. */
export const HOP_WINDOW = 2e9

export interface Connection {
  /** Its key's value: as a TEID or an address may mean another connection tomorrow, this is a number of our own. */
  readonly id: string
  /** IMSI, or IMEI in an emergency; empty where the capture did not hold the creation. */
  subscriber: string
  apn: string
  /** Default bearer, or NSAPI; −1 where unknown. */
  ebi: number
  /** All its bearers. */
  readonly bearers: number[]
  /** When it was asked for first, and on which interfaces (of the sender's F-TEID) since. */
  readonly created: number
  readonly interfaces: number[]
  /** The SGW's end towards the PGW, which another one follows when the SGW changes. */
  s5: string
  ended: number
  /** When its deletion was asked for: without an answer it is over all the same, in a while. */
  deleting: number
  /** The sets and nodes that it goes with. */
  belongings: readonly string[]
  /** Type of the request that was last made about it, and whether that has its answer. */
  asked: number
  isAnswered: boolean
  /** The one in whose place it came, until a message has told so. */
  supersedes: Connection | undefined
  /** Answers before their requests, each by itself, which are taken to be about it unless their requests come yet. */
  halves: readonly Connection[]
  /** The connection that this one has proved to be. */
  same: Connection | undefined
}

/** What a connection is known by. */
export interface Identity {
  readonly subscriber: string
  readonly apn: string
  readonly ebi: number
}

/** The connection that this one has proved to be. */
export function rootOf(connection: Connection): Connection {
  let root = connection
  while (root.same !== undefined) root = root.same
  return root
}

/** From now on `half` is `whole`; gives the half back. */
export function unite(half: Connection, whole: Connection): Connection | undefined {
  if (half === rootOf(whole)) return undefined
  half.same = whole
  whole.s5 ||= half.s5
  return half
}

export function mayBe(connection: Connection, subscriber: string): boolean {
  return connection.subscriber === '' || subscriber === '' || connection.subscriber === subscriber
}

/** The request goes on there that asked for the connection just now. */
export function isHop(known: Connection, sender: number, time: number): boolean {
  return time - known.created <= HOP_WINDOW && isOtherHop(known, sender)
}

/** Hops differ by interface; version 1 has one. */
function isOtherHop({ interfaces }: Connection, sender: number): boolean {
  return sender >= 0 && !interfaces.includes(sender) && !interfaces.includes(-1)
}

/** The one of several connections that has one of the bearers, or else this APN. */
export function choose(
  connections: readonly Connection[],
  ebis: readonly number[],
  apn: string,
): Connection | undefined {
  for (const ebi of ebis) {
    const found = connections.find(({ bearers }) => bearers.includes(ebi))
    if (found) return found
  }
  return apn === '' ? undefined : connections.find((one) => one.apn === apn)
}

/** Those that may wait for such an answer: one whose request is lost on this hop, but not on the other, before all. */
export function waiting(connections: readonly Connection[], answers: number): readonly Connection[] {
  if (answers === 0) return connections
  const found = connections.find(({ asked, isAnswered }) => asked === answers && !isAnswered)
  if (found) return [found]
  // Each connection is deleted once: not the one that has its answer.
  const left = answers === DELETE_SESSION ? connections.filter(({ asked }) => asked !== answers) : []
  return left.length > 0 ? left : connections
}

/** Takes bearers away. */
export function remove(bearers: number[], gone: readonly number[]): void {
  for (const ebi of gone) if (bearers.includes(ebi)) bearers.splice(bearers.indexOf(ebi), 1)
}
