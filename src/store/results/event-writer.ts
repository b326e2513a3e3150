import type { DatabaseSync } from 'node:sqlite'
import type { Fault } from '../../model/message.ts'
import type { EventRow } from '../../model/rows.ts'
import { Batch } from './batch.ts'
import { BlockWriter, json } from './blocks.ts'
import { type Endpoints, Names } from './interned.ts'

/** As `fault` is stored: its place here. */
export const FAULTS: readonly Fault[] = ['', 'cut', 'malformed']

/** Writes events: narrow rows of numbers, and their texts and details in blocks. */
export class EventWriter {
  /** Events so far; the number of the last. */
  count = 0
  /** Highest ordinal of a capture seen. */
  lastFile = 0
  readonly #rows: Batch
  readonly #blocks: BlockWriter
  readonly #names: Names
  readonly #endpoints: Endpoints
  /** Events by group: four bytes for each group of the job. */
  #counts = new Uint32Array(1024)

  constructor(database: DatabaseSync, endpoints: Endpoints) {
    this.#rows = new Batch(database, 'events', 11)
    this.#blocks = new BlockWriter(database)
    this.#names = new Names(database)
    this.#endpoints = endpoints
  }

  add(row: EventRow): void {
    const id = ++this.count
    const { values } = this.#rows
    const at = this.#rows.row()
    values[at] = id
    values[at + 1] = row.group
    values[at + 2] = row.at.seconds
    values[at + 3] = row.at.nanoseconds
    values[at + 4] = row.file
    values[at + 5] = row.frame
    values[at + 6] = this.#names.id(row.protocol, row.message_type)
    values[at + 7] = this.#endpoints.id(row.source)
    values[at + 8] = this.#endpoints.id(row.destination)
    values[at + 9] = row.fault === '' ? 0 : FAULTS.indexOf(row.fault)
    values[at + 10] = row.offset
    this.#blocks.add(json(bodyOf(row)))
    if (row.file > this.lastFile) this.lastFile = row.file
    this.#countOf(row.group)
  }

  /** Events of a group. */
  of(group: number): number {
    return this.#counts[group] ?? 0
  }

  flush(): void {
    this.#rows.flush()
    this.#names.flush()
  }

  /** No event comes any more. */
  end(): void {
    this.flush()
    this.#blocks.flush()
  }

  #countOf(group: number): void {
    if (group >= this.#counts.length) {
      const larger = new Uint32Array(Math.max(group + 1, this.#counts.length * 2))
      larger.set(this.#counts)
      this.#counts = larger
    }
    this.#counts[group]!++
  }
}

/** Short text and details; of a message put together its frames and the pieces in them, in short. */
function bodyOf({ short, details, frames, parts }: EventRow): unknown[] {
  if (!frames && !parts) return [short, details]
  const pieces = parts?.map(({ file, frame, offset, start, length }) => [file, frame, offset, start, length])
  return [short, details, frames ?? null, pieces ?? []]
}
