import { type Alias, BadAliases } from '../store/aliases.ts'
import { BadInput } from './failure.ts'

/** The aliases of a file; none where there is no file. Throws BadInput. */
export async function aliasesOf(path: string | undefined): Promise<Alias[]> {
  if (path === undefined) return []
  // Only then what reads YAML is loaded.
  const { readAliases } = await import('../store/alias-file.ts')
  try {
    return readAliases(path)
  } catch (error) {
    throw error instanceof BadAliases ? new BadInput(error.message) : error
  }
}
