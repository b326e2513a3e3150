import type { StoryPart } from '../../model/rows.ts'

/** Messages that are one step of a procedure. */
export interface Step {
  /** As told to people. */
  readonly name: string
  /**
   * Any of these, each `PROTOCOL name` or a further name of a message (model/message.ts, `also`). Messages named by a
   * status go by `PROTOCOL 401` too, and by `PROTOCOL 4xx` where nothing else fits.
   */
  readonly messages: readonly string[]
  /** Not where the message goes by this name too. */
  readonly except?: string
  /** Only in a session that is this in the story. */
  readonly part?: StoryPart
  /** What it means where it does not come; without it nothing is missed. */
  readonly meaning?: string
  /** It is only awaited once that other step was seen. */
  readonly after?: string
  /** It is not awaited where one of those other steps was seen: they came instead, or what it came in cannot be read. */
  readonly unless?: readonly string[]
  /** It may follow the end, once. */
  readonly tail?: true
  /** As a refusal it counts even behind an end that is not the best: that one was on its way, and did not arrive. */
  readonly undoes?: true
  /** It counts as an end only where it goes to the node that began. */
  readonly returns?: true
  /** It only counts in the session that the procedure began in. */
  readonly own?: true
  /** It tells that something failed, though what it came with did not. */
  readonly fails?: true
  /** It is no step of the way, and only tells what kind of procedure it is: see `ProcedureKind.plain`. */
  readonly sign?: true
}

/** A procedure as a table: steps in the order in which they are expected, and what each does to it, by their names. */
export interface ProcedureKind {
  readonly type: string
  /** Tells apart what has the same type. */
  readonly subtype?: string
  /** As told to people. */
  readonly title: string
  /** What it is called where none of these steps was seen. */
  readonly plain?: { readonly type: string; readonly title: string; readonly without: readonly string[] }
  readonly steps: readonly Step[]
  readonly begins: readonly string[]
  /** A user does one thing of a track at a time: what begins ends what went on. */
  readonly track?: string
  /** Types whose beginning ends it, besides those of its track. */
  readonly endedBy?: readonly string[]
  /** Begins it where nothing else that it could be part of is going on, by type; and what that would be. */
  readonly impliedBy?: { readonly step: string; readonly unless: readonly string[] }
  /** Sets of steps that make it a success, the best first: a better one may come while it is still looked after. */
  readonly ends: readonly (readonly string[])[]
  /** Steps that make it a failure. */
  readonly refusals: readonly string[]
  readonly cancels?: readonly string[]
  /** The kind of its verdict where it succeeded; `completed` where nothing is said. */
  readonly completed?: string
  /** The subscriber is let go before its end. */
  readonly drops?: readonly string[]
  /** What cannot be read may have been its end. */
  readonly hides?: string
  /** Metric, the step that it counts from and the step that it counts to. */
  readonly timings: readonly (readonly [metric: string, from: string, to: string])[]
  /** Runs where it begins. */
  readonly timer?: { readonly name: string; readonly seconds: number; readonly clause: string }
  /** What begins it comes again before its end: each hop, each try. */
  readonly repeats?: true
  /** What begins it is passed on from node to node: only where the first of them sends it again is it another one. */
  readonly hops?: true
  /** How long it may be silent and still go on, where that is not SILENCE_SECONDS. */
  readonly patience?: number
  /** It is for an access point or data network. */
  readonly hasApn?: true
  /** One subscriber may have several at once, told apart by the `#…` of their messages. */
  readonly several?: true
}

/** Without a timer: what is silent for so long has come to nothing. */
export const SILENCE_SECONDS = 30
/** Who was told no tries again by then, if at all: the longest timer of NAS, T3580 of TS 24.501 §10.3. */
export const TROUBLE_SECONDS = 16
/** A better end than the one that is reached comes within this of the last step. */
export const BETTER_END_MS = 3000
/** Steps that may follow the end come within this. */
export const TAIL_MS = 2000
