import { appended } from '../bytes/appended.ts'
import { Bits } from '../bytes/bits.ts'
import type { Endpoint } from '../model/endpoint.ts'
import type { Announcement, Clue, Key, KeyUse, Message, PayloadFormat, Where } from '../model/message.ts'
import type { Sink } from '../model/rows.ts'
import { KEPT } from './evidence.ts'
import { Heartbeats } from './heartbeats.ts'
import { KEY_KINDS } from './key-kinds.ts'
import { type Holders, type Live, LiveQueue, newLive, rowOf } from './live.ts'
import { type Rule, ruleOf } from './rules.ts'
import { subscriberAddress } from './subscriber-address.ts'

/** Share of the job's budget for groups at hand, and what one of them takes with its draft. */
const SHARE = 0.25
const GROUP_BYTES = 2000
const MOST_PARTICIPANTS = 64
/** Frames of messages in pieces that a group remembers. */
const MOST_SHARED = 16
/** Keys that lead to one group. */
const MOST_KEYS = 64
/** Further groups that messages about several sessions are events of, in a job. */
const MOST_FURTHER = 1_000_000
/** Announcements that a group remembers, so that it need not write again what the next hop repeats. */
const MOST_ANNOUNCED = 32
/** Between looks for groups that are over, in nanoseconds of the capture clock. */
const SWEEP = 5e9

/** The accountant, as far as groups need it. */
interface Accountant {
  records(share: number, size: number): number
  full(table: string): void
}

/** Joins messages into groups by their keys while the capture is read. What is over leaves memory. */
export class Join {
  readonly #sink: Sink
  readonly #budget: Accountant
  readonly #nextGroup: () => number
  readonly #holders = new Map<string, Holders>()
  readonly #live = new LiveQueue()
  /** Groups that have left because they were over. */
  readonly #over = new Bits()
  readonly #most: number
  readonly #heartbeats = new Map<Rule, Heartbeats>()
  #swept = 0
  #further = 0

  constructor(sink: Sink, budget: Accountant, nextGroup: () => number) {
    this.#sink = sink
    this.#budget = budget
    this.#nextGroup = nextGroup
    this.#most = budget.records(SHARE, GROUP_BYTES)
  }

  /** Takes a message; gives the number of its group, 0 where it has none. */
  take(message: Message): number {
    const key = message.keys[0]
    const holders = key && this.#holdersOf(key.kind)
    if (!holders) return 0
    return this.#isHeartbeat(holders.rule, key, message) ? 0 : this.#add(message)
  }

  /** Whether a group came to its end, some time ago. */
  isOver(group: number): boolean {
    return this.#over.has(group)
  }

  /** The capture clock has moved on, in nanoseconds. */
  tick(clock: number): void {
    for (const heartbeats of this.#heartbeats.values()) for (const late of heartbeats.overdue(clock)) this.#add(late)
    if (clock - this.#swept < SWEEP && clock >= this.#swept) return
    this.#swept = clock
    for (let live = this.#live.first; live; live = live.after) {
      const isOver = clock > live.closes || clock - live.lastTime > live.kind.lifetime * 1e9
      if (isOver) this.#leave(live)
    }
  }

  end(): void {
    this.#swept = Infinity
    for (const heartbeats of this.#heartbeats.values()) for (const late of heartbeats.overdue(Infinity)) this.#add(late)
    for (let live = this.#live.first; live; live = live.after) this.#leave(live)
    for (const [rule, heartbeats] of this.#heartbeats) heartbeats.end(rule)
  }

  /** Undefined where no rule knows such keys. */
  #holdersOf(name: string): Holders | undefined {
    const known = this.#holders.get(name)
    if (known) return known
    const kind = KEY_KINDS[name]
    const rule = kind && ruleOf(kind.family)
    if (!rule) return undefined
    const holders = { name, kind, rule, live: new Map<string, Live>() }
    this.#holders.set(name, holders)
    return holders
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
    const id = beat.id ?? key.value
    if (beat.part === 'request') {
      for (const other of heartbeats.request(id, message)) this.#add(other)
      return true
    }
    if (beat.part === 'success') return heartbeats.success(id, beat.peers, message)
    for (const held of heartbeats.release(id)) this.#add(held)
    return false
  }

  #add(message: Message): number {
    const live = this.#groupOf(message)
    note(live, message)
    this.#write(live, message, message.keys.length > 1 ? this.#others(message, live) : undefined)
    return live.group
  }

  /** The further groups that the message is an event of, by the place of their key. */
  #others(message: Message, live: Live): Map<number, Live> | undefined {
    const { keys, where } = message
    let others: Map<number, Live> | undefined
    let known: Set<Live> | undefined
    for (let i = 1; i < keys.length; i++) {
      const { kind, use } = keys[i]!
      const holders = isFurther(use) ? this.#holdersOf(kind) : undefined
      if (!holders) continue
      const other = this.#holder(keys[i]!, where.time) ?? this.#begin(keys[i]!, where)
      if (use === 'ended') other.closes = where.time + holders.kind.grace * 1e9
      known ??= new Set([live])
      if (known.has(other)) continue
      if (this.#further === MOST_FURTHER) {
        this.#budget.full('events of several sessions')
        break
      }
      this.#further++
      note(other, message, keys[i])
      known.add(other)
      others ??= new Map<number, Live>()
      others.set(i, other)
    }
    return others
  }

  /**
   * The group of the message: whoever holds one of its keys; several holders are one from now on. Keys that nobody
   * holds are the group's then. What it is only `about` leads to a group where it has no other keys, and unites none.
   */
  #groupOf(message: Message): Live {
    const { keys, where } = message
    let live: Live | undefined
    const isAbout = keys.every(({ use }) => use === 'about')
    for (let i = 0; i < keys.length; i++) {
      const { use } = keys[i]!
      if (isFurther(use) || (use === 'about' && (!isAbout || live))) continue
      const holder = this.#holder(keys[i]!, where.time)
      live = live && holder ? this.#unite(live, holder) : (live ?? holder)
    }
    live ??= this.#make(keys[0]!, where)
    this.#hold(live, message)
    return live
  }

  /** A group of which nothing is at hand: its earlier piece, if there was one, has left. */
  #begin(key: Key, where: Where): Live {
    const live = this.#make(key, where)
    const holders = this.#holdersOf(key.kind)!
    holders.live.set(key.value, live)
    live.keys = appended(live.keys, { holders, value: key.value })
    return live
  }

