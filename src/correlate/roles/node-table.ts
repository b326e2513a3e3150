import type { Endpoint } from '../../model/endpoint.ts'
import type { EventTally, SameNode, TallySample } from '../../model/nodes.ts'
import type { AddressClaim, Ends, MessageKind, Reading, RoleRules, Telling } from './role-rules.ts'
import { roleOfHost } from './role-rules.ts'
import { type Said, Support } from './support.ts'

/** Ends and addresses that are remembered, and links between two addresses. */
const MOST_PLACES = 200_000
const MOST_LINKS = 20_000
const LONGEST_NAME = 80
/** A node that is asked asks the next one, and answers when it is answered. */
const HAND_ON_MS = 5000

/** One end, or an address of which only others told: then its port is 0. */
export interface Place {
  readonly port: number
  readonly support: Support
  name?: string
  /** It names itself towards its peers. */
  isIdentity?: boolean
}

/** An address and its ends. */
interface Places {
  readonly address: string
  first: Place
  /** Ends beyond the first, by port. */
  others: Map<number, Place> | undefined
}

/** Two addresses of one node. */
export interface NodeLink extends SameNode {
  readonly other: string
}

/** What the messages of a job tell of its nodes, message kind by message kind. */
export class NodeTable {
  readonly #addresses = new Map<string, Places>()
  #places = 0
  /** Evidence of many ends, each text once. */
  readonly #evidence = new Map<string, string>()
  readonly links: NodeLink[] = []
  dropped = 0
  /** By identity and by handle: who had it first. */
  readonly #identities = new Map<string, string>()
  readonly #handed = new Map<string, Handed>()

  note(tally: EventTally, rules: RoleRules, kind: MessageKind): void {
    const { source, destination } = tally
    this.#place(source.address, source.port)
    this.#place(destination.address, destination.port)
    for (const telling of kind.tellings) this.#tell(tally, rules, telling)
    for (const sample of tally.samples) this.#read(tally, rules, sample)
  }

  say(address: string, port: number, said: Said): void {
    this.#place(address, port)?.support.add(said)
  }

  link(link: NodeLink): void {
    if (link.address === link.other || this.links.length === MOST_LINKS) return
    this.#place(link.address, 0)
    this.#place(link.other, 0)
    this.links.push(link)
  }

  /** Address by address, its ends in the order in which they were told of. */
  *places(): Generator<readonly [address: string, ends: readonly Place[]]> {
    for (const { address, first, others } of this.#addresses.values()) {
      yield [address, others ? [first, ...others.values()] : [first]]
    }
  }

