/** How right the product is about a whole network, measured by what the network's maker knows. */
import type { SessionDetail } from '../../../../src/store/results/records.ts'
import type { ResultReader } from '../../../../src/store/results/reader.ts'
import { EPOCH } from '../../capture-file.ts'
import type { CallTruth, Conversation, WholeNetwork } from './truth.ts'

/** Of what was said, how much is right; of what is so, how much was said. */
export interface Measure {
  readonly right: number
  readonly said: number
  readonly found: number
  readonly true: number
}

export interface Score {
  readonly legs: Measure
  readonly members: Measure
  /** Sessions that hold messages of more than one subscriber, calls between two aside. */
  readonly mixed: readonly string[]
  /** Events of somebody else in subscribers' ladders, and events of their own. */
  readonly foreign: readonly string[]
  readonly ladders: Measure
  readonly verdicts: Measure
  /** Those of subscribers, by what they are and when they began. */
  readonly procedures: Measure
  readonly media: Measure
  /** What is wrong, in words. */
  readonly wrong: readonly string[]
}

type Event = SessionDetail['events'][number]

export function score(result: ResultReader, network: WholeNetwork): Score {
  const sessions = [...result.details()]
  const told = new Told(sessions, network)
  const wrong: string[] = []
  return {
    legs: legsOf(told, wrong),
    members: membersOf(told, wrong),
    mixed: mixedOf(result, told),
    ...laddersOf(result, told, wrong),
    verdicts: verdictsOf(told, wrong),
    procedures: proceduresOf(result, told, wrong),
    media: mediaOf(told, wrong),
    wrong,
  }
}

export const precision = ({ right, said }: Measure): number => (said === 0 ? 1 : right / said)
export const recall = ({ found, ...all }: Measure): number => (all.true === 0 ? 1 : found / all.true)

/** What was found, beside what it is. */
class Told {
  readonly sessions: readonly SessionDetail[]
  readonly network: WholeNetwork
  /** By session, the conversations that its own messages are of. */
  readonly held = new Map<string, Set<Conversation>>()

  constructor(sessions: readonly SessionDetail[], network: WholeNetwork) {
    this.sessions = sessions
    this.network = network
    for (const session of sessions) this.held.set(session.session_id, this.#conversations(session))
  }

  of(event: Pick<Event, 'timestamp_ns'>): Conversation | undefined {
    return this.network.messages.get(this.timeOf(event))
  }

  /** Microseconds since the start. */
  timeOf({ timestamp_ns }: Pick<Event, 'timestamp_ns'>): number {
    return Number((BigInt(timestamp_ns) - BigInt(EPOCH) * 1_000_000_000n) / 1000n)
  }

  /** The call that a session is, by its own messages. */
  callOf(session: SessionDetail): CallTruth | undefined {
    return [...this.held.get(session.session_id)!].find(({ call }) => call !== undefined)?.call
  }

  /** Whether those of a conversation have a part in a call. */
  isOf({ session_id }: SessionDetail, { owners: some }: Conversation): boolean {
    const all = new Set([...this.held.get(session_id)!].flatMap((one) => [...one.owners]))
    return [...some].every((n) => all.has(n))
  }

  #conversations({ events }: SessionDetail): Set<Conversation> {
    const own = events.filter((event) => event['via_session'] === undefined)
    return new Set(own.map((event) => this.of(event)).filter((one) => one !== undefined))
  }
}

/** Pairs of legs that are one session, and pairs that are one call. */
function legsOf(told: Told, wrong: string[]): Measure {
  const sessionsOf = new Map<Conversation, Set<string>>()
  const legsIn = (session: SessionDetail): Conversation[] =>
    [...told.held.get(session.session_id)!].filter(({ kind }) => kind === 'leg')
  let [right, said] = [0, 0]
  for (const session of told.sessions) {
    const legs = legsIn(session)
    for (const leg of legs) sessionsOf.set(leg, (sessionsOf.get(leg) ?? new Set()).add(session.session_id))
    for (const [a, b] of pairs(legs)) {
      said++
      if (a.call === b.call) right++
      else wrong.push(`legs of ${a.call!.topology} ${a.call!.name} and ${b.call!.topology} ${b.call!.name} are one`)
    }
  }
  const byCall = Map.groupBy(sessionsOf.keys(), ({ call }) => call!)
  let all = 0
  for (const [call, legs] of byCall) {
    for (const [a, b] of pairs(legs)) {
      all++
      const others = sessionsOf.get(b)!
      if (![...sessionsOf.get(a)!].some((id) => others.has(id)))
        wrong.push(`legs of ${call.topology} ${call.name} are apart`)
    }
  }
  return { right, said, found: right, true: all }
}

