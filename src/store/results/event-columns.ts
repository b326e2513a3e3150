import { BLOCK } from './schema.ts'

/** What is known of an event without its body: whole numbers, a column each, in the order of a block's BLOB. */
export const GROUP = 0
/** Number of the event before in the same group, or 0: an event leads to all that came before it. */
export const PREVIOUS = 1
const SECONDS = 2
export const NANOSECONDS = 3
/** Bits 0–15; above them, signed, how often the seconds went beyond 32 bits. */
const FILE = 4
const TWO_32 = 2 ** 32
export const FRAME = 5
export const NAME = 6
export const SOURCE = 7
export const DESTINATION = 8
/** Fault in bits 0–3, transport in bits 4–7: their places in event-writer.ts; whether it says that something failed, and was sent before. */
export const STATE = 9
export const FAILED = 256
export const REPEATED = 512
/** Bytes of the body, and how many of them are the message itself. */
export const LENGTH = 10
export const RAW = 11
const COLUMNS = 12

const INTS_BYTES = COLUMNS * BLOCK * 4

/** The events of one block, in one piece of memory: columns of whole numbers, then the record offsets as doubles. */
export class EventColumns {
  readonly bytes: Uint8Array
  readonly #ints: Uint32Array
  readonly #offsets: Float64Array

  constructor(bytes: Uint8Array = new Uint8Array(INTS_BYTES + BLOCK * 8)) {
    this.bytes = bytes
    this.#ints = new Uint32Array(bytes.buffer, bytes.byteOffset, COLUMNS * BLOCK)
    this.#offsets = new Float64Array(bytes.buffer, bytes.byteOffset + INTS_BYTES, BLOCK)
  }

  get(column: number, slot: number): number {
    return this.#ints[column * BLOCK + slot]!
  }

  set(column: number, slot: number, value: number): void {
    this.#ints[column * BLOCK + slot] = value
  }

  /** Unix seconds of any year. */
  seconds(slot: number): number {
    return (this.#ints[FILE * BLOCK + slot]! >> 16) * TWO_32 + this.#ints[SECONDS * BLOCK + slot]!
  }

  /** Milliseconds since 1970, with what a double keeps of the nanoseconds. */
  milliseconds(slot: number): number {
    return this.seconds(slot) * 1000 + this.#ints[NANOSECONDS * BLOCK + slot]! / 1e6
  }

  /** Ordinal of the capture in the job. */
  file(slot: number): number {
    return this.#ints[FILE * BLOCK + slot]! & 0xffff
  }

  /** When an event was, in Unix seconds, and the capture that it is of. */
  setPlace(slot: number, seconds: number, file: number): void {
    this.#ints[SECONDS * BLOCK + slot] = seconds
    this.#ints[FILE * BLOCK + slot] = (Math.floor(seconds / TWO_32) << 16) | (file & 0xffff)
  }

  /** Where the frame's record starts in its capture, in bytes. */
  offset(slot: number): number {
    return this.#offsets[slot]!
  }

  setOffset(slot: number, offset: number): void {
    this.#offsets[slot] = offset
  }

  clear(): void {
    this.bytes.fill(0)
  }
}

/** Columns as they were stored; undefined where the BLOB is none. */
export function storedColumns(blob: unknown): EventColumns | undefined {
  if (!(blob instanceof Uint8Array) || blob.length !== INTS_BYTES + BLOCK * 8) return undefined
  // Numbers of eight bytes want a place divisible by eight.
  return new EventColumns(blob.byteOffset % 8 === 0 ? blob : blob.slice())
}
