import { Ints } from '../bytes/numbers.ts'
import type { Relating } from '../model/relating.ts'
import type { ClueRow, GroupOutline, StoryPart } from '../model/rows.ts'
import type { Link, Metrics } from '../model/session.ts'
import { EVIDENCE, LEG_WINDOW_MS, RELATED } from './evidence.ts'
import { KEY_KINDS } from './key-kinds.ts'
import { reportedCalls } from './quality-reports.ts'
import { transferTargets } from './transfers.ts'
import type { Union } from './union.ts'
import { inMilliseconds, millisecondsBetween } from '../model/moment.ts'

/** Groups that share one value of a clue and are compared with each other; beyond, the value tells nobody apart. */
const MOST_SHARING = 64
/** Joins only where nobody else is meant. */
const WEAK = 0.8
/** What was captured at two places may stand so many ms before what it came from. */
const REORDERED_MS = 5
/** Call-IDs named in other calls' headers, remembered until their group is met. */
const MOST_NAMED = 100_000

/** What joining needs of every group, by group number: typed arrays, because there may be millions. Times in ms. */
export class LegTable {
  readonly isCall: Uint8Array
  /** Place of each group's family among `families`. */
  readonly family: Uint8Array
  readonly families: string[] = []
  /** First and last message; infinite `until` where the end was not seen: what it names it may still hold. */
  readonly since: Float64Array
  readonly until: Float64Array
  readonly last: Float64Array
  /** Place of each group's part among `parts`, from 1; 0 for none. */
  readonly part: Uint8Array
  readonly parts: StoryPart[] = []
  readonly asked: Float64Array
  readonly answered: Float64Array
  readonly ended: Float64Array
  /** Hashes of where the first request came from, and of the two numbers (0: unknown). */
  readonly from: Int32Array
  readonly numbers: Int32Array
  /** The same of the address that it reached first, and of those on further hops. */
  readonly to: Int32Array
  /** By group, the place of its further addresses, from 1; there their number, then they. */
  readonly #furtherAt: Int32Array
  readonly #further = new Ints()

  constructor(groups: number) {
    this.isCall = new Uint8Array(groups + 1)
    this.family = new Uint8Array(groups + 1)
    this.since = new Float64Array(groups + 1).fill(Infinity)
    this.until = new Float64Array(groups + 1).fill(Infinity)
    this.last = new Float64Array(groups + 1)
    this.part = new Uint8Array(groups + 1)
    this.asked = new Float64Array(groups + 1).fill(Infinity)
    this.answered = new Float64Array(groups + 1).fill(Infinity)
    this.ended = new Float64Array(groups + 1).fill(Infinity)
    this.from = new Int32Array(groups + 1)
    this.to = new Int32Array(groups + 1)
    this.numbers = new Int32Array(groups + 1)
    this.#furtherAt = new Int32Array(groups + 1)
  }

  note({ group, family, leg, first, last, closed, part }: GroupOutline): void {
    this.since[group] = inMilliseconds(first)
    this.last[group] = inMilliseconds(last)
    if (closed) this.until[group] = this.last[group]!
    if (part !== undefined) this.part[group] = this.parts.indexOf(part) + 1 || this.parts.push(part)
    let place = this.families.indexOf(family)
    if (place < 0) place = this.families.push(family) - 1
    this.family[group] = place
    if (!leg) return
    this.isCall[group] = 1
    this.asked[group] = leg.asked
    this.answered[group] = leg.answered
    this.ended[group] = leg.ended
    this.from[group] = hostHash(leg.from)
    const [to = '', ...further] = leg.to.split(' ')
    this.to[group] = hostHash(to)
    if (further.length > 0) {
      this.#furtherAt[group] = this.#further.push(further.length) + 1
      for (const host of further) this.#further.push(hostHash(host))
    }
    this.numbers[group] = leg.numbers === '>' ? 0 : hostHash(leg.numbers)
  }

  /** When a leg was over; where that was not seen, its last message. */
  over(leg: number): number {
    return Math.min(this.ended[leg]!, this.asked[leg]! + this.last[leg]! - this.since[leg]!)
  }

  /** Whether the request of one leg went, on any hop, where the other's came from. */
  isAdjacent(a: number, b: number): boolean {
    return this.hasReached(a, this.from[b]!)
  }

