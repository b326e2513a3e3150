import { describe, expect, it } from 'vitest'
import { Budget } from '../bytes/memory.ts'
import { behind, LARGEST_MESSAGE, type Piece, StreamBuffers, upTo } from './stream-buffers.ts'

function piece(frame: number, length: number): Piece {
  return {
    file: 0,
    frame,
    offset: frame * 100,
    start: 40,
    seconds: 0,
    nanoseconds: 0,
    time: frame,
    wireLength: 54 + length,
    length,
  }
}

function spans(pieces: readonly Piece[]): string[] {
  return pieces.map(({ frame, start, length }) => `${frame}@${start}+${length}`)
}

describe('the pieces of a message', () => {
  const pieces = [piece(1, 10), piece(2, 20), piece(3, 30)]
  const cases = [
    { it: 'are all of them when nothing is taken', got: behind(pieces, 0), want: ['1@40+10', '2@40+20', '3@40+30'] },
    {
      it: 'begin in the middle of a frame after a short message',
      got: behind(pieces, 15),
      want: ['2@45+15', '3@40+30'],
    },
    { it: 'end in the middle of a frame', got: upTo(pieces, 15), want: ['1@40+10', '2@40+5'] },
    { it: 'end with a frame', got: upTo(pieces, 30), want: ['1@40+10', '2@40+20'] },
    { it: 'are none beyond the end', got: behind(pieces, 60), want: [] },
  ]
  it.each(cases)('$it', ({ got, want }) => expect(spans(got)).toEqual(want))
})

describe('unfinished messages', () => {
  it('are put together in order and taken off the front', () => {
    const buffers = new StreamBuffers(new Budget())
    buffers.append(7, new Uint8Array([1, 2, 3]), piece(1, 3))
    buffers.append(7, new Uint8Array([4, 5]), piece(2, 2))
    buffers.consume(7, 4)
    const pending = buffers.get(7)!
    expect([...pending.bytes.subarray(0, pending.length)]).toEqual([5])
    expect(spans(pending.pieces)).toEqual(['2@41+1'])
    buffers.consume(7, 1)
    expect(buffers.get(7)).toBeUndefined()
  })

  it('stop at the largest message', () => {
    const budget = new Budget()
    const buffers = new StreamBuffers(budget)
    expect(buffers.append(1, new Uint8Array(LARGEST_MESSAGE), piece(1, LARGEST_MESSAGE))).toBe(true)
    expect(buffers.append(1, new Uint8Array(1), piece(2, 1))).toBe(false)
    expect(budget.reached().get('stream-buffers')).toBe(1)
  })

  it('stop at the share of all connections together, and the room comes back', () => {
    const buffers = new StreamBuffers(new Budget(100_000))
    const whole = new Uint8Array(8192)
    expect(buffers.append(1, whole, piece(1, 8192))).toBe(true)
    expect(buffers.append(2, whole, piece(1, 8192))).toBe(false)
    buffers.drop(1)
    expect(buffers.append(2, whole, piece(1, 8192))).toBe(true)
  })
})
