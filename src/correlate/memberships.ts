import type { Relating, Span } from '../model/relating.ts'
import type { ClueRow, StoryPart } from '../model/rows.ts'
import type { Link } from '../model/session.ts'
import { inMilliseconds } from '../model/moment.ts'
import { CHARGING, MEMBER_EVIDENCE, TUNNEL, VOICE } from './evidence.ts'
import type { StoryParts } from './story-parts.ts'
import { CallSubscribers } from './call-subscribers.ts'
import type { SubscriberBook, SubscriberEntry } from './subscriber-book.ts'
import { subscriberAddress } from './subscriber-address.ts'

/** Memberships of a job, and addresses of calls, that are remembered. */
const MOST_MEMBERS = 500_000
const MOST_ADDRESSES = 500_000
/** Namings of one value that are compared; beyond, the earliest go. */
const MOST_SHARING = 512
/** Calls of a subscriber that may be on at once. */
const MOST_AT_ONCE = 64
/** Below it a session is related, and no member: DOMAIN 4.6. */
const THRESHOLD = 0.7

/** Windows of DOMAIN 4.6, ms. */
const AROUND = { before: 1000, after: 10_000 }
const POLICY_AFTER_INVITE = 15_000
const SETUP_AFTER_ANSWER = 5000
const RELEASE = { before: 1000, after: 10_000 }
/** A grant and the rules that it brings about: DOMAIN 4.6, 7.4. */
const INSTALLED_WITHIN = 5000
const REGISTRAR = { before: 500, after: 5000 }

/** How a part stands to what it is a member of. */
const RELATIONS: Readonly<Partial<Record<StoryPart, string>>> = {
  policy: 'policy_for',
  rules: 'policy_for',
  registrar: 'registrar_for',
  charging: 'charging_for',
  connection: 'bearer_for',
  access: 'access_for',
  services: 'core_for',
  'user-plane': 'user_plane_of',
  path: 'path_for',
  gateway: 'media_for',
}

/** Members that name ids of others, and who these others are: DOMAIN 4.2, 4.6; TS 32.299 §7.2.5. */
const TELLING: ReadonlySet<StoryPart> = new Set(['connection', 'policy', 'rules', 'charging', 'services'])
const TUNNELLED: ReadonlySet<StoryPart> = new Set(['access', 'user-plane', 'services'])
const CHARGED: ReadonlySet<StoryPart> = new Set(['connection', 'rules', 'charging', 'services'])

/** Parts that live on before and after a call: of their events only those about its setup and release are its own. */
const LASTING: ReadonlySet<StoryPart | undefined> = new Set(['rules', 'connection', 'access', 'user-plane', 'services'])

const FLOW = 'flow-endpoint'
/** Of sessions: a pair is one number. */
const PAIR = 2 ** 26

/** What comes of a grant, how it stands to it, and how sure that is by an end of media alone. */
const INSTALLED: readonly (readonly [part: StoryPart, relation: string, confidence: number])[] = [
  ['rules', 'policy_for', 1],
  ['connection', 'bearer_for', 0.9],
]

interface Related {
  readonly related: number
  readonly relation: string
  readonly link: Link
}

interface Member {
  readonly host: number
  readonly member: number
  readonly link: Link
}

/**
 * Finds what belongs to each call and registration besides its own messages, by ids that both tell, by the ends of media,
 * by the address that a connection gave the user, by the tunnels of that connection, and by subscriber and time. The
 * strongest evidence stands; where several calls could be meant it is the latest, and said to be ambiguous.
 */
export class Memberships {
  readonly #rows: Relating
  readonly #sessionOf: Int32Array
  readonly #parts: StoryParts
  readonly #found = new Map<number, Member>()
  /** Calls by the addresses that their media is at. */
  readonly #addresses = new Map<string, number[]>()
  /** By member that has ids which others of the same call have too, the calls that it is of. */
  readonly #hosts = new Map<number, number[]>()
  /** By a grant of media, the rules and the bearer that came of it, where the call was not seen. */
  readonly #related = new Map<number, Related[]>()
  /** By access of a user, when it was given flows for voice. */
  readonly #voice = new Map<number, ClueRow[]>()
  /** Of each call that lasting members are shared with: when the next one was asked for. */
  readonly #next = new Map<number, number>()
  /** Members that tell themselves whose they are: nothing weaker makes them another's. */
  readonly #claimed: Uint8Array
  dropped = 0

