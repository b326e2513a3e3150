import type { NamedEvent } from '../../model/procedure.ts'
import type { Relating } from '../../model/relating.ts'
import type { StoryParts } from '../story-parts.ts'
import type { ProcedureKind } from './kinds.ts'
import { type Meaning, Names, PROCEDURES } from './names.ts'
import { Open, type Seen } from './open.ts'
import { rowOf } from './row.ts'

/** Procedures that go on at one time in a job; the oldest are told as they are when there are more. */
const MOST_OPEN = 100_000
/** Between looks for those that are over, in ms of the capture. */
const SWEEP_MS = 5000
/** Since it began, or began anew, that its timer may be off and still be the one that ran out. */
const TIMER_TOLERANCE = 0.1

export interface Finding {
  readonly sessionOf: Int32Array
  readonly parts: StoryParts
  /** Number of the subscriber of a session: 0 where unknown, less than 0 where it is several subscribers'. */
  readonly subscriberOf: (session: number) => number
  /** Unix seconds that times count from. */
  readonly epoch: number
  /** When the capture ended, ms after the epoch. */
  readonly end: number
  readonly full: (table: string) => void
}

/**
 * Finds the procedures of each subscriber in one pass over the events: what a message is to a procedure stands in
 * tables, by the names that it goes by. Whose it is tells its session; where nobody knows, the session stands for them.
 */
export function findProcedures(rows: Relating, finding: Finding): void {
  const search = new Search(rows, finding)
  for (const event of rows.namedEvents(search.names.kindOf, finding.epoch)) search.take(event)
  search.end()
}

class Search {
  readonly names = new Names()
  readonly #rows: Relating
  readonly #finding: Finding
  readonly #open = new Map<number, Open[]>()
  #count = 0
  #swept = 0
  #isFull = false

  constructor(rows: Relating, finding: Finding) {
    this.#rows = rows
    this.#finding = finding
  }

  take(event: NamedEvent): void {
    const { sessionOf, subscriberOf } = this.#finding
    const session = sessionOf[event.group] ?? 0
    const subscriber = session === 0 ? -1 : subscriberOf(session)
    if (subscriber < 0 || (subscriber === 0 && !this.#isOwnEnd(session))) return
    this.#sweep(event.time)
    const owner = subscriber > 0 ? subscriber : -session
    let open = this.#open.get(owner)
    if (open?.some((one) => one.isOver(event.time))) open = this.#close(owner, (one) => one.isOver(event.time))
    const meaning = this.names.meaning(event.kind)
    for (const { procedure, steps } of meaning.parts) {
      open = this.#step({ event, session, owner, meaning }, procedure, steps) ?? open
    }
  }

  /** It is the user who speaks there, so that it is somebody's even where nobody knows whose. */
  #isOwnEnd(session: number): boolean {
    const part = this.#finding.parts.part(session)
    return part === 'access' || part === 'registration'
  }

  /** The capture is over. */
  end(): void {
    for (const owner of this.#open.keys()) this.#close(owner, () => true)
  }

  /** Those of the owner that stay. */
  #close(owner: number, isOver: (one: Open) => boolean): Open[] {
    const open = this.#open.get(owner) ?? []
    const stay = open.filter((one) => !isOver(one))
    for (const one of open) if (!stay.includes(one)) this.#write(one)
    if (stay.length === 0) this.#open.delete(owner)
    else this.#open.set(owner, stay)
    return stay
  }

  #write(one: Open): void {
    this.#count--
    this.#rows.procedure(rowOf(one, { rows: this.#rows, names: this.names, ...this.#finding }))
  }

  #sweep(time: number): void {
    if (time - this.#swept < SWEEP_MS && time >= this.#swept) return
    this.#swept = time
    for (const [owner, open] of this.#open) {
      if (open.some((one) => one.isOver(time))) this.#close(owner, (one) => one.isOver(time))
    }
  }

