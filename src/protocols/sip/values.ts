/** Header values of RFC 3261 §25: quoted strings, addresses, parameters, comma lists. All in one pass over the value. */

/** Most entries that are taken of one list. */
export const MOST_ITEMS = 32
/** Longest text that is kept of one value. */
const LONGEST_VALUE = 1024

const TAB = 9
const SPACE = 32
const QUOTE = 34
const COMMA = 44
const SEMICOLON = 59
const LESS = 60
const EQUALS = 61
const GREATER = 62
const BACKSLASH = 92

/** The value within the bound on what is kept. */
export function bounded(value: string): string {
  return value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value
}

/** The same text with storage of its own: a slice keeps the whole message in memory for as long as it lives. */
export function ownCopy(piece: string): string {
  return piece.length < 13 ? piece : ` ${piece}`.slice(1)
}

/** Position behind the quoted string that starts at `at`, or `to`. */
function afterQuoted(value: string, at: number, to: number): number {
  for (let i = at + 1; i < to; i++) {
    const code = value.charCodeAt(i)
    if (code === BACKSLASH) i++
    else if (code === QUOTE) return i + 1
  }
  return to
}

export function unquote(value: string): string {
  if (value.charCodeAt(0) !== QUOTE) return value
  const inner = value.slice(1, value.charCodeAt(value.length - 1) === QUOTE && value.length > 1 ? -1 : undefined)
  return inner.includes('\\') ? inner.replace(/\\(.)/g, '$1') : inner
}

/** Position of the comma that ends the entry starting at `from`, not one within quotes or brackets; or the length. */
function itemEnd(value: string, from: number): number {
  let bracketed = false
  for (let i = from; i < value.length; i++) {
    const code = value.charCodeAt(i)
    if (code > GREATER) continue
    if (code === COMMA && !bracketed) return i
    if (code === QUOTE && !bracketed) i = afterQuoted(value, i, value.length) - 1
    else if (code === LESS) bracketed = true
    else if (code === GREATER) bracketed = false
  }
  return value.length
}

/** The entries of a comma list, at most MOST_ITEMS. */
export function items(value: string): string[] {
  if (!value.includes(',')) return [value]
  const list: string[] = []
  for (let at = 0; at < value.length && list.length < MOST_ITEMS;) {
    const end = itemEnd(value, at)
    const item = trimmed(value, at, end)
    if (item !== '') list.push(item)
    at = end + 1
  }
  return list
}

/** How many entries a comma list has. */
export function countItems(value: string): number {
  let count = 1
  if (!value.includes(',')) return count
  for (let at = itemEnd(value, 0); at < value.length; at = itemEnd(value, at + 1)) count++
  return count
}

/** A name-addr or addr-spec: RFC 3261 §20.10. */
export interface Address {
  readonly display: string
  /** With its URI parameters, without angle brackets. */
  readonly uri: string
  /** Where the header parameters begin in the value: at a semicolon, or its length. */
  readonly rest: number
}

export function readAddress(value: string): Address {
  const name = value.charCodeAt(0) === QUOTE ? afterQuoted(value, 0, value.length) : 0
  const open = value.indexOf('<', name)
  if (open < 0) {
    const semicolon = value.indexOf(';', name)
    const rest = semicolon < 0 ? value.length : semicolon
    return { display: '', uri: value.slice(name, rest).trim(), rest }
  }
  const closing = value.indexOf('>', open)
  const close = closing < 0 ? value.length : closing
  const display = open === 0 ? '' : unquote(value.slice(0, open).trim())
  return { display, uri: value.slice(open + 1, close), rest: Math.min(close + 1, value.length) }
}

/** The URI without its parameters and headers; those of the user part stay. */
export function bareUri(uri: string): string {
  const at = uri.indexOf('@')
  const semicolon = uri.indexOf(';', at)
  const question = uri.indexOf('?', at)
  if (semicolon < 0) return question < 0 ? uri : uri.slice(0, question)
  return uri.slice(0, question < 0 || semicolon < question ? semicolon : question)
}

/** Whether `value` has `name` (lower case) at `at`, in any case. */
export function matches(value: string, at: number, name: string): boolean {
  for (let i = 0; i < name.length; i++) {
    const code = value.charCodeAt(at + i)
    const lower = code >= 65 && code <= 90 ? code | 32 : code
    if (lower !== name.charCodeAt(i)) return false
  }
  return true
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB
}

/** The text of [from, to) without blanks at its ends. */
export function trimmed(value: string, from: number, to: number): string {
  let start = from
  let end = to
  while (start < end && isBlank(value.charCodeAt(start))) start++
  while (end > start && isBlank(value.charCodeAt(end - 1))) end--
  return value.slice(start, end)
}

/**
 * The parameter `name` (lower case) of a value, unquoted; '' where it has no value, undefined where it is not there.
 * Parameters are parted by `separator`: a semicolon, or in challenges and credentials a comma.
 */
export function parameter(value: string, name: string, from = 0, separator = SEMICOLON): string | undefined {
  let start = from
  let equals = -1
  for (let i = from; i <= value.length; i++) {
    const code = i < value.length ? value.charCodeAt(i) : separator
    if (code === separator) {
      const found = named(value, name, { start, equals, end: i })
      if (found !== undefined) return found
      start = i + 1
      equals = -1
    } else if (code === EQUALS && equals < 0) equals = i
    else if (code === QUOTE) i = afterQuoted(value, i, value.length) - 1
  }
  return undefined
}

function named(value: string, name: string, at: { start: number; equals: number; end: number }): string | undefined {
  let { start } = at
  let end = at.equals < 0 ? at.end : at.equals
  while (start < end && isBlank(value.charCodeAt(start))) start++
  while (end > start && isBlank(value.charCodeAt(end - 1))) end--
  if (end - start !== name.length || !matches(value, start, name)) return undefined
  return at.equals < 0 ? '' : unquote(trimmed(value, at.equals + 1, at.end))
}

/** The tag parameter, '' where there is none; `from` is where the parameters begin. */
export function tagOf(value: string, from: number): string {
  if (from >= value.length) return ''
  if (!value.startsWith(';tag=', from)) return parameter(value, 'tag', from) ?? ''
  const end = value.indexOf(';', from + 5)
  return end < 0 ? value.slice(from + 5) : value.slice(from + 5, end)
}

/** The branch parameter of a Via: RFC 3261 §20.42. */
export function branchOf(via: string): string | undefined {
  const start = via.indexOf(';branch=')
  if (start < 0 || via.includes('"')) return parameter(via, 'branch', Math.max(0, via.indexOf(';')))
  const end = via.indexOf(';', start + 8)
  return trimmed(via, start + 8, end < 0 ? via.length : end)
}

/** The decimal number that starts at `from`, or undefined. */
export function leadingNumber(value: string, from = 0): number | undefined {
  let number = 0
  let i = from
  for (; i < value.length; i++) {
    const digit = value.charCodeAt(i) - 48
    if (digit < 0 || digit > 9) break
    number = number * 10 + digit
  }
  return i > from && Number.isSafeInteger(number) ? number : undefined
}

/** The text with its %-escapes resolved, where that gives UTF-8. */
export function unescaped(value: string): string {
  if (!value.includes('%')) return value
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
