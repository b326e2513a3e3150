import type { DatabaseSync } from 'node:sqlite'
import type { Transport } from '../../model/message.ts'
import type { SessionEvent } from '../../model/session.ts'
import type { Wanted } from './condition.ts'
import type { EventReader, KeptMessage, StoredPart } from './event-reader.ts'
import { type FramePlace, SessionFrames } from './session-frames.ts'

/** An event as it is needed to decode its message again. */
export interface FrameEvent {
  readonly event_id: string
  readonly protocol: string
  /** The pieces of a message that was put together. */
  readonly parts?: readonly StoredPart[]
  readonly session_id?: string
  /** What it came in, where its bytes were kept. */
  readonly transport?: Transport
}

const SESSION = 'SELECT s.session_id FROM session_groups g JOIN sessions s ON s.id = g.session WHERE g.grp = ?'

/** Finds the frames of events and sessions. */
export class FrameReader {
  readonly #database: DatabaseSync
  readonly #events: EventReader

  constructor(database: DatabaseSync, events: EventReader) {
    this.#database = database
    this.#events = events
  }

  /** Events whose messages the frame completes, in order. */
  eventsAt(file: number, frame: number): FrameEvent[] {
    const session = this.#database.prepare(SESSION)
    return this.#events.at(file, frame).map(({ event_id, protocol, parts, group, transport }) => {
      const session_id = session.get(group)?.['session_id'] as string | undefined
      return {
        event_id,
        protocol,
        ...(parts.length > 0 && { parts }),
        ...(session_id !== undefined && { session_id }),
        ...(transport !== undefined && { transport }),
      }
    })
  }

  /** What was stored of one of `eventsAt`. */
  told(event: FrameEvent): SessionEvent {
    return this.#events.event(event.event_id)
  }

  /** The message of one of `eventsAt`, where its bytes were kept. */
  kept(event: FrameEvent): KeptMessage | undefined {
    return this.#events.kept(event.event_id)
  }

  /** The last frame at or before that one whose place is known, by the events. */
  before(file: number, frame: number): FramePlace | undefined {
    const place = this.#events.before(file, frame)
    return place && { file, ...place }
  }

  /** The frames of sessions; those of their events are to be gathered first. */
  ofSessions(wanted: Wanted): SessionFrames {
    return new SessionFrames(this.#database, this.#events, wanted)
  }
}
