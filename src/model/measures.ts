import type { KpiRow } from './kpi.ts'
import type { Summary } from './summary.ts'

/** Packets and bytes of one address, as source or destination of the innermost IP packet; every frame once. */
export interface Talker {
  /** IPv4 dotted, or IPv6 as RFC 5952 writes it. */
  readonly ip_address: string
  readonly packet_count: number
  readonly byte_count: number
}

export interface TalkerList {
  /** Those with the most packets and those with the most bytes; most packets first. */
  readonly talkers: readonly Talker[]
  /** There were more addresses than are listed. */
  readonly truncated: boolean
}

/** What the sessions of a job come to. */
export interface SessionMeasures {
  readonly types: readonly { readonly type: string; readonly sessions: number; readonly duration_ms: number }[]
  /** Sessions by the hour they start in: ISO 8601 UTC of its beginning. */
  readonly hours: readonly { readonly hour: string; readonly sessions: number }[]
  /** Sessions that start in hours beyond those listed. */
  readonly beyond_hours: number
  /** Sessions with at least one packet of a protocol, by the name it is counted under. */
  readonly protocols: ReadonlyMap<string, number>
  /** Sessions that an address takes part in. */
  readonly addresses: ReadonlyMap<string, number>
  readonly kpis: readonly KpiRow[]
}

/** What a finished job tells the catalogue, to be summed over jobs. */
export interface JobMeasures {
  /** Bytes of capture that were read, unpacked. */
  readonly bytes_read: number
  readonly protocols: readonly (Summary['protocols'][number] & { readonly session_count: number })[]
  readonly types: SessionMeasures['types']
  readonly hours: SessionMeasures['hours']
  readonly talkers: readonly (Talker & { readonly session_count: number })[]
  readonly talkers_truncated: boolean
  readonly kpis: readonly KpiRow[]
}
