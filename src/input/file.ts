import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

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

  close(): void {
    closeSync(this.#descriptor)
  }
}
