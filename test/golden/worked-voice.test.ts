/** DOMAIN 7.7, 7.8, 7.10: forks, calls that fail, and short messages, whole. */
import { describe, expect, it } from 'vitest'
import type { SessionDetail } from '../../src/store/results/records.ts'
import { analyzeCapture } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import { preconditionFailure } from '../make/network/whole/preconditions.ts'
import { cancelledCall, forkedCall, refusedCall, timedOutCall } from '../make/calls/refused.ts'
import { attach } from '../make/network/whole/access.ts'
import { register } from '../make/network/whole/ims.ts'
import { submitSms, type Submitting } from '../make/network/whole/sms.ts'
import { ueOf } from '../make/network/whole/ue.ts'
import { Wire } from '../make/wire.ts'
import { found, membersOf, ofEpc, outline, rolesOf, the } from './worked.ts'

const ALICES = ueOf(1, 4, { slots: 300, at: 1000, until: 1e6 })

async function ofCall(make: (wire: Wire) => void): Promise<readonly SessionDetail[]> {
  const wire = new Wire()
  make(wire)
  return found(wire)
}

/** Numerator and denominator of key figures of RFC 6076. */
async function ratiosOf(make: (wire: Wire) => void): Promise<Readonly<Record<string, readonly number[]>>> {
  const wire = new Wire()
  make(wire)
  const { measures } = await analyzeCapture(pcap(wire.packets))
  const whole = measures.kpis.filter(({ dimension }) => dimension === '')
  return Object.fromEntries(whole.map(({ kpi, met, counted }) => [kpi, [met, counted]]))
}

describe('7.7 a fork with CANCEL', () => {
  const sessions = ofCall((wire) => forkedCall(wire))

  it('is one call, which the loser’s 487 does not fail', async () => {
    const all = await sessions
    expect(outline(all)).toEqual(['VoLTE sip_call success'])
    const call = the(all, 'VoLTE')
    expect(call).toMatchObject({ session_key: 'forked@10.45.0.5', verdict: { kind: 'answered', ended_by: 'caller' } })
    expect(call.verdict).not.toHaveProperty('code')
    expect(call.metrics).toMatchObject({ setup_time_ms: 2000, pdd_ms: 300, ringing_time_ms: 1700, answer_to_ack_ms: 5 })
  })

  it('tells of both dialogs how they went, and of both branches', async () => {
    const { facts } = the(await sessions, 'VoLTE')
    expect(facts).toEqual({
      dialogs: [
        { to_tag: 'b', status: 487, state: 'cancelled' },
        { to_tag: 'c', status: 200, state: 'confirmed' },
      ],
      branches: expect.arrayContaining([
        expect.stringContaining('+491710000002'),
        expect.stringContaining('+491710000003'),
      ]),
    })
    expect(facts!['branches']).toHaveLength(2)
  })

  it('counts once in key figures, as answered', async () => {
    expect(await ratiosOf(forkedCall)).toMatchObject({ ser: [1, 1], seer: [1, 1], asr: [1, 1] })
  })

  it('each message stands on its hop', async () => {
    const { events } = the(await sessions, 'VoLTE')
    const told = events.filter(({ protocol }) => protocol === 'SIP').map(({ message_type }) => message_type)
    expect(told.filter((name) => name === 'INVITE')).toHaveLength(3)
    expect(told.filter((name) => name.startsWith('487'))).toHaveLength(1)
    expect(told.filter((name) => name === 'CANCEL')).toHaveLength(1)
    expect(rolesOf(await sessions)).toMatchObject({ '10.0.0.20': 'SIP server' })
  })
})

interface Failing {
  readonly it: string
  readonly make: (wire: Wire) => void
  readonly outcome: string
  readonly verdict: Readonly<Record<string, unknown>>
  readonly metrics: Readonly<Record<string, unknown>>
  readonly text: string
}

const REFUSED = { pdd_ms: 150, srd_failure_ms: 150, failure_delay_ms: 4000 }

