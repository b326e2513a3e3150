/** SIP, RFC 3261 and its extensions, with the bodies that IMS calls carry: DOMAIN 3.1. */
import { byteText, text as decodeText } from '../../bytes/text.ts'
import { isStream, type Out, type Protocol, type Where } from '../../model/message.ts'
import { announceMedia } from './announcements.ts'
import { bodyParts, mediaType } from './body.ts'
import { tellBody } from './body-facts.ts'
import { SipTracker } from './call-tracker.ts'
import { giveClues } from './clues.ts'
import { putContacts, takesBack } from './contact.ts'
import { filler, frame, recognize, resync } from './framing.ts'
import { lineEnd, readHeaders, spelled } from './header-lines.ts'
import { blank, type Parsed } from './parsed.ts'
import { tellParties } from './parties.ts'
import { type Description, readSdp, sdpDetails } from './sdp.ts'
import { redact } from './redact.ts'
import { isInIms } from './ims-headers.ts'
import { messageName, readStartLine, shortName } from './start-line.ts'
import { showTree } from './tree.ts'
import { bounded } from './values.ts'

/** Answers that ask for another try: they are no failures. */
const CHALLENGES: ReadonlySet<number> = new Set([401, 407])

export const sip: Protocol = {
  name: 'SIP',
  group: 'SIP',
  udp: [5060],
  tcp: [5060],
  ppids: [],
  dissectors: ['sip', 'sip.tcp'],
  recognize,
  filler,
  frame,
  resync,
  decode,
  redact,
  track: () => new SipTracker(),
}

/** The bytes a message is read from; positions in its text are positions from `start`. */
interface Source {
  readonly bytes: Uint8Array
  readonly start: number
  readonly where: Where
  /** Its end was lost to the snap length. */
  readonly cut: boolean
}

function decode(bytes: Uint8Array, from: number, to: number, wireTo: number, where: Where, out: Out): void {
  const start = from + filler(bytes, from, to)
  const utf8 = decodeText(bytes, start, to)
  const ascii = utf8.length === to - start && !utf8.includes('\ufffd')
  const parsed = blank(out, ascii ? utf8 : byteText(bytes, start, to), ascii)
  const body = readMessage(parsed, { bytes, start, where, cut: wireTo > to })
  if (wireTo > to) out.fault = 'cut'
  else if (!body.whole) out.fault = 'malformed'
  putIdentity(parsed)
  tellParties(parsed, where)
  giveClues(parsed, body.description)
  out.key('call', keyOf(parsed, where), 'open')
  const name = messageName(parsed)
  if (takesBack(parsed)) out.also('SIP REGISTER that takes back')
  if (isInIms(parsed)) out.also('SIP registration in the IMS')
  out.name(name, shortName(parsed, name, body.description !== undefined))
  if (out.tree) showTree(parsed, { bytes, start }, body.end)
}

interface Body {
  readonly whole: boolean
  readonly description: Description | undefined
  readonly end: number
}

function readMessage(parsed: Parsed, source: Source): Body {
  const { text } = parsed
  const lf = text.indexOf('\n')
  const next = lf < 0 ? text.length : lf
  const started = readStartLine(parsed, spelled(parsed, text.slice(0, lineEnd(text, 0, next)).trimEnd()))
  readHeaders(parsed, next + 1, source.cut)
  if (!parsed.request) parsed.method = parsed.cseqMethod
  if (parsed.bodyStart < 0) return { whole: false, description: undefined, end: text.length }
  return readBody(parsed, source, started && isComplete(parsed))
}

/** RFC 3261 §8.1.1: what every message has. */
function isComplete({ callId, cseq, fromUri, toUri }: Parsed): boolean {
  return callId !== '' && cseq !== '' && fromUri !== '' && toUri !== ''
}

/** RFC 3261 §18.3: on datagrams a missing Content-Length means all the rest, on streams nothing. */
function bodyEnd({ text, bodyStart, contentLength }: Parsed, where: Where): number {
  if (contentLength >= 0) return Math.min(text.length, bodyStart + contentLength)
  return isStream(where.transport) ? bodyStart : text.length
}

function readBody(parsed: Parsed, source: Source, complete: boolean): Body {
  const { out, bodyStart, contentType, contentLength, text } = parsed
  const end = bodyEnd(parsed, source.where)
  const truncated = contentLength > text.length - bodyStart
  if (contentLength >= 0) out.put('content_length', contentLength)
  if (contentType !== '') out.put('content_type', contentType)
  if (truncated) out.put('body_truncated', true)
  const parts = contentType === '' || end === bodyStart ? [] : bodyParts(parsed, bodyStart, end)
  if (mediaType(contentType).startsWith('multipart/')) {
    out.put(
      'body_parts',
      parts.map(({ type }) => type),
    )
  }
  let description: Description | undefined
  for (const { type, from, to } of parts) {
    if (type === 'application/sdp') description ??= readSdp(text, from, to)
    else if (type === 'message/sipfrag') {
      out.put('sipfrag', bounded(spelled(parsed, text.slice(from, lineEndWithin(text, from, to)))))
    } else tellBody(parsed, { type, from, to, bytes: source.bytes, start: source.start })
  }
  if (description) {
    out.put('sdp', sdpDetails(description))
    announceMedia(description, parsed.request ? parsed.fromTag : parsed.toTag, out)
  }
  return { whole: complete && !truncated, description, end }
}

function lineEndWithin(text: string, from: number, to: number): number {
  const next = text.indexOf('\n', from)
  return lineEnd(text, from, next < 0 || next > to ? to : next)
}

/** The fields by which dialogs and transactions are told, and the lists gathered from several lines. */
function putIdentity(parsed: Parsed): void {
  const { out } = parsed
  if (parsed.callId !== '') out.put('call_id', parsed.callId)
  if (parsed.fromUri !== '') out.put('from', parsed.fromUri)
  if (parsed.toUri !== '') out.put('to', parsed.toUri)
  if (parsed.fromTag !== '') out.put('from_tag', parsed.fromTag)
  if (parsed.toTag !== '') out.put('to_tag', parsed.toTag)
  if (parsed.fromDisplay !== '') out.put('from_display', bounded(parsed.fromDisplay))
  if (parsed.toDisplay !== '') out.put('to_display', bounded(parsed.toDisplay))
  if (parsed.topVia !== '') out.put('via_top', parsed.topVia)
  if (parsed.branches.length > 0) out.put('via_branch', parsed.branches[0])
  if (parsed.viaHops > 0) out.put('via_hops', parsed.viaHops)
  const expires = parsed.contactExpires >= 0 ? parsed.contactExpires : parsed.expires
  if (expires >= 0) out.put('expires', expires)
  putContacts(parsed)
  if (parsed.imei !== '') out.put('imei', parsed.imei)
  for (const { name, entries } of parsed.lists) out.put(name, entries)
  if (parsed.status >= 400 && !CHALLENGES.has(parsed.status)) out.put('failed', true)
}

/** Without a Call-ID, what else holds a transaction together: its branch, its From tag, or just the two ends. */
function keyOf({ callId, branches, fromTag }: Parsed, { source, destination }: Where): string {
  if (callId !== '') return callId
  const ends = [source.id, destination.id].sort((one, other) => one - other).join('-')
  return `\u0001${branches[0] || fromTag || ends}`
}
