import { takesBack } from './contact.ts'
import { bounded } from './values.ts'
import type { Parsed } from './parsed.ts'
import { REASONS } from './tables.ts'

/** Names of responses as on events: `180 Ringing`. */
const RESPONSE_NAMES = new Map(Object.entries(REASONS).map(([code, reason]) => [Number(code), `${code} ${reason}`]))

/** Reads a start line (RFC 3261 §7.1, §7.2); false where it is none. */
export function readStartLine(into: Parsed, line: string): boolean {
  const space = line.indexOf(' ')
  if (space < 0) return false
  if (space === 7 && (line.startsWith('SIP/') || line.slice(0, 4).toUpperCase() === 'SIP/')) return status(into, line)
  const end = line.lastIndexOf(' ')
  into.request = true
  into.method = line.slice(0, Math.min(space, 32))
  into.requestUri = bounded(line.slice(space + 1, end > space ? end : undefined).trim())
  into.out.put('method', into.method)
  into.out.put('request_uri', into.requestUri)
  return end > space
}

function status(into: Parsed, line: string): boolean {
  const code = Number.parseInt(line.slice(8, 11), 10)
  if (!(code >= 100 && code <= 999)) return false
  into.status = code
  into.out.put('status', code)
  const phrase = line.slice(11).trim()
  if (phrase !== '') into.out.put('reason_phrase', bounded(phrase))
  return true
}

/** The standard name of the message: a method, or a code with its standard reason. */
export function messageName(parsed: Parsed): string {
  return parsed.request ? parsed.method : responseName(parsed.status)
}

export function responseName(status: number): string {
  return RESPONSE_NAMES.get(status) ?? String(status)
}

/** One line for a ladder: DOMAIN 3.19. */
export function shortName(parsed: Parsed, name: string, sdp: boolean): string {
  let short = `SIP ${name}`
  if (!parsed.request && parsed.cseqMethod !== '') short += ` (${parsed.cseqMethod.slice(0, 20)})`
  else if (parsed.method === 'INVITE' && parsed.toTag !== '') short += ' (re-INVITE)'
  else if (takesBack(parsed)) short += ' (de-registration)'
  return sdp ? `${short} [SDP]` : short
}
