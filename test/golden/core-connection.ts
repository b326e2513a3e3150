/** One HTTP/2 connection between two functions of a 5G core, and what is found of it. */
import { analyzeCapture } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import { Http2 } from '../make/http2.ts'
import { end } from '../make/internet.ts'
import { Wire } from '../make/wire.ts'

export const AMF = end('10.1.0.1', 40_001)
export const SMF = end('10.1.0.2', 7777)
export const SUPI = 'imsi-001010000000001'

export async function sessionsOf(wire: Wire) {
  const { sessions } = await analyzeCapture(pcap(wire.packets))
  return sessions
}

export async function eventsOf(wire: Wire) {
  const sessions = await sessionsOf(wire)
  return sessions.flatMap(({ events }) => events)
}

export function start(options: { isStart?: boolean; server?: ReturnType<typeof end> } = {}): {
  wire: Wire
  http: Http2
} {
  const wire = new Wire()
  return { wire, http: new Http2(wire, AMF, options.server ?? SMF, options) }
}
