// The members of a gzip file (RFC 1952): Node's decompressor drops its last bytes where something else stands behind.
import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { crc32, createInflateRaw } from 'node:zlib'
import { GarbageBehind } from './garbage-behind.ts'

const DEFLATE = 8
const HEADER_CHECK = 0x02
const EXTRA = 0x04
const NAME = 0x08
const COMMENT = 0x10
const FIXED_BYTES = 10
/** Checksum and length behind the data. */
const TRAILER_BYTES = 8
/** Names and comments of a header are no longer. */
const LONGEST_HEADER = 128 * 1024
/** A member for every 64 bytes is no file that anybody made for reading. */
const MOST_MEMBERS = 1_000_000

/**
 * The content of all members, one behind the other.
 * @throws GarbageBehind after the last piece; whatever the decompressor says of damage, and of a missing end
 */
export async function* gunzip(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r')
  try {
    let at = 0
    for (let count = 0; count < MOST_MEMBERS; count++) {
      const header = await read(file, at, LONGEST_HEADER)
      const length = headerLength(header)
      if (length === undefined) {
        if (count > 0 && header.every((byte) => byte === 0)) return
        throw count === 0 ? new Error('the header is damaged') : new GarbageBehind('something stands behind the end')
      }
      const { packed, checksum } = yield* member(path, at + length)
      const trailer = at + length + packed
      if ((await little(file, trailer)) !== checksum) throw new Error('the checksum is wrong')
      at = trailer + TRAILER_BYTES
    }
  } finally {
    await file.close()
  }
}

interface Inflated {
  /** Bytes that the data takes in the file. */
  readonly packed: number
  /** CRC-32 of what came out. */
  readonly checksum: number
}

/** The content of the member whose data begins at `start`. */
async function* member(path: string, start: number): AsyncGenerator<Uint8Array, Inflated> {
  const packed = createReadStream(path, { start })
  const inflate = createInflateRaw()
  packed.on('error', (error) => inflate.destroy(error))
  let checksum = 0
  try {
    for await (const chunk of packed.pipe(inflate) as AsyncIterable<Uint8Array>) {
      checksum = crc32(chunk, checksum)
      yield chunk
    }
    return { packed: inflate.bytesWritten, checksum }
  } finally {
    packed.destroy()
  }
}

/** Undefined where no member begins there. */
function headerLength(bytes: Uint8Array): number | undefined {
  const [first, second, method, flags = 0] = bytes
  if (first !== 0x1f || second !== 0x8b || method !== DEFLATE) return undefined
  let at = FIXED_BYTES
  if ((flags & EXTRA) !== 0) at += 2 + (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0)
  for (const flag of [NAME, COMMENT]) {
    if ((flags & flag) === 0) continue
    const end = bytes.indexOf(0, at)
    if (end < 0) return undefined
    at = end + 1
  }
  return (flags & HEADER_CHECK) === 0 ? at : at + 2
}

/** Four bytes; −1 where the file ends before. */
async function little(file: FileHandle, at: number): Promise<number> {
  const bytes = await read(file, at, 4)
  return bytes.length < 4 ? -1 : new DataView(bytes.buffer).getUint32(0, true)
}

async function read(file: FileHandle, at: number, length: number): Promise<Uint8Array> {
  const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, at)
  return buffer.subarray(0, bytesRead)
}
