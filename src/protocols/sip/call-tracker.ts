import type { Clue, Message, Party, Tracker } from '../../model/message.ts'
import { type Generation, Generations } from './generations.ts'
import { hash } from './hash.ts'
import { Recent } from './recent.ts'
import { Retransmissions } from './retransmissions.ts'

/** Call-IDs that are remembered, of the whole job. */
const MOST_CALL_IDS = 8192
/** Clues and parties that one call may tell. */
const MOST_TOLD = 64

/**
 * Sees a job's messages in order: marks retransmissions, tells the calls apart that share a Call-ID, says when one has
 * ended, and lets each clue and party of a call pass once.
 */
export class SipTracker implements Tracker {
  readonly #retransmissions = new Retransmissions()
  readonly #calls: Recent<Generations>

  constructor(most = MOST_CALL_IDS) {
    this.#calls = new Recent(most)
  }

  see(message: Message): void {
    const key = message.keys[0]
    if (!key) return
    let calls = this.#calls.get(key.value)
    if (!calls) {
      calls = new Generations()
      this.#calls.set(key.value, calls)
    }
    const generation = calls.of(seenIn(message))
    const value = generation.number === 0 ? key.value : `${key.value}\u0000${generation.number}`
    message.keys[0] = { kind: key.kind, value, use: generation.ended ? 'close' : 'open' }
    if (this.#retransmissions.isRepeat(message)) silence(message)
    else tellOnce(message, generation)
  }
}

function word(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function seenIn({ details, where }: Message) {
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

function tagHash(tag: unknown): number {
  return typeof tag === 'string' && tag !== '' ? hash(tag) : 0
}

function clueHash({ kind, value }: Clue): number {
  return hash(value, hash(kind))
}

function partyHash(party: Party): number {
  return hash(Object.values(party).join(' '))
}
