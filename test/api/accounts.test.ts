import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forged, PASSWORD, People } from './people.ts'
import { type Body, temporaryFolder } from './running-server.ts'

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const ME = '/api/v1/auth/me'

let folder = ''
let people: People
beforeAll(async () => {
  folder = temporaryFolder()
  people = await People.start(folder)
})
afterAll(async () => {
  await people.server.stop()
  rmSync(folder, { recursive: true })
})

async function withToken(token: unknown): Promise<string> {
  const { status, body } = await people.send('GET', ME, { headers: { authorization: `Bearer ${String(token)}` } })
  return status === 200 ? '200' : `${status} ${String(body['code'])}`
}

async function withKey(key: unknown, path = '/api/v1/jobs'): Promise<string> {
  const { status, body } = await people.send('GET', path, { headers: { 'x-api-key': String(key) } })
  return status === 200 ? '200' : `${status} ${String(body['code'])}`
}

/** A new user who is logged in. */
async function someone(role = 'user'): Promise<{ name: string; id: string; login: Body }> {
  const name = people.newName()
  const id = await people.make(name, role)
  return { name, id, login: await people.login(name) }
}

async function asAdmin(method: string, path: string, body?: object): ReturnType<People['send']> {
  return people.send(method, path, { headers: await people.bearer('admin'), ...(body && { body }) })
}

describe('registering', () => {
  it('answers as the contract says', async () => {
    const asked = { username: 'user1', password: PASSWORD, email: 'user1@example.com' }
    expect(await people.post('/api/v1/auth/register', asked)).toEqual({
      status: 201,
      body: {
        user_id: expect.stringMatching(UUID),
        username: 'user1',
        email: 'user1@example.com',
        roles: ['user'],
        created_at: expect.stringMatching(ISO),
      },
    })
  })

  const refused: { it: string; body: object; want: Body }[] = [
    { it: 'a name that is taken', body: { username: 'Admin' }, want: { code: 'USERNAME_EXISTS' } },
    { it: 'an address that is taken', body: { email: 'TAKEN@example.com' }, want: { code: 'EMAIL_EXISTS' } },
    { it: 'no address', body: { email: 'nowhere' }, want: { code: 'INVALID_REQUEST', field: 'email' } },
    { it: 'a name with a space', body: { username: 'a b' }, want: { code: 'INVALID_REQUEST', field: 'username' } },
    { it: 'a role of one’s own choice', body: { roles: ['admin'] }, want: { code: 'INVALID_REQUEST', field: 'roles' } },
    { it: 'a name that is a number', body: { username: 12345 }, want: { code: 'INVALID_REQUEST', field: 'username' } },
    { it: 'no name', body: { username: undefined }, want: { code: 'INVALID_REQUEST', field: 'username' } },
    { it: 'a short password', body: { password: 'Aa1aaaa' }, want: { code: 'WEAK_PASSWORD', missing: ['length'] } },
    { it: 'a long one', body: { password: 'Aa1'.repeat(43) }, want: { code: 'WEAK_PASSWORD', missing: ['length'] } },
    {
      it: 'one in lower case',
      body: { password: 'aaaaaaaa1' },
      want: { code: 'WEAK_PASSWORD', missing: ['uppercase'] },
    },
    {
      it: 'one in upper case',
      body: { password: 'AAAAAAAA1' },
      want: { code: 'WEAK_PASSWORD', missing: ['lowercase'] },
    },
    { it: 'one without digit', body: { password: 'AAAAaaaa' }, want: { code: 'WEAK_PASSWORD', missing: ['digit'] } },
    {
      it: 'an empty one',
      body: { password: '' },
      want: { code: 'WEAK_PASSWORD', missing: ['length', 'uppercase', 'lowercase', 'digit'] },
    },
  ]
  it.each(refused)('refuses $it', async ({ body, want }) => {
    const taken = { username: people.newName(), password: PASSWORD, email: 'taken@example.com' }
    await people.post('/api/v1/auth/register', taken)
    const asked = { username: people.newName(), password: PASSWORD, ...body }
    const answer = await people.post('/api/v1/auth/register', asked)
    expect(answer).toMatchObject({ status: 400, body: want })
    if (want['code'] !== 'WEAK_PASSWORD') return
    expect(answer.body['missing']).toEqual(want['missing'])
  })

  it('is refused where it is off', async () => {
    const own = temporaryFolder()
    const closed = await People.start(own, { auth: { allow_registration: false } })
    const answer = await closed.post('/api/v1/auth/register', { username: 'user1', password: PASSWORD })
    expect(answer).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } })
    await closed.server.stop()
    rmSync(own, { recursive: true })
  })
})