  /** What the event is to one procedure. */
  #step(at: At, procedure: number, steps: readonly number[]): Open[] | undefined {
    const kind = PROCEDURES[procedure]!
    const fitting = steps.filter((step) => this.#fits(kind, step, at))
    if (fitting.length === 0) return this.#open.get(at.owner)
    const going = this.#goingOn(procedure, at)
    if (going && this.#isNew(going, kind, { at, steps: fitting })) {
      this.#supersede(going, at.event.time)
    } else if (going) {
      this.#advance(going, fitting, at)
      return this.#open.get(at.owner)
    }
    if (!this.#begins(kind, fitting, at)) return this.#follow(procedure, fitting, at)
    return this.#begin(procedure, fitting, at)
  }

  #fits(kind: ProcedureKind, step: number, { session }: At): boolean {
    const { part } = kind.steps[step]!
    return part === undefined || this.#finding.parts.part(session) === part
  }

  /** The one that the event can be part of: of several the one that it is about, else the first that lacks it. */
  #goingOn(procedure: number, { owner, meaning }: At): Open | undefined {
    const all = (this.#open.get(owner) ?? []).filter((one) => one.procedure === procedure && one.outcome === undefined)
    if (PROCEDURES[procedure]!.several !== true || meaning.about.length === 0) return all[0]
    const { about } = meaning
    return all.find((one) => meets(one.about, about)) ?? all.find((one) => one.about.length === 0)
  }

