/** Frames by flow that were counted as undecoded while their stream was on probation. */
export class Tentative {
  readonly #frames = new Map<number, number>()

  add(flow: number): void {
    this.#frames.set(flow, (this.#frames.get(flow) ?? 0) + 1)
  }

  /** Takes at most `most` of a flow's frames: their stream has proved to be one. */
  take(flow: number, most: number): number {
    const frames = this.#frames.get(flow) ?? 0
    const taken = Math.min(frames, most)
    if (taken === frames) this.#frames.delete(flow)
    else this.#frames.set(flow, frames - taken)
    return taken
  }

  forget(flow: number): void {
    this.#frames.delete(flow)
  }
}
