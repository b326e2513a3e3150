const WINDOW_MS = 4000
const SHORTEST_MS = 400

/** Speed over the last seconds, so that what is left is told from how it goes now. */
export class Speed {
  #samples: { readonly at: number; readonly amount: number }[] = []

  /** Takes what is done at a time in ms; gives the amount a second, once there is enough to tell from. */
  at(at: number, amount: number): number | undefined {
    this.#samples = [...this.#samples.filter((sample) => at - sample.at <= WINDOW_MS), { at, amount }]
    const first = this.#samples[0]!
    if (at - first.at < SHORTEST_MS) return undefined
    return ((amount - first.amount) / (at - first.at)) * 1000
  }
}
