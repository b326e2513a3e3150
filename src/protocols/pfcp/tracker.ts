// Which messages are of one PFCP session: TS 29.244 §5.1 (F-SEIDs), §7.2.2.4 and §6.4 (sequence numbers).
import { Recent } from '../../bytes/recent.ts'
import { Associations, type Belonging, isEnding } from './associations.ts'
import type { KeyUse, Message, Tracker } from '../../model/message.ts'

/** Ends of sessions that are remembered, and requests that wait for their answer or may be repeated. */
const MOST_ENDS = 65_536
const MOST_REQUESTS = 16_384
/** Sessions that messages between nodes are said to be about, in a job: a flood of them would name all each time. */
const MOST_TOLD = 1_000_000
/** T1 times N1, in nanoseconds: what comes later is another request with the same number. */
const PATIENCE = 30e9
/** Answers stand before their requests in captures of several queues, by no more. Nanoseconds. */
const OVERTAKING = 2e9
/** Or by their times too, where two taps have clocks of their own. Nanoseconds. */
const REORDERED = 5e6

const HEARTBEAT_REQUEST = 1
const HEARTBEAT_RESPONSE = 2
const VERSION_NOT_SUPPORTED = 11
const FIRST_SESSION_MESSAGE = 50
const ESTABLISHMENT_REQUEST = 50
const ESTABLISHMENT_RESPONSE = 51
const DELETION_RESPONSE = 55
const FIRST_REJECTION = 64
const NO_SEID = '0x0000000000000000'

/** A session, as far as its messages have told of it. */
interface Session extends Belonging {
  /** The key that its messages are joined by. */
  key: string
  readonly ends: Set<string>
  /** Its establishment was accepted. */
  isEstablished: boolean
  /** When its deletion was, or when one of its SEIDs was given to another, in nanoseconds. */
  over: number
}

/** A SEID at the address of who gave it. */
interface End {
  readonly id: string
  session: Session
}

interface Request {
  readonly id: string
  readonly type: number
  /** What tells a repeat from another request with the same number. */
  readonly content: string
  readonly first: number
  /** Its latest transmission. */
  last: number
  readonly serial: number
  readonly session: Session | undefined
  /** Of a request between nodes: the sessions that it is about. */
  readonly others: readonly Session[]
  answered: boolean
  /** What is known is its answer alone. */
  readonly isEarly: boolean
}

/** Learns the SEIDs of both ends of each session, pairs answers with requests, and gives the keys. */
export class PfcpTracker implements Tracker {
  readonly #ends = new Recent<End>(MOST_ENDS)
  readonly #requests = new Recent<Request>(MOST_REQUESTS)
  readonly #associations = new Associations<Session>()
  #told = 0
  #sessions = 0
  #serials = 0

  see(message: Message): void {
    const type = message.details['message_type_code'] as number
    // Cut within its header: whose it is cannot be told.
    if (message.details['sequence'] === undefined) this.#keys(message, undefined, ++this.#serials, 'open')
    else if (isResponse(type)) this.#response(message, type)
    else this.#request(message, type)
    const gone = this.#associations.restarted(message, type)
    this.#share(message, gone, 'ended')
  }

  /** The message is about these too. */
  #share(message: Message, others: readonly Session[], use: 'shared' | 'ended'): void {
    this.#told += others.length
    if (this.#told > MOST_TOLD) return
    for (const session of others) {
      const isOver = session.isOver
      message.keys.push({ kind: 'pfcp', value: session.key, use: isOver ? 'shared' : use })
      if (use === 'ended') this.#associations.end(session)
    }
  }

