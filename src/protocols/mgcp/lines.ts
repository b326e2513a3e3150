// What a message of MGCP begins and is laid out like: RFC 3435 §3.1. It is text, whose lines may end in LF alone.
import { byteText } from '../../bytes/text.ts'

/** A command line; extensions have verbs of their own, with an X before. */
const COMMAND = /^([A-Z][A-Z0-9]{3}) (\d{1,9}) (\S+) MGCP (\d\.\d)(?: .*)?$/i
/** A response line; after the transaction may stand a package and words. */
const RESPONSE = /^(\d{3}) (\d{1,9})(?: (.*))?$/
const PARAMETER = /^([A-Za-z][A-Za-z0-9+/-]*):(.*)$/
/** Bytes that the first line may have. */
const LONGEST_LINE = 512
const ZERO = 48
const NINE = 57
const LINE_FEED = 10
const RETURN = 13
const DOT = 46

export interface FirstLine {
  /** In upper case; absent in a response. */
  readonly verb?: string
  readonly endpoint?: string
  readonly version?: string
  readonly code?: number
  readonly words?: string
  readonly transaction: number
  /** Where the line behind it begins. */
  readonly end: number
}

/** The first line of the message at `from`; undefined where none begins there. */
export function firstLine(bytes: Uint8Array, from: number, to: number): FirstLine | undefined {
  if (to - from < 5) return undefined
  const end = lineEnd(bytes, from, Math.min(to, from + LONGEST_LINE))
  const line = byteText(bytes, from, end.at)
  if (bytes[from]! >= ZERO && bytes[from]! <= NINE) {
    const response = RESPONSE.exec(line)
    if (!response) return undefined
    const [, code = '', transaction = '', words] = response
    return { code: Number(code), transaction: Number(transaction), ...(words && { words }), end: end.next }
  }
  const command = COMMAND.exec(line)
  if (!command) return undefined
  const [, verb = '', transaction = '', endpoint = '', version = ''] = command
  return { verb: verb.toUpperCase(), transaction: Number(transaction), endpoint, version, end: end.next }
}

/** The end of the line at `from`, and where the next begins. */
export function lineEnd(bytes: Uint8Array, from: number, to: number): { at: number; next: number } {
  let at = from
  while (at < to && bytes[at] !== LINE_FEED) at++
  const next = Math.min(at + 1, to)
  return { at: at > from && bytes[at - 1] === RETURN ? at - 1 : at, next }
}

/** A line `name: value`. */
export function parameterOf(line: string): { name: string; value: string } | undefined {
  const found = PARAMETER.exec(line)
  return found ? { name: found[1]!.toUpperCase(), value: found[2]!.trim() } : undefined
}

/** A command tells itself. A response does where nothing but parameters, or nothing at all, stands behind it. */
export function recognize(bytes: Uint8Array, from: number, to: number): boolean {
  const first = bytes[from]!
  const isDigit = first >= ZERO && first <= NINE
  if (!isDigit && !(first >= 65 && first <= 90) && !(first >= 97 && first <= 122)) return false
  const line = firstLine(bytes, from, to)
  if (!line) return false
  if (line.verb !== undefined) return true
  if (line.code! > 899 || (line.code! > 0 && line.code! < 100)) return false
  const end = lineEnd(bytes, line.end, to)
  const second = byteText(bytes, line.end, end.at)
  return second === '' || second === '.' || parameterOf(second) !== undefined
}

/** Messages in one datagram stand one behind the other, a line with a dot between them: RFC 3435 §3.5.5. */
export function split(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to;) {
    const { at: end, next } = lineEnd(bytes, at, to)
    if (end - at === 1 && bytes[at] === DOT && next < to) return next - from
    at = next
  }
  return to - from
}
