/** Three UEs attach, open second connections over the same S11 TEIDs, move to another SGW, and detach. */
import { pcap } from '../make/capture-file.ts'
import { epc } from '../make/network/epc.ts'
import type { SessionTruth } from '../make/truth.ts'

export function make(): { bytes: Uint8Array; truth: readonly SessionTruth[] } {
  const { packets, connections } = epc({ subscribers: 3 })
  const truth = connections.map(({ key, lines, isRefused }) => ({
    type: 'GTP',
    key,
    start: parseInt(lines[0]!, 10) / 1000,
    call_ids: [],
    outcome: isRefused ? 'failed' : 'success',
    messages: lines.length,
    metrics: { create_session_latency_ms: 5, s5_create_session_latency_ms: 3, sgw_processing_ms: 2 },
    streams: [],
  }))
  return { bytes: pcap(packets), truth }
}
