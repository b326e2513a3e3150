// Sequence numbers: RFC 3550 appendix A.1 and A.3, with a window that tells what came twice, late or never.
import {
  AFTER_JUMP,
  BASE,
  DUPLICATES,
  EXPECTED_BEFORE,
  HIGHEST,
  HIGHEST_RTP_TIME,
  LAST_MISSING,
  LONGEST_LOSS,
  LOSS_RUN,
  LOSS_RUNS,
  MISSING,
  OUT_OF_ORDER,
  RECEIVED,
  UNSETTLED,
  WINDOW,
  WINDOW_INTS,
} from './record.ts'

const MAX_DROPOUT = 3000
const MAX_MISORDER = 100
const REMEMBERED = WINDOW_INTS * 32
/** A missing packet is lost when so many came behind it; beyond MAX_MISORDER nothing comes late. */
const SETTLED_AFTER = 128

/** What a packet's sequence number says. */
export const IN_ORDER = 0
/** Sequence numbers were left out before it. */
export const AFTER_LOSS = 1
export const LATE = 2
export const DUPLICATE = 3
/** Far from where the stream is: of the stream only when the next one follows it. */
export const STRAY = 4
/** Earlier than the first packet that was seen. */
export const EARLIER = 6
/** The second packet of a new segment: the sender began again. */
export const RESTART = 5

export function startSequence(ints: Int32Array, at: number, sequence: number, rtpTime: number): void {
  ints[at + HIGHEST] = sequence
  ints[at + HIGHEST_RTP_TIME] = rtpTime
  ints[at + BASE] = sequence
  ints[at + AFTER_JUMP] = -1
  ints[at + MISSING] = 0
  ints[at + RECEIVED]! += 1
  ints.fill(0, at + WINDOW, at + WINDOW + WINDOW_INTS)
  mark(ints, at, sequence)
}

/** Takes the next packet's 16-bit sequence number in. */
export function takeSequence(ints: Int32Array, at: number, sequence: number, rtpTime: number): number {
  const highest = ints[at + HIGHEST]!
  const step = ((sequence - highest) << 16) >> 16
  if (step === 1) {
    const next = highest + 1
    ints[at + HIGHEST] = next
    ints[at + HIGHEST_RTP_TIME] = rtpTime
    ints[at + RECEIVED]! += 1
    ints[at + WINDOW + ((next >> 5) & (WINDOW_INTS - 1))]! |= 1 << (next & 31)
    if (ints[at + MISSING] !== 0) settle(ints, at, next - SETTLED_AFTER)
    return IN_ORDER
  }
  if (step > 1 && step <= MAX_DROPOUT) {
    skip(ints, at, highest, step)
    ints[at + HIGHEST_RTP_TIME] = rtpTime
    return AFTER_LOSS
  }
  if (step <= 0 && step > -REMEMBERED) {
    const order = back(ints, at, highest + step, rtpTime)
    if (order !== STRAY) return order
  }
  return jump(ints, at, sequence, rtpTime)
}

/** Packets expected so far: RFC 3550 A.3, over all segments. */
export function expectedPackets(ints: Int32Array, at: number): number {
  return ints[at + EXPECTED_BEFORE]! + ints[at + HIGHEST]! - ints[at + BASE]! + 1
}

/** The stream is over: what is missing now is lost. */
export function endSequence(ints: Int32Array, at: number): void {
  if (ints[at + MISSING] !== 0) settle(ints, at, ints[at + HIGHEST]!)
}

function mark(ints: Int32Array, at: number, sequence: number): void {
  ints[at + WINDOW + ((sequence >> 5) & (WINDOW_INTS - 1))]! |= 1 << (sequence & 31)
}

function has(ints: Int32Array, at: number, sequence: number): boolean {
  return ((ints[at + WINDOW + ((sequence >> 5) & (WINDOW_INTS - 1))]! >>> (sequence & 31)) & 1) !== 0
}

