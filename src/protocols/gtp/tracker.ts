// What becomes of a message of GTP: its transaction, its connection, and what it ends: TS 29.274 §4, §7; DOMAIN 4.7.
import { appended } from '../../bytes/appended.ts'
import type { Message, Tracker } from '../../model/message.ts'
import { type Connection, rootOf, remove, unite } from './connection.ts'
import { Connections } from './connections.ts'
import { defaultBearer, isCreation, isEnding, isOver, isSetOver, removedBearers, secondaryBearer } from './effects.ts'
import { Finder } from './finder.ts'
import { G_PDU } from './gtpv1.ts'
import { Learner } from './learner.ts'
import { Peers } from './peers.ts'
import {
  DELETE_SESSION,
  ECHO_REQUEST,
  ERROR_INDICATION,
  isPathMessage,
  PGW_RESTART,
  VERSION_NOT_SUPPORTED,
} from './procedures.ts'
import { contentOf, milliseconds, type Seen, seenIn, senderOf, transactionId } from './seen.ts'
import { divide, isOfUe, share, Sharing } from './sharing.ts'
import { OVERTAKING, type Transaction, Transactions } from './transactions.ts'
import { endsOf } from './tunnels.ts'

/** Answers before their requests that one connection has to itself. */
const MOST_HALVES = 8

/**
 * Sees a job's messages in order. Pairs answers with requests, tells repeats, learns which tunnel ends belong to which
 * connection, and gives each message the key of its connection: never by a TEID of 0, an address, or a sequence number
 * alone.
 */
export class GtpTracker implements Tracker {
  readonly #connections = new Connections()
  readonly #transactions = new Transactions()
  readonly #peers = new Peers()
  readonly #sharing = new Sharing()
  readonly #finder: Finder
  readonly #learner: Learner

  constructor() {
    const memory = {
      connections: this.#connections,
      transactions: this.#transactions,
      peers: this.#peers,
      sharing: this.#sharing,
    }
    this.#finder = new Finder(memory)
    this.#learner = new Learner(memory, this.#finder)
  }

  /** Entries that are remembered now. */
  get size(): number {
    return this.#connections.size + this.#transactions.size + this.#peers.size + this.#sharing.size
  }

  see(message: Message): void {
    const seen = seenIn(message)
    // A packet of the user that nobody could open is no message.
    if (seen.version !== 2 && seen.type === G_PDU) return
    if (message.protocol === 'GTP-U') this.#userPlane(seen)
    else if (message.protocol === 'GTP′' || isPathMessage(seen.version, seen.type)) this.#path(seen)
    else if (seen.answers !== 0) this.#answer(seen)
    else this.#request(seen)
  }

