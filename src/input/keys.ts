import { chmodSync, createWriteStream, existsSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Warning } from '../model/capture.ts'
import type { KeyKind, KeyPaths } from '../model/job.ts'
import { InputFile } from './file.ts'

/** Bytes of a file of keys that are read: secrets of some hundred thousand connections. */
const LARGEST_KEYS = 64 * 1024 * 1024
const PIECE = 262_144
/** Keys are for their owner alone. */
const OWNER_ONLY = 0o600

interface KeyTaker {
  take(bytes: Uint8Array, from: number, to: number): void
  end(): void
}

/** Who takes keys of each kind. */
interface KeyTakers {
  readonly keys: KeyTaker
  readonly nasKeys: KeyTaker
}

/** Reads keys into the engine; gives a warning for those that are gone. */
export function readKeys(paths: KeyPaths, { keys, nasKeys }: KeyTakers): Warning[] {
  const takers: Readonly<Record<KeyKind, KeyTaker>> = { tls_keylog: keys, nas_keys: nasKeys }
  const gone: Warning[] = []
  for (const [kind, taker] of Object.entries(takers)) {
    const path = paths[kind as KeyKind]
    if (path === undefined) continue
    if (existsSync(path)) readInto(path, taker)
    else gone.push({ code: `KEYS_GONE:${kind}` })
  }
  return gone
}

/** In pieces that are overwritten one by the other. */
function readInto(path: string, keys: KeyTaker): void {
  const file = new InputFile(path)
  const bytes = new Uint8Array(PIECE)
  try {
    while (file.position < LARGEST_KEYS) {
      const read = file.read(bytes, 0, PIECE)
      if (read === 0) break
      keys.take(bytes, 0, read)
    }
    keys.end()
  } finally {
    bytes.fill(0)
    file.close()
  }
}

/** More keys than are read. */
export class KeysTooLong extends Error {}

/** Writes keys where only their owner reads them. Throws KeysTooLong. */
export async function writeKeys(path: string, stream: Readable | Iterable<string>): Promise<void> {
  await pipeline(bounded(stream), createWriteStream(path, { mode: OWNER_ONLY, flush: true }))
  chmodSync(path, OWNER_ONLY)
}

async function* bounded(stream: Readable | Iterable<string>): AsyncGenerator<Buffer> {
  let size = 0
  for await (const piece of stream) {
    const bytes = Buffer.from(piece as string)
    size += bytes.length
    if (size > LARGEST_KEYS) throw new KeysTooLong()
    yield bytes
  }
}
