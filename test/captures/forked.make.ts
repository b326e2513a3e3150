/** A proxy rings two phones; one answers, the other is cancelled (487, which does not fail the call). */
import { forkedCall } from '../make/calls/refused.ts'
import { pcap } from '../make/capture-file.ts'
import type { SessionTruth } from '../make/truth.ts'
import { Wire } from '../make/wire.ts'

export function make(): { bytes: Uint8Array; truth: SessionTruth[] } {
  const wire = new Wire()
  const truth = [forkedCall(wire)]
  return { bytes: pcap(wire.packets), truth }
}
