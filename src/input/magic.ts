import { NotACapture } from '../model/capture.ts'

export type Packing = 'none' | 'gzip' | 'zstd'

/** Magic numbers: RFC 1952 §2.3.1, RFC 8878 §3.1.1 and §3.1.2 (skippable frames), and of formats we do not unpack. */
const GZIP = 0x1f8b
const ZSTD = 0x28b52ffd
const ZSTD_SKIPPABLE = 0x184d2a5
const LZ4 = 0x04224d18
const BZIP2 = 0x425a68

/** How a file is packed, by its first bytes. Throws NotACapture for packings that we cannot undo. */
export function packing(head: Uint8Array): Packing {
  if (head.length < 4) return 'none'
  const magic = ((head[0]! << 24) | (head[1]! << 16) | (head[2]! << 8) | head[3]!) >>> 0
  const swapped = ((head[3]! << 24) | (head[2]! << 16) | (head[1]! << 8) | head[0]!) >>> 0
  if (magic >>> 16 === GZIP) return 'gzip'
  if (magic === ZSTD || swapped >>> 4 === ZSTD_SKIPPABLE) return 'zstd'
  if (magic === LZ4) throw new NotACapture('the file is packed with lz4; unpack it first')
  if (magic >>> 8 === BZIP2) throw new NotACapture('the file is packed with bzip2; unpack it first')
  return 'none'
}
