// RTCP: RFC 3550 §6, feedback RFC 4585, extended reports RFC 3611, secure RTCP RFC 3711.
import { Cursor } from '../../bytes/cursor.ts'
import { text } from '../../bytes/text.ts'
import type { Fault } from '../../model/message.ts'
import { PAYLOAD_FEEDBACK, RTCP_TYPES, TRANSPORT_FEEDBACK } from './tables.ts'
import { type ExtendedReport, readExtended } from './rtcp-xr.ts'

const SR = 200
const RR = 201
const SDES = 202
const BYE = 203
const APP = 204
const RTPFB = 205
const PSFB = 206
const XR = 207
const FIRST_TYPE = 192
const LAST_TYPE = 223
const CNAME = 1
const APPLICATION_FEEDBACK = 15
const REMB = 0x52454d42
const ESTIMATE = 16
const REPORT_BLOCK = 24
/** Index and the shortest authentication tag behind SRTCP: RFC 3711 §3.4, §5.2. */
const SECURE_TRAILER = 8
/** Packets, and blocks of each kind, taken of one compound packet. */
const MOST = 32
const LONGEST_TEXT = 255

/** What `recognizeRtcp` answers. */
export const NOT_RTCP = 0
export const PLAIN = 1
/** Only the first header and SSRC are in the clear. */
export const CIPHERED = 2

/** The datagram [from, to), which ended at `wireTo` on the wire. */
export interface Datagram {
  readonly from: number
  readonly to: number
  readonly wireTo: number
}

export interface ReportBlock {
  readonly ssrc: number
  /** 0–1. */
  readonly fractionLost: number
  /** Negative where more came than was sent: duplicates. */
  readonly cumulativeLost: number
  readonly highestSequence: number
  /** In ticks of the RTP clock. */
  readonly jitter: number
  /** Middle 32 bits of the NTP time of the last sender report, and 1/65536 s since it came; 0 for none. */
  readonly lastReport: number
  readonly delay: number
}

export interface Compound {
  readonly types: string[]
  ssrc: number
  sender?: {
    readonly ntpSeconds: number
    readonly ntpFraction: number
    rtpTime: number
    packets: number
    octets: number
  }
  readonly reports: ReportBlock[]
  cname?: string
  bye?: { readonly ssrcs: readonly number[]; readonly reason: string }
  readonly feedback: string[]
  /** Names of application-defined packets. */
  readonly applications: string[]
  /** Bits per second that a receiver believes the way can take. */
  estimate?: number
  xr?: ExtendedReport
  fault: Fault
}

/**
 * Whether the datagram is RTCP: a chain of packets that fills it exactly, or, where media is known to run, a first
 * packet with something ciphered behind. Among unknown bytes only sender and receiver reports may begin it.
 */
export function recognizeRtcp(bytes: Uint8Array, { from, to, wireTo }: Datagram, isKnown: boolean): number {
  if (to - from < 8) return NOT_RTCP
  const type = bytes[from + 1]!
  const isReport = type === SR || type === RR
  if (!isHeader(bytes, from) || (!isReport && !isKnown)) return NOT_RTCP
  const first = 4 * (1 + u16(bytes, from + 2))
  const blocks = (bytes[from]! & 31) * REPORT_BLOCK
  if (isReport && first < (type === SR ? 28 : 8) + blocks) return NOT_RTCP
  let at = from
  while (at + 4 <= to && isHeader(bytes, at)) at += 4 * (1 + u16(bytes, at + 2))
  if (at === wireTo || (at >= to && at < wireTo)) return PLAIN
  const isCommon = type >= SR && type <= XR
  return isKnown && isCommon && from + first + SECURE_TRAILER <= wireTo ? CIPHERED : NOT_RTCP
}

/** Reads a compound packet; of a ciphered one only the first type and SSRC. */
export function readRtcp(bytes: Uint8Array, { from, to, wireTo }: Datagram, isCiphered: boolean): Compound {
  const found: Compound = { types: [], ssrc: 0, reports: [], feedback: [], applications: [], fault: '' }
  const all = new Cursor(bytes, from, to, wireTo)
  while (all.left > 0 && found.types.length < MOST) {
    const count = all.u8() & 31
    const type = all.u8()
    const packet = all.sub(all.u16() * 4)
    if (type < FIRST_TYPE || type > LAST_TYPE) break
    found.types.push(RTCP_TYPES[type] ?? String(type))
    if (found.types.length === 1) found.ssrc = peek(packet)
    if (isCiphered) break
    readPacket(packet, { type, count }, found)
    if (found.fault === '') found.fault = packet.fault
  }
  if (found.fault === '' && !isCiphered) found.fault = all.fault
  return found
}

