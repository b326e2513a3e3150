/** Secrets of a message as bytes: credentials (RFC 3261 §22, 3310, 6750) and keys of media (RFC 4568, 3830, 8839). */

const LF = 10
const CR = 13
const SPACE = 32
const QUOTE = 34
const COMMA = 44
const COLON = 58
const EQUALS = 61
const MASK = 120
const TAB = 9
const LETTER_A = 97
const SLASH = 47
const LESS = 60
const GREATER = 62
/** How the name of an element ends that holds one. */
const TOKEN = 'access-token'
const LETTER_K = 107

const HEADERS = ['authorization', 'proxy-authorization', 'www-authenticate', 'proxy-authenticate'].concat([
  'authentication-info',
  'proxy-authentication-info',
])
/** Parameters of Digest: what was asked with, and what proves who answers. */
const PARAMETERS = ['response', 'nonce', 'nextnonce', 'rspauth', 'cnonce', 'auts', 'ck', 'ik']
/** Attributes whose value is a key, or holds one behind so many words. */
const ATTRIBUTES: readonly (readonly [start: string, words: number])[] = [
  ['a=crypto:', 2],
  ['a=ice-pwd:', 0],
  ['a=key-mgmt:', 1],
]

/** Writes over the secrets in [from, to); lengths stay, and what was quoted stays so. */
export function redact(bytes: Uint8Array, from: number, to: number): void {
  walk(bytes, from, to, true)
}

/** The same in lines without a header, as of a session description. */
export function redactLines(bytes: Uint8Array, from: number, to: number): void {
  walk(bytes, from, to, false)
}

/** Whether a body, such as a session description, holds keys. */
export function hasKeys(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at = lineEnd(bytes, at, to) + 1)
    if (keyAt(bytes, at, lineEnd(bytes, at, to)) >= 0) return true
  return false
}

function walk(bytes: Uint8Array, from: number, to: number, inHeader: boolean): void {
  let isHeader = inHeader
  let isXml = false
  let at = from
  while (at < to) {
    let next = lineEnd(bytes, at, to)
    const end = next > at && bytes[next - 1] === CR ? next - 1 : next
    // Empty lines before the start line are none of the header's.
    if (end === at && at > from + 3) isHeader = false
    if (isHeader) {
      const colon = secretHeader(bytes, at, end)
      if (colon >= 0) {
        while (bytes[next + 1] === SPACE || bytes[next + 1] === TAB) next = lineEnd(bytes, next + 1, to)
        credentials(bytes, colon + 1, Math.min(next, to))
      }
    } else {
      const key = keyAt(bytes, at, end)
      if (key >= 0) mask(bytes, key, end)
      else if (bytes[at] === LESS && inHeader && !isXml) {
        isXml = true
        maskTokens(bytes, at, to)
      }
    }
    at = next + 1
  }
}

function lineEnd(bytes: Uint8Array, at: number, to: number): number {
  let end = at
  while (end < to && bytes[end] !== LF) end++
  return end
}

/** Position of the colon where the line is a header with secrets, or −1. */
function secretHeader(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at]! | 32
  if (first !== LETTER_A && first !== 112 && first !== 119) return -1
  for (const name of HEADERS) {
    if (!startsWith(bytes, at, end, name)) continue
    let colon = at + name.length
    while (colon < end && bytes[colon]! <= SPACE) colon++
    if (bytes[colon] === COLON) return colon
  }
  return -1
}

/** Of Digest the secret parameters; of every other scheme all that follows its name. */
function credentials(bytes: Uint8Array, from: number, to: number): void {
  let scheme = from
  while (scheme < to && bytes[scheme]! <= SPACE) scheme++
  let at = scheme
  while (at < to && bytes[at]! > SPACE) at++
  const isDigest = at - scheme === 6 && startsWith(bytes, scheme, to, 'digest')
  if (isDigest) parameters(bytes, at, to)
  else if (bytes.subarray(scheme, at).includes(EQUALS)) parameters(bytes, scheme, to)
  else mask(bytes, at, to)
}

function parameters(bytes: Uint8Array, from: number, to: number): void {
  let at = from
  while (at < to) {
    while (at < to && (bytes[at]! <= SPACE || bytes[at] === COMMA)) at++
    let equals = at
    while (equals < to && bytes[equals] !== EQUALS && bytes[equals] !== COMMA) equals++
    const end = equals < to && bytes[equals] === EQUALS ? valueEnd(bytes, equals + 1, to) : equals
    if (isSecret(bytes, at, equals)) mask(bytes, equals + 1, end)
    at = Math.max(end, at + 1)
  }
}

function isSecret(bytes: Uint8Array, from: number, equals: number): boolean {
  let to = equals
  while (to > from && bytes[to - 1]! <= SPACE) to--
  return PARAMETERS.some((name) => to - from === name.length && startsWith(bytes, from, to, name))
}

/** Behind the value that starts at `from`: quoted, or up to a comma. */
function valueEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && bytes[at]! <= SPACE) at++
  if (bytes[at] !== QUOTE) {
    while (at < to && bytes[at] !== COMMA) at++
    return at
  }
  for (at++; at < to && bytes[at] !== QUOTE; at++) if (bytes[at] === 92) at++
  return Math.min(to, at + 1)
}

/** Where the key of a line begins, or −1 where it has none. */
function keyAt(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at + 1] !== EQUALS) return -1
  if (bytes[at] === LETTER_K) return at + 2
  if (bytes[at] !== LETTER_A) return -1
  for (const [start, words] of ATTRIBUTES) {
    if (!startsWith(bytes, at, end, start)) continue
    let key = at + start.length
    for (let word = 0; word < words; word++) {
      while (key < end && bytes[key] !== SPACE) key++
      while (key < end && bytes[key] === SPACE) key++
    }
    return key
  }
  return -1
}

/** In XML, texts within elements of access tokens (TS 24.379 Annex F.1); tags stay. What follows XML is read as before. */
function maskTokens(bytes: Uint8Array, from: number, to: number): void {
  let isToken = false
  for (let at = from; at < to; at++) {
    if (bytes[at] === LESS) {
      let end = at
      while (end < to && bytes[end] !== GREATER && bytes[end] !== SPACE) end++
      const isThis = end - at > TOKEN.length && startsWith(bytes, end - TOKEN.length, end, TOKEN)
      if (isThis) isToken = bytes[at + 1] !== SLASH
      while (at < to && bytes[at] !== GREATER) at++
    } else if (isToken && bytes[at]! > SPACE) bytes[at] = MASK
  }
}

/** Letters and digits go, so that what stands around them still parses. */
function mask(bytes: Uint8Array, from: number, to: number): void {
  for (let at = from; at < to; at++) {
    const byte = bytes[at]!
    if (byte > SPACE && byte !== QUOTE) bytes[at] = MASK
  }
}

function startsWith(bytes: Uint8Array, at: number, to: number, word: string): boolean {
  if (to - at < word.length) return false
  for (let i = 0; i < word.length; i++) {
    const byte = bytes[at + i]!
    if ((byte >= 65 && byte <= 90 ? byte | 32 : byte) !== word.charCodeAt(i)) return false
  }
  return true
}
