import { CLOCK, type Packet, TIME } from '../model/packet.ts'

/** A jump by more than this is a step of the capture's clock, not a silence. */
const STEP_NANOSECONDS = 3600e9

/**
 * Keeps the capture clock: the highest time seen, by which everything expires. Times may go back a little (several
 * queues or taps). A jump of more than an hour, forward or back, is a step: counted, and the clock follows it, so that
 * one wrong time stamp cannot expire everything for ever.
 */
export class CaptureClock {
  steps = 0
  #started = false

  set(packet: Packet, seconds: number, nanoseconds: number): void {
    if (!this.#started) {
      this.#started = true
      packet.epoch = seconds
      packet.at[CLOCK] = nanoseconds
    }
    packet.seconds = seconds
    packet.nanoseconds = nanoseconds
    const { at } = packet
    at[TIME] = (seconds - packet.epoch) * 1e9 + nanoseconds
    const ahead = at[TIME] - at[CLOCK]!
    if (ahead > STEP_NANOSECONDS || ahead < -STEP_NANOSECONDS) {
      this.steps++
      at[CLOCK] = at[TIME]
    } else if (ahead > 0) at[CLOCK] = at[TIME]
  }
}
