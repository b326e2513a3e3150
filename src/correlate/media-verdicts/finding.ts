import { roundMilliseconds } from '../../model/moment.ts'
import type { MediaVerdict, MediaVerdictKind, Severity } from '../../model/session.ts'
import type { CallMedia, Flow, Heard } from './call-media.ts'
import { SEVERITY } from '../../quality/media-thresholds.ts'

/** Looks at the media of a call for one thing. */
export type MediaRule = (media: CallMedia) => readonly MediaVerdict[]

export interface Found {
  readonly text: string
  readonly streams: readonly Heard[]
  readonly frame?: number | undefined
  readonly evidence: Readonly<Record<string, unknown>>
  readonly severity?: Severity
}

export function finding(kind: MediaVerdictKind, { text, streams, frame, evidence, severity }: Found): MediaVerdict {
  return {
    kind,
    severity: severity ?? SEVERITY[kind],
    text,
    streams: [...new Set(streams.map(({ id }) => id))],
    ...(frame !== undefined && { frame }),
    evidence,
  }
}

/** Whence and whither, as sentences name a stream. */
export function way({ row }: Heard | Flow): string {
  return `from ${row.source.text} to ${row.destination.text}`
}

/** A length of time as sentences tell it. */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

export const ms = roundMilliseconds
