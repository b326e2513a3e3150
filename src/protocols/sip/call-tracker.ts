import type { Clue, Message, Party, Tracker } from '../../model/message.ts'
import { type Generation, Generations, type Seen } from './generations.ts'
import { hash, mixed } from './hash.ts'
import { Recent } from '../../bytes/recent.ts'
import { Retransmissions } from './retransmissions.ts'
import { ownCopy } from './values.ts'

/** Call-IDs that are remembered, of the whole job. */
const MOST_CALL_IDS = 8192
/** Clues and parties that one call may tell. */
const MOST_TOLD = 64

/** What is remembered of one Call-ID. */
interface Call {
  /** The key's value, with storage of its own: a slice of the message would keep all of it. */
  readonly id: string
  readonly generations: Generations
  readonly retransmissions: Retransmissions
}

/**
 * Sees a job's messages in order: marks retransmissions, tells the calls apart that share a Call-ID, says when one has
 * ended, and lets each clue and party of a call pass once.
 */
export class SipTracker implements Tracker {
  readonly #calls: Recent<Call>

  constructor(most = MOST_CALL_IDS) {
    this.#calls = new Recent(most)
  }

  /** Call-IDs that are remembered now. */
  get size(): number {
    return this.#calls.size
  }

  see(message: Message): void {
    const key = message.keys[0]
    if (!key) return
    let call = this.#calls.get(key.value)
    if (!call) {
      call = { id: ownCopy(key.value), generations: new Generations(), retransmissions: new Retransmissions() }
      this.#calls.add(call)
    }
    const seen = seenIn(message)
    const generation = call.generations.of(seen)
    const value = generation.number === 0 ? call.id : `${call.id}\u0000${generation.number}`
    message.keys[0] = { kind: key.kind, value, use: generation.ended ? 'close' : 'open' }
    if (call.retransmissions.isRepeat(messageHash(message, seen), seen.time)) silence(message)
    else tellOnce(message, generation)
  }
}

function word(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function seenIn({ details, where }: Message): Seen {
  const status = typeof details.status === 'number' ? details.status : 0
  return {
    request: status === 0,
    method: word(status === 0 ? details.method : details.cseq_method),
    status,
    fromTag: tagHash(details.from_tag),
    toTag: tagHash(details.to_tag),
    from: word(details.from),
    to: word(details.to),
    branch: hash(word(details.via_branch ?? details.via_top)),
    time: where.time,
  }
}

function tagHash(tag: unknown): number {
  return typeof tag === 'string' && tag !== '' ? hash(tag) : 0
}

function messageHash({ details, where }: Message, seen: Seen): number {
  const cseq = hash(word(details.cseq))
  const line = seen.request ? hash(word(details.request_uri), hash(seen.method)) : seen.status
  return mixed([where.source.id, where.destination.id, seen.branch, seen.fromTag, seen.toTag, cseq, line])
}

/** A repeat says nothing new. */
function silence(message: Message): void {
  message.details.retransmission = true
  message.clues = []
  message.parties = []
  message.announces = []
}

function tellOnce(message: Message, generation: Generation): void {
  const { details, clues, parties } = message
  const { told } = generation
  // Within a dialog From is whoever asks, not the caller; the first message seen of a call has nothing better.
  if (told.length > 0 && details.method !== undefined && details.to_tag !== undefined) message.parties = []
  else if (parties.length > 0) message.parties = parties.filter((party) => isNew(told, partyHash(party)))
  if (clues.length > 0) message.clues = clues.filter((clue) => isNew(told, clueHash(clue)))
}

function isNew(told: number[], value: number): boolean {
  if (told.length === MOST_TOLD || told.includes(value)) return false
  told.push(value)
  return true
}

function clueHash({ kind, value }: Clue): number {
  return hash(value, hash(kind))
}

function partyHash({ role, imsi = '', msisdn = '', impi = '', impu = '', imei = '', ue_ip = '' }: Party): number {
  return hash(`${role} ${imsi} ${msisdn} ${impi} ${impu} ${imei} ${ue_ip}`)
}
