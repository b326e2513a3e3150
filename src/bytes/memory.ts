/** Largest part of one record that is looked at; longer ones are cut to it. libpcap's own bound is the same. */
export const LARGEST_RECORD = 262_144
/** One read: as large as stays in the processor's cache. */
const READ = 262_144
const WINDOW = LARGEST_RECORD + READ + 4096
/** Room for frames of a capture that wait for earlier ones. */
const HOLD = 2 * LARGEST_RECORD
/** Room for what is put together: nested fragments, one stream message, one inflated body. */
const SCRATCH = 6 * 1024 * 1024

/** A part of the memory that its owner fills: [from, to). */
export interface Region {
  readonly from: number
  readonly to: number
}

/**
 * The one buffer of a job. Everything that is parsed lies in it, so that the code of every layer sees one array of one
 * type: first a window for each capture and room for frames it holds back, then scratch for bytes that were put together.
 *
 * Scratch is a stack: take what `mark` gives, `reserve` what comes next, `release` the mark when done. No offset into
 * it outlives the packet.
 */
export class Memory {
  readonly bytes: Uint8Array
  #windows = 0
  #holds = 0
  readonly #captures: number
  readonly #hold: number
  #top: number

  /** @param hold bytes of each capture's room for frames that wait */
  constructor(captures: number, hold = HOLD) {
    this.#captures = captures
    this.#hold = hold
    this.bytes = new Uint8Array(captures * (WINDOW + hold) + SCRATCH)
    this.#top = captures * (WINDOW + hold)
  }

  /** The next capture's window. */
  window(): Region {
    if (this.#windows === this.#captures) throw new RangeError('more windows than captures')
    const from = this.#windows++ * WINDOW
    return { from, to: from + WINDOW }
  }

  /** The next capture's room for frames that wait. */
  hold(): Region {
    if (this.#holds === this.#captures) throw new RangeError('more rooms than captures')
    const from = this.#captures * WINDOW + this.#holds++ * this.#hold
    return { from, to: from + this.#hold }
  }

  mark(): number {
    return this.#top
  }

  /** Reserves `length` bytes and gives their start, or −1 when scratch is exhausted. */
  reserve(length: number): number {
    const from = this.#top
    if (from + length > this.bytes.length) return -1
    this.#top = from + length
    return from
  }

  release(mark: number): void {
    this.#top = mark
  }
}

/**
 * The accountant: each table asks for its share of the job's memory under a name, and stays within what it was granted.
 * A table that reaches its bound says so by `full`, which becomes a warning of the job.
 */
export class Budget {
  readonly total: number
  readonly #full = new Map<string, number>()

  /** @param total bytes for all tables of the job together */
  constructor(total: number = 96 * 1024 * 1024) {
    this.total = total
  }

  /** How many records of `size` bytes fit in `share` (0–1) of the total; at least 64. */
  records(share: number, size: number): number {
    return Math.max(64, Math.floor((this.total * share) / size))
  }

  /** Counts that `table` had to drop or evict something for want of room. */
  full(table: string): void {
    this.#full.set(table, (this.#full.get(table) ?? 0) + 1)
  }

  /** Name of each table that reached its bound, and how often. */
  reached(): ReadonlyMap<string, number> {
    return this.#full
  }
}
