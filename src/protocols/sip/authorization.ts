/** Challenges and credentials: RFC 3261 §22, RFC 8760, AKA RFC 3310. Nonces, responses and keys are never kept. */
import type { Parsed } from './parsed.ts'
import { bounded, parameter } from './values.ts'

const COMMA = 44
const REDACTED = '<redacted>'
const SECRET = /\b(response|nonce|nextnonce|rspauth|auts|ck|ik)(\s*=\s*)(?:"[^"]*"?|[^,\s]*)/gi

export function readAuthorization(into: Parsed, value: string): void {
  const username = read(into, value)
  if (username !== undefined && into.authUsername === '') into.authUsername = bounded(username)
}

export function readChallenge(into: Parsed, value: string): void {
  read(into, value)
}

function read(into: Parsed, value: string): string | undefined {
  const space = value.indexOf(' ')
  const scheme = space < 0 ? value : value.slice(0, space)
  if (scheme.toLowerCase() !== 'digest') {
    into.out.put('auth', { scheme: bounded(scheme) })
    return undefined
  }
  const field = (name: string) => parameter(value, name, space + 1, COMMA)
  const auth: Record<string, unknown> = { scheme: 'Digest' }
  for (const name of ['algorithm', 'username', 'realm']) {
    const text = field(name)
    if (text !== undefined) auth[name] = bounded(text)
  }
  if (typeof auth['algorithm'] === 'string' && /^AKAv/i.test(auth['algorithm'])) into.isAka = true
  auth.has_auts = field('auts') !== undefined
  for (const name of ['ck', 'ik']) if (field(name) !== undefined) auth[name] = REDACTED
  if (field('stale')?.toLowerCase() === 'true') auth.stale = true
  into.out.put('auth', auth)
  return field('username')
}

/** The text of a challenge or of credentials without what is secret. */
export function redacted(value: string): string {
  const space = value.indexOf(' ')
  const scheme = space < 0 ? value : value.slice(0, space)
  if (space >= 0 && scheme.toLowerCase() !== 'digest' && !scheme.includes('=')) return `${scheme} ${REDACTED}`
  return value.replace(SECRET, `$1$2${REDACTED}`)
}
