import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { Batch } from './batch.ts'

/** Events of several groups, while a result is written. `Join` bounds them. */
export class SharedEvents {
  /** By number of the event, its further groups. */
  readonly #further = new Map<number, readonly number[]>()
  readonly #groups = new Map<number, number>()

  /** Event number `event` of `group` is of these further groups too. */
  add(event: number, group: number, further: readonly number[]): void {
    this.#further.set(event, further)
    this.#groups.set(event, group)
  }

  of(event: number): readonly number[] | undefined {
    return this.#further.get(event)
  }

  /** Adds to the number of events of each session those that it shares, each once. */
  count(sessionOf: Int32Array, eventsOf: Uint32Array): void {
    for (const [event, further] of this.#further) {
      const sessions = new Set(further.map((group) => sessionOf[group]!))
      sessions.delete(sessionOf[this.#groups.get(event)!]!)
      for (const session of sessions) eventsOf[session]!++
    }
  }

  write(database: DatabaseSync): void {
    const rows = new Batch(database, 'shared_events', 2)
    for (const [event, further] of this.#further) {
      for (const group of new Set(further)) {
        const at = rows.row()
        rows.values[at] = group
        rows.values[at + 1] = event
      }
    }
    rows.flush()
  }
}

/** Reads which events of other groups are a session's too. */
export class SharedEventReader {
  readonly #select: StatementSync
  readonly #first: StatementSync

  constructor(database: DatabaseSync) {
    this.#select = database.prepare(`SELECT e.event FROM session_groups g JOIN shared_events e ON e.grp = g.grp
      WHERE g.session = ?`)
    this.#first = database.prepare(`SELECT s.id AS session, s.session_id FROM session_groups g
      JOIN sessions s ON s.id = g.session WHERE g.grp = ?`)
  }

  /** The session that a group is of. */
  first(group: number): { readonly session: number; readonly session_id: string } | undefined {
    return this.#first.get(group) as { session: number; session_id: string } | undefined
  }

  of(session: number): number[] {
    return this.#select.all(session).map((row) => row['event'] as number)
  }
}