  /** @param address its hash */
  hasReached(leg: number, address: number): boolean {
    if (this.to[leg] === address) return true
    const at = this.#furtherAt[leg]!
    if (at === 0) return false
    const end = at + this.#further.get(at - 1)
    for (let i = at; i < end; i++) if (this.#further.get(i) === address) return true
    return false
  }
}

/** Unites groups that had keys in common or left memory and came back, and notes what legs are told by. */
export function uniteByKey(rows: Relating, union: Union, legs: LegTable): void {
  for (const [group, other] of rows.unitedGroups()) union.join(group, other)
  let before: GroupOutline | undefined
  for (const row of rows.groupRows()) {
    legs.note(row)
    if (before && before.key === row.key && before.family === row.family) {
      const lifetime = KEY_KINDS[row.key.slice(0, row.key.indexOf(':'))]?.lifetime ?? 0
      if (millisecondsBetween(before.last, row.first) <= lifetime * 1000) union.join(before.group, row.group)
    }
    before = row
  }
}

/** A pair of legs that evidence speaks for. */
interface Pair {
  readonly earlier: ClueRow
  readonly later: ClueRow
  readonly kind: string
  readonly score: number
}

/** Relations told of a job; what is beyond them is left out. */
const MOST_RELATED = 100_000

/** Two groups that have to do with each other but are not one session. */
export interface RelatedGroups {
  readonly group: number
  readonly related: number
  readonly relation: string
  readonly link: Link
  /** What the one tells of the other's quality. */
  readonly reported?: Metrics
}

/**
 * Joins the legs of calls that have different keys, by the clues that they share: DOMAIN 4.3.7. Gives what is related
 * only: calls that replace others, and legs of which it cannot be told whose they are.
 */
export function uniteLegs(rows: Relating, union: Union, legs: LegTable): RelatedGroups[] {
  const related: RelatedGroups[] = []
  const named = new Map<string, ClueRow>()
  const weak: Pair[] = []
  /** Legs that are known to come from another. */
  const led = new Uint8Array(rows.groups + 1)
  for (const sharing of runs(rows.clueRows(Object.keys(EVIDENCE), 'kind'))) {
    const [first] = sharing
    if (first!.kind === 'other-call-id' && named.size < MOST_NAMED) named.set(first!.value, first!)
    for (const pair of pairsOf(sharing, legs)) {
      if (union.root(pair.earlier.group) === union.root(pair.later.group)) continue
      if (pair.score < 1) weak.push(pair)
      else {
        join(rows, union, pair)
        led[pair.later.group] = 1
      }
    }
  }
  uniteNamed(rows, { union, legs, named, related })
  related.push(...relatedByRule(rows, union, MOST_RELATED - related.length))
  related.push(...transferTargets(rows, union, legs).slice(0, MOST_RELATED - related.length))
  related.push(...reportedCalls(rows, union, legs).slice(0, MOST_RELATED - related.length))
  uniteUnambiguous(rows, { union, weak: weak.filter(({ later }) => led[later.group] === 0), related })
  return related
}

function join(rows: Relating, union: Union, { earlier, later, kind, score }: Pair): void {
  union.join(earlier.group, later.group)
  rows.link(later.group, { evidence: kind, value: later.value, confidence: score, frame: later.frame })
}

/** Groups of which a rule says that they have to do with each other: each with the first. */
function relatedByRule(rows: Relating, union: Union, most: number): RelatedGroups[] {
  const related: RelatedGroups[] = []
  for (const [first, ...others] of runs(rows.clueRows([RELATED], 'kind'))) {
    for (const { group, kind, value, frame } of others) {
      if (related.length >= most || union.root(group) === union.root(first!.group)) continue
      const link = { evidence: kind, value, confidence: 1, frame }
      related.push({ group, related: first!.group, relation: 'related', link })
    }
  }
  return related
}

/** Consecutive clues of the same kind and value. */
function* runs(clues: Iterable<ClueRow>): Iterable<ClueRow[]> {
  let run: ClueRow[] = []
  for (const clue of clues) {
    const [first] = run
    if (first && (first.kind !== clue.kind || first.value !== clue.value)) {
      yield run
      run = []
    }
    if (run.length < MOST_SHARING && run.every((one) => one.group !== clue.group)) run.push(clue)
  }
  if (run.length > 0) yield run
}

function* pairsOf(sharing: readonly ClueRow[], legs: LegTable): Iterable<Pair> {
  for (let j = 1; j < sharing.length; j++) {
    for (let i = 0; i < j; i++) {
      const [a, b] = [sharing[i]!, sharing[j]!]
      const [earlier, later] = isBefore(a.group, b.group, legs) ? [a, b] : [b, a]
      const score = scoreOf(earlier, later, legs)
      if (score > 0) yield { earlier, later, kind: a.kind, score }
    }
  }
}

/** By when they were asked for; of two at about the same time, by which of them went where the other came from. */
function isBefore(a: number, b: number, legs: LegTable): boolean {
  const [asked, other] = [legs.asked[a]!, legs.asked[b]!]
  if (Math.abs(asked - other) <= REORDERED_MS) {
    const isLed = legs.isAdjacent(a, b)
    if (isLed !== legs.isAdjacent(b, a)) return isLed
  }
  return asked <= other
}

function scoreOf(earlier: ClueRow, later: ClueRow, legs: LegTable): number {
  const evidence = EVIDENCE[earlier.kind]
  const [a, b] = [earlier.group, later.group]
  if (!evidence || legs.isCall[a] === 0 || legs.isCall[b] === 0) return 0
  if (evidence.isRule) return legs.asked[b]! <= legs.over(a) + LEG_WINDOW_MS ? evidence.score : 0
  if (legs.from[a] === legs.from[b]) return evidence.isEndpoint && isThirdParty(a, later, legs) ? WEAK : 0
  if (!mayBeLegs(a, b, legs)) return 0
  const isAdjacent = legs.isAdjacent(a, b)
  if (evidence.adjacentWithin !== undefined) {
    const isSoon = legs.asked[b]! - legs.asked[a]! <= evidence.adjacentWithin
    return isAdjacent && isSoon ? evidence.score : 0
  }
  const differ = legs.numbers[a] !== 0 && legs.numbers[b] !== 0 && legs.numbers[a] !== legs.numbers[b]
  if (!evidence.isLocal || !differ) return evidence.score
  // Numbers may be rewritten on the way; but who is behind another NAT has other numbers too.
  if (!isAdjacent) return 0
  if (!isPrivate(later.value)) return evidence.score
  return hostHash(hostOf(later.value)) === legs.from[a] ? WEAK : 0
}

/** Both are calls, asked for soon after each other and before the first was answered, and not by the same phone. */
function mayBeLegs(a: number, b: number, legs: LegTable): boolean {
  if (legs.isCall[a] === 0 || legs.isCall[b] === 0) return false
  const delay = legs.asked[b]! - legs.asked[a]!
  return delay <= LEG_WINDOW_MS && legs.asked[b]! <= legs.answered[a]! && legs.from[a] !== legs.from[b]
}

/** Who calls both sides offers one what the other answered, to be reached where the call went: RFC 3725. */
function isThirdParty(a: number, { group: b, value }: ClueRow, legs: LegTable): boolean {
  const [asked, answered] = [legs.asked[b]!, legs.answered[a]!]
  const isBetween = asked >= answered && asked - answered <= LEG_WINDOW_MS && asked <= legs.ended[a]!
  return isBetween && legs.hasReached(a, hostHash(hostOf(value)))
}

/** The address in `ip:port`, or at the end of an origin. */
function hostOf(value: string): string {
  return value.slice(value.lastIndexOf(' ') + 1).replace(/:\d+$/, '')
}

/** Addresses that many networks use at once: RFC 1918, RFC 6598. */
function isPrivate(value: string): boolean {
  return /(?:^|\s)(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(value)
}

interface Named {
  readonly union: Union
  readonly legs: LegTable
  /** By the Call-ID that is named: who names it. */
  readonly named: ReadonlyMap<string, ClueRow>
  readonly related: RelatedGroups[]
}

/** Calls whose Call-ID another call's headers name: legs when they were asked for together, related otherwise. */
function uniteNamed(rows: Relating, { union, legs, named, related }: Named): void {
  if (named.size === 0) return
  const found: [group: number, clue: ClueRow][] = []
  for (const row of rows.groupRows()) {
    const clue = named.get(row.key.slice(row.key.indexOf(':') + 1))
    if (clue && clue.group !== row.group) found.push([row.group, clue])
  }
  for (const [group, clue] of found) {
    const [a, b] = legs.asked[group]! <= legs.asked[clue.group]! ? [group, clue.group] : [clue.group, group]
    const link = { evidence: clue.kind, value: clue.value, confidence: 1, frame: clue.frame }
    if (mayBeLegs(a, b, legs)) {
      union.join(a, b)
      rows.link(b, link)
    } else if (related.length < MOST_RELATED) {
      const relation = legs.isCall[a] === 1 && legs.isCall[b] === 1 ? 'replaces' : 'in_reply_to'
      related.push({ group: clue.group, related: group, relation, link })
    }
  }
}

interface Weak {
  readonly union: Union
  readonly weak: readonly Pair[]
  readonly related: RelatedGroups[]
}

/** Weak evidence joins only where there is just one candidate on either side: two calls of the same numbers stay two. */
function uniteUnambiguous(rows: Relating, { union, weak, related }: Weak): void {
  const counts = new Map<number, number>()
  const pairs = new Map(weak.toReversed().map((pair) => [pair.earlier.group * 2 ** 26 + pair.later.group, pair]))
  for (const { earlier, later } of pairs.values()) {
    for (const group of [earlier.group, -later.group]) counts.set(group, (counts.get(group) ?? 0) + 1)
  }
  for (const pair of [...pairs.values()].toReversed()) {
    const [a, b] = [pair.earlier.group, pair.later.group]
    if (union.root(a) === union.root(b)) continue
    if (counts.get(a) === 1 && counts.get(-b) === 1) join(rows, union, pair)
    else if (related.length < MOST_RELATED) related.push(ambiguous(pair))
  }
}

function ambiguous({ earlier, later, kind, score }: Pair): RelatedGroups {
  const link = { evidence: kind, value: later.value, confidence: score / 2, frame: later.frame }
  return { group: later.group, related: earlier.group, relation: 'b2bua_leg', link }
}

export function hostHash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value | 1
}
