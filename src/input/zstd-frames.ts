// The frames of a zstd file (RFC 8878): Node's decompressor stops after the first, so each is unpacked by itself.
import type { FileHandle } from 'node:fs/promises'
import { GarbageBehind } from './garbage-behind.ts'

const MAGIC = 0xfd2fb528
const SKIPPABLE = 0x184d2a5
const RLE = 1
const CONTENT_SIZE_BYTES = [0, 2, 4, 8]
const DICTIONARY_BYTES = [0, 1, 2, 4]
/** A frame for every 64 bytes is no file that anybody made for reading. */
const MOST_FRAMES = 1_000_000
/** Bytes behind the last frame that are looked at. */
const LONGEST_LOOK = 128 * 1024

export interface Extent {
  readonly from: number
  /** Exclusive; beyond the file's end where the file was cut. */
  readonly to: number
}

/**
 * The compressed frames of a file, in order.
 * @throws GarbageBehind after the last frame, where neither a frame nor the padding of a tape follows
 */
export async function* zstdFrames(file: FileHandle, size: number): AsyncGenerator<Extent> {
  let at = 0
  for (let count = 0; count < MOST_FRAMES && at < size; count++) {
    const magic = await little(file, at, 4)
    if (magic >>> 4 === SKIPPABLE) at += 8 + (await little(file, at + 4, 4))
    else if (magic === MAGIC) {
      const to = await frameEnd(file, at, size)
      yield { from: at, to }
      at = to
    } else if (count > 0 && (await isPadding(file, at))) return
    else throw new GarbageBehind('something stands behind the end')
  }
}

async function isPadding(file: FileHandle, at: number): Promise<boolean> {
  const { buffer, bytesRead } = await file.read(new Uint8Array(LONGEST_LOOK), 0, LONGEST_LOOK, at)
  return buffer.subarray(0, bytesRead).every((byte) => byte === 0)
}

/** Walks the block headers of the frame at `from` (§3.1.1). */
async function frameEnd(file: FileHandle, from: number, size: number): Promise<number> {
  const descriptor = await little(file, from + 4, 1)
  const isSingle = (descriptor & 0x20) !== 0
  const contentSize = descriptor >> 6 === 0 && isSingle ? 1 : CONTENT_SIZE_BYTES[descriptor >> 6]!
  let at = from + 5 + (isSingle ? 0 : 1) + DICTIONARY_BYTES[descriptor & 3]! + contentSize
  while (at < size) {
    const header = await little(file, at, 3)
    at += 3 + (((header >> 1) & 3) === RLE ? 1 : header >> 3)
    if ((header & 1) === 1) return at + ((descriptor & 4) !== 0 ? 4 : 0)
  }
  return at
}

/** A little-endian number of up to 4 bytes; 0 beyond the end. */
async function little(file: FileHandle, at: number, length: number): Promise<number> {
  const { buffer, bytesRead } = await file.read(new Uint8Array(4), 0, length, at)
  if (bytesRead < length) return 0
  return (buffer[0]! | (buffer[1]! << 8) | (buffer[2]! << 16) | (buffer[3]! << 24)) >>> 0
}
