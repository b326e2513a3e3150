import { describe, expect, it } from 'vitest'
import { CLOCK, Packet, TIME } from '../model/packet.ts'
import { CaptureClock } from './clock.ts'

/** Sets the times (Unix seconds, nanoseconds) one after the other; gives the clock after each, in seconds. */
function clocks(times: readonly (readonly [number, number])[]): { clock: number[]; steps: number } {
  const packet = new Packet(new Uint8Array(0))
  const clock = new CaptureClock()
  const seen = times.map(([seconds, nanoseconds]) => {
    clock.set(packet, seconds, nanoseconds)
    return packet.at[CLOCK]! / 1e9
  })
  return { clock: seen, steps: clock.steps }
}

describe('the capture clock', () => {
  const cases = [
    {
      it: 'is the highest time seen',
      times: [
        [100, 0],
        [105, 0],
        [103, 0],
      ],
      want: { clock: [0, 5, 5], steps: 0 },
    },
    {
      it: 'follows a step of more than an hour',
      times: [
        [100, 0],
        [8000, 0],
      ],
      want: { clock: [0, 7900], steps: 1 },
    },
    {
      it: 'comes back from one wrong time stamp',
      times: [
        [100, 0],
        [4e9, 0],
        [101, 0],
      ],
      want: { clock: [0, 4e9 - 100, 1], steps: 2 },
    },
  ] as const
  it.each(cases)('$it', ({ times, want }) => expect(clocks(times)).toEqual(want))

  it('keeps nanoseconds over months of capture', () => {
    const packet = new Packet(new Uint8Array(0))
    const clock = new CaptureClock()
    clock.set(packet, 1_700_000_000, 0)
    clock.set(packet, 1_700_000_000 + 90 * 86_400, 123_456_789)
    expect(packet.at[TIME]).toBe(90 * 86_400e9 + 123_456_789)
  })
})