  /** Between two nodes. */
  #path(seen: Seen): void {
    const { message, type } = seen
    this.#peers.note(seen)
    const isRequest = seen.answers === 0 && type !== VERSION_NOT_SUPPORTED
    const transaction = isRequest ? this.#begin(seen) : (this.#answered(seen) ?? this.#early(seen))
    const { source, destination } = message.where
    const [low, high] = [source.address, destination.address].toSorted()
    const path = `${message.protocol} ${low}<->${high}`
    const serial = transaction.serial
    message.keys = [
      { kind: 'gtp-transaction', value: String(serial), use: isRequest ? 'open' : 'close' },
      { kind: 'gtp-path', value: path, use: 'open' },
    ]
    this.#pathOthers(seen, transaction)
    this.#restarted(seen)
  }

  /** The connections that a message between two nodes is about. */
  #pathOthers(seen: Seen, transaction: Transaction): void {
    const { message, type, answers, details } = seen
    if (answers === 0 && details['retransmission'] !== true) transaction.others = this.#sharing.about(seen)
    const others = this.#sharing.told(transaction.others ?? NONE)
    const isOver = answers === 0 ? type === PGW_RESTART : isSetOver(seen, transaction)
    const alive = isOver ? others.filter((one) => rootOf(one).ended === Infinity) : NONE
    share(message, alive, 'ended')
    share(
      message,
      others.filter((one) => !alive.includes(one)),
      'shared',
    )
    for (const one of alive) this.#sharing.end(one, seen.time)
  }

  /** Of a node that began anew all is gone: TS 23.007 §18, §20. */
  #restarted({ message, details, time }: Seen): void {
    if (details['peer_restarted'] !== true) return
    const gone = this.#sharing.at(message.where.source.address, time)
    share(message, gone, 'ended')
    for (const one of gone) this.#sharing.end(one, time)
  }

  /** Error indications and end markers are about a tunnel; who owns it, the control plane has said. */
  #userPlane(seen: Seen): void {
    const { message, type, details, addressed } = seen
    if (isPathMessage(1, type)) return this.#path(seen)
    const [given] = endsOf({ teid_data: details['teid_data'], gsn_addresses: details['gsn_addresses'] })
    const end = type === ERROR_INDICATION ? (given?.end ?? '') : addressed
    const connection = this.#connections.userAt(end)
    if (connection) this.#key(message, connection, false)
    else message.keys = [{ kind: 'gtp-tunnel', value: end || message.where.source.address, use: 'open' }]
  }

  #key(message: Message, connection: Connection, ends: boolean): void {
    const use = ends ? 'close' : 'open'
    message.keys = [{ kind: 'gtp', value: connection.id, use }]
    if (connection.halves.length === 0) return
    const isDue = ({ created }: Connection): boolean => ends || message.where.time - created > OVERTAKING
    for (const half of connection.halves.filter(isDue)) {
      if (half.same === undefined && unite(half, connection))
        message.keys.push({ kind: 'gtp', value: half.id, use: 'open' })
    }
    connection.halves = connection.halves.filter((half) => half.same === undefined)
  }

  #begin(seen: Seen): Transaction {
    const { details, type, time } = seen
    const id = transactionId(seen, false)
    const request = { id, type, content: contentOf(seen), time, isEcho: type === ECHO_REQUEST }
    const repeated = this.#transactions.repeated(request)
    if (repeated) {
      details['retransmission'] = true
      return repeated
    }
    return this.#transactions.begin(request)
  }

  /** An answer whose request is lost, or comes yet. */
  #early(seen: Seen): Transaction {
    const { type, answers, details, time } = seen
    const transaction = this.#transactions.early(transactionId(seen, true), { type: answers, answer: type, time })
    transaction.isRefused = details['failed'] === true
    return transaction
  }

  /** The transaction that a message answers, which it ends. */
  #answered(seen: Seen): Transaction | undefined {
    const { details, type, answers, time } = seen
    const isType = (asked: number): boolean => asked === answers || type === VERSION_NOT_SUPPORTED
    const transaction = this.#transactions.find(transactionId(seen, true), isType, time)
    if (!transaction) return undefined
    if (transaction.answer === type) details['retransmission'] = true
    else {
      details['latency_ms'] = milliseconds(time - transaction.first)
      transaction.answer = type
    }
    return transaction
  }

  #request(seen: Seen): void {
    const { message, details } = seen
    this.#peers.note(seen)
    const earlier = this.#finder.third(seen)
    const transaction = this.#begin(seen)
    if (details['retransmission'] === true && transaction.connection) {
      silence(message)
      this.#key(message, rootOf(transaction.connection), false)
      share(message, transaction.others ?? NONE, 'shared')
      return
    }
    const answered = transaction.answer === 0 ? undefined : transaction.connection && rootOf(transaction.connection)
    const { isHalf } = transaction
    const meant = answered && this.#finder.meant(seen, { connection: answered, isHalf })
    const connection = earlier ?? meant ?? this.#finder.of(seen)
    const half = answered && this.#overtaken(seen, transaction, { answered, connection })
    transaction.connection = connection
    connection.asked = seen.type
    connection.isAnswered = false
    transaction.ends = isEnding(seen, connection)
    transaction.secondary = secondaryBearer(seen)
    if (answered && transaction.ends && !transaction.isRefused) this.#sharing.end(connection, seen.time)
    transaction.isOfUe = isOfUe(seen)
    if (!transaction.ends) transaction.removes = removedBearers(seen)
    if (transaction.ends) connection.deleting = seen.time
    transaction.others = this.#learner.learn(seen, connection)
    // The SGW that was left forgets the connection, which goes on elsewhere.
    if (seen.type === DELETE_SESSION && !transaction.ends) {
      for (const one of [connection, ...transaction.others]) this.#connections.release(seen.addressed, one)
    }
    if (answered && !transaction.isRefused) {
      for (const one of [connection, ...transaction.others]) remove(one.bearers, transaction.removes ?? [])
    }
    this.#key(message, connection, answered !== undefined && transaction.ends && !transaction.isRefused)
    if (half) message.keys.push({ kind: 'gtp', value: half.id, use: 'open' })
    this.#share(seen, connection, { others: transaction.others, ends: false })
    if (connection.supersedes) share(message, [connection.supersedes], 'ended')
    connection.supersedes = undefined
    this.#restarted(seen)
  }

  /** What a request tells whose answer stood before it; gives the connection that the answer was taken to be about. */
  #overtaken(
    seen: Seen,
    transaction: Transaction,
    { answered, connection }: { answered: Connection; connection: Connection },
  ): Connection | undefined {
    const { details, subscriber, apn, time } = seen
    if (transaction.first >= time) details['latency_ms'] = milliseconds(transaction.first - time)
    if (transaction.isHalf) return unite(answered, connection)
    if (!isCreation(seen)) return undefined
    const sender = senderOf(seen)
    if (!connection.interfaces.includes(sender)) connection.interfaces.push(sender)
    this.#connections.adopt(connection, { subscriber, apn, ebi: defaultBearer(seen) })
    return connection === answered ? undefined : unite(answered, connection)
  }

  /** The message is about other connections too. */
  #share(
    { message, time }: Seen,
    connection: Connection,
    { others, ends }: { others: readonly Connection[]; ends: boolean },
  ): void {
    if (others.length === 0) return
    share(message, others, ends ? 'ended' : 'shared')
    divide(message, connection, others)
    if (ends) for (const one of others) this.#sharing.end(one, time)
  }

  /** An answer before its request, which will tell which of a UE's connections both are about. */
  #half(seen: Seen): boolean {
    const likeliest = this.#finder.likeliest(seen)
    if (!likeliest || likeliest.halves.length >= MOST_HALVES) return false
    const half = this.#connections.make({ subscriber: '', apn: '', ebi: -1 }, seen.time)
    const transaction = this.#early(seen)
    transaction.connection = half
    transaction.isHalf = true
    likeliest.halves = appended(likeliest.halves, half)
    this.#key(seen.message, half, false)
    this.#restarted(seen)
    return true
  }

  #answer(seen: Seen): void {
    const { message, details } = seen
    this.#peers.note(seen)
    const transaction = this.#answered(seen)
    const asked = transaction?.connection && rootOf(transaction.connection)
    if (asked === undefined && this.#half(seen)) return
    const connection = asked ?? this.#finder.unasked(seen) ?? this.#finder.unknown(seen)
    const known = transaction ?? this.#early(seen)
    known.connection = connection
    if (details['retransmission'] === true) silence(message)
    const partial = this.#finder.proved(seen, connection)
    const root = rootOf(connection)
    const learnt = this.#learner.learn(seen, root, transaction?.others)
    const others = transaction?.others ?? (partial ? NONE : learnt)
    root.isAnswered ||= root.asked === seen.answers
    const ends = isOver(seen, transaction)
    if (ends) this.#sharing.end(root, seen.time)
    if (details['failed'] !== true) for (const one of [root, ...others]) remove(one.bearers, transaction?.removes ?? [])
    if (details['failed'] === true) {
      root.deleting = Infinity
      if (transaction) remove(root.bearers, [transaction.secondary])
    }
    this.#key(message, root, ends)
    if (partial) message.keys.push({ kind: 'gtp', value: partial.id, use: 'open' })
    this.#share(seen, root, { others, ends: ends && transaction?.isOfUe === true })
    this.#restarted(seen)
  }
}

const NONE: readonly Connection[] = []

/** A repeat says nothing new. */
function silence(message: Message): void {
  message.clues = []
  message.parties = []
}
