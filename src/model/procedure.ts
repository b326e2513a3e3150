import type { Endpoint } from './endpoint.ts'
import type { Outcome } from './session.ts'

/** What kind of event it is that goes by a name (`PROTOCOL message`) and further ones: a number, 0 for none. */
export type KindOf = (name: string, further: readonly string[]) => number

/** An event as far as procedures are told from it. */
export interface NamedEvent {
  /** Number of the event in its job. */
  readonly event: number
  readonly kind: number
  readonly group: number
  /** Milliseconds since the epoch of the job. */
  readonly time: number
  /** It says that something failed. */
  readonly failed: boolean
  /** It was sent before. */
  readonly repeated: boolean
  readonly source: Endpoint
  readonly destination: Endpoint
}

/** What an event says, for the few that have to be read while relating. */
export interface EventFacts {
  readonly protocol: string
  readonly message_type: string
  readonly frame: number
  readonly details: Readonly<Record<string, unknown>>
}

/** A step that did not come, and what that means. */
export interface MissingStep {
  readonly name: string
  readonly meaning: string
}

/** One procedure of a subscriber, as relating hands it over; times are ISO 8601 UTC cut to milliseconds. */
export interface ProcedureRow {
  readonly type: string
  /** As told to people. */
  readonly title: string
  readonly subtype?: string
  /** 0 where nobody knows whose it is. */
  readonly subscriber: number
  /** Those whose events take part. */
  readonly sessions: readonly number[]
  readonly start_time: string
  readonly end_time: string
  readonly duration_ms: number
  readonly outcome: Outcome
  readonly verdict: Readonly<Record<string, unknown>>
  /** Access point or data network that it was for. */
  readonly apn?: string
  /** Who began it, and whom they asked. */
  readonly source: string
  readonly destination: string
  readonly steps: readonly { readonly event: number; readonly name: string }[]
  readonly missing: readonly MissingStep[]
  /** Milliseconds by name. */
  readonly timings: Readonly<Record<string, number>>
}

/** A step of a procedure, as the API and the command line give it. */
export interface ProcedureStep {
  readonly event_id: string
  readonly name: string
  /** Since the procedure began; absent where the capture's clocks put the step before that. */
  readonly since_start_ms?: number
}

/** A procedure as the API and the command line give it; times are ISO 8601 UTC cut to milliseconds. */
export interface Procedure {
  readonly procedure_id: string
  readonly type: string
  /** As told to people. */
  readonly title: string
  readonly subtype?: string
  readonly subscriber_id?: string
  readonly start_time: string
  readonly end_time: string
  readonly duration_ms: number
  readonly outcome: Outcome
  readonly verdict: Readonly<Record<string, unknown>>
  readonly apn?: string
  readonly source: string
  readonly destination: string
  readonly steps: readonly ProcedureStep[]
  readonly missing_steps: readonly MissingStep[]
  readonly timings: Readonly<Record<string, number>>
}
