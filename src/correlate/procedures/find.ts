import type { NamedEvent } from '../../model/procedure.ts'
import type { Relating } from '../../model/relating.ts'
import type { StoryParts } from '../story-parts.ts'
import type { BrokenOff } from './broken-off.ts'
import type { ProcedureFigures } from './figures.ts'
import { type Meaning, Names } from './names.ts'
import { Open, type Seen } from './open.ts'
import { type Plan, PLANS } from './plan.ts'
import { type Known, rowOf } from './row.ts'

/** Procedures that go on at one time in a job; the oldest are told as they are when there are more. */
const MOST_OPEN = 100_000
/** Between looks for those that are over, in ms of the capture. */
const SWEEP_MS = 5000
/** Since it began, or began anew, that its timer may be off and still be the one that ran out. */
const TIMER_TOLERANCE = 0.1

const NONE_OPEN: readonly Open[] = []

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
  /** Counts each that is over. */
  readonly figures: ProcedureFigures
  /** Told of each that is over. */
  readonly brokenOff: BrokenOff
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
  readonly #known: Known
  readonly #open = new Map<number, Open[]>()
  #count = 0
  #swept = 0
  #isFull = false

  constructor(rows: Relating, finding: Finding) {
    this.#rows = rows
    this.#finding = finding
    this.#known = { rows, names: this.names, epoch: finding.epoch, end: finding.end }
  }

  take(event: NamedEvent): void {
    const { sessionOf, subscriberOf } = this.#finding
    const session = sessionOf[event.group] ?? 0
    const subscriber = session === 0 ? -1 : subscriberOf(session)
    if (subscriber < 0 || (subscriber === 0 && !this.#isOwnEnd(session))) return
    this.#sweep(event.time)
    const owner = subscriber > 0 ? subscriber : -session
    this.#closeOver(owner, this.#open.get(owner), event.time)
    const meaning = this.names.meaning(event.kind)
    const at = { event, session, owner, meaning }
    for (const { procedure, steps } of meaning.parts) this.#step(at, procedure, steps)
  }

  #closeOver(owner: number, open: readonly Open[] | undefined, time: number): void {
    if (open !== undefined && isAnyOver(open, time)) this.#close(owner, (one) => one.isOver(time))
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

  /** Tells of those of the owner that are over. */
  #close(owner: number, isOver: (one: Open) => boolean): void {
    const stay: Open[] = []
    for (const one of this.#open.get(owner) ?? []) {
      if (isOver(one)) this.#write(one)
      else stay.push(one)
    }
    if (stay.length === 0) this.#open.delete(owner)
    else this.#open.set(owner, stay)
  }

  #write(one: Open): void {
    this.#count--
    const row = rowOf(one, this.#known)
    this.#rows.procedure(row)
    this.#finding.figures.note(row, one.destination.address)
    this.#finding.brokenOff.note(row)
  }

  #sweep(time: number): void {
    if (time - this.#swept < SWEEP_MS && time >= this.#swept) return
    this.#swept = time
    for (const [owner, open] of this.#open) this.#closeOver(owner, open, time)
  }

  /** What the event is to one procedure. */
  #step(at: At, procedure: number, steps: readonly number[]): void {
    const plan = PLANS[procedure]!
    const fitting = this.#fitting(plan, steps, at)
    if (fitting.length === 0) return
    const going = this.#goingOn(procedure, fitting, at)
    if (going && !this.#isNew(going, fitting, at.event)) {
      this.#advance(going, fitting, at)
      return
    }
    if (going && !plan.hops) this.#supersede(going, at.event.time)
    if (this.#begins(plan, fitting, at)) this.#begin(procedure, fitting, at)
    else this.#follow(procedure, fitting, at)
  }

  #fitting(plan: Plan, steps: readonly number[], { session }: At): readonly number[] {
    if (!plan.isOfParts) return steps
    const own = this.#finding.parts.part(session)
    let fitting: number[] | undefined
    for (let i = 0; i < steps.length; i++) {
      const { part } = plan.steps[steps[i]!]!
      if (part === undefined || part === own) fitting?.push(steps[i]!)
      else fitting ??= steps.slice(0, i)
    }
    return fitting ?? steps
  }

  /**
   * The one that the event can be part of: of several the one that it is about, else one that is about none. What does
   * not say is the latest one's that waits for its end, else that of one that has it, else of one that was told no; of
   * what goes over hops, of one that it did not come to from there.
   */
  #goingOn(procedure: number, steps: readonly number[], { owner, meaning, event }: At): Open | undefined {
    const open = this.#open.get(owner)
    if (!open) return undefined
    const { about } = meaning
    const { several, hops } = PLANS[procedure]!
    const isTold = several && about.length > 0
    let any: Open | undefined
    for (const one of open) {
      if (one.procedure !== procedure || one.outcome !== undefined) continue
      if (isTold) {
        if (meets(one.about, about)) return one
        if (one.about.length === 0) any ??= one
      } else if (hops && !steps.every((step) => one.hasFrom(step, event.source.address))) return one
      else if (any === undefined || hopeOf(one) >= hopeOf(any)) any = one
    }
    return any
  }

  /** It comes again, and is neither a repetition nor another hop. */
  #isNew(going: Open, steps: readonly number[], { time, repeated, source }: NamedEvent): boolean {
    const { plan } = going
    if (repeated || (plan.repeats && going.end === Infinity)) return false
    let isAgain = false
    for (const step of steps) {
      if (plan.steps[step]!.begins && going.has(step)) isAgain = true
      else if (step !== plan.hides && !plan.steps[step]!.sign) return false
    }
    if (!isAgain) return false
    if (plan.hops) return steps.some((step) => going.hasFrom(step, source.address))
    return going.end !== Infinity || going.isUnderWay || ranOut(going, time)
  }

  /** The one before came to nothing, unless it had reached an end. */
  #supersede(going: Open, time: number): void {
    if (going.end === Infinity) {
      going.decide('failed', ranOut(going, time) ? 'timeout' : 'superseded', going.steps.at(-1), going.last)
    }
    this.#close(going.owner, (one) => one === going)
  }

  #begins(plan: Plan, steps: readonly number[], { owner, meaning }: At): boolean {
    if (isBeginning(plan, steps)) return true
    const { impliedBy } = plan
    if (!impliedBy || !steps.some((step) => plan.steps[step]!.implies)) return false
    const isOther = (about: readonly number[]): boolean =>
      about.length > 0 && meaning.about.length > 0 && !meets(about, meaning.about)
    const open = this.#open.get(owner) ?? []
    return !open.some(
      (one) => one.outcome === undefined && impliedBy.unless.includes(one.plan.kind.type) && !isOther(one.about),
    )
  }

  #begin(procedure: number, steps: readonly number[], at: At): void {
    const { owner, session, event, meaning } = at
    const plan = PLANS[procedure]!
    if (this.#count >= MOST_OPEN) this.#crowd()
    this.#leave(procedure, at)
    const isImplied = !isBeginning(plan, steps)
    const one = new Open(plan, procedure, { owner, session, event, about: meaning.about, isImplied })
    this.#count++
    const open = this.#open.get(owner)
    if (open) open.push(one)
    else this.#open.set(owner, [one])
    this.#advance(one, steps, at)
  }

  /** What went on before in the same track is over, and what the same procedure was followed by. */
  #leave(procedure: number, { owner, event, meaning }: At): void {
    const {
      kind: { type, track },
      several,
    } = PLANS[procedure]!
    for (const one of this.#open.get(owner) ?? NONE_OPEN) {
      const { kind } = one.plan
      const isSame = one.procedure === procedure && (!several || one.outcome !== undefined)
      const isLeft = (track !== undefined && kind.track === track) || kind.endedBy?.includes(type) === true
      if (!isSame && !isLeft) continue
      if (isSame && several && one.about.length > 0 && !meets(one.about, meaning.about)) continue
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
  #follow(procedure: number, steps: readonly number[], { owner, event, session }: At): void {
    const ended = endedLast(this.#open.get(owner) ?? NONE_OPEN, procedure)
    if (!ended) return
    const tail = steps.filter((step) => ended.isFollowedBy(ended.plan.steps[step]!.name, event))
    if (tail.length > 0) ended.note(event, tail, session)
  }

  #advance(one: Open, steps: readonly number[], at: At): void {
    const { event, session, meaning } = at
    const { plan } = one
    const own = this.#ownOf(one, steps, at)
    if (own.length === 0) return
    if (plan.hasApn) one.apn ??= meaning.apn
    if (one.about.length === 0) one.about = meaning.about
    const seen = one.note(event, own, session)
    for (const step of seen) {
      const { refuses, drops, cancels, undoes } = plan.steps[step.step]!
      if ((!refuses && !drops && !cancels) || !isForBeginner(one, step)) continue
      if (one.end !== Infinity && !cancels && !undoes) one.decide('success', undefined, undefined, one.endTime)
      else if (cancels) one.decide('cancelled', 'cancelled', step, event.time)
      else one.decide('failed', refuses ? 'rejected' : 'let_go', step, event.time)
      break
    }
    if (one.outcome === undefined) this.#reach(one, seen, event)
    if (one.outcome !== undefined && one.outcome !== 'success') this.#close(one.owner, (other) => other === one)
  }

  /** Those that are its own: mostly all. */
  #ownOf(one: Open, steps: readonly number[], at: At): readonly number[] {
    let own: number[] | undefined
    for (let i = 0; i < steps.length; i++) {
      if (this.#isOwn(one, steps[i]!, at)) own?.push(steps[i]!)
      else own ??= steps.slice(0, i)
    }
    return own ?? steps
  }

  /** Not another session's, and not what one that ended before is still followed by. */
  #isOwn(one: Open, step: number, { event, session }: At): boolean {
    const { name, own, tail } = one.plan.steps[step]!
    if (own && session !== one.session) return false
    if (!tail) return true
    const open = this.#open.get(one.owner)!
    return open.length === 1 || !open.some((other) => other !== one && isBefore(other, one, { name, event }))
  }

  /** Whether an end is reached, or a better one than before. */
  #reach(one: Open, seen: readonly Seen[], event: NamedEvent): void {
    const { ends } = one.plan
    for (let i = 0; i < ends.length && i < one.end; i++) {
      const last = reached(one, ends[i]!, seen)
      if (!last) continue
      if (event.failed) one.decide('failed', 'rejected', last, event.time)
      else {
        one.end = i
        one.endTime = event.time
        if (i === 0) one.decide('success', undefined, undefined, event.time)
      }
      return
    }
  }
}