describe('logging in', () => {
  it('answers as the contract says, by a name in any case', async () => {
    const { name, id } = await someone()
    expect(await people.login(name.toUpperCase())).toEqual({
      access_token: expect.any(String),
      refresh_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 86_400,
      user: { user_id: id, username: name, roles: ['user'] },
    })
  })

  it('fails alike for an unknown user, a wrong password and a disabled user', async () => {
    const { name, id } = await someone()
    await asAdmin('PUT', `/api/v1/users/${id}`, { is_active: false })
    const answers = [await people.login('nobody'), await people.login('admin', 'wrong'), await people.login(name)]
    expect(answers).toEqual(answers.map(() => ({ error: 'Invalid credentials', code: 'INVALID_CREDENTIALS' })))
  })

  it('takes an unknown user’s password as long as a known one’s', async () => {
    const known: number[] = []
    const unknown: number[] = []
    for (let i = 0; i < 9; i++) {
      known.push(await timeToRefuse('admin'))
      unknown.push(await timeToRefuse('nobody'))
    }
    const ratio = median(unknown) / median(known)
    expect(ratio).toBeGreaterThan(0.5)
    expect(ratio).toBeLessThan(2)
  })
})

async function timeToRefuse(name: string): Promise<number> {
  const begin = performance.now()
  await people.login(name, 'Wrong1234')
  return performance.now() - begin
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!
}

function access(login: Body): string {
  return String(login['access_token'])
}

describe('a token', () => {
  it('tells whose it is, and when that one logged in', async () => {
    const { name, id, login } = await someone()
    const headers = { authorization: `Bearer ${String(login['access_token'])}` }
    expect((await people.send('GET', ME, { headers })).body).toEqual({
      user_id: id,
      username: name,
      email: '',
      roles: ['user'],
      created_at: expect.stringMatching(ISO),
      last_login: expect.stringMatching(ISO),
    })
  })

  it('is dead at once after logout, and the refresh token with it', async () => {
    const { login } = await someone()
    const headers = { authorization: `Bearer ${String(login['access_token'])}` }
    expect(await people.send('POST', '/api/v1/auth/logout', { headers })).toEqual({
      status: 200,
      body: { message: 'Logged out successfully' },
    })
    expect(await withToken(login['access_token'])).toBe('401 TOKEN_INVALID')
    const { refresh_token } = login
    expect((await people.post('/api/v1/auth/refresh', { refresh_token })).body['code']).toBe('TOKEN_INVALID')
  })

  it('is renewed by its refresh token, again and again', async () => {
    const { login } = await someone()
    const { refresh_token } = login
    for (const _ of [1, 2]) {
      const { status, body } = await people.post('/api/v1/auth/refresh', { refresh_token })
      expect(status).toBe(200)
      expect(body).toEqual({ access_token: expect.any(String), token_type: 'Bearer', expires_in: 86_400 })
      expect(await withToken(body['access_token'])).toBe('200')
    }
  })

  const forgeries: [string, (login: Body) => string, string][] = [
    ['one signed by nobody', (login) => forged(access(login), {}, { algorithm: 'none' }), '401 TOKEN_INVALID'],
    [
      'one that claims another algorithm',
      (login) => forged(access(login), {}, { algorithm: 'HS512' }),
      '401 TOKEN_INVALID',
    ],
    ['one of another secret', (login) => forged(access(login), {}, { secret: 'x'.repeat(40) }), '401 TOKEN_INVALID'],
    ['another’s name on one’s own login', (login) => forged(access(login), { sub: 'x' }), '401 TOKEN_INVALID'],
    ['a login that never was', (login) => forged(access(login), { sid: 'x' }), '401 TOKEN_INVALID'],
    ['one without an end', (login) => forged(access(login), { exp: undefined }), '401 TOKEN_INVALID'],
    ['a refresh token', (login) => String(login['refresh_token']), '401 TOKEN_INVALID'],
    ['one that has expired', (login) => forged(access(login), { exp: 1 }), '401 TOKEN_EXPIRED'],
    ['no token at all', () => 'x', '401 TOKEN_INVALID'],
  ]
  it.each(forgeries)('is not %s', async (_, forge, want) => {
    const { login } = await someone()
    expect(await withToken(forge(login))).toBe(want)
  })

  it('is not an access token where a refresh token is asked for', async () => {
    const { login } = await someone()
    const { body } = await people.post('/api/v1/auth/refresh', { refresh_token: login['access_token'] })
    expect(body['code']).toBe('TOKEN_INVALID')
  })
})

