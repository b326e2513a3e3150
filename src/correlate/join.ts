import type { Endpoint } from '../model/endpoint.ts'
import type { Announcement, Key, Message } from '../model/message.ts'
import type { Moment } from '../model/moment.ts'
import type { Sink } from '../model/rows.ts'
import { EVIDENCE } from './evidence.ts'
import { Heartbeats } from './heartbeats.ts'
import { KEY_KINDS, type KeyKind } from './key-kinds.ts'
import { type Rule, ruleOf } from './rules.ts'

/** Share of the job's budget for groups at hand, and what one of them takes with its draft. */
const SHARE = 0.25
const GROUP_BYTES = 3000
const MOST_PARTICIPANTS = 64
/** Announcements that a group remembers, so that it need not write again what the next hop repeats. */
const MOST_ANNOUNCED = 32
/** Between looks for groups that are over, in nanoseconds of the capture clock. */
const SWEEP = 5e9

/** The accountant, as far as groups need it. */
interface Accountant {
  records(share: number, size: number): number
  full(table: string): void
}

/** A group that messages may still join. */
interface Live {
  readonly group: number
  readonly key: string
  readonly kind: KeyKind
  readonly rule: Rule
  readonly draft: unknown
  /** Earliest and latest message: captures go back in time now and then. */
  first: Moment
  firstTime: number
  last: Moment
  lastTime: number
  readonly file: number
  readonly frame: number
  lastFrame: number
  packets: number
  bytes: number
  events: number
  readonly participants: Endpoint[]
  /** What was announced last of each media, by each side. */
  readonly announced: Announcement[]
  /** When the grace of a closed key is over. */
  closes: number
}

/** Joins messages into groups by their keys while the capture is read. What is over leaves memory. */
export class Join {
  readonly #sink: Sink
  readonly #budget: Accountant
  readonly #nextGroup: () => number
  readonly #live = new Map<string, Live>()
  readonly #most: number
  readonly #heartbeats = new Map<Rule, Heartbeats>()
  #swept = 0

  constructor(sink: Sink, budget: Accountant, nextGroup: () => number) {
    this.#sink = sink
    this.#budget = budget
    this.#nextGroup = nextGroup
    this.#most = budget.records(SHARE, GROUP_BYTES)
  }

  /** Takes a message; gives the number of its group, 0 where it has none. */
  take(message: Message): number {
    const key = message.keys[0]
    const kind = key && KEY_KINDS[key.kind]
    const rule = kind && ruleOf(kind.family)
    if (!key || !rule) return 0
    return this.#isHeartbeat(rule, key, message) ? 0 : this.#add(message)
  }

