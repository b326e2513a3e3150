import { Ints } from '../bytes/numbers.ts'
import { TextTable } from '../bytes/text-table.ts'
import type { Party } from '../model/message.ts'

/** Kinds of identities: the first name one subscriber each, the others may be shared (DOMAIN 4.2). */
const KINDS = ['imsi', 'supi', 'impi', 'msisdn', 'impu', 'imei'] as const
export type IdentityKind = (typeof KINDS)[number]
const STRONG = 3
const IMSI = 0
const MSISDN = 3
const IMEI = 5

/** Identities of a job that are told apart; about 80 bytes each. */
const MOST_IDENTITIES = 1_000_000
/** TAC and serial number: with a check digit or a software version behind them it is the same device (TS 23.003 §6.2). */
const IMEI_DIGITS = 14
/** Digits by which a number without its country code is told: DOMAIN 4.2. */
const NATIONAL_DIGITS = 9

/** Nobody, where several might be meant. */
export const NOBODY = 0
/** No owner was told of. */
const UNKNOWN = -1

/**
 * Whose identities are whose. Those that name one subscriber unite, two IMSIs never; numbers, public identities and
 * devices are bound to them by messages that tell both, and name a subscriber only while they are bound to one alone.
 */
export class IdentityGraph {
  readonly #texts = new TextTable()
  readonly #parent = new Ints()
  /** By root: the IMSI among its identities. */
  readonly #imsi = new Ints()
  /** Pairs of an identity that may be shared and one that is not; by the first, the second of its latest pair. */
  #bound = new Ints()
  #boundTo = new Ints()
  #lastBound = new Ints()
  /** Once settled, by identity that may be shared: the root that it is bound to; NOBODY for several. */
  #owner = new Int32Array(0)
  /** The same for all that are known together, by the root of these. */
  #ownerOfSet = new Int32Array(0)
  /** Numbers by their last digits, for those told without country code; 0 where several end so. */
  readonly #national = new Map<string, number>()
  /** Identities for which there was no room. */
  dropped = 0

