import type { CaptureFormat } from './capture-formats.ts'
import type { ClockReading } from './clocks.ts'

/** `next` has moved to a frame. */
export const FRAME = 1
/** `next` wants more bytes first: `room`, then `took`. */
export const NEED_INPUT = 0
/** The capture is over. */
export const END = -1

/** Something to be said of a capture or a job; counted, not repeated. */
export interface Warning {
  readonly code: string
  /** Byte offset in the capture, where there is one. */
  offset?: number
  count?: number
  file?: number
  /** The first of the frames. */
  frame?: number
  /** By how many milliseconds at most. */
  largest_ms?: number
  /** Name of an interface, or its number. */
  interface?: string
  /** How far its clock was ahead of another's, ms, or was at first and at last; and whose. */
  offset_ms?: number
  last_offset_ms?: number
  reference?: string
}

/** What a capture says of a frame besides its packet. */
export interface FrameNotes {
  /** Of its interface, where it is named or described. */
  readonly name?: string
  readonly description?: string
  /** Comments that somebody wrote on it. */
  readonly comments: readonly string[]
  /** Whether it came in or went out where it was captured. */
  readonly direction?: 'inbound' | 'outbound'
}

interface CaptureInterfaceSource {
  readonly link_type: number
  readonly snap_length: number
  readonly name?: string
  readonly description?: string
  /** How far its clock was found to be ahead of another's: its frames are taken to be earlier by that. */
  readonly clock?: readonly ClockReading[]
}

/** What is known of a capture as a file; needed to read single packets of it again. */
export interface CaptureSource {
  readonly format: CaptureFormat
  readonly byte_order: 'little' | 'big'
  /** By interface (pcap: one): link type and ticks a second. */
  readonly interfaces: readonly CaptureInterfaceSource[]
}

/**
 * Walks the records of one capture, in its window of the job's memory. The bytes are brought by whoever has them:
 * `next()` until it says NEED_INPUT; then read at most `roomTo - roomFrom` bytes into the memory at `roomFrom` (after
 * calling `room()`), say `took(n)`, and go on; `took(0)` says that there is no more.
 *
 * After FRAME the fields below describe the frame at hand; its bytes stay where they are until the next `next()`.
 */
export interface CaptureReader {
  next(): number
  room(): void
  readonly roomFrom: number
  readonly roomTo: number
  took(n: number): void

  readonly seconds: number
  readonly nanoseconds: number
  /** Number of the frame, from 1. */
  readonly frame: number
  /** `place[0]`: offset of the frame's record in the capture. */
  readonly place: Float64Array
  readonly linkType: number
  readonly from: number
  readonly to: number
  readonly wireLength: number

  readonly source: CaptureSource
  readonly warnings: readonly Warning[]
  /** The capture ended inside a record, or was damaged: what was readable was given. */
  readonly truncated: boolean
  /** Display names of addresses (pcapng name resolution blocks), bounded. */
  readonly names: ReadonlyMap<string, string>
}

/** Why a file is no capture: a clear sentence, and the code of the API. */
export class NotACapture extends Error {
  readonly code = 'INVALID_FILE_TYPE'
}
