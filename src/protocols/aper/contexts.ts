// Which messages are of one UE: UE-associated logical connections, TS 36.413 §3.1 and TS 38.413 §3.1.
import { Members } from '../../bytes/members.ts'
import { Recent } from '../../bytes/recent.ts'
import type { KeyUse, Message, Tracker, TrackerHelp, Where } from '../../model/message.ts'
import { hideCiphered } from './ciphering.ts'
import { NasContexts, type NasSecurity } from './nas-contexts.ts'
import { shortOf } from './short.ts'

/** What a protocol calls the things that a UE's context is known by. */
export interface Roles {
  readonly protocol: string
  /** Kinds of keys: of UEs, and of what nodes say to each other. */
  readonly ue: string
  readonly node: string
  /** Names in details of the ids that core and radio network give, and of those that tell of another. */
  readonly core: string
  readonly ran: string
  readonly source?: string
  readonly renewed?: string
  /** The identity that a UE is paged with, and says who it is with. */
  readonly temporary?: string
  readonly procedures: {
    /** Whose initiating messages begin a connection. */
    readonly begins: readonly number[]
    /** Which messages end one: by procedure, the types of their PDUs. */
    readonly ends: Readonly<Record<number, readonly number[]>>
    /** Whose NAS messages a UE has sent. */
    readonly uplink?: readonly number[]
    readonly reset: number
    readonly setup: readonly number[]
    readonly paging?: number
    readonly pathSwitch?: number
    /** Of a handover: what the source asks for, and what the target is asked. */
    readonly preparation?: number
    readonly resources?: number
  }
}

/** Ways that lead to connections: each has up to four. */
const MOST_LEGS = 131_072
const MOST_PAGES = 16_384
const MOST_REQUESTS = 16_384
const MOST_ASSOCIATIONS = 4096
/** Nanoseconds. Messages that come after a release; a page's answer; a handover on its way through the core. */
const GRACE = 5e9
const PAGING_WINDOW = 15e9
const HANDOVER_WINDOW = 2e9
/** An outcome after this is of another request. */
const PATIENCE = 60e9

const INITIATING = 0
const SUCCESSFUL = 1

/** A UE's conversation: all messages with one key, through handovers. */
interface Conversation {
  readonly key: string
  /** Connections that are not released. */
  legs: number
  /** Ciphering algorithm that was last selected; undefined where the capture does not tell. */
  ciphering: string | undefined
  /** What keys there are for its NAS; undefined where there are none at all. */
  security: NasSecurity | undefined
}

/** One UE-associated connection: the ids that both ends gave, on one association. */
interface Leg {
  readonly conversation: Conversation
  readonly association: string
  /** The ordinal of its first message: a capture may give all the same time. */
  readonly since: number
  /** Its latest message. */
  last: number
  core: number | undefined
  ran: number | undefined
  /** When it was released; Infinity while it is not. */
  released: number
  /** The connection that a path switch takes its UE from. */
  from: Leg | undefined
}

interface Known<T> {
  readonly id: string
  it: T
}

/** Follows UE ids: who has them, until a release, a reset or another association gives them to others. */
export class UeContexts implements Tracker {
  readonly #roles: Roles
  readonly #answered: ReadonlySet<number>
  readonly #nas: NasContexts
  readonly #legs = new Recent<Known<Leg>>(MOST_LEGS)
  readonly #pages = new Recent<Known<{ conversation: Conversation; time: number }>>(MOST_PAGES)
  readonly #prepared = new Recent<Known<{ conversation: Conversation; time: number }>>(MOST_PAGES)
  readonly #requests = new Recent<Known<number>>(MOST_REQUESTS)
  /** The ordinal of the message that reset an association last. */
  readonly #resets = new Recent<Known<number>>(MOST_ASSOCIATIONS)
  /** Connections that are not released, by association. */
  readonly #unreleased = new Members<Leg>(MOST_LEGS)
  /** Whom the last reset of an association was about. */
  readonly #told = new Recent<Known<ReadonlySet<Conversation>>>(MOST_ASSOCIATIONS)
  #conversations = 0
  /** Messages seen. */
  #seen = 0

