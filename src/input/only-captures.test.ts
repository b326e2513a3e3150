import { randomBytes } from 'node:crypto'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { onlyCaptures } from './only-captures.ts'

const PIECE = 65_536
const SIZE = 4 * 1024 * 1024

/** Bytes that do not pack, behind `start`. */
function noise(...start: number[]): Uint8Array {
  return Buffer.concat([Uint8Array.from(start), randomBytes(SIZE)])
}

const PCAP = [0xd4, 0xc3, 0xb2, 0xa1]

/** Gives the bytes taken from the source, and what came of them. */
async function passed(bytes: Uint8Array, piece = PIECE): Promise<{ taken: number; given: number; code?: unknown }> {
  let [taken, given] = [0, 0]
  async function* source(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += piece) {
      taken = Math.min(bytes.length, at + piece)
      yield bytes.subarray(at, taken)
    }
  }
  try {
    for await (const chunk of onlyCaptures(source())) given += chunk.length
    return { taken, given }
  } catch (error) {
    return { taken, given, code: (error as { code?: unknown }).code }
  }
}

describe('an upload', () => {
  it.each([
    { it: 'a capture', bytes: noise(...PCAP) },
    { it: 'a capture in gzip', bytes: gzipSync(noise(...PCAP)) },
    { it: 'a capture in zstd', bytes: zstdCompressSync(noise(...PCAP)) },
    { it: 'what is too short to tell', bytes: Uint8Array.of(1, 2) },
    { it: 'what may be told better once it is whole', bytes: Uint8Array.of(80, 75, 3, 4, 0, 0) },
    { it: 'a short packed file', bytes: gzipSync('hello') },
  ])('passes whole: $it', async ({ bytes }) => {
    expect(await passed(bytes)).toEqual({ taken: bytes.length, given: bytes.length })
  })

  it('is told by its first bytes even where they come one by one', async () => {
    expect(await passed(Uint8Array.from([...PCAP, 0, 0]), 1)).toEqual({ taken: 6, given: 6 })
    const other = noise(80, 75, 3, 4).subarray(0, 1000)
    expect(await passed(other, 1)).toMatchObject({ taken: 512, code: 'INVALID_FILE_TYPE' })
  })

  it.each([
    { it: 'others', bytes: noise(80, 75, 3, 4), most: PIECE },
    { it: 'others in gzip', bytes: gzipSync(noise(80, 75, 3, 4)), most: 5 * PIECE },
    { it: 'others in zstd', bytes: zstdCompressSync(noise(80, 75, 3, 4)), most: 5 * PIECE },
    { it: 'a packing that is not undone', bytes: noise(0x42, 0x5a, 0x68, 0x39), most: PIECE },
  ])('is stopped at its beginning: $it', async ({ bytes, most }) => {
    const { taken, code } = await passed(bytes)
    expect(code).toBe('INVALID_FILE_TYPE')
    expect(taken).toBeLessThanOrEqual(most)
  })
})
