import { appended } from '../../bytes/appended.ts'
import { Recent, RecentTexts } from '../../bytes/recent.ts'
import { type Clue, isStream, type Message, type Party, type Tracker, type Where } from '../../model/message.ts'
import { Call, plainText } from './calls.ts'
import { GlancedMessage } from './glanced-message.ts'
import type { Generation, Seen } from './generations.ts'
import { isUnique } from './clues.ts'
import { hash, hashOfBytes, mix } from '../../bytes/hash.ts'
import { redact } from './redact.ts'
import { LONGEST_REPEAT } from './retransmissions.ts'
import { SipScan } from './scan.ts'
import { CLUE } from './tables.ts'
import { ownCopy } from './values.ts'

/** Call-IDs that are remembered, of the whole job. */
const MOST_CALL_IDS = 8192
/** Clues and parties that one call may tell. */
const MOST_TOLD = 64

/** Most calls that are found by their Call-ID's bytes; the others by its text. */
const MOST_NEAR = 16_384

/** Ended calls that were seen to before they are taken off the front of their list. */
const MOST_SEEN_TO = 1024

/**
 * Sees a job's messages in order: marks retransmissions, tells the calls apart that share a Call-ID, says when one has
 * ended, and lets each clue and party of a call pass once. What a call's further messages repeat is not decoded.
 */
export class SipTracker implements Tracker {
  readonly #calls: Recent<Call>
  /** The generations of calls at rest, by Call-ID. */
  readonly #atRest: RecentTexts<string>
  /** A power of two. */
  readonly #near: (Call | undefined)[]
  /** Calls that have ended, and how many of them were seen to. */
  readonly #over: Call[] = []
  #seenTo = 0
  readonly #scan = new SipScan((Math.random() * 0x4000_0000) | 0)
  readonly #glancedAt = new GlancedMessage()
  readonly #seen: Glanced = {
    request: false,
    method: '',
    status: 0,
    fromTag: 0,
    toTag: 0,
    from: '',
    to: '',
    branch: 0,
    time: 0,
  }

  constructor(most = MOST_CALL_IDS) {
    this.#calls = new Recent(most)
    this.#atRest = new RecentTexts(most)
    this.#near = Array.from({ length: Math.min(MOST_NEAR, 2 ** Math.ceil(Math.log2(most))) })
  }

  /** Call-IDs that are remembered now. */
  get size(): number {
    return this.#calls.size + this.#atRest.size
  }

  see(message: Message): void {
    const key = message.keys[0]
    if (!key) return
    const call = this.#call(key.value)
    const seen = seenIn(message)
    const generation = call.generations.of(seen)
    message.keys[0] = { kind: key.kind, value: valueOf(call, generation), use: generation.ended ? 'close' : 'open' }
    if (call.retransmissions.isRepeat(messageHash(message, seen), seen.time)) silence(message)
    else tellOnce(message, generation)
    this.#learn(call, message)
    this.#ended(call, generation, seen.time)
  }

  glance(bytes: Uint8Array, from: number, to: number, where: Where): Message | undefined {
    const scan = this.#scan
    if (!scan.read(bytes, from, to, isStream(where.transport))) return undefined
    const call = this.#near[scan.callId & (this.#near.length - 1)]
    if (!call?.is(scan, bytes) || !call.knows(scan, where.time)) return undefined
    // The first request of a call may name the caller's device; further hops and other dialogs name nobody new.
    if (scan.isInitial && (scan.method !== 'INVITE' || scan.vias < 2)) return undefined
    // Each answer tells how long the binding lives.
    if (scan.method === 'REGISTER') return undefined
    const generation = call.generations.within(this.#glanced(where.time))
    if (!generation) return undefined
    this.#ended(call, generation, where.time)
    const hash = glancedHash(scan, where)
    const isRepeat = call.retransmissions.isRepeat(hash, where.time)
    const message = this.#glancedAt.of(scan, where, { bytes, from, to })
    const { key, details, raw } = this.#glancedAt
    key.value = valueOf(call, generation)
    key.use = generation.ended ? 'close' : 'open'
    details.to_tag = scan.toTag === 0 ? undefined : call.toTag(scan, bytes)
    if (call.hasKeys(scan)) raw.redact = redact
    if (scan.isInitial && !isRepeat) message.clues = newBranches(scan, bytes, generation)
    if (!isRepeat) return message
    details.retransmission = true
    message.besides = { retransmission: true }
    return message
  }

  #call(id: string): Call {
    const place = hash(id) & (this.#near.length - 1)
    const near = this.#near[place]
    if (near?.id === id) return near
    const call = this.#calls.get(id) ?? this.#begin(id)
    this.#near[place] = call
    return call
  }

  #begin(id: string): Call {
    const atRest = this.#atRest.get(id)
    const call = new Call(ownCopy(id), atRest)
    if (atRest !== undefined) this.#atRest.delete(id)
    this.#calls.add(call)
    return call
  }

  /** Calls that are over come to rest in the order of their ends; a registration does so after each exchange. */
  #ended(call: Call, { kind, ended }: Generation, time: number): void {
    call.seen = time
    if (!ended && kind !== 'registration') call.ended = Infinity
    else if (call.ended === Infinity) {
      call.ended = time
      this.#over.push(call)
    }
    for (; this.#seenTo < this.#over.length; this.#seenTo++) {
      const oldest = this.#over[this.#seenTo]!
      if (oldest.ended === Infinity) continue
      if (time - oldest.ended <= LONGEST_REPEAT) break
      if (time - oldest.seen > LONGEST_REPEAT) this.#rest(oldest)
      else {
        oldest.ended = time
        this.#over.push(oldest)
      }
    }
    if (this.#seenTo < MOST_SEEN_TO) return
    this.#over.splice(0, this.#seenTo)
    this.#seenTo = 0
  }

  /** Nothing is repeated any more: what only repetitions need goes. */
  #rest(call: Call): void {
    const { id, generations } = call
    if (this.#calls.get(id) !== call) return
    const place = hash(id) & (this.#near.length - 1)
    if (this.#near[place]?.id === id) this.#near[place] = undefined
    this.#calls.delete(id)
    this.#atRest.set(id, generations.rest())
  }

  /** What the message at hand says of its dialog; one object for all. */
  #glanced(time: number): Seen {
    const { method, status, fromTag, toTag, branch } = this.#scan
    const seen = this.#seen
    seen.request = status === 0
    seen.method = method
    seen.status = status
    seen.fromTag = fromTag
    seen.toTag = toTag
    seen.branch = branch
    seen.time = time
    return seen
  }

  /** Remembers what need not be decoded again. */
  #learn(call: Call, { raw, where }: Message): void {
    if (!raw || raw.missing > 0) return
    const scan = this.#scan
    if (scan.read(raw.bytes, raw.from, raw.to, isStream(raw.transport))) call.learn(scan, raw.bytes, raw.to, where.time)
  }
}