  /** @param answered procedures that have outcomes */
  constructor(roles: Roles, answered: ReadonlySet<number>, help: TrackerHelp = {}) {
    this.#roles = roles
    this.#answered = answered
    const { protocol } = roles
    const kind = protocol === 'S1AP' ? 'EPS' : '5GS'
    this.#nas = new NasContexts({ kind, shortOf: ({ name, details }) => shortOf(protocol, name, details) }, help)
  }

  see(message: Message): void {
    this.#seen++
    const { details } = message
    const { core, ran, procedures, node } = this.#roles
    const code = details['procedure_code'] as number
    const association = associationOf(message)
    if (code === procedures.paging) this.#page(message)
    else if (details[core] !== undefined || details[ran] !== undefined) this.#ofUe(message, association)
    else {
      message.keys.push({ kind: node, value: association, use: 'open' })
      this.#time(message, association)
      this.#begun(message, association, code)
    }
  }

  /** Setup and reset begin anew: TS 36.413 §8.7.3.1, §8.7.1.2. Who is let go has the message, and its answer, too. */
  #begun(message: Message, association: string, code: number): void {
    const { procedures } = this.#roles
    const isReset = code === procedures.reset
    if (!isReset && !procedures.setup.includes(code)) return
    if (message.details['pdu_type'] === INITIATING) {
      const gone = this.#reset(message, association, isReset)
      for (const conversation of gone) this.#key(message, conversation, conversation.legs <= 0 ? 'ended' : 'shared')
      this.#told.add({ id: association, it: gone })
    } else if (isReset) {
      const told = this.#told.get(association)
      for (const conversation of told?.it ?? []) this.#key(message, conversation, 'shared')
      // A reset has one answer.
      if (told) told.it = NOBODY
    }
  }

  #reset({ details, where }: Message, association: string, isReset: boolean): Set<Conversation> {
    const { core, ran } = this.#roles
    const connections = isReset ? connectionsOf(details) : undefined
    const isPart = isReset && (connections !== undefined || details['reset'] === 'part')
    const named = (connections ?? []).map((one) => this.#find(association, one[core], one[ran], where.time))
    const legs = isPart ? named.filter((leg) => leg !== undefined) : this.#unreleased.of(association)
    const gone = new Set<Conversation>()
    for (const leg of legs) {
      if (leg.released !== Infinity) continue
      this.#release(leg, where.time)
      gone.add(leg.conversation)
    }
    if (!isPart) this.#resets.add({ id: association, it: this.#seen })
    return gone
  }

  /** A UE is called on many associations: one conversation, which goes on with its answer. */
  #page(message: Message): void {
    const { details, where } = message
    const id = JSON.stringify(details['paging_identity'] ?? where.frame)
    const known = this.#pages.get(id)
    const isSame = known !== undefined && where.time - known.it.time <= PAGING_WINDOW
    const conversation = isSame ? known.it.conversation : this.#begin()
    if (known) known.it = { conversation, time: where.time }
    else this.#pages.add({ id, it: { conversation, time: where.time } })
    this.#key(message, conversation, 'open')
  }

  #ofUe(message: Message, association: string): void {
    const { details, where } = message
    const { procedures, renewed, core } = this.#roles
    const { leg, isNew } = this.#legOf(message, association)
    const { conversation } = leg
    const code = details['procedure_code'] as number
    const pdu = details['pdu_type'] as number
    const isOver = procedures.ends[code]?.includes(pdu) === true
    if (isOver) this.#release(leg, where.time)
    // Nobody says on the old association that its connection is over.
    else if (code === procedures.pathSwitch && pdu === SUCCESSFUL && leg.from) this.#release(leg.from, where.time)
    else if (code === procedures.preparation && pdu === INITIATING) this.#prepare(details, conversation, where.time)
    const other = renewed === undefined ? undefined : details[renewed]
    if (other !== undefined) this.#learn(leg, { [core]: other }, where)
    this.#key(message, conversation, isNew ? 'open' : isOver && conversation.legs <= 0 ? 'close' : 'same')
    this.#time(message, `${conversation.key} ${association}`)
    conversation.ciphering = hideCiphered(message, this.#roles.protocol, conversation.ciphering)
    if (!this.#nas.hasKeys) return
    const isUplink = procedures.uplink?.includes(code) === true
    conversation.security = this.#nas.see(message, { ...conversation, isUplink })
  }

  #legOf(message: Message, association: string): { leg: Leg; isNew: boolean } {
    const { details, where } = message
    const { core, ran, procedures } = this.#roles
    const code = details['procedure_code'] as number
    const begins = details['pdu_type'] === INITIATING && procedures.begins.includes(code)
    const known = begins ? undefined : this.#find(association, details[core], details[ran], where.time)
    if (known) {
      known.last = where.time
      this.#learn(known, details, where)
      return { leg: known, isNew: false }
    }
    const from = begins && code === procedures.pathSwitch ? this.#switched(message) : undefined
    const followed = from?.conversation ?? (begins ? this.#followed(message, code) : undefined)
    const leg = this.#open(followed ?? this.#begin(), association, where)
    leg.from = from
    this.#learn(leg, details, where)
    return { leg, isNew: !followed }
  }

  /** The connection that a path switch names, by the id that the core gave. */
  #switched({ details, where }: Message): Leg | undefined {
    const { source = '' } = this.#roles
    const leg = this.#legs.get(`${where.destination.address} core ${details[source] as number}`)?.it
    return leg && this.#isAlive(leg, where.time) ? leg : undefined
  }

  /** The conversation that a new connection goes on with. */
  #followed({ details, where }: Message, code: number): Conversation | undefined {
    const { procedures, temporary } = this.#roles
    if (code === procedures.resources) {
      const prepared = this.#prepared.get(digestOf(details))?.it
      return prepared && where.time - prepared.time <= HANDOVER_WINDOW ? prepared.conversation : undefined
    }
    if (temporary === undefined || details[temporary] === undefined) return undefined
    const paged = this.#pages.get(JSON.stringify({ [temporary]: details[temporary] }))
    const isAnswer = paged !== undefined && where.time - paged.it.time <= PAGING_WINDOW
    if (!isAnswer) return undefined
    const { conversation } = paged.it
    // A page is answered once.
    paged.it = { conversation, time: -Infinity }
    return conversation
  }

  #prepare(details: Readonly<Record<string, unknown>>, conversation: Conversation, time: number): void {
    const id = digestOf(details)
    if (id !== '') this.#prepared.add({ id, it: { conversation, time } })
  }

  /** The connection with these ids; neither may be another's. */
  #find(association: string, core: unknown, ran: unknown, time: number): Leg | undefined {
    const byRan = ran === undefined ? undefined : this.#legs.get(`${association} ran ${ran as number}`)?.it
    const isSure = byRan !== undefined && byRan.core === core && core !== undefined && byRan.released === Infinity
    if (isSure && this.#isAlive(byRan, time)) return byRan
    const byCore = core === undefined ? undefined : this.#legs.get(`${association} core ${core as number}`)?.it
    const found = [byRan, byCore].filter((leg) => leg !== undefined)
    const fits = found.filter((leg) => this.#isAlive(leg, time) && agrees(leg.core, core) && agrees(leg.ran, ran))
    // Where each leads to another: ids may be given again at once, and the one that has both is meant.
    const live = fits.filter(({ released }) => released === Infinity)
    return live.find((leg) => leg.core !== undefined && leg.ran !== undefined) ?? live[0] ?? fits[0]
  }

  #isAlive({ association, since, released }: Leg, time: number): boolean {
    const reset = this.#resets.get(association)?.it ?? 0
    return since > reset && time - released <= GRACE
  }

  #open(conversation: Conversation, association: string, { time }: Where): Leg {
    conversation.legs++
    const ids = { core: undefined, ran: undefined }
    const since = this.#seen
    const leg: Leg = { conversation, association, since, last: time, ...ids, released: Infinity, from: undefined }
    this.#unreleased.add(association, leg)
    return leg
  }

  /** The ids that a message bears are this connection's from now on. */
  #learn(leg: Leg, details: Readonly<Record<string, unknown>>, { source, destination, time }: Where): void {
    const { core, ran, source: switched } = this.#roles
    if (typeof details[ran] === 'number' && details[ran] !== leg.ran) {
      leg.ran = details[ran]
      this.#take(`${leg.association} ran ${leg.ran}`, leg, time)
    }
    if (typeof details[core] !== 'number' || details[core] === leg.core) return
    leg.core = details[core]
    this.#take(`${leg.association} core ${leg.core}`, leg, time)
    // A path switch names it on another association, to the same core.
    if (switched === undefined) return
    for (const { address } of [source, destination]) this.#lead(`${address} core ${leg.core}`, leg)
  }

  /** An id that its node gives again is free: who had it was let go, though nobody saw it, unless that is just going on. */
  #take(id: string, leg: Leg, time: number): void {
    const before = this.#legs.get(id)?.it
    if (before && before !== leg && time - before.last > GRACE) this.#release(before, before.last)
    this.#lead(id, leg)
  }

  #lead(id: string, leg: Leg): void {
    const known = this.#legs.get(id)
    if (known) known.it = leg
    else this.#legs.add({ id, it: leg })
  }

  #release(leg: Leg, time: number): void {
    if (leg.released !== Infinity) return
    leg.released = time
    leg.conversation.legs--
    this.#unreleased.delete(leg.association, leg)
  }

  /** Pairs an outcome with what began its procedure. */
  #time({ details, where }: Message, whose: string): void {
    const code = details['procedure_code'] as number
    if (!this.#answered.has(code)) return
    const id = `${whose} ${code}`
    const known = this.#requests.get(id)
    if (details['pdu_type'] === INITIATING) {
      if (known) known.it = where.time
      else this.#requests.add({ id, it: where.time })
    } else if (known && where.time - known.it <= PATIENCE) {
      details['latency_ms'] = Math.round((where.time - known.it) / 1e3) / 1e3
    }
  }

  #begin(): Conversation {
    return { key: `${++this.#conversations}`, legs: 0, ciphering: undefined, security: undefined }
  }

  #key(message: Message, { key }: Conversation, use: KeyUse): void {
    message.keys.push({ kind: this.#roles.ue, value: key, use })
  }
}

const NOBODY: ReadonlySet<Conversation> = new Set()

/** The number of the SCTP association, or both ends where the capture has none. */
function associationOf({ where }: Message): string {
  const { association, source, destination } = where
  if (association !== undefined) return `${association}`
  return [source.text, destination.text].toSorted().join('<->')
}

function agrees(known: number | undefined, told: unknown): boolean {
  return known === undefined || told === undefined || known === told
}

function digestOf(details: Readonly<Record<string, unknown>>): string {
  const { octets, digest } = (details['source_to_target'] ?? {}) as { octets?: number; digest?: string }
  return digest === undefined ? '' : `${octets} ${digest}`
}

/** Those that a reset names; undefined where it is of all. */
function connectionsOf(details: Readonly<Record<string, unknown>>): readonly Record<string, unknown>[] | undefined {
  const told = (details['reset'] as { connections?: unknown } | undefined)?.connections ?? details['connections']
  return Array.isArray(told) ? (told as Record<string, unknown>[]) : undefined
}
