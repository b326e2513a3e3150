import type { StoryPart } from '../../model/rows.ts'
import type { MissingStep } from '../../model/procedure.ts'
import { type ProcedureKind, SILENCE_SECONDS, TROUBLE_SECONDS } from './kinds.ts'
import { PROCEDURES } from './tables.ts'

/** A step with places instead of names. */
interface PlannedStep {
  readonly name: string
  readonly part: StoryPart | undefined
  readonly begins: boolean
  /** It begins the procedure where nothing else that it could be part of goes on. */
  readonly implies: boolean
  readonly refuses: boolean
  readonly drops: boolean
  readonly cancels: boolean
  readonly undoes: boolean
  readonly tail: boolean
  readonly returns: boolean
  readonly own: boolean
  readonly fails: boolean
  readonly sign: boolean
  /** −1 where there is none. */
  readonly after: number
  readonly unless: readonly number[]
  /** What is told where it does not come; undefined where nothing is missed. */
  readonly missing: MissingStep | undefined
  readonly messages: readonly string[]
}

/** A table as the search reads it. */
export interface Plan {
  readonly kind: ProcedureKind
  /** What the search asks of each message: `kind` itself has many forms. */
  readonly several: boolean
  readonly hops: boolean
  readonly repeats: boolean
  readonly hasApn: boolean
  readonly impliedBy: ProcedureKind['impliedBy']
  readonly steps: readonly PlannedStep[]
  /** Some steps are so only in a session that is some part of the story. */
  readonly isOfParts: boolean
  readonly ends: readonly (readonly number[])[]
  /** −1 where nothing hides; whether all of the ends may be hidden. */
  readonly hides: number
  readonly isEndHidden: boolean
  /** Steps of which one tells that it is what its kind is called. */
  readonly signs: readonly number[]
  readonly timings: readonly (readonly [metric: string, from: number, to: number])[]
  /** How long it may be silent, and when its timer runs out; ms. */
  readonly patience: number
  /** The same where the last that was heard of it is a refusal. */
  readonly patienceInTrouble: number
  readonly timer: number
}

/** More steps no table may have: they are bits of two numbers. */
export const MOST_STEPS_OF_KIND = 62
const NOWHERE: readonly string[] = []

/** In the order of PROCEDURES. */
export const PLANS: readonly Plan[] = PROCEDURES.map(planOf)

function planOf(kind: ProcedureKind): Plan {
  const place = (name: string): number => kind.steps.findIndex((step) => step.name === name)
  const isHidden = (name: string): boolean =>
    kind.hides !== undefined && kind.steps[place(name)]!.unless?.includes(kind.hides) === true
  const { refusals, drops = NOWHERE, cancels = NOWHERE, begins, impliedBy, timer } = kind
  return {
    kind,
    several: kind.several === true,
    hops: kind.hops === true,
    repeats: kind.repeats === true,
    hasApn: kind.hasApn === true,
    impliedBy,
    steps: kind.steps.map((step) => ({
      name: step.name,
      part: step.part,
      begins: begins.includes(step.name),
      implies: impliedBy?.step === step.name,
      refuses: refusals.includes(step.name),
      drops: drops.includes(step.name),
      cancels: cancels.includes(step.name),
      undoes: step.undoes === true,
      tail: step.tail === true,
      returns: step.returns === true,
      own: step.own === true,
      fails: step.fails === true,
      sign: step.sign === true,
      after: step.after === undefined ? -1 : place(step.after),
      unless: (step.unless ?? NOWHERE).map(place),
      missing: step.meaning === undefined ? undefined : { name: step.name, meaning: step.meaning },
      messages: step.messages,
    })),
    isOfParts: kind.steps.some(({ part }) => part !== undefined),
    ends: kind.ends.map((names) => names.map(place)),
    hides: kind.hides === undefined ? -1 : place(kind.hides),
    isEndHidden: kind.ends.every((names) => names.some(isHidden)),
    signs: (kind.plain?.without ?? NOWHERE).map(place),
    timings: kind.timings.map(([metric, from, to]) => [metric, place(from), place(to)] as const),
    patience: (kind.patience ?? SILENCE_SECONDS) * 1000,
    patienceInTrouble: (kind.patience ?? TROUBLE_SECONDS) * 1000,
    timer: timer === undefined ? Infinity : timer.seconds * 1000,
  }
}
