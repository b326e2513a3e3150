import type { Answered } from '../api/running-server.ts'
import { PASSWORD, type People } from '../api/people.ts'
import { aCall } from './replays.ts'

export type AccountReplay = (people: People) => Promise<Answered>

const NAME = 'user1'

async function asAdmin(people: People, method: string, path: string, body?: object): Promise<Answered> {
  const headers = await people.bearer('admin')
  return people.send(method, path, body === undefined ? { headers } : { headers, body })
}

/** A user of the test's own, logged in. */
async function asUser(people: People, method: string, path: string, body?: object): Promise<Answered> {
  const name = people.newName()
  await people.make(name, 'user')
  const headers = await people.bearer(name)
  return people.send(method, path, body === undefined ? { headers } : { headers, body })
}

const register: AccountReplay = (people) => {
  const body = { username: NAME, password: PASSWORD, email: `${NAME}@example.com` }
  return people.post('/api/v1/auth/register', body)
}

const makeKey: AccountReplay = (people) => {
  const body = { description: 'CI/CD Pipeline Key', scopes: ['jobs:read', 'sessions:read'], expires_in_days: 365 }
  return asAdmin(people, 'POST', '/api/v1/auth/apikeys', body)
}

const auth = '/api/v1/auth'

/** How each example of users, keys and limits is asked for; in the order of the specification. */
export const ACCOUNT_REPLAYS: Readonly<Record<string, Readonly<Record<string, AccountReplay>>>> = {
  [`POST ${auth}/register`]: { 'Response 201 (Created)': register, 'Response 400 (Bad Request)': register },
  [`POST ${auth}/login`]: {
    'Response 200 (OK)': (people) => people.post(`${auth}/login`, { username: NAME, password: PASSWORD }),
    'Response 401 (Unauthorized)': (people) => people.post(`${auth}/login`, { username: NAME, password: 'wrong' }),
  },
  [`POST ${auth}/refresh`]: {
    'Response 200 (OK)': async (people) => {
      const { refresh_token } = await people.login(NAME)
      return people.post(`${auth}/refresh`, { refresh_token })
    },
  },
  [`POST ${auth}/logout`]: { 'Response 200 (OK)': (people) => asUser(people, 'POST', `${auth}/logout`) },
  [`GET ${auth}/me`]: {
    'Response 200 (OK)': async (people) => people.send('GET', `${auth}/me`, { headers: await people.bearer(NAME) }),
  },
  [`POST ${auth}/change-password`]: {
    'Response 200 (OK)': (people) => {
      const body = { old_password: PASSWORD, new_password: `New${PASSWORD}` }
      return asUser(people, 'POST', `${auth}/change-password`, body)
    },
  },
  [`POST ${auth}/apikeys`]: { 'Response 201 (Created)': makeKey },
  [`GET ${auth}/apikeys`]: {
    'Response 200 (OK)': async (people) => {
      const { body } = await makeKey(people)
      await people.send('GET', '/api/v1/jobs', { headers: { 'x-api-key': String(body['api_key']) } })
      return asAdmin(people, 'GET', `${auth}/apikeys`)
    },
  },
  [`DELETE ${auth}/apikeys/{key_id}`]: {
    'Response 200 (OK)': async (people) => {
      const { body } = await makeKey(people)
      return asAdmin(people, 'DELETE', `${auth}/apikeys/${String(body['key_id'])}`)
    },
  },
  'GET /api/v1/users': { 'Response 200 (OK)': (people) => asAdmin(people, 'GET', '/api/v1/users') },
  'POST /api/v1/users': {
    'Response 201 (Created)': (people) => {
      const body = { username: 'newuser', password: PASSWORD, email: 'newuser@example.com', roles: ['user'] }
      return asAdmin(people, 'POST', '/api/v1/users', body)
    },
  },
  'PUT /api/v1/users/{user_id}': {
    'Response 200 (OK)': async (people) => {
      const id = await people.make(people.newName(), 'user')
      const body = { email: 'updated@example.com', roles: ['user', 'readonly'], is_active: true }
      return asAdmin(people, 'PUT', `/api/v1/users/${id}`, body)
    },
  },
  'DELETE /api/v1/users/{user_id}': {
    'Response 200 (OK)': async (people) => {
      const id = await people.make(people.newName(), 'user')
      return asAdmin(people, 'DELETE', `/api/v1/users/${id}`)
    },
  },
  'POST /api/v1/upload': {
    'Response 429 (Too Many Requests)': async (people) => {
      const headers = await people.bearer('admin')
      for (;;) {
        const answered = await people.server.upload(aCall(), { headers })
        if (answered.status !== 201) return answered
      }
    },
  },
}
