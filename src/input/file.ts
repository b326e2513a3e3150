import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { CaptureReader } from '../model/capture.ts'

/** Bytes from a file, as the engine wants them: read synchronously into its memory. */
export class InputFile {
  /** Bytes of the file. */
  readonly size: number
  /** Where the next byte is read: bytes read so far, unless set. */
  position = 0
  readonly #descriptor: number

  constructor(path: string) {
    this.#descriptor = openSync(path, 'r')
    this.size = fstatSync(this.#descriptor).size
  }

  /** Reads at most `to − from` bytes to `from`; the number read, 0 at the end. */
  read(bytes: Uint8Array, from: number, to: number): number {
    const taken = readSync(this.#descriptor, bytes, from, to - from, this.position)
    this.position += taken
    return taken
  }

  /** Reads what a capture wants next into its room in `bytes`; the number of bytes, 0 at the end. */
  bring(capture: Pick<CaptureReader, 'room' | 'roomFrom' | 'roomTo' | 'took'>, bytes: Uint8Array): number {
    capture.room()
    const taken = this.read(bytes, capture.roomFrom, capture.roomTo)
    capture.took(taken)
    return taken
  }

  close(): void {
    closeSync(this.#descriptor)
  }
}
