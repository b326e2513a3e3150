import { rmSync } from 'node:fs'
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { oneCall } from './one-call.ts'
import { type Headers, People } from './people.ts'
import { type Body, temporaryFolder } from './running-server.ts'

const CAPTURE = oneCall()
let folder = ''
let people: People
let job = ''
let other = ''
beforeAll(async () => {
  folder = temporaryFolder()
  people = await People.start(folder)
  await people.make('alice', 'user')
  job = await people.analyzed('alice', CAPTURE)
  other = await people.analyzed('admin', CAPTURE)
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

async function closing(jobId: string, query: string, headers: Headers = {}): Promise<number> {
  return people.closing(`/ws/jobs/${jobId}/events${query}`, headers)
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

  it('is not opened where there is none', async () => {
    const upgrade = { connection: 'upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' }
    const headers = { ...upgrade, 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' }
    const { port } = new URL(people.server.url)
    const status = await new Promise<number | undefined>((resolve) => {
      const asked = request({ host: '127.0.0.1', port, path: '/api/v1/jobs', headers }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
      asked.on('upgrade', (response) => resolve(response.statusCode))
      asked.end()
    })
    expect(status).toBe(401)
  })

  it('is not opened by a session’s cookies, which go along from anywhere', async () => {
    const { access_token } = await people.login('alice')
    expect(await closing(job, '', { cookie: `callflowd_access=${String(access_token)}` })).toBe(4401)
  })
})

describe('an open WebSocket', () => {
  const own = temporaryFolder()
  let idle: People
  let waiting = ''
  beforeAll(async () => {
    // No job ever begins here: its WebSockets stay open.
    idle = await People.start(own, { server: { workers: 0 } })
    const { body } = await idle.server.upload(CAPTURE, { headers: await idle.bearer('admin') })
    waiting = String(body['job_id'])
  })
  afterAll(async () => {
    await idle.server.stop()
    rmSync(own, { recursive: true })
  })

  const endings: [string, (name: string, headers: Headers) => Promise<unknown>][] = [
    ['a logout', async (_, headers) => idle.post('/api/v1/auth/logout', {}, headers)],
    [
      'the end of the user',
      async (name) => {
        const path = `/api/v1/users/${String(((await idle.login(name))['user'] as Body)['user_id'])}`
        return idle.send('DELETE', path, { headers: await idle.bearer('admin') })
      },
    ],
  ]
  it.each(endings)('is closed soon after %s', async (_, end) => {
    const name = idle.newName()
    await idle.make(name, 'readonly')
    const headers = await idle.bearer(name)
    const socket = idle.webSocket(`/ws/jobs/${waiting}/events`, headers)
    const closed = new Promise<number>((resolve) => {
      socket.addEventListener('close', ({ code }) => resolve(code))
    })
    await new Promise((resolve) => {
      socket.addEventListener('message', resolve)
    })
    await end(name, headers)
    expect(await closed).toBe(4401)
  })
})