  constructor() {
    for (const column of [this.#parent, this.#imsi, this.#lastBound]) column.push(0)
  }

  /** The highest number of an identity. */
  get size(): number {
    return this.#texts.size
  }

  /** Number of an identity, from 1; 0 where there is none, or no room. */
  #node(kind: number, value: string): number {
    const node = this.#texts.number(kind, value, MOST_IDENTITIES)
    if (node === 0) this.dropped++
    else if (node === this.#parent.length) {
      this.#parent.push(node)
      this.#imsi.push(kind === IMSI ? node : 0)
      this.#lastBound.push(0)
    }
    return node
  }

  kind(node: number): IdentityKind {
    return KINDS[this.#texts.kind(node)]!
  }

  value(node: number): string {
    return this.#texts.value(node)
  }

  /** Whether it names one subscriber by itself. */
  isStrong(node: number): boolean {
    return this.#texts.kind(node) < STRONG
  }

  /** The lower, the better it names somebody. */
  rank(node: number): number {
    return this.#texts.kind(node)
  }

  isDevice(node: number): boolean {
    return this.#texts.kind(node) === IMEI
  }

  /** The identities of a party in their one spelling; new ones only while there is more to learn. */
  nodesOf(party: Party): number[] {
    const nodes: number[] = []
    for (const name of KINDS) {
      const given = party[name]
      if (given === undefined || given === '') continue
      const [kind, value] = spelled(name, given)
      const node = this.#node(KINDS.indexOf(kind), value)
      if (node > 0 && !nodes.includes(node)) nodes.push(node)
    }
    return nodes
  }

  /** These are one subscriber's: what names one unites, what may be shared is bound to it. */
  learn(nodes: readonly number[]): void {
    const first = nodes.find((node) => this.isStrong(node))
    if (first === undefined) return this.#learnNames(nodes)
    for (const node of nodes) if (node !== first && this.isStrong(node)) this.#unite(first, node)
    for (const node of nodes) if (!this.isStrong(node)) this.#bind(node, first)
  }

  /** Nothing among them names one subscriber by itself: names that are not a device's are one subscriber's. */
  #learnNames(nodes: readonly number[]): void {
    let first: number | undefined
    for (const node of nodes) {
      if (this.isDevice(node)) continue
      if (first === undefined) first = node
      else this.#unite(first, node)
    }
  }

  /** All is learned: from now on it can be asked whose an identity is. */
  settle(): void {
    this.#owner = new Int32Array(this.size + 1).fill(UNKNOWN)
    this.#ownerOfSet = new Int32Array(this.size + 1).fill(UNKNOWN)
    for (let i = 0; i < this.#bound.length; i++) {
      const [node, root] = [this.#bound.get(i), this.#root(this.#boundTo.get(i))]
      own(this.#owner, node, root)
      if (!this.isDevice(node)) own(this.#ownerOfSet, this.#root(node), root)
    }
    this.#bound = new Ints()
    this.#boundTo = new Ints()
    this.#lastBound = new Ints()
    this.#learnEnds()
    this.#texts.seal()
  }

  /** Which whole numbers end like those that were told without their country code. */
  #learnEnds(): void {
    const national = new Set<string>()
    const numbers = (found: (value: string, node: number) => void): void => {
      for (let node = 1; node <= this.size; node++) if (this.#texts.kind(node) === MSISDN) found(this.value(node), node)
    }
    numbers((value) => void (isNational(value) && national.add(endOf(value))))
    if (national.size === 0) return
    numbers((value, node) => {
      const end = endOf(value)
      if (!isNational(value) && national.has(end)) this.#national.set(end, this.#national.has(end) ? 0 : node)
    })
  }

  /** All is told that is asked about single identities: whose each is, and whether others share it. */
  forgetOwners(): void {
    this.#owner = this.#ownerOfSet = new Int32Array(0)
  }

  /** A subscriber by one of their identities: a number that stands for them, the same for all of them; else NOBODY. */
  subscriber(node: number): number {
    if (this.isStrong(node)) return this.#root(node)
    const owner = this.#owner[node]!
    if (owner !== UNKNOWN) return owner === NOBODY ? NOBODY : this.#root(owner)
    if (this.isDevice(node)) return NOBODY
    const root = this.#root(node)
    const set = this.#ownerOfSet[root]!
    const ofSet = set === UNKNOWN ? (this.#byNationalNumber(node) ?? root) : set
    return ofSet === NOBODY ? NOBODY : this.#root(ofSet)
  }

  /** What two sessions at one address tell of a subscriber is of one; nothing comes of it where both have an IMSI. */
  identify(subscriber: number, other: number): void {
    this.#unite(subscriber, other)
  }

  /** The number that stands for a subscriber now. */
  current(subscriber: number): number {
    return this.#root(subscriber)
  }

  /** Whether the IMSI of a subscriber is known. */
  isNamed(subscriber: number): boolean {
    return this.#imsi.get(this.#root(subscriber)) !== 0
  }

  /** More than one subscriber has it. */
  isShared(node: number): boolean {
    return this.#owner[node] === NOBODY
  }

  #byNationalNumber(node: number): number | undefined {
    if (this.#national.size === 0 || this.#texts.kind(node) !== MSISDN) return undefined
    const value = this.value(node)
    const whole = isNational(value) ? this.#national.get(endOf(value)) : undefined
    return whole === undefined || whole === 0 ? undefined : this.subscriber(whole)
  }

  #bind(node: number, to: number): void {
    if (this.#lastBound.get(node) === to) return
    this.#lastBound.set(node, to)
    this.#bound.push(node)
    this.#boundTo.push(to)
  }

  #unite(a: number, b: number): void {
    const [one, other] = [this.#root(a), this.#root(b)]
    const [imsi, otherImsi] = [this.#imsi.get(one), this.#imsi.get(other)]
    if (one === other || (imsi !== 0 && otherImsi !== 0)) return
    const [stays, leaves] = one < other ? [one, other] : [other, one]
    this.#parent.set(leaves, stays)
    this.#imsi.set(stays, imsi === 0 ? otherImsi : imsi)
  }

  #root(node: number): number {
    const parent = this.#parent
    let at = node
    for (let above = parent.get(at); above !== at; above = parent.get(at)) {
      const next = parent.get(above)
      parent.set(at, next)
      at = next
    }
    return at
  }
}

/** Whoever comes second shares it. */
function own(owners: Int32Array, node: number, root: number): void {
  const known = owners[node]!
  if (known === UNKNOWN) owners[node] = root
  else if (known !== root) owners[node] = NOBODY
}

/** Kind and value in the spelling in which identities are compared. */
export function spelled(kind: IdentityKind, value: string): [kind: IdentityKind, value: string] {
  // TS 23.003 §2.2A: a SUPI of this form is the IMSI.
  if (kind === 'supi' && /^imsi-\d+$/.test(value)) return ['imsi', value.slice(5)]
  if (kind === 'msisdn')
    return /^[1-9]\d*$/.test(value)
      ? [kind, value]
      : [kind, value.replace(/^tel:|[-.()+\s]/gi, '').replace(/^00(?=[1-9])/, '')]
  if (kind === 'imei') return [kind, value.slice(0, IMEI_DIGITS)]
  if (kind === 'impu') return [kind, (value.includes(';') ? value.replace(/;.*$/, '') : value).toLowerCase()]
  return [kind, value]
}

function isNational(digits: string): boolean {
  return digits.startsWith('0') && digits.length > NATIONAL_DIGITS
}

function endOf(digits: string): string {
  return digits.slice(-NATIONAL_DIGITS)
}
