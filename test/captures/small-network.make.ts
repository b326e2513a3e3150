/** Ten phones behind NATs register and call each other through one P-CSCF, with Call-IDs and ports used again. */
import { pcap } from '../make/capture-file.ts'
import { network } from '../make/network/network.ts'
import type { SessionTruth } from '../make/truth.ts'

export function make(): { bytes: Uint8Array; truth: readonly SessionTruth[] } {
  const { packets, sessions } = network({ subscribers: 10, calls: 6, within: 20_000, packets: [20, 40] })
  return { bytes: pcap(packets), truth: sessions }
}
