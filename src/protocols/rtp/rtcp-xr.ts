// RTCP extended reports: RFC 3611 §4.
import type { Cursor } from '../../bytes/cursor.ts'

const RECEIVER_REFERENCE_TIME = 4
const DLRR = 5
const VOIP_METRICS = 7
const VOIP_BYTES = 32
/** §4.7.5: a value that is not available. */
const UNAVAILABLE = 127
const MOST_ECHOES = 32

/** The answer to a receiver's reference time: as with LSR and DLSR of a report. */
interface Echo {
  readonly ssrc: number
  readonly lastReport: number
  readonly delay: number
}

export interface VoipMetrics {
  readonly ssrc: number
  /** 0–1: lost on the way, and discarded by the jitter buffer. */
  readonly loss_rate: number
  readonly discard_rate: number
  readonly round_trip_ms: number
  readonly end_system_delay_ms: number
  readonly r_factor?: number
  readonly external_r_factor?: number
  readonly mos_lq?: number
  readonly mos_cq?: number
  readonly jitter_buffer_ms: number
}

export interface ExtendedReport {
  /** Middle 32 bits of a receiver's reference time; 0 for none. */
  referenceTime: number
  readonly echoes: Echo[]
  voip?: VoipMetrics
}

/** Reads the blocks of an XR packet, from its SSRC on. */
export function readExtended(packet: Cursor): ExtendedReport {
  const found: ExtendedReport = { referenceTime: 0, echoes: [] }
  packet.skip(4)
  while (packet.left >= 4) {
    const type = packet.u8()
    packet.skip(1)
    const block = packet.sub(packet.u16() * 4)
    if (type === RECEIVER_REFERENCE_TIME && block.left >= 8) {
      found.referenceTime = (((block.u32() & 0xffff) << 16) | (block.u32() >>> 16)) >>> 0
    } else if (type === DLRR) {
      while (block.left >= 12 && found.echoes.length < MOST_ECHOES) {
        found.echoes.push({ ssrc: block.u32(), lastReport: block.u32(), delay: block.u32() })
      }
    } else if (type === VOIP_METRICS && block.left >= VOIP_BYTES) found.voip ??= readVoip(block)
  }
  return found
}

/** §4.7. */
function readVoip(block: Cursor): VoipMetrics {
  const ssrc = block.u32()
  const loss_rate = block.u8() / 256
  const discard_rate = block.u8() / 256
  block.skip(6)
  const round_trip_ms = block.u16()
  const end_system_delay_ms = block.u16()
  block.skip(4)
  const r_factor = available(block.u8())
  const external = available(block.u8())
  const lq = available(block.u8())
  const cq = available(block.u8())
  block.skip(2)
  return {
    ssrc,
    loss_rate,
    discard_rate,
    round_trip_ms,
    end_system_delay_ms,
    ...(r_factor !== undefined && { r_factor }),
    ...(external !== undefined && { external_r_factor: external }),
    ...(lq !== undefined && { mos_lq: lq / 10 }),
    ...(cq !== undefined && { mos_cq: cq / 10 }),
    jitter_buffer_ms: block.u16(),
  }
}

function available(value: number): number | undefined {
  return value === UNAVAILABLE ? undefined : value
}
