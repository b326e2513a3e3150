import { roundMilliseconds } from '../../model/moment.ts'
import type { Message, Tracker } from '../../model/message.ts'
import { hash, mix } from '../../bytes/hash.ts'
import { Origins } from './origins.ts'
import { tell } from './tell.ts'
import { Told } from './told.ts'
import { type Transaction, Transactions } from './transactions.ts'

/** Requests remembered of the whole job: at 1,000 a second those of half a minute. */
const MOST_REQUESTS = 32_768
/** After so long nobody waits for an answer or repeats a request: RFC 6733 says nothing; DOMAIN 5.4. Nanoseconds. */
const PATIENCE = 30e9
/** Answers overtake their requests in captures of several queues by no more. */
const OVERTAKING = 2e9
/** Or by their times too, where two taps have clocks of their own; nanoseconds. */
const REORDERED = 5e6

/**
 * Sees a job's messages in order: pairs answers with requests by the hop-by-hop identifier of a connection, follows a
 * request over its hops by the end-to-end identifier and its origin, and tells repeats (RFC 6733 §3, §5.5.4).
 */
export class DiameterTracker implements Tracker {
  /** By both identifiers, which the answer repeats. */
  readonly #requests: Transactions
  /** By what all hops of a request share. */
  readonly #hops: Transactions
  /** Answers whose request was not seen, by both identifiers. */
  readonly #early: Transactions
  readonly #told: Told
  readonly #origins = new Origins()
  /** Nobody who makes a capture can foresee which identifiers share a hash. */
  readonly #seed = (Math.random() * 0x1_0000_0000) | 0

  constructor(most = MOST_REQUESTS) {
    this.#requests = new Transactions(most)
    this.#hops = new Transactions(most)
    this.#early = new Transactions(Math.ceil(most / 8))
    this.#told = new Told(Math.ceil(most / 4), this.#seed)
  }

  /** Messages that are remembered now. */
  get size(): number {
    return this.#requests.size + this.#hops.size + this.#early.size + this.#told.size + this.#origins.size
  }

  see(message: Message): void {
    const { details } = message
    if (typeof details['end_to_end'] !== 'string') return
    if (details['request'] === true) this.#request(message)
    else this.#answer(message)
    if (details['retransmission'] !== true && details['hop'] === undefined) this.#origins.see(message)
    this.#told.once(message)
  }

  #request(message: Message): void {
    const own = transactionOf(message)
    const same = this.#hops.of(requestHash(own, this.#seed)).filter((one) => isSameRequest(one, own))
    const repeated = same.findLast((one) => isRepeat(one, own))
    own.hop = repeated?.hop ?? hopAfter(same, own)
    if (own.hop > 1) tell(message, 'hop', own.hop)
    if (repeated !== undefined) {
      silence(message)
      if (repeated.hopByHop === own.hopByHop && repeated.destination === own.destination) {
        repeated.last = own.last
        return
      }
    } else if (own.hop > 1) message.parties = []
    const early = this.#early.of(idsHash(own, this.#seed)).findLast((one) => isOf(one, own) && isOvertaken(one, own))
    if (early !== undefined) {
      own.answered = true
      tell(message, 'answer_frame', early.frame)
      if (early.time >= own.time) tell(message, 'latency_ms', roundMilliseconds((early.time - own.time) / 1e6))
    }
    this.#requests.add(idsHash(own, this.#seed), own)
    this.#hops.add(requestHash(own, this.#seed), own)
  }

  #answer(message: Message): void {
    const { where } = message
    const own = transactionOf(message)
    const request = this.#requestOf(own)
    if (request === undefined) {
      this.#early.add(idsHash(own, this.#seed), own)
      return
    }
    if (own.sessionId === '' && request.sessionId !== '') {
      // What a session is known by: its Session-Id within its application.
      message.keys = [{ kind: 'diameter', value: `${request.application} ${request.sessionId}`, use: 'open' }]
      tell(message, 'session_id', request.sessionId)
    }
    tell(message, 'request_frame', request.frame)
    tell(message, 'latency_ms', roundMilliseconds((where.time - request.time) / 1e6))
    if (request.last > request.time) {
      tell(message, 'latency_last_ms', roundMilliseconds((where.time - request.last) / 1e6))
    }
    if (request.answered) silence(message)
    request.answered = true
  }

  #requestOf(answer: Transaction): Transaction | undefined {
    return this.#requests
      .of(idsHash(answer, this.#seed))
      .findLast((one) => isOf(answer, one) && answer.time >= one.time)
  }
}

