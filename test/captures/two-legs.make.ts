/** A back-to-back user agent: two Call-IDs with one charging identifier are one call. pcapng with nanoseconds. */
import { agentCall } from '../make/calls/changing.ts'
import { pcapng } from '../make/capture-file.ts'
import type { SessionTruth } from '../make/truth.ts'
import { Wire } from '../make/wire.ts'

export function make(): { bytes: Uint8Array; truth: SessionTruth[] } {
  const wire = new Wire()
  const truth = [agentCall(wire)]
  return { bytes: pcapng({ packets: wire.packets, interfaces: [{ name: 'eth0', resolution: 9 }] }), truth }
}
