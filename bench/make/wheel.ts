/** Ticks a second: times in made captures are multiples of 100 µs. */
export const TICKS = 10_000
/** The wheel turns once in 26 s: nothing may be planned further ahead. */
const SLOTS = 1 << 18

/** What is to happen, in order of time: a ring of lists, in typed arrays so that millions of packets cost no objects. */
export class Wheel {
  /** Of the event at hand. */
  kind = 0
  a = 0
  b = 0
  c = 0
  now = 0
  readonly #heads = new Int32Array(SLOTS).fill(-1)
  readonly #tails = new Int32Array(SLOTS).fill(-1)
  /** By event: kind, a, b, c, next. */
  #events = new Int32Array(5 << 12)
  #used = 0
  #free = -1
  #planned = 0

  plan(tick: number, kind: number, a: number, b = 0, c = 0): void {
    const event = this.#allocate()
    const slot = Math.max(tick, this.now) & (SLOTS - 1)
    const events = this.#events
    events[event] = kind
    events[event + 1] = a
    events[event + 2] = b
    events[event + 3] = c
    events[event + 4] = -1
    const tail = this.#tails[slot]!
    if (tail < 0) this.#heads[slot] = event
    else events[tail + 4] = event
    this.#tails[slot] = event
    this.#planned++
  }

  /** Moves to the next event; false when there is none. */
  next(): boolean {
    if (this.#planned === 0) return false
    for (;;) {
      const slot = this.now & (SLOTS - 1)
      const event = this.#heads[slot]!
      if (event < 0) {
        this.now++
        continue
      }
      const events = this.#events
      this.kind = events[event]!
      this.a = events[event + 1]!
      this.b = events[event + 2]!
      this.c = events[event + 3]!
      const after = events[event + 4]!
      this.#heads[slot] = after
      if (after < 0) this.#tails[slot] = -1
      events[event + 4] = this.#free
      this.#free = event
      this.#planned--
      return true
    }
  }

  #allocate(): number {
    if (this.#free >= 0) {
      const event = this.#free
      this.#free = this.#events[event + 4]!
      return event
    }
    const event = this.#used
    this.#used += 5
    if (this.#used > this.#events.length) {
      const larger = new Int32Array(this.#events.length * 2)
      larger.set(this.#events)
      this.#events = larger
    }
    return event
  }
}