describe('changing the password', () => {
  it('ends the other logins, and this one’s refresh token', async () => {
    const { name, login: other } = await someone()
    const login = await people.login(name)
    const headers = { authorization: `Bearer ${String(login['access_token'])}` }
    const asked = { old_password: PASSWORD, new_password: 'NewSecureP@ss456' }
    const answer = await people.post('/api/v1/auth/change-password', asked, headers)
    expect(answer).toEqual({ status: 200, body: { message: 'Password changed successfully' } })
    expect(await withToken(other['access_token'])).toBe('401 TOKEN_INVALID')
    expect(await withToken(login['access_token'])).toBe('200')
    const { refresh_token } = login
    expect((await people.post('/api/v1/auth/refresh', { refresh_token })).status).toBe(401)
    expect((await people.login(name))['code']).toBe('INVALID_CREDENTIALS')
    expect((await people.login(name, 'NewSecureP@ss456'))['token_type']).toBe('Bearer')
  })

  const refused = [
    ['without the old one', { old_password: 'Wrong1234', new_password: PASSWORD }, 401, 'INVALID_CREDENTIALS'],
    ['to a weak one', { old_password: PASSWORD, new_password: 'weak' }, 400, 'WEAK_PASSWORD'],
  ] as const
  it.each(refused)('is refused %s', async (_, body, status, code) => {
    const { name } = await someone()
    const answer = await people.post('/api/v1/auth/change-password', body, await people.bearer(name))
    expect(answer).toMatchObject({ status, body: { code } })
  })
})

