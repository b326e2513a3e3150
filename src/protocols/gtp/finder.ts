// Which connection a message is about: TS 29.274 §4, §7; DOMAIN 4.7.
import { choose, type Connection, HOP_WINDOW, isHop, mayBe, rootOf, unite, waiting } from './connection.ts'
import type { Connections } from './connections.ts'
import { defaultBearer, isCreation, isCreationAnswer, isHandover } from './effects.ts'
import { listOf } from './elements.ts'
import type { Peers } from './peers.ts'
import {
  COMMANDS,
  CREATE_PDP,
  CREATE_SESSION,
  DELETE_SESSION_RESPONSE,
  FIRST_COMMAND_SEQUENCE,
  isAnchor,
  isThird,
  isUeAnswer,
} from './procedures.ts'
import { milliseconds, numberOf, type Seen, senderOf, transactionId } from './seen.ts'
import { isOfUe, type Sharing } from './sharing.ts'
import type { Transactions } from './transactions.ts'
import { endsOf, type TunnelEnd } from './tunnels.ts'

/** How long after its creation a connection may still show what was lost of it. Nanoseconds. */
const PATIENCE = 20e9

/** What a tracker remembers. */
export interface Memory {
  readonly connections: Connections
  readonly transactions: Transactions
  readonly peers: Peers
  readonly sharing: Sharing
}

/** Finds the connection that a message is about, or makes one. */
export class Finder {
  readonly #connections: Connections
  readonly #transactions: Transactions
  readonly #peers: Peers
  readonly #sharing: Sharing

  constructor({ connections, transactions, peers, sharing }: Memory) {
    this.#connections = connections
    this.#transactions = transactions
    this.#peers = peers
    this.#sharing = sharing
  }

  of(seen: Seen): Connection {
    const { version, type, addressed } = seen
    if (version === 2 && type === CREATE_SESSION) return this.#created(seen)
    // TS 29.060 §7.3.1: a secondary context is asked for where the first one is known.
    if (version !== 2 && type === CREATE_PDP && addressed === '') return this.#created(seen)
    return (
      this.#commanded(seen) ?? this.#addressed(seen) ?? this.#named(seen) ?? this.#otherHop(seen) ?? this.unknown(seen)
    )
  }

  /**
   * What a request is about whose answer stood before it: a creation of what is known by its other hop or by nothing yet;
   * of others the answer may not have said which of a UE's connections it is.
   */
  meant(seen: Seen, { connection: answered, isHalf }: { connection: Connection; isHalf: boolean }): Connection {
    const { addressed, subscriber, ebis, apn, time } = seen
    if (isCreation(seen)) {
      if (answered.subscriber !== '') return answered
      const ebi = defaultBearer(seen)
      const alive = this.#connections.of(subscriber)
      return alive.find((one) => one.apn === apn && one.ebi === ebi && isHop(one, senderOf(seen), time)) ?? answered
    }
    return choose(this.#connections.at(addressed, { time }), ebis, apn) ?? (isHalf ? this.of(seen) : answered)
  }

  /** Of a connection that began before the capture: the hop before has just told of the same new tunnel. */
  #otherHop({ details, time }: Seen): Connection | undefined {
    for (const bearer of listOf(details['bearers'])) {
      for (const { end } of endsOf(bearer)) {
        const known = this.#connections.userAt(end, time - HOP_WINDOW)
        if (known?.subscriber === '' && known.ended === Infinity) return known
      }
    }
    return undefined
  }

  /** What the third message of three is about: the request had the same number. */
  third(seen: Seen): Connection | undefined {
    if (!isThird(seen.version, seen.type)) return undefined
    const before = this.#transactions.find(transactionId(seen, false), () => true, seen.time)
    return before?.connection && rootOf(before.connection)
  }

