import { Ints } from './numbers.ts'
import { SlotIndex } from './slot-index.ts'
import { text } from './text.ts'

/** Bytes of one piece; a longer text has a piece of its own. */
const PIECE = 65_536
const SHIFT = 16
const WITHIN = PIECE - 1
const SMALLEST = 1024
const FNV_PRIME = 0x01000193
/** So that nobody can make colliding texts on purpose. */
const SEED = (Math.random() * 0x1_0000_0000) | 0
const encoder = new TextEncoder()

/**
 * Numbers for texts of several kinds: the texts stand as their bytes, one behind the other, so that a hundred thousand
 * of them are no load for whoever collects garbage. About 20 bytes each besides their own.
 */
export class TextTable {
  readonly #pieces: Uint8Array[] = []
  /** By number: piece and place in it, length of the text with its kind before it; and their hash. */
  readonly #places = new Ints()
  readonly #lengths = new Ints()
  #hashes = new Ints()
  #index = new SlotIndex(SMALLEST, (number) => this.#hashes.get(number))
  #slots = SMALLEST
  #used = 0
  #isSealed = false
  /** What is asked for, as it would stand in a piece. */
  #given = new Uint8Array(256)

  constructor() {
    // 0 is no text's number.
    for (const column of [this.#places, this.#lengths, this.#hashes]) column.push(0)
  }

  /** The highest number given. */
  get size(): number {
    return this.#lengths.length - 1
  }

  /** All texts have their numbers: what finds them by text, half of the table, is not needed any more. */
  seal(): void {
    this.#isSealed = true
    this.#hashes = new Ints()
    this.#index = new SlotIndex(1, (number) => number)
  }

  /**
   * The number of a text, from 1: a new one where it has none, and `most` are not reached; else 0. None once sealed.
   * @param kind 0–255
   */
  number(kind: number, value: string, most = Infinity): number {
    if (this.#isSealed) return 0
    const length = this.#read(kind, value)
    const hash = hashOf(this.#given, length)
    const known = this.#find(hash, length)
    if (known > 0 || this.size >= most) return known
    const number = this.#lengths.length
    this.#hashes.push(hash)
    this.#keep(length)
    this.#insert(number)
    return number
  }

  kind(number: number): number {
    const place = this.#places.get(number)
    return this.#pieces[place >>> SHIFT]![place & WITHIN]!
  }

  value(number: number): string {
    const place = this.#places.get(number)
    const from = place & WITHIN
    return text(this.#pieces[place >>> SHIFT]!, from + 1, from + this.#lengths.get(number))
  }

  /** Kind and text as bytes into `#given`; gives their number. */
  #read(kind: number, value: string): number {
    // A UTF-16 unit is at most three bytes of UTF-8.
    const room = 1 + 3 * value.length
    if (room > this.#given.length) this.#given = new Uint8Array(2 * room)
    const bytes = this.#given
    bytes[0] = kind
    for (let i = 0; i < value.length; i++) {
      const unit = value.charCodeAt(i)
      if (unit > 127) return 1 + i + encoder.encodeInto(value.slice(i), bytes.subarray(1 + i)).written
      bytes[1 + i] = unit
    }
    return 1 + value.length
  }

  #keep(length: number): void {
    if (this.#used + length > (this.#pieces.at(-1)?.length ?? 0)) {
      this.#pieces.push(new Uint8Array(Math.max(PIECE, length)))
      this.#used = 0
    }
    this.#pieces.at(-1)!.set(this.#given.subarray(0, length), this.#used)
    this.#places.push(((this.#pieces.length - 1) << SHIFT) | this.#used)
    this.#lengths.push(length)
    this.#used += length
  }

  #find(hash: number, length: number): number {
    const { places } = this.#index
    const mask = places.length - 1
    for (let i = hash & mask; places[i] !== 0; i = (i + 1) & mask) {
      const number = places[i]! - 1
      if (this.#hashes.get(number) === hash && this.#is(number, length)) return number
    }
    return 0
  }

  #is(number: number, length: number): boolean {
    if (this.#lengths.get(number) !== length) return false
    const place = this.#places.get(number)
    const known = this.#pieces[place >>> SHIFT]!
    const from = place & WITHIN
    const given = this.#given
    for (let i = 0; i < length; i++) if (known[from + i] !== given[i]) return false
    return true
  }

  #insert(number: number): void {
    if (number >= this.#slots) {
      this.#slots *= 2
      this.#index.resize(this.#slots)
      for (let known = 1; known < number; known++) this.#index.insert(known)
    }
    this.#index.insert(number)
  }
}

function hashOf(bytes: Uint8Array, length: number): number {
  let hash = SEED
  for (let i = 0; i < length; i++) hash = Math.imul(hash ^ bytes[i]!, FNV_PRIME)
  return hash ^ (hash >>> 15)
}
