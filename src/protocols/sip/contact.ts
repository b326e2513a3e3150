/** Contact: RFC 3261 §20.10, feature tags RFC 3840, TS 24.229; +sip.instance RFC 5626 with the IMEI URN of RFC 7254. */
import type { Parsed } from './parsed.ts'
import { bareUri, bounded, items, leadingNumber, parameter, readAddress, trimmed, unquote } from './values.ts'

const MOST_FEATURE_TAGS = 32
const QUOTE = 34
const PLUS = 43
const SEMICOLON = 59
/** Feature tags of RFC 3840 that stand without a plus. */
const BASE_TAGS: ReadonlySet<string> = new Set(['audio', 'video', 'text', 'automata', 'isfocus', 'mobility', 'duplex'])

export function readContact(into: Parsed, value: string): void {
  const list = items(value)
  const first = list[0] ?? ''
  if (into.contactUri !== '') return
  const { uri, rest } = readAddress(first)
  into.contactUri = bounded(uri)
  into.out.put('contact', into.contactUri)
  if (list.length > 1)
    into.out.put(
      'contacts',
      list.map((item) => bounded(readAddress(item).uri)),
    )
  if (rest >= first.length) return
  if (first.includes('xpires', rest)) into.contactExpires = leadingNumber(parameter(first, 'expires', rest) ?? '') ?? -1
  const tags = featureTags(first, rest)
  if (tags.length > 0) into.out.put('feature_tags', tags)
  if (!first.includes('+sip.instance', rest)) return
  const instance = /^<?urn:gsma:imei:([\d-]{14,18})/i.exec(parameter(first, '+sip.instance', rest) ?? '')
  if (instance) into.imei = instance[1]!.replaceAll('-', '')
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
