import { Ints } from '../bytes/numbers.ts'

/** Places of a list, those of one subscriber after the other; `starts` tells where each subscriber's begin, and the end. */
export interface SubscriberEntries {
  readonly places: Int32Array
  readonly starts: Int32Array
}

/** Sorts places [0, length) by their subscriber, who come in the order of their first place. */
export function inOrder(length: number, subscriberOf: (place: number) => number): SubscriberEntries {
  let highest = 0
  for (let place = 0; place < length; place++) highest = Math.max(highest, subscriberOf(place))
  /** By subscriber the rank, from 1; by rank the number of places. */
  const ranks = new Int32Array(highest + 1)
  const counts = new Ints()
  for (let place = 0; place < length; place++) {
    const subscriber = subscriberOf(place)
    if (ranks[subscriber] === 0) ranks[subscriber] = counts.push(0) + 1
    const rank = ranks[subscriber]! - 1
    counts.set(rank, counts.get(rank) + 1)
  }
  const starts = new Int32Array(counts.length + 1)
  for (let rank = 0; rank < counts.length; rank++) starts[rank + 1] = starts[rank]! + counts.get(rank)
  const places = new Int32Array(length)
  const next = starts.slice()
  for (let place = 0; place < length; place++) places[next[ranks[subscriberOf(place)]! - 1]!++] = place
  return { places, starts }
}
