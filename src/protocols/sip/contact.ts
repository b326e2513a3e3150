/** Contact: RFC 3261 §20.10, feature tags RFC 3840, TS 24.229; +sip.instance RFC 5626 with the IMEI URN of RFC 7254. */
import type { Parsed } from './parsed.ts'
import { bareUri, bounded, items, leadingNumber, parameter, readAddress, trimmed, unquote } from './values.ts'

const MOST_FEATURE_TAGS = 32
/** Behind the first. */
const MOST_CONTACTS = 15
const QUOTE = 34
const PLUS = 43
const SEMICOLON = 59
/** Feature tags of RFC 3840 that stand without a plus. */
const BASE_TAGS: ReadonlySet<string> = new Set(['audio', 'video', 'text', 'automata', 'isfocus', 'mobility', 'duplex'])

export function readContact(into: Parsed, value: string): void {
  const list = items(value)
  if (into.contactUri !== '') {
    addContacts(into, list)
    return
  }
  const first = list[0] ?? ''
  const { uri, rest } = readAddress(first)
  into.contactUri = bounded(uri)
  into.out.put('contact', into.contactUri)
  if (list.length > 1) addContacts(into, list.slice(1))
  if (rest >= first.length) return
  into.contactExpires = expiresOf(first, rest)
  const tags = featureTags(first, rest)
  if (tags.length > 0) into.out.put('feature_tags', tags)
  if (!first.includes('+sip.instance', rest)) return
  const instance = /^<?urn:gsma:imei:([\d-]{14,18})/i.exec(parameter(first, '+sip.instance', rest) ?? '')
  if (instance) into.imei = instance[1]!.replaceAll('-', '')
}

/** Those behind the first: a registrar tells all bindings of an address of record (RFC 3261 §10.3). */
function addContacts(into: Parsed, list: readonly string[]): void {
  for (const item of list) {
    if (into.furtherContacts.length === MOST_CONTACTS) return
    const { uri, rest } = readAddress(item)
    const contact = { uri: bounded(uri), expires: expiresOf(item, rest) }
    if (into.furtherContacts.length === 0) into.furtherContacts = [contact]
    else into.furtherContacts.push(contact)
  }
}

/** Its lifetime in seconds; −1 where it has none of its own. */
function expiresOf(contact: string, rest: number): number {
  return contact.includes('xpires', rest) ? (leadingNumber(parameter(contact, 'expires', rest) ?? '') ?? -1) : -1
}

/** Of a message with several contacts: all of them, and the lifetime in seconds that each has, or else the message. */
export function putContacts({ out, contactUri, contactExpires, furtherContacts, expires }: Parsed): void {
  if (furtherContacts.length === 0) return
  const all = [{ uri: contactUri, expires: contactExpires }, ...furtherContacts]
  const lifetimes = all.map((one) => (one.expires < 0 ? expires : one.expires))
  out.put(
    'contacts',
    all.map(({ uri }) => uri),
  )
  if (lifetimes.some((seconds) => seconds >= 0))
    out.put(
      'contacts_expires',
      lifetimes.map((seconds) => (seconds < 0 ? null : seconds)),
    )
}

/** A REGISTER by which no binding is left of those that it names: RFC 3261 §10.2.2. */
export function takesBack({ request, method, expires, contactExpires, furtherContacts }: Parsed): boolean {
  if (!request || method !== 'REGISTER') return false
  const isNone = (seconds: number): boolean => (seconds < 0 ? expires : seconds) === 0
  return isNone(contactExpires) && furtherContacts.every((one) => isNone(one.expires))
}

/** Host of a URI, without port: `[…]` of IPv6 is taken off. */
export function hostOf(uri: string): string {
  const bare = bareUri(uri)
  const at = bare.indexOf('@')
  const host = bare.slice(at < 0 ? bare.indexOf(':') + 1 : at + 1)
  if (host.startsWith('[')) return host.slice(1, Math.max(1, host.indexOf(']')))
  const colon = host.indexOf(':')
  return colon < 0 ? host : host.slice(0, colon)
}

function featureTags(value: string, rest: number): string[] {
  const tags: string[] = []
  let start = rest + 1
  let quoted = false
  for (let i = start; i <= value.length && tags.length < MOST_FEATURE_TAGS; i++) {
    const code = i < value.length ? value.charCodeAt(i) : SEMICOLON
    if (code > SEMICOLON) continue
    if (code === QUOTE) quoted = !quoted
    if (code !== SEMICOLON || (quoted && i < value.length)) continue
    const tag = featureTag(trimmed(value, start, i))
    if (tag !== undefined) tags.push(tag)
    start = i + 1
  }
  return tags
}

function featureTag(piece: string): string | undefined {
  const equals = piece.indexOf('=')
  const name = equals < 0 ? piece : piece.slice(0, equals)
  if (piece.charCodeAt(0) === PLUS ? name === '+sip.instance' : !BASE_TAGS.has(name.toLowerCase())) return undefined
  return bounded(equals < 0 ? name : `${name}=${unquote(piece.slice(equals + 1))}`)
}
