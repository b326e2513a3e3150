import { type Packet, UNDECODED } from '../model/packet.ts'

/** What the frames of one flow counted as. */
export interface HeldFrames {
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

  get size(): number {
    return this.#flows.size
  }

  add(flow: number, { frame, file, wireLength, verdict }: Packet): void {
    let held = this.#flows.get(flow)
    if (!held) this.#flows.set(flow, (held = { packets: 0, bytes: 0, undecoded: 0, frame: 0, file: 0 }))
    if (held.frame === frame && held.file === file) return
    Object.assign(held, { frame, file })
    held.packets++
    held.bytes += wireLength
    if (verdict === UNDECODED) held.undecoded++
  }

  take(flow: number): HeldFrames | undefined {
    const held = this.#flows.get(flow)
    if (held) this.#flows.delete(flow)
    return held
  }
}
