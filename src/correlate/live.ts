import type { Endpoint } from '../model/endpoint.ts'
import type { Announcement, Where } from '../model/message.ts'
import type { GroupRow } from '../model/rows.ts'
import type { KeyKind } from './key-kinds.ts'
import type { Rule } from './rules.ts'

/** A group that messages may still join. */
export interface Live {
  readonly group: number
  /** The keys that lead to it, the one it was made by first. */
  keys: readonly HeldKey[]
  readonly kind: KeyKind
  readonly rule: Rule
  readonly draft: unknown
  /** Earliest and latest message: captures go back in time now and then. */
  firstSeconds: number
  firstNanoseconds: number
  firstTime: number
  lastSeconds: number
  lastNanoseconds: number
  lastTime: number
  readonly file: number
  readonly frame: number
  /** The frame counted last, and those of messages that came in pieces: the next message may begin there. */
  lastFrame: number
  shared: number[] | undefined
  packets: number
  bytes: number
  events: number
  participants: readonly Endpoint[]
  /** What was announced last of each media, by each side. */
  announced: Announcement[] | undefined
  /** When the grace of a closed key is over. */
  closes: number
  /** A message has come since it was last looked at for one to leave. */
  isFresh: boolean
  /** Its neighbours in the queue. */
  before: Live | undefined
  after: Live | undefined
}

/** The live groups by the value of one kind of key. */
export interface Holders {
  readonly name: string
  readonly kind: KeyKind
  readonly rule: Rule
  readonly live: Map<string, Live>
}

interface HeldKey {
  readonly holders: Holders
  readonly value: string
}

/** A group of which the first message is about to be noted. */
export function newLive(group: number, { kind, rule }: Holders, where: Where): Live {
  const { source, destination, seconds, nanoseconds, time, file, frame } = where
  return {
    group,
    keys: [],
    kind,
    rule,
    draft: rule.draft(),
    firstSeconds: seconds,
    firstNanoseconds: nanoseconds,
    firstTime: time,
    lastSeconds: seconds,
    lastNanoseconds: nanoseconds,
    lastTime: time,
    file,
    frame,
    lastFrame: -1,
    shared: undefined,
    packets: 0,
    bytes: 0,
    events: 0,
    participants: source === destination ? [source] : [source, destination],
    announced: undefined,
    closes: Infinity,
    isFresh: false,
    before: undefined,
    after: undefined,
  }
}

/** What is written of a group that leaves. */
export function rowOf(live: Live): GroupRow {
  const { group, keys, kind, rule, draft, packets, bytes, events, participants } = live
  const [key] = keys
  return {
    group,
    family: kind.family,
    key: key ? `${key.holders.name}:${key.value}` : '',
    first: { seconds: live.firstSeconds, nanoseconds: live.firstNanoseconds },
    last: { seconds: live.lastSeconds, nanoseconds: live.lastNanoseconds },
    first_file: live.file,
    first_frame: live.frame,
    packets,
    bytes,
    events,
    participants,
    draft,
    leg: rule.leg(draft),
    closed: live.closes !== Infinity,
    part: rule.part?.(draft),
    interface: rule.interface?.(draft),
  }
}

/** The live groups in the order in which they leave for want of room. */
export class LiveQueue {
  first: Live | undefined
  #last: Live | undefined
  size = 0

  add(live: Live): void {
    live.before = this.#last
    if (this.#last) this.#last.after = live
    else this.first = live
    this.#last = live
    this.size++
  }

  /** The group that follows in the queue stays its `after`. */
  delete(live: Live): void {
    const { before, after } = live
    if (before === undefined && this.first !== live) return
    live.before = undefined
    if (before) before.after = after
    else this.first = after
    if (after) after.before = before
    else this.#last = before
    this.size--
  }

  /** Behind all others. */
  requeue(live: Live): void {
    this.delete(live)
    live.after = undefined
    this.add(live)
  }
}
