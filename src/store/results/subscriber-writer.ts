import type { DatabaseSync } from 'node:sqlite'
import type { IdentityRow, SubscribedRow, SubscriberRow } from '../../model/subscriber.ts'
import { Batch } from './batch.ts'

/** Writes who was found, their identities and their sessions. */
export class SubscriberWriter {
  readonly #subscribers: Batch
  readonly #identities: Batch
  readonly #sessions: Batch

  constructor(database: DatabaseSync) {
    this.#subscribers = new Batch(database, 'subscribers', 7)
    this.#identities = new Batch(database, 'subscriber_identities', 8)
    this.#sessions = new Batch(database, 'subscriber_sessions', 7)
  }

  flush(): void {
    for (const rows of [this.#subscribers, this.#identities, this.#sessions]) rows.flush()
  }

  subscriber(subscriber: number, row: SubscriberRow): void {
    const { values } = this.#subscribers
    const at = this.#subscribers.row()
    values[at] = subscriber
    values[at + 1] = row.subscriber_id
    values[at + 2] = row.kind
    values[at + 3] = row.value
    values[at + 4] = row.first_time
    values[at + 5] = row.last_time
    values[at + 6] = row.sessions
  }

  identity(subscriber: number, row: IdentityRow): void {
    const { values } = this.#identities
    const at = this.#identities.row()
    values[at] = subscriber
    values[at + 1] = row.kind
    values[at + 2] = row.value
    values[at + 3] = row.first_time
    values[at + 4] = row.last_time
    values[at + 5] = row.evidence
    values[at + 6] = row.frame
    values[at + 7] = row.shared ? 1 : 0
  }

  subscribed(subscriber: number, session: number, row: SubscribedRow): void {
    const { values } = this.#sessions
    const at = this.#sessions.row()
    values[at] = subscriber
    values[at + 1] = session
    values[at + 2] = row.role
    values[at + 3] = row.evidence
    values[at + 4] = row.value
    values[at + 5] = row.confidence
    values[at + 6] = row.frame
  }
}