/** `step` − 1 numbers were left out behind `highest`. */
function skip(ints: Int32Array, at: number, highest: number, step: number): void {
  const next = highest + step
  if (step > REMEMBERED - SETTLED_AFTER) {
    // The window cannot hold both what is missing before and behind.
    if (ints[at + MISSING] !== 0) settle(ints, at, highest)
    ints.fill(0, at + WINDOW, at + WINDOW + WINDOW_INTS)
  } else {
    for (let lost = highest + 1; lost < next; lost++) {
      ints[at + WINDOW + ((lost >> 5) & (WINDOW_INTS - 1))]! &= ~(1 << (lost & 31))
    }
  }
  if (ints[at + MISSING] === 0) {
    ints[at + MISSING] = 1
    ints[at + UNSETTLED] = highest + 1
    ints[at + LOSS_RUN] = 0
  }
  ints[at + LAST_MISSING] = next - 1
  ints[at + HIGHEST] = next
  ints[at + RECEIVED]! += 1
  settle(ints, at, next - SETTLED_AFTER)
  mark(ints, at, next)
}

/** A number that is not higher than the highest: late or a duplicate, or a sender that began again just behind. */
function back(ints: Int32Array, at: number, number: number, rtpTime: number): number {
  const isNewer = ((rtpTime - ints[at + HIGHEST_RTP_TIME]!) | 0) > 0
  if (has(ints, at, number)) {
    if (isNewer) return STRAY
    ints[at + DUPLICATES]! += 1
    return DUPLICATE
  }
  if (number <= ints[at + HIGHEST]! - MAX_MISORDER) return STRAY
  mark(ints, at, number)
  ints[at + RECEIVED]! += 1
  ints[at + OUT_OF_ORDER]! += 1
  if (number >= ints[at + BASE]!) return LATE
  extend(ints, at, number)
  return EARLIER
}

/** The segment began before the first packet that was seen, at `number`. */
function extend(ints: Int32Array, at: number, number: number): void {
  if (ints[at + MISSING] === 0) {
    ints[at + MISSING] = 1
    ints[at + LAST_MISSING] = ints[at + BASE]! - 1
    ints[at + LOSS_RUN] = 0
    ints[at + UNSETTLED] = number
  } else if (number < ints[at + UNSETTLED]!) ints[at + UNSETTLED] = number
  ints[at + BASE] = number
}

/** Two in a row behind a jump: what lies between was never sent, and a new segment begins (RFC 3550 A.1). */
function jump(ints: Int32Array, at: number, sequence: number, rtpTime: number): number {
  if (sequence !== ints[at + AFTER_JUMP]) {
    ints[at + AFTER_JUMP] = (sequence + 1) & 0xffff
    return STRAY
  }
  endSequence(ints, at)
  const highest = ints[at + HIGHEST]!
  ints[at + EXPECTED_BEFORE]! += highest - ints[at + BASE]! + 1
  const cycle = (highest & ~0xffff) + 0x10000
  startSequence(ints, at, cycle + ((sequence - 1) & 0xffff), rtpTime)
  const next = ints[at + HIGHEST]! + 1
  ints[at + HIGHEST] = next
  ints[at + RECEIVED]! += 1
  mark(ints, at, next)
  return RESTART
}

/** Settles the numbers up to `last`: runs of those that never came are losses. */
function settle(ints: Int32Array, at: number, last: number): void {
  const end = Math.min(last, ints[at + LAST_MISSING]!)
  let number = ints[at + UNSETTLED]!
  for (; number <= end; number++) {
    if (has(ints, at, number)) endRun(ints, at)
    else ints[at + LOSS_RUN]! += 1
  }
  ints[at + UNSETTLED] = number
  if (number <= ints[at + LAST_MISSING]!) return
  endRun(ints, at)
  ints[at + MISSING] = 0
}

function endRun(ints: Int32Array, at: number): void {
  const run = ints[at + LOSS_RUN]!
  if (run === 0) return
  ints[at + LOSS_RUNS]! += 1
  if (run > ints[at + LONGEST_LOSS]!) ints[at + LONGEST_LOSS] = run
  ints[at + LOSS_RUN] = 0
}
