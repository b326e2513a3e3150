import type { Endpoint } from '../../model/endpoint.ts'
import type { Compound } from './rtcp.ts'

/** Sender reports remembered. */
const MOST_PASSED = 16_384
/** Clocks of the ends are not exact: a trip a little below nothing is none. */
const MOST_BELOW_ZERO_MS = 5
const LONGEST_MS = 60_000

interface Passed {
  readonly time: number
  readonly from: string
  readonly to: string
}

/**
 * Round trips by RTCP, seen from the capture point P. A report about X that came from R answers X's sender report: its
 * way from P to R and back took the time between both at P, less what R says it waited (RFC 3550 §6.4.1; RFC 3611 §4.4
 * and §4.5 for receivers that send nothing). The whole round trip is the sum of both halves.
 */
export class RoundTrips {
  readonly #passed = new Map<string, Passed>()

  /** Notes what may be answered later, at `time` nanoseconds. */
  pass({ ssrc, sender, xr }: Compound, time: number, from: Endpoint, to: Endpoint): void {
    const middles = [sender ? middle(sender.ntpSeconds, sender.ntpFraction) : 0, xr?.referenceTime ?? 0]
    for (const id of middles) {
      if (id !== 0) this.#note(`${ssrc} ${id}`, { time, from: from.address, to: to.address })
    }
  }

  /** Milliseconds of each half round trip that the compound packet completes. */
  complete({ reports, xr }: Compound, time: number, from: Endpoint, to: Endpoint): number[] {
    const halves: number[] = []
    for (const { ssrc, lastReport, delay } of [...reports, ...(xr?.echoes ?? [])]) {
      const passed = lastReport === 0 ? undefined : this.#passed.get(`${ssrc} ${lastReport}`)
      if (!passed || passed.from !== to.address || passed.to !== from.address) continue
      const half = (time - passed.time) / 1e6 - (delay * 1000) / 65_536
      if (half > -MOST_BELOW_ZERO_MS && half < LONGEST_MS) halves.push(Math.max(0, half))
    }
    return halves
  }

  #note(id: string, passed: Passed): void {
    for (const [oldest, { time }] of this.#passed) {
      if (this.#passed.size < MOST_PASSED && passed.time - time < LONGEST_MS * 1e6) break
      this.#passed.delete(oldest)
    }
    this.#passed.set(id, passed)
  }
}

/** Middle 32 bits of an NTP time. */
function middle(seconds: number, fraction: number): number {
  return (((seconds & 0xffff) << 16) | (fraction >>> 16)) >>> 0
}
