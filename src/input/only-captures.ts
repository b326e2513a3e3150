import { Readable } from 'node:stream'
import { constants, createGunzip, createZstdDecompress } from 'node:zlib'
import { NotACapture } from '../model/capture.ts'
import { captureFormat, TELLING_HEAD, whyNoCapture } from '../model/capture-formats.ts'
import { packing } from './magic.ts'

/** The first bytes of a capture tell what it is. */
const MAGIC = 4
/** Of a packed file so much, within which its first block is whole: 128 KiB in zstd (RFC 8878 §3.1.1.2.4). */
const PACKED_HEAD = 262_144

/**
 * Passes an upload on, and stops as soon as it shows that it is no capture: packed ones are looked into. What cannot be
 * told early (a short file, zstd that begins with frames to skip) passes, and is told of when it is whole.
 *
 * @throws NotACapture
 */
export async function* onlyCaptures(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | undefined = new Uint8Array(0)
  for await (const chunk of source) {
    if (head) head = await undecided(Buffer.concat([head, chunk]))
    yield chunk
  }
}

/** What is to be looked at again with more behind it; undefined once it is of a capture. */
async function undecided(head: Uint8Array): Promise<Uint8Array | undefined> {
  if (head.length < MAGIC) return head
  const how = packing(head)
  if (how !== 'none' && head.length < PACKED_HEAD) return head
  const start = how === 'none' ? head : await firstUnpacked(head, how)
  if (start && captureFormat(start) === undefined) {
    // What little has come may be told better by more: by whoever sees it whole, where there is no more.
    if (how === 'none' && start.length < TELLING_HEAD) return head
    throw new NotACapture(whyNoCapture(start))
  }
  return undefined
}

/** The first bytes that the beginning of a packed file unpacks to; undefined where it gives none. */
async function firstUnpacked(head: Uint8Array, how: 'gzip' | 'zstd'): Promise<Uint8Array | undefined> {
  const unpacking = how === 'gzip' ? createGunzip({ finishFlush: constants.Z_SYNC_FLUSH }) : createZstdDecompress()
  try {
    for await (const chunk of Readable.from([head]).pipe(unpacking) as AsyncIterable<Uint8Array>) return chunk
  } catch {
    // Its end is missing; damage is told of when the file is whole.
  }
  return undefined
}
