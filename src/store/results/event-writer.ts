import type { DatabaseSync } from 'node:sqlite'
import type { Part, RawMessage } from '../../model/message.ts'
import type { EventRow } from '../../model/rows.ts'
import { BlockWriter, json } from './blocks.ts'
import { FAULTS, TRANSPORTS } from './event-body.ts'
import * as columns from './event-columns.ts'
import { type Endpoints, Names } from './interned.ts'
import { BLOCK } from './schema.ts'
import { SharedEvents } from './shared-events.ts'

/** Writes events: columns of numbers, and their texts and details, or the messages themselves, in blocks. */
export class EventWriter {
  /** Events so far; the number of the last. */
  count = 0
  /** Highest ordinal of a capture seen. */
  lastFile = 0
  readonly #blocks: BlockWriter
  readonly #names: Names
  readonly #endpoints: Endpoints
  /** By group, events and the number of the last: eight bytes for each group of the job. */
  #counts = new Uint32Array(1024)
  #last = new Uint32Array(1024)
  readonly shared = new SharedEvents()

  constructor(database: DatabaseSync, endpoints: Endpoints) {
    this.#blocks = new BlockWriter(database)
    this.#names = new Names(database)
    this.#endpoints = endpoints
  }

  add(row: EventRow): void {
    const blocks = this.#blocks
    blocks.next()
    const { slot, columns: cells } = blocks
    const id = ++this.count
    const { group, raw } = row
    if (group >= this.#counts.length) this.#grow(group)
    cells.set(columns.GROUP, slot, group)
    cells.set(columns.PREVIOUS, slot, this.#last[group]!)
    cells.set(columns.NANOSECONDS, slot, row.at.nanoseconds)
    cells.setPlace(slot, row.at.seconds, row.file)
    cells.set(columns.FRAME, slot, row.frame)
    cells.set(columns.NAME, slot, this.#names.id(row.protocol, row.message_type, row.also))
    cells.set(columns.SOURCE, slot, this.#endpoints.id(row.source))
    cells.set(columns.DESTINATION, slot, this.#endpoints.id(row.destination))
    cells.set(columns.STATE, slot, stateOf(row))
    cells.setOffset(slot, row.offset)
    const length = raw ? blocks.raw(raw) : 0
    const told = raw ? besidesOf(row, raw) : json(bodyOf(row))
    cells.set(columns.RAW, slot, length)
    cells.set(columns.LENGTH, slot, told === '' ? length : length + blocks.text(told))
    if (row.file > this.lastFile) this.lastFile = row.file
    this.#counts[group]!++
    this.#last[group] = id
    if (row.further !== undefined) this.shared.add(id, group, row.further)
  }

  /** Events of a group. */
  of(group: number): number {
    return this.#counts[group] ?? 0
  }

  /** Number of a group's last event, which leads to those before it; 0 for none. */
  last(group: number): number {
    return this.#last[group] ?? 0
  }

  /** Group and time (ms since 1970) of each event, in order, and its further groups. */
  *times(): Generator<readonly [group: number, time: number, further?: readonly number[]]> {
    let event = 0
    for (const cells of this.#blocks.all()) {
      for (let slot = 0; slot < BLOCK && cells.get(columns.GROUP, slot) !== 0; slot++) {
        const time = cells.milliseconds(slot)
        const further = this.shared.of(++event)
        yield further ? [cells.get(columns.GROUP, slot), time, further] : [cells.get(columns.GROUP, slot), time]
      }
    }
  }

  /** The columns of all events, block by block; no event may come after. */
  columns(): Iterable<columns.EventColumns> {
    this.end()
    return this.#blocks.all()
  }

  flush(): void {
    this.#names.flush()
  }

  /** No event comes any more. */
  end(): void {
    this.flush()
    this.#blocks.flush()
  }

  #grow(group: number): void {
    const size = Math.max(group + 1, this.#counts.length * 2)
    const [counts, last] = [new Uint32Array(size), new Uint32Array(size)]
    counts.set(this.#counts)
    last.set(this.#last)
    this.#counts = counts
    this.#last = last
  }
}

function stateOf({ fault, raw, details }: EventRow): number {
  const told =
    (fault === '' ? 0 : FAULTS.indexOf(fault)) |
    (details['failed'] === true ? columns.FAILED : 0) |
    (details['retransmission'] === true ? columns.REPEATED : 0)
  return raw === undefined || raw.transport === 'udp' ? told : told | (TRANSPORTS.indexOf(raw.transport) << 4)
}

/** Short text and details; of a message put together its frames and the pieces in them, in short. */
function bodyOf({ short, details, frames, parts }: EventRow): unknown[] {
  if (!frames && !parts) return [short, details]
  return [short, details, frames ?? null, piecesOf(parts)]
}

/** What a message's bytes do not tell; nothing for most. */
function besidesOf({ frames, parts, besides }: EventRow, { missing }: RawMessage): string {
  if (besides === undefined && missing === 0 && !frames && !parts) return ''
  return json([missing, besides ?? null, frames ?? null, piecesOf(parts)])
}

function piecesOf(parts: readonly Part[] | undefined): unknown[] {
  return parts?.map(({ file, frame, offset, start, length }) => [file, frame, offset, start, length]) ?? []
}
