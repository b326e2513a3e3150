/** Numbers of one piece: a list wastes less than one, and growing it copies nothing but the list of pieces. */
const PIECE = 4096
const SHIFT = 12
const WITHIN = PIECE - 1

/** A list of whole numbers of 32 bits that only grows: four bytes each, outside of what is collected as garbage. */
export class Ints {
  readonly #pieces: Int32Array[] = []
  length = 0

  /** Gives the number's place. */
  push(value: number): number {
    const place = this.length++
    if ((place & WITHIN) === 0) this.#pieces.push(new Int32Array(PIECE))
    this.#pieces[place >>> SHIFT]![place & WITHIN] = value
    return place
  }

  /** Undefined behind the end, or 0. */
  get(place: number): number {
    return this.#pieces[place >>> SHIFT]![place & WITHIN]!
  }

  set(place: number, value: number): void {
    this.#pieces[place >>> SHIFT]![place & WITHIN] = value
  }
}

/** The same of doubles; written out, for code that meets both kinds of array is slower at each. */
export class Doubles {
  readonly #pieces: Float64Array[] = []
  length = 0

  push(value: number): number {
    const place = this.length++
    if ((place & WITHIN) === 0) this.#pieces.push(new Float64Array(PIECE))
    this.#pieces[place >>> SHIFT]![place & WITHIN] = value
    return place
  }

  get(place: number): number {
    return this.#pieces[place >>> SHIFT]![place & WITHIN]!
  }

  set(place: number, value: number): void {
    this.#pieces[place >>> SHIFT]![place & WITHIN] = value
  }
}
