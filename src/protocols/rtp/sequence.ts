// Sequence numbers: RFC 3550 appendix A.1 and A.3.
import {
  AFTER_JUMP,
  BASE,
  DUPLICATES,
  EXPECTED_BEFORE,
  HIGHEST,
  LONGEST_LOSS,
  LOSS_RUNS,
  OUT_OF_ORDER,
  SEEN_HIGH,
  SEEN_LOW,
} from './record.ts'

const MAX_DROPOUT = 3000
const MAX_MISORDER = 100
const WINDOW = 64

/** What a packet's sequence number says. */
export const IN_ORDER = 0
export const LATE = 1
export const DUPLICATE = 2
/** Far from where the stream was: counted only when the next one follows it. */
export const STRAY = 3

export function startSequence(ints: Int32Array, at: number, sequence: number): void {
  ints[at + HIGHEST] = sequence
  ints[at + BASE] = sequence
  ints[at + AFTER_JUMP] = -1
  ints[at + SEEN_LOW] = 1
  ints[at + SEEN_HIGH] = 0
}

/** Takes the next packet's 16-bit sequence number in. */
export function takeSequence(ints: Int32Array, at: number, sequence: number): number {
  const highest = ints[at + HIGHEST]!
  const ahead = (sequence - highest) & 0xffff
  if (ahead > 0 && ahead < MAX_DROPOUT) {
    if (ahead > 1) lose(ints, at, ahead - 1)
    ints[at + HIGHEST] = highest + ahead
    shift(ints, at, ahead)
    return IN_ORDER
  }
  const behind = (highest - sequence) & 0xffff
  if (behind < MAX_MISORDER) return early(ints, at, behind)
  if (sequence !== ints[at + AFTER_JUMP]) {
    ints[at + AFTER_JUMP] = (sequence + 1) & 0xffff
    return STRAY
  }
  // Two in a row: the sender started again, and what lies between was never sent.
  ints[at + EXPECTED_BEFORE]! += highest - ints[at + BASE]! + 1
  const cycle = highest - (highest & 0xffff) + 65_536
  startSequence(ints, at, cycle + sequence)
  ints[at + BASE]! -= 1
  return IN_ORDER
}

/** Packets expected so far: RFC 3550 A.3, over all segments. */
export function expectedPackets(ints: Int32Array, at: number): number {
  return ints[at + EXPECTED_BEFORE]! + ints[at + HIGHEST]! - ints[at + BASE]! + 1
}

function early(ints: Int32Array, at: number, behind: number): number {
  if (behind < WINDOW) {
    const word = behind < 32 ? at + SEEN_LOW : at + SEEN_HIGH
    const bit = 1 << (behind & 31)
    if ((ints[word]! & bit) !== 0) {
      ints[at + DUPLICATES]! += 1
      return DUPLICATE
    }
    ints[word]! |= bit
  }
  // Earlier than the first packet that was seen: the stream began there.
  const before = ints[at + BASE]! - (ints[at + HIGHEST]! - behind)
  if (before > 0) ints[at + BASE]! -= before
  ints[at + OUT_OF_ORDER]! += 1
  return LATE
}

function lose(ints: Int32Array, at: number, lost: number): void {
  ints[at + LOSS_RUNS]! += 1
  if (lost > ints[at + LONGEST_LOSS]!) ints[at + LONGEST_LOSS] = lost
}

/** Moves the window of seen numbers on by `n`. */
function shift(ints: Int32Array, at: number, n: number): void {
  const low = ints[at + SEEN_LOW]!
  const high = ints[at + SEEN_HIGH]!
  if (n >= WINDOW) {
    ints[at + SEEN_HIGH] = 0
    ints[at + SEEN_LOW] = 1
  } else if (n >= 32) {
    ints[at + SEEN_HIGH] = low << (n - 32)
    ints[at + SEEN_LOW] = 1
  } else {
    ints[at + SEEN_HIGH] = (high << n) | (low >>> (32 - n))
    ints[at + SEEN_LOW] = (low << n) | 1
  }
}
