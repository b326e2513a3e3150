import { describe, expect, it } from 'vitest'
import { Memory } from '../bytes/memory.ts'
import { END, FRAME } from '../model/capture.ts'
import { FrameAtHand, type Records } from './frame.ts'
import { InOrder } from './in-order.ts'

const MILLISECOND = 1e6

/** Frames at some milliseconds, in this order in the capture: the first byte of each is its number. */
function given(times: readonly number[], size = 60): { order: number[]; at: number[]; late: number; places: number[] } {
  const memory = new Memory(1)
  const frame = new FrameAtHand()
  const { from } = memory.window()
  const inOrder = new InOrder(frame, memory)
  let read = 0
  const records: Records = {
    next: () => {
      if (read === times.length) return END
      const at = times[read]!
      frame.frame = ++read
      frame.seconds = Math.floor(at / 1000)
      frame.nanoseconds = Math.round((at % 1000) * MILLISECOND)
      frame.place[0] = read * 1000
      frame.from = from
      frame.to = from + size
      memory.bytes[from] = read & 255
      return FRAME
    },
    seek: () => {},
  }
  const found = { order: [] as number[], at: [] as number[], late: 0, places: [] as number[] }
  while (inOrder.next(records) === FRAME) {
    expect(memory.bytes[frame.from]).toBe(frame.frame & 255)
    found.order.push(frame.frame)
    found.at.push(frame.seconds * 1000 + frame.nanoseconds / MILLISECOND)
    found.places.push(frame.place[0]!)
  }
  found.late = inOrder.late
  return found
}

describe('the frames of a capture', () => {
  const cases: { it: string; times: number[]; want: number[]; late: number }[] = [
    { it: 'are given as they come where they are in order', times: [1, 2, 2, 3], want: [1, 2, 3, 4], late: 0 },
    { it: 'are given by time where one comes late', times: [1, 5, 3, 6], want: [1, 3, 2, 4], late: 1 },
    { it: 'keep their order within a moment', times: [2, 2, 1, 2, 1], want: [3, 5, 1, 2, 4], late: 2 },
    {
      it: 'stay before and behind a clock that is put back',
      times: [9000, 9001, 2, 1, 3],
      want: [1, 2, 4, 3, 5],
      late: 1,
    },
    { it: 'stay where one comes later than is waited for', times: [1, 500, 300, 501], want: [1, 2, 3, 4], late: 0 },
  ]
  it.each(cases)('$it', ({ times, want, late }) => {
    const found = given(times)
    expect(found.order).toEqual(want)
    expect(found.places).toEqual(want.map((number) => number * 1000))
    expect(found.late).toBe(late)
  })

  it.each([
    ['that is out of order throughout', 0, 200],
    ['with large frames', 0, 9000],
    ['that is in order for long, and then no more', 6000, 200],
  ])('of a capture %s are all given, by time', (_what, ordered, size) => {
    const times = Array.from({ length: ordered + 3000 }, (_, i) => (i < ordered ? i / 10 : (i ^ 3) / 10))
    const { order, at } = given(times, size)
    expect(order.toSorted((a, b) => a - b)).toEqual(times.map((_, i) => i + 1))
    const backwards = at.filter((time, i) => i > 0 && time < at[i - 1]!)
    // In a capture taken to be in order nobody waits for the first one that comes late, nor for those with it.
    expect(backwards.length).toBeLessThanOrEqual(ordered === 0 ? 0 : 2)
  })
})