type Glanced = { -readonly [Name in keyof Seen]: Seen[Name] }

/** The clues that a further hop adds: its branch, and those of hops that were not seen. */
function newBranches({ branches, vias }: SipScan, bytes: Uint8Array, generation: Generation): Clue[] {
  const clues: Clue[] = []
  for (let via = 0; via < vias; via++) {
    const [from, to] = [branches[2 * via]!, branches[2 * via + 1]!]
    const isTold = !isNew(generation, hashOfBytes(bytes, from, to, VIA_BRANCH))
    const value = isTold ? '' : plainText(bytes, from, to)
    if (isUnique(value)) clues.push({ kind: CLUE.viaBranch, value })
  }
  return clues
}

const VIA_BRANCH = hash(CLUE.viaBranch)

function valueOf(call: Call, { number }: Generation): string {
  return number === 0 ? call.id : `${call.id}\u0000${number}`
}

function glancedHash({ branch, fromTag, toTag, cseq, line }: SipScan, where: Where): number {
  return hashOf(where, mix(mix(mix(mix(mix(0, branch), fromTag), toTag), cseq), line))
}

/** The same message between the same ends. */
function hashOf({ source, destination }: Where, message: number): number {
  return mix(mix(message, source.id), destination.id)
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
  return hashOf(where, mix(mix(mix(mix(mix(0, seen.branch), seen.fromTag), seen.toTag), cseq), line))
}

/** A repeat says nothing new. */
function silence(message: Message): void {
  message.details.retransmission = true
  message.besides = { ...message.besides, retransmission: true }
  message.clues = []
  message.parties = []
  message.announces = []
}

function tellOnce(message: Message, generation: Generation): void {
  const { details, clues, parties } = message
  const { told } = generation
  // Within a dialog From is whoever asks, not the caller; the first message seen of a call has nothing better.
  if (told.length > 0 && details.method !== undefined && details.to_tag !== undefined) message.parties = []
  else if (parties.length > 0) message.parties = parties.filter((party) => isNew(generation, partyHash(party)))
  if (clues.length > 0) message.clues = clues.filter((clue) => isNew(generation, clueHash(clue)))
}

function isNew(generation: Generation, value: number): boolean {
  const { told } = generation
  if (told.length === MOST_TOLD || told.includes(value)) return false
  generation.told = appended(told, value)
  return true
}

function clueHash({ kind, value }: Clue): number {
  return hash(value, hash(kind))
}

function partyHash({ role, imsi = '', msisdn = '', impi = '', impu = '', imei = '', ue_ip = '' }: Party): number {
  return hash(`${role} ${imsi} ${msisdn} ${impi} ${impu} ${imei} ${ue_ip}`)
}
