import { Budget, Memory } from '../bytes/memory.ts'
import { MergedCaptures } from '../capture/merged.ts'
import { Capture } from '../capture/open.ts'
import type { TapClock } from '../model/clocks.ts'
import type { Hints } from '../model/hints.ts'
import { Packet, TIME } from '../model/packet.ts'
import type { Payloads } from '../model/payloads.ts'
import { Net } from '../net/net.ts'
import { CaptureClock } from './clock.ts'
import { readingsOf } from './clocks.ts'
import { beginFrame } from './frame.ts'
import { FrameHints } from './hinted.ts'
import { Sightings } from './sightings.ts'

/** Tables of the network layers, of which only those of fragments are in use. */
const BUDGET = 8 * 1024 * 1024

const nothing = (): void => {}
const NOBODY: Payloads = {
  datagram: nothing,
  copy: nothing,
  segment: nothing,
  unhanded: nothing,
  notice: nothing,
  incomplete: nothing,
  fragments: nothing,
  gap: nothing,
  closed: nothing,
  hungUp: nothing,
  mayPrecede: () => false,
  message: nothing,
  sameHost: nothing,
  tunnel: nothing,
  evicted: nothing,
  exported: nothing,
  isOver: () => false,
}

interface SightedOptions {
  readonly hints: Hints
  /** Clocks that are known to differ. */
  readonly clocks?: readonly TapClock[]
}

/** The captures of a job before they are read: which of their packets have several taps seen, and when. */
export class SightedCaptures {
  readonly memory: Memory
  readonly captures: readonly Capture[]
  readonly merged: MergedCaptures
  readonly sightings: Sightings
  readonly #packet: Packet
  readonly #clock = new CaptureClock()
  readonly #hints: FrameHints
  readonly #net: Net

  constructor(captures: number, { hints, clocks = [] }: SightedOptions) {
    this.memory = new Memory(captures)
    this.captures = Array.from(
      { length: captures },
      (_, file) => new Capture(this.memory, { clocks: readingsOf(clocks, file) }),
    )
    this.merged = new MergedCaptures(this.captures)
    this.#packet = new Packet(this.memory.bytes)
    this.#hints = new FrameHints(hints)
    this.sightings = new Sightings(this.#packet)
    this.#net = new Net(this.#packet, this.memory, NOBODY, new Budget(BUDGET), this.sightings)
  }

  /** Nanoseconds from the `epoch` to the frame that was timed last. */
  get time(): number {
    return this.#packet.at[TIME]!
  }

  /** Unix seconds. */
  get epoch(): number {
    return this.#packet.epoch
  }

  /** Takes the time of the frame at hand of a capture in. */
  timed(file: number): void {
    const { seconds, nanoseconds } = this.captures[file]!
    this.#clock.set(this.#packet, seconds, nanoseconds)
  }

  /** Notes the packet in the frame that was timed. */
  sight(file: number): void {
    const capture = this.captures[file]!
    if (capture.wireLength === 0) return
    beginFrame(this.#packet, capture, file, this.#hints.linkType(capture.linkType))
    this.#net.flows.counted = -1
    this.#net.frame()
  }
}