  #request(message: Message, type: number): void {
    const { where, details } = message
    const id = `${where.source.id}>${where.destination.id} ${details['sequence'] as number}`
    const known = this.#requests.get(id)
    const content = `${type} ${details['seid'] as string} ${seidOf(details['f_seid'])}`
    if (known && known.content === content && where.time - known.last <= PATIENCE) {
      known.last = where.time
      details['retransmission'] = true
      this.#keys(message, known.session, known.serial, 'same')
      this.#share(message, known.others, 'shared')
      return
    }
    const early = isOvertaken(known, type, where.time) ? known : undefined
    if (early && early.first >= where.time) details['latency_ms'] = Math.round((early.first - where.time) / 1e3) / 1e3
    if (early?.session) this.#learnFseid(early.session, message)
    const { session, use } = early?.session
      ? { session: early.session, use: 'same' as const }
      : type < FIRST_SESSION_MESSAGE
        ? NO_SESSION
        : this.#requested(message, type)
    const [first, last, serial] = [where.time, where.time, early?.serial ?? ++this.#serials]
    const others = session ? [] : this.#associations.about(message, type)
    this.#requests.add({ id, type, content, first, last, serial, session, others, answered: !!early, isEarly: false })
    this.#keys(message, session, serial, use)
    this.#share(message, others, 'shared')
  }

