import type { Endpoint } from '../../model/endpoint.ts'
import type { NamedEvent } from '../../model/procedure.ts'
import type { Outcome } from '../../model/session.ts'
import { BETTER_END_MS, TAIL_MS } from './kinds.ts'
import type { Plan } from './plan.ts'

/** Steps that one procedure remembers, and sessions that it names. */
const MOST_STEPS = 256
const MOST_SESSIONS = 16
const BITS = 31

/** A message that is a step. */
export interface Seen {
  readonly event: number
  /** Place in the table of the procedure. */
  readonly step: number
  /** Milliseconds since the epoch of the job. */
  readonly time: number
  readonly source: Endpoint
  readonly destination: Endpoint
}

/** A procedure that goes on, or may still be followed by something. */
export class Open {
  readonly plan: Plan
  /** Place in PROCEDURES. */
  readonly procedure: number
  /** By number: a subscriber, or less than 0 a session of nobody known. */
  readonly owner: number
  readonly session: number
  about: readonly number[]
  readonly first: number
  readonly source: Endpoint
  readonly destination: Endpoint
  readonly isImplied: boolean
  readonly steps: Seen[] = []
  /** By place of the step a bit, whether it was seen: also of those that had no room. */
  #seen = 0
  #seenAbove = 0
  /** The same, whether it was seen to be no failure. */
  #done = 0
  #doneAbove = 0
  readonly sessions: number[]
  last: number
  apn: string | undefined
  /** The first step that failed and that nothing made good. */
  trouble: Seen | undefined
  /** Which of the kind's ends is reached, and when: a smaller one may come yet. */
  end = Infinity
  endTime = 0
  outcome: Outcome | undefined
  /** The step that decided the outcome, where it is no success. */
  decided: Seen | undefined
  why: 'rejected' | 'let_go' | 'cancelled' | 'timeout' | 'superseded' | undefined

  constructor(plan: Plan, procedure: number, began: Beginning) {
    this.plan = plan
    this.procedure = procedure
    this.owner = began.owner
    this.session = began.session
    this.sessions = [began.session]
    this.about = began.about
    this.isImplied = began.isImplied
    const { time, source, destination } = began.event
    this.first = time
    this.last = time
    this.source = source
    this.destination = destination
  }

  has(step: number): boolean {
    return step < BITS ? (this.#seen & (1 << step)) !== 0 : (this.#seenAbove & (1 << (step - BITS))) !== 0
  }

  isDone(step: number): boolean {
    return step < BITS ? (this.#done & (1 << step)) !== 0 : (this.#doneAbove & (1 << (step - BITS))) !== 0
  }

  /** Whether a step came from that node. */
  hasFrom(step: number, address: string): boolean {
    for (const one of this.steps) if (one.step === step && one.source.address === address) return true
    return false
  }

  /** What it is, as far as it was seen. */
  get called(): { readonly type: string; readonly title: string } {
    const { kind, signs } = this.plan
    return kind.plain === undefined || signs.some((step) => this.has(step)) ? kind : kind.plain
  }

  /** Whether anything but what begins it was seen. */
  get isUnderWay(): boolean {
    return this.plan.steps.some(({ begins, sign }, step) => !begins && !sign && this.has(step))
  }

  /** Notes the event as these steps; gives how they are remembered. */
  note({ event, time, failed, source, destination }: NamedEvent, steps: readonly number[], session: number): Seen[] {
    const hasRoom = this.steps.length + steps.length <= MOST_STEPS
    const seen: Seen[] = []
    let isTrouble = failed
    let isGood = false
    for (const step of steps) {
      const one = { event, step, time, source, destination }
      this.#mark(step, failed)
      const { fails, tail, sign } = this.plan.steps[step]!
      if (sign) continue
      seen.push(one)
      if (hasRoom) this.steps.push(one)
      if (fails) isTrouble = true
      // What cannot be read may be what tells the UE of it.
      if (!tail && step !== this.plan.hides) isGood = true
    }
    if (!this.sessions.includes(session) && this.sessions.length < MOST_SESSIONS) this.sessions.push(session)
    if (time > this.last) this.last = time
    if (this.outcome !== undefined) return seen
    if (isTrouble) this.trouble ??= seen[0]
    else if (isGood) this.trouble = undefined
    return seen
  }

  #mark(step: number, failed: boolean): void {
    if (step < BITS) {
      this.#seen |= 1 << step
      if (!failed) this.#done |= 1 << step
    } else {
      this.#seenAbove |= 1 << (step - BITS)
      if (!failed) this.#doneAbove |= 1 << (step - BITS)
    }
  }

  decide(outcome: Outcome, why: Open['why'], step: Seen | undefined, time: number): void {
    this.outcome = outcome
    this.why = why
    this.decided = step
    this.endTime = time
  }

  /** It has ended, and a step of that name may still come, or came with this event. */
  isFollowedBy(name: string, { event, time }: NamedEvent): boolean {
    if (this.outcome !== 'success' || this.isOver(time)) return false
    const place = this.plan.steps.findIndex((one) => one.name === name)
    const step = this.plan.steps[place]
    if (step?.tail !== true || (step.after >= 0 && !this.has(step.after))) return false
    return !this.has(place) || this.steps.some((one) => one.step === place && one.event === event)
  }

  /** Nothing that belongs to it can come at that time any more. */
  isOver(time: number): boolean {
    if (this.outcome !== undefined) return time > this.endTime + TAIL_MS
    if (this.end !== Infinity) return time > this.last + BETTER_END_MS
    return time > this.last + (this.trouble ? this.plan.patienceInTrouble : this.plan.patience)
  }
}

export interface Beginning {
  readonly owner: number
  readonly session: number
  readonly event: NamedEvent
  readonly about: readonly number[]
  readonly isImplied: boolean
}
