import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { Refusal } from './refusal.ts'

/** RFC 9106 with the least memory that OWASP's password storage guidance accepts: KiB, passes, lanes. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 }
const TAG_BYTES = 32
const SALT_BYTES = 16
const SHORTEST = 8
const LONGEST = 128

const RULES: readonly (readonly [name: string, words: string, holds: (password: string) => boolean])[] = [
  ['length', `${SHORTEST} to ${LONGEST} characters`, (password) => isBetween(Array.from(password).length)],
  ['uppercase', 'an upper-case letter', (password) => /\p{Lu}/u.test(password)],
  ['lowercase', 'a lower-case letter', (password) => /\p{Ll}/u.test(password)],
  ['digit', 'a digit', (password) => /\p{Nd}/u.test(password)],
]

function isBetween(length: number): boolean {
  return length >= SHORTEST && length <= LONGEST
}

const derive = promisify(argon2)

/** @throws Refusal WEAK_PASSWORD, with what is missing */
export function requireStrong(password: string): void {
  const broken = RULES.filter(([, , holds]) => !holds(password))
  if (broken.length === 0) return
  const words = broken.map(([, text]) => text).join(', ')
  throw new Refusal('WEAK_PASSWORD', `Password needs ${words}`, { missing: broken.map(([name]) => name) })
}

/** The password's hash as a PHC string. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const tag = await derive('argon2id', { ...COST, message: password, nonce: salt, tagLength: TAG_BYTES })
  return phc(salt, tag)
}

function phc(salt: Buffer, tag: Buffer): string {
  const { memory, passes, parallelism } = COST
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`
}

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

/** What nobody's password is compared with. */
const NOBODYS = phc(Buffer.alloc(SALT_BYTES), Buffer.alloc(TAG_BYTES))

/**
 * Whether the password is the one that was hashed. Where there is no hash it takes the time that it would with one, so
 * that nobody learns which users there are.
 */
export async function isPassword(password: string, hash: string | undefined): Promise<boolean> {
  const match = PHC.exec(hash ?? NOBODYS)
  if (!match) return false
  const [, memory, passes, parallelism, salt = '', tag = ''] = match
  const wanted = Buffer.from(tag, 'base64')
  const found = await derive('argon2id', {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    message: password,
    nonce: Buffer.from(salt, 'base64'),
    tagLength: wanted.length,
  })
  return timingSafeEqual(found, wanted) && hash !== undefined
}

/** A password for the first admin, which keeps the rules above. */
export function randomPassword(): string {
  return `${randomBytes(12).toString('base64url')}-Aa0`
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
