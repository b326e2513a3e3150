import { refusedCall } from '../make/calls/refused.ts'
import { pcap } from '../make/capture-file.ts'
import { Wire } from '../make/wire.ts'

/** The smallest capture that has a session: one call that is refused. */
export function oneCall(): Uint8Array {
  const wire = new Wire()
  refusedCall(wire)
  return pcap(wire.packets)
}
