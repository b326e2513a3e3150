// Messages that came in several units of RLC: TS 36.322 §4.2.1.3.3.
import { Recent } from '../../bytes/recent.ts'
import type { Carried } from '../../model/message.ts'
import { type Piece, piecesIn } from './mac.ts'

/** Bearers with a message that is not whole yet. */
const MOST_OPEN = 1024
/** The longest unit of PDCP: TS 36.323 §4.3.1. */
const LONGEST = 8188
/** The shortest message, with what stands around it. */
const SHORTEST = 6
const SEQUENCES = 1024

interface Begun {
  readonly id: string
  /** Which unit goes on with it. */
  next: number
  bytes: Uint8Array | undefined
}

export class Pieces {
  readonly #begun = new Recent<Begun>(MOST_OPEN)

  /** Takes the pieces of a block of `phone`, whole in the job's memory; gives the messages that it ends. */
  take(phone: string, { bytes, from, to }: Carried, isDown: boolean): Uint8Array[] {
    const whole: Uint8Array[] = []
    for (const piece of piecesIn(bytes, from, to, isDown)) {
      const message = this.#piece(`${phone} ${isDown ? 'down' : 'up'} ${piece.channel}`, piece, bytes)
      if (message && message.length >= SHORTEST) whole.push(message)
    }
    return whole
  }

  #piece(id: string, { goesOn, isOpen, sequence, from, to }: Piece, bytes: Uint8Array): Uint8Array | undefined {
    const begun = this.#begun.get(id) ?? this.#new(id)
    const before = goesOn ? begun.bytes : new Uint8Array(0)
    begun.bytes = undefined
    // What it goes on from was not seen, or something between was not.
    if (!before || (goesOn && begun.next !== sequence) || before.length + to - from > LONGEST) return undefined
    const joined = new Uint8Array(before.length + to - from)
    joined.set(before)
    joined.set(bytes.subarray(from, to), before.length)
    if (!isOpen) return joined
    begun.bytes = joined
    begun.next = (sequence + 1) % SEQUENCES
    return undefined
  }

  #new(id: string): Begun {
    const begun = { id, next: -1, bytes: undefined }
    this.#begun.add(begun)
    return begun
  }
}
