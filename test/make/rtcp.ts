/** RTCP packets: RFC 3550 §6, RFC 3611 §4.7. They are joined to compounds by `concat`. */
import { concat, u16, u32, u8, utf8, zeros } from './octets.ts'

export interface ReportBlock {
  readonly ssrc: number
  /** 0–255 */
  readonly fractionLost?: number
  /** Signed, 24 bits. */
  readonly lost?: number
  readonly highest?: number
  /** In units of the RTP clock. */
  readonly jitter?: number
  /** Middle 32 bits of the NTP time of the last sender report. */
  readonly lastReport?: number
  /** In 1/65536 s. */
  readonly sinceLastReport?: number
}

export interface SenderInfo {
  readonly ssrc: number
  readonly ntpSeconds: number
  readonly ntpFraction?: number
  readonly timestamp?: number
  readonly packets?: number
  readonly octets?: number
}

function packet(count: number, type: number, body: Uint8Array): Uint8Array {
  return concat(u8(0x80 | count, type), u16(body.length / 4), body)
}

export function senderReport(sender: SenderInfo, reports: readonly ReportBlock[] = []): Uint8Array {
  const { ssrc, ntpSeconds, ntpFraction = 0, timestamp = 0, packets = 0, octets = 0 } = sender
  const info = u32(ssrc, ntpSeconds, ntpFraction, timestamp, packets, octets)
  return packet(reports.length, 200, concat(info, ...reports.map(block)))
}

export function receiverReport(ssrc: number, reports: readonly ReportBlock[]): Uint8Array {
  return packet(reports.length, 201, concat(u32(ssrc), ...reports.map(block)))
}

function block(report: ReportBlock): Uint8Array {
  const { ssrc, fractionLost = 0, lost = 0, highest = 0, jitter = 0, lastReport = 0, sinceLastReport = 0 } = report
  return u32(ssrc, (fractionLost << 24) | (lost & 0xffffff), highest, jitter, lastReport, sinceLastReport)
}

export function sourceDescription(ssrc: number, name: string): Uint8Array {
  const item = concat(u8(1, utf8(name).length), utf8(name))
  return packet(1, 202, concat(u32(ssrc), item, zeros(4 - (item.length % 4))))
}

export function goodbye(ssrc: number): Uint8Array {
  return packet(1, 203, u32(ssrc))
}

export interface VoiceMetrics {
  readonly ssrc: number
  /** 127 is "unavailable". */
  readonly rFactor: number
  /** Tenths. */
  readonly mosListening: number
  readonly mosConversational: number
}

/** An extended report with a VoIP metrics block. */
export function voiceReport(ssrc: number, { ssrc: about, ...metrics }: VoiceMetrics): Uint8Array {
  const { rFactor, mosListening, mosConversational } = metrics
  const levels = u8(127, 127, 127, 16, rFactor, 127, mosListening, mosConversational)
  const body = concat(u32(about), u8(5, 0, 0, 0), u16(0, 0, 40, 60), levels, u8(0, 0), u16(40, 60, 80))
  return packet(0, 207, concat(u32(ssrc), u8(7, 0), u16(body.length / 4), body))
}
