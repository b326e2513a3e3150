import { createHmac } from 'node:crypto'
import { type Body, TestServer } from './running-server.ts'

export const PASSWORD = 'SecureP@ss123'
export const SECRET = 'Zb2kQ7fRw0mX5tPv9sLc3hNd8jGy1uEa'
const USER_SCOPES = ['jobs:read', 'jobs:write', 'sessions:read', 'packets:raw', 'media:listen', 'analytics:read']

export type Headers = Readonly<Record<string, string>>

/** A server with users: `admin`, and those that a test makes. */
export class People {
  readonly server: TestServer
  readonly #tokens = new Map<string, string>()
  #made = 0

  private constructor(server: TestServer) {
    this.server = server
  }

  static async start(folder: string, more: Parameters<typeof TestServer.start>[1] = {}): Promise<People> {
    const auth = { enabled: true, jwt_secret: SECRET, ...more.auth }
    return new People(await TestServer.start(folder, { adminPassword: PASSWORD, ...more, auth }))
  }

  /** A user of that role; gives the id. */
  async make(username: string, role: string): Promise<string> {
    const roles = [role]
    const { body } = await this.post(
      '/api/v1/users',
      { username, password: PASSWORD, roles },
      await this.bearer('admin'),
    )
    return String(body['user_id'])
  }

  newName(): string {
    return `name${++this.#made}`
  }

  /** Headers of a user who is logged in; the same login each time. */
  async bearer(username: string): Promise<Headers> {
    const known = this.#tokens.get(username) ?? String((await this.login(username))['access_token'])
    this.#tokens.set(username, known)
    return { authorization: `Bearer ${known}` }
  }

  /** Has the user log in anew next time. */
  forget(username: string): void {
    this.#tokens.delete(username)
  }

  async login(username: string, password = PASSWORD): Promise<Body> {
    return (await this.post('/api/v1/auth/login', { username, password })).body
  }

  async key(username: string, scopes: readonly string[] = USER_SCOPES): Promise<Body> {
    return (await this.post('/api/v1/auth/apikeys', { description: '', scopes }, await this.bearer(username))).body
  }

  async post(path: string, body: object, headers: Headers = {}): ReturnType<TestServer['ask']> {
    return this.send('POST', path, { body, headers })
  }

  async send(
    method: string,
    path: string,
    { body, headers = {} }: { body?: object; headers?: Headers } = {},
  ): ReturnType<TestServer['ask']> {
    const json: Headers = body === undefined ? {} : { 'content-type': 'application/json' }
    const init = { method, headers: { ...json, ...headers } }
    return this.server.ask(path, body === undefined ? init : { ...init, body: JSON.stringify(body) })
  }

  /** The code that the server closes a WebSocket with. */
  async closing(path: string, headers: Headers = {}): Promise<number> {
    const socket = this.webSocket(path, headers)
    return new Promise((resolve) => {
      socket.addEventListener('close', ({ code }) => resolve(code))
    })
  }

  webSocket(path: string, headers: Headers): WebSocket {
    return new WebSocket(this.server.url.replace('http', 'ws') + path, { headers })
  }

  /** Uploads as a user and waits for the end; gives the job's id. */
  async analyzed(username: string, bytes: Uint8Array): Promise<string> {
    const headers = await this.bearer(username)
    const { body } = await this.server.upload(bytes, { headers })
    const jobId = String(body['job_id'])
    await this.server.ended(jobId, headers)
    return jobId
  }
}

/** A token like another, but for some of its claims. */
export function forged(token: string, claims: Body, { secret = SECRET, algorithm = 'HS256' } = {}): string {
  const [, payload = ''] = token.split('.')
  const read = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Body
  const parts = [
    { alg: algorithm, typ: 'JWT' },
    { ...read, ...claims },
  ].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  const signed = parts.join('.')
  return `${signed}.${algorithm === 'none' ? '' : createHmac('sha256', secret).update(signed).digest('base64url')}`
}
