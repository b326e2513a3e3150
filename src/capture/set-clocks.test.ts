import { describe, expect, it } from 'vitest'
import { END, FRAME } from '../model/capture.ts'
import { FrameAtHand } from './frame.ts'
import { SetClocks } from './set-clocks.ts'

const SECOND = 1_000_000_000

/** Times of frames, as pairs of seconds and nanoseconds, each of an interface; a frame of no time has that of before. */
function given(ahead: readonly number[], frames: readonly { tap?: number; time?: [number, number] }[]): number[][] {
  const frame = new FrameAtHand()
  let read = 0
  const records = {
    next: (): number => {
      const one = frames[read++]
      if (!one) return END
      frame.interface = one.tap ?? 0
      if (one.time) [frame.seconds, frame.nanoseconds] = one.time
      return FRAME
    },
    seek: (): void => {},
  }
  const set = new SetClocks(
    records,
    frame,
    ahead.map((one) => [{ seconds: 0, ahead: one }]),
  )
  const found: number[][] = []
  while (set.next() === FRAME) found.push([frame.seconds, frame.nanoseconds])
  return found
}

describe('a clock that is set', () => {
  it.each([
    { it: 'within a second', ahead: 300_000_000, time: [100, 500_000_000], want: [100, 200_000_000] },
    { it: 'into the second before', ahead: 700_000_000, time: [100, 500_000_000], want: [99, 800_000_000] },
    { it: 'by hours', ahead: 7200 * SECOND + 1, time: [10_000, 0], want: [2799, 999_999_999] },
    { it: 'forwards', ahead: -700_000_000, time: [100, 500_000_000], want: [101, 200_000_000] },
    { it: 'forwards by whole seconds', ahead: -2 * SECOND, time: [100, 5], want: [102, 5] },
  ] as const)('$it', ({ ahead, time: [seconds, nanoseconds], want }) => {
    expect(given([ahead], [{ time: [seconds, nanoseconds] }])).toEqual([want])
  })

  it('is that of its interface alone, and is set once where a frame has no time of its own', () => {
    const frames = [{ tap: 1, time: [100, 0] as [number, number] }, { tap: 1 }, { time: [101, 0] as [number, number] }]
    expect(given([0, SECOND], frames)).toEqual([
      [99, 0],
      [99, 0],
      [101, 0],
    ])
  })
})
