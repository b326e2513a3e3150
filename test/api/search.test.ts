import { rmSync } from 'node:fs'
import { array, asyncProperty, assert, constantFrom, oneof, string } from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answeredCall } from '../make/calls/answered.ts'
import { CAROL, phone } from '../make/calls/phone.ts'
import { refusedCall } from '../make/calls/refused.ts'
import { pcap } from '../make/capture-file.ts'
import { Wire } from '../make/wire.ts'
import { type Answered, type Body, temporaryFolder, TestServer } from './running-server.ts'

let folder = ''
let server: TestServer
let job = ''
let later = ''

beforeAll(async () => {
  folder = temporaryFolder()
  server = await TestServer.start(folder)
  const wire = new Wire()
  answeredCall(wire, { callId: 'long@10.45.0.5', packets: 50 })
  refusedCall(wire, { at: 10_000, callId: 'refused@10.45.0.5', status: 503 })
  job = await server.analyzed(pcap(wire.packets))
  const other = new Wire()
  answeredCall(other, { at: 5000, callId: 'other@10.47.0.3', phones: [CAROL, phone('dave', '10.48.0.4')], packets: 10 })
  later = await server.analyzed(pcap(other.packets))
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

function ask(path: string, query: Readonly<Record<string, string>>): Promise<Answered> {
  return server.ask(`${path}?${new URLSearchParams(query).toString()}`)
}

const inJob = (query: Readonly<Record<string, string>>): Promise<Answered> => ask(`/api/v1/jobs/${job}/sessions`, query)
const everywhere = (query: Readonly<Record<string, string>>): Promise<Answered> => ask('/api/v1/sessions', query)

function jobsOf({ body }: Answered, name: string): unknown[] {
  return (body[name] as Body[]).map((one) => one['job_id'])
}

function keys({ body }: Answered): unknown[] {
  return (body['sessions'] as Body[]).map((session) => session['session_key'])
}

describe('a parameter that nobody knows is refused, and filters nothing', () => {
  it.each([
    ['mistyped', '/api/v1/sessions?tpye=VoLTE', 'tpye', 'tpye is no parameter of this; did you mean type?'],
    ['another', '/api/v1/sessions?n=1', 'n', 'n is no parameter of this; there are page, limit, type, q, sort'],
    [
      'by a name of objects',
      '/api/v1/sessions?constructor=1',
      'constructor',
      'constructor is no parameter of this; there are page, limit, type, q, sort',
    ],
  ])('%s', async (_, path, field, error) => {
    const { status, body } = await server.ask(path)
    expect({ status, code: body['code'], field: body['field'] }).toEqual({
      status: 400,
      code: 'INVALID_REQUEST',
      field,
    })
    expect(body['error']).toBe(error)
  })

  it('save where there is nothing to choose, as by those who keep caches away', async () => {
    expect((await server.ask('/api/v1/aliases?_=1766656800000')).status).toBe(200)
  })
})

describe('searching a job', () => {
  const cases = [
    { it: 'everything', query: {}, want: ['long@10.45.0.5', 'refused@10.45.0.5'] },
    { it: 'a query', query: { q: 'failed && status == 503' }, want: ['refused@10.45.0.5'] },
    { it: 'metrics of media', query: { q: 'mos > 1 && rtp_loss < 0.5' }, want: ['long@10.45.0.5'] },
    { it: 'a Call-ID alone', query: { q: 'long@10.45.0.5' }, want: ['long@10.45.0.5'] },
    { it: 'a number alone', query: { q: '+491710000001' }, want: ['long@10.45.0.5', 'refused@10.45.0.5'] },
    { it: 'the address of media alone', query: { q: '10.46.0.9 && mos' }, want: ['long@10.45.0.5'] },
    { it: 'a codec', query: { q: 'codec contains "pcm" || codec contains "amr"' }, want: ['long@10.45.0.5'] },
    { it: 'with a type', query: { q: '10.45.0.5', type: 'rtp' }, want: [] },
    { it: 'sorted', query: { sort: '-duration_ms' }, want: ['refused@10.45.0.5', 'long@10.45.0.5'] },
    { it: 'sorted, a page', query: { sort: '-packets', limit: '1', page: '2' }, want: ['refused@10.45.0.5'] },
  ]
  it.each(cases)('$it', async ({ query, want }) => {
    const answer = await inJob(query)
    expect(answer).toMatchObject({ status: 200, body: { job_id: job } })
    expect(keys(answer)).toEqual(want)
  })

  const refused = [
    { it: 'what is no query', query: { q: 'mos <' }, want: { field: 'q', position: 5 } },
    { it: 'an unknown field', query: { q: 'failed && speed > 3' }, want: { field: 'q', position: 10 } },
    { it: 'an unknown order', query: { sort: '-imsi' }, want: { field: 'sort', position: 0 } },
    { it: 'too long a query', query: { q: 'a'.repeat(2001) }, want: { field: 'q', position: 2000 } },
    { it: 'far too long a query', query: { q: 'a'.repeat(5000) }, want: { field: 'q' } },
    { it: 'an unknown type', query: { type: 'volt' }, want: { field: 'type' } },
  ]
  it.each(refused)('refuses $it', async ({ query, want }) => {
    const answer = await inJob(query)
    expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST', error: expect.any(String), ...want } })
  })
})

describe('searching across jobs', () => {
  it('puts what began at one time in the order of jobs, newest first, whatever their ids', async () => {
    const same = [job, later]
    for (let i = 0; i < 3; i++) {
      const wire = new Wire()
      answeredCall(wire, {
        at: 5000,
        callId: 'other@10.47.0.3',
        phones: [CAROL, phone('dave', '10.48.0.4')],
        packets: 10,
      })
      same.push(await server.analyzed(pcap(wire.packets)))
    }
    const newest = same.slice(1).toReversed()
    expect(jobsOf(await everywhere({ q: 'other@10.47.0.3' }), 'sessions')).toEqual(newest)
    const all = await ask('/api/v1/subscribers', {})
    const ofCarol = (all.body['subscribers'] as Body[]).filter((one) => newest.includes(String(one['job_id'])))
    expect([...new Set(ofCarol.map((one) => one['job_id']))]).toEqual(newest)
    for (const one of newest.slice(0, 3)) await server.ask(`/api/v1/jobs/${one}`, { method: 'DELETE' })
  })

  it('merges what they give, newest first, and says how far it looked', async () => {
    const answer = await everywhere({})
    expect(keys(answer)).toEqual(['refused@10.45.0.5', 'other@10.47.0.3', 'long@10.45.0.5'])
    expect(answer.body).toMatchObject({
      total: 3,
      page: 1,
      sessions: [{ job_id: job }, { job_id: later }, { job_id: job }],
      searched: { jobs: 2, of: 2, unreadable: 0, complete: true, oldest_job: expect.stringMatching(/^\d{4}-/) },
    })
  })

  it('has pages in one order', async () => {
    const pages = await Promise.all(
      ['1', '2', '3', '4'].map((page) => everywhere({ sort: 'duration_ms', limit: '1', page })),
    )
    expect(pages.map(keys)).toEqual([['other@10.47.0.3'], ['long@10.45.0.5'], ['refused@10.45.0.5'], []])
  })

  it('finds by an identifier', async () => {
    expect(keys(await everywhere({ q: '10.47.0.3' }))).toEqual(['other@10.47.0.3'])
  })

  it('refuses what it cannot merge or understand', async () => {
    expect(await everywhere({ page: '1000', limit: '1000' })).toMatchObject({ status: 400, body: { field: 'page' } })
    expect(await everywhere({ q: '(' })).toMatchObject({ status: 400, body: { field: 'q', position: 1 } })
  })
})

it('lists the fields of queries', async () => {
  const { status, body } = await server.ask('/api/v1/search/fields')
  expect(status).toBe(200)
  expect(body['fields']).toContainEqual({
    name: 'outcome',
    type: 'choice',
    description: expect.any(String),
    operators: expect.arrayContaining(['==', 'in']),
    sortable: true,
    values: ['success', 'failed', 'cancelled', 'incomplete', 'unread'],
  })
  for (const { name } of body['fields'] as { name: string }[]) {
    expect(await inJob({ q: name })).toMatchObject({ status: 200 })
  }
})

it('answers whatever is asked with 200 or 400', async () => {
  const words = constantFrom('mos', 'type', 'imsi', '==', '<', 'in', '{', '}', '(', ')', '&&', '!', '"', "'", '\0', '%')
  const queries = oneof(
    array(words, { maxLength: 8 }).map((all) => all.join(' ')),
    string({ unit: 'binary' }),
  )
  const statuses = new Set<number>()
  await assert(
    asyncProperty(queries, constantFrom('sort', 'q'), async (text, name) => {
      const { status } = await inJob({ [name]: text })
      statuses.add(status)
      return status === 200 || status === 400
    }),
    { numRuns: 150 },
  )
  expect(statuses).toEqual(new Set([200, 400]))
})
