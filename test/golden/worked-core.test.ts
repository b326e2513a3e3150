/** DOMAIN 7.3 with its variants, 7.4 and 7.11: attaches that fail, a bearer for a call nobody saw, an agent that fails over. */
import { describe, expect, it } from 'vitest'
import type { SessionDetail } from '../../src/store/results/records.ts'
import { agentWithoutServers, failover } from '../make/diameter-flows.ts'
import { attach } from '../make/network/whole/access.ts'
import { standaloneBearer } from '../make/network/whole/bearers.ts'
import { type Failure, refusedAttach } from '../make/network/whole/refused-attach.ts'
import { conversation } from '../make/network/whole/truth.ts'
import { ueOf } from '../make/network/whole/ue.ts'
import { Wire } from '../make/wire.ts'
import { found, ofEpc, outline, rolesOf, the } from './worked.ts'

/** NAS stays readable. */
const READABLE = ueOf(2, 4, { slots: 300, at: 1000, until: 1e6 })

interface Refused {
  readonly failure: Failure
  /** What is found besides the context and the vectors. */
  readonly sessions: readonly string[]
  /** On the context: who said no. */
  readonly context: Readonly<Record<string, unknown>>
  /** On the attach: what failed first, and what came of it. */
  readonly text: string
  readonly category: string
  readonly after: number
  readonly missing?: readonly string[]
}

const REFUSED: readonly Refused[] = [
  {
    failure: 'unknown',
    sessions: ['DIAMETER S6a failed'],
    context: { message: 'Attach reject', code: 8, category: 'subscriber', sender: 'MME' },
    text:
      'DIAMETER AIR failed with 5001 DIAMETER_ERROR_USER_UNKNOWN (frame N, TS 29.230 §8.1); it ended with ' +
      'Attach reject: EPS services and non-EPS services not allowed (8) from the MME (frame N, TS 24.301 §9.9.3.9).',
    category: 'subscriber',
    after: 20,
  },
  {
    failure: 'subscription',
    sessions: ['DIAMETER S6a failed', 'DIAMETER S6a success'],
    context: { message: 'Attach reject', code: 15, category: 'subscriber', sender: 'MME' },
    text:
      'DIAMETER ULR failed with 5420 DIAMETER_ERROR_UNKNOWN_EPS_SUBSCRIPTION (frame N, TS 29.230 §8.1); it ended with ' +
      'Attach reject: No Suitable Cells In tracking area (15) from the MME (frame N, TS 24.301 §9.9.3.9).',
    category: 'subscriber',
    after: 85,
  },
  {
    failure: 'authentication',
    sessions: ['DIAMETER S6a success'],
    context: { message: 'Authentication reject', category: 'auth', sender: 'MME' },
    text: 'Authentication reject from the MME (frame N).',
    category: 'auth',
    after: 45,
  },
  {
    failure: 'resources',
    sessions: ['DIAMETER S6a success', 'DIAMETER S6a success', 'GTP pdn_connection failed'],
    context: { message: 'Attach reject', code: 19, category: 'network', sender: 'MME' },
    text:
      'GTPv2 Create Session Request failed with 73 No resources available (frame N, TS 29.274 §8.4); it ended with ' +
      'Attach reject: ESM failure (19) from the MME (frame N, TS 24.301 §9.9.3.9).',
    category: 'resource',
    after: 105,
  },
  {
    failure: 'gateway',
    sessions: ['DIAMETER S6a success', 'DIAMETER S6a success', 'GTP pdn_connection failed'],
    context: { message: 'Attach reject', code: 19, category: 'network', sender: 'MME' },
    text:
      'GTPv2 Create Session Request failed with 100 Remote peer not responding (frame N, TS 29.274 §8.4); it ended with ' +
      'Attach reject: ESM failure (19) from the MME (frame N, TS 24.301 §9.9.3.9).',
    category: 'network',
    after: 105,
  },
  {
    failure: 'radio',
    sessions: ['DIAMETER Gx success', 'DIAMETER S6a success', 'DIAMETER S6a success', 'GTP pdn_connection success'],
    context: { message: 'InitialContextSetupFailure', code: 21, category: 'radio', sender: 'eNB' },
    text: 'InitialContextSetupFailure: radio-connection-with-ue-lost (21) from the eNB (frame N, TS 36.413 §9.2.1.3).',
    category: 'radio',
    after: 120,
  },
]