describe('an API key', () => {
  it('is shown once, and listed without itself', async () => {
    const { name } = await someone()
    const headers = await people.bearer(name)
    const asked = { description: 'CI/CD Pipeline Key', scopes: ['jobs:read', 'sessions:read'], expires_in_days: 365 }
    const { status, body } = await people.post('/api/v1/auth/apikeys', asked, headers)
    const shown = { key_id: expect.stringMatching(UUID), description: 'CI/CD Pipeline Key', scopes: asked.scopes }
    const times = { created_at: expect.stringMatching(ISO), expires_at: expect.stringMatching(ISO) }
    expect(status).toBe(201)
    expect(body).toEqual({ ...shown, ...times, api_key: expect.stringMatching(/^cfv_[\w-]{43}$/) })
    const days = (Date.parse(String(body['expires_at'])) - Date.parse(String(body['created_at']))) / 86_400_000
    expect(days).toBe(365)
    const list = async (): Promise<Body> => (await people.send('GET', '/api/v1/auth/apikeys', { headers })).body
    expect(await list()).toEqual({ api_keys: [{ ...shown, ...times, last_used: null }] })
    expect(await withKey(body['api_key'])).toBe('200')
    expect(await list()).toMatchObject({ api_keys: [{ last_used: expect.stringMatching(ISO) }] })
  })

  it('may do what its scopes say and no more, and ends when it is revoked', async () => {
    const { name } = await someone()
    const key = await people.key(name, ['sessions:read'])
    expect(key['expires_at']).toBe(null)
    expect(await withKey(key['api_key'])).toBe('403 FORBIDDEN')
    expect(await withKey(key['api_key'], '/api/v1/sessions/x')).toBe('404 SESSION_NOT_FOUND')
    const revoked = await people.send('DELETE', `/api/v1/auth/apikeys/${String(key['key_id'])}`, {
      headers: await people.bearer(name),
    })
    expect(revoked).toEqual({ status: 200, body: { message: 'API key revoked successfully' } })
    expect(await withKey(key['api_key'], '/api/v1/sessions/x')).toBe('401 TOKEN_INVALID')
  })

  it('loses what its owner loses', async () => {
    const { name, id } = await someone()
    const key = await people.key(name, ['jobs:read', 'jobs:write'])
    await asAdmin('PUT', `/api/v1/users/${id}`, { roles: ['readonly'] })
    expect(await withKey(key['api_key'])).toBe('200')
    const answer = await people.server.upload(new Uint8Array(4), { headers: { 'x-api-key': String(key['api_key']) } })
    expect(answer.status).toBe(403)
  })

  const refused = [
    ['scopes that its owner has not', { description: '', scopes: ['users:admin'] }],
    ['scopes that are none', { description: '', scopes: ['jobs:eat'] }],
    ['no scopes', { description: '', scopes: [] }],
    ['no days', { description: '', scopes: ['jobs:read'], expires_in_days: 0 }],
  ] as const
  it.each(refused)('is refused with %s', async (_, body) => {
    const { name } = await someone()
    const answer = await people.post('/api/v1/auth/apikeys', body, await people.bearer(name))
    expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } })
  })
})