  /** The live group that holds the key. */
  #holder(key: Key, time: number): Live | undefined {
    const known = this.#holdersOf(key.kind)?.live.get(key.value)
    if (!known || time - known.lastTime <= known.kind.lifetime * 1e9) return known
    this.#leave(known)
    return undefined
  }

  /** Leads the message's keys to its group; a closed one goes on for its time of grace. */
  #hold(live: Live, { keys, where }: Message): void {
    let closes = Infinity
    for (let i = 0; i < keys.length; i++) {
      const { kind, value, use } = keys[i]!
      const holders = this.#holdersOf(kind)
      if (!holders || isFurther(use) || (use === 'about' && i > 0)) continue
      if (use === 'close') closes = where.time + holders.kind.grace * 1e9
      if (holders.live.has(value) || live.keys.length === MOST_KEYS) continue
      holders.live.set(value, live)
      live.keys = appended(live.keys, { holders, value })
    }
    live.closes = closes
  }

  /** Two groups turn out to be one: the later leaves, and its keys lead to the earlier. */
  #unite(one: Live, other: Live): Live {
    if (one === other) return one
    const [stays, leaves] = one.group < other.group ? [one, other] : [other, one]
    this.#leave(leaves)
    this.#sink.united(stays.group, leaves.group)
    for (const { holders, value } of leaves.keys) {
      if (stays.keys.length === MOST_KEYS) break
      holders.live.set(value, stays)
      stays.keys = appended(stays.keys, { holders, value })
    }
    return stays
  }

  #make(key: Key, where: Where): Live {
    if (this.#live.size >= this.#most) this.#crowd()
    const live = newLive(this.#nextGroup(), this.#holdersOf(key.kind)!, where)
    this.#live.add(live)
    return live
  }

  /**
   * No room: the first group leaves that nothing came for since its last turn; should more come, relating puts its
   * pieces together. Groups that are over go before those that wait for more.
   */
  #crowd(): void {
    this.#budget.full('groups')
    for (let live = this.#live.first; live; live = this.#live.first) {
      if (!live.isFresh || live.closes !== Infinity) {
        this.#leave(live)
        return
      }
      live.isFresh = false
      this.#live.requeue(live)
    }
  }

  #leave(live: Live): void {
    this.#live.delete(live)
    for (const { holders, value } of live.keys) if (holders.live.get(value) === live) holders.live.delete(value)
    if (live.closes !== Infinity) this.#over.add(live.group)
    this.#sink.group(rowOf(live))
  }

  #write(live: Live, message: Message, others: ReadonlyMap<number, Live> | undefined): void {
    const { group } = live
    const { where, protocol, name, also, short, details, fault, raw, besides } = message
    const { file, frame, source, destination, parts } = where
    const frames = parts && [...new Set(parts.map((part) => part.frame))]
    this.#sink.event({
      group,
      further: others && [...others.values()].map((other) => other.group),
      at: where,
      file,
      frame,
      offset: where.offset,
      protocol,
      message_type: name,
      also,
      short,
      source,
      destination,
      details,
      fault,
      frames: frames && frames.length > 1 ? frames : undefined,
      parts,
      raw,
      besides,
    })
    for (const { kind, value, key } of namesAddress(message) ? heldAddresses(message) : message.clues) {
      if (!KEPT.has(kind)) continue
      const of = key === undefined ? group : (others?.get(key)?.group ?? group)
      this.#sink.clue({ group: of, at: where, frame, kind, value })
    }
    for (const party of message.parties) this.#sink.party({ ...party, group, at: where, frame })
    for (const announcement of message.announces) {
      if (isNews(live, announcement)) this.#sink.announcement({ ...announcement, group, at: where, frame })
    }
  }
}