async function attachOf(failure: Failure): Promise<readonly SessionDetail[]> {
  const sessions = await ofEpc((core) => {
    refusedAttach(core, READABLE, failure)
    core.tell(60_000, conversation('end', []), ['10.0.9.1', '10.0.9.2'], [1, 0])
  })
  return sessions.filter(({ subtype }) => subtype !== 'path')
}

describe('7.3 an attach that comes to nothing', () => {
  it.each(REFUSED)('$failure: says who failed first, and what came of it', async (want) => {
    const all = await attachOf(want.failure)
    expect(outline(all)).toEqual([...want.sessions, 'S1AP attach failed'])
    const context = the(all, 'S1AP')
    expect(context.verdict).toMatchObject(want.context)
    expect(context.correlation_key).toMatchObject({ imsi: READABLE.imsi })
    const procedure = context.procedures!.find(({ type }) => type === 'LTE_ATTACH')!
    expect(procedure).toMatchObject({
      outcome: 'failed',
      duration_ms: want.after,
      verdict: { category: want.category },
      missing_steps: [],
    })
    expect(String(procedure.verdict['text']).replaceAll(/frame \d+/g, 'frame N')).toBe(want.text)
  })

  it('resources: the connection tells of the PGW, which said no first', async () => {
    const { verdict, events } = the(await attachOf('resources'), 'GTP')
    const event = events.find(({ frame }) => frame === verdict!['frame'])
    expect(event).toMatchObject({ source: '10.0.0.40:2123', message_type: 'Create Session Response' })
  })

  it('silence: of a step that does not come, what that means, in all that it holds up', async () => {
    const context = the(await attachOf('silence'), 'S1AP')
    const meaning = 'The UE did not answer the challenge'
    expect(context.procedures!.map(({ type, outcome, missing_steps }) => [type, outcome, missing_steps])).toEqual([
      ['LTE_ATTACH', 'failed', [{ name: 'Authentication response', meaning }]],
      ['LTE_PDN_CONNECTIVITY', 'failed', [{ name: 'Authentication response', meaning }]],
    ])
    expect(String(context.procedures![0]!.verdict['text']).replace(/frame \d+/, 'frame N')).toBe(
      'LTE attach stopped after Authentication request (frame N): the UE did not answer the challenge.',
    )
  })
})

const related = ({ related_sessions }: SessionDetail, all: readonly SessionDetail[]): unknown[] =>
  related_sessions
    .filter(({ relation }) => relation !== 'same_subscriber')
    .map(({ relation, session_id, linked_by: [link] }) => ({
      relation,
      to: all.find((one) => one.session_id === session_id)!.subtype,
      confidence: link!.confidence,
      evidence: link!.evidence,
    }))