function isHeader(bytes: Uint8Array, at: number): boolean {
  return bytes[at]! >> 6 === 2 && bytes[at + 1]! >= FIRST_TYPE && bytes[at + 1]! <= LAST_TYPE
}

function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!
}

function peek(packet: Cursor): number {
  return packet.left < 4 ? 0 : new Cursor(packet.bytes, packet.at, packet.end).u32()
}

function readPacket(packet: Cursor, { type, count }: { type: number; count: number }, found: Compound): void {
  if (type === SR) readSender(packet, found)
  if (type === RR) packet.skip(4)
  if (type === SR || type === RR) readReports(packet, count, found)
  else if (type === SDES) readCname(packet, found)
  else if (type === BYE) found.bye ??= readBye(packet, count)
  else if (type === RTPFB) found.feedback.push(TRANSPORT_FEEDBACK[count] ?? `FMT ${count}`)
  else if (type === PSFB) readPayloadFeedback(packet, count, found)
  else if (type === APP) readApplication(packet, found)
  else if (type === XR) found.xr ??= readExtended(packet)
}

/** RFC 3550 §6.4.1. */
function readSender(packet: Cursor, found: Compound): void {
  packet.skip(4)
  const sender = {
    ntpSeconds: packet.u32(),
    ntpFraction: packet.u32(),
    rtpTime: packet.u32(),
    packets: packet.u32(),
    octets: packet.u32(),
  }
  if (packet.fault === '') found.sender ??= sender
}

function readReports(packet: Cursor, count: number, found: Compound): void {
  for (let i = 0; i < count && packet.left >= REPORT_BLOCK && found.reports.length < MOST; i++) {
    const ssrc = packet.u32()
    const fractionLost = packet.u8() / 256
    const cumulativeLost = (packet.u24() << 8) >> 8
    const highestSequence = packet.u32()
    const jitter = packet.u32()
    const lastReport = packet.u32()
    const delay = packet.u32()
    found.reports.push({ ssrc, fractionLost, cumulativeLost, highestSequence, jitter, lastReport, delay })
  }
}

/** RFC 3550 §6.5: the CNAME of the first chunk. */
function readCname(packet: Cursor, found: Compound): void {
  packet.skip(4)
  while (packet.left >= 2 && found.cname === undefined) {
    const type = packet.u8()
    if (type === 0) return
    const item = packet.sub(packet.u8())
    // Some senders count the end of a C string in.
    if (type === CNAME) found.cname = text(item.bytes, item.at, item.end).replace(/\0+$/, '')
  }
}

/** RFC 3550 §6.6. */
function readBye(packet: Cursor, count: number): { ssrcs: number[]; reason: string } {
  const ssrcs: number[] = []
  for (let i = 0; i < count && packet.left >= 4; i++) ssrcs.push(packet.u32())
  const reason = packet.left > 0 ? packet.sub(Math.min(packet.u8(), LONGEST_TEXT)) : undefined
  return { ssrcs, reason: reason ? text(reason.bytes, reason.at, reason.end) : '' }
}

/** RFC 4585 §6.3; what applications define may be an estimate of the bit rate. */
function readPayloadFeedback(packet: Cursor, format: number, found: Compound): void {
  const estimate = format === APPLICATION_FEEDBACK ? readEstimate(packet) : undefined
  found.feedback.push(estimate === undefined ? (PAYLOAD_FEEDBACK[format] ?? `FMT ${format}`) : 'REMB')
  if (estimate !== undefined) found.estimate ??= estimate
}

/** Sender, media source, `REMB`, count of SSRCs, and the rate in 6 bits of exponent and 18 of mantissa: goog-remb. */
function readEstimate(packet: Cursor): number | undefined {
  if (packet.left < ESTIMATE) return undefined
  packet.skip(8)
  if (packet.u32() !== REMB) return undefined
  packet.skip(1)
  const rate = packet.u24()
  return (rate & 0x3ffff) * 2 ** (rate >> 18)
}

/** RFC 3550 §6.7: a name of four characters. */
function readApplication(packet: Cursor, found: Compound): void {
  packet.skip(4)
  const name = packet.sub(4)
  if (name.left === 4) found.applications.push(text(name.bytes, name.at, name.end).replace(/[\0 ]+$/, ''))
}