function* pairs<T>(list: readonly T[]): Iterable<readonly [T, T]> {
  for (let j = 1; j < list.length; j++) for (let i = 0; i < j; i++) yield [list[i]!, list[j]!]
}

/** Pairs of a call and a session of another protocol that belongs to it. */
function membersOf(told: Told, wrong: string[]): Measure {
  const found = new Map<CallTruth, Set<Conversation>>()
  let [right, said] = [0, 0]
  for (const session of told.sessions) {
    const call = told.callOf(session)
    if (!call) continue
    for (const { session_id, linked_by } of session.members ?? []) {
      said++
      const held = [...(told.held.get(session_id) ?? [])]
      const isRight = held.some((one) => one.serves.has(call) || (one.bears && told.isOf(session, one)))
      if (isRight) right++
      else
        wrong.push(
          `${held[0]?.kind} of ${owners(held)} in ${call.topology} ${call.name} by ${linked_by[0]!.evidence} ${linked_by[0]!.value}`,
        )
      for (const one of held) found.set(call, (found.get(call) ?? new Set()).add(one))
    }
  }
  return { right, said, ...trueMembers(told, found, wrong) }
}

function trueMembers(
  { held, sessions }: Told,
  found: ReadonlyMap<CallTruth, ReadonlySet<Conversation>>,
  wrong: string[],
): Pick<Measure, 'found' | 'true'> {
  const seen = new Set(sessions.flatMap(({ session_id }) => [...held.get(session_id)!]))
  const calls = new Set([...seen].flatMap(({ call }) => (call ? [call] : [])))
  let [all, known] = [0, 0]
  for (const one of seen) {
    for (const call of one.serves) {
      if (!calls.has(call)) continue
      all++
      if (found.get(call)?.has(one) === true) known++
      else wrong.push(`${one.kind} of ${owners([one])} not in ${call.topology} ${call.name}`)
    }
  }
  return { found: known, true: all }
}

function owners(list: readonly Conversation[]): string {
  return [...new Set(list.flatMap((one) => [...one.owners]))].join()
}

/** What is said to be somebody's; a connection of which nobody knows whose its messages are may be everybody's. */
function mixedOf(result: ResultReader, { sessions, held }: Told): string[] {
  const somebodys = new Set<string>()
  const { subscribers } = result.subscribers.list({ identities: [], from: 0, limit: 1e6 })
  for (const { subscriber_id } of subscribers) {
    for (const { session_id } of result.subscribers.detail(subscriber_id)!.session_list) somebodys.add(session_id)
  }
  return sessions.flatMap(({ session_id, type, session_key }) => {
    if (!somebodys.has(session_id)) return []
    const all = [...held.get(session_id)!]
    const [first] = all
    const isMixed = all.some((one) => one.call !== first!.call || !sameOwners(one, first!))
    return isMixed ? [`${type} ${session_key} of ${owners(all)}`] : []
  })
}

function missing({ network: { messages } }: Told, name: string, wrong: string[]): void {
  const [time, n] = name.split(' ')
  const { kind, call } = messages.get(Number(time))!
  wrong.push(`${kind} ${call?.topology ?? ''} ${call?.name ?? ''} not in the ladder of ${n}`)
}

function sameOwners({ owners: a }: Conversation, { owners: b }: Conversation): boolean {
  return a.size === b.size && [...a].every((n) => b.has(n))
}