  /** The session that a request is about; an establishment begins one. */
  #requested(message: Message, type: number): { session: Session; use: KeyUse } {
    const { where, details } = message
    const known = type === ESTABLISHMENT_REQUEST ? undefined : this.#find(where, details['seid'])
    const session = known ?? this.#begin()
    this.#associations.note(session, message)
    if (type !== ESTABLISHMENT_REQUEST) this.#learn(session, where.destination.address, details['seid'])
    this.#learnFseid(session, message)
    return { session, use: known ? 'same' : 'open' }
  }

  #response(message: Message, type: number): void {
    const { where, details } = message
    const request = this.#requests.get(`${where.destination.id}>${where.source.id} ${details['sequence'] as number}`)
    const isAnswer = request && !request.isEarly && (request.type === type - 1 || type === VERSION_NOT_SUPPORTED)
    const pair = isAnswer && where.time - request.last <= PATIENCE ? request : undefined
    if (pair) {
      details['latency_ms'] = Math.round((where.time - pair.first) / 1e3) / 1e3
      if (pair.answered) details['retransmission'] = true
      pair.answered = true
    }
    if (type >= FIRST_SESSION_MESSAGE) {
      const session = this.#answer(message, type, pair)
      if (!pair) this.#early(message, type, session)
      return
    }
    this.#keys(message, undefined, pair?.serial ?? this.#early(message, type, undefined), 'same')
    if (pair) this.#share(message, pair.others, isEnding(pair.type, details) ? 'ended' : 'shared')
  }

  /** An answer whose request is lost, or comes yet; gives its number. */
  #early({ where, details }: Message, type: number, session: Session | undefined): number {
    const id = `${where.destination.id}>${where.source.id} ${details['sequence'] as number}`
    const [first, last, serial] = [where.time, where.time, ++this.#serials]
    const known = this.#requests.get(id)
    // Another request may still wait under that number.
    if (known && !known.isEarly && where.time - known.last <= PATIENCE) return serial
    const asked = { id, type: type - 1, content: '', first, last, serial, session, others: [] }
    this.#requests.add({ ...asked, answered: true, isEarly: true })
    return serial
  }

  #answer(message: Message, type: number, pair: Request | undefined): Session {
    const { where, details } = message
    const known = this.#find(where, details['seid'])
    // What is established a second time is another one, to whom the SEID was given again.
    const isAnother = type === ESTABLISHMENT_RESPONSE && !pair && known?.isEstablished === true
    const addressed = isAnother ? undefined : known
    const session = pair?.session ?? addressed ?? this.#begin()
    const cause = details['cause_code'] as number | undefined
    const isRejected = cause !== undefined && cause >= FIRST_REJECTION
    const ends = type === DELETION_RESPONSE ? !isRejected : type === ESTABLISHMENT_RESPONSE && isRejected
    const use = ends ? 'close' : pair?.session || addressed ? 'same' : 'open'
    this.#keys(message, session, 0, use)
    if (addressed && addressed !== session) {
      message.keys.push({ kind: 'pfcp', value: addressed.key, use: 'same' })
      this.#unite(session, addressed)
    }
    if (ends) this.#associations.end(session)
    else if (!isRejected) this.#associations.note(session, message)
    if (isRejected) return session
    if (type === ESTABLISHMENT_RESPONSE) session.isEstablished = true
    if (ends) session.over = where.time
    this.#learn(session, where.destination.address, details['seid'])
    this.#learnFseid(session, message)
    return session
  }

  #keys(message: Message, session: Session | undefined, serial: number, use: KeyUse): void {
    const { details, where } = message
    const type = details['message_type_code'] as number
    if (session) {
      message.keys.push({ kind: 'pfcp', value: session.key, use })
      return
    }
    const peers = [where.source.address, where.destination.address].toSorted().join('<->')
    if (type === HEARTBEAT_REQUEST || type === HEARTBEAT_RESPONSE) {
      message.keys.push({ kind: 'pfcp-heartbeat', value: `${peers} ${serial}`, use: 'open' })
    }
    message.keys.push({ kind: 'pfcp-node', value: peers, use: 'open' })
  }

  #begin(): Session {
    return {
      key: `${++this.#sessions}`,
      ends: new Set(),
      belongings: new Set(),
      isOver: false,
      isEstablished: false,
      over: Infinity,
    }
  }

  /** The session whose receiver gave the SEID, as long as repetitions of its last messages may come. */
  #find({ destination, time }: Message['where'], seid: unknown): Session | undefined {
    if (seid === undefined || seid === NO_SEID) return undefined
    const session = this.#ends.get(`${destination.address} ${seid as string}`)?.session
    return session && time - session.over > PATIENCE ? undefined : session
  }

  /** The SEID is of this session from now on: one that has it from before is over. */
  #learn(session: Session, address: string, seid: unknown): void {
    if (typeof seid !== 'string' || seid === NO_SEID) return
    const id = `${address} ${seid}`
    const known = this.#ends.get(id)
    session.ends.add(id)
    if (known && known.session !== session) known.session.over = -Infinity
    if (known) known.session = session
    else this.#ends.add({ id, session })
  }

  /** The F-SEID that a message gives, at the address it names and at its sender's. */
  #learnFseid(session: Session, { details, where }: Message): void {
    const { seid, ipv4, ipv6 } = (details['f_seid'] ?? {}) as Record<string, string | undefined>
    for (const address of new Set([where.source.address, ipv4, ipv6])) {
      if (address !== undefined) this.#learn(session, address, seid)
    }
  }

  /** Two that were begun in midstream, one by each end, prove to be one. */
  #unite(session: Session, other: Session): void {
    for (const id of other.ends) {
      const end = this.#ends.get(id)
      if (end?.session === other) end.session = session
      session.ends.add(id)
    }
    other.key = session.key
    this.#associations.end(other)
  }
}

/** The answer was there first only in the capture. */
function isOvertaken(known: Request | undefined, type: number, time: number): boolean {
  const after = known?.isEarly === true && known.type === type ? known.first - time : -Infinity
  return after >= -REORDERED && after <= OVERTAKING
}

function seidOf(fSeid: unknown): string {
  return (fSeid as { seid?: string } | undefined)?.seid ?? ''
}

const NO_SESSION = { session: undefined, use: 'open' } as const

/** Odd session messages answer, even node messages do, and version not supported: Table 7.3-1. */
function isResponse(type: number): boolean {
  if (type === VERSION_NOT_SUPPORTED) return true
  if (type >= FIRST_SESSION_MESSAGE) return type % 2 === 1
  return type > VERSION_NOT_SUPPORTED ? type % 2 === 1 : type % 2 === 0
}
