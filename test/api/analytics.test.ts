import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answeredCall } from '../make/calls/answered.ts'
import { refusedCall } from '../make/calls/refused.ts'
import { EPOCH, pcap } from '../make/capture-file.ts'
import { Wire } from '../make/wire.ts'
import { People } from './people.ts'
import { type Body, temporaryFolder, TestServer } from './running-server.ts'

const HOUR = 3_600_000
const ANALYTICS = '/api/v1/analytics'
const UNKNOWN = '00000000-0000-4000-8000-000000000000'
/** The hour in which the made captures begin. */
const FIRST_HOUR = Math.floor((EPOCH * 1000) / HOUR) * HOUR

let folder = ''
let server: TestServer
let calls = ''
let refused = ''
beforeAll(async () => {
  folder = temporaryFolder()
  server = await TestServer.start(folder, { cacheSeconds: 0 })
  const wire = new Wire()
  answeredCall(wire, { packets: 50 })
  refusedCall(wire, { at: 2 * HOUR, callId: 'later' })
  calls = await server.analyzed(pcap(wire.packets))
  const other = new Wire()
  refusedCall(other, { callId: 'other' })
  refused = await server.analyzed(pcap(other.packets))
  await server.analyzed(Buffer.from('a1b2c3d40002', 'hex'))
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

async function ask(path: string, of = server): Promise<Body> {
  const { status, body } = await of.ask(`/api/v1/analytics/${path}`)
  expect(status).toBe(200)
  return body
}

async function jobs(query: string): Promise<unknown> {
  return ((await ask(`summary?${query}`))['jobs'] as Body)['total']
}

function of(body: Body, section: string, key: string): number {
  return Number((body[section] as Body)[key])
}

async function packets(job: string): Promise<number> {
  return Number((await server.ask(`/api/v1/jobs/${job}/status`)).body['total_packets'])
}

function rows(body: Body, key: string): Body[] {
  return body[key] as Body[]
}

function sum(list: readonly Body[], key: string): number {
  return list.reduce((total, row) => total + Number(row[key]), 0)
}

describe('the summary', () => {
  it('tells all jobs together', async () => {
    const body = await ask('summary')
    const total = (await packets(calls)) + (await packets(refused))
    expect(body).toMatchObject({
      jobs: { total: 3, by_status: { queued: 0, running: 0, completed: 2, failed: 1 } },
      sessions: { total: 3, by_type: { VoLTE: 3, GTP: 0, DIAMETER: 0, HTTP2: 0, OTHER: 0 } },
      packets: { total, total_bytes: expect.any(Number) },
      averages: { packets_per_session: Math.round((total / 3) * 10) / 10 },
      cached: false,
    })
    const shares = Object.values(body['protocols'] as Record<string, number>)
    expect(Math.round(shares.reduce((a, b) => a + b, 0) * 10)).toBe(1000)
  })

  it('keeps to jobs created from one date and before another', async () => {
    const { body } = await server.ask(`/api/v1/jobs/${refused}/status`)
    const created = String(body['created_at'])
    expect(await jobs(`start_date=${created}`)).toBe(2)
    expect(await jobs(`end_date=${created}`)).toBe(1)
    expect(await jobs(`start_date=${created}&end_date=${created}`)).toBe(0)
    expect(await jobs('end_date=2020-01-01')).toBe(0)
  })

  it('of one job', async () => {
    expect(await ask(`summary?job_id=${refused}`)).toMatchObject({
      jobs: { total: 1, by_status: { completed: 1 } },
      sessions: { total: 1 },
      packets: { total: await packets(refused) },
      protocols: { SIP: 100 },
    })
  })

  it('of nothing is zeros', async () => {
    expect(await ask('summary?end_date=2020-01-01')).toMatchObject({
      sessions: { total: 0 },
      packets: { total: 0, total_bytes: 0 },
      averages: { session_duration_ms: 0, packets_per_session: 0 },
      protocols: {},
    })
  })
})

describe('protocols', () => {
  it('sum to all packets and to 100 percent', async () => {
    const protocols = rows(await ask('protocols'), 'protocols')
    expect(protocols.map(({ protocol }) => protocol)).toEqual(['RTP', 'SIP'])
    expect(sum(protocols, 'packet_count')).toBe((await packets(calls)) + (await packets(refused)))
    expect(Math.round(sum(protocols, 'percentage') * 10)).toBe(1000)
    expect(protocols.find(({ protocol }) => protocol === 'SIP')).toMatchObject({ session_count: 3 })
    expect(protocols.find(({ protocol }) => protocol === 'RTP')).toMatchObject({ session_count: 1, packet_count: 100 })
  })

  it('of one job', async () => {
    const [sip, ...others] = rows(await ask(`protocols?job_id=${refused}`), 'protocols')
    expect(sip).toMatchObject({ protocol: 'SIP', packet_count: await packets(refused), percentage: 100 })
    expect(others).toEqual([])
  })
})

describe('top talkers', () => {
  it('are the most by packets, or by bytes, and no more than asked for', async () => {
    const body = await ask('top-talkers')
    expect(body).toMatchObject({ limit: 10 })
    expect(body).not.toHaveProperty('approximate')
    const counts = rows(body, 'top_talkers').map((row) => Number(row['packet_count']))
    expect(counts).toEqual(counts.toSorted((a, b) => b - a))
    const [first] = rows(await ask('top-talkers?limit=1'), 'top_talkers')
    expect(first).toEqual(rows(body, 'top_talkers')[0])
    const byBytes = rows(await ask('top-talkers?sort_by=bytes'), 'top_talkers').map((row) => Number(row['byte_count']))
    expect(byBytes).toEqual(byBytes.toSorted((a, b) => b - a))
  })

  it('of one job have every packet twice: at its source and at its destination', async () => {
    const all = rows(await ask(`top-talkers?limit=1000&job_id=${calls}`), 'top_talkers')
    expect(sum(all, 'packet_count')).toBe(2 * (await packets(calls)))
  })
})

describe('time series', () => {
  it('of sessions are by their start, without holes', async () => {
    const body = await ask('timeseries?metric=sessions')
    expect(body).toMatchObject({ metric: 'sessions', interval: '1h' })
    expect(body['data']).toEqual(
      [2, 0, 1].map((count, i) => ({ timestamp: new Date(FIRST_HOUR + i * HOUR).toISOString(), count })),
    )
  })

  it('of sessions between dates, by days', async () => {
    const [from, to] = [FIRST_HOUR + HOUR, FIRST_HOUR + 3 * HOUR].map((time) => new Date(time).toISOString())
    const body = await ask(`timeseries?metric=sessions&interval=1d&start_date=${from}&end_date=${to}`)
    expect(sum(rows(body, 'data'), 'count')).toBe(1)
  })

  it('of one job', async () => {
    const body = await ask(`timeseries?metric=sessions&job_id=${refused}`)
    expect(body['data']).toEqual([{ timestamp: new Date(FIRST_HOUR).toISOString(), count: 1 }])
  })

  it('of jobs are by their creation', async () => {
    const body = await ask('timeseries?metric=jobs&interval=1w')
    expect(sum(rows(body, 'data'), 'count')).toBe(3)
  })
})

describe('performance', () => {
  it('is measured', async () => {
    const before = await ask('performance')
    const after = await ask('performance')
    expect(of(after, 'parsing', 'throughput_mbps')).toBeGreaterThan(0)
    expect(of(after, 'parsing', 'avg_job_completion_time_seconds')).toBeGreaterThan(0)
    expect(after['jobs']).toEqual({ active: 0, queued: 0 })
    expect(of(after, 'api', 'total_requests')).toBe(of(before, 'api', 'total_requests') + 1)
    expect(of(after, 'api', 'avg_response_time_ms')).toBeGreaterThan(0)
    expect(of(after, 'system', 'memory_usage_mb')).toBeGreaterThan(20)
    expect(after['cache']).toEqual({ hit_rate: 0 })
  })
})

describe('what is asked wrongly', () => {
  const cases: { it: string; path: string; want: Body; status?: number }[] = [
    { it: 'no date', path: 'summary?start_date=yesterday', want: { code: 'INVALID_REQUEST', field: 'start_date' } },
    { it: 'an impossible date', path: 'summary?end_date=2025-13-01', want: { field: 'end_date' } },
    {
      it: 'the end before the start',
      path: 'summary?start_date=2025-02-01&end_date=2025-01-01',
      want: { field: 'end_date' },
    },
    { it: 'an unknown job', path: `protocols?job_id=${UNKNOWN}`, want: { code: 'JOB_NOT_FOUND' }, status: 404 },
    { it: 'an unknown job of talkers', path: `top-talkers?job_id=x`, want: { code: 'JOB_NOT_FOUND' }, status: 404 },
    { it: 'an unknown job of a summary', path: `summary?job_id=x`, want: { code: 'JOB_NOT_FOUND' }, status: 404 },
    {
      it: 'an unknown job of a series',
      path: `timeseries?metric=jobs&job_id=${UNKNOWN}`,
      want: { code: 'JOB_NOT_FOUND' },
      status: 404,
    },
    { it: 'limit 0', path: 'top-talkers?limit=0', want: { field: 'limit' } },
    { it: 'another order', path: 'top-talkers?sort_by=name', want: { field: 'sort_by' } },
    { it: 'no metric', path: 'timeseries', want: { field: 'metric' } },
    {
      it: 'another interval, and says which there are',
      path: 'timeseries?metric=jobs&interval=1m',
      want: { field: 'interval', error: 'interval must be one of 1h, 1d, 1w' },
    },
    {
      it: 'too long a series',
      path: 'timeseries?metric=jobs&start_date=1970-01-01&end_date=2020-01-01',
      want: { field: 'interval', error: expect.stringContaining('10000 points') },
    },
  ]
  it.each(cases)('$it', async ({ path, want, status = 400 }) => {
    expect(await server.ask(`/api/v1/analytics/${path}`)).toMatchObject({
      status,
      body: { error: expect.any(String), code: expect.any(String), ...want },
    })
  })
})

describe('kept answers', () => {
  it('say since when they stand, until they are cleared', async () => {
    const own = temporaryFolder()
    const keeping = await TestServer.start(own)
    const first = await ask('summary', keeping)
    const again = await ask('summary', keeping)
    expect([first['cached'], again['cached']]).toEqual([false, true])
    expect(again['cache_timestamp']).toBe(first['cache_timestamp'])
    expect(await ask('performance', keeping)).toMatchObject({ cache: { hit_rate: 0.5 } })
    expect(await keeping.ask('/api/v1/analytics/cache/clear', { method: 'POST' })).toEqual({
      status: 200,
      body: { message: 'Analytics cache cleared successfully' },
    })
    expect((await ask('summary', keeping))['cached']).toBe(false)
    await keeping.stop()
    rmSync(own, { recursive: true })
  })
})

describe('a job that is deleted', () => {
  it('leaves no counts', async () => {
    const wire = new Wire()
    refusedCall(wire)
    const before = await ask('top-talkers?limit=1000')
    const jobId = await server.analyzed(pcap(wire.packets))
    expect(await ask('top-talkers?limit=1000')).not.toMatchObject({ top_talkers: before['top_talkers'] })
    await server.ask(`/api/v1/jobs/${jobId}`, { method: 'DELETE' })
    expect(await ask('top-talkers?limit=1000')).toMatchObject({ top_talkers: before['top_talkers'] })
  })
})

describe('what a user is told', () => {
  it('is of the own jobs; those who may see all are told of all', async () => {
    const own = temporaryFolder()
    const people = await People.start(own)
    for (const [name, role] of [
      ['alice', 'user'],
      ['bob', 'user'],
      ['rita', 'readonly'],
    ] as const) {
      await people.make(name, role)
    }
    const wire = new Wire()
    refusedCall(wire)
    const jobId = await people.analyzed('alice', pcap(wire.packets))
    const seen = async (name: string, path: string) =>
      people.send('GET', `${ANALYTICS}/${path}`, { headers: await people.bearer(name) })
    for (const [name, total] of [
      ['alice', 1],
      ['bob', 0],
      ['rita', 1],
      ['admin', 1],
    ] as const) {
      // Twice: what is kept for one must not be told to another.
      for (const _ of [1, 2]) {
        expect((await seen(name, 'summary')).body).toMatchObject({ jobs: { total }, sessions: { total } })
        const empty = (await seen(name, 'top-talkers')).body['top_talkers'] as Body[]
        expect(empty.length > 0).toBe(total > 0)
        const { body } = await seen(name, 'timeseries?metric=sessions')
        expect(sum(rows(body, 'data'), 'count')).toBe(total)
      }
      expect((await seen(name, `protocols?job_id=${jobId}`)).status).toBe(total === 1 ? 200 : 404)
    }
    await people.server.stop()
    rmSync(own, { recursive: true })
  })
})
