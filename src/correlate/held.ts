import { Doubles, Ints } from '../bytes/numbers.ts'
import { TextTable } from '../bytes/text-table.ts'
import type { Relating } from '../model/relating.ts'
import type { ClueRow } from '../model/rows.ts'
import { inMilliseconds } from '../model/moment.ts'
import { Domains } from './domains.ts'
import { GIVEN, HELD, TUNNEL } from './evidence.ts'

/** Namings of addresses and tunnels that are considered: 32 bytes each. */
const MOST_NAMED = 1_000_000
/** How soon the message that tells whose it is follows the one that names it. */
const SLACK_MS = 5000
/** Holders at once beyond which an address is a node's, which many share, and nobody's. */
const MOST_HOLDERS = 2
/** Namings before one that are looked at for the holder. */
const MOST_BACK = 1024
/** Of a naming that tells no domain; below it, of one in a session that tells several. */
const UNTOLD = 0
/** How often what one look found may lead the next one further: among what was said at about the same time, and beyond. */
const MOST_ROUNDS = 4
const NEAR_ROUNDS = 2

/** What is known of sessions when it is asked who held something. */
export interface SessionSpans {
  /** By session, ms: first message, last one, and when what it named is given back (infinite where unseen). */
  readonly since: Float64Array
  readonly last: Float64Array
  readonly until: Float64Array
  /** By session: whose it is, 0 where unknown, −1 where it is several subscribers'. */
  readonly served: Int32Array
}

export interface HeldOptions {
  readonly spans: SessionSpans
  readonly isBearing?: ((session: number) => boolean) | undefined
  /** Given each naming too. */
  readonly told?: ((row: ClueRow) => void) | undefined
}

/** Whose sessions are, as far as is known. */
interface Known {
  /** Whether a subscriber is known by what names one alone. */
  isNamed(subscriber: number): boolean
  current(subscriber: number): number
  /** A session is of a subscriber, whatever was known of it before. */
  found(subscriber: number, naming: Naming): void
}

/** The namings [from, to) of one value. */
interface Run {
  readonly from: number
  readonly to: number
  readonly known: Known
  readonly within: number
}

/** One session's naming of something held. */
export interface Naming {
  readonly session: number
  readonly kind: string
  readonly value: string
  readonly frame: number
}

/** An address, or the end of a tunnel, in the hands of a subscriber. */
export interface Holding {
  readonly subscriber: number
  readonly kind: string
  readonly value: string
  since: number
  last: number
  readonly frame: number
}

/**
 * What subscribers hold for a while, and others after them: sessions that name it are of whoever held it then. Nothing
 * is a subscriber's for ever; the latest holder before a moment is the one, unless that one had given it back.
 */
export class Held {
  readonly #spans: SessionSpans
  /** Whether what a session names is given back with its end. */
  readonly #isBearing: (session: number) => boolean
  /** Values by run, from 1, with the place of their kind in HELD. */
  readonly #values = new TextTable()
  /** Where the namings of each value start. */
  readonly #starts = new Ints()
  readonly #sessions = new Ints()
  readonly #times = new Doubles()
  readonly #frames = new Ints()
  /** The domain that each naming tells, in which addresses are one user's. */
  readonly #domains = new Ints()
  /** Namings by which it was given. */
  readonly #given = new Set<number>()
  dropped = 0

  constructor(rows: Relating, sessionOf: Int32Array, { spans, isBearing = () => false, told }: HeldOptions) {
    this.#spans = spans
    this.#isBearing = isBearing
    const domains = new Domains(rows, sessionOf, spans.served.length)
    let run = 0
    let last = 0
    let givenOf: string | undefined
    let given = new Set<string>()
    // Of one value, those by which it is given come first.
    for (const row of rows.clueRows([GIVEN, ...HELD], 'value')) {
      const { kind, value, group, at, frame } = row
      if (kind === GIVEN) {
        if (givenOf !== value) given = new Set()
        givenOf = value
        given.add(`${group} ${frame}`)
        continue
      }
      told?.(row)
      const session = sessionOf[group]!
      if (this.#sessions.length === MOST_NAMED) {
        this.dropped++
        continue
      }
      const number = this.#values.number(HELD.indexOf(kind), value)
      if (number !== run) {
        run = number
        if (givenOf !== value) given = new Set()
        givenOf = undefined
        this.#starts.push(this.#sessions.length)
      } else if (last === session) continue
      last = session
      if (given.size > 0 && given.has(`${group} ${frame}`)) this.#given.add(this.#sessions.length)
      this.#sessions.push(session)
      this.#domains.push(kind === TUNNEL ? UNTOLD : domains.at(row, session))
      this.#times.push(inMilliseconds(at))
      this.#frames.push(frame)
    }
    this.#starts.push(this.#sessions.length)
  }

