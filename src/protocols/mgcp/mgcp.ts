/** MGCP, between call agents and media gateways: RFC 3435. */
import { byteText, spell } from '../../bytes/text.ts'
import type { Out, Protocol, Where } from '../../model/message.ts'
import { announceMedia } from '../sip/announcements.ts'
import { audioAndVideo, readSdp, sdpDetails } from '../sip/sdp.ts'
import { formatEndpoint } from '../../bytes/address.ts'
import { type FirstLine, firstLine, lineEnd, parameterOf, recognize, split } from './lines.ts'
import { CONNECTION_PARAMETERS, PARAMETERS, RETURN_CODES, VERBS } from './tables.ts'
import { MgcpTracker } from './tracker.ts'

/** Ports of gateways and of call agents. */
const PORTS = [2427, 2727]
const LONGEST_SHORT = 80
const LONGEST_VALUE = 512
/** A restart, an acknowledgement and the like have a few; what is beyond is not told. */
const MOST_PARAMETERS = 64
const FIRST_FAILURE = 400
const DOT = '.'

export const mgcp: Protocol = {
  name: 'MGCP',
  group: 'MGCP',
  udp: PORTS,
  dissectors: ['mgcp'],
  recognize,
  split,
  decode,
  track: () => new MgcpTracker(),
}

interface Reading {
  readonly bytes: Uint8Array
  readonly out: Out
  readonly told: Map<string, string>
}

function decode(bytes: Uint8Array, from: number, to: number, wireTo: number, _where: Where, out: Out): void {
  const first = firstLine(bytes, from, to)
  if (!first) {
    out.fault = wireTo > to ? 'cut' : 'malformed'
    out.name('Message', 'MGCP')
    return
  }
  if (wireTo > to) out.fault = 'cut'
  out.open('MGCP', from, to)
  tellFirst(first, { from, to: first.end }, out)
  const reading = { bytes, out, told: new Map<string, string>() }
  const body = readParameters(reading, first.end, to)
  if (body < to) readDescription(reading, first, { from: body, to })
  out.close()
  describe(first, reading.told, out)
}

interface Range {
  readonly from: number
  readonly to: number
}

function tellFirst(first: FirstLine, { from, to }: Range, out: Out): void {
  out.put('transaction_id', first.transaction, from, to)
  if (first.verb === undefined) {
    out.put('code', first.code, from, to)
    out.put('code_name', RETURN_CODES[first.code!], from, to)
    if (first.words?.toUpperCase() !== RETURN_CODES[first.code!]?.toUpperCase())
      out.put('comment', first.words, from, to)
    if (first.code! >= FIRST_FAILURE) out.put('failed', true)
    return
  }
  out.put('verb', first.verb, from, to)
  out.put('verb_name', VERBS[first.verb], from, to)
  out.put('endpoint', first.endpoint, from, to)
  out.put('version', first.version, from, to)
}

/** Reads the lines down to an empty one; gives where a description begins behind it. */
function readParameters(reading: Reading, from: number, to: number): number {
  const { bytes, out, told } = reading
  for (let at = from; at < to;) {
    const { at: end, next } = lineEnd(bytes, at, to)
    const line = byteText(bytes, at, Math.min(end, at + LONGEST_VALUE))
    // Behind a dot stands another message.
    if (line === DOT) return to
    if (line === '') return next
    const parameter = parameterOf(line)
    if (!parameter) {
      if (out.fault === '') out.fault = 'malformed'
    } else if (told.size < MOST_PARAMETERS) readParameter(reading, parameter, { from: at, to: end })
    at = next
  }
  return to
}

function readParameter({ out, told }: Reading, { name, value }: { name: string; value: string }, at: Range): void {
  const field = PARAMETERS[name]
  if (field === undefined) {
    // What vendors add has names of its own.
    if (out.tree) out.show(name, spell(value), at.from, at.to)
    return
  }
  if (told.has(field)) return
  const shown = field === 'local_connection_options' ? withoutKey(value) : spell(value)
  told.set(field, shown)
  out.put(field, field === 'connection_parameters' ? countersOf(value) : shown, at.from, at.to)
}

/** Options without the key for the media: RFC 3435 §3.2.2.10. */
function withoutKey(value: string): string {
  return value
    .split(',')
    .map((option) => (/^\s*k\s*:/i.test(option) ? 'k:***' : option.trim()))
    .join(', ')
}

/** `PS=10, OS=800 …`; those of packages keep their names. */
function countersOf(value: string): Record<string, number | string> {
  const counters: Record<string, number | string> = {}
  for (const part of value.split(',').slice(0, MOST_PARAMETERS)) {
    const equals = part.indexOf('=')
    const name = part.slice(0, Math.max(equals, 0)).trim().toUpperCase()
    const counter = part.slice(equals + 1).trim()
    if (name === '') continue
    counters[CONNECTION_PARAMETERS[name] ?? name] = /^\d{1,15}$/.test(counter) ? Number(counter) : counter
  }
  return counters
}

/** Where whoever the description is of receives: in a command the other end, in a response the gateway. */
function readDescription({ bytes, out, told }: Reading, first: FirstLine, { from, to }: Range): void {
  const text = byteText(bytes, from, to)
  if (!text.includes('m=')) return
  const description = readSdp(text, 0, text.length)
  out.put('sdp', sdpDetails(description), from, to)
  const connection = told.get('connection_id') ?? `transaction ${first.transaction}`
  announceMedia(description, `${first.verb === undefined ? 'gateway' : 'remote'} ${connection}`, out)
  for (const { ip, port } of audioAndVideo(description)) out.clue('gateway-media', formatEndpoint(ip, port))
}

function describe(first: FirstLine, told: ReadonlyMap<string, string>, out: Out): void {
  const { verb, code, endpoint = '' } = first
  if (verb === undefined) {
    const name = RETURN_CODES[code!] === undefined ? String(code) : `${code} ${RETURN_CODES[code!]}`
    out.name(name, `MGCP ${name}`.slice(0, LONGEST_SHORT))
    return
  }
  const about =
    told.get('observed_events') ?? told.get('signal_requests') ?? told.get('restart_method') ?? told.get('mode')
  out.name(verb, ['MGCP', verb, endpoint, ...(about === undefined ? [] : [about])].join(' ').slice(0, LONGEST_SHORT))
}
