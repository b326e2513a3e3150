import type { Message } from '../model/message.ts'
import type { Sink } from '../model/rows.ts'
import { KEPT } from './evidence.ts'
import type { Rule } from './rules.ts'

/** Heartbeats that wait for their answer, and those answered that late copies may still belong to. */
const MOST_PENDING = 5000
const MOST_ANSWERED = 5000
const MOST_PEERS = 10_000
/** An answer after this is none: RFC 3261 timer F. */
const PATIENCE = 32e9
/** Answers stand before their requests in captures of several queues, by no more. Nanoseconds. */
const OVERTAKING = 2e9
/** Or by their times too, where two taps have clocks of their own. Nanoseconds. */
const REORDERED = 5e6

interface Pair {
  readonly group: number
  readonly first: Message
  last: Message
  count: number
  packets: number
  bytes: number
  /** Answers that stand behind their requests, and how long they took in ms: of the first, of all, the longest. */
  readonly waits: { timed: number; first: number; sum: number; longest: number }
}

/** Aggregates answered, successful heartbeats by pair of peers; holds requests back until their answer is known. */
export class Heartbeats {
  readonly #sink: Sink
  readonly #nextGroup: () => number
  readonly #pending = new Map<string, Message[]>()
  readonly #answered = new Map<string, Pair>()
  /** Answers that nothing waited for. */
  readonly #early = new Map<string, { readonly peers: string; readonly message: Message }>()
  readonly #pairs = new Map<string, Pair>()

  constructor(sink: Sink, nextGroup: () => number) {
    this.#sink = sink
    this.#nextGroup = nextGroup
  }

  /** A request: held back. Gives what must go on because there is no room for it. */
  request(key: string, message: Message): readonly Message[] {
    const done = this.#answered.get(key)
    if (done) {
      count(done, message)
      return []
    }
    const waiting = this.#pending.get(key) ?? []
    waiting.push(heldBack(message))
    this.#pending.set(key, waiting)
    const early = this.#early.get(key)
    if (early && isOvertaken(early.message, message)) {
      this.#early.delete(key)
      this.success(key, early.peers, early.message)
      return []
    }
    return this.#pending.size > MOST_PENDING ? this.#oldest() : []
  }

  /** A successful answer: request and answer are counted, or it is held back too. False where there is no room for it. */
  success(key: string, peers: string, message: Message): boolean {
    const done = this.#answered.get(key)
    if (done) {
      count(done, message)
      return true
    }
    const waiting = this.#pending.get(key)
    if (!waiting) {
      if (this.#early.size >= MOST_PENDING || this.#early.has(key)) return false
      this.#early.set(key, { peers, message: heldBack(message) })
      return true
    }
    this.#pending.delete(key)
    const pair = this.#pair(peers, waiting[0]!)
    if (!pair) return false
    pair.count++
    time(pair, message.where.time - waiting[0]!.where.time)
    for (const one of [...waiting, message]) count(pair, one)
    this.#answered.set(key, pair)
    if (this.#answered.size > MOST_ANSWERED) this.#answered.delete(first(this.#answered.keys()))
    return true
  }

  /** Gives the requests back that were waiting under a key: they were no heartbeat, or failed. */
  release(key: string): readonly Message[] {
    const waiting = this.#pending.get(key) ?? []
    this.#pending.delete(key)
    return waiting
  }

  /** Gives back what has waited too long. */
  overdue(clock: number): readonly Message[] {
    const late: Message[] = []
    for (const [key, waiting] of this.#pending) {
      if (clock - waiting[0]!.where.time < PATIENCE) break
      late.push(...waiting)
      this.#pending.delete(key)
    }
    for (const [key, { message }] of this.#early) {
      if (clock - message.where.time < OVERTAKING) break
      late.push(message)
      this.#early.delete(key)
    }
    return late
  }

  /** Writes each pair's one event. */
  end(rule: Rule): void {
    for (const [peers, pair] of this.#pairs) this.#write(rule, peers, pair)
    this.#pairs.clear()
  }

  #oldest(): readonly Message[] {
    return this.release(first(this.#pending.keys()))
  }

  #pair(peers: string, message: Message): Pair | undefined {
    const known = this.#pairs.get(peers)
    if (known || this.#pairs.size >= MOST_PEERS) return known
    const pair = {
      group: this.#nextGroup(),
      first: message,
      last: message,
      count: 0,
      packets: 0,
      bytes: 0,
      waits: newWaits(),
    }
    this.#pairs.set(peers, pair)
    return pair
  }

  #write(rule: Rule, peers: string, pair: Pair): void {
    const { where, protocol, name, short, details, clues } = pair.first
    const { group, count: times, packets, bytes } = pair
    const told = { first_frame: where.frame, last_frame: pair.last.where.frame, count: times }
    const at = { seconds: where.seconds, nanoseconds: where.nanoseconds }
    const { source, destination, file, frame } = where
    this.#sink.event({
      group,
      at,
      file,
      frame,
      offset: where.offset,
      protocol,
      message_type: name,
      source,
      destination,
      fault: '',
      short: `${short} ×${times}`.slice(0, 80),
      details: { ...details, ...told },
    })
    for (const { kind, value } of clues) {
      if (KEPT.has(kind)) this.#sink.clue({ group, at, frame, kind, value })
    }
    const draft = rule.aggregate({ peers, count: times, ...pair.waits })
    const part = rule.part?.(draft)
    this.#sink.group({
      group,
      ...(part !== undefined && { part }),
      family: rule.family,
      packets,
      bytes,
      events: 1,
      participants: [source, destination],
      key: `heartbeat:${peers}`,
      first: at,
      last: { seconds: pair.last.where.seconds, nanoseconds: pair.last.where.nanoseconds },
      first_file: file,
      first_frame: frame,
      draft,
      closed: false,
    })
  }
}

/** The answer was there first only in the capture. */
function isOvertaken(answer: Message, request: Message): boolean {
  const after = answer.where.time - request.where.time
  return after >= -REORDERED && after <= OVERTAKING
}

/** With bytes of its own: those in the job's memory are the next packet's when this one is written. */
function heldBack(message: Message): Message {
  const { raw } = message
  if (!raw) return message
  const bytes = raw.bytes.slice(raw.from, raw.to)
  return { ...message, raw: { ...raw, bytes, from: 0, to: bytes.length } }
}

/** Captures go back in time now and then. */
function count(pair: Pair, message: Message): void {
  if (message.where.time >= pair.last.where.time) pair.last = message
  pair.packets++
  pair.bytes += message.where.wireLength
}

function newWaits(): Pair['waits'] {
  return { timed: 0, first: 0, sum: 0, longest: 0 }
}

/** @param wait nanoseconds from the request's first transmission to its answer; below 0 where two taps disagree */
function time({ waits }: Pair, wait: number): void {
  if (wait < 0) return
  const milliseconds = wait / 1e6
  if (waits.timed === 0) waits.first = milliseconds
  waits.timed++
  waits.sum += milliseconds
  waits.longest = Math.max(waits.longest, milliseconds)
}

function first(keys: Iterator<string>): string {
  return keys.next().value as string
}
