/** A location update through a Diameter agent, whose first server is silent: one session over three connections. */
import { failover } from '../make/diameter-flows.ts'
import { pcap } from '../make/capture-file.ts'
import type { SessionTruth } from '../make/truth.ts'
import { Wire } from '../make/wire.ts'

export function make(): { bytes: Uint8Array; truth: SessionTruth[] } {
  const wire = new Wire()
  const truth = [failover(wire)]
  return { bytes: pcap(wire.packets), truth }
}
