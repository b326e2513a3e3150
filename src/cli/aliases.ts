import { readAliases } from '../store/alias-file.ts'
import { type Alias, BadAliases } from '../store/aliases.ts'
import { BadInput } from './failure.ts'

/** The aliases of a file; none where there is no file. Throws BadInput. */
export function aliasesOf(path: string | undefined): Alias[] {
  try {
    return path === undefined ? [] : readAliases(path)
  } catch (error) {
    throw error instanceof BadAliases ? new BadInput(error.message) : error
  }
}
