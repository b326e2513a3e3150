import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Part, Transport } from '../../model/message.ts'
import { isoTime, nanosecondText } from '../../model/moment.ts'
import type { DecodeBody } from '../../model/rows.ts'
import type { SessionEvent } from '../../model/session.ts'
import { BlockReader } from './blocks.ts'
import * as columns from './event-columns.ts'
import {
  type Besides,
  besidesOf,
  FAULTS,
  type Line,
  type Pieces,
  textOf,
  type Told,
  told,
  transportOf,
} from './event-body.ts'
import { EndpointReader, NameReader } from './interned.ts'
import { type MemberFailure, MemberReader, type Via } from './member-reader.ts'
import type { RelatedSession } from './records.ts'
import { BLOCK } from './schema.ts'
import { SharedEventReader } from './shared-events.ts'

/** Part of a session's events. */
export interface EventPage {
  /** How many to pass over. */
  readonly from?: number
  readonly limit?: number
}

/** Events of several sessions on one timeline. */
export interface Timeline {
  /** Names of protocols, in any case. */
  readonly protocols?: readonly string[]
  /** ISO 8601; both included. */
  readonly start?: string
  readonly end?: string
  readonly from: number
  readonly limit: number
}

export interface TimelineEvents {
  /** Of all pages. */
  readonly total: number
  /** Each with the session that it is of. */
  readonly events: readonly (SessionEvent & { readonly session_id: string })[]
}

/** Where a message stands in its captures, so that it can be read again. */
export interface EventSource {
  readonly event_id: string
  /** Number of its group. */
  readonly group: number
  readonly protocol: string
  readonly source: string
  readonly destination: string
  readonly file: number
  readonly frame: number
  /** Where the frame's record starts in its capture, in bytes. */
  readonly offset: number
  /** The pieces of a message that was put together from several frames. */
  readonly parts: readonly StoredPart[]
  /** What it came in, where its bytes were kept. */
  readonly transport?: Transport
}

/** A message as it was kept, without secrets. */
export interface KeptMessage {
  readonly bytes: Uint8Array
  /** Bytes of it that the snap length cut off. */
  readonly missing: number
}

/** A piece of a message, as far as it is needed to read it again. */
export type StoredPart = Omit<Part, 'wireLength'>

/** Reads events of sessions. */
export class EventReader {
  readonly #groups: StatementSync
  readonly #members: MemberReader
  readonly #shared: SharedEventReader
  readonly #around: StatementSync
  readonly #leading: StatementSync
  readonly #blocks: BlockReader
  readonly #names: NameReader
  readonly #endpoints: EndpointReader
  /** What the ids of packets begin with. */
  readonly #job: string
  readonly #files: number
  readonly #decode: DecodeBody
  #epoch: number | undefined

