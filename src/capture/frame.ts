import type { Warning } from '../model/capture.ts'
import type { Section } from './pcapng.ts'

const MOST_WARNINGS = 100

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

  /** Says something once with its offset, and counts when it comes again. */
  warn(code: string, offset: number): void {
    const known = this.warnings.find((warning) => warning.code === code)
    if (known) known.count = (known.count ?? 1) + 1
    else if (this.warnings.length < MOST_WARNINGS) this.warnings.push({ code, offset })
  }

  /** Adds to a count that the capture tells of itself. */
  count(code: string, count: number): void {
    const known = this.warnings.find((warning) => warning.code === code)
    if (known) known.count = (known.count ?? 0) + count
    else this.warnings.push({ code, count })
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
}

/** It is a capture by its first bytes, but its header cannot be read. */
export class UnreadableCapture extends Error {}
