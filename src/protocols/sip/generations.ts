/** Which call a Call-ID means: broken phones, and phones behind one NAT, use the same one for several (DOMAIN S31). */
import { appended } from '../../bytes/appended.ts'
import { comparable, isAnonymous, userOf } from './identities.ts'
import { ownCopy } from './values.ts'

/** After so long a silence a new request is a new call. Nanoseconds. */
const LONGEST_SILENCE = 3600e9
/** What is remembered of one Call-ID. */
const MOST_GENERATIONS = 8
const MOST_TAGS = 16
const MOST_PENDING = 16
const MOST_ACCEPTED = 8
const LONGEST_USER = 64

/** Final answers that ask for another try of the same request: RFC 3261 §8.1.3.5, §22, RFC 4028, 6665. */
const TRY_AGAIN: ReadonlySet<number> = new Set([401, 407, 422, 423, 494])

/** What a message says of its dialog. */
export interface Seen {
  readonly request: boolean
  /** The request's, or the answered one's. */
  readonly method: string
  /** 0 for requests. */
  readonly status: number
  /** Hashes; 0 where there is no tag. */
  readonly fromTag: number
  readonly toTag: number
  readonly from: string
  readonly to: string
  /** Hash of the topmost Via's branch. */
  readonly branch: number
  /** Nanoseconds since the job's first frame. */
  readonly time: number
}

/** One call among those that share a Call-ID. */
export interface Generation {
  /** From 0, in order of their start. */
  readonly number: number
  readonly kind: Kind
  readonly caller: string
  readonly callee: string
  /** Hashes, as all that is remembered of the wire's own words: they may be long. */
  tags: number[]
  /** Hashes of the branches on which an initial INVITE waits for its final answer. */
  pending: number[]
  /** A tag of each dialog that was accepted and not yet ended. */
  accepted: number[]
  ended: boolean
  time: number
  /** Hashes of the clues and parties that were told already. */
  told: number[]
}

type Kind = 'call' | 'registration' | 'other'

function kindOf(method: string): Kind {
  if (method === 'REGISTER') return 'registration'
  return method === 'INVITE' || method === 'ACK' || method === 'BYE' || method === 'CANCEL' ? 'call' : 'other'
}

function whoOf(uri: string): string {
  if (uri === '' || isAnonymous(uri)) return ''
  const user = userOf(uri)
  return ownCopy((user === '' ? uri.toLowerCase() : comparable(user)).slice(0, LONGEST_USER))
}

/** Digits by which numbers with and without their country code are taken for one. */
const COMMON_DIGITS = 9

/** Whether two users may be one; nobody knows who hides. */
function same(one: string, other: string): boolean {
  if (one === other || one === '' || other === '') return true
  if (one.length < COMMON_DIGITS || other.length < COMMON_DIGITS) return false
  return one.slice(-COMMON_DIGITS) === other.slice(-COMMON_DIGITS) && /^\d+$/.test(one) && /^\d+$/.test(other)
}

/** What is told of a call at rest, instead of all that it told: it began, and who asks within it is not its caller. */
const TOLD_BEFORE = [0]

/** Without the names of its properties: a long capture has ten thousand calls at rest. */
type Short = readonly [
  number: number,
  kind: Kind,
  caller: string,
  callee: string,
  tags: number[],
  pending: number[],
  accepted: number[],
  ended: boolean,
  time: number,
  told: number[],
]
type AtRest = readonly [made: number, list: Short[]]
const NONE: AtRest = [0, []]

/** The calls of one Call-ID, oldest first. */
export class Generations {
  #list: Generation[]
  #made: number

  /** @param atRest what `rest` gave */
  constructor(atRest?: string) {
    const [made, list] = atRest === undefined ? NONE : (JSON.parse(atRest) as AtRest)
    this.#made = made
    this.#list = list.map(long)
  }

  /** The call that a message belongs to; a new one where it starts one. */
  of(seen: Seen): Generation {
    const found = this.#find(seen) ?? this.#make(seen)
    remember(found, seen)
    return found
  }

  /** The call that a message belongs to by tags that are known; undefined where it may be another. */
  within(seen: Seen): Generation | undefined {
    const found = this.#byTag(seen)
    if (!found || (isInitial(seen) && isStale(found, seen))) return undefined
    remember(found, seen)
    return found
  }

  /**
   * All that tells a later call with the Call-ID from these, as one text: objects and their lists take four times as
   * much. Requests that come again and again under one Call-ID, as pings do, say no more each time they wake it.
   */
  rest(): string {
    const atRest: AtRest = [this.#made, this.#list.map(short)]
    return JSON.stringify(atRest)
  }

  #find(seen: Seen): Generation | undefined {
    const known = this.#byTag(seen)
    if (!isInitial(seen)) return known ?? this.#byUsers(seen) ?? this.#list.at(-1)
    if (known) return isStale(known, seen) ? undefined : known
    return this.#list.findLast((generation) => continues(generation, seen))
  }

