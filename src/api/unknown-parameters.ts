import { nearest } from '../search/nearest.ts'
import type { App } from './app.ts'
import { ApiError } from './errors.ts'

/**
 * Refuses parameters that a route does not know: one that is mistyped would filter nothing, and the answer look right.
 * Where there is nothing to choose, nothing can be mistaken; clients of version 1 may add what keeps caches away.
 */
export function refuseUnknownParameters(app: App): void {
  app.addHook('preValidation', async ({ routeOptions: { url = '', schema }, query }) => {
    if (!url.startsWith('/api/v1/')) return
    const { properties = {} } = (schema?.querystring ?? {}) as { properties?: object }
    const known = Object.keys(properties)
    if (known.length === 0) return
    const unknown = Object.keys(query as object).find((name) => !known.includes(name))
    if (unknown === undefined) return
    const field = unknown.slice(0, LONGEST)
    throw new ApiError('INVALID_REQUEST', { field }, `${field} is no parameter of this${meant(field, known)}`)
  })
}

const LONGEST = 64

function meant(unknown: string, known: readonly string[]): string {
  const one = nearest(unknown, known)
  return one === undefined ? `; there are ${known.join(', ')}` : `; did you mean ${one}?`
}
