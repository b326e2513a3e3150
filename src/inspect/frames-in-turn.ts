import { compareMoments, millisecondsBetween, type Moment } from '../model/moment.ts'

/** What waits for an earlier frame at most: frames, and bytes of them. */
const MOST_FRAMES = 4096
const MOST_BYTES = 32 * 1024 * 1024

interface Frame extends Moment {
  readonly bytes: Uint8Array
}

/**
 * Frames of several captures by time, and those of one as far as they are out of order by no more than `reach`
 * milliseconds: beyond, a clock was put back, and what was read before that comes before it. Undefined now and then,
 * while it is worked.
 */
export function* framesInTurn<Taken extends Frame>(
  captures: readonly Iterator<Taken | undefined>[],
  reach: number,
): Generator<Taken | undefined> {
  const waiting: Taken[] = []
  let bytes = 0
  for (const frame of merged(captures)) {
    if (!frame) {
      yield undefined
      continue
    }
    const newest = waiting.at(-1)
    if (newest && millisecondsBetween(frame, newest) > reach) {
      yield* waiting.splice(0)
      bytes = 0
    }
    let at = waiting.length
    while (at > 0 && compareMoments(frame, waiting[at - 1]!) < 0) at--
    waiting.splice(at, 0, frame)
    bytes += frame.bytes.length
    while (waiting.length > MOST_FRAMES || bytes > MOST_BYTES) {
      const first = waiting.shift()!
      bytes -= first.bytes.length
      yield first
    }
  }
  yield* waiting
}

/** The earliest of the frames that the captures are at, one after the other. */
function* merged<Taken extends Moment>(captures: readonly Iterator<Taken | undefined>[]): Generator<Taken | undefined> {
  const at: { readonly frames: Iterator<Taken | undefined>; frame: Taken }[] = []
  for (const frames of captures) {
    const frame = yield* next(frames)
    if (frame) at.push({ frames, frame })
  }
  while (at.length > 0) {
    const first = at.reduce((a, b) => (compareMoments(b.frame, a.frame) < 0 ? b : a))
    yield first.frame
    const frame = yield* next(first.frames)
    if (frame) first.frame = frame
    else at.splice(at.indexOf(first), 1)
  }
}

/** The next frame of a capture; false at its end. */
function* next<Taken>(frames: Iterator<Taken | undefined>): Generator<undefined, Taken | false> {
  for (let found = frames.next(); !found.done; found = frames.next()) {
    if (found.value !== undefined) return found.value
    yield undefined
  }
  return false
}