  #byTag({ fromTag, toTag }: Seen): Generation | undefined {
    for (let i = this.#list.length - 1; i >= 0; i--) {
      const { tags } = this.#list[i]!
      if ((fromTag !== 0 && tags.includes(fromTag)) || (toTag !== 0 && tags.includes(toTag))) return this.#list[i]
    }
    return undefined
  }

  /** Within a call either side may ask. */
  #byUsers(seen: Seen): Generation | undefined {
    if (this.#list.length < 2) return undefined
    const from = whoOf(seen.from)
    const to = whoOf(seen.to)
    return this.#list.findLast(
      ({ caller, callee }) => (same(caller, from) && same(callee, to)) || (same(caller, to) && same(callee, from)),
    )
  }

  #make({ method, from, to, time }: Seen): Generation {
    const generation: Generation = {
      number: this.#made++,
      kind: kindOf(method),
      caller: whoOf(from),
      callee: whoOf(to),
      tags: [],
      pending: [],
      accepted: [],
      ended: false,
      time,
      told: [],
    }
    if (this.#list.length === MOST_GENERATIONS) this.#list.shift()
    this.#list = appended(this.#list, generation)
    return generation
  }
}

function short({ number, kind, caller, callee, tags, pending, accepted, ended, time, told }: Generation): Short {
  const some = kind === 'other' ? told : told.length === 0 ? [] : TOLD_BEFORE
  return [number, kind, caller, callee, tags, pending, accepted, ended, time, some]
}

function long([number, kind, caller, callee, tags, pending, accepted, ended, time, told]: Short): Generation {
  return { number, kind, caller, callee, tags, pending, accepted, ended, time, told }
}

/** A request outside any dialog. ACK and CANCEL go with their INVITE. */
function isInitial({ request, toTag, method }: Seen): boolean {
  return request && toTag === 0 && method !== 'ACK' && method !== 'CANCEL'
}

function isStale({ kind, time }: Generation, seen: Seen): boolean {
  return kind === 'call' && seen.time - time > LONGEST_SILENCE
}

/** Whether an initial request with a From tag nobody knows goes on with a call: another try, or its next leg. */
function continues(generation: Generation, seen: Seen): boolean {
  const { kind, caller, callee, ended } = generation
  if (kind !== kindOf(seen.method) || !same(caller, whoOf(seen.from)) || !same(callee, whoOf(seen.to))) return false
  return kind !== 'call' || (!ended && !isStale(generation, seen))
}

function learned(list: number[], value: number, most: number): number[] {
  if (value === 0 || list.includes(value)) return list
  if (list.length === most) list.shift()
  return appended(list, value)
}

/** Whether it was there. */
function forget(list: number[], value: number): boolean {
  const at = list.indexOf(value)
  if (at >= 0) list.splice(at, 1)
  return at >= 0
}

function remember(generation: Generation, seen: Seen): void {
  generation.time = seen.time
  generation.tags = learned(learned(generation.tags, seen.fromTag, MOST_TAGS), seen.toTag, MOST_TAGS)
  if (!seen.request) {
    if (seen.status >= 200) finish(generation, seen)
  } else if (isInitial(seen)) {
    generation.ended = false
    if (seen.method === 'INVITE') generation.pending = learned(generation.pending, seen.branch, MOST_PENDING)
  }
}

/** A final answer: what it begins or ends. */
function finish(generation: Generation, seen: Seen): void {
  const { method, status, fromTag, toTag, branch } = seen
  const again = TRY_AGAIN.has(status) || (status >= 300 && status < 400)
  if (method === 'INVITE') {
    const waited = forget(generation.pending, branch)
    if (status < 300) generation.accepted = learned(generation.accepted, fromTag, MOST_ACCEPTED)
    else if (waited && !again) endUnlessOpen(generation)
  } else if (method === 'BYE' && !again) {
    forget(generation.accepted, fromTag)
    forget(generation.accepted, toTag)
    endUnlessOpen(generation)
  } else if (generation.kind === 'other' && !again) {
    generation.ended = method === 'MESSAGE' || method === 'OPTIONS' || status >= 300
  }
}

/** Other branches of a fork, and other legs of an agent that keeps the Call-ID, may go on. */
function endUnlessOpen(generation: Generation): void {
  generation.ended = generation.pending.length === 0 && generation.accepted.length === 0
}
