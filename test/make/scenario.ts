import type { TimedPacket } from './capture-file.ts'
import { Random } from './random.ts'
import type { SessionTruth } from './truth.ts'
import { Wire } from './wire.ts'

/** Something that happens from a moment on; it tells the sessions that the product must find. */
export type Script = (wire: Wire, at: number, random: Random) => readonly SessionTruth[]

/**
 * Many scripts on one clock, seen from one place. A protocol joins by its own actors and scripts; nothing here knows
 * what they say. Each script has its own random numbers, so that adding one leaves the others as they were.
 */
export class Scenario {
  readonly wire: Wire
  readonly sessions: SessionTruth[] = []
  readonly #seed: number
  #scripts = 0

  constructor(seed: number, wire = new Wire()) {
    this.#seed = seed
    this.wire = wire
  }

  /** Runs a script from `at` on, in milliseconds of the scenario's clock. */
  at(at: number, script: Script): readonly SessionTruth[] {
    const told = script(this.wire, at, new Random(this.#seed * 65_537 + ++this.#scripts))
    this.sessions.push(...told)
    return told
  }

  get packets(): TimedPacket[] {
    return this.wire.packets
  }
}
