import type { DatabaseSync, StatementSync } from 'node:sqlite'

/** Numbers of one entry: event, its own group, a further one. */
const WIDTH = 3

/** Events of several groups, while a result is written: twelve bytes an entry. `Join` bounds them. */
export class SharedEvents {
  #entries = new Uint32Array(WIDTH * 256)
  #used = 0
  /** Where `of` goes on: it is asked for events in their order. */
  #next = 0

  /** Event number `event` of `group` is of these further groups too; events come in their order. */
  add(event: number, group: number, further: readonly number[]): void {
    for (const other of further) {
      if (this.#used === this.#entries.length) this.#grow()
      this.#entries.set([event, group, other], this.#used)
      this.#used += WIDTH
    }
  }

  /** The further groups of an event, each event being asked for once and in order; 1 begins anew. */
  of(event: number): readonly number[] | undefined {
    if (event === 1) this.#next = 0
    let found: number[] | undefined
    for (; this.#next < this.#used && this.#entries[this.#next]! <= event; this.#next += WIDTH) {
      if (this.#entries[this.#next] === event) (found ??= []).push(this.#entries[this.#next + 2]!)
    }
    return found
  }

  /** Adds to the number of events of each session those that it shares, each once. */
  count(sessionOf: Int32Array, eventsOf: Uint32Array): void {
    let sessions = new Set<number>()
    let last = 0
    for (let at = 0; at < this.#used; at += WIDTH) {
      const [event, group, other] = this.#entries.subarray(at, at + WIDTH) as unknown as [number, number, number]
      if (event !== last) sessions = new Set([sessionOf[group]!])
      last = event
      const session = sessionOf[other]!
      if (!sessions.has(session)) eventsOf[session]!++
      sessions.add(session)
    }
  }

  write(database: DatabaseSync): void {
    const insert = database.prepare('INSERT OR IGNORE INTO shared_events VALUES (?, ?)')
    for (let at = 0; at < this.#used; at += WIDTH) insert.run(this.#entries[at + 2]!, this.#entries[at]!)
  }

  #grow(): void {
    const larger = new Uint32Array(this.#entries.length * 2)
    larger.set(this.#entries)
    this.#entries = larger
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
