import { describe, expect, it } from 'vitest'
import { MediaFixture } from './fixture.ts'

/** Sequence numbers in order of arrival, and what they come to. */
const cases: { it: string; numbers: number[]; want: Record<string, number> }[] = [
  { it: 'all there', numbers: range(0, 100), want: { packets: 100, expected: 100, lost: 0, loss_runs: 0 } },
  {
    it: 'R1 wraps from 65535 to 0',
    numbers: range(65_500, 100).map((n) => n & 0xffff),
    want: { packets: 100, expected: 100, lost: 0, out_of_order: 0, first_sequence: 65_500, last_sequence: 65_599 },
  },
  {
    it: 'R2 two of a hundred lost',
    numbers: range(0, 1000).filter((n) => n % 50 !== 25),
    want: { packets: 980, expected: 1000, lost: 20, loss_runs: 20, longest_loss: 1 },
  },
  {
    it: 'a run of lost packets longer than what may come late',
    numbers: [...range(0, 50), ...range(250, 400)],
    want: { expected: 650, lost: 200, loss_runs: 1, longest_loss: 200 },
  },
  {
    it: 'a run of lost packets longer than the window',
    numbers: [...range(0, 50), ...range(2550, 400)],
    want: { expected: 2950, lost: 2500, loss_runs: 1, longest_loss: 2500 },
  },
  {
    it: 'losses right at the end of what is known',
    numbers: [...range(0, 50), 52, 55],
    want: { expected: 56, lost: 4, loss_runs: 2, longest_loss: 2 },
  },
  {
    it: 'R3 reordered by one',
    numbers: [0, 1, 3, 2, ...range(4, 96)],
    want: { packets: 100, expected: 100, lost: 0, out_of_order: 1, loss_runs: 0 },
  },
  {
    it: 'R3 reordered by fifty',
    numbers: [...range(0, 20), ...range(21, 50), 20, ...range(71, 200)],
    want: { packets: 271, expected: 271, lost: 0, out_of_order: 1, loss_runs: 0, longest_loss: 0 },
  },
  {
    it: 'the first packet overtaken by the second',
    numbers: [11, 10, ...range(12, 50)],
    want: { packets: 52, expected: 52, lost: 0, out_of_order: 1 },
  },
  {
    it: 'R4 every packet twice',
    numbers: range(0, 100).flatMap((n) => [n, n]),
    want: { packets: 200, expected: 100, lost: 0, duplicates: 100, out_of_order: 0 },
  },
  {
    it: 'copies that come 500 packets later',
    numbers: range(0, 1000).flatMap((n) => (n < 500 ? [n] : [n, n - 500])),
    want: { packets: 1500, expected: 1000, lost: 0, duplicates: 500 },
  },
  {
    it: 'R28 the sender starts again: no loss, no duplicates',
    numbers: [...range(40_000, 100), ...range(7, 100)],
    want: { packets: 200, expected: 200, lost: 0, duplicates: 0 },
  },
  {
    it: 'R28 the sender starts again with one packet lost',
    numbers: [...range(40_000, 100), ...range(7, 50), ...range(58, 50)],
    want: { packets: 200, expected: 201, lost: 1 },
  },
  {
    it: 'one stray packet is no restart',
    numbers: [...range(0, 50), 30_000, ...range(50, 50)],
    want: { packets: 101, expected: 100, lost: 0, duplicates: 0 },
  },
]

describe('sequence numbers: RFC 3550 A.1, A.3', () => {
  it.each(cases)('$it', ({ numbers, want }) => {
    const fixture = new MediaFixture()
    fixture.announce('10.0.0.2:5000', 1)
    let ts = 0
    const first = new Map<number, number>()
    numbers.forEach((seq, i) => {
      // A copy has the time stamp of its original; a restart goes on in time.
      if (!first.has(seq)) first.set(seq, (ts += 160))
      fixture.rtp({ seq, ts: first.get(seq)!, at: 20 * i })
    })
    expect(fixture.only()).toMatchObject(want)
  })

  it('R28 a restart just behind where the stream was, as its time stamps tell', () => {
    const fixture = new MediaFixture()
    fixture.announce('10.0.0.2:5000', 1)
    fixture.run(500)
    fixture.run(100, { seq: 300, ts: 90_000, at: 10_000 })
    expect(fixture.only()).toMatchObject({ packets: 600, expected: 600, lost: 0, duplicates: 0 })
  })
})

function range(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from + i)
}
