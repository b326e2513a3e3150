import { readFileSync, statSync } from 'node:fs'
import { parse } from 'yaml'
import { type Alias, BadAliases, checkAliases } from './aliases.ts'

const LARGEST_FILE = 8 * 1_048_576

/** Reads aliases from a file, JSON or YAML. Throws BadAliases, or what the file system says. */
export function readAliases(path: string): Alias[] {
  if (statSync(path).size > LARGEST_FILE) throw new BadAliases(`${path}: larger than ${LARGEST_FILE} bytes`)
  try {
    return checkAliases(parse(readFileSync(path, 'utf8')))
  } catch (error) {
    if (error instanceof BadAliases) throw new BadAliases(`${path}: ${error.message}`)
    if (error instanceof Error && error.name.startsWith('YAML')) throw new BadAliases(`${path}: neither JSON nor YAML`)
    throw error
  }
}