/** Whether such a key leads to a further group besides the message's own. */
function isFurther(use: KeyUse): boolean {
  return use === 'shared' || use === 'ended'
}

/** The message is one of the group's: by `key`, where that is a further one of several. */
function note(live: Live, message: Message, key?: Key): void {
  const { where } = message
  live.rule.note(live.draft, message, key)
  if (where.time >= live.lastTime) {
    live.lastSeconds = where.seconds
    live.lastNanoseconds = where.nanoseconds
    live.lastTime = where.time
  } else if (where.time < live.firstTime) {
    live.firstSeconds = where.seconds
    live.firstNanoseconds = where.nanoseconds
    live.firstTime = where.time
  }
  countFrames(live, where)
  live.isFresh = live.events > 0
  live.events++
  addParticipant(live, where.source)
  addParticipant(live, where.destination)
}

const ADDRESS = 'ue-ip'

/** The clues of a message, its users' addresses among them, each once and in one spelling. */
function heldAddresses({ clues, parties }: Message): readonly Clue[] {
  const others = clues.filter(({ kind }) => kind !== ADDRESS)
  const values = new Set<string>()
  for (const { kind, value } of clues) if (kind === ADDRESS) add(values, value)
  for (const { ue_ip } of parties) if (ue_ip !== undefined) add(values, ue_ip)
  for (const value of values) others.push({ kind: ADDRESS, value })
  return others
}

function add(addresses: Set<string>, told: string): void {
  const address = subscriberAddress(told)
  if (address !== undefined) addresses.add(address)
}

function namesAddress({ clues, parties }: Message): boolean {
  for (let i = 0; i < clues.length; i++) if (clues[i]!.kind === ADDRESS) return true
  for (let i = 0; i < parties.length; i++) if (parties[i]!.ue_ip !== undefined) return true
  return false
}

/** Each frame of the message once: one may hold its beginning and the end of the message before. */
function countFrames(live: Live, where: Where): void {
  const { parts } = where
  if (!parts) {
    if (!isCounted(live, where)) countFrame(live, where)
    return
  }
  for (const part of parts) {
    if (isCounted(live, part)) continue
    countFrame(live, part)
    live.shared ??= []
    if (live.shared.length === MOST_SHARED) live.shared.shift()
    live.shared.push(live.lastFrame)
  }
}

type Frame = Pick<Where, 'file' | 'frame' | 'wireLength'>

/** One number for the frame of a capture. */
function numberOf({ file, frame }: Frame): number {
  return file * 2 ** 32 + frame
}

function isCounted({ lastFrame, shared }: Live, frame: Frame): boolean {
  const number = numberOf(frame)
  return number === lastFrame || shared?.includes(number) === true
}

function countFrame(live: Live, frame: Frame): void {
  live.packets++
  live.bytes += frame.wireLength
  live.lastFrame = numberOf(frame)
}

function addParticipant(live: Live, endpoint: Endpoint): void {
  const { participants } = live
  if (participants.length >= MOST_PARTICIPANTS || participants.includes(endpoint)) return
  live.participants = appended(participants, endpoint)
}

/** Whether a media's receiver is announced for the first time, or elsewhere or otherwise than before. */
function isNews(live: Live, news: Announcement): boolean {
  const { kind, side, media, address, port, direction, formats, ptime } = news
  const { announced = [] } = live
  const at = announced.findIndex((one) => one.kind === kind && one.media === media && one.side === side)
  if (at < 0) {
    if (announced.length < MOST_ANNOUNCED) live.announced = appended(announced, news)
    return true
  }
  const before = announced[at]!
  announced[at] = news
  if (before.address !== address || before.port !== port) return true
  return before.direction !== direction || before.ptime !== ptime || !isSameOffer(before.formats, formats)
}

function isSameOffer(before: readonly PayloadFormat[], formats: readonly PayloadFormat[]): boolean {
  if (before.length !== formats.length) return false
  for (let i = 0; i < formats.length; i++) if (before[i]!.payload_type !== formats[i]!.payload_type) return false
  return true
}
