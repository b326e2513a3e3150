import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refusedCall } from '../make/calls/refused.ts'
import { pcap } from '../make/capture-file.ts'
import { Wire } from '../make/wire.ts'
import { type Headers, People } from './people.ts'
import { temporaryFolder } from './running-server.ts'

let folder = ''
let people: People
let job = ''
let other = ''
beforeAll(async () => {
  folder = temporaryFolder()
  people = await People.start(folder)
  await people.make('alice', 'user')
  const wire = new Wire()
  refusedCall(wire)
  job = await people.analyzed('alice', pcap(wire.packets))
  other = await people.analyzed('admin', pcap(wire.packets))
})
afterAll(async () => {
  await people.server.stop()
  rmSync(folder, { recursive: true })
})

async function ticket(): Promise<string> {
  const { status, body } = await people.post('/api/v1/ws-ticket', { job_id: job }, await people.bearer('alice'))
  expect(status).toBe(201)
  const life = Date.parse(String(body['expires_at'])) - Date.now()
  expect(life).toBeGreaterThan(25_000)
  expect(life).toBeLessThanOrEqual(30_000)
  return String(body['ticket'])
}

/** The code that a WebSocket is closed with. */
async function closing(jobId: string, query: string, headers: Headers = {}): Promise<number> {
  const url = `${people.server.url.replace('http', 'ws')}/ws/jobs/${jobId}/events${query}`
  const socket = new WebSocket(url, { headers })
  return new Promise((resolve) => {
    socket.addEventListener('close', ({ code }) => resolve(code))
  })
}

describe('a ticket', () => {
  it('opens its job’s WebSocket, once', async () => {
    const query = `?ticket=${await ticket()}`
    expect(await closing(job, query)).toBe(1000)
    expect(await closing(job, query)).toBe(4401)
  })

  it('opens no other job’s, and is spent by that', async () => {
    const query = `?ticket=${await ticket()}`
    expect(await closing(other, query)).toBe(4401)
    expect(await closing(job, query)).toBe(4401)
  })

  it('opens nothing but a WebSocket', async () => {
    const answer = await people.send('GET', `/api/v1/jobs?ticket=${await ticket()}`)
    expect(answer).toMatchObject({ status: 401, body: { code: 'UNAUTHORIZED' } })
  })

  it('that nobody made opens nothing', async () => {
    expect(await closing(job, '?ticket=x')).toBe(4401)
    expect(await closing(job, '?ticket=')).toBe(4401)
  })

  it('is not made for a job that is another’s', async () => {
    const answer = await people.post('/api/v1/ws-ticket', { job_id: other }, await people.bearer('alice'))
    expect(answer).toMatchObject({ status: 404, body: { code: 'JOB_NOT_FOUND' } })
  })
})

describe('a WebSocket', () => {
  it('is closed as forbidden for a key that may not read jobs', async () => {
    const key = await people.key('alice', ['sessions:read'])
    expect(await closing(job, '', { 'x-api-key': String(key['api_key']) })).toBe(4403)
  })

  it('is not opened by a session’s cookies, which go along from anywhere', async () => {
    const { access_token } = await people.login('alice')
    expect(await closing(job, '', { cookie: `callflowd_access=${String(access_token)}` })).toBe(4401)
  })
})
