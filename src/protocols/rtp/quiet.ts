// Silence that G.711 payloads show: ITU-T G.711 tables 1 and 2. What stands between two sampled bytes is not looked at.
import { MU_LAW } from './modes.ts'
import { FLAGS, LONGEST_QUIET, LONGEST_QUIET_FRAME, QUIET, QUIET_FRAME, QUIET_SINCE } from './record.ts'

/** Bytes of a payload that are looked at besides the first two, spread over it. */
const SAMPLES = 8
/** Shorter payloads show too little. */
const SHORTEST = 16

/**
 * Whether the samples [from, to) hold nothing to hear: all alike, or all within one step of zero. Speech is told by
 * its first two bytes.
 */
export function isQuiet(bytes: Uint8Array, from: number, to: number, format: number): boolean {
  const length = to - from
  if (length < SHORTEST) return false
  const first = bytes[from]!
  // Neighbours that differ by more than sign and one step are no silence.
  if (((first ^ bytes[from + 1]!) & 0x7e) !== 0) return false
  // Zero is all ones, with either sign; A-law has every other bit turned (table 1a, note 2).
  const zero = format === MU_LAW ? 0x7f : 0x55
  let isConstant = true
  let isIdle = ((first ^ zero) & 0x7e) === 0
  for (let i = 0; i < SAMPLES; i++) {
    // At growing distances: a tone does not look alike at all of them.
    const byte = bytes[from + 1 + ((i * i * length) >> 6)]!
    isConstant &&= byte === first
    isIdle &&= ((byte ^ zero) & 0x7e) === 0
    if (!isConstant && !isIdle) return false
  }
  return true
}

/** A packet without anything to hear: the run goes on. */
export function noteQuiet(ints: Int32Array, at: number, rtpTime: number, frame: number): void {
  if ((ints[at + FLAGS]! & QUIET) === 0) {
    ints[at + FLAGS]! |= QUIET
    ints[at + QUIET_SINCE] = rtpTime
    ints[at + QUIET_FRAME] = frame
  }
  const ticks = (rtpTime - ints[at + QUIET_SINCE]!) | 0
  if (ticks <= ints[at + LONGEST_QUIET]!) return
  ints[at + LONGEST_QUIET] = ticks
  ints[at + LONGEST_QUIET_FRAME] = ints[at + QUIET_FRAME]!
}

export function noteLoud(ints: Int32Array, at: number): void {
  ints[at + FLAGS]! &= ~QUIET
}