/** The last step of an end, where all of them were seen with it. */
function reached(one: Open, end: readonly number[], seen: readonly Seen[]): Seen | undefined {
  for (const last of seen) {
    if (!end.includes(last.step) || !isForBeginner(one, last)) continue
    for (const step of end) if (!one.isDone(step) && step !== last.step) return undefined
    return last
  }
  return undefined
}

/** The latest of a kind that has ended. */
function endedLast(open: readonly Open[], procedure: number): Open | undefined {
  for (let i = open.length - 1; i >= 0; i--) {
    const one = open[i]!
    if (one.procedure === procedure && one.outcome !== undefined) return one
  }
  return undefined
}

function isBeginning({ steps: all }: Plan, steps: readonly number[]): boolean {
  for (const step of steps) if (all[step]!.begins) return true
  return false
}

function isAnyOver(open: readonly Open[], time: number): boolean {
  for (const one of open) if (one.isOver(time)) return true
  return false
}

/** How likely it is to be gone on with. */
function hopeOf({ end, trouble }: Open): number {
  return end !== Infinity ? 1 : trouble ? 0 : 2
}

/** It ended before the other began, and what goes by that name is still its own. */
function isBefore(one: Open, other: Open, { name, event }: { name: string; event: NamedEvent }): boolean {
  return one.outcome === 'success' && one.endTime <= other.first && one.isFollowedBy(name, event)
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

function isForBeginner({ plan, source }: Open, { step, destination }: Seen): boolean {
  return !plan.steps[step]!.returns || destination.address === source.address
}

/** As long as the timer of the procedure has passed since it began. */
function ranOut({ plan, first }: Open, time: number): boolean {
  return time - first >= plan.timer * (1 - TIMER_TOLERANCE)
}
