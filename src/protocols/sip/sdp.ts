/** Session descriptions: RFC 8866, with RFC 3264 (offer and answer), 3312 (preconditions), 4568, 5761, 8839. */
import { normalizeAddress } from '../../bytes/address.ts'
import { readAttribute } from './sdp-attributes.ts'
import { STATIC_FORMATS } from './tables.ts'
import { bounded, ownCopy, trimmed } from './values.ts'

const MOST_MEDIA = 16
const MOST_FORMATS = 32

const LETTER_A = 97
const LETTER_C = 99
const LETTER_M = 109
const LETTER_O = 111
const EQUALS = 61

export interface Codec {
  pt: number
  name: string
  clock_rate: number
  channels: number
  fmtp?: string
}

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'

interface Candidate {
  readonly component: number
  readonly address: string
  readonly port: number
  readonly type: string
}

/** One m= section, named as in `details`. */
export interface Media {
  readonly type: string
  /** As it stands in c=; 0.0.0.0 is a hold of RFC 2543. */
  ip: string
  readonly port: number
  readonly proto: string
  rtcp_port?: number
  rtcp_ip?: string
  rtcp_mux: boolean
  direction: Direction
  /** Sending is stopped: sendonly, inactive, or an unspecified address. */
  hold?: boolean
  readonly codecs: Codec[]
  /** Formats of media that is not RTP. */
  formats?: string[]
  ptime?: number
  maxptime?: number
  preconditions?: { local?: string; remote?: string; desired?: string[] }
  ice: boolean
  srtp: 'sdes' | 'dtls' | null
  crypto_suites?: string[]
  readonly ssrcs: string[]
  mid?: string
  label?: string
}

/** What serves correlation and media, besides what is shown. */
export interface Description {
  originUsername: string
  originSessionId: string
  originVersion: string
  originAddress: string
  ip: string
  direction: Direction
  fingerprint: boolean
  iceUfrags: string[]
  readonly media: Media[]
  /** Candidates by media. */
  readonly candidates: Candidate[][]
}

/** Reads the description at [from, to) of `text` in one pass; lines it does not know are passed over. */
export function readSdp(text: string, from: number, to: number): Description {
  const into: Description = {
    originUsername: '',
    originSessionId: '',
    originVersion: '',
    originAddress: '',
    ip: '',
    direction: 'sendrecv',
    fingerprint: false,
    iceUfrags: [],
    media: [],
    candidates: [],
  }
  let full = false
  for (let at = from; at < to;) {
    let next = text.indexOf('\n', at)
    if (next < 0 || next > to) next = to
    const end = next > at && text.charCodeAt(next - 1) === 13 ? next - 1 : next
    if (text.charCodeAt(at + 1) === EQUALS && end > at + 2) {
      const letter = text.charCodeAt(at)
      if (letter === LETTER_M) full = !readMedia(into, text.slice(at + 2, end))
      else if (letter === LETTER_A && !full) readAttribute(into, text, at + 2, end)
      else if (letter === LETTER_C && !full) readConnection(into, text.slice(at + 2, end))
      else if (letter === LETTER_O) readOrigin(into, text.slice(at + 2, end))
    }
    at = next + 1
  }
  for (const media of into.media) settle(media)
  return into
}

/** The next word of `text` from `at`: where it starts and ends. */
function wordEnd(text: string, at: number): number {
  const space = text.indexOf(' ', at)
  return space < 0 ? text.length : space
}

/** `IN IP4 192.0.2.1/127`: the address without TTL and count, as it is everywhere written. */
function connectionAddress(value: string): string {
  const start = wordEnd(value, wordEnd(value, 0) + 1) + 1
  const slash = value.indexOf('/', start)
  const address = trimmed(value, start, slash > 0 ? slash : wordEnd(value, start))
  return isPlainIPv4(address) ? ownCopy(address) : (normalizeAddress(address) ?? bounded(address))
}

