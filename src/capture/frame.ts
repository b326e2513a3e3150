import type { FrameNotes, Warning } from '../model/capture.ts'
import type { Section } from './pcapng.ts'

const MOST_WARNINGS = 100
/** Frames that have comments, comments on the capture as a whole, and characters of each that are kept. */
const MOST_COMMENTED = 10_000
const MOST_REMARKS = 100
const LONGEST_COMMENT = 4096

/** Takes secrets that a capture brings, in pieces. */
export interface SecretsTaker {
  take(bytes: Uint8Array, from: number, to: number): void
  /** One piece of writing is over. */
  end(): void
}

/** The frame at hand of one capture, and what is to be said of the capture. */
export class FrameAtHand {
  seconds = 0
  nanoseconds = 0
  frame = 0
  readonly place = new Float64Array(1)
  linkType = 0
  /** Number of the interface in its section of a pcapng. */
  interface = 0
  from = 0
  to = 0
  wireLength = 0
  truncated = false
  readonly warnings: Warning[] = []
  readonly names = new Map<string, string>()
  /** What somebody wrote on frames, by number. */
  readonly comments = new Map<number, string>()
  /** What somebody wrote on the capture, or on its parts. */
  readonly remarks: string[] = []

  /** Says something once with its offset, and counts when it comes again. */
  warn(code: string, offset: number): void {
    const known = this.warnings.find((warning) => warning.code === code)
    if (known) known.count = (known.count ?? 1) + 1
    else if (this.warnings.length < MOST_WARNINGS) this.warnings.push({ code, offset })
  }

  /** Tells a count that the capture tells of itself, which may have risen. */
  tell(code: string, count: number): void {
    const known = this.warnings.find((warning) => warning.code === code)
    if (known) known.count = count
    else this.warnings.push({ code, count })
  }

  /** Keeps what somebody wrote on the frame at hand. */
  comment(text: string): void {
    const known = this.comments.get(this.frame)
    if (known === undefined && this.comments.size === MOST_COMMENTED) return
    this.comments.set(this.frame, (known === undefined ? text : `${known}\n${text}`).slice(0, LONGEST_COMMENT))
  }

  remark(text: string): void {
    if (text === '' || this.remarks.length === MOST_REMARKS || this.remarks.includes(text)) return
    this.remarks.push(text.slice(0, LONGEST_COMMENT))
  }

  truncate(offset: number): void {
    this.truncated = true
    this.warn('TRUNCATED_CAPTURE', offset)
  }
}

/** Link types whose frames may end with a frame check sequence. */
export const ETHERNET = 1

/** Walks the records of one format: FRAME, NEED_INPUT or END. */
export interface Records {
  next(): number
  /** Goes on elsewhere, where the capture is read by `section`. */
  seek(section?: Section): void
  /** What the records at hand are read by, where that changes within a capture. */
  readonly section?: Section
  /** What the record at hand says besides its packet. */
  readonly notes?: FrameNotes
}

/** It is a capture by its first bytes, but its header cannot be read. */
export class UnreadableCapture extends Error {
  readonly code = 'UNREADABLE_CAPTURE'
}
