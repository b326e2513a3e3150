import { describe, expect, it } from 'vitest'
import { lengthOf, mixed, peaks, readWav, type Track } from './wav.ts'

function track(rate: number, ...samples: number[]): Track {
  return { rate, samples: Int16Array.from(samples), file: new ArrayBuffer(0) }
}

async function channels(blob: Blob): Promise<{ rate: number; left: number[]; right: number[] }> {
  const { rate, samples } = readWav(await blob.arrayBuffer())
  return {
    rate,
    left: [...samples].filter((_, i) => i % 2 === 0),
    right: [...samples].filter((_, i) => i % 2 === 1),
  }
}

describe('tracks together', () => {
  it('stand on a side each, by their begin', async () => {
    const two = [
      { track: track(8000, 1, 2, 3), begin: 0 },
      { track: track(8000, 7, 8), begin: 2 / 8000 },
    ]
    expect(lengthOf(two)).toBe(4 / 8000)
    expect(await channels(mixed(two))).toEqual({ rate: 8000, left: [1, 2, 3, 0], right: [0, 0, 7, 8] })
  })

  it('come to the higher rate', async () => {
    const two = [
      { track: track(8000, 1, 2), begin: 0 },
      { track: track(16_000, 5, 6, 7, 8), begin: 0 },
    ]
    expect(await channels(mixed(two))).toEqual({ rate: 16_000, left: [1, 1, 2, 2], right: [5, 6, 7, 8] })
  })

  it('are heard on both sides where there is one', async () => {
    expect(await channels(mixed([{ track: track(8000, 4, -4), begin: 0 }]))).toMatchObject({
      left: [4, -4],
      right: [4, -4],
    })
  })

  it('are limited where a side has several', async () => {
    const loud = { track: track(8000, 30_000, -30_000), begin: 0 }
    const { left } = await channels(mixed([loud, loud, loud]))
    expect(left).toEqual([32_767, -32_768])
  })
})

it('peaks are those of each part of the time', () => {
  const placed = { track: track(4, 16_384, -16_384, 0, 8192), begin: 1 }
  expect(peaks(placed, 2, 4)).toEqual([
    [0, 0],
    [0, 0],
    [-0.5, 0.5],
    [0, 0.25],
  ])
})
