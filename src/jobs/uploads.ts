import { randomUUID } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { writeKeys } from '../input/keys.ts'
import { onlyCaptures } from '../input/only-captures.ts'
import { sniffCapture } from '../input/prepare.ts'
import type { KeyKind } from '../model/job.ts'
import type { BlobFolders } from '../store/blobs/folders.ts'

export { KeysTooLong } from '../input/keys.ts'

/** Writes an upload to disk as it comes, and keeps it when it is whole and a capture. */
export class Upload {
  readonly id = randomUUID()
  readonly #blobs: BlobFolders

  constructor(blobs: BlobFolders) {
    this.#blobs = blobs
  }

  /** @throws NotACapture as soon as its beginning shows that it is none */
  async write(stream: Readable): Promise<void> {
    // Open before anything can be refused: what is discarded is there, and does not come to be afterwards.
    const file = await open(this.#blobs.unfinishedCapture(this.id), 'w')
    await pipeline(stream, onlyCaptures, file.createWriteStream({ flush: true }))
  }

  /** Keys that came with it, which lie beside it until its job ends. Throws KeysTooLong. */
  async keys(kind: KeyKind, keys: Readable | string): Promise<void> {
    await writeKeys(this.#blobs.keys(this.id, kind), typeof keys === 'string' ? [keys] : keys)
  }

  /** @throws NotACapture */
  async check(): Promise<void> {
    await sniffCapture(this.#blobs.unfinishedCapture(this.id))
  }

  /** The capture's id, which jobs are made on. */
  keep(): string {
    this.#blobs.keepCapture(this.id)
    return this.id
  }

  discard(): void {
    this.#blobs.removeCapture(this.id)
  }
}
