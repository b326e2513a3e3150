// Which connection a message is about: TS 29.274 §4, §7; DOMAIN 4.7.
import { listOf } from './elements.ts'
import type { Message, Tracker } from '../../model/message.ts'
import { choose, type Connection, HOP_WINDOW, isHop, mayBe, remove, rootOf, unite, waiting } from './connection.ts'
import { Connections } from './connections.ts'
import {
  defaultBearer,
  isCreation,
  isCreationAnswer,
  isEnding,
  isHandover,
  isOver,
  isSetOver,
  removedBearers,
} from './effects.ts'
import { G_PDU } from './gtpv1.ts'
import { Peers } from './peers.ts'
import {
  COMMANDS,
  CREATE_PDP,
  CREATE_SESSION,
  DELETE_SESSION,
  DELETE_SESSION_RESPONSE,
  ECHO_REQUEST,
  ERROR_INDICATION,
  FIRST_COMMAND_SEQUENCE,
  isAnchor,
  isPathMessage,
  isShared,
  isThird,
  PGW_RESTART,
  VERSION_NOT_SUPPORTED,
} from './procedures.ts'
import { contentOf, numberOf, type Seen, seenIn, senderOf, textOf, transactionId } from './seen.ts'
import { divide, isOfUe, othersOf, ownerOf, share, Sharing } from './sharing.ts'
import { type Transaction, Transactions } from './transactions.ts'
import { endsOf, type TunnelEnd } from './tunnels.ts'

