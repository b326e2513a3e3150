/** Attributes of session descriptions: RFC 8866 §6, 3605, 4568 (keys are not kept), 5245/8839, 5576, 5761, 8122, 3312. */
import { normalizeAddress } from '../../bytes/address.ts'
import type { Codec, Description, Direction, Media } from './sdp.ts'
import { NameTable } from './name-table.ts'
import { bounded, leadingNumber, trimmed } from './values.ts'

const MOST_CANDIDATES = 16
const MOST_SSRCS = 8
const MOST_UFRAGS = 8
const MOST_DESIRED = 4
const COLON = 58

type AttributeReader = (into: Description, value: string) => void

const ATTRIBUTES = new NameTable<AttributeReader>([
  ['rtpmap', readRtpmap],
  ['fmtp', readFormatParameters],
  ['sendrecv', (into) => direct(into, 'sendrecv')],
  ['sendonly', (into) => direct(into, 'sendonly')],
  ['recvonly', (into) => direct(into, 'recvonly')],
  ['inactive', (into) => direct(into, 'inactive')],
  ['ptime', (into, value) => number(into, 'ptime', value)],
  ['maxptime', (into, value) => number(into, 'maxptime', value)],
  ['rtcp', readRtcp],
  ['rtcp-mux', (into) => onMedia(into, (media) => (media.rtcp_mux = true))],
  ['crypto', readCrypto],
  ['fingerprint', readFingerprint],
  ['candidate', readCandidate],
  ['ice-ufrag', readUfrag],
  ['ssrc', readSsrc],
  ['mid', (into, value) => onMedia(into, (media) => (media.mid = bounded(value)))],
  ['label', (into, value) => onMedia(into, (media) => (media.label = bounded(value)))],
  ['curr', (into, value) => precondition(into, 'curr', value)],
  ['des', (into, value) => precondition(into, 'des', value)],
])

/** Reads the attribute at [from, to): `name` or `name:value`. */
export function readAttribute(into: Description, text: string, from: number, to: number): void {
  let colon = from
  while (colon < to && text.charCodeAt(colon) !== COLON) colon++
  const read = ATTRIBUTES.find(text, from, colon)
  if (read) read(into, text.slice(colon + 1, Math.max(colon + 1, to)))
}

function onMedia(into: Description, set: (media: Media) => void): void {
  const media = into.media.at(-1)
  if (media) set(media)
}

function direct(into: Description, direction: Direction): void {
  const media = into.media.at(-1)
  if (media) media.direction = direction
  else into.direction = direction
}

function number(into: Description, name: 'ptime' | 'maxptime', value: string): void {
  const milliseconds = leadingNumber(value)
  const media = into.media.at(-1)
  if (media && milliseconds !== undefined && milliseconds > 0) media[name] = milliseconds
}

function codecOf(into: Description, value: string): Codec | undefined {
  const payloadType = leadingNumber(value)
  const codecs = into.media.at(-1)?.codecs ?? []
  for (let i = 0; i < codecs.length; i++) if (codecs[i]!.pt === payloadType) return codecs[i]
  return undefined
}

/** `96 AMR-WB/16000/1`. */
function readRtpmap(into: Description, value: string): void {
  const codec = codecOf(into, value)
  const space = value.indexOf(' ')
  if (!codec || space < 0) return
  const slash = value.indexOf('/', space)
  codec.name = bounded(trimmed(value, space + 1, slash < 0 ? value.length : slash))
  if (slash < 0) return
  codec.clock_rate = leadingNumber(value, slash + 1) ?? codec.clock_rate
  const second = value.indexOf('/', slash + 1)
  if (second > 0) codec.channels = leadingNumber(value, second + 1) || 1
}

function readFormatParameters(into: Description, value: string): void {
  const codec = codecOf(into, value)
  const space = value.indexOf(' ')
  if (codec && space > 0) codec.fmtp = bounded(trimmed(value, space + 1, value.length))
}

/** `49171 IN IP4 192.0.2.1`. */
function readRtcp(into: Description, value: string): void {
  const media = into.media.at(-1)
  const port = leadingNumber(value)
  if (!media || port === undefined || port > 65535) return
  media.rtcp_port = port
  const [, , , address] = value.split(' ', 4)
  const ip = address && normalizeAddress(address.trim())
  if (ip) media.rtcp_ip = ip
}

function readCrypto(into: Description, value: string): void {
  const media = into.media.at(-1)
  if (!media) return
  if (media.srtp === null) media.srtp = 'sdes'
  const suite = value.split(' ', 2)[1]
  media.crypto_suites ??= []
  if (suite && media.crypto_suites.length < MOST_SSRCS) media.crypto_suites.push(bounded(suite))
}

function readFingerprint(into: Description): void {
  const media = into.media.at(-1)
  if (media) media.srtp = 'dtls'
  else into.fingerprint = true
}

/** `1 1 UDP 2130706431 192.0.2.1 49170 typ host`. */
function readCandidate(into: Description, value: string): void {
  const candidates = into.candidates.at(-1)
  const media = into.media.at(-1)
  if (!candidates || !media) return
  media.ice = true
  if (candidates.length === MOST_CANDIDATES) return
  const [, component, transport, , host, port, , type] = value.trim().split(' ', 8)
  const address = normalizeAddress(host ?? '')
  const number = leadingNumber(port ?? '') ?? 0
  if (!address || transport?.toUpperCase() !== 'UDP' || number === 0 || number > 65535) return
  candidates.push({ component: leadingNumber(component ?? '') ?? 0, address, port: number, type: bounded(type ?? '') })
}

function readUfrag(into: Description, value: string): void {
  const media = into.media.at(-1)
  if (media) media.ice = true
  const ufrag = bounded(value.trim())
  if (into.iceUfrags.length < MOST_UFRAGS && !into.iceUfrags.includes(ufrag)) into.iceUfrags.push(ufrag)
}

/** As `0x` and 8 digits, like the SSRCs of streams. */
function readSsrc(into: Description, value: string): void {
  const media = into.media.at(-1)
  const ssrc = leadingNumber(value)
  if (!media || ssrc === undefined || ssrc > 0xffffffff || media.ssrcs.length === MOST_SSRCS) return
  const text = `0x${ssrc.toString(16).padStart(8, '0')}`
  if (!media.ssrcs.includes(text)) media.ssrcs.push(text)
}

/** `qos local sendrecv`; `qos mandatory local sendrecv`: RFC 3312 §5. */
function precondition(into: Description, kind: 'curr' | 'des', value: string): void {
  const media = into.media.at(-1)
  if (!media) return
  const [type, ...words] = value.trim().split(' ', 4)
  if (type !== 'qos') return
  media.preconditions ??= {}
  const state = bounded(words.at(-1) ?? '')
  if (kind === 'des') {
    media.preconditions.desired ??= []
    if (media.preconditions.desired.length < MOST_DESIRED) media.preconditions.desired.push(bounded(words.join(' ')))
  } else if (words[0] === 'remote') media.preconditions.remote = state
  else media.preconditions.local = state
}