  /** Finds the subscriber of sessions that have none, and tells why: what one session tells may explain the next. */
  resolve(known: Known): void {
    for (let round = 0; round < NEAR_ROUNDS && this.#round(known, SLACK_MS) > 0; round++);
    for (let round = 0; round < MOST_ROUNDS && this.#round(known, Infinity) > 0; round++);
  }

  /** @param within how long ago a holder may have named it, ms */
  #round(known: Known, within: number): number {
    let news = 0
    for (let run = 0; run < this.#values.size; run++) news += this.#resolveRun(run, known, within)
    return news
  }

  /** Who held what and when, by value and time. */
  *holdings(known: Known): Iterable<Holding> {
    for (let run = 0; run < this.#values.size; run++) {
      const from = this.#starts.get(run)
      if (this.#starts.get(run + 1) - from === 1) {
        const subscriber = this.#holder(this.#sessions.get(from), known)
        if (subscriber > 0) yield this.#holding(run, from, subscriber)
      } else if (!this.#isNode(run)) yield* together([...this.#holdingsOf(run, known)])
    }
  }

  /** What naming `i` tells by itself. */
  #holding(run: number, i: number, subscriber: number): Holding {
    const session = this.#sessions.get(i)
    return {
      subscriber,
      kind: this.#kind(run),
      value: this.#values.value(run + 1),
      since: Math.max(this.#spans.since[session]!, this.#times.get(i)),
      last: this.#spans.last[session]!,
      frame: this.#frames.get(i),
    }
  }

  /** Who held one value, in each domain by itself. */
  *#holdingsOf(run: number, known: Known): Iterable<Holding> {
    const { last } = this.#spans
    const holdings = new Map<number, Holding>()
    for (let i = this.#starts.get(run); i < this.#starts.get(run + 1); i++) {
      const session = this.#sessions.get(i)
      const subscriber = this.#holder(session, known)
      if (subscriber <= 0) continue
      const domain = this.#domains.get(i)
      const holding = holdings.get(domain)
      if (holding?.subscriber === subscriber) {
        holding.last = Math.max(holding.last, last[session]!)
        continue
      }
      if (holding) yield holding
      holdings.set(domain, this.#holding(run, i, subscriber))
    }
    yield* holdings.values()
  }

  #resolveRun(run: number, known: Known, within: number): number {
    const { served } = this.#spans
    const [from, to] = [this.#starts.get(run), this.#starts.get(run + 1)]
    if (to - from < 2 || !this.#isHeld(run, known) || this.#isNode(run)) return 0
    let news = 0
    for (let i = from; i < to; i++) {
      const session = this.#sessions.get(i)
      const before = this.#holder(session, known)
      if (before < 0 || (before > 0 && known.isNamed(before))) continue
      const subscriber = this.#holderAt(i, { from, to, known, within })
      if (subscriber <= 0 || subscriber === before) continue
      known.found(subscriber, {
        session,
        kind: this.#kind(run),
        value: this.#values.value(run + 1),
        frame: this.#frames.get(i),
      })
      served[session] = subscriber
      news++
    }
    return news
  }

  #kind(run: number): string {
    return HELD[this.#values.kind(run + 1)]!
  }

  #holder(session: number, known: Known): number {
    const subscriber = this.#spans.served[session]!
    return subscriber > 0 ? known.current(subscriber) : subscriber
  }

  /**
   * Whose it was when naming `i` of [from, to) was made: of those who are known by name. Two domains may have given the
   * same to two users: who tells a domain means the one there; who tells none is known by those who tell none either, or
   * because there is only one.
   */
  #holderAt(i: number, run: Run): number {
    const domain = this.#domains.get(i)
    const own = this.#latest(i, run, (other) => other === domain)
    if (domain !== UNTOLD) {
      if (own.subscriber !== 0) return own.subscriber
      const untold = this.#latest(i, run, (other) => other <= UNTOLD).subscriber
      // Who has it in another domain, or is about to, means that one, even where that is not told.
      return untold === 0 || this.#holdersElsewhere(i, run, SLACK_MS).has(untold) ? 0 : untold
    }
    const given = this.#holdersElsewhere(i, run)
    if (given.size === 0 || given.has(own.subscriber)) return own.subscriber
    const [[subscriber, at]] = [...given] as [[number, number]]
    if (given.size === 1 && at >= own.at) return subscriber
    return given.size === 1 ? own.subscriber : 0
  }

  /**
   * The latest holder before naming `i` in fitting domains, who has not given it back, but none before it was given to
   * somebody; or who is named soon after.
   */
  #latest(i: number, run: Run, fits: (domain: number) => boolean): { subscriber: number; at: number } {
    const { from, to, known, within } = run
    const time = this.#times.get(i)
    let latest = 0
    const farthest = Math.max(from, i - MOST_BACK)
    let renewed = this.#renewedBy(i)
    for (let j = i - 1; j >= farthest && !this.#given.has(j + 1); j--) {
      const session = this.#sessions.get(j)
      const subscriber = this.#holder(session, known)
      if (this.#times.get(j) < Math.max(time - within, renewed)) break
      if (subscriber <= 0) renewed = Math.max(renewed, this.#renewedBy(j))
      if (subscriber <= 0 || !fits(this.#domains.get(j)) || !known.isNamed(subscriber)) continue
      if (latest !== 0 && subscriber !== latest) break
      latest = subscriber
      const until = this.#spans.until[session]!
      if (until < time || (until === Infinity && this.#isGivenBack(j, { ...run, from: farthest, to: i }))) continue
      return { subscriber, at: this.#times.get(j) }
    }
    for (let j = i + 1; j < to && this.#times.get(j) - time <= SLACK_MS; j++) {
      const session = this.#sessions.get(j)
      const subscriber = this.#holder(session, known)
      if (subscriber > 0 && fits(this.#domains.get(j)) && known.isNamed(subscriber)) {
        return { subscriber, at: this.#times.get(j) }
      }
    }
    return { subscriber: 0, at: -Infinity }
  }

  /** When it was given anew by a session that nobody is known to have: who held it before does not hold it any more. */
  #renewedBy(naming: number): number {
    const session = this.#sessions.get(naming)
    return this.#isBearing(session) ? this.#spans.since[session]! - SLACK_MS : -Infinity
  }

  /**
   * A session that nobody sees the end of named it at `j`; another of the same user, which had it in the same domain, was
   * over after that and before naming `to`: with it went what it had.
   */
  #isGivenBack(j: number, { from, to, known }: Run): boolean {
    const subscriber = this.#holder(this.#sessions.get(j), known)
    const [domain, time, before] = [this.#domains.get(j), this.#times.get(j), this.#times.get(to)]
    for (let k = to - 1; k >= from; k--) {
      const session = this.#sessions.get(k)
      const until = this.#spans.until[session]!
      if (until < time || until >= before || !this.#isBearing(session)) continue
      const isSame = domain <= UNTOLD || this.#domains.get(k) === domain
      if (isSame && this.#holder(session, known) === subscriber) return true
    }
    return false
  }

  /** Who holds it in some domain at the time of naming `i`, and since when; and who is given it so many ms `after`. */
  #holdersElsewhere(i: number, { from, to, known }: Run, after = 0): Map<number, number> {
    const time = this.#times.get(i)
    const found = new Map<number, number>()
    const note = (j: number): void => {
      if (this.#domains.get(j) === UNTOLD) return
      const subscriber = this.#holder(this.#sessions.get(j), known)
      if (subscriber > 0 && known.isNamed(subscriber) && !found.has(subscriber))
        found.set(subscriber, this.#times.get(j))
    }
    for (let j = i - 1; j >= Math.max(from, i - MOST_BACK); j--) {
      if (this.#spans.until[this.#sessions.get(j)]! >= time) note(j)
    }
    for (let j = i + 1; j < to && this.#times.get(j) - time <= after; j++) note(j)
    return found
  }

  /** Somebody known by name had it. */
  #isHeld(run: number, known: Known): boolean {
    for (let i = this.#starts.get(run); i < this.#starts.get(run + 1); i++) {
      const subscriber = this.#holder(this.#sessions.get(i), known)
      if (subscriber > 0 && known.isNamed(subscriber)) return true
    }
    return false
  }

  /** Held by too many at once in one domain. */
  #isNode(run: number): boolean {
    const { served, until, last } = this.#spans
    const holders = new Map<number, Map<number, number>>()
    for (let i = this.#starts.get(run); i < this.#starts.get(run + 1); i++) {
      const session = this.#sessions.get(i)
      const subscriber = served[session]!
      if (subscriber <= 0) continue
      const domain = this.#domains.get(i)
      let others = holders.get(domain)
      if (!others) holders.set(domain, (others = new Map()))
      // An end that was not seen came before the next one's beginning, unless they were seen to be there at once.
      const end = Number.isFinite(until[session]!) ? until[session]! : last[session]!
      for (const [other, over] of others) if (over < this.#times.get(i)) others.delete(other)
      others.set(subscriber, Math.max(end, others.get(subscriber) ?? 0))
      if (others.size > MOST_HOLDERS) return true
    }
    return false
  }
}

/** What one subscriber had at once is one, whether the network beyond the gateway was told with it or not. */
function* together(holdings: Holding[]): Iterable<Holding> {
  const latest = new Map<number, Holding>()
  for (const holding of holdings.sort((one, other) => one.since - other.since)) {
    const before = latest.get(holding.subscriber)
    if (before && holding.since <= before.last) before.last = Math.max(before.last, holding.last)
    else {
      if (before) yield before
      latest.set(holding.subscriber, holding)
    }
  }
  yield* latest.values()
}
