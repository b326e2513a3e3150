import type { Party } from '../model/message.ts'

/** Kinds of identities: the first name one subscriber each, the others may be shared (DOMAIN 4.2). */
const KINDS = ['imsi', 'supi', 'impi', 'msisdn', 'impu', 'imei'] as const
export type IdentityKind = (typeof KINDS)[number]
const STRONG = 3
const IMSI = 0
const MSISDN = 3
const IMEI = 5

/** Identities of a job that are told apart; about 200 bytes each. */
const MOST_IDENTITIES = 1_000_000
/** TAC and serial number: with a check digit or a software version behind them it is the same device (TS 23.003 §6.2). */
const IMEI_DIGITS = 14
/** Digits by which a number without its country code is told: DOMAIN 4.2. */
const NATIONAL_DIGITS = 9

/** Nobody, where several might be meant. */
export const NOBODY = 0

/**
 * Whose identities are whose. Those that name one subscriber unite, two IMSIs never; numbers, public identities and
 * devices are bound to them by messages that tell both, and name a subscriber only while they are bound to one alone.
 */
export class IdentityGraph {
  readonly #nodes = new Map<string, number>()
  readonly #values: string[] = ['']
  readonly #kinds: number[] = [0]
  readonly #parent: number[] = [0]
  /** By root: the IMSI among its identities. */
  readonly #imsi: number[] = [0]
  /** Pairs of an identity that may be shared and one that is not. */
  readonly #bound: number[] = []
  readonly #boundTo: number[] = []
  readonly #lastBound: number[] = [0]
  /** Once settled, by identity that may be shared: the root that it is bound to; NOBODY for several. */
  readonly #owner = new Map<number, number>()
  /** The same for all that are known together, by the root of these. */
  readonly #ownerOfSet = new Map<number, number>()
  /** Numbers by their last digits, for those told without country code; 0 where several end so. */
  readonly #national = new Map<string, number>()
  /** Identities for which there was no room. */
  dropped = 0

  /** Number of an identity, from 1; 0 where there is none, or no room. */
  #node(kind: number, value: string): number {
    const key = `${kind}${value}`
    const known = this.#nodes.get(key)
    if (known !== undefined) return known
    if (this.#values.length > MOST_IDENTITIES) {
      this.dropped++
      return 0
    }
    const node = this.#values.push(value) - 1
    this.#nodes.set(key, node)
    this.#kinds.push(kind)
    this.#parent.push(node)
    this.#imsi.push(kind === IMSI ? node : 0)
    this.#lastBound.push(0)
    return node
  }

  kind(node: number): IdentityKind {
    return KINDS[this.#kinds[node]!]!
  }

  value(node: number): string {
    return this.#values[node]!
  }

  /** Whether it names one subscriber by itself. */
  isStrong(node: number): boolean {
    return this.#kinds[node]! < STRONG
  }

  /** The lower, the better it names somebody. */
  rank(node: number): number {
    return this.#kinds[node]!
  }

  isDevice(node: number): boolean {
    return this.#kinds[node] === IMEI
  }

  /** The identities of a party in their one spelling. */
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
    const strong = nodes.filter((node) => this.isStrong(node))
    const [first] = strong
    const weak = nodes.filter((node) => !this.isStrong(node))
    for (let i = 1; i < strong.length; i++) this.#unite(first!, strong[i]!)
    if (first !== undefined) for (const node of weak) this.#bind(node, first)
    const named = weak.filter((node) => !this.isDevice(node))
    if (first === undefined) for (let i = 1; i < named.length; i++) this.#unite(named[0]!, named[i]!)
  }

  /** All is learned: from now on it can be asked whose an identity is. */
  settle(): void {
    for (let i = 0; i < this.#bound.length; i++) {
      const [node, root] = [this.#bound[i]!, this.#root(this.#boundTo[i]!)]
      own(this.#owner, node, root)
      if (!this.isDevice(node)) own(this.#ownerOfSet, this.#root(node), root)
    }
    for (let node = 1; node < this.#values.length; node++) {
      if (this.#kinds[node] !== MSISDN || isNational(this.#values[node]!)) continue
      const end = this.#values[node]!.slice(-NATIONAL_DIGITS)
      this.#national.set(end, this.#national.has(end) ? 0 : node)
    }
  }

  /** A subscriber by one of their identities: a number that stands for them, the same for all of them; else NOBODY. */
  subscriber(node: number): number {
    if (this.isStrong(node)) return this.#root(node)
    const owner = this.#owner.get(node)
    if (owner !== undefined) return owner === NOBODY ? NOBODY : this.#root(owner)
    if (this.isDevice(node)) return NOBODY
    const root = this.#root(node)
    const ofSet = this.#ownerOfSet.get(root) ?? this.#byNationalNumber(node) ?? root
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

  /** The IMSI of a subscriber; undefined while none is known. */
  imsi(subscriber: number): string | undefined {
    const node = this.#imsi[this.#root(subscriber)]!
    return node === 0 ? undefined : this.#values[node]!
  }

  /** More than one subscriber has it. */
  isShared(node: number): boolean {
    return this.#owner.get(node) === NOBODY
  }

  #byNationalNumber(node: number): number | undefined {
    const value = this.#values[node]!
    if (this.#kinds[node] !== MSISDN || !isNational(value)) return undefined
    const whole = this.#national.get(value.slice(-NATIONAL_DIGITS))
    return whole === undefined || whole === 0 ? undefined : this.subscriber(whole)
  }

  #bind(node: number, to: number): void {
    if (this.#lastBound[node] === to) return
    this.#lastBound[node] = to
    this.#bound.push(node)
    this.#boundTo.push(to)
  }

  #unite(a: number, b: number): void {
    const [one, other] = [this.#root(a), this.#root(b)]
    const [imsi, otherImsi] = [this.#imsi[one]!, this.#imsi[other]!]
    if (one === other || (imsi !== 0 && otherImsi !== 0)) return
    const [stays, leaves] = one < other ? [one, other] : [other, one]
    this.#parent[leaves] = stays
    this.#imsi[stays] = imsi === 0 ? otherImsi : imsi
  }

  #root(node: number): number {
    const parent = this.#parent
    let at = node
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!
      at = parent[at]!
    }
    return at
  }
}

/** Whoever comes second shares it. */
function own(owners: Map<number, number>, node: number, root: number): void {
  const known = owners.get(node)
  if (known === undefined) owners.set(node, root)
  else if (known !== root) owners.set(node, NOBODY)
}

/** Kind and value in the spelling in which identities are compared. */
export function spelled(kind: IdentityKind, value: string): [kind: IdentityKind, value: string] {
  // TS 23.003 §2.2A: a SUPI of this form is the IMSI.
  if (kind === 'supi' && /^imsi-\d+$/.test(value)) return ['imsi', value.slice(5)]
  if (kind === 'msisdn') return [kind, value.replace(/^tel:|[-.()+\s]/gi, '').replace(/^00(?=[1-9])/, '')]
  if (kind === 'imei') return [kind, value.slice(0, IMEI_DIGITS)]
  if (kind === 'impu') return [kind, value.replace(/;.*$/, '').toLowerCase()]
  return [kind, value]
}

function isNational(digits: string): boolean {
  return digits.startsWith('0') && digits.length > NATIONAL_DIGITS
}