function laddersOf(result: ResultReader, told: Told, wrong: string[]): { foreign: string[]; ladders: Measure } {
  const foreign: string[] = []
  const shown = new Set<string>()
  let [right, said] = [0, 0]
  const { subscribers } = result.subscribers.list({ identities: [], from: 0, limit: 1e6 })
  for (const { subscriber_id, kind, value } of subscribers) {
    const n = kind === 'imsi' ? told.network.imsis.indexOf(value) : -1
    if (n < 0) continue
    for (const event of result.subscribers.ladder({ subscriber_id, from: 0, limit: 1e6 })!.events) {
      const one = told.of(event)
      if (!one) continue
      said++
      shown.add(`${told.timeOf(event)} ${n}`)
      if (one.owners.has(n)) right++
      else foreign.push(`${event.short} of ${owners([one])} with ${value}`)
    }
  }
  const owned = [...told.network.messages].flatMap(([time, { owners: some }]) => [...some].map((n) => `${time} ${n}`))
  for (const one of owned) if (!shown.has(one)) missing(told, one, wrong)
  const all = owned.length
  if (foreign.length > 0) wrong.push(...foreign.slice(0, 20))
  return { foreign, ladders: { right, said, found: right, true: all } }
}

/** Of a call whose messages are all there, exactly how it went; where some are missing it may not be known. */
function verdictsOf(told: Told, wrong: string[]): Measure {
  const seen = new Set<CallTruth>()
  const lost = new Set<CallTruth>()
  for (const one of told.network.messages.values()) if (one.call && one.lost > 0) lost.add(one.call)
  let [right, said] = [0, 0]
  for (const session of told.sessions) {
    const call = told.callOf(session)
    if (!call || seen.has(call)) continue
    seen.add(call)
    said++
    const { outcome, verdict = {} } = session
    const isSo = outcome === call.outcome && (call.code === undefined || verdict['code'] === call.code)
    if (isSo || (outcome === 'incomplete' && lost.has(call))) right++
    else
      wrong.push(
        `${call.topology} ${call.name}: ${outcome} ${String(verdict['code'])}, not ${call.outcome} ${call.code}`,
      )
  }
  return { right, said, found: right, true: seen.size }
}

/** A procedure begins with the message that the truth knows, or a hop later. */
const BEGINS_WITHIN_MS = 20

/**
 * Whether each procedure went as it did; where messages of it are missing it may not be known, and where its first one
 * is missing it may not be told.
 */
function proceduresOf(result: ResultReader, told: Told, wrong: string[]): Measure {
  const { network } = told
  const byOwner = Map.groupBy(network.procedures, ({ n }) => n)
  let [right, said] = [0, 0]
  const { subscribers } = result.subscribers.list({ identities: [], from: 0, limit: 1e6 })
  const known = new Map(subscribers.map(({ subscriber_id, kind, value }) => [`${kind} ${value}`, subscriber_id]))
  for (const [n, truths] of byOwner) {
    const id = known.get(`imsi ${network.imsis[n]}`)
    const found = id === undefined ? [] : result.subscribers.detail(id)!.procedures
    for (const truth of truths) {
      const isMissed = network.missed.some(
        ({ at, about }) => about.owners.has(n) && at >= truth.at - 1 && at <= truth.until,
      )
      const one = found.find(
        ({ type, start_time }) => type === truth.type && Math.abs(msOf(start_time) - truth.at) <= BEGINS_WITHIN_MS,
      )
      if (!one && isMissed) continue
      said++
      const { outcome, verdict } = one ?? {}
      const isSo = outcome === truth.outcome && (truth.code === undefined || verdict?.['code'] === truth.code)
      if (isSo || (isMissed && (outcome === 'incomplete' || outcome === truth.outcome))) right++
      else
        wrong.push(
          `${truth.type} of ${n} at ${truth.at}: ${outcome} ${String(verdict?.['code'])}, not ${truth.outcome} ${truth.code}`,
        )
    }
  }
  return { right, said, found: right, true: network.procedures.length }
}

const msOf = (time: string): number => Date.parse(time) - EPOCH * 1000

function mediaOf(told: Told, wrong: string[]): Measure {
  let [right, said] = [0, 0]
  for (const session of told.sessions) {
    const call = told.callOf(session)
    for (const { ssrc } of session.media) {
      const owner = told.network.media.get(Number(ssrc))
      if (!call || !owner) continue
      said++
      if (owner === call) right++
      else wrong.push(`media of ${owner.topology} ${owner.name} in ${call.topology} ${call.name}`)
    }
  }
  return { right, said, found: right, true: told.network.media.size }
}