  constructor(rows: Relating, sessionOf: Int32Array, parts: StoryParts) {
    this.#rows = rows
    this.#sessionOf = sessionOf
    this.#parts = parts
    this.#claimed = new Uint8Array(parts.asked.length)
  }

  find(book: SubscriberBook): void {
    const kinds = [...new Set(MEMBER_EVIDENCE.flatMap(({ host, member }) => [host, member]))]
    for (const run of this.#runs(kinds)) this.#byValue(run)
    if (this.#addresses.size > 0) {
      const callers = new CallSubscribers(book, this.#parts)
      for (const run of this.#runs(['ue-ip'])) this.#byAddress(run, callers)
    }
    this.#noteNext()
    if (this.#hosts.size > 0) {
      for (const run of this.#runs([CHARGING])) this.#byShared(run, CHARGED)
      for (const run of this.#runs([TUNNEL])) this.#byShared(run, TUNNELLED)
    }
    for (const run of this.#runs([VOICE])) this.#noteVoice(run)
    for (const [, sessions] of book.bySubscriber()) this.#bySubscriber(book, sessions)
  }

  /** By session of a way that media may go: when all that it is a member of had ended, ms since 1970; infinite where unseen. */
  pathsOver(): ReadonlyMap<number, number> {
    const over = new Map<number, number>()
    for (const { host, member } of this.#found.values()) {
      if (this.#parts.part(member) !== 'path') continue
      over.set(member, Math.max(over.get(member) ?? 0, this.#parts.ended[host]!))
    }
    return over
  }

  #noteVoice(run: readonly ClueRow[]): void {
    for (const clue of run) {
      const session = this.#sessionOf[clue.group]!
      const known = this.#voice.get(session)
      if (!known) this.#voice.set(session, [clue])
      else if (known.length < MOST_SHARING) known.push(clue)
    }
  }

  /** Hands them over; gives by session how many events its members add. */
  write(): Uint32Array {
    for (const [session, all] of this.#related) {
      for (const { related, relation, link } of all) this.#rows.relation({ session, related, relation, link })
    }
    const added = new Uint32Array(this.#parts.asked.length)
    const lasting: Member[] = []
    const whole = new Map<number, number[]>()
    for (const found of this.#found.values()) {
      const { host, member, link } = found
      const part = this.#parts.part(member)!
      const relation = RELATIONS[part]!
      this.#rows.relation({ session: host, related: member, relation, link })
      if (link.confidence < THRESHOLD) continue
      const isLasting = LASTING.has(part)
      const spans = isLasting ? { spans: this.#spansOf(host) } : {}
      this.#rows.member({ session: host, member, relation, ...spans, link })
      if (isLasting) lasting.push(found)
      else whole.set(member, [...(whole.get(member) ?? []), host])
    }
    this.#count(added, { lasting, whole })
    return added
  }

  /** One pass over the events: those of members within the spans of their hosts. */
  #count(added: Uint32Array, of: { lasting: readonly Member[]; whole: ReadonlyMap<number, readonly number[]> }): void {
    if (of.lasting.length + of.whole.size === 0) return
    const spans = new Map<number, { host: number; spans: readonly Span[] }[]>()
    for (const { host, member } of of.lasting) {
      const one = { host, spans: this.#spansOf(host) }
      spans.set(member, [...(spans.get(member) ?? []), one])
    }
    const isMember = new Uint8Array(added.length)
    for (const member of [...spans.keys(), ...of.whole.keys()]) isMember[member] = 1
    const hostsOf = (session: number, time: number): readonly number[] => {
      if (isMember[session] === 0) return []
      const within = (spans.get(session) ?? []).filter((one) =>
        one.spans.some(([from, to]) => time >= from && time <= to),
      )
      const whole = of.whole.get(session) ?? []
      return within.length === 0 ? whole : [...whole, ...within.map(({ host }) => host)]
    }
    for (const [group, time, further] of this.#rows.eventTimes()) {
      const session = this.#sessionOf[group] ?? 0
      if (further) {
        const sessions = new Set([group, ...further].map((one) => this.#sessionOf[one] ?? 0))
        const hosts = new Set([...sessions].flatMap((one) => hostsOf(one, time)))
        for (const host of hosts) added[host]!++
      } else if (isMember[session] !== 0) for (const host of hostsOf(session, time)) added[host]!++
    }
  }

  /** Of calls that one connection bears one after the other, each has its time until the next is asked for. */
  #noteNext(): void {
    const { asked } = this.#parts
    for (const calls of this.#hosts.values()) {
      const inOrder = calls.toSorted((one, other) => asked[one]! - asked[other]!)
      for (let i = 1; i < inOrder.length; i++) {
        const [call, next] = [inOrder[i - 1]!, asked[inOrder[i]!]!]
        if (next > this.#parts.end(call)) this.#next.set(call, Math.min(next, this.#next.get(call) ?? Infinity))
      }
    }
  }

  /** When a call is set up and released: one span where the two meet. */
  #spansOf(host: number): Span[] {
    const { asked, answered } = this.#parts
    const end = this.#parts.end(host)
    const setup = Math.min(answered[host]!, end) + SETUP_AFTER_ANSWER
    const release = end - RELEASE.before
    const last = Math.min(end + RELEASE.after, (this.#next.get(host) ?? Infinity) - 1)
    return setup >= release
      ? [[asked[host]!, last]]
      : [
          [asked[host]!, setup],
          [release, last],
        ]
  }

  /** Or released. */
  #isSetUpAt(host: number, time: number): boolean {
    return this.#spansOf(host).some(([from, to]) => time >= from && time <= to)
  }

  /** The clues of one value after the other. */
  *#runs(kinds: readonly string[]): Iterable<ClueRow[]> {
    let run: ClueRow[] = []
    for (const clue of this.#rows.clueRows(kinds, 'value')) {
      if (run.length > 0 && run[0]!.value !== clue.value) {
        yield run
        run = []
      }
      if (run.length === MOST_SHARING) run.shift()
      run.push(clue)
    }
    if (run.length > 0) yield run
  }

  #byValue(run: readonly ClueRow[]): void {
    for (const { host, member, confidence } of MEMBER_EVIDENCE) {
      const hosts = new Set<number>()
      for (const { kind, group, value } of run) {
        const session = this.#sessionOf[group]!
        if (kind !== host || this.#parts.part(session) !== 'call') continue
        hosts.add(session)
        if (host === 'sdp-media') this.#noteAddress(value, session)
      }
      if (hosts.size === 0) {
        if (member === FLOW) this.#relatePolicy(run)
        continue
      }
      for (const { kind, group, value, frame, at } of run) {
        const session = this.#sessionOf[group]!
        if (kind !== member || !this.#isMember(session)) continue
        const link = { evidence: member, value, confidence, frame }
        this.#choose([...hosts], { member: session, time: inMilliseconds(at), link })
      }
    }
  }

  /**
   * No call was seen: whoever granted its media still has to do with the rules that were installed for it, and with the
   * connection that has a bearer with a filter for it.
   */
  #relatePolicy(run: readonly ClueRow[]): void {
    const flows = run.filter(({ kind }) => kind === FLOW)
    for (const { group, at } of flows) {
      const policy = this.#sessionOf[group]!
      if (this.#parts.part(policy) !== 'policy' || this.#related.size === MOST_MEMBERS) continue
      for (const [part, relation, confidence] of INSTALLED) {
        const found = flows.find((one) => this.#isInstalled(one, part, inMilliseconds(at)))
        if (!found) continue
        const link = { evidence: FLOW, value: found.value, confidence, frame: found.frame }
        this.#relate(policy, { related: this.#sessionOf[found.group]!, relation, link })
      }
    }
  }

  #isInstalled({ group, at }: ClueRow, part: StoryPart, granted: number): boolean {
    return (
      this.#parts.part(this.#sessionOf[group]!) === part && Math.abs(inMilliseconds(at) - granted) <= INSTALLED_WITHIN
    )
  }

  #relate(policy: number, one: Related): void {
    const known = this.#related.get(policy)
    if (!known) this.#related.set(policy, [one])
    else if (known.every(({ relation }) => relation !== one.relation)) known.push(one)
  }

  #noteAddress(endpoint: string, call: number): void {
    const address = subscriberAddress(endpoint.replace(/:\d+$/, '').replace(/^\[|\]$/g, ''))
    if (address === undefined) return
    const known = this.#addresses.get(address)
    if (known) {
      if (known.includes(call)) return
      if (known.length < MOST_SHARING) known.push(call)
    } else if (this.#addresses.size < MOST_ADDRESSES) this.#addresses.set(address, [call])
  }

  #isMember(session: number): boolean {
    const part = this.#parts.part(session)
    return part !== undefined && RELATIONS[part] !== undefined
  }

  /** The host in whose time it was: the latest; where there are several, it might be another's. */
  #choose(hosts: readonly number[], { member, time, link }: { member: number; time: number; link: Link }): void {
    const fitting = hosts.filter((host) => this.#parts.covers(host, time, AROUND))
    const [latest, other] = fitting.toSorted((a, b) => this.#parts.asked[b]! - this.#parts.asked[a]!)
    if (latest === undefined) return
    // One that was over before is no rival: only its grace reaches here.
    const isRival = other !== undefined && this.#parts.end(other) >= this.#parts.asked[latest]!
    this.#join({ host: latest, member, link: isRival ? { ...link, ambiguous: true } : link })
  }

  #join(found: Member): void {
    const key = found.host * PAIR + found.member
    const known = this.#found.get(key)
    if (known && known.link.confidence >= found.link.confidence) return
    if (!known && this.#found.size === MOST_MEMBERS) {
      this.dropped++
      return
    }
    this.#found.set(key, found)
    if (found.link.confidence > THRESHOLD) this.#claimed[found.member] = 1
    const part = this.#parts.part(found.member)
    if (known || part === undefined || !TELLING.has(part)) return
    const hosts = this.#hosts.get(found.member)
    if (hosts) hosts.push(found.host)
    else this.#hosts.set(found.member, [found.host])
  }

  /** What had the address of a call's media while the call was on: of each part the latest. */
  #byAddress(run: readonly ClueRow[], callers: CallSubscribers): void {
    const calls = this.#addresses.get(run[0]!.value)
    if (!calls) return
    // A gateway has more, and is no user's: this one is.
    if (calls.length === MOST_SHARING) this.dropped++
    for (const call of calls) {
      const latest = new Map<StoryPart, ClueRow>()
      const users = this.#usersOf(call, run, callers)
      for (const clue of run) {
        const session = this.#sessionOf[clue.group]!
        const part = this.#parts.part(session)
        if (part === undefined || !this.#isMember(session) || !this.#hadAddress(clue, call)) continue
        // Somebody else has it in another network, where those are who are known to have a part.
        const user = callers.servedBy(session)
        if (users.size > 0 && user !== undefined && !users.has(user)) continue
        const known = latest.get(part)
        if (known && callers.isCloser(call, this.#sessionOf[known.group]!, session)) continue
        latest.set(part, clue)
      }
      for (const [part, { group, value, frame }] of latest) {
        // In another network, or behind another gateway, somebody else has the same address.
        if (callers.isOther(call, this.#sessionOf[group]!)) continue
        const confidence = part === 'policy' ? THRESHOLD : 0.9
        const rivals = calls.filter((one) => one !== call && this.#overlap(one, call))
        const later = rivals.some((one) => this.#parts.asked[one]! > this.#parts.asked[call]!)
        // Of calls at once nothing but an id or the ends of media tells whose rule or grant it is.
        if (part === 'policy' && (later || this.#claimed[this.#sessionOf[group]!] === 1)) continue
        const link = { evidence: 'ue-ip', value, confidence, frame }
        this.#join({
          host: call,
          member: this.#sessionOf[group]!,
          link: rivals.length > 0 ? { ...link, ambiguous: true } : link,
        })
      }
    }
  }

  /** Subscribers of what is known by better evidence to be of the call, as far as it names an address. */
  #usersOf(call: number, run: readonly ClueRow[], callers: CallSubscribers): Set<number> {
    const users = new Set<number>()
    for (const { group } of run) {
      const session = this.#sessionOf[group]!
      if (!this.#found.has(call * PAIR + session)) continue
      const user = callers.servedBy(session)
      if (user !== undefined) users.add(user)
    }
    return users
  }

  #overlap(a: number, b: number): boolean {
    const { asked } = this.#parts
    return asked[a]! <= this.#parts.end(b) && asked[b]! <= this.#parts.end(a)
  }

  #hadAddress({ group, at }: ClueRow, call: number): boolean {
    const session = this.#sessionOf[group]!
    const [time, asked] = [inMilliseconds(at), this.#parts.asked[call]!]
    if (LASTING.has(this.#parts.part(session))) {
      return time <= this.#parts.end(call) && this.#parts.spans.until[session]! >= asked
    }
    return time >= asked - AROUND.before && time <= asked + POLICY_AFTER_INVITE
  }

  /**
   * What has an id in common with a member of a call, while the call was set up or released. Of several calls at once it
   * is the latest one's.
   */
  #byShared(run: readonly ClueRow[], parts: ReadonlySet<StoryPart>): void {
    const calls = new Set(run.flatMap(({ group }) => this.#hosts.get(this.#sessionOf[group]!) ?? []))
    if (calls.size === 0) return
    for (const { group, kind, value, frame, at } of run) {
      const member = this.#sessionOf[group]!
      const part = this.#parts.part(member)
      if (part === undefined || !parts.has(part)) continue
      const time = inMilliseconds(at)
      const fitting = [...calls].filter((host) => this.#isSetUpAt(host, time))
      this.#choose(fitting, { member, time, link: { evidence: kind, value, confidence: 0.9, frame } })
    }
  }

  /**
   * By subscriber and time: the registrar of a registration or of a call; the access where it was given a flow for voice,
   * else only as related.
   */
  #bySubscriber(book: SubscriberBook, sessions: readonly SubscriberEntry[]): void {
    const { asked, spans } = this.#parts
    const hosts = sessions.map(({ session }) => session).filter((session) => this.#parts.isHost(session))
    if (hosts.length === 0) return
    hosts.sort((one, other) => asked[one]! - asked[other]!)
    for (const entry of sessions) {
      const { session, frame } = entry
      const part = this.#parts.part(session)
      if (part !== 'registrar' && part !== 'access') continue
      const value = book.valueOf(entry)
      if (part === 'registrar') {
        const time = spans.since[session]!
        const near = this.#askedBefore(hosts, time + REGISTRAR.before)
        const fitting = near.filter((host) => this.#parts.covers(host, time, REGISTRAR))
        const link = { evidence: 'subscriber', value, confidence: THRESHOLD, frame }
        this.#choose(fitting, { member: session, time, link })
      } else this.#relateAccess(this.#askedBefore(hosts, spans.last[session]!), { member: session, value, frame })
    }
  }

  /** Of hosts in the order in which they were asked for, the latest before a time. */
  #askedBefore(hosts: readonly number[], time: number): number[] {
    let [low, high] = [0, hosts.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#parts.asked[hosts[middle]!]! <= time) low = middle + 1
      else high = middle
    }
    return hosts.slice(Math.max(0, low - MOST_AT_ONCE), low)
  }

  #relateAccess(
    hosts: readonly number[],
    { member, value, frame }: { member: number; value: string; frame: number },
  ): void {
    for (const { at, value: flow, frame: asked } of this.#voice.get(member) ?? []) {
      const time = inMilliseconds(at)
      const calls = hosts.filter((host) => this.#parts.part(host) === 'call' && this.#isSetUpAt(host, time))
      const link = { evidence: VOICE, value: flow, confidence: THRESHOLD, frame: asked }
      this.#choose(calls, { member, time, link })
    }
    const { since, last } = this.#parts.spans
    for (const host of hosts) {
      const isOn = since[member]! <= this.#parts.end(host) && last[member]! >= this.#parts.asked[host]!
      if (isOn) this.#join({ host, member, link: { evidence: 'subscriber', value, confidence: 0.5, frame } })
    }
  }
}