  #place(address: string, port: number): Place | undefined {
    const places = this.#addresses.get(address)
    const known = places?.first.port === port ? places.first : places?.others?.get(port)
    if (known) return known
    if (this.#places === MOST_PLACES) {
      this.dropped++
      return undefined
    }
    this.#places++
    const place = { port, support: new Support() }
    if (places) (places.others ??= new Map()).set(port, place)
    else this.#addresses.set(address, { address, first: place, others: undefined })
    return place
  }

  /** Counts all messages of the kind, or those of the read ones that fit. */
  #tell(tally: EventTally, { protocol }: RoleRules, telling: Telling): void {
    if (telling.interface !== undefined && telling.interface !== tally.interface) return
    const ends: Ends = { source: tally.source.address, destination: tally.destination.address }
    const fitting = telling.when ? tally.samples.filter(({ details }) => telling.when!(details, ends)) : undefined
    if (fitting?.length === 0) return
    const { strength = 3, because } = telling
    const name = `${protocol} ${tally.kind}${tally.interface === '' ? '' : ` (${tally.interface})`}`
    const words = because === undefined ? name : `${name}: ${because}`
    const counted = { strength, count: fitting?.length ?? tally.count, frame: fitting?.[0]?.frame ?? tally.frame }
    if (telling.source !== undefined) {
      this.#said(tally.source, { ...counted, role: telling.source, evidence: this.#once(`sent ${words}`) })
    }
    if (telling.destination !== undefined) {
      this.#said(tally.destination, { ...counted, role: telling.destination, evidence: this.#once(`got ${words}`) })
    }
  }

  #once(evidence: string): string {
    const known = this.#evidence.get(evidence)
    if (known === undefined) this.#evidence.set(evidence, evidence)
    return known ?? evidence
  }

  #said({ address, port }: Endpoint, said: Said): void {
    this.say(address, port, said)
  }

  #read({ source, destination, kind }: EventTally, rules: RoleRules, { details, frame, at }: TallySample): void {
    const ends: Ends = { source: source.address, destination: destination.address }
    const told = rules.read?.(details, kind, ends)
    if (!told) return
    const message = `${rules.protocol} ${kind}`
    const { source_role: role, source_because: because = '' } = told
    if (role !== undefined) {
      this.#said(source, { role, strength: 3, evidence: `${because} of ${message}`, count: 1, frame })
    }
    this.#host(source, told.source_host, frame)
    this.#host(destination, told.destination_host, frame)
    this.#name(source, told.source_name, told.identity)
    this.#name(destination, told.destination_name, undefined)
    for (const claim of told.claims ?? []) this.#claim(claim, { source, destination, message, frame, at })
    this.#links(told, { source, destination, message, frame, at })
  }

  #host(end: Endpoint, host: string | undefined, frame: number): void {
    const role = host === undefined ? undefined : roleOfHost(host)
    if (host === undefined || role === undefined) return
    this.#said(end, { role, strength: 1, evidence: `called ${host.slice(0, LONGEST_NAME)}`, count: 1, frame })
  }

  #name({ address, port }: Endpoint, name: string | undefined, identity: string | undefined): void {
    const place = name === undefined ? undefined : this.#place(address, port)
    if (!place || (place.name !== undefined && (place.isIdentity || identity === undefined))) return
    place.name = name!.slice(0, LONGEST_NAME)
    if (identity !== undefined) place.isIdentity = true
  }

  #claim({ address, port, role, strength, because }: AddressClaim, { message, frame }: From): void {
    this.say(address, port, { role, strength, evidence: `${because} in ${message}`, count: 1, frame })
  }

  #links(
    { identity, own = [], own_because = '', handles = [] }: Reading,
    { source, destination, message, frame, at }: From,
  ): void {
    const { address } = source
    for (const other of own) {
      this.link({ address, other, evidence: `${own_because} in ${message}`, count: 1, frame })
    }
    if (identity !== undefined) {
      const other = this.#identities.get(identity)
      if (other === undefined) this.#identities.set(identity, address)
      else
        this.link({
          address,
          other,
          evidence: `both call themselves ${identity.slice(0, LONGEST_NAME)}`,
          count: 1,
          frame,
        })
    }
    for (const handle of handles) this.#hand(handle, { source, destination, message, frame, at })
  }

  #hand(handle: string, { source, destination, frame, at }: From): void {
    let handed = this.#handed.get(handle)
    if (!handed) {
      if (this.#handed.size === MOST_LINKS) return
      this.#handed.set(handle, (handed = { given: Number.NaN, by: new Map() }))
    }
    if (handle.slice(handle.indexOf('@') + 1) === source.address) {
      if (handed.to !== undefined) return
      handed.to = destination.address
      handed.given = at
    } else if (!handed.by.has(source.address)) handed.by.set(source.address, { frame, at })
  }

  /** Whoever alone passes on, at once, what its owner had given to another is that other. */
  settle(): void {
    for (const { to, given, by } of this.#handed.values()) {
      const [only] = by
      if (to === undefined || only === undefined || by.size > 1) continue
      const [address, { frame, at }] = only
      if (Math.abs(at - given) > HAND_ON_MS) continue
      const evidence = 'passed on tunnel ends that the other had been given'
      this.link({ address, other: to, evidence, count: 1, frame })
    }
  }
}

interface From {
  readonly source: Endpoint
  readonly destination: Endpoint
  readonly message: string
  readonly frame: number
  readonly at: number
}

/** A tunnel end whose owner gave it to one node, and which others passed on. */
interface Handed {
  to?: string
  given: number
  readonly by: Map<string, { readonly frame: number; readonly at: number }>
}