describe('an admin', () => {
  it('lists, makes, changes and deletes users', async () => {
    const username = people.newName()
    const made = await asAdmin('POST', '/api/v1/users', {
      username,
      password: PASSWORD,
      email: `${username}@example.com`,
      roles: ['user'],
    })
    const shown = { user_id: expect.stringMatching(UUID), username, email: `${username}@example.com`, roles: ['user'] }
    expect(made).toEqual({ status: 201, body: { ...shown, created_at: expect.stringMatching(ISO) } })
    const id = String(made.body['user_id'])
    const { body: list } = await asAdmin('GET', '/api/v1/users?limit=1000')
    expect(list).toMatchObject({ page: 1, limit: 1000, total: (list['users'] as Body[]).length })
    expect((list['users'] as Body[]).find((user) => user['user_id'] === id)).toEqual({
      ...shown,
      is_active: true,
      created_at: expect.stringMatching(ISO),
      last_login: null,
    })
    const change = { email: 'updated@example.com', roles: ['user', 'readonly'], is_active: true }
    expect(await asAdmin('PUT', `/api/v1/users/${id}`, change)).toEqual({
      status: 200,
      body: { user_id: id, username, ...change },
    })
    const deleted = await asAdmin('DELETE', `/api/v1/users/${id}`)
    expect(deleted).toEqual({ status: 200, body: { message: 'User deleted successfully' } })
    expect(await asAdmin('DELETE', `/api/v1/users/${id}`)).toMatchObject({ body: { code: 'USER_NOT_FOUND' } })
  })

  const endings: [string, string, object | undefined][] = [
    ['disabled', 'PUT', { is_active: false }],
    ['deleted', 'DELETE', undefined],
    ['given a new password', 'PUT', { password: 'NewSecureP@ss456' }],
  ]
  it.each(endings)('ends the tokens of a user who is %s', async (how, method, body) => {
    const { name, id, login } = await someone()
    const key = await people.key(name)
    expect((await asAdmin(method, `/api/v1/users/${id}`, body)).status).toBe(200)
    expect(await withToken(login['access_token'])).toBe('401 TOKEN_INVALID')
    const { refresh_token } = login
    expect((await people.post('/api/v1/auth/refresh', { refresh_token })).status).toBe(401)
    const isKept = how === 'given a new password'
    expect(await withKey(key['api_key'])).toBe(isKept ? '200' : '401 TOKEN_INVALID')
  })

  it('does not bring the keys of a disabled user back with the user', async () => {
    const { name, id } = await someone()
    const key = await people.key(name)
    for (const is_active of [false, true]) await asAdmin('PUT', `/api/v1/users/${id}`, { is_active })
    expect((await people.login(name))['token_type']).toBe('Bearer')
    expect(await withKey(key['api_key'])).toBe('401 TOKEN_INVALID')
  })

  it('is never the last to go', async () => {
    const { body } = await people.send('GET', ME, { headers: await people.bearer('admin') })
    const path = `/api/v1/users/${String(body['user_id'])}`
    const ways: [string, object | undefined][] = [
      ['DELETE', undefined],
      ['PUT', { is_active: false }],
      ['PUT', { roles: ['user'] }],
    ]
    for (const [method, change] of ways) {
      expect(await asAdmin(method, path, change)).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } })
    }
    const second = await someone('admin')
    expect((await asAdmin('DELETE', `/api/v1/users/${second.id}`)).status).toBe(200)
  })

  const changes: [string, object, string][] = [
    ['nothing for a switch', { is_active: null }, 'is_active'],
    ['a word for a switch', { is_active: 'false' }, 'is_active'],
    ['no roles', { roles: [] }, 'roles'],
    ['roles that are none', { roles: ['root'] }, 'roles.0'],
    ['a key nobody knows', { user_id: 'x' }, 'user_id'],
  ]
  it.each(changes)('cannot change a user with %s', async (_, change, field) => {
    const { id, login } = await someone()
    const answer = await asAdmin('PUT', `/api/v1/users/${id}`, change)
    expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST', field } })
    expect(await withToken(login['access_token'])).toBe('200')
  })

  it('cannot give a user another’s address', async () => {
    const [first, second] = [await someone(), await someone()]
    await asAdmin('PUT', `/api/v1/users/${first.id}`, { email: 'one@example.com' })
    const answer = await asAdmin('PUT', `/api/v1/users/${second.id}`, { email: 'One@Example.com' })
    expect(answer).toMatchObject({ status: 400, body: { code: 'EMAIL_EXISTS' } })
    expect((await asAdmin('PUT', `/api/v1/users/${first.id}`, { email: 'ONE@example.com' })).status).toBe(200)
  })

  it('reads who did what: logins, also refused ones, and changes of users and keys', async () => {
    const { name, id } = await someone()
    await people.login(name, 'Wrong1234')
    await people.login('password-in-the-wrong-field', 'x')
    const key = await people.key(name)
    await asAdmin('DELETE', `/api/v1/users/${id}`)
    const { body } = await asAdmin('GET', '/api/v1/audit?limit=20')
    const entries = (body['entries'] as Body[]).map((entry) =>
      [entry['action'], entry['outcome'], entry['username'], entry['target']].join(' '),
    )
    expect(entries.slice(0, 7)).toEqual([
      `user.delete done admin ${id}`,
      `key.create done ${name} ${String(key['key_id'])}`,
      `login done ${name} ${id}`,
      'login refused  ',
      `login refused ${name} `,
      `login done ${name} ${id}`,
      `user.create done admin ${id}`,
    ])
    expect(JSON.stringify(body)).not.toContain('wrong-field')
    expect((body['entries'] as Body[])[0]).toMatchObject({ at: expect.stringMatching(ISO), address: '127.0.0.1' })
  })
})