  /** The request that a command asked for. */
  #commanded(seen: Seen): Connection | undefined {
    const { version, details, time } = seen
    if (version !== 2 || numberOf(details['sequence'], 0) < FIRST_COMMAND_SEQUENCE) return undefined
    const command = this.#transactions.find(transactionId(seen, true), (asked) => COMMANDS.has(asked), time)
    if (!command?.connection) return undefined
    details['triggered_by'] = command.type
    details['latency_ms'] = milliseconds(time - command.first)
    return rootOf(command.connection)
  }

  #addressed(seen: Seen): Connection | undefined {
    const { message, addressed, type, ebis, time } = seen
    if (addressed === '') return undefined
    const restarted = this.#peers.restartOf(message.protocol, message.where.destination.address)
    const isLate = type === DELETE_SESSION_RESPONSE
    const alive = this.#connections.at(addressed, { time, restarted, isLate })
    const named = choose(alive, ebis, '') ?? choose(this.#connections.justEnded(addressed, time), ebis, '')
    return named ?? this.#chosen(alive, seen)
  }

  /**
   * The likeliest of several of a UE's connections, where an answer whose request was not seen, or not yet, may be about
   * any of them.
   */
  likeliest(seen: Seen): Connection | undefined {
    const { addressed, type, time } = seen
    if (addressed === '' || isCreationAnswer(seen) || isUeAnswer(type) || !isOfUe(seen)) return undefined
    if (this.#candidates(this.#connections.at(addressed, { time }), seen).length <= 1) return undefined
    return this.#addressed(seen)
  }

  /** The one that is meant of a UE's connections, or the first. */
  #chosen(connections: readonly Connection[], seen: Seen): Connection | undefined {
    const candidates = this.#candidates(connections, seen)
    if (candidates.length <= 1) return candidates[0]
    return candidates.reduce((a, b) => (b.ebi >= 0 && b.ebi < a.ebi ? b : a))
  }

  /** Which of a UE's connections may be meant: by bearer, by APN, by what was asked, by the tunnels of its bearers. */
  #candidates(connections: readonly Connection[], seen: Seen): readonly Connection[] {
    if (connections.length <= 1) return connections
    const { details, answers, ebis, apn } = seen
    const named = choose(connections, ebis, apn)
    if (named) return [named]
    const left = waiting(connections, answers)
    if (left.length === 1) return left
    for (const bearer of listOf(details['bearers'])) {
      for (const { end } of endsOf(bearer)) {
        const known = this.#connections.userAt(end)
        if (known && connections.includes(known)) return [known]
      }
    }
    return left
  }

  /** By the subscriber, or by the PGW's end of a connection that goes to another MME or SGW. */
  #named(seen: Seen): Connection | undefined {
    const { details, subscriber, time } = seen
    for (const group of listOf(details['pdn_connections'])) {
      const known = this.anchored(endsOf(group), subscriber, time)
      if (known) return known
    }
    return this.#chosen(this.#connections.of(subscriber), seen)
  }

  anchored(ends: readonly TunnelEnd[], subscriber: string, time: number): Connection | undefined {
    for (const { end, type } of ends) {
      if (!isAnchor(type)) continue
      const [known] = this.#connections.at(end, { time })
      if (known && known.ended === Infinity && mayBe(known, subscriber)) return known
    }
    return undefined
  }

  /** Its creation was before the capture, or is lost. */
  unknown({ subscriber, apn, ebis, addressed, time }: Seen): Connection {
    const connection = this.#connections.make({ subscriber, apn, ebi: ebis[0] ?? -1 }, time)
    if (addressed !== '') this.#connections.hold(addressed, connection, time)
    return connection
  }

  /** The next hop of a creation that goes on, the same connection through another node, or a new one. */
  #created(seen: Seen): Connection {
    const { details, subscriber, apn, time } = seen
    const ends = endsOf(details)
    const identity = { subscriber, apn, ebi: defaultBearer(seen) }
    const sender = senderOf(seen)
    const anchored = this.anchored(ends, subscriber, time)
    if (anchored) {
      if (!anchored.interfaces.includes(sender)) anchored.interfaces.push(sender)
      else details['relocation'] = true
      return this.#connections.adopt(anchored, identity)
    }
    const alive = this.#connections.of(subscriber).filter((one) => one.apn === apn)
    if (isHandover(details) && alive[0]) {
      details['relocation'] = true
      return alive[0]
    }
    const known = alive.find(({ ebi }) => ebi === identity.ebi)
    if (known && isHop(known, sender, time)) {
      known.interfaces.push(sender)
      return known
    }
    if (known) {
      if (known.deleting === Infinity) details['supersedes'] = true
      this.#sharing.end(known, time)
    }
    const connection = this.#connections.make(identity, time)
    connection.interfaces.push(sender)
    connection.supersedes = known
    return connection
  }

  /** What an answer is about whose request is lost. */
  unasked(seen: Seen): Connection | undefined {
    if (!isCreationAnswer(seen)) return this.#addressed(seen) ?? this.#named(seen)
    // Its ends are new: who had them before is another one. Only the PGW's may be known from the other hop.
    const known = this.anchored(endsOf(seen.details), seen.subscriber, seen.time)
    const isMoved = known !== undefined && this.#connections.at(seen.addressed, { time: seen.time }).includes(known)
    return known && (isMoved || seen.time - known.created <= PATIENCE) ? known : undefined
  }

  /**
   * The other half of a connection, when an answer shows that what was taken for two is one: it goes to an end of the
   * one, while its request began in midstream; or it names the PGW's end that was met before.
   */
  proved(seen: Seen, connection: Connection): Connection | undefined {
    const { subscriber, details, time } = seen
    if (isCreationAnswer(seen)) {
      const other = this.anchored(endsOf(details), subscriber, time)
      const isHalf = other !== undefined && other.subscriber === '' && time - other.created <= PATIENCE
      return isHalf ? unite(other, connection) : undefined
    }
    if (connection.subscriber !== '') {
      const [half] = this.#connections.at(seen.addressed, { time })
      return half?.subscriber === '' && half.created > connection.created ? unite(half, connection) : undefined
    }
    const known = [this.#addressed(seen), this.#named(seen)].find((one) => one !== undefined && one !== connection)
    return known && known.ended === Infinity ? unite(connection, known) : undefined
  }
}
