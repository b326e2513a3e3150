import type { DatabaseSync } from 'node:sqlite'
import type { Part } from '../../model/message.ts'
import { BlockReader } from './blocks.ts'
import type { Wanted } from './condition.ts'
import { type FramePlace, SessionFrames } from './session-frames.ts'

/** An event as it is needed to decode its message again. */
export interface FrameEvent {
  readonly event_id: string
  readonly protocol: string
  readonly message_type: string
  /** The pieces of a message that was put together. */
  readonly parts?: readonly Part[]
  readonly session_id?: string
}

type Pieces = readonly (readonly [file: number, frame: number, offset: number, start: number, length: number])[]

const EVENTS_AT = `
SELECT e.id, n.protocol, n.message_type, s.session_id FROM events e JOIN names n ON n.id = e.name
LEFT JOIN session_groups g ON g.grp = e.grp LEFT JOIN sessions s ON s.id = g.session
WHERE e.file = ? AND e.frame = ? ORDER BY e.id`
const BEFORE = 'SELECT frame, offset FROM events WHERE file = ? AND frame <= ? ORDER BY frame DESC LIMIT 1'

/** Finds the frames of events and sessions. */
export class FrameReader {
  readonly #database: DatabaseSync
  readonly #blocks: BlockReader

  constructor(database: DatabaseSync) {
    this.#database = database
    this.#blocks = new BlockReader(database)
  }

  /** Events whose messages the frame completes, in order. */
  eventsAt(file: number, frame: number): FrameEvent[] {
    return this.#database
      .prepare(EVENTS_AT)
      .all(file, frame)
      .map((row) => {
        const { id, protocol, message_type, session_id } = row as {
          id: number
          protocol: string
          message_type: string
          session_id: string | null
        }
        const parts = this.#parts(id)
        return {
          event_id: `evt-${String(id).padStart(3, '0')}`,
          protocol,
          message_type,
          ...(parts.length > 0 && { parts }),
          ...(session_id !== null && { session_id }),
        }
      })
  }

  /** The last frame at or before that one whose place is known, by the events. */
  before(file: number, frame: number): FramePlace | undefined {
    const row = this.#database.prepare(BEFORE).get(file, frame) as { frame: number; offset: number } | undefined
    return row && { file, frame: row.frame, offset: row.offset }
  }

  /** The frames of sessions: gathers those of their events first. `media` asks for events of media too. */
  ofSessions(wanted: Wanted, media: boolean): SessionFrames {
    const frames = new SessionFrames(this.#database, wanted)
    for (const event of frames.events(media)) {
      frames.add(event)
      for (const part of this.#parts(event.id)) frames.add(part)
    }
    return frames
  }

  #parts(event: number): Part[] {
    const line = this.#blocks.line(event)
    // Most messages come whole: their lines end with the details.
    if (line.endsWith('}]')) return []
    const [, , , pieces = []] = JSON.parse(line) as [string, unknown, unknown?, Pieces?]
    return pieces.map(([file, frame, offset, start, length]) => ({ file, frame, offset, start, length }))
  }
}
