import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Headers, PASSWORD, People } from './people.ts'
import { type Body, temporaryFolder } from './running-server.ts'

const SESSION = '/api/v1/session'

let folder = ''
let people: People
let own: Headers = {}
beforeAll(async () => {
  folder = temporaryFolder()
  people = await People.start(folder)
  own = { origin: people.server.url }
  await people.make('alice', 'user')
})
afterAll(async () => {
  await people.server.stop()
  rmSync(folder, { recursive: true })
})

/** A browser, as far as cookies go. */
class Browser {
  readonly #cookies = new Map<string, string>()
  said: readonly string[] = []

  async ask(method: string, path: string, more: { body?: object; headers?: Headers } = {}): Promise<[number, Body]> {
    const { body, headers = own } = more
    const json: Headers = body === undefined ? {} : { 'content-type': 'application/json' }
    const cookie = [...this.#cookies].map((pair) => pair.join('=')).join('; ')
    const response = await fetch(people.server.url + path, {
      method,
      headers: { ...json, ...headers, ...(cookie !== '' && { cookie }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    this.said = response.headers.getSetCookie()
    for (const said of this.said) {
      const [, name = '', value = ''] = /^(\w+)=([^;]*)/.exec(said) ?? []
      if (value === '') this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
    return [response.status, (await response.json()) as Body]
  }

  static async loggedIn(): Promise<Browser> {
    const browser = new Browser()
    await browser.ask('POST', SESSION, { body: { username: 'alice', password: PASSWORD } })
    return browser
  }

  /** Another browser that has stolen the cookies of this one. */
  copy(): Browser {
    const copy = new Browser()
    for (const [name, value] of this.#cookies) copy.#cookies.set(name, value)
    return copy
  }

  async user(): Promise<unknown> {
    const [, { user }] = await this.ask('GET', SESSION)
    return user
  }
}

const ALICE = {
  user_id: expect.any(String),
  username: 'alice',
  email: '',
  roles: ['user'],
  scopes: ['jobs:read', 'jobs:write', 'sessions:read', 'packets:raw', 'media:listen', 'analytics:read'],
}

describe('the web application’s session', () => {
  it('begins with cookies that its page cannot read, and tells who is logged in', async () => {
    const browser = new Browser()
    expect(await browser.ask('GET', SESSION)).toEqual([200, { users: true, registration: true, user: null }])
    const answer = await browser.ask('POST', SESSION, { body: { username: 'alice', password: PASSWORD } })
    expect(answer).toEqual([200, { expires_in: 3600, user: ALICE }])
    expect(browser.said).toEqual([
      expect.stringMatching(/^callflowd_access=[^;]+; Path=\/; Max-Age=3600; HttpOnly; SameSite=Strict$/),
      expect.stringMatching(
        /^callflowd_refresh=[^;]+; Path=\/api\/v1\/session; Max-Age=2592000; HttpOnly; SameSite=Strict$/,
      ),
    ])
    expect(await browser.ask('GET', SESSION)).toEqual([200, { users: true, registration: true, user: ALICE }])
    expect((await browser.ask('GET', '/api/v1/jobs'))[0]).toBe(200)
  })

  it('is not begun with a wrong password', async () => {
    const browser = new Browser()
    const [status, { code }] = await browser.ask('POST', SESSION, { body: { username: 'alice', password: 'Wrong1' } })
    expect([status, code, browser.said]).toEqual([401, 'INVALID_CREDENTIALS', []])
  })

  it('ends at once', async () => {
    const browser = await Browser.loggedIn()
    const stolen = browser.copy()
    expect(await browser.ask('DELETE', SESSION)).toEqual([200, { message: 'Logged out successfully' }])
    expect(browser.said).toEqual([expect.stringContaining('Max-Age=0'), expect.stringContaining('Max-Age=0')])
    expect(await stolen.user()).toBe(null)
    expect((await stolen.ask('POST', `${SESSION}/refresh`))[0]).toBe(401)
  })

  it('exchanges its tokens, also twice at once', async () => {
    const browser = await Browser.loggedIn()
    const otherTab = browser.copy()
    expect(await browser.ask('POST', `${SESSION}/refresh`)).toEqual([200, { expires_in: 3600, user: ALICE }])
    expect((await otherTab.ask('POST', `${SESSION}/refresh`))[0]).toBe(200)
    expect((await browser.ask('POST', `${SESSION}/refresh`))[0]).toBe(200)
    expect(await browser.user()).toEqual(ALICE)
  })

  it('ends when a token comes again that was exchanged long ago', async () => {
    const browser = await Browser.loggedIn()
    const thief = browser.copy()
    for (const _ of [1, 2]) expect((await browser.ask('POST', `${SESSION}/refresh`))[0]).toBe(200)
    const [status, { code }] = await thief.ask('POST', `${SESSION}/refresh`)
    expect([status, code]).toEqual([401, 'TOKEN_INVALID'])
    expect(await browser.user()).toBe(null)
  })

  it('goes on when the password is changed in it', async () => {
    const browser = await Browser.loggedIn()
    const other = await Browser.loggedIn()
    const body = { old_password: PASSWORD, new_password: PASSWORD }
    expect((await browser.ask('POST', '/api/v1/auth/change-password', { body }))[0]).toBe(200)
    expect([await browser.user(), await other.user()]).toEqual([ALICE, null])
    expect((await browser.ask('POST', `${SESSION}/refresh`))[0]).toBe(200)
  })

  it('is not renewed by the API’s refresh token, nor the API by its', async () => {
    const browser = await Browser.loggedIn()
    const [, refresh] = browser.said.map((said) => /=([^;]*)/.exec(said)![1]!)
    expect((await people.post('/api/v1/auth/refresh', { refresh_token: refresh })).status).toBe(401)
    const { refresh_token, access_token } = await people.login('alice')
    const cookie = `callflowd_refresh=${String(refresh_token)}; callflowd_access=${String(access_token)}`
    const exchanged = await people.send('POST', `${SESSION}/refresh`, { headers: { ...own, cookie } })
    expect(exchanged.status).toBe(401)
    const asked = await people.send('GET', '/api/v1/jobs', { headers: { cookie } })
    expect(asked).toMatchObject({ status: 401, body: { code: 'TOKEN_INVALID' } })
  })
})

describe('other sites', () => {
  const elsewhere: [string, Headers, number][] = [
    ['another origin', { origin: 'http://evil.example' }, 403],
    ['the same host on another port', { origin: 'http://127.0.0.1:1' }, 403],
    ['an opaque origin', { origin: 'null' }, 403],
    ['nothing that says where from', {}, 403],
    ['another site, by fetch metadata', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a neighbour, by fetch metadata', { 'sec-fetch-site': 'same-site' }, 403],
    ['our own page, by fetch metadata', { 'sec-fetch-site': 'same-origin' }, 404],
  ]
  it.each(elsewhere)('change nothing with a session’s cookies: %s', async (_, headers, want) => {
    const browser = await Browser.loggedIn()
    const path = '/api/v1/jobs/00000000-0000-4000-8000-000000000000/cancel'
    expect((await browser.ask('POST', path, { headers }))[0]).toBe(want)
    expect((await browser.ask('GET', '/api/v1/jobs', { headers }))[0]).toBe(200)
  })

  it.each(elsewhere.slice(0, 6))('begin, renew and end no session: %s', async (_, headers) => {
    const browser = await Browser.loggedIn()
    const body = { username: 'alice', password: PASSWORD }
    expect((await browser.ask('POST', SESSION, { headers, body }))[0]).toBe(403)
    expect((await browser.ask('POST', `${SESSION}/refresh`, { headers }))[0]).toBe(403)
    expect((await browser.ask('DELETE', SESSION, { headers }))[0]).toBe(403)
    expect(await browser.user()).toEqual(ALICE)
  })
})

describe('without users', () => {
  it('there is nobody to log in', async () => {
    const alone = temporaryFolder()
    const local = await People.start(alone, { auth: { enabled: false } })
    const { body } = await local.send('GET', SESSION)
    expect(body).toEqual({ users: false, registration: false, user: null })
    const answer = await local.post('/api/v1/auth/login', { username: 'admin', password: PASSWORD })
    expect(answer.status).toBe(404)
    expect((await local.send('GET', '/api/v1/jobs')).status).toBe(200)
    await local.server.stop()
    rmSync(alone, { recursive: true })
  })
})
