import type { Warning } from './capture.ts'

/** Frames that nobody could read, by where they were. */
export interface UndecodedAt {
  /** `UDP`, `TCP` …, `IP 47`, `SS7`, `link` (no IP in it), `other` (all the rest). */
  readonly transport: string
  /** The lower of the two. */
  readonly port?: number
  readonly link_type?: number
  readonly packets: number
}

/** What a job tells of its captures and its work, besides the sessions. */
export interface Summary {
  readonly capture: {
    readonly format: string
    readonly packets: number
    /** Bytes on the wire of all frames. */
    readonly bytes: number
    /** ISO 8601, ms; absent in an empty capture. */
    readonly first_time?: string
    readonly last_time?: string
    readonly truncated: boolean
    readonly warnings: readonly Warning[]
    /** Names that the captures give to addresses, where they do. */
    readonly names?: Readonly<Record<string, string>>
    /** What somebody wrote on the captures, or on parts of them. */
    readonly comments?: readonly string[]
  }
  /** Each frame once, under its innermost decoded protocol. */
  readonly protocols: readonly {
    readonly protocol: string
    readonly packet_count: number
    readonly byte_count: number
  }[]
  /** Exclusive classes, which sum to all packets. */
  readonly coverage: {
    readonly packets: number
    readonly decoded: number
    readonly undecoded: number
    /** They sum to `undecoded`; absent where that is 0. */
    readonly undecoded_at?: readonly UndecodedAt[]
    readonly ciphered: number
    readonly malformed: number
    readonly cut: number
    readonly duplicates: number
    /** [copy, first]: at most 10,000, then `truncated`. With several captures a frame is `[file, frame]` elsewhere. */
    readonly duplicate_frames: readonly (readonly [number, number])[]
    readonly truncated: boolean
  }
}

/** How far a running job is. */
export interface Progress {
  readonly packets: number
  readonly bytes: number
  /** 0–99: share of the input that was read; never falls. */
  readonly progress: number
}