const FAILING: readonly Failing[] = [
  {
    it: '486: the called side is busy',
    make: (wire) => refusedCall(wire),
    outcome: 'failed',
    verdict: { kind: 'busy', category: 'user', code: 486 },
    metrics: REFUSED,
    text: 'SIP INVITE failed with 486 Busy Here: the called side was busy (frame 4, RFC 3261 §21.4.24).',
  },
  {
    it: '503: a server is overloaded',
    make: (wire) => refusedCall(wire, { status: 503 }),
    outcome: 'failed',
    verdict: { kind: 'server_failure', category: 'resource', code: 503 },
    metrics: REFUSED,
    text: 'SIP INVITE failed with 503 Service Unavailable: a server failed or was overloaded (frame 4, RFC 3261 §21.5.4).',
  },
  {
    it: '404: nobody is called so',
    make: (wire) => refusedCall(wire, { status: 404 }),
    outcome: 'failed',
    verdict: { kind: 'not_found', category: 'subscriber', code: 404 },
    metrics: REFUSED,
    text: 'SIP INVITE failed with 404 Not Found: no such user, number or name is known there (frame 4, RFC 3261 §21.4.5).',
  },
  {
    it: '603: declined',
    make: (wire) => refusedCall(wire, { status: 603 }),
    outcome: 'failed',
    verdict: { kind: 'rejected', category: 'user', code: 603 },
    metrics: REFUSED,
    text: 'SIP INVITE failed with 603 Decline (frame 4, RFC 3261 §21.6.2).',
  },
  {
    it: '487: the caller gives up',
    make: (wire) => cancelledCall(wire),
    outcome: 'cancelled',
    verdict: { kind: 'cancelled', category: 'user', code: 487, ended_by: 'caller' },
    metrics: { pdd_ms: 100, failure_delay_ms: 3010 },
    text: 'Given up by the caller before it was answered (frame 4, RFC 3261 §21.4.25).',
  },
  {
    it: '408: nobody answers in 32 s, and the INVITE is sent seven times',
    make: (wire) => timedOutCall(wire),
    outcome: 'failed',
    verdict: { kind: 'timeout', category: 'network', code: 408 },
    metrics: { retransmissions: 6 },
    text: 'SIP INVITE failed with 408 Request Timeout: it was not answered in time (frame 8, RFC 3261 §21.4.9).',
  },
]

const NEVER = ['setup_time_ms', 'srd_success_ms', 'ringing_time_ms', 'talk_time_ms', 'rtp_loss', 'mos']

describe('7.8 a call that fails', () => {
  it.each(FAILING)('$it', async ({ make, outcome, verdict, metrics, text }) => {
    const all = await ofCall(make)
    expect(outline(all)).toEqual([`VoLTE sip_call ${outcome}`])
    const call = the(all, 'VoLTE')
    expect(call.verdict).toMatchObject({ ...verdict, text })
    expect(call.metrics).toMatchObject(metrics)
    for (const name of NEVER) expect(call.metrics).not.toHaveProperty(name)
  })

  it.each<[number, readonly number[], readonly number[]]>([
    [486, [0, 1], [1, 1]],
    [603, [0, 1], [1, 1]],
    [503, [0, 1], [0, 1]],
    [404, [0, 1], [0, 1]],
  ])('%i counts in SER and SEER as RFC 6076 has it', async (status, ser, seer) => {
    expect(await ratiosOf((wire) => refusedCall(wire, { status }))).toMatchObject({ ser, seer })
  })

  it('580: the media could not have its resources, as the PCRF said before', async () => {
    const all = await ofEpc((core) => preconditionFailure(core, attach(core, ALICES)))
    const call = the(all, 'VoLTE')
    expect(call).toMatchObject({
      outcome: 'failed',
      verdict: {
        kind: 'preconditions',
        category: 'resource',
        code: 580,
        because: { protocol: 'DIAMETER', kind: 'aborted', name: 'INSUFFICIENT_BEARER_RESOURCES' },
      },
    })
    expect(call.verdict!['text']).toMatch(
      /^SIP INVITE failed with 580 Precondition Failure: the resources that the media needs were not granted \(frame \d+, RFC 3312 §8\)\. Before it, Granted, and then aborted: INSUFFICIENT_BEARER_RESOURCES \(frame \d+\)\.$/,
    )
    expect(membersOf(call)).toContain('DIAMETER policy_for icid')
  })
})