function idsHash({ hopByHop, endToEnd }: Transaction, seed: number): number {
  return mix(mix(seed, hopByHop), endToEnd)
}

/** Origin and end-to-end identifier name a request (RFC 6733 §3); some always write 0 there, so its session helps. */
function requestHash({ endToEnd, originHost, sessionId }: Transaction, seed: number): number {
  return mix(hash(sessionId, hash(originHost, seed)), endToEnd)
}

/** The message as a request on its hop; of an answer the ends are those that it was sent between. */
function transactionOf({ details, where }: Message): Transaction {
  const records = details['route_records']
  return {
    command: details['command_code'] as number,
    application: details['application_id'] as number,
    hopByHop: Number(details['hop_by_hop']) | 0,
    endToEnd: Number(details['end_to_end']) | 0,
    source: where.source.id,
    destination: where.destination.id,
    sourceAddress: where.source.address,
    sourcePort: where.source.port,
    destinationPort: where.destination.port,
    destinationAddress: where.destination.address,
    association: where.association,
    routeRecords: Array.isArray(records) ? records.length : 0,
    originHost: typeof details['origin_host'] === 'string' ? details['origin_host'] : '',
    sessionId: typeof details['session_id'] === 'string' ? details['session_id'] : '',
    frame: where.frame,
    time: where.time,
    last: where.time,
    requestNumber: details['cc_request_number'] ?? details['accounting_record_number'],
    hop: 1,
    answered: false,
  }
}

/** An agent sends on what came to it; where that was not seen, or it has several addresses, it is behind all others. */
function hopAfter(same: readonly Transaction[], own: Transaction): number {
  const before = same.findLast((one) => one.destinationAddress === own.sourceAddress)
  return 1 + (before?.hop ?? same.reduce((last, one) => Math.max(last, one.hop), 0))
}

/** One request, wherever it was seen. */
function isSameRequest(one: Transaction, other: Transaction): boolean {
  return (
    one.endToEnd === other.endToEnd &&
    one.originHost === other.originHost &&
    one.sessionId === other.sessionId &&
    one.command === other.command &&
    one.application === other.application &&
    one.requestNumber === other.requestNumber &&
    other.time - one.time <= PATIENCE
  )
}

/** Sent again by the one who sent it before, to the same peer or to another; an agent's next hop is none. */
function isRepeat(before: Transaction, own: Transaction): boolean {
  if (before.routeRecords !== own.routeRecords) return false
  return before.source === own.source || before.sourceAddress === own.sourceAddress
}

/** On the same connection: between the same ends, or in one association whatever path the answer took. */
function isOf(answer: Transaction, request: Transaction): boolean {
  if (answer.hopByHop !== request.hopByHop || answer.endToEnd !== request.endToEnd) return false
  if (answer.command !== request.command) return false
  if (answer.source === request.destination && answer.destination === request.source) return true
  return (
    answer.association !== undefined &&
    answer.association === request.association &&
    answer.sourcePort === request.destinationPort
  )
}

function isOvertaken(answer: Transaction, request: Transaction): boolean {
  const after = answer.time - request.time
  return after >= -REORDERED && after <= OVERTAKING
}

/** A repeat says nothing new. */
function silence(message: Message): void {
  tell(message, 'retransmission', true)
  message.clues = []
  message.parties = []
}
