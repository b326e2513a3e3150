// PDN connections and PDP contexts, and the TEIDs by which messages name them: TS 29.274 §8.22, DOMAIN 4.7.
import { Recent } from '../../bytes/recent.ts'

/** Tunnel ends and subscribers that are remembered, of the whole job. */
const MOST_TUNNELS = 32_768
const MOST_SUBSCRIBERS = 32_768
/** Connections of one UE: it has no more EPS bearers. */
const MOST_SHARING = 16
/** How long an ended connection is still found by its TEIDs, in nanoseconds: N3 requests, T3 apart. */
const GRACE = 32e9
/** Between the ends of a connection on its two hops, in nanoseconds. */
const JUST_NOW = 2e9

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
  ended: number
  /** The connection that this one has proved to be. */
  same?: Connection
}

interface Asked {
  readonly time: number
  readonly restarted: number
  readonly isLate: boolean
}

/** Who shares a control tunnel's end. */
interface ControlEnd {
  readonly id: string
  readonly connections: Connection[]
  since: number
}

interface UserEnd {
  readonly id: string
  readonly connection: Connection
  /** When. */
  readonly told: number
}

interface Subscriber {
  readonly id: string
  readonly connections: Connection[]
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

export class Connections {
  readonly #control = new Recent<ControlEnd>(MOST_TUNNELS)
  readonly #user = new Recent<UserEnd>(MOST_TUNNELS)
  readonly #subscribers = new Recent<Subscriber>(MOST_SUBSCRIBERS)
  #made = 0

  /** Entries that are remembered now. */
  get size(): number {
    return this.#control.size + this.#user.size + this.#subscribers.size
  }

  make({ subscriber, apn, ebi }: Identity, time: number): Connection {
    const connection: Connection = {
      id: String(++this.#made),
      subscriber,
      apn,
      ebi,
      bearers: ebi < 0 ? [] : [ebi],
      created: time,
      interfaces: [],
      ended: Infinity,
    }
    this.name(connection)
    return connection
  }

  /** The subscriber of a connection has become known. */
  name(connection: Connection): void {
    const { subscriber } = connection
    if (subscriber === '') return
    const known = this.#subscribers.get(subscriber)
    if (known) add(known.connections, connection)
    else this.#subscribers.add({ id: subscriber, connections: [connection] })
  }

  /** Connections of a subscriber that have not ended. */
  of(subscriber: string): Connection[] {
    const known = subscriber === '' ? undefined : this.#subscribers.get(subscriber)
    return known === undefined ? [] : roots(known.connections).filter(({ ended }) => ended === Infinity)
  }

  /**
   * Connections that share the end `teid@address` of a control tunnel: those that have not ended, else the one that
   * ended last. What was set up before the node at that address began anew, at `restarted`, is gone. `isLate`: the
   * message is one that comes after the end, and rather means what has just ended.
   */
  at(end: string, { time, restarted, isLate }: Asked): Connection[] {
    const known = this.#control.get(end)
    if (!known || known.since < restarted) return []
    const all = roots(known.connections)
    const alive = all.filter(({ ended }) => ended === Infinity)
    const late = all.filter(({ ended }) => ended !== Infinity && time - ended <= (isLate ? JUST_NOW : GRACE))
    if (alive.length > 0 && !(isLate && late.length > 0)) return alive
    return late.length === 0 ? [] : [late.reduce((a, b) => (b.ended > a.ended ? b : a))]
  }

  /** Another node has given the end to this connection; who had it before and is someone else, has it no more. */
  hold(end: string, connection: Connection, time: number): void {
    const known = this.#control.get(end)
    if (!known) {
      this.#control.add({ id: end, connections: [connection], since: time })
      return
    }
    const { connections } = known
    const staying = roots(connections).filter((one) => one === connection || isShared(one, connection, time))
    if (!staying.includes(connection)) staying.push(connection)
    connections.splice(0, connections.length, ...staying.slice(-MOST_SHARING))
    known.since = time
  }

  /** The connection whose user packets go to `teid@address`, if that was told after `since`. */
  userAt(end: string, since = -Infinity): Connection | undefined {
    const known = this.#user.get(end)
    return known && known.told >= since ? rootOf(known.connection) : undefined
  }

  holdUser(end: string, connection: Connection, told: number): void {
    this.#user.add({ id: end, connection, told })
  }
}

function roots(connections: readonly Connection[]): Connection[] {
  return [...new Set(connections.map(rootOf))]
}

/** Ended ones leave first. */
function add(connections: Connection[], connection: Connection): void {
  if (connections.includes(connection)) return
  if (connections.length >= MOST_SHARING) {
    const ended = connections.findIndex((one) => one.ended !== Infinity)
    connections.splice(Math.max(0, ended), 1)
  }
  connections.push(connection)
}

/** Whether a UE's other connection keeps the end; one that has ended is still found there for a while. */
function isShared(other: Connection, connection: Connection, time: number): boolean {
  const { subscriber, ended } = other
  return subscriber !== '' && subscriber === connection.subscriber && (ended === Infinity || time - ended <= GRACE)
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
