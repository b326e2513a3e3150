import type { CallTruth, Conversation, ProcedureTruth, TracedWire } from './truth.ts'

/** Where everybody says what they have to say, in order of time; and what is known of it by who makes it. */
export class Stage {
  readonly wire: TracedWire
  /** Whose the media streams are. */
  readonly media = new Map<number, CallTruth>()
  readonly procedures: ProcedureTruth[] = []
  readonly #steps: { at: number; run: () => void }[] = []

  constructor(wire: TracedWire) {
    this.wire = wire
  }

  /** Something that is said at a moment, in a conversation; or that nobody asks about. */
  later(at: number, about: Conversation | undefined, run: () => void): void {
    this.#steps.push({
      at,
      run: () => {
        this.wire.about = about
        run()
      },
    })
  }

  /** Says all of it, in order. */
  play(): void {
    for (const { run } of this.#steps.toSorted((a, b) => a.at - b.at)) run()
    this.wire.about = undefined
  }
}