/** Whether the text is an IPv4 address in its one spelling: most are. */
function isPlainIPv4(text: string): boolean {
  if (text.length > 15) return false
  let dots = 0
  let number = -1
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 46) {
      if (number < 0) return false
      dots++
      number = -1
    } else if (code < 48 || code > 57 || number === 0) return false
    else {
      number = Math.max(number, 0) * 10 + code - 48
      if (number > 255) return false
    }
  }
  return dots === 3 && number >= 0
}

function readConnection(into: Description, value: string): void {
  const media = into.media.at(-1)
  if (media) media.ip = connectionAddress(value)
  else into.ip = connectionAddress(value)
}

function readOrigin(into: Description, value: string): void {
  const first = wordEnd(value, 0)
  const second = wordEnd(value, first + 1)
  const third = wordEnd(value, second + 1)
  const start = wordEnd(value, wordEnd(value, third + 1) + 1) + 1
  into.originUsername = bounded(value.slice(0, first))
  into.originSessionId = bounded(value.slice(first + 1, second))
  into.originVersion = bounded(value.slice(second + 1, third))
  into.originAddress = bounded(trimmed(value, start, value.length))
}

/** False where there are too many. */
function readMedia(into: Description, value: string): boolean {
  if (into.media.length === MOST_MEDIA) return false
  const typeEnd = wordEnd(value, 0)
  const portEnd = wordEnd(value, typeEnd + 1)
  const protoEnd = wordEnd(value, portEnd + 1)
  const port = Number.parseInt(value.slice(typeEnd + 1, portEnd), 10)
  const media: Media = {
    type: bounded(value.slice(0, typeEnd)),
    ip: into.ip,
    port: port >= 0 && port < 65536 ? port : 0,
    proto: bounded(value.slice(portEnd + 1, protoEnd)),
    rtcp_mux: false,
    direction: into.direction,
    codecs: [],
    ice: into.iceUfrags.length > 0,
    srtp: into.fingerprint ? 'dtls' : null,
    ssrcs: [],
  }
  readFormats(media, value, protoEnd + 1)
  into.media.push(media)
  into.candidates.push([])
  return true
}

function readFormats(media: Media, value: string, from: number): void {
  const rtp = media.proto.includes('RTP/')
  if (!rtp) media.formats = []
  const formats = media.formats
  let count = 0
  for (let at = from; at < value.length && count < MOST_FORMATS;) {
    const end = wordEnd(value, at)
    const word = value.slice(at, end)
    at = end + 1
    if (word === '') continue
    count++
    if (formats) formats.push(bounded(word))
    else if (word.length <= 3) addFormat(media, Number(word))
  }
}

function addFormat(media: Media, payloadType: number): void {
  if (!(payloadType >= 0 && payloadType <= 127)) return
  const known = STATIC_FORMATS[payloadType]
  media.codecs.push({
    pt: payloadType,
    name: known ? known[0] : '',
    clock_rate: known ? known[1] : 0,
    channels: known ? known[2] : 1,
  })
}

function settle(media: Media): void {
  if (!media.ip && media.port === 0) return
  const unspecified = media.ip === '0.0.0.0' || media.ip === '::'
  if (unspecified || media.direction === 'sendonly' || media.direction === 'inactive') media.hold = true
}

/** Whether media may be sent there: RFC 3264 §6, RFC 8839 §4.2.5 (port 9 until ICE tells better); not to host names. */
export function isReachable(ip: string, port: number): boolean {
  if (port === 0 || port === 9 || ip === '' || ip === '0.0.0.0' || ip === '::') return false
  return isPlainIPv4(ip) || (ip.includes(':') && normalizeAddress(ip) === ip)
}

/** The audio and video that can be sent to where they stand. */
export function audioAndVideo(description: Description): Media[] {
  return description.media.filter(
    ({ type, ip, port }) => (type === 'audio' || type === 'video') && isReachable(ip, port),
  )
}

/** The description as `details.sdp`: DOMAIN 3.1. */
export function sdpDetails(description: Description): Record<string, unknown> {
  return {
    origin_session_id: description.originSessionId,
    origin_version: description.originVersion,
    media: description.media,
  }
}
