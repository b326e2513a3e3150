/** Part of a capture in which packets of a stream stand: its first frame, and the offset of the last. */
export interface Stretch {
  readonly file: number
  readonly frame: number
  readonly offset: number
  readonly to: number
}

/** The stretches of one capture, one after the other; what lies between need not be read. */
export class Stretches {
  readonly #left: Stretch[]

  constructor(all: readonly Stretch[], file: number) {
    this.#left = merged(all.filter((stretch) => stretch.file === file))
  }

  /**
   * The stretch to look at, at or ahead of what is done.
   * @param done offset of the last frame that was read, −1 before any
   * @param isOver whether those without an end are over
   */
  at(done: number, isOver: () => boolean): Stretch | undefined {
    const isPast = ({ to }: Stretch): boolean => to <= done || (to === Infinity && done >= 0 && isOver())
    while (this.#left[0] && isPast(this.#left[0])) this.#left.shift()
    return this.#left[0]
  }
}

/** Rising, and none within another. */
function merged(stretches: readonly Stretch[]): Stretch[] {
  const all: Stretch[] = []
  for (const stretch of stretches.toSorted((a, b) => a.offset - b.offset)) {
    const last = all.at(-1)
    if (last && stretch.offset <= last.to) all[all.length - 1] = { ...last, to: Math.max(last.to, stretch.to) }
    else all.push(stretch)
  }
  return all
}
