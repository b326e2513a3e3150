import { BadHint, checkHints } from '../jobs/hints.ts'
import type { Hints } from '../model/hints.ts'
import { ApiError } from './errors.ts'

/** Hints as they came, or an answer that says which of them cannot be followed. */
export function checkedHints(hints: Hints): Hints {
  try {
    return checkHints(hints)
  } catch (error) {
    if (error instanceof BadHint) throw new ApiError('INVALID_REQUEST', { field: error.field }, error.message)
    throw error
  }
}
