import { rmSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Config } from '../../src/config.ts'
import { type Headers, PASSWORD, People } from './people.ts'
import { temporaryFolder } from './running-server.ts'

let folder = ''
let people: People
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(async () => {
  await people.server.stop()
  rmSync(folder, { recursive: true })
})

async function start(limits: Partial<Config['rate_limiting']>, server: Partial<Config['server']> = {}): Promise<void> {
  people = await People.start(folder, { limits, server })
}

async function get(path: string, headers: Headers = {}): Promise<Response> {
  const response = await fetch(people.server.url + path, { headers })
  await response.arrayBuffer()
  return response
}

/** Statuses of as many requests. */
async function statuses(count: number, path: string, headers: Headers = {}): Promise<number[]> {
  const found: number[] = []
  for (let i = 0; i < count; i++) found.push((await get(path, headers)).status)
  return found
}

function told({ headers }: Response): (string | null)[] {
  return ['x-ratelimit-limit', 'x-ratelimit-remaining'].map((name) => headers.get(name))
}

describe('limits', () => {
  it('tell what is left, and when all of it is back', async () => {
    await start({ requests_per_minute: 6, burst_size: 10 })
    const headers = await people.bearer('admin')
    const before = Math.floor(Date.now() / 1000)
    const first = await get('/api/v1/jobs', headers)
    const after = Math.ceil(Date.now() / 1000)
    expect(told(first)).toEqual(['6', '5'])
    const reset = Number(first.headers.get('x-ratelimit-reset'))
    expect(reset).toBeGreaterThanOrEqual(before + 10)
    expect(reset).toBeLessThanOrEqual(after + 10)
    expect(told(await get('/api/v1/jobs', headers))).toEqual(['6', '4'])
  })

  it('refuse what goes beyond a minute’s requests, and say when to come again', async () => {
    await start({ requests_per_minute: 3 })
    const headers = await people.bearer('admin')
    const begin = Date.now()
    expect(await statuses(3, '/api/v1/jobs', headers)).toEqual([200, 200, 200])
    const answer = await people.send('GET', '/api/v1/jobs', { headers })
    expect(answer).toMatchObject({ status: 429, body: { error: 'Rate limit exceeded', code: 'RATE_LIMIT_EXCEEDED' } })
    const { retry_after } = answer.body as { retry_after: number }
    expect(retry_after).toBeGreaterThanOrEqual(20 - (Date.now() - begin) / 1000)
    expect(retry_after).toBeLessThanOrEqual(20)
    const refused = await get('/api/v1/jobs', headers)
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(20)
    expect(told(refused)).toEqual(['3', '0'])
  })

  it('refuse what comes at once beyond the burst', async () => {
    await start({ requests_per_minute: 60, burst_size: 2 })
    const headers = await people.bearer('admin')
    expect(await statuses(3, '/api/v1/jobs', headers)).toEqual([200, 200, 429])
  })

  it('count each user, key and address for itself', async () => {
    await start({ requests_per_minute: 8 })
    await people.make('alice', 'user')
    const key = { 'x-api-key': String((await people.key('alice'))['api_key']) }
    const alice = await people.bearer('alice')
    const spent = await statuses(9, '/api/v1/jobs', alice)
    expect(spent.at(-1)).toBe(429)
    expect((await get('/api/v1/jobs', key)).status).toBe(200)
    expect((await get('/api/v1/jobs', await people.bearer('admin'))).status).toBe(200)
    expect((await get('/api/v1/jobs')).status).toBe(401)
  })

  it('count what is refused, so that nobody guesses tokens', async () => {
    await start({ requests_per_minute: 2 })
    const wrong = { authorization: 'Bearer x' }
    expect(await statuses(3, '/api/v1/jobs', wrong)).toEqual([401, 401, 429])
    expect((await get('/api/v1/nothing')).status).toBe(429)
  })

  it('of logins hold for the address, whoever asks', async () => {
    await start({ logins_per_minute: 3 })
    const headers = await people.bearer('admin')
    const body = { username: 'admin', password: PASSWORD }
    const first = await people.post('/api/v1/auth/login', body, headers)
    const second = await people.post('/api/v1/auth/login', body)
    const third = await people.post('/api/v1/auth/login', body, headers)
    expect([first, second, third].map(({ status }) => status)).toEqual([200, 200, 429])
    expect(await statuses(5, '/api/v1/jobs', headers)).toEqual([200, 200, 200, 200, 200])
  })

  it('of uploads are told where they are the narrowest', async () => {
    await start({ requests_per_minute: 60, uploads_per_minute: 2 })
    const headers = await people.bearer('admin')
    const upload = async (): Promise<Response> =>
      fetch(`${people.server.url}/api/v1/upload`, { method: 'POST', headers })
    expect(told(await upload())).toEqual(['2', '1'])
    await upload()
    expect((await upload()).status).toBe(429)
    expect((await get('/api/v1/jobs', headers)).status).toBe(200)
  })

  it('leave health alone', async () => {
    await start({ requests_per_minute: 1 })
    expect(await statuses(5, '/health')).toEqual([200, 200, 200, 200, 200])
    expect(told(await get('/health'))).toEqual([null, null])
  })

  it('of 0 are none', async () => {
    await start({})
    const headers = await people.bearer('admin')
    expect(await statuses(100, '/api/v1/jobs', headers)).toEqual(Array(100).fill(200))
    expect(told(await get('/api/v1/jobs', headers))).toEqual([null, null])
  })

  it('of the web application are its own, for uploads too', async () => {
    await start({
      requests_per_minute: 3,
      web_requests_per_minute: 50,
      uploads_per_minute: 1,
      web_uploads_per_minute: 9,
    })
    const headers = { 'content-type': 'application/json', origin: people.server.url }
    const body = JSON.stringify({ username: 'admin', password: PASSWORD })
    const login = await fetch(`${people.server.url}/api/v1/session`, { method: 'POST', headers, body })
    const cookie = login.headers.getSetCookie().map((said) => said.split(';')[0]!)
    const session = { cookie: cookie.join('; ') }
    expect(told(await get('/api/v1/jobs', session))).toEqual(['50', '49'])
    const own = { headers: { ...session, origin: people.server.url }, method: 'POST' }
    expect(told(await fetch(`${people.server.url}/api/v1/upload`, own))).toEqual(['9', '8'])
  })
})

function from(ip: string): Headers {
  return { 'x-forwarded-for': ip }
}

describe('proxies', () => {
  it('that are trusted tell whose request it is', async () => {
    await start({ requests_per_minute: 1 }, { trusted_proxies: ['loopback'] })
    expect(await statuses(2, '/api/v1/jobs', from('192.0.2.1'))).toEqual([401, 429])
    expect(await statuses(1, '/api/v1/jobs', from('192.0.2.2'))).toEqual([401])
    expect(await statuses(1, '/api/v1/jobs', from('2001:db8::1'))).toEqual([401])
    expect(await statuses(1, '/api/v1/jobs', from('2001:db8::2:1'))).toEqual([429])
    expect(await statuses(1, '/api/v1/jobs', from('2001:db8:0:1::1'))).toEqual([401])
  })

  it('that are not are not believed', async () => {
    await start({ requests_per_minute: 1 })
    expect(await statuses(1, '/api/v1/jobs', { 'x-forwarded-for': '192.0.2.1' })).toEqual([401])
    expect(await statuses(1, '/api/v1/jobs', { 'x-forwarded-for': '192.0.2.2' })).toEqual([429])
  })
})
