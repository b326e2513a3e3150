// RTCP: RFC 3550 §6, feedback RFC 4585, extended reports RFC 3611.
import { Cursor } from '../../bytes/cursor.ts'
import { hex, text } from '../../bytes/text.ts'
import { RTCP_TYPES } from './tables.ts'

const SR = 200
const RR = 201
const SDES = 202
const BYE = 203
const XR = 207
const CNAME = 1
const VOIP_METRICS = 7
/** RFC 3611 §4.7: a value that is not available. */
const UNAVAILABLE = 127

export interface ReportBlock {
  readonly ssrc: string
  /** 0–1. */
  readonly fraction_lost: number
  readonly cumulative_lost: number
  readonly ext_high_seq: number
  /** In units of the RTP clock. */
  readonly jitter: number
  /** Middle 32 bits of the NTP time of the last sender report, and the delay since, in 1/65536 s; 0 for none. */
  readonly last_sr: number
  readonly delay: number
}

export interface CompoundPacket {
  readonly types: readonly string[]
  readonly ssrc: string
  readonly sender?: {
    readonly ntp_middle: number
    readonly rtp_time: number
    readonly packets: number
    readonly octets: number
  }
  readonly reports: readonly ReportBlock[]
  readonly cname?: string
  readonly bye: boolean
  readonly xr?: { readonly r_factor?: number; readonly mos_lq?: number; readonly mos_cq?: number }
}

/** Whether [from, to) is a compound packet: a chain of RTCP packets that fills it exactly. */
export function isRtcp(bytes: Uint8Array, from: number, to: number): boolean {
  const type = bytes[from + 1]!
  if (to - from < 8 || bytes[from]! >> 6 !== 2 || type < 192 || type > 223) return false
  let at = from
  while (at + 4 <= to) {
    if (bytes[at]! >> 6 !== 2 || bytes[at + 1]! < 192 || bytes[at + 1]! > 223) return at > from && to - at <= 14
    at += 4 + ((bytes[at + 2]! << 8) | bytes[at + 3]!) * 4
  }
  // Secure RTCP leaves an index and an authentication tag behind the chain: RFC 3711 §3.4.
  return at === to || (at < to && to - at <= 14)
}

/** Reads a compound packet; of a secure one only what is in the clear: the first type and SSRC. */
export function readCompound(bytes: Uint8Array, span: { from: number; to: number }, isSecure: boolean): CompoundPacket {
  const types: string[] = []
  const reports: ReportBlock[] = []
  const found: { -readonly [name in keyof CompoundPacket]?: CompoundPacket[name] } = {}
  const all = new Cursor(bytes, span.from, span.to)
  while (all.left >= 4) {
    const count = all.u8() & 31
    const type = all.u8()
    const packet = all.sub(all.u16() * 4)
    if (type < 192 || type > 223) break
    types.push(RTCP_TYPES[type] ?? String(type))
    if (found.ssrc === undefined && packet.left >= 4) found.ssrc = hex(peek32(packet), 8)
    if (isSecure) break
    if (type === SR || type === RR) readReport(packet, { type, count }, found, reports)
    else if (type === SDES) found.cname ??= readCname(packet) ?? ''
    else if (type === BYE) found.bye = true
    else if (type === XR) found.xr ??= readExtended(packet) ?? {}
  }
  return { types, reports, bye: false, ssrc: '0x00000000', ...found }
}

function peek32(cursor: Cursor): number {
  const at = cursor.at
  const value = cursor.u32()
  cursor.at = at
  return value
}

/** RFC 3550 §6.4.1, §6.4.2. */
function readReport(
  packet: Cursor,
  { type, count }: { type: number; count: number },
  found: { -readonly [name in keyof CompoundPacket]?: CompoundPacket[name] },
  reports: ReportBlock[],
): void {
  packet.skip(4)
  if (type === SR) {
    const seconds = packet.u32()
    const fraction = packet.u32()
    const ntp_middle = (((seconds & 0xffff) << 16) | (fraction >>> 16)) >>> 0
    const sender = { ntp_middle, rtp_time: packet.u32(), packets: packet.u32(), octets: packet.u32() }
    if (packet.fault === '') found.sender = sender
  }
  for (let i = 0; i < count && packet.left >= 24; i++) {
    const ssrc = hex(packet.u32(), 8)
    const fraction_lost = packet.u8() / 256
    // 24 bits with a sign: more came than was sent when packets are duplicated.
    const cumulative_lost = (packet.u24() << 8) >> 8
    const ext_high_seq = packet.u32()
    const jitter = packet.u32()
    reports.push({
      ssrc,
      fraction_lost,
      cumulative_lost,
      ext_high_seq,
      jitter,
      last_sr: packet.u32(),
      delay: packet.u32(),
    })
  }
}

/** RFC 3550 §6.5: the first CNAME. */
function readCname(packet: Cursor): string | undefined {
  packet.skip(4)
  while (packet.left >= 2) {
    const type = packet.u8()
    if (type === 0) return undefined
    const item = packet.sub(packet.u8())
    if (type === CNAME) return text(item.bytes, item.at, item.end)
  }
  return undefined
}

/** RFC 3611 §4.7: VoIP metrics of the first such block. */
function readExtended(packet: Cursor): CompoundPacket['xr'] {
  packet.skip(4)
  while (packet.left >= 4) {
    const type = packet.u8()
    packet.skip(1)
    const block = packet.sub(packet.u16() * 4)
    if (type !== VOIP_METRICS || block.left < 32) continue
    block.skip(20)
    const r_factor = block.u8()
    block.skip(1)
    const lq = block.u8()
    const cq = block.u8()
    return {
      ...(r_factor !== UNAVAILABLE && { r_factor }),
      ...(lq !== UNAVAILABLE && { mos_lq: lq / 10 }),
      ...(cq !== UNAVAILABLE && { mos_cq: cq / 10 }),
    }
  }
  return undefined
}
