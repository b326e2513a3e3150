// Taps with clocks of their own: by how much they differ, as the packets tell that several of them have seen.
import { Budget, Memory } from '../bytes/memory.ts'
import { Capture } from '../capture/open.ts'
import { END, FRAME } from '../model/capture.ts'
import type { TapClock } from '../model/clocks.ts'
import { Packet } from '../model/packet.ts'
import type { Payloads } from '../model/payloads.ts'
import { Net } from '../net/net.ts'
import { CaptureClock } from './clock.ts'
import { clocksOf } from './clock-offsets.ts'
import { beginFrame } from './frame.ts'
import { Sightings } from './sightings.ts'

/** Of each capture no more is looked at. */
const MOST_BYTES = 64 * 1024 * 1024
/** Frames of a capture by itself, by which it has shown its interfaces: writers describe them first. */
const ENOUGH_OF_ONE = 256
/** Packets that a tap has in common with others, after which it is known well enough. */
const ENOUGH_MATCHES = 200
/** Looks whether enough is known come every so many frames. */
const STEP = 256
/** Tables of the network layers, of which only those of fragments are in use. */
const BUDGET = 8 * 1024 * 1024

const nothing = (): void => {}
const NOBODY: Payloads = {
  datagram: nothing,
  copy: nothing,
  segment: nothing,
  unhanded: nothing,
  gap: nothing,
  closed: nothing,
  message: nothing,
  sameHost: nothing,
  tunnel: nothing,
  incomplete: nothing,
  evicted: nothing,
  exported: nothing,
  isOver: () => false,
}

/**
 * Looks at the beginning of a job's captures before they are read: which packets have several taps (captures, or
 * interfaces of one) seen, and when. Driven as the engine is: `run` names the capture that wants bytes, −1 at the end.
 */
export class ClockSurvey {
  readonly memory: Memory
  readonly captures: readonly Capture[]
  readonly #packet: Packet
  readonly #clock = new CaptureClock()
  readonly #sightings: Sightings
  readonly #net: Net
  readonly #ready: boolean[]
  readonly #over: boolean[]
  #frames = 0
  #isOver = false

  constructor(captures: number) {
    this.memory = new Memory(captures)
    this.captures = Array.from({ length: captures }, () => new Capture(this.memory))
    this.#packet = new Packet(this.memory.bytes)
    this.#sightings = new Sightings(this.#packet)
    this.#net = new Net(this.#packet, this.memory, NOBODY, new Budget(BUDGET), this.#sightings)
    this.#ready = this.captures.map(() => false)
    this.#over = this.captures.map(() => false)
  }

  /** The clocks that are ahead of others by more than copies are looked for, or behind. */
  clocks(): TapClock[] {
    return clocksOf(this.#sightings.taps, this.#sightings.deltas())
  }

  run(): number {
    for (;;) {
      const wants = this.#advance()
      if (wants >= 0) return wants
      const file = this.#earliest()
      if (file < 0) return END
      this.#frame(this.captures[file]!, file)
      this.#ready[file] = false
      if (++this.#frames % STEP === 0) this.#isOver ||= this.#isEnough()
      if (this.#isOver) return END
    }
  }

  #advance(): number {
    for (const [i, capture] of this.captures.entries()) {
      if (this.#ready[i] || this.#over[i]) continue
      const state = capture.next()
      if (state === FRAME) {
        this.#ready[i] = true
        if (capture.place[0]! > MOST_BYTES) this.#over[i] = true
      } else if (state === END) this.#over[i] = true
      else return i
    }
    return -1
  }

  #earliest(): number {
    let earliest = -1
    for (const [i, { seconds, nanoseconds }] of this.captures.entries()) {
      if (!this.#ready[i]) continue
      const before = this.captures[earliest]
      const ahead = before ? seconds - before.seconds || nanoseconds - before.nanoseconds : -1
      if (ahead < 0) earliest = i
    }
    return earliest
  }

  #frame(capture: Capture, file: number): void {
    if (capture.wireLength === 0) return
    this.#clock.set(this.#packet, capture.seconds, capture.nanoseconds)
    beginFrame(this.#packet, capture, file, capture.linkType)
    this.#net.flows.counted = -1
    this.#net.frame()
  }

  #isEnough(): boolean {
    const { taps } = this.#sightings
    if (taps.length > 1) return taps.every((_, tap) => this.#sightings.matches(tap) >= ENOUGH_MATCHES)
    const [only] = this.captures
    return this.captures.length === 1 && this.#frames >= ENOUGH_OF_ONE && only!.source.interfaces.length < 2
  }
}
