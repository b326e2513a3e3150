/** What the browser application offers to try: calls that succeed, are refused behind a P-CSCF, time out and fork. */
import { preconditionCall } from '../make/calls/answered.ts'
import { agentCall } from '../make/calls/changing.ts'
import { PROXY } from '../make/calls/phone.ts'
import { forkedCall, refusedCall, timedOutCall } from '../make/calls/refused.ts'
import { pcap } from '../make/capture-file.ts'
import type { SessionTruth } from '../make/truth.ts'
import { Wire } from '../make/wire.ts'

const APART = 60_000

export function make(): { bytes: Uint8Array; truth: SessionTruth[] } {
  const wire = new Wire()
  const behind = { callId: 'refused@10.45.0.5', proxies: [PROXY], status: 503, refuses: 6400 }
  const truth = [
    preconditionCall(wire, { proxies: [PROXY] }),
    // The ACK has passed the proxy 2 ms after it came there.
    { ...refusedCall(wire, { at: APART, ...behind }), metrics: { pdd_ms: 150, duration_ms: 6404 } },
    agentCall(wire, { at: 2 * APART }),
    timedOutCall(wire, { at: 3 * APART }),
    forkedCall(wire, { at: 4 * APART }),
  ]
  return { bytes: pcap(wire.packets), truth }
}
