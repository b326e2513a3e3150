import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { answeredCall, preconditionCall } from '../make/calls/answered.ts'
import * as changing from '../make/calls/changing.ts'
import { end } from '../make/internet.ts'
import { phone } from '../make/calls/phone.ts'
import * as refused from '../make/calls/refused.ts'
import { pcap } from '../make/capture-file.ts'
import type { SessionTruth } from '../make/truth.ts'
import { Wire } from '../make/wire.ts'
import { differences } from './differences.ts'

type Make = (wire: Wire) => SessionTruth | SessionTruth[]

const cases: { it: string; make: Make }[] = [
  { it: 'an answered call has its setup time, its ringing time and both streams', make: (wire) => answeredCall(wire) },
  { it: 'the callee hangs up', make: (wire) => answeredCall(wire, { hangsUp: 'callee' }) },
  {
    it: 'S11 one call on four hops is one session, measured next to the caller',
    make: (wire) =>
      answeredCall(wire, { proxies: [end('10.0.0.20', 5060), end('10.0.0.21', 5060), end('10.0.0.22', 5060)] }),
  },
  {
    it: 'S27 IPv6, in addresses and descriptions',
    make: (wire) =>
      answeredCall(wire, { phones: [phone('a', '2001:db8::5', 49_152), phone('b', '2001:db8:1::9', 30_000)] }),
  },
  {
    it: 'preconditions, PRACK, UPDATE, and loss on the way to the caller (7.1)',
    make: (wire) => preconditionCall(wire),
  },
  { it: '7.8 busy: no setup time, 0 is not made up', make: (wire) => refused.refusedCall(wire) },
  { it: '7.8 service unavailable', make: (wire) => refused.refusedCall(wire, { status: 503 }) },
  { it: '7.8 declined', make: (wire) => refused.refusedCall(wire, { status: 603 }) },
  { it: '7.8 given up by the caller', make: (wire) => refused.cancelledCall(wire) },
  { it: '7.8 timed out after six retransmissions', make: (wire) => refused.timedOutCall(wire) },
  { it: 'S10 an INVITE that comes seven times is one attempt', make: (wire) => refused.impatientCall(wire) },
  {
    it: 'S12 challenged and asked again: one attempt, timed from the first INVITE',
    make: (wire) => refused.challengedCall(wire),
  },
  { it: 'S13 7.7 a fork: the loser’s 487 does not fail the call', make: (wire) => refused.forkedCall(wire) },
  { it: 'S15 hold, glare and resume are parts of the call', make: (wire) => changing.heldCall(wire) },
  { it: 'S16 an offer in PRACK', make: (wire) => changing.prackOfferCall(wire) },
  { it: 'S17 R11 an offer in 200, an answer in ACK, media before it', make: (wire) => changing.lateOfferCall(wire) },
  { it: 'S20 a capture that saw only the end of a call', make: (wire) => changing.lateCapture(wire) },
  { it: 'S21 an attended transfer is three calls', make: (wire) => changing.transferredCall(wire) },
  { it: 'S22 legs by their charging identifier', make: (wire) => changing.agentCall(wire) },
  { it: 'S22 legs by X-Call-ID', make: (wire) => changing.agentCall(wire, { evidence: 'x-call-id' }) },
  { it: 'S24 early media, then an answer', make: (wire) => changing.earlyMediaCall(wire) },
  { it: 'S24 early media, then a refusal', make: (wire) => changing.earlyMediaCall(wire, { status: 486 }) },
  { it: 'S31 a Call-ID used again two hours later is another call', make: (wire) => refused.repeatedCallId(wire) },
  { it: 'R12 a caller behind a NAT', make: (wire) => changing.natCall(wire) },
  {
    it: 'R19 the next call takes the ports of the last one second later',
    make: (wire) => [
      answeredCall(wire),
      answeredCall(wire, {
        at: 5040,
        callId: 'call-2@10.45.0.5',
        fromTag: 'f2',
        toTag: 't2',
        media: { ssrc: 0x44444444 },
      }),
    ],
  },
  {
    it: 'M4 the same two numbers twice in five seconds are two calls',
    make: (wire) => [
      answeredCall(wire, { answers: 500, packets: 20 }),
      answeredCall(wire, {
        at: 2500,
        answers: 500,
        packets: 20,
        callId: 'again@10.45.0.5',
        media: { ssrc: 0x44444444 },
      }),
    ],
  },
]

describe('calls are found as they were made', () => {
  it.each(cases)('$it', async ({ make }) => {
    const wire = new Wire()
    const truth = make(wire)
    const found = await analyzeCapture(pcap(wire.packets))
    expect(differences(found, Array.isArray(truth) ? truth : [truth])).toEqual([])
    expect(found.capture.packets).toBe(wire.packets.length)
  })
})

describe('what a call tells besides', () => {
  it('S10 repeats are events that say so, six of seven', async () => {
    const wire = new Wire()
    const { retransmissions } = refused.impatientCall(wire)
    const found = await analyzeCapture(pcap(wire.packets))
    const repeats = found.sessions[0]?.events.filter(({ details }) => details['retransmission'] === true)
    expect(repeats?.length).toBe(retransmissions)
  })

  it('S22 joined legs say by what they were joined', async () => {
    const wire = new Wire()
    changing.agentCall(wire, { name: 'why' })
    const found = await analyzeCapture(pcap(wire.packets))
    expect(found.sessions[0]?.linked_by).toContainEqual(
      expect.objectContaining({ evidence: 'icid', value: 'icid-why' }),
    )
  })

  it('S19 a call without an end is incomplete, not failed', async () => {
    const wire = new Wire()
    answeredCall(wire, { withoutBye: true })
    const found = await analyzeCapture(pcap(wire.packets))
    expect(found.sessions.map(({ type, metrics }) => [type, metrics['setup_time_ms']])).toEqual([['VoLTE', 2000]])
    expect(found.sessions[0]?.outcome).not.toBe('failed')
  })
})
