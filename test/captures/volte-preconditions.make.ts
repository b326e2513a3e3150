/** A VoLTE call with preconditions in a GTP-U tunnel: 183, PRACK, UPDATE, 180, 200; six of 300 packets lost downlink. */
import { preconditionCall } from '../make/calls/answered.ts'
import { pcap } from '../make/capture-file.ts'
import { gtpUser } from '../make/links.ts'
import type { SessionTruth } from '../make/truth.ts'
import { Wire } from '../make/wire.ts'

export function make(): { bytes: Uint8Array; truth: SessionTruth[] } {
  const wire = new Wire(gtpUser('172.16.0.1', '172.17.0.1', { teid: 0x601 }))
  const truth = [preconditionCall(wire)]
  return { bytes: pcap(wire.packets), truth }
}
