import { CIPHERED, DECODED, type Packet, UNDECODED } from '../model/packet.ts'
import { type Counters, GTP, OTHER } from './counters.ts'
import { protocolOf } from './identify.ts'

/** What the frames of one flow counted as. */
interface HeldFrames {
  packets: number
  bytes: number
  /** Those of them that counted as undecoded. */
  undecoded: number
  /** The frame that was added last: it may hold several segments. */
  frame: number
  file: number
}

/** Frames by flow that hold the beginning of a stream, which only what comes after them may tell. */
export class HeldBeginnings {
  readonly #flows = new Map<number, HeldFrames>()

  add(flow: number, { frame, file, wireLength, verdict }: Packet): void {
    let held = this.#flows.get(flow)
    if (!held) this.#flows.set(flow, (held = { packets: 0, bytes: 0, undecoded: 0, frame: 0, file: 0 }))
    if (held.frame === frame && held.file === file) return
    Object.assign(held, { frame, file })
    held.packets++
    held.bytes += wireLength
    if (verdict === UNDECODED) held.undecoded++
  }

  /** The flow's stream is over, or was nothing. */
  forget(flow: number): void {
    if (this.#flows.size > 0) this.#flows.delete(flow)
  }

  /** Counts the frames as what the flow's stream proves to be. */
  recognised(flow: number, protocolNumber: number, { packet, counters }: Counting): void {
    const held = this.#flows.size > 0 ? this.#flows.get(flow) : undefined
    const protocol = held && protocolOf(protocolNumber)
    if (!protocol) return
    this.#flows.delete(flow)
    const from = packet.outerVersion === 0 ? OTHER : GTP
    const to = protocol.label ? from : counters.number(protocol.group)
    counters.recount(packet, { from, to, ...held, as: protocol.label ? CIPHERED : DECODED })
  }
}

interface Counting {
  readonly packet: Packet
  readonly counters: Counters
}