/** Interface of the SGW's end towards the PGW: TS 29.274 Table 8.22-1. */
const S5_SGW = 6
/** Stands for the interface of a header's TEID where a UE's connections share it. */
const SHARED_END = 11
/** How long after its creation a connection may still show what was lost of it. Nanoseconds. */
const PATIENCE = 20e9

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
    for (const one of alive) this.#end(one, seen.time)
  }

  /** Of a node that began anew all is gone: TS 23.007 §18, §20. */
  #restarted({ message, details, time }: Seen): void {
    if (details['peer_restarted'] !== true) return
    const gone = this.#sharing.at(message.where.source.address, time)
    share(message, gone, 'ended')
    for (const one of gone) this.#end(one, time)
  }

  #end(connection: Connection, time: number): void {
    const root = rootOf(connection)
    root.ended = Math.min(root.ended, time)
    this.#sharing.forget(root)
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
    const earlier = this.#third(seen)
    const transaction = this.#begin(seen)
    if (details['retransmission'] === true && transaction.connection) {
      silence(message)
      this.#key(message, rootOf(transaction.connection), false)
      share(message, transaction.others ?? NONE, 'shared')
      return
    }
    const answered = transaction.answer === 0 ? undefined : transaction.connection && rootOf(transaction.connection)
    const connection = earlier ?? (answered && this.#meant(seen, answered)) ?? this.#connectionOf(seen)
    const half = answered && this.#overtaken(seen, transaction, { answered, connection })
    transaction.connection = connection
    connection.asked = seen.type
    connection.isAnswered = false
    transaction.ends = isEnding(seen, connection)
    if (answered && transaction.ends && !transaction.isRefused) this.#end(connection, seen.time)
    transaction.isOfUe = isOfUe(seen)
    if (!transaction.ends) transaction.removes = removedBearers(seen)
    if (transaction.ends) connection.deleting = seen.time
    transaction.others = this.#learn(seen, connection)
    // The SGW that was left forgets the connection, which goes on elsewhere.
    if (seen.type === DELETE_SESSION && !transaction.ends) {
      for (const one of [connection, ...transaction.others]) this.#connections.release(seen.addressed, one)
    }
    this.#key(message, connection, answered !== undefined && transaction.ends && !transaction.isRefused)
    if (half) message.keys.push({ kind: 'gtp', value: half.id, use: 'open' })
    this.#share(seen, connection, { others: transaction.others, ends: false })
    this.#restarted(seen)
  }

  /**
   * What a request is about whose answer stood before it: a creation of what is known by its other hop or by nothing yet;
   * of others the answer may not have said which of a UE's connections it is.
   */
  #meant(seen: Seen, answered: Connection): Connection {
    const { addressed, subscriber, ebis, apn, time } = seen
    if (isCreation(seen)) {
      if (answered.subscriber !== '') return answered
      const ebi = defaultBearer(seen)
      const alive = this.#connections.of(subscriber)
      return alive.find((one) => one.apn === apn && one.ebi === ebi && isHop(one, senderOf(seen), time)) ?? answered
    }
    return choose(this.#connections.at(addressed, { time }), ebis, apn) ?? answered
  }

  /** What a request tells whose answer stood before it; gives the connection that the answer was taken to be about. */
  #overtaken(
    seen: Seen,
    transaction: Transaction,
    { answered, connection }: { answered: Connection; connection: Connection },
  ): Connection | undefined {
    const { details, subscriber, apn, time } = seen
    if (transaction.first >= time) details['latency_ms'] = milliseconds(transaction.first - time)
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
    if (ends) for (const one of others) this.#end(one, time)
  }

  #connectionOf(seen: Seen): Connection {
    const { version, type, addressed } = seen
    if (version === 2 && type === CREATE_SESSION) return this.#created(seen)
    // TS 29.060 §7.3.1: a secondary context is asked for where the first one is known.
    if (version !== 2 && type === CREATE_PDP && addressed === '') return this.#created(seen)
    return (
      this.#commanded(seen) ?? this.#addressed(seen) ?? this.#named(seen) ?? this.#otherHop(seen) ?? this.#unknown(seen)
    )
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
  #third(seen: Seen): Connection | undefined {
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

  /** The one that is meant of a UE's connections: by bearer, by APN, by the tunnels of its bearers, or the first. */
  #chosen(connections: readonly Connection[], { details, answers, ebis, apn }: Seen): Connection | undefined {
    if (connections.length <= 1) return connections[0]
    const named = choose(connections, ebis, apn) ?? waiting(connections, answers)
    if (named) return named
    for (const bearer of listOf(details['bearers'])) {
      for (const { end } of endsOf(bearer)) {
        const known = this.#connections.userAt(end)
        if (known && connections.includes(known)) return known
      }
    }
    return connections.reduce((a, b) => (b.ebi >= 0 && b.ebi < a.ebi ? b : a))
  }

  /** By the subscriber, or by the PGW's end of a connection that goes to another MME or SGW. */
  #named(seen: Seen): Connection | undefined {
    const { details, subscriber, time } = seen
    for (const group of listOf(details['pdn_connections'])) {
      const known = this.#anchored(endsOf(group), subscriber, time)
      if (known) return known
    }
    return this.#chosen(this.#connections.of(subscriber), seen)
  }

  #anchored(ends: readonly TunnelEnd[], subscriber: string, time: number): Connection | undefined {
    for (const { end, type } of ends) {
      if (!isAnchor(type)) continue
      const [known] = this.#connections.at(end, { time })
      if (known && known.ended === Infinity && mayBe(known, subscriber)) return known
    }
    return undefined
  }

  /** Its creation was before the capture, or is lost. */
  #unknown({ subscriber, apn, ebis, addressed, time }: Seen): Connection {
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
    const anchored = this.#anchored(ends, subscriber, time)
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
      this.#end(known, time)
    }
    const connection = this.#connections.make(identity, time)
    connection.interfaces.push(sender)
    return connection
  }

  #answer(seen: Seen): void {
    const { message, details } = seen
    this.#peers.note(seen)
    const transaction = this.#answered(seen)
    const asked = transaction?.connection && rootOf(transaction.connection)
    const connection = asked ?? this.#unasked(seen) ?? this.#unknown(seen)
    const known = transaction ?? this.#early(seen)
    known.connection = connection
    if (details['retransmission'] === true) silence(message)
    const partial = this.#proved(seen, connection)
    const root = rootOf(connection)
    const learnt = this.#learn(seen, root, transaction?.others)
    const others = transaction?.others ?? (partial ? NONE : learnt)
    root.isAnswered ||= root.asked === seen.answers
    const ends = isOver(seen, transaction)
    if (ends) this.#end(root, seen.time)
    if (details['failed'] !== true) for (const one of [root, ...others]) remove(one.bearers, transaction?.removes ?? [])
    if (details['failed'] === true) root.deleting = Infinity
    this.#key(message, root, ends)
    if (partial) message.keys.push({ kind: 'gtp', value: partial.id, use: 'open' })
    this.#share(seen, root, { others, ends: ends && transaction?.isOfUe === true })
    this.#restarted(seen)
  }

  /** What an answer is about whose request is lost. */
  #unasked(seen: Seen): Connection | undefined {
    if (!isCreationAnswer(seen)) return this.#addressed(seen) ?? this.#named(seen)
    // Its ends are new: who had them before is another one. Only the PGW's may be known from the other hop.
    const known = this.#anchored(endsOf(seen.details), seen.subscriber, seen.time)
    const isMoved = known !== undefined && this.#connections.at(seen.addressed, { time: seen.time }).includes(known)
    return known && (isMoved || seen.time - known.created <= PATIENCE) ? known : undefined
  }

  /**
   * The other half of a connection, when an answer shows that what was taken for two is one: it goes to an end of the
   * one, while its request began in midstream; or it names the PGW's end that was met before.
   */
  #proved(seen: Seen, connection: Connection): Connection | undefined {
    const { subscriber, details, time } = seen
    if (isCreationAnswer(seen)) {
      const other = this.#anchored(endsOf(details), subscriber, time)
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

  /** Which ends and bearers are the connection's, and which its subscriber's other ones that the message is about. */
  #learn(seen: Seen, connection: Connection, known?: readonly Connection[]): readonly Connection[] {
    const { details, addressed, time } = seen
    this.#connections.adopt(connection, { subscriber: seen.subscriber, apn: seen.apn, ebi: -1 })
    if (details['failed'] === true) return known ?? this.#others(seen, connection)
    const ends = endsOf(details)
    const shared = ends.filter(({ type }) => isShared(type)).map(({ end }) => end)
    const sharing = [addressed, ...shared].flatMap((end) => this.#connections.at(end, { time }))
    for (const end of ends) this.#hold(end, connection, { sharing, time })
    if (addressed !== '') {
      const isS5 = isCreationAnswer(seen) && ends.some(({ type }) => isAnchor(type))
      const type = shared.length > 0 ? SHARED_END : isS5 ? S5_SGW : -1
      const own = { end: addressed, type, isControl: true }
      this.#hold(own, connection, { sharing, time })
    }
    for (const ebi of seen.ebis) {
      const isOthers = sharing.some((one) => one !== connection && one.bearers.includes(ebi))
      if (!isOthers && !connection.bearers.includes(ebi)) connection.bearers.push(ebi)
    }
    this.#learnMoved(seen, connection)
    this.#sharing.noteSets(seen, connection)
    const others = known ?? this.#others(seen, connection)
    for (const bearer of listOf(details['bearers'])) {
      const owner = ownerOf(bearer, connection, others)
      for (const end of endsOf(bearer)) this.#hold(end, owner, { sharing: [], time })
    }
    return others
  }

  #others(seen: Seen, connection: Connection): readonly Connection[] {
    const { addressed, subscriber, time } = seen
    const sharing = addressed === '' ? this.#connections.of(subscriber) : this.#connections.at(addressed, { time })
    return sharing.length > 1 || sharing[0] !== connection ? othersOf(sharing, connection, seen) : NONE
  }

  #hold(
    { end, type, isControl }: TunnelEnd,
    connection: Connection,
    more: { sharing: Connection[]; time: number },
  ): void {
    if (!isControl) return this.#connections.holdUser(end, connection, more.time)
    if (this.#connections.hold(end, connection, more.time)) this.#sharing.note(end, connection)
    if (type === S5_SGW && connection.s5 !== end) {
      if (connection.s5 !== '') this.#connections.release(connection.s5, connection)
      connection.s5 = end
    }
    if (!isShared(type)) return
    // The UE's other connections have the same end.
    for (const other of more.sharing) {
      const isSame = other.ended === Infinity && other.subscriber === connection.subscriber
      if (isSame && other !== connection) this.#connections.hold(end, other, more.time)
    }
  }

  /** Connections that a mobility message moves, each with the PGW's end: TS 29.274 Table 7.3.1-2. */
  #learnMoved(seen: Seen, first: Connection): void {
    const { details, subscriber, time } = seen
    const groups = listOf(details['pdn_connections'])
    for (const group of groups) {
      const identity = { subscriber, apn: textOf(group['apn']), ebi: numberOf(group['ebi'], -1) }
      const known = this.#anchored(endsOf(group), subscriber, time)
      const isFirst = first.ebi === identity.ebi || groups.length === 1
      const connection = known ?? (isFirst ? first : this.#connections.make(identity, time))
      for (const fields of [group, ...listOf(group['bearers'])]) {
        for (const end of endsOf(fields)) this.#hold(end, connection, { sharing: [], time })
      }
      for (const end of endsOf(details)) if (end.isControl) this.#connections.hold(end.end, connection, time)
    }
  }
}

const NONE: readonly Connection[] = []

/** A repeat says nothing new. */
function silence(message: Message): void {
  message.clues = []
  message.parties = []
}

function milliseconds(nanoseconds: number): number {
  return Math.round(nanoseconds / 1000) / 1000
}
