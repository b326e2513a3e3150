import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answeredCall } from '../make/calls/answered.ts'
import { refusedCall } from '../make/calls/refused.ts'
import { EPOCH, pcap } from '../make/capture-file.ts'
import { Wire } from '../make/wire.ts'
import { People } from './people.ts'
import { type Body, temporaryFolder, TestServer } from './running-server.ts'

const HOUR = 3_600_000
const FIRST_HOUR = Math.floor((EPOCH * 1000) / HOUR) * HOUR
const KPIS = '/api/v1/analytics/kpis'

let folder = ''
let server: TestServer
let calls = ''
let refused = ''
beforeAll(async () => {
  folder = temporaryFolder()
  server = await TestServer.start(folder, { cacheSeconds: 0 })
  const wire = new Wire()
  answeredCall(wire, { packets: 10, answers: 1000 })
  answeredCall(wire, { at: 2 * HOUR, callId: 'later', fromTag: 'f2', packets: 10, answers: 3000 })
  calls = await server.analyzed(pcap(wire.packets))
  const other = new Wire()
  refusedCall(other, { callId: 'busy', rings: 150 })
  refusedCall(other, { at: 10_000, callId: 'out', status: 503, rings: 250 })
  refused = await server.analyzed(pcap(other.packets))
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

async function ask(query = ''): Promise<Body> {
  const { status, body } = await server.ask(`${KPIS}?${query}`)
  expect(status).toBe(200)
  return body
}

/** How many sessions of a job fit a query. */
async function found(job: string, q: string): Promise<unknown> {
  return (await server.ask(`/api/v1/jobs/${job}/sessions?q=${encodeURIComponent(q)}`)).body['total']
}

function kpi(body: Body, name: string): Body | undefined {
  return (body['kpis'] as Body[]).find((one) => one['kpi'] === name)
}

describe('key figures', () => {
  it('are of all jobs, with numerator, denominator, definition and source', async () => {
    const body = await ask()
    expect(body).toMatchObject({ cached: false, cache_timestamp: expect.any(String) })
    expect(kpi(body, 'ser')).toEqual({
      kpi: 'ser',
      kind: 'ratio',
      subject: 'calls',
      counts: 'sessions',
      name: expect.stringContaining('SER'),
      definition: expect.stringContaining('÷'),
      source: 'RFC 6076 §4.6',
      better: 'higher',
      percent: 50,
      numerator: 2,
      denominator: 4,
    })
    expect(kpi(body, 'seer')).toMatchObject({ percent: 75, numerator: 3, denominator: 4 })
    expect(kpi(body, 'call_setup')).toMatchObject({ count: 2, p50_ms: 1000, p95_ms: 3000, p99_ms: 3000, max_ms: 3000 })
    expect(kpi(body, 'srd_failure')).toMatchObject({ count: 2, p50_ms: 150, p95_ms: 250 })
  })

  it('that nothing was counted for are not there', async () => {
    expect(kpi(await ask(), 'lte_attach')).toBeUndefined()
    expect(await ask('end_date=2020-01-01')).toMatchObject({ kpis: [] })
  })

  it('of one job, and one of them', async () => {
    expect(kpi(await ask(`job_id=${refused}`), 'ser')).toMatchObject({ percent: 0, numerator: 0, denominator: 2 })
    expect(kpi(await ask(`job_id=${refused}`), 'call_setup')).toBeUndefined()
    expect((await ask('kpi=isa'))['kpis']).toMatchObject([{ kpi: 'isa', numerator: 1, denominator: 4 }])
  })

  it('by cause, most counted first', async () => {
    const body = await ask('kpi=asr&group_by=cause')
    expect(body['group_by']).toBe('cause')
    expect(kpi(body, 'asr')!['groups']).toEqual([
      { value: '200 OK', percent: 100, numerator: 2, denominator: 2 },
      { value: '486 Busy Here', percent: 0, numerator: 0, denominator: 1 },
      { value: '503 Service Unavailable', percent: 0, numerator: 0, denominator: 1 },
    ])
    const cut = await ask('kpi=asr&group_by=cause&limit=1')
    expect(cut['truncated']).toBe(true)
    expect(kpi(cut, 'asr')!['groups']).toHaveLength(1)
  })

  it('by peer, with percentiles', async () => {
    const { groups } = kpi(await ask('kpi=call_setup&group_by=peer'), 'call_setup') as { groups: Body[] }
    expect(groups).toEqual([
      { value: expect.any(String), count: 2, p50_ms: 1000, p95_ms: 3000, p99_ms: 3000, max_ms: 3000 },
    ])
  })

  it('over time: by the start of sessions, unknown where nothing was counted', async () => {
    const body = await ask(`kpi=asr&interval=1h&job_id=${calls}`)
    expect(kpi(body, 'asr')!['series']).toEqual([
      { timestamp: new Date(FIRST_HOUR).toISOString(), percent: 100, numerator: 1, denominator: 1 },
      { timestamp: new Date(FIRST_HOUR + HOUR).toISOString() },
      { timestamp: new Date(FIRST_HOUR + 2 * HOUR).toISOString(), percent: 100, numerator: 1, denominator: 1 },
    ])
    const from = new Date(FIRST_HOUR + HOUR).toISOString()
    const to = new Date(FIRST_HOUR + 3 * HOUR).toISOString()
    const later = await ask(`kpi=call_setup&interval=1h&start_date=${from}&end_date=${to}`)
    expect(kpi(later, 'call_setup')).toMatchObject({ count: 1, p50_ms: 3000, series: [{}, { p50_ms: 3000 }] })
  })

  it('find the sessions that they count', async () => {
    expect(await found(refused, 'kpi == seer')).toBe(2)
    expect(await found(refused, 'kpi_met == seer')).toBe(1)
    expect(await found(refused, 'kpi == seer && kpi_met != seer')).toBe(1)
    expect(await found(calls, 'kpi == call_setup')).toBe(2)
    expect(await found(calls, 'kpi == lte_attach')).toBe(0)
  })

  it('stand in the export of a job too', async () => {
    const { body } = await server.ask(`/api/v1/jobs/${refused}/export?format=json`)
    expect(kpi(body, 'asr')).toMatchObject({ numerator: 0, denominator: 2, percent: 0 })
  })

  it('go with their job', async () => {
    const wire = new Wire()
    refusedCall(wire)
    const job = await server.analyzed(pcap(wire.packets))
    expect(kpi(await ask(), 'asr')).toMatchObject({ denominator: 5 })
    await server.ask(`/api/v1/jobs/${job}`, { method: 'DELETE' })
    expect(kpi(await ask(), 'asr')).toMatchObject({ denominator: 4 })
  })

  const wrong: { it: string; query: string; field?: string; status?: number }[] = [
    { it: 'an unknown figure', query: 'kpi=mos', field: 'kpi' },
    { it: 'an unknown dimension', query: 'group_by=color', field: 'group_by' },
    { it: 'groups and a series', query: 'kpi=ser&group_by=peer&interval=1h', field: 'interval' },
    { it: 'groups of all at once', query: 'group_by=peer', field: 'kpi' },
    { it: 'a series of all at once', query: 'interval=1d', field: 'kpi' },
    {
      it: 'too long a series',
      query: 'kpi=ser&interval=1h&start_date=2000-01-01&end_date=2020-01-01',
      field: 'interval',
    },
    { it: 'no date', query: 'start_date=x', field: 'start_date' },
    { it: 'an unknown job', query: 'job_id=x', status: 404 },
  ]
  it.each(wrong)('refuse $it', async ({ query, field, status = 400 }) => {
    const answer = await server.ask(`${KPIS}?${query}`)
    expect(answer).toMatchObject({ status, body: { code: expect.any(String), ...(field !== undefined && { field }) } })
  })
})

describe('what a user is told', () => {
  it('is of the own jobs; what is kept for one is not told to another', async () => {
    const own = temporaryFolder()
    const people = await People.start(own)
    await people.make('alice', 'user')
    await people.make('bob', 'user')
    const wire = new Wire()
    refusedCall(wire)
    await people.analyzed('alice', pcap(wire.packets))
    for (const [name, figures] of [
      ['alice', 1],
      ['bob', 0],
      ['admin', 1],
    ] as const) {
      for (const _ of [1, 2]) {
        const { body } = await people.send('GET', `${KPIS}?kpi=ser`, { headers: await people.bearer(name) })
        expect(body['kpis']).toHaveLength(figures)
      }
    }
    await people.server.stop()
    rmSync(own, { recursive: true })
  })
})
