import type { ResultReader } from '../store/results/reader.ts'

/** What may be asked of a result file from outside its thread. */
export const QUERIES = {
  sessions: (result: ResultReader, query: { type?: string; page: number; limit: number }) => result.sessions(query),
  overview: (result: ResultReader) => result.overview(),
  session: (result: ResultReader, id: string) => result.session(id),
} as const

export type QueryName = keyof typeof QUERIES
export type QueryArgument<Name extends QueryName> = Parameters<(typeof QUERIES)[Name]>[1]
export type QueryAnswer<Name extends QueryName> = ReturnType<(typeof QUERIES)[Name]>

export interface Question {
  readonly id: number
  /** Path of the result file. */
  readonly result: string
  readonly query: QueryName
  readonly argument: unknown
}

export type Answer = { readonly id: number } & ({ readonly value: unknown } | { readonly error: string })
