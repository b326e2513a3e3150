/** Signs of life that nobody answers are held back for a while, and then are what they were. */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { answeredCall } from '../make/calls/answered.ts'
import { ALICE, BOB } from '../make/calls/phone.ts'
import { pcap } from '../make/capture-file.ts'
import { utf8 } from '../make/octets.ts'
import { Wire } from '../make/wire.ts'

const OPTIONS = [
  'OPTIONS sip:bob@example.org SIP/2.0',
  'Via: SIP/2.0/UDP 10.0.0.9;branch=z9hG4bKping',
  'From: <sip:alice@example.org>;tag=1',
  'To: <sip:bob@example.org>',
  'Call-ID: ping',
  'CSeq: 7 OPTIONS',
  'Content-Length: 0',
]

describe('a ping that nobody answers', () => {
  it('keeps its own words while other packets pass', async () => {
    const wire = new Wire()
    wire.udp(0, ALICE.agent.end, BOB.agent.end, utf8(`${OPTIONS.join('\r\n')}\r\n\r\n`))
    // More than the window of the capture holds.
    for (let at = 10; at < 400_000; at += 4000) answeredCall(wire, { at, packets: 100 })
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    const ping = sessions.find(({ session_key }) => session_key === 'ping')!
    expect(ping.type).toBe('SIP_OPTIONS')
    expect(ping.events.map(({ details }) => details)).toMatchObject([{ method: 'OPTIONS', cseq: '7 OPTIONS' }])
  })
})
