import { Budget, type Memory } from '../bytes/memory.ts'
import type { Capture } from '../capture/open.ts'
import { Packet } from '../model/packet.ts'
import type { Payloads } from '../model/payloads.ts'
import { Copies } from '../net/copies.ts'
import { Net } from '../net/net.ts'
import { CaptureClock } from '../pipeline/clock.ts'
import { beginFrame } from '../pipeline/frame.ts'
import type { FrameHints } from '../pipeline/hinted.ts'

/** What the network layers hand up of frames read again. Positions are in the memory, until the next frame. */
export interface Payload {
  readonly kind: 'datagram' | 'segment' | 'message' | 'exported'
  readonly flow: number
  readonly from: number
  readonly to: number
  readonly wireTo: number
  /** Of an exported PDU. */
  readonly dissector?: string
}

/** Enough for what a few frames leave waiting. */
const BUDGET_BYTES = 16 * 1024 * 1024

/** The engine's network layers, over frames of a kept capture. */
export class FrameNet implements Payloads {
  readonly packet: Packet
  readonly net: Net
  readonly #clock = new CaptureClock()
  readonly #hints: FrameHints
  readonly #take: (payload: Payload) => void

  /** @param hasCopies whether what several points saw is handed up of each of them */
  constructor(memory: Memory, hints: FrameHints, take: (payload: Payload) => void, hasCopies = false) {
    this.#hints = hints
    this.packet = new Packet(memory.bytes)
    this.net = new Net(
      this.packet,
      memory,
      this,
      new Budget(BUDGET_BYTES),
      hasCopies ? new Copies(this.packet, 0) : undefined,
    )
    this.#take = take
  }

  /** Takes the frame at hand of a capture. */
  frame(capture: Capture, file: number): void {
    const { packet } = this
    this.#clock.set(packet, capture.seconds, capture.nanoseconds)
    beginFrame(packet, capture, file, this.#hints.linkType(capture.linkType))
    this.net.frame()
  }

  /** One frame alone has no copies. */
  copy(): void {}

  datagram(flow: number, from: number, to: number, wireTo: number): void {
    this.#take({ kind: 'datagram', flow, from, to, wireTo })
  }

  notice(flow: number, from: number, to: number, wireTo: number): void {
    this.#take({ kind: 'datagram', flow, from, to, wireTo })
  }

  segment(flow: number, from: number, to: number): void {
    this.#take({ kind: 'segment', flow, from, to, wireTo: to })
  }

  exported(dissector: string, flow: number, from: number, to: number, wireTo: number): void {
    this.#take({ kind: 'exported', flow, from, to, wireTo, dissector })
  }

  message(flow: number, _ppid: number, from: number, to: number, wireTo: number): void {
    this.#take({ kind: 'message', flow, from, to, wireTo })
  }

  tunnel(): void {}
  sameHost(): void {}
  unhanded(): void {}
  gap(): void {}
  closed(): void {}
  hungUp(): void {}
  incomplete(): void {}
  fragments(): void {}
  evicted(): void {}

  mayPrecede(): boolean {
    return false
  }

  isOver(): boolean {
    return false
  }
}