  constructor(
    database: DatabaseSync,
    job: { readonly job: string; readonly files: number; readonly decode: DecodeBody },
  ) {
    this.#groups = database.prepare('SELECT events, last FROM session_groups WHERE session = ?')
    this.#around = database.prepare('SELECT id FROM blocks WHERE high_frame >= ? AND low_frame <= ? ORDER BY id')
    this.#members = new MemberReader(database)
    this.#shared = new SharedEventReader(database)
    this.#leading = database.prepare(
      'SELECT id FROM blocks WHERE file = ? AND low_frame <= ? ORDER BY low_frame DESC, id DESC LIMIT 1',
    )
    this.#blocks = new BlockReader(database)
    this.#names = new NameReader(database)
    this.#endpoints = new EndpointReader(database)
    this.#job = job.job
    this.#files = job.files
    this.#decode = job.decode
  }

  /** Events of session number `session` and of its members, by time, then file, frame and number. */
  of(session: number, { from = 0, limit = -1 }: EventPage): SessionEvent[] {
    if (limit === 0) return []
    const via = this.#members.events(
      session,
      (member) => this.#own(member),
      (id) => this.#time(id),
    )
    const own = this.#own(session)
    for (const id of this.#shared.of(session)) {
      const first = this.#shared.first(this.#groupOf(id))
      if (first !== undefined && first.session !== session) via.set(id, this.#viaFirst(id, first.session_id))
    }
    const ids = [...new Set([...own, ...via.keys()])].sort((a, b) => this.#compare(a, b))
    const page = ids.slice(from, limit < 0 ? undefined : from + limit)
    return page.map((id) => ({ ...this.#event(id), ...via.get(id) }))
  }

  /** The sessions whose events are a session's too, and why. */
  members(session: number): readonly RelatedSession[] {
    return this.#members.of(session)
  }

  /** What went wrong first in a session's members. */
  firstFailure(session: number): MemberFailure | undefined {
    return this.#members.firstFailure(session)
  }

  /** Part of the events of several sessions by time, each once, and how many there are. */
  merged(
    sessions: readonly { readonly id: number; readonly session_id: string }[],
    { from, limit, ...filter }: Timeline,
  ): TimelineEvents {
    const sessionOf = new Map<number, string>()
    for (const { id: session, session_id } of sessions) {
      for (const id of this.#own(session)) if (this.#fits(id, filter)) sessionOf.set(id, session_id)
    }
    const ids = [...sessionOf.keys()].sort((a, b) => this.#compare(a, b))
    const events = ids.slice(from, from + limit).map((id) => ({ ...this.#event(id), session_id: sessionOf.get(id)! }))
    return { total: ids.length, events }
  }

  /** Milliseconds since the second of the job's first event: small enough to be exact. */
  time(id: number): number {
    const { columns: cells, slot } = this.#blocks.place(id)
    this.#epoch ??= this.#blocks.place(1).columns.seconds(0)
    return (cells.seconds(slot) - this.#epoch) * 1000 + cells.get(columns.NANOSECONDS, slot) / 1e6
  }

  /** Milliseconds since 1970. */
  #time(id: number): number {
    const { columns: cells, slot } = this.#blocks.place(id)
    return cells.milliseconds(slot)
  }

  #fits(id: number, { protocols, start, end }: Omit<Timeline, 'from' | 'limit'>): boolean {
    const at = Math.floor(this.#time(id))
    if ((start !== undefined && at < Date.parse(start)) || (end !== undefined && at > Date.parse(end))) return false
    if (protocols === undefined) return true
    const { columns: cells, slot } = this.#blocks.place(id)
    const protocol = this.#names.of(cells.get(columns.NAME, slot)).protocol.toLowerCase()
    return protocols.some((one) => one.toLowerCase() === protocol)
  }

  /** The messages that a frame completes. */
  at(file: number, frame: number): EventSource[] {
    const found: EventSource[] = []
    for (const row of this.#around.all(frame, frame)) {
      const first = (row['id'] as number) * BLOCK + 1
      const { columns: cells } = this.#blocks.place(first)
      for (let slot = 0; slot < BLOCK && cells.get(columns.GROUP, slot) !== 0; slot++) {
        if (cells.get(columns.FRAME, slot) !== frame || cells.file(slot) !== file) continue
        found.push(this.source(first + slot))
      }
    }
    return found
  }

  /** The events of a group that end with number `last`, the last first. */
  *chain(last: number): Generator<EventSource> {
    for (const id of this.#chain(last)) yield this.source(id)
  }

  /** Whether session number `session` has an event of such a name (its number) and frame. */
  some(session: number, test: (name: number, frame: number) => boolean): boolean {
    const fits = (id: number): boolean => {
      const { columns: cells, slot } = this.#blocks.place(id)
      return test(cells.get(columns.NAME, slot), cells.get(columns.FRAME, slot))
    }
    return (
      this.#groups.all(session).some((row) => {
        for (const id of this.#chain(row['last'] as number)) if (fits(id)) return true
        return false
      }) || this.#shared.of(session).some(fits)
    )
  }

  /** The last frame at or before that one whose place is known, by one of the blocks that lead there. */
  before(file: number, frame: number): { readonly frame: number; readonly offset: number } | undefined {
    const block = this.#leading.get(file, frame)?.['id'] as number | undefined
    if (block === undefined) return undefined
    const { columns: cells } = this.#blocks.place(block * BLOCK + 1)
    let best = -1
    for (let slot = 0; slot < BLOCK && cells.get(columns.GROUP, slot) !== 0; slot++) {
      const own = cells.file(slot) === file ? cells.get(columns.FRAME, slot) : Infinity
      if (own <= frame && (best < 0 || own > cells.get(columns.FRAME, best))) best = slot
    }
    return best < 0 ? undefined : { frame: cells.get(columns.FRAME, best), offset: cells.offset(best) }
  }

  /** Where the message of event number `id` stands. */
  source(id: number): EventSource {
    const { columns: cells, slot } = this.#blocks.place(id)
    return {
      event_id: idOf(id),
      group: cells.get(columns.GROUP, slot),
      protocol: this.#names.of(cells.get(columns.NAME, slot)).protocol,
      source: this.#endpoints.of(cells.get(columns.SOURCE, slot)).text,
      destination: this.#endpoints.of(cells.get(columns.DESTINATION, slot)).text,
      file: cells.file(slot),
      frame: cells.get(columns.FRAME, slot),
      offset: cells.offset(slot),
      parts: this.#pieces(id).map(partOf),
      ...(cells.get(columns.RAW, slot) > 0 && { transport: transportOf(cells.get(columns.STATE, slot)) }),
    }
  }

  /** The bytes of an event's message, where they were kept. */
  kept(event_id: string): KeptMessage | undefined {
    const id = Number(event_id.slice(ID_PREFIX.length))
    const { columns: cells, slot } = this.#blocks.place(id)
    const raw = cells.get(columns.RAW, slot)
    if (raw === 0) return undefined
    const body = this.#blocks.body(id)
    return { bytes: body.slice(0, raw), missing: besidesOf(body, raw)[0] }
  }

  /** Of most messages nothing needs to be read to know that they came whole. */
  #pieces(id: number): Pieces {
    const { columns: cells, slot } = this.#blocks.place(id)
    const raw = cells.get(columns.RAW, slot)
    if (raw > 0 && cells.get(columns.LENGTH, slot) === raw) return []
    const text = textOf(this.#blocks.body(id).subarray(raw))
    const pieces = (JSON.parse(text) as Line | Besides)[3]
    return pieces ?? []
  }

  *#chain(last: number): Generator<number> {
    let id = last
    while (id > 0) {
      yield id
      const { columns: cells, slot } = this.#blocks.place(id)
      const before = cells.get(columns.PREVIOUS, slot)
      // Numbers only fall: a damaged file cannot lead round in a circle.
      id = before < id ? before : 0
    }
  }

  #groupOf(id: number): number {
    const { columns: cells, slot } = this.#blocks.place(id)
    return cells.get(columns.GROUP, slot)
  }

  /** A message about several sessions stands with the first of them, and says so in the others. */
  #viaFirst(id: number, session_id: string): Via {
    const { columns: cells, slot } = this.#blocks.place(id)
    const { message_type } = this.#names.of(cells.get(columns.NAME, slot))
    const link = {
      evidence: 'shared-message',
      value: message_type,
      confidence: 1,
      frame: cells.get(columns.FRAME, slot),
    }
    return { via_session: session_id, linked_by: [link] }
  }

  /** Numbers of the events of a session's own groups, those among them that it shares with others. */
  #own(session: number): number[] {
    const own = this.#groups.all(session).flatMap((row) => [...this.#chain(row['last'] as number)])
    return [...own, ...this.#shared.of(session)]
  }

  #compare(a: number, b: number): number {
    const { columns: one, slot } = this.#blocks.place(a)
    const { columns: other, slot: otherSlot } = this.#blocks.place(b)
    return (
      one.seconds(slot) - other.seconds(otherSlot) ||
      one.get(columns.NANOSECONDS, slot) - other.get(columns.NANOSECONDS, otherSlot) ||
      one.file(slot) - other.file(otherSlot) ||
      one.get(columns.FRAME, slot) - other.get(columns.FRAME, otherSlot) ||
      a - b
    )
  }

  /** The event of that id, which must be one of this result. */
  event(event_id: string): SessionEvent {
    return this.#event(Number(event_id.slice(ID_PREFIX.length)))
  }

  #event(id: number): SessionEvent {
    const { columns: cells, slot } = this.#blocks.place(id)
    const { short, details, frames } = this.#told(id)
    const at = { seconds: cells.seconds(slot), nanoseconds: cells.get(columns.NANOSECONDS, slot) }
    const [file, frame] = [cells.file(slot), cells.get(columns.FRAME, slot)]
    const fault = FAULTS[cells.get(columns.STATE, slot) & 15]
    return {
      event_id: idOf(id),
      timestamp: isoTime(at),
      timestamp_ns: nanosecondText(at),
      ...this.#names.of(cells.get(columns.NAME, slot)),
      source: this.#endpoints.of(cells.get(columns.SOURCE, slot)).text,
      destination: this.#endpoints.of(cells.get(columns.DESTINATION, slot)).text,
      short,
      frame,
      ...(frames && { frames }),
      ...(this.#files > 1 && { file }),
      packet_id: this.#files > 1 ? `${this.#job}.${file}.${frame}` : `${this.#job}.${frame}`,
      ...(fault && { fault }),
      details,
    }
  }

  /** What the body of an event says: stored, or decoded from the message now. */
  #told(id: number): Told {
    const place = this.#blocks.place(id)
    const { protocol } = this.#names.of(place.columns.get(columns.NAME, place.slot))
    return told(place, this.#blocks.body(id), protocol, this.#decode)
  }
}

const ID_PREFIX = 'evt-'

function idOf(id: number): string {
  return `${ID_PREFIX}${String(id).padStart(3, '0')}`
}

function partOf([file = 0, frame = 0, offset = 0, start = 0, length = 0]: readonly number[]): StoredPart {
  return { file, frame, offset, start, length }
}
