/** Ports that call after call uses, as of a load generator or a gateway with few of them. */
import { expect, it } from 'vitest'
import { analyzeCapture, withResult } from '../analyze-capture.ts'
import { answeredCall } from '../make/calls/answered.ts'
import { pcap } from '../make/capture-file.ts'
import { Wire } from '../make/wire.ts'

const SETUP_MS = 2050

function calls(count: number, { apart, packets }: { apart: number; packets: number }): Wire {
  const wire = new Wire()
  for (let n = 0; n < count; n++) answeredCall(wire, { at: n * apart, callId: `call-${n}`, fromTag: `f${n}`, packets })
  return wire
}

it('each call has its own media, also where the capture begins within the first', async () => {
  const { packets } = calls(4, { apart: 60_000, packets: 100 })
  const { sessions } = await analyzeCapture(pcap(packets.filter(({ at }) => at > SETUP_MS)))
  const told = sessions.map(({ type, session_key, start_time, metrics }) => [
    type,
    type === 'RTP' ? '' : session_key,
    start_time.slice(11),
    metrics['rtp_packets'],
  ])
  expect(told).toEqual([
    ['RTP', '', '00:00:02.060Z', 196],
    ['VoLTE', 'call-0', '00:00:04.020Z', undefined],
    ...[1, 2, 3].map((n) => ['VoLTE', `call-${n}`, `00:0${n}:00.000Z`, 200]),
  ])
})

it('is so after more calls than announcements are remembered of one end', { timeout: 120_000 }, async () => {
  const many = 5050
  const sessions = await withResult([pcap(calls(many, { apart: 9000, packets: 1 }).packets)], (result) => [
    ...result.briefs(),
  ])
  expect(sessions.length).toBe(many)
  expect(sessions.every(({ metrics }) => metrics['rtp_packets'] === 2)).toBe(true)
})
