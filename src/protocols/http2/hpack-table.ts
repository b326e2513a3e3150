// The dynamic table of HPACK: RFC 7541 §2.3.2, §4.
import { STATIC_TABLE } from './tables-hpack.ts'

export interface Header {
  readonly name: string
  readonly value: string
}

/** Octets that an entry counts besides its name and value: §4.1. */
const OVERHEAD = 32
const DEFAULT_SIZE = 4096
/** Largest table that is kept; an encoder that uses a larger one is followed as far as this goes. */
const LARGEST_TABLE = 65_536

/** Stands where an entry of the table is not known. */
export const UNKNOWN = '<unknown>'

/** The accountant, as far as tables need it: false where there is no room for so many more bytes. */
export interface Room {
  hold(bytes: number): boolean
}

/**
 * The entries that the encoder made, newest first. Where not all of them were seen, those made since are known: an
 * index counts from the newest.
 */
export class HeaderTable {
  /** Newest last; those before `#first` are gone. */
  #entries: Header[] = []
  #first = 0
  #size = 0
  #most = DEFAULT_SIZE
  /** Entries made before are not known. */
  isPartial = false
  /** That nothing was entered before is likely only: an index that leads nowhere tells that something was. */
  isAssumed = false
  readonly #room: Room

  constructor(room: Room) {
    this.#room = room
  }

  /** Undefined where the index leads nowhere; an entry that is not known has an unknown name. */
  get(index: number): Header | undefined {
    if (index <= STATIC_TABLE.length) {
      const entry = STATIC_TABLE[index - 1]
      return entry && { name: entry[0], value: entry[1] }
    }
    const at = this.#entries.length - (index - STATIC_TABLE.length)
    if (at >= this.#first) return this.#entries[at]
    this.isPartial ||= this.isAssumed
    return this.isPartial ? { name: UNKNOWN, value: UNKNOWN } : undefined
  }

  add(header: Header): void {
    const size = sizeOf(header)
    const most = this.isPartial ? LARGEST_TABLE : this.#most
    this.#evict(most - size)
    if (size > most) return
    if (!this.#room.hold(size)) {
      this.lose()
      return
    }
    this.#entries.push(header)
    this.#size += size
  }

  /** The encoder says how large its table is from now on: §6.3. */
  resize(most: number): void {
    if (most > LARGEST_TABLE) this.isPartial = true
    this.#most = Math.min(most, LARGEST_TABLE)
    this.#evict(this.#most)
  }

  /** What the encoder made before is not known any more. */
  lose(): void {
    this.clear()
    this.isPartial = true
  }

  clear(): void {
    this.#room.hold(-this.#size)
    this.#entries = []
    this.#first = 0
    this.#size = 0
  }

  #evict(most: number): void {
    while (this.#size > most && this.#first < this.#entries.length) {
      const size = sizeOf(this.#entries[this.#first++]!)
      this.#size -= size
      this.#room.hold(-size)
    }
    if (this.#first * 2 <= this.#entries.length || this.#first < 32) return
    this.#entries = this.#entries.slice(this.#first)
    this.#first = 0
  }
}

function sizeOf({ name, value }: Header): number {
  return name.length + value.length + OVERHEAD
}
