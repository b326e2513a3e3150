/** What calls have to do with each other without being one (DOMAIN 4.3.6). */
import { describe, expect, it } from 'vitest'
import { analyzeCapture } from '../analyze-capture.ts'
import { callIdOf, imsiOf, play } from '../make/network/stories.ts'
import { answeredCall } from '../make/calls/answered.ts'
import { end } from '../make/internet.ts'
import { sipMessage } from '../make/sip.ts'
import { blindlyTransferredCall, transferredCall } from '../make/calls/changing.ts'
import { pcap } from '../make/capture-file.ts'
import { Wire } from '../make/wire.ts'

const TRANSFERRED = { from: 'transferred@10.45.0.5', to: 'target@10.45.0.5', evidence: ['transfer'] }
const TARGET = { from: 'target@10.45.0.5', to: 'transferred@10.45.0.5', evidence: ['transfer'] }

/** What the sessions of a capture say of each other, earliest first. */
async function relationsOf(wire: Wire) {
  const { sessions } = await analyzeCapture(pcap(wire.packets))
  return sessions.flatMap(({ session_key, related_sessions }) =>
    related_sessions.map(({ relation, session_id, linked_by }) => ({
      from: session_key,
      relation,
      to: sessions.find((one) => one.session_id === session_id)?.session_key,
      evidence: linked_by.map((link) => link.evidence),
    })),
  )
}

/** What two ends say of one call; 127 is nothing (RFC 3611 §4.7.5). */
const ENDS = [
  'LocalMetrics:',
  'PacketLoss:NLR=0.5 JDR=0.5',
  'Delay:RTD=140 ESD=0 IAJ=3',
  'QualityEst:RLQ=90 MOSLQ=4.1 MOSCQ=127',
  'RemoteMetrics:',
  'PacketLoss:NLR=2.0 JDR=0.0',
  'Delay:RTD=120 ESD=0 IAJ=12',
  'QualityEst:RLQ=70 MOSLQ=3.2 MOSCQ=3.1',
  '',
].join('\r\n')

describe('related sessions', () => {
  it('S21 a call that replaces another says so, with the evidence, and so does the other', async () => {
    const wire = new Wire()
    transferredCall(wire)
    const told = await relationsOf(wire)
    const replacing = told.filter(({ relation }) => relation === 'replaces')
    expect(replacing.length).toBeGreaterThanOrEqual(2)
    expect(replacing.every(({ from, to }) => from !== to)).toBe(true)
    expect(replacing.every(({ evidence }) => evidence.includes('other-call-id'))).toBe(true)
    expect(told.filter(({ relation }) => relation === 'transfer_target')).toMatchObject([TRANSFERRED, TARGET])
  })

  it.each([
    ['a call that a blind transfer asks for is its target', { after: 50 }, [TRANSFERRED, TARGET]],
    ['one of the same numbers half a minute later is not', { after: 30_000 }, []],
  ])('%s', async (_, options, expected) => {
    const wire = new Wire()
    blindlyTransferredCall(wire, options)
    const told = await relationsOf(wire)
    expect(told.filter(({ relation }) => relation === 'transfer_target')).toMatchObject(expected)
  })

  it('a report of quality names its call', async () => {
    const wire = new Wire()
    answeredCall(wire, { packets: 5 })
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    const body = `VQSessionReport: CallTerm\r\nCallID: ${sessions[0]!.session_key}\r\n${ENDS}`
    const headers: [string, string][] = [
      ['Via', 'SIP/2.0/UDP 10.0.0.9;branch=z9hG4bKreport'],
      ['From', '<sip:phone@x.example>;tag=1'],
      ['To', '<sip:collector@x.example>'],
      ['Call-ID', 'report'],
      ['CSeq', '1 PUBLISH'],
      ['Content-Type', 'application/vq-rtcpxr'],
    ]
    const report = sipMessage('PUBLISH sip:collector@x.example SIP/2.0', headers, body)
    wire.udp(60_000, end('10.0.0.9', 5060), end('10.0.0.8', 5060), report)
    const told = await relationsOf(wire)
    expect(told.filter(({ relation }) => relation === 'quality_report')).toMatchObject([
      { to: 'report', evidence: ['reported-call'] },
      { from: 'report', evidence: ['reported-call'] },
    ])
    const { sessions: both } = await analyzeCapture(pcap(wire.packets))
    const call = both.find(({ type }) => type === 'VoLTE')!
    expect(call.metrics).toMatchObject({
      mos_lq_reported: 3.2,
      mos_cq_reported: 3.1,
      loss_reported: 0.02,
      discard_reported: 0.005,
      jitter_reported_ms: 12,
      rtt_reported_ms: 140,
    })
    expect(both.find(({ session_key }) => session_key === 'report')!.metrics).toMatchObject({ mos_lq_reported: 3.2 })
  })

  it('of one subscriber the nearest are told, each once, and nobody else’s', async () => {
    const wire = new Wire()
    play(wire, [
      { n: 1, at: 0, ip: '10.45.0.1' },
      { n: 2, at: 5, ip: '10.45.0.2' },
    ])
    const { sessions } = await analyzeCapture(pcap(wire.packets))
    const call = sessions.find(({ session_key }) => session_key === callIdOf(1))!
    const others = sessions.filter(({ subscribers = [] }) => subscribers.some(({ value }) => value === imsiOf(1)))
    const related = new Set(call.related_sessions.map(({ session_id }) => session_id))
    expect(related).toEqual(new Set(others.filter((one) => one !== call).map(({ session_id }) => session_id)))
    const connection = others.find(({ type }) => type === 'GTP')!
    expect(connection.related_sessions).toContainEqual(
      expect.objectContaining({
        relation: 'same_subscriber',
        linked_by: [expect.objectContaining({ evidence: 'imsi' })],
      }),
    )
  })
})