describe('7.4 a dedicated bearer for a call that was not seen', () => {
  it('makes no call of it; grant, rules and bearer know each other, each with its times', async () => {
    const all = await ofEpc((core) => standaloneBearer(core, attach(core, READABLE), 9000))
    expect(outline(all)).toEqual([
      'DIAMETER Gx success',
      'DIAMETER Gx success',
      'DIAMETER Rx success',
      'DIAMETER S6a success',
      'DIAMETER S6a success',
      'GTP pdn_connection success',
      'GTP pdn_connection success',
      'S1AP attach success',
    ])
    const grant = the(all, 'DIAMETER', 'Rx')
    expect(grant.metrics).toMatchObject({ rx_auth_ms: 9 })
    expect(related(grant, all)).toEqual([
      { relation: 'bearer_for', to: 'pdn_connection', confidence: 0.9, evidence: 'flow-endpoint' },
      { relation: 'policy_for', to: 'Gx', confidence: 1, evidence: 'flow-endpoint' },
    ])
    const bearer = all.find(({ session_key }) => session_key.endsWith('/ims/6'))!
    expect(bearer.correlation_key['bearers']).toContainEqual(
      expect.objectContaining({ ebi: 7, qci: 1, gbr_uplink_kbps: 49 }),
    )
    expect(bearer.correlation_key['teids']).toEqual(
      expect.arrayContaining(['0x00000703@10.1.0.2', '0x00000603@10.0.0.41']),
    )
    expect(bearer.metrics).toMatchObject({ bearer_setup_ms: 42, s11_bearer_setup_ms: 38 })
    expect(the(all, 'DIAMETER', 'Gx').metrics).toMatchObject({ latency_ms: 1 })
    expect(bearer.procedures!.map(({ type, outcome, duration_ms }) => `${type} ${outcome} ${duration_ms}`)).toContain(
      'LTE_BEARER_ACTIVATION success 42',
    )
  })

  it('that cannot be had: each interface says so, and the grant has failed', async () => {
    const all = await ofEpc((core) => standaloneBearer(core, attach(core, READABLE), 9000, { isRefused: true }))
    expect(the(all, 'DIAMETER', 'Rx')).toMatchObject({
      outcome: 'failed',
      verdict: { kind: 'no_bearer', category: 'resource', name: 'INDICATION_OF_FAILED_RESOURCES_ALLOCATION' },
    })
    expect(String(the(all, 'DIAMETER', 'Rx').verdict!['text'])).toMatch(
      /^Granted, but there was no bearer for it: INDICATION_OF_FAILED_RESOURCES_ALLOCATION \(frame \d+\)\.$/,
    )
    const bearer = all.find(({ session_key }) => session_key.endsWith('/ims/6'))!
    expect(bearer).toMatchObject({ outcome: 'success', metrics: { failures: 1 } })
    const activation = bearer.procedures!.find(({ type }) => type === 'LTE_BEARER_ACTIVATION')!
    expect(activation).toMatchObject({ outcome: 'failed', verdict: { code: 73, category: 'resource' } })
    const rules = all.findLast(({ subtype }) => subtype === 'Gx')!
    const reports = rules.events.flatMap(({ details }) => (details['rule_reports'] as unknown[]) ?? [])
    expect(reports).toEqual([
      expect.objectContaining({ status: 'INACTIVE', failure_code: 'RESOURCE_ALLOCATION_FAILURE' }),
    ])
  })
})

const s6aOf = async (make: (wire: Wire) => void): Promise<readonly SessionDetail[]> => {
  const wire = new Wire()
  make(wire)
  return (await found(wire)).filter(({ subtype }) => subtype === 'S6a')
}

describe('7.11 S6a through an agent', () => {
  it('that fails over: one session and transaction, three requests, of which one was not answered', async () => {
    const [session, ...others] = await s6aOf((wire) => failover(wire))
    expect(others).toEqual([])
    expect(session).toMatchObject({
      outcome: 'success',
      verdict: { kind: 'answered' },
      metrics: { requests: 1, retransmissions: 1, no_answer: 0, latency_ms: 5012, failures: 0 },
      facts: {
        hops: [
          { request: 'ULR', hop: 1, from: '10.0.0.10:40001', to: '10.0.0.70:3868', latency_ms: 5012 },
          { request: 'ULR', hop: 2, to: '10.0.0.80:3868', no_response: true },
          { request: 'ULR', hop: 2, to: '10.0.0.81:3868', retransmission: true, latency_ms: 9 },
        ],
      },
    })
    expect(
      session!.events.map(({ message_type, details }) => [message_type, details['retransmission'] ?? false]),
    ).toEqual([
      ['Update-Location-Request', false],
      ['Update-Location-Request', false],
      ['Update-Location-Request', true],
      ['Update-Location-Answer', false],
      ['Update-Location-Answer', false],
    ])
    expect(rolesOf([session!])).toMatchObject({
      '10.0.0.10': 'MME',
      '10.0.0.70': 'DRA',
      '10.0.0.80': 'HSS',
      '10.0.0.81': 'HSS',
    })
  })

  it('that reaches nobody: its own answer is the verdict, and both hops stay open', async () => {
    const [session] = await s6aOf((wire) => agentWithoutServers(wire))
    expect(session).toMatchObject({
      outcome: 'failed',
      verdict: {
        code: 3002,
        category: 'network',
        text: expect.stringMatching(
          /^DIAMETER ULR failed with 3002 DIAMETER_UNABLE_TO_DELIVER \(frame \d+, RFC 6733 §7\.1\.3\)\.$/,
        ),
      },
      metrics: { requests: 1, failures: 1, latency_ms: 10_020 },
    })
    const { hops } = session!.facts as unknown as { hops: { hop: number; no_response?: boolean }[] }
    expect(hops.map(({ hop, no_response = false }) => [hop, no_response])).toEqual([
      [1, false],
      [2, true],
      [2, true],
    ])
  })
})
