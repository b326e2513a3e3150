import type { PartyRole } from './message.ts'

/** A subscriber as a job knows them; times are ISO 8601 UTC cut to milliseconds. */
export interface SubscriberRow {
  /** As ids of sessions: the job's first 48 bits, then a hash. */
  readonly subscriber_id: string
  /** The identity that names the subscriber: the strongest known. */
  readonly kind: string
  readonly value: string
  readonly first_time: string
  readonly last_time: string
  /** Number of sessions. */
  readonly sessions: number
}

/** An identity of a subscriber and when it was seen to be theirs. */
export interface IdentityRow {
  readonly kind: string
  readonly value: string
  readonly first_time: string
  readonly last_time: string
  /** What tied it to the subscriber: another identity as `kind value`, or the same where a message named it alone. */
  readonly evidence: string
  readonly frame: number
  /** Other subscribers have it too: it tells nobody apart. */
  readonly shared: boolean
}

/** Why a session is of a subscriber. */
export interface SubscribedRow {
  readonly role: PartyRole
  readonly evidence: string
  readonly value: string
  /** 0–1. */
  readonly confidence: number
  readonly frame: number
}
