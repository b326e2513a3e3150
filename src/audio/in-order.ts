/** A packet of a stream, of which the payload is a copy. */
export interface AudioPacket {
  /** 16 bits. */
  readonly sequence: number
  /** As int32. */
  readonly rtpTime: number
  readonly payloadType: number
  readonly payload: Uint8Array
  /** Milliseconds from the first packet of the stream. */
  readonly at: number
}

/** Packets held back: none comes later than by so many. */
const HELD = 128
/** A sender that goes on counts on; farther off it has begun anew: RFC 3550 A.1. */
const MAX_DROPOUT = 3000

interface Held {
  readonly number: number
  readonly packet: AudioPacket
}

/** Puts the packets of a stream in order of their sequence numbers, each once. */
export class InOrder {
  /** Rising. */
  #held: Held[] = []
  #highest = 0
  /** The last one given out. */
  #done = -Infinity
  #stray: AudioPacket | undefined

  /** Takes a packet; gives those whose turn it is. */
  take(packet: AudioPacket): AudioPacket[] {
    if (this.#done === -Infinity && this.#held.length === 0) return this.#begin([packet])
    const step = ((packet.sequence - this.#highest) << 16) >> 16
    if (step > MAX_DROPOUT || step <= -HELD) return this.#jump(packet)
    this.#stray = undefined
    this.#insert(this.#highest + step, packet)
    return this.#give(HELD)
  }

  /** The rest, at the end. */
  rest(): AudioPacket[] {
    return this.#give(0)
  }

  /** A sender began anew where two packets in a row say so. */
  #jump(packet: AudioPacket): AudioPacket[] {
    const stray = this.#stray
    this.#stray = packet
    if (stray === undefined || ((stray.sequence + 1) & 0xffff) !== packet.sequence) return []
    this.#stray = undefined
    const before = this.rest()
    return [...before, ...this.#begin([stray, packet])]
  }

  #begin(packets: readonly AudioPacket[]): AudioPacket[] {
    this.#done = -Infinity
    this.#highest = packets[0]!.sequence
    packets.forEach((packet, i) => this.#insert(packets[0]!.sequence + i, packet))
    return []
  }

  #insert(number: number, packet: AudioPacket): void {
    if (number <= this.#done) return
    const behind = this.#held.findLastIndex((held) => held.number <= number)
    if (this.#held[behind]?.number === number) return
    this.#held.splice(behind + 1, 0, { number, packet })
    this.#highest = Math.max(this.#highest, number)
  }

  #give(kept: number): AudioPacket[] {
    const given = this.#held.splice(0, Math.max(0, this.#held.length - kept))
    this.#done = given.at(-1)?.number ?? this.#done
    return given.map(({ packet }) => packet)
  }
}
