import { randomBytes } from 'node:crypto'
import { closeSync, constants, openSync, readFileSync, writeFileSync } from 'node:fs'

const SECRET_BYTES = 48

/** The secret kept in a file that only its owner may read; made where there is none. */
export function keptSecret(path: string): string {
  try {
    const file = openSync(path, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600)
    try {
      writeFileSync(file, randomBytes(SECRET_BYTES).toString('base64url'))
    } finally {
      closeSync(file)
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const secret = readFileSync(path, 'utf8').trim()
  if (secret.length < SECRET_BYTES) throw new Error(`${path}: holds no secret; remove it, and a new one is made`)
  return secret
}
