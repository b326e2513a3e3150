import { InputFile } from './file.ts'

/** Bytes of a key log that are read: secrets of some hundred thousand connections. */
const LARGEST_KEY_LOG = 256 * 1024 * 1024
const PIECE = 262_144

interface KeyTaker {
  take(bytes: Uint8Array, from: number, to: number): void
  end(): void
}

/** Reads a key log into the engine, in pieces that are overwritten one by the other. */
export function readKeys(path: string, keys: KeyTaker): void {
  const file = new InputFile(path)
  const bytes = new Uint8Array(PIECE)
  try {
    while (file.position < LARGEST_KEY_LOG) {
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
