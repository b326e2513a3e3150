// PDN connections and PDP contexts, and the TEIDs by which messages name them: TS 29.274 §8.22, DOMAIN 4.7.
import { Recent } from '../../bytes/recent.ts'
import { type Connection, type Identity, rootOf } from './connection.ts'

/** Tunnel ends and subscribers that are remembered, of the whole job. */
const MOST_TUNNELS = 32_768
const MOST_SUBSCRIBERS = 32_768
/** Connections of one UE: it has no more EPS bearers. */
const MOST_SHARING = 16
/** How long an ended connection is still found by its TEIDs, in nanoseconds: they may soon be another's. */
const GRACE = 2e9
/** A hop of what ended it may stand so much later, as of two taps. Nanoseconds. */
const REORDERED = 5e6
/** After so long without an answer a deletion has been, in nanoseconds: N3 requests, T3 apart. */
const PATIENCE = 20e9

interface Asked {
  readonly time: number
  readonly restarted?: number
  readonly isLate?: boolean
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
      s5: '',
      ended: Infinity,
      deleting: Infinity,
      belongings: [],
      asked: 0,
      isAnswered: false,
      supersedes: undefined,
      halves: [],
      same: undefined,
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

  /** What was not known of the connection is known now. */
  adopt(connection: Connection, { subscriber, apn, ebi }: Identity): Connection {
    if (connection.apn === '') connection.apn = apn
    if (connection.ebi < 0) connection.ebi = ebi
    if (connection.subscriber === '' && subscriber !== '') {
      connection.subscriber = subscriber
      this.name(connection)
    }
    return connection
  }

  /** Connections of a subscriber that have not ended. */
  of(subscriber: string): Connection[] {
    const known = subscriber === '' ? undefined : this.#subscribers.get(subscriber)
    return known === undefined ? [] : roots(known.connections).filter(({ ended }) => ended === Infinity)
  }

  /**
   * Connections that share the end `teid@address` of a control tunnel: those that have not ended. What was set up before
   * the node at that address began anew, at `restarted`, is gone. A message that `isLate` comes after the end, and means
   * what has just ended before any other; others may mean it where nothing else is there.
   */
  at(end: string, { time, restarted = -Infinity, isLate = false }: Asked): Connection[] {
    const known = this.#control.get(end)
    if (!known || known.since < restarted) return []
    const all = known.connections.length === 1 ? [rootOf(known.connections[0]!)] : roots(known.connections)
    const alive = all.filter(({ ended, deleting }) => ended === Infinity && !(time - deleting > PATIENCE))
    const grace = isLate ? GRACE : alive.length === 0 ? REORDERED : 0
    const late = grace > 0 ? all.filter(({ ended }) => ended !== Infinity && time - ended <= grace) : []
    if (late.length === 0) return alive
    return [late.reduce((a, b) => (b.ended > a.ended ? b : a))]
  }

  /** Those at an end that ended so recently that another hop of what ended them may come yet. */
  justEnded(end: string, time: number): Connection[] {
    const known = this.#control.get(end)
    return known ? roots(known.connections).filter(({ ended }) => time >= ended && time - ended <= REORDERED) : []
  }

  /**
   * Another node has given the end to this connection; who had it before and is someone else, has it no more. Whether it
   * is news.
   */
  hold(end: string, connection: Connection, time: number): boolean {
    const known = this.#control.get(end)
    if (!known) {
      this.#control.add({ id: end, connections: [connection], since: time })
      return true
    }
    const { connections } = known
    known.since = time
    if (connections.length === 1 && connections[0] === connection) return false
    const isNews = !connections.includes(connection)
    const staying = roots(connections).filter((one) => one === connection || isShared(one, connection, time))
    if (!staying.includes(connection)) staying.push(connection)
    connections.splice(0, connections.length, ...staying.slice(-MOST_SHARING))
    return isNews
  }

  /** The node has given the end back, or has left the connection: it may be another's soon. */
  release(end: string, connection: Connection): void {
    const connections = this.#control.get(end)?.connections
    const at = connections?.findIndex((one) => rootOf(one) === connection) ?? -1
    if (at >= 0) connections!.splice(at, 1)
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
