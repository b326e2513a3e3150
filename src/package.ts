import { readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { dirname } from 'node:path'

// From here it is found whether this is a source or has become a piece of the built program.
const DESCRIPTION = findPackageJSON('..', import.meta.url)!

/** The folder that the package lies in, with what was built under `dist`. */
export const PACKAGE_FOLDER = dirname(DESCRIPTION)

/** The package's version, as semantic versioning has it. */
export function packageVersion(): string {
  return (JSON.parse(readFileSync(DESCRIPTION, 'utf8')) as { version: string }).version
}