  /** It comes again, and is neither a repetition nor another hop. */
  #isNew(going: Open, kind: ProcedureKind, { at, steps }: { at: At; steps: readonly number[] }): boolean {
    if (kind.repeats === true) return false
    if (!steps.every((step) => kind.begins.includes(kind.steps[step]!.name) && going.has(step))) return false
    return going.end !== Infinity || going.isUnderWay || ranOut(going, at.event.time)
  }

  /** The one before came to nothing, unless it had reached an end. */
  #supersede(going: Open, time: number): void {
    if (going.end === Infinity) {
      going.decide('failed', ranOut(going, time) ? 'timeout' : 'superseded', going.steps.at(-1), going.last)
    }
    this.#close(going.owner, (one) => one === going)
  }

  #begins({ begins, impliedBy, steps: all }: ProcedureKind, steps: readonly number[], { owner }: At): boolean {
    if (steps.some((step) => begins.includes(all[step]!.name))) return true
    if (!impliedBy || !steps.some((step) => all[step]!.name === impliedBy.step)) return false
    const open = this.#open.get(owner) ?? []
    return !open.some(({ kind, outcome }) => outcome === undefined && impliedBy.unless.includes(kind.type))
  }

  #begin(procedure: number, steps: readonly number[], at: At): Open[] {
    const { owner, session, event, meaning } = at
    const kind = PROCEDURES[procedure]!
    const isImplied = !steps.some((step) => kind.begins.includes(kind.steps[step]!.name))
    if (this.#count >= MOST_OPEN) this.#crowd()
    this.#leave(procedure, at)
    const one = new Open(kind, procedure, { owner, session, event, about: meaning.about, isImplied })
    this.#count++
    const open = this.#open.get(owner)
    if (open) open.push(one)
    else this.#open.set(owner, [one])
    this.#advance(one, steps, at)
    return this.#open.get(owner)!
  }

  /** What went on before in the same track is over, and what the same procedure was followed by. */
  #leave(procedure: number, { owner, event, meaning }: At): void {
    const { type, track, several } = PROCEDURES[procedure]!
    for (const one of this.#open.get(owner) ?? []) {
      const isSame = one.procedure === procedure && (several !== true || one.outcome !== undefined)
      const isLeft = (track !== undefined && one.kind.track === track) || one.kind.endedBy?.includes(type) === true
      if (!isSame && !isLeft) continue
      if (isSame && several === true && one.about.length > 0 && !meets(one.about, meaning.about)) continue
      if (one.outcome === undefined) this.#supersede(one, event.time)
      else this.#close(owner, (other) => other === one)
    }
  }

  /** No room: those of the subscriber who has waited longest are told as they are. */
  #crowd(): void {
    if (!this.#isFull) this.#finding.full('procedures')
    this.#isFull = true
    const [owner] = this.#open.keys()
    if (owner !== undefined) this.#close(owner, () => true)
  }

  /** Steps that may follow the end. */
  #follow(procedure: number, steps: readonly number[], { owner, event, session }: At): Open[] | undefined {
    const open = this.#open.get(owner)
    const ended = open?.findLast((one) => one.procedure === procedure && one.outcome !== undefined)
    if (!ended) return open
    const tail = steps.filter((step) => ended.isFollowedBy(ended.kind.steps[step]!.name, event))
    if (tail.length > 0) ended.note(event, tail, session)
    return open
  }

  #advance(one: Open, steps: readonly number[], { event, session, meaning }: At): void {
    const { kind } = one
    const own = steps.filter((step) => this.#isOwn(one, step, { event, session }))
    if (own.length === 0) return
    if (kind.hasApn === true) one.apn ??= meaning.apn
    const seen = one.note(event, own, session)
    const is = (names: readonly string[] | undefined): Seen | undefined =>
      names && seen.find(({ step }) => names.includes(kind.steps[step]!.name) && isForBeginner(one, step, event))
    const refusal = is(kind.refusals)
    const drop = is(kind.drops)
    const cancel = is(kind.cancels)
    if (one.end !== Infinity && (refusal ?? drop)) one.decide('success', undefined, undefined, one.endTime)
    else if (refusal) one.decide('failed', 'rejected', refusal, event.time)
    else if (cancel) one.decide('cancelled', 'cancelled', cancel, event.time)
    else if (drop) one.decide('failed', 'let_go', drop, event.time)
    else this.#reach(one, seen, event)
  }

  /** Not another session's, and not what one that ended before is still followed by. */
  #isOwn(one: Open, step: number, { event, session }: Pick<At, 'event' | 'session'>): boolean {
    const { name, own, tail } = one.kind.steps[step]!
    if (own === true && session !== one.session) return false
    if (tail !== true) return true
    const before = this.#open.get(one.owner) ?? []
    return !before.some((other) => other !== one && other.isFollowedBy(name, event) && other.endTime <= one.first)
  }

  /** Whether an end is reached, or a better one than before. */
  #reach(one: Open, seen: readonly Seen[], event: NamedEvent): void {
    const { kind } = one
    const isEnd = (names: readonly string[]): boolean =>
      seen.some(({ step }) => names.includes(kind.steps[step]!.name) && isForBeginner(one, step, event)) &&
      names.every((name) => one.hasNamed(name))
    const reached = kind.ends.findIndex((names, i) => i < one.end && isEnd(names))
    if (reached < 0) return
    const [step] = seen
    if (event.failed) return one.decide('failed', 'rejected', step, event.time)
    one.end = reached
    one.endTime = event.time
    if (reached === 0) one.decide('success', undefined, undefined, event.time)
  }
}

/** An event, and whose it is. */
interface At {
  readonly event: NamedEvent
  readonly session: number
  readonly owner: number
  readonly meaning: Meaning
}

function meets(some: readonly number[], others: readonly number[]): boolean {
  return some.some((one) => others.includes(one))
}

function isForBeginner({ kind, source }: Open, step: number, { destination }: NamedEvent): boolean {
  return kind.steps[step]!.returns !== true || destination.address === source.address
}

/** As long as the timer of the procedure has passed since it began. */
function ranOut({ kind, first }: Open, time: number): boolean {
  const { timer } = kind
  return timer !== undefined && time - first >= timer.seconds * 1000 * (1 - TIMER_TOLERANCE)
}