const submitted = (more?: Submitting): Promise<readonly SessionDetail[]> =>
  ofEpc((core) => {
    attach(core, ALICES)
    register(core, ALICES, 2000)
    submitSms(core, ALICES, 5000, more)
    // The capture goes on for longer than anybody waits.
    register(core, ALICES, 80_000)
  })
const called = (all: readonly SessionDetail[], key: string): SessionDetail =>
  all.find(({ session_key }) => session_key === key)!

describe('7.10 a short message over the IMS', () => {
  it('is a message and its report, which name each other', async () => {
    const all = await submitted()
    const [message, report] = [called(all, 'm1'), called(all, 'm2')]
    expect([message, report]).toMatchObject([
      {
        type: 'SIP_MESSAGE',
        outcome: 'success',
        facts: { sms: { rp_type: 'RP-DATA', tp_type: 'SMS-SUBMIT', rp_reference: 3 } },
      },
      { type: 'SIP_MESSAGE', outcome: 'success', facts: { sms: { rp_type: 'RP-ACK', rp_reference: 3 } } },
    ])
    const related = report.related_sessions.filter(({ relation }) => relation === 'in_reply_to')
    expect(related).toMatchObject([
      { session_id: message.session_id, linked_by: [{ evidence: 'other-call-id', value: 'm1', confidence: 1 }] },
    ])
    expect(message.correlation_key).toMatchObject({ imsi: ALICES.imsi })
    expect(rolesOf(all)).toMatchObject({ '10.45.0.5': 'UE', '10.0.0.60': 'AS', '10.0.0.61': 'SMSC' })
    expect(the(all, 'DIAMETER', 'SGd')).toMatchObject({ outcome: 'success', metrics: { latency_ms: 25 } })
  })

  it.each<[string, Submitting]>([
    ['by its report', {}],
    ['also where the report does not name it', { unnamed: true }],
  ])('is delivered to the service centre in 60 ms, %s', async (_, more) => {
    const all = await submitted(more)
    const [procedure, ...others] = called(all, 'm1').procedures!
    expect(others).toEqual([])
    expect(procedure).toMatchObject({
      type: 'SMS_SUBMISSION',
      outcome: 'success',
      duration_ms: 60,
      verdict: { kind: 'delivered_to_sc', text: 'Delivered to the service centre.' },
      missing_steps: [],
      timings: { sms_submission_ms: 60, sms_accepted_ms: 8, sms_forward_ms: 25 },
    })
    expect(procedure!.steps.map(({ name }) => name)).toEqual([
      'Short message',
      'Short message',
      'Short message',
      'Accepted',
      'Accepted',
      'Accepted',
      'Forward request',
      'Forward answer',
      'Delivery report',
      'Delivery report',
      'Delivery report',
    ])
    expect(called(all, 'm2').procedures).toEqual(called(all, 'm1').procedures)
  })

  it.each<[string, Submitting, string]>([
    [
      'that the service centre refuses',
      { refusal: 'rp-error' },
      'RP-ERROR: Destination out of order (27) (frame N, TS 24.011 §8.2.5.4).',
    ],
    ['that the IMS refuses', { refusal: 403 }, 'SIP MESSAGE failed with 403 Forbidden (frame N, RFC 3261 §21.4.4).'],
    [
      'of which nothing more is heard',
      { silent: true },
      'SMS submission stopped after Accepted (frame N): the service centre did not say whether it has the message.',
    ],
  ])('%s has failed', async (_, more, sentence) => {
    const [procedure] = called(await submitted(more), 'm1').procedures!
    expect(procedure).toMatchObject({ type: 'SMS_SUBMISSION', outcome: 'failed' })
    expect(String(procedure!.verdict['text']).replace(/frame \d+/, 'frame N')).toBe(sentence)
  })
})
