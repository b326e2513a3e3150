import { createReadStream, createWriteStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createZstdDecompress } from 'node:zlib'
import { NotACapture, type Warning } from '../model/capture.ts'
import { captureFormat, TELLING_HEAD, whyNoCapture } from '../model/capture-formats.ts'
import { GarbageBehind } from './garbage-behind.ts'
import { gunzip } from './gzip-members.ts'
import { packing } from './magic.ts'
import { zstdFrames } from './zstd-frames.ts'

/** Bounds on what a packed file may become. */
interface ExpansionBounds {
  /** Most bytes unpacked. */
  readonly most_bytes: number
  /** Most bytes unpacked for each packed one; enforced beyond the first `RATIO_FREE` bytes. */
  readonly most_ratio: number
}

const DEFAULT_BOUNDS: ExpansionBounds = { most_bytes: 64 * 1024 ** 3, most_ratio: 1000 }
/** Small captures of one repeated packet pack very well; only large ones are a danger. */
const RATIO_FREE = 64 * 1024 ** 2

export interface Prepared {
  /** Where the capture can be read plainly, so that offsets in it stay good. */
  readonly path: string
  readonly size: number
  readonly warnings: readonly Warning[]
}

/** A packed capture that would become larger than the bounds allow. */
class TooLarge extends Error {
  readonly code = 'EXPANSION_LIMIT'
}

interface PrepareOptions {
  /** Where what must be unpacked or spooled goes. */
  readonly folder: string
  /** Ordinal of the capture in the job: names the unpacked file. */
  readonly ordinal: number
  readonly bounds?: ExpansionBounds
}

/**
 * Makes a capture readable as a plain file: as it is, unpacked once (gzip, zstd), or spooled from standard input (`-`).
 * A packed file that ends early gives what was readable and a warning.
 *
 * @throws NotACapture where the first bytes are of no capture; TooLarge beyond the bounds
 */
export async function prepareCapture(path: string, options: PrepareOptions): Promise<Prepared> {
  const plain = join(options.folder, `capture-${options.ordinal}.pcap`)
  const isPipe = path === '-'
  if (isPipe) await pipeline(process.stdin, createWriteStream(plain))
  const given = isPipe ? plain : path
  const how = packing(await head(given))
  const ready = how === 'none' ? given : unpackedPath(options.folder, options.ordinal)
  const warnings =
    how === 'none' ? [] : await unpack({ from: given, to: ready, how, bounds: options.bounds ?? DEFAULT_BOUNDS })
  const start = await head(ready)
  if (start.length === 0) throw new NotACapture('the file is empty')
  if (captureFormat(start) === undefined) throw new NotACapture(whyNoCapture(start))
  return { path: ready, size: (await stat(ready)).size, warnings }
}

/** Where a packed capture of a job is unpacked to. */
export function unpackedPath(folder: string, ordinal: number): string {
  return join(folder, `unpacked-${ordinal}.pcap`)
}

/** The first bytes of a file. */
async function head(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r')
  try {
    const { bytesRead, buffer } = await file.read(new Uint8Array(TELLING_HEAD), 0, TELLING_HEAD, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

interface Unpacking {
  readonly from: string
  readonly to: string
  readonly how: 'gzip' | 'zstd'
  readonly bounds: ExpansionBounds
}

/** Unpacks one file to another; damage and a missing end become warnings once something was readable. */
async function unpack(unpacking: Unpacking): Promise<Warning[]> {
  const { from, to, how, bounds } = unpacking
  const { size } = await stat(from)
  const out = await open(to, 'w')
  let unpacked = 0
  try {
    for await (const chunk of how === 'gzip' ? gunzip(from) : unzstd(from, size)) {
      unpacked += chunk.length
      if (unpacked > bounds.most_bytes || (unpacked > RATIO_FREE && unpacked > size * bounds.most_ratio)) {
        throw new TooLarge(`the ${how} file unpacks to more than the limit allows`)
      }
      await out.write(chunk)
    }
    if (unpacked > 0) return []
  } catch (error) {
    // What the disk says is no damage of the capture.
    if (error instanceof TooLarge || (error instanceof Error && 'syscall' in error)) throw error
    if (error instanceof GarbageBehind && unpacked > 0) return [{ code: 'GARBAGE_BEHIND' }]
  } finally {
    await out.close()
  }
  if (unpacked === 0) throw new NotACapture(`the ${how} file holds nothing that can be unpacked`)
  return [{ code: 'TRUNCATED_COMPRESSION', offset: unpacked }]
}

async function* unzstd(path: string, size: number): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r')
  try {
    for await (const { from, to } of zstdFrames(file, size)) {
      const packed = createReadStream(path, { start: from, end: to - 1 })
      yield* packed.pipe(createZstdDecompress()) as AsyncIterable<Uint8Array>
    }
  } finally {
    await file.close()
  }
}

/**
 * Looks at the first bytes only, inside of a packing too.
 * @throws NotACapture where they are of no capture
 */
export async function sniffCapture(path: string): Promise<void> {
  const start = await head(path)
  if (start.length === 0) throw new NotACapture('the file is empty')
  const how = packing(start)
  const plain = how === 'none' ? start : await firstUnpacked(path, how)
  if (plain.length === 0) throw new NotACapture(`the ${how} file holds nothing that can be unpacked`)
  if (captureFormat(plain) === undefined) throw new NotACapture(whyNoCapture(plain))
}

async function firstUnpacked(path: string, how: 'gzip' | 'zstd'): Promise<Uint8Array> {
  try {
    for await (const chunk of how === 'gzip' ? gunzip(path) : unzstd(path, (await stat(path)).size)) return chunk
  } catch {
    // What cannot be unpacked at all is no capture.
  }
  return new Uint8Array(0)
}
