/** What the API answers, by its own schemas; what they leave open may hold anything. */
import type { Static } from 'typebox'
import type {
  CoverageAnswer,
  JobAnswer,
  JobsAnswer,
  SearchAnswer,
  SessionAnswer,
  SessionsAnswer,
} from '../../../src/api/schemas.ts'
import type { Warning } from '../../../src/model/capture.ts'
import type { Media as StoredMedia } from '../../../src/model/session.ts'

type Open = Readonly<Record<string, unknown>>

/** A record whose objects without keys are open. */
type Opened<T> = {
  readonly [Name in keyof T]: NonNullable<T[Name]> extends readonly (infer Item)[]
    ? readonly Opened<Item>[]
    : NonNullable<T[Name]> extends object
      ? keyof NonNullable<T[Name]> extends never
        ? Open | Extract<T[Name], undefined>
        : Opened<T[Name]>
      : T[Name]
}

export type Job = Static<typeof JobAnswer>
export type Jobs = Static<typeof JobsAnswer>
export type Coverage = Omit<Static<typeof CoverageAnswer>, 'capture'> & {
  readonly capture: Omit<Static<typeof CoverageAnswer>['capture'], 'warnings'> & {
    readonly warnings: readonly Warning[]
  }
}
export type ListedSession = Opened<Static<typeof SessionsAnswer>['sessions'][number]>
export type Sessions = Omit<Static<typeof SessionsAnswer>, 'sessions'> & {
  readonly sessions: readonly ListedSession[]
  /** How far it was looked, where it was in all jobs. */
  readonly searched?: Static<typeof SearchAnswer>['searched']
}
export type Event = Opened<Static<typeof SessionAnswer>['events'][number]>
export type Link = Static<typeof SessionAnswer>['linked_by'][number]
export type Media = StoredMedia
export type Procedure = Opened<NonNullable<Static<typeof SessionAnswer>['procedures']>[number]>
export type Session = Omit<Opened<Static<typeof SessionAnswer>>, 'media' | 'events' | 'linked_by'> & {
  readonly media: readonly Media[]
  readonly events: readonly Event[]
  readonly linked_by: readonly Link[]
}