  /** The capture clock has moved on, in nanoseconds. */
  tick(clock: number): void {
    for (const heartbeats of this.#heartbeats.values()) for (const late of heartbeats.overdue(clock)) this.#add(late)
    if (clock - this.#swept < SWEEP && clock >= this.#swept) return
    this.#swept = clock
    for (const live of this.#live.values()) {
      const isOver = clock > live.closes || clock - live.lastTime > live.kind.lifetime * 1e9
      if (isOver) this.#leave(live)
    }
  }

  end(): void {
    this.#swept = Infinity
    for (const heartbeats of this.#heartbeats.values()) for (const late of heartbeats.overdue(Infinity)) this.#add(late)
    for (const live of this.#live.values()) this.#leave(live)
    for (const [rule, heartbeats] of this.#heartbeats) heartbeats.end(rule)
  }

  /** Holds heartbeats back, and counts those that succeed. */
  #isHeartbeat(rule: Rule, key: Key, message: Message): boolean {
    const beat = rule.heartbeat(message)
    if (!beat) return false
    let heartbeats = this.#heartbeats.get(rule)
    if (!heartbeats) {
      heartbeats = new Heartbeats(this.#sink, this.#nextGroup)
      this.#heartbeats.set(rule, heartbeats)
    }
    if (beat.part === 'request') {
      for (const other of heartbeats.request(key.value, message)) this.#add(other)
      return true
    }
    if (beat.part === 'success') return heartbeats.success(key.value, beat.peers, message)
    for (const held of heartbeats.release(key.value)) this.#add(held)
    return false
  }

  #add(message: Message): number {
    const key = message.keys[0]!
    const live = this.#holder(key, message)
    const { where } = message
    live.rule.note(live.draft, message)
    if (where.time >= live.lastTime) {
      live.last = { seconds: where.seconds, nanoseconds: where.nanoseconds }
      live.lastTime = where.time
    } else if (where.time < live.firstTime) {
      live.first = { seconds: where.seconds, nanoseconds: where.nanoseconds }
      live.firstTime = where.time
    }
    if (where.frame !== live.lastFrame || live.packets === 0) {
      live.packets += where.parts ? new Set(where.parts.map((part) => part.frame)).size : 1
      live.bytes += where.wireLength
      live.lastFrame = where.frame
    }
    live.events++
    addParticipant(live.participants, where.source)
    addParticipant(live.participants, where.destination)
    live.closes = key.use === 'close' ? where.time + live.kind.grace * 1e9 : Infinity
    this.#write(live, message)
    return live.group
  }

  /** The group that holds the message's key, made where there is none. */
  #holder(key: Key, message: Message): Live {
    const text = `${key.kind}:${key.value}`
    const known = this.#live.get(text)
    const kind = KEY_KINDS[key.kind]!
    if (known && message.where.time - known.lastTime <= kind.lifetime * 1e9) return known
    if (known) this.#leave(known)
    if (this.#live.size >= this.#most) this.#crowd()
    const { where } = message
    const rule = ruleOf(kind.family)!
    const at = { seconds: where.seconds, nanoseconds: where.nanoseconds }
    const live: Live = {
      group: this.#nextGroup(),
      key: text,
      kind,
      rule,
      draft: rule.draft(),
      first: at,
      firstTime: where.time,
      last: at,
      lastTime: where.time,
      file: where.file,
      frame: where.frame,
      lastFrame: 0,
      packets: 0,
      bytes: 0,
      events: 0,
      participants: [],
      announced: [],
      closes: Infinity,
    }
    this.#live.set(text, live)
    return live
  }

  /** No room: the oldest group leaves; should it come back, relating puts its pieces together. */
  #crowd(): void {
    this.#budget.full('groups')
    const [oldest] = this.#live.values()
    if (oldest) this.#leave(oldest)
  }

  #leave(live: Live): void {
    this.#live.delete(live.key)
    const { group, key, kind, first, last, packets, bytes, events, participants, draft } = live
    this.#sink.group({
      group,
      family: kind.family,
      key,
      first,
      last,
      first_file: live.file,
      first_frame: live.frame,
      packets,
      bytes,
      events,
      participants,
      draft,
    })
  }

  #write({ group, announced }: Live, message: Message): void {
    const { where, protocol, name, short, details, fault } = message
    const at = { seconds: where.seconds, nanoseconds: where.nanoseconds }
    const { file, frame, source, destination } = where
    const frames = where.parts && [...new Set(where.parts.map((part) => part.frame))]
    this.#sink.event({
      group,
      at,
      file,
      frame,
      offset: where.offset,
      protocol,
      message_type: name,
      short,
      source,
      destination,
      details,
      fault,
      ...(frames && frames.length > 1 && { frames }),
      ...(where.parts && { parts: where.parts }),
      raw: message.raw,
      besides: message.besides,
    })
    for (const { kind, value } of message.clues) {
      if (EVIDENCE[kind]) this.#sink.clue({ group, at, frame, kind, value })
    }
    for (const party of message.parties) this.#sink.party({ ...party, group, at, frame })
    for (const announcement of message.announces) {
      if (isNews(announced, announcement)) this.#sink.announcement({ ...announcement, group, at, frame })
    }
  }
}

function addParticipant(participants: Endpoint[], endpoint: Endpoint): void {
  if (participants.length >= MOST_PARTICIPANTS || participants.includes(endpoint)) return
  participants.push(endpoint)
}

/** Whether a media's receiver is announced for the first time, or elsewhere than before. */
function isNews(announced: Announcement[], news: Announcement): boolean {
  const { kind, side, media, address, port } = news
  const at = announced.findIndex((one) => one.kind === kind && one.media === media && one.side === side)
  if (at < 0) {
    if (announced.length < MOST_ANNOUNCED) announced.push(news)
    return true
  }
  const before = announced[at]!
  announced[at] = news
  return before.address !== address || before.port !== port
}
