import { compileQuery } from '../search/compile.ts'
import { QueryError } from '../search/query-error.ts'
import { compileSort } from '../search/sort.ts'
import type { Order, Wanted } from '../store/results/condition.ts'
import { ApiError } from './errors.ts'
import { TYPE_NAMES } from './schemas.ts'

interface Asked {
  readonly type?: string
  readonly q?: string
  readonly sort?: string
}

/** Which sessions a request asks for, and in which order; what cannot be understood is refused with its place. */
export function wantedOf({ type: asked, q, sort }: Asked): Wanted & { readonly order?: Order } {
  const type = asked === undefined ? undefined : TYPE_NAMES.get(asked.toLowerCase())
  if (asked !== undefined && type === undefined) {
    throw new ApiError('INVALID_REQUEST', { field: 'type' }, `Unknown session type '${asked}'`)
  }
  return {
    ...(type !== undefined && { type }),
    ...(q !== undefined && { condition: compiled('q', () => compileQuery(q)) }),
    ...(sort !== undefined && { order: compiled('sort', () => compileSort(sort)) }),
  }
}

function compiled<T>(field: string, compile: () => T): T {
  try {
    return compile()
  } catch (error) {
    if (!(error instanceof QueryError)) throw error
    const { message, position } = error
    throw new ApiError('INVALID_REQUEST', { field, position }, `${field}: ${message} (at ${position})`)
  }
}
