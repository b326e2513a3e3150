import type { Hints } from './hints.ts'

/** Why a job failed, for those who count; `capture` where the file is no good. */
export const FAILURE_REASONS = ['cancelled', 'capture', 'disk', 'memory', 'internal'] as const
export type FailureReason = (typeof FAILURE_REASONS)[number]

export const JOB_STATUSES = ['queued', 'running', 'completed', 'failed'] as const
export type JobStatus = (typeof JOB_STATUSES)[number]

/** What keys somebody may have besides a capture; fields of an upload are called so. */
export const KEY_KINDS = ['tls_keylog', 'nas_keys'] as const
export type KeyKind = (typeof KEY_KINDS)[number]

/** Where keys lie, by their kind; where they do not, they are gone. */
export type KeyPaths = { readonly [kind in KeyKind]?: string | undefined }

/** A job as the catalogue keeps it. Times are ISO 8601 UTC with milliseconds. */
export interface Job {
  readonly job_id: string
  readonly status: JobStatus
  /** 0–100; never falls within one run. */
  readonly progress: number
  readonly created_at: string
  readonly started_at?: string
  readonly completed_at?: string
  /** How often it was begun. */
  readonly attempt: number
  /** The capture's file in the upload folder, which retried jobs share. */
  readonly capture: string
  /** What whoever asked for it knows better. */
  readonly hints?: Hints
  /** What keys came with it. They themselves go when the job ends that they came with. */
  readonly keys?: KeyKind[]
  /** Id of the user whose job it is; absent where it came without users. */
  readonly owner?: string
  /** What the uploader called the file; never part of a path. */
  readonly filename?: string
  readonly total_packets?: number
  readonly total_bytes?: number
  readonly session_count?: number
  /** Why it failed, in words. */
  readonly error?: string
}

/** What a finished analysis tells the catalogue. */
export interface JobTotals {
  readonly total_packets: number
  readonly total_bytes: number
  readonly session_count: number
}
