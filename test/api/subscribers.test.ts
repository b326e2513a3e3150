/** Subscribers over the API: search in whatever spelling, identities, and one timeline. */
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pcap } from '../make/capture-file.ts'
import { imsiOf, msisdnOf, play } from '../make/network/stories.ts'
import { Wire } from '../make/wire.ts'
import { type Body, temporaryFolder, TestServer } from './running-server.ts'

let folder = ''
let server: TestServer
let job = ''

beforeAll(async () => {
  folder = temporaryFolder()
  server = await TestServer.start(folder)
  const wire = new Wire()
  play(
    wire,
    Array.from({ length: 3 }, (_, n) => ({ n, at: n * 100, ip: `10.45.0.${n + 1}` })),
  )
  job = await server.analyzed(pcap(wire.packets))
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

async function get(path: string): Promise<{ status: number; body: Body }> {
  return server.ask(path)
}

async function idOf(query: string): Promise<string> {
  const { body } = await get(`/api/v1/subscribers?${query}`)
  expect(body['total']).toBe(1)
  return String((body['subscribers'] as Body[])[0]!['subscriber_id'])
}

describe('subscribers', () => {
  it.each([
    `imsi=${imsiOf(1)}`,
    `supi=imsi-${imsiOf(1)}`,
    `msisdn=${msisdnOf(1)}`,
    `msisdn=%2B${msisdnOf(1)}`,
    `msisdn=00${msisdnOf(1)}`,
    'ip=10.45.0.2',
  ])('are found by %s', async (query) => {
    expect(await idOf(query)).toBe(await idOf(`imsi=${imsiOf(1)}`))
  })

  it('are found only where all identities fit, and in pages', async () => {
    const { body } = await get(`/api/v1/subscribers?imsi=${imsiOf(1)}&ip=10.45.0.1`)
    expect(body).toMatchObject({ total: 0, subscribers: [], searched: { jobs: 1, complete: true } })
    const second = await get(`/api/v1/subscribers?job_id=${job}&page=2&limit=2`)
    expect(second.body['subscribers']).toHaveLength(2)
    expect((second.body['total'] as number) > 3).toBe(true)
  })

  it('tell identities with evidence, and sessions with why', async () => {
    const { status, body } = await get(`/api/v1/subscribers/${await idOf(`imsi=${imsiOf(2)}`)}`)
    expect(status).toBe(200)
    expect(body).toMatchObject({ job_id: job, kind: 'imsi', value: imsiOf(2), sessions: 4 })
    const identities = body['identities'] as Body[]
    expect(identities.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['imsi', 'msisdn', 'ue_ip', 'tunnel']))
    const sessions = body['session_list'] as Body[]
    expect(sessions.map(({ type }) => String(type)).toSorted()).toEqual(['DIAMETER', 'DIAMETER', 'GTP', 'VoLTE'])
    expect(sessions.every(({ linked_by }) => (linked_by as Body[]).length === 1)).toBe(true)
  })

  it('have their sessions found by a query, and nobody else’s', async () => {
    const id = await idOf(`imsi=${imsiOf(2)}`)
    const { body } = await get(`/api/v1/subscribers/${id}`)
    const own = (body['session_list'] as Body[]).map(({ session_id }) => String(session_id))
    const query = new URLSearchParams({ q: `subscriber_id == "${id}"` })
    const found = (await get(`/api/v1/jobs/${job}/sessions?${query.toString()}`)).body
    const ids = (found['sessions'] as Body[]).map(({ session_id }) => String(session_id))
    expect(ids.toSorted()).toEqual(own.toSorted())
    expect((await get(`/api/v1/jobs/${job}/sessions?q=subscriber_id+%3D%3D+nobody`)).body['total']).toBe(0)
  })

  it('have one timeline of all their sessions, by protocol and time', async () => {
    const path = `/api/v1/subscribers/${await idOf(`imsi=${imsiOf(0)}`)}/ladder`
    const all = (await get(path)).body
    const events = all['events'] as Body[]
    expect(all['total']).toBe(events.length)
    expect(new Set(events.map(({ session_id }) => session_id)).size).toBe(4)
    const some = (await get(`${path}?protocol=sip,gtpv2&limit=5&page=2`)).body
    const wanted = events.filter(({ protocol }) => protocol !== 'DIAMETER')
    expect(some).toMatchObject({ total: wanted.length, page: 2, limit: 5 })
    expect(some['events']).toEqual(wanted.slice(5, 10))
    const last = String(events.at(-1)!['timestamp'])
    const late = (await get(`${path}?start=${last}`)).body
    expect(late['total']).toBe(events.filter(({ timestamp }) => timestamp === last).length)
  })

  it.each([
    ['/api/v1/subscribers/none', 404, 'SUBSCRIBER_NOT_FOUND'],
    ['/api/v1/subscribers/00000000-0000-8000-8000-000000000000/ladder', 404, 'SUBSCRIBER_NOT_FOUND'],
    ['/api/v1/subscribers?page=0', 400, 'INVALID_REQUEST'],
    ['/api/v1/subscribers?job_id=none', 404, 'JOB_NOT_FOUND'],
  ])('%s is %s', async (path, status, code) => {
    const answered = await get(path)
    expect([answered.status, answered.body['code']]).toEqual([status, code])
  })
})
