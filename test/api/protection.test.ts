import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { get as httpsGet } from 'node:https'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Headers, PASSWORD, People, SECRET } from './people.ts'
import { temporaryFolder } from './running-server.ts'

let folder = ''
let people: People | undefined
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(async () => {
  await people?.server.stop()
  people = undefined
  rmSync(folder, { recursive: true })
})

async function headersOf(method: string, path: string, headers: Headers = {}): Promise<globalThis.Headers> {
  const response = await fetch(people!.server.url + path, { method, headers })
  await response.arrayBuffer()
  return response.headers
}

describe('browsers are told', () => {
  it('what our pages may do: no scripts but our own files', async () => {
    people = await People.start(folder)
    const headers = await headersOf('GET', '/health')
    const policy = headers.get('content-security-policy')!
    expect(policy.split(';')).toEqual(
      expect.arrayContaining([
        "default-src 'self'",
        "script-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
      ]),
    )
    expect(policy).not.toContain('upgrade-insecure-requests')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.has('strict-transport-security')).toBe(false)
  })

  it('to keep no answer that holds subscribers’ data', async () => {
    people = await People.start(folder)
    expect((await headersOf('GET', '/api/v1/jobs')).get('cache-control')).toBe('no-store')
  })

  it('that any page may ask, without our cookies', async () => {
    people = await People.start(folder)
    const preflight = await headersOf('OPTIONS', '/api/v1/jobs', {
      origin: 'http://elsewhere.example',
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'authorization',
    })
    expect(preflight.get('access-control-allow-origin')).toBe('*')
    expect(preflight.get('access-control-allow-methods')).toBe('GET, POST, PUT, DELETE, OPTIONS')
    expect(preflight.get('access-control-allow-headers')).toBe('Authorization, Content-Type, X-API-Key')
    expect(preflight.has('access-control-allow-credentials')).toBe(false)
  })

  it('the same by whatever asks with OPTIONS', async () => {
    people = await People.start(folder)
    const { status } = await fetch(`${people.server.url}/api/v1/jobs`, { method: 'OPTIONS' })
    expect(status).toBe(204)
  })

  it('that only the pages that were named may ask', async () => {
    people = await People.start(folder, { cors: { allowed_origins: ['https://noc.example'] } })
    const allowed: (string | null)[] = []
    for (const origin of ['https://noc.example', 'https://evil.example']) {
      allowed.push((await headersOf('GET', '/health', { origin })).get('access-control-allow-origin'))
    }
    expect(allowed).toEqual(['https://noc.example', null])
  })

  it('nothing of other origins where there are no users', async () => {
    people = await People.start(folder, { auth: { enabled: false } })
    expect((await headersOf('GET', '/health')).has('access-control-allow-origin')).toBe(false)
    const foreign = await people.send('GET', '/api/v1/jobs', { headers: { origin: 'http://evil.example' } })
    expect(foreign).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } })
  })

  it('how to authenticate, where that is missing', async () => {
    people = await People.start(folder)
    expect((await headersOf('GET', '/api/v1/jobs')).get('www-authenticate')).toBe('Bearer')
  })
})

describe('the first start', () => {
  it('makes an admin with a random password, said once', async () => {
    const said: string[] = []
    const say = (line: string): void => void said.push(line)
    people = await People.start(folder, { say, adminPassword: '' })
    const [, password = ''] = /'admin' with the password (\S+) /.exec(said.join('\n')) ?? []
    expect((await people.login('admin', password))['token_type']).toBe('Bearer')
    await people.server.stop()
    said.length = 0
    people = await People.start(folder, { say, adminPassword: 'Another1Password' })
    expect(said.join('\n')).not.toContain('password')
    expect((await people.login('admin', password))['token_type']).toBe('Bearer')
  })

  it('refuses a weak password for the admin', async () => {
    await expect(People.start(folder, { adminPassword: 'weak' })).rejects.toThrow('CALLFLOW_ADMIN_PASSWORD')
  })

  it('makes a secret that is kept, and for its owner alone', async () => {
    people = await People.start(folder, { auth: { jwt_secret: '' } })
    const path = join(folder, 'results', 'jwt-secret')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readFileSync(path, 'utf8').length).toBeGreaterThanOrEqual(43)
    const { access_token } = await people.login('admin')
    await people.server.stop()
    people = await People.start(folder, { auth: { jwt_secret: '' } })
    const headers = { authorization: `Bearer ${String(access_token)}` }
    expect((await people.send('GET', '/api/v1/auth/me', { headers })).status).toBe(200)
    await people.server.stop()
    people = await People.start(folder, { auth: { jwt_secret: SECRET } })
    expect((await people.send('GET', '/api/v1/auth/me', { headers })).status).toBe(401)
  })

  it('keeps what it stores from others on the machine', async () => {
    people = await People.start(folder)
    for (const name of ['uploads', 'results', 'results/catalogue.db']) {
      expect(statSync(join(folder, name)).mode & 0o077).toBe(0)
    }
  })

  it('is refused without users where other machines reach', async () => {
    const start = People.start(folder, { auth: { enabled: false }, server: { bind_address: '0.0.0.0' } })
    await expect(start).rejects.toThrow('only loopback addresses')
  })
})

describe('TLS', () => {
  it('is spoken with the certificate given, and then asked for from then on', async () => {
    const [tls_key, tls_cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2']
    const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', ...subject]
    execFileSync('openssl', [...made, '-keyout', tls_key, '-out', tls_cert], { stdio: 'ignore' })
    people = await People.start(folder, { server: { tls_cert, tls_key } })
    expect(people.server.url).toMatch(/^https:/)
    const { port } = new URL(people.server.url)
    const ca = readFileSync(tls_cert)
    const headers = await new Promise<NodeJS.Dict<string | string[]>>((resolve, reject) => {
      httpsGet({ host: 'localhost', port, path: '/health', ca }, (response) => {
        response.resume()
        resolve(response.headers)
      }).on('error', reject)
    })
    expect(headers['strict-transport-security']).toContain('max-age=31536000')
  })

  it('without a readable certificate stops the start', async () => {
    const tls_cert = join(folder, 'cert.pem')
    writeFileSync(tls_cert, 'no certificate')
    await expect(People.start(folder, { server: { tls_cert, tls_key: tls_cert } })).rejects.toThrow('PEM')
  })
})

describe('what is stored', () => {
  it('holds neither passwords nor API keys', async () => {
    people = await People.start(folder)
    await people.make('alice', 'user')
    const { api_key } = await people.key('alice')
    await people.server.stop()
    const stored = readFileSync(join(folder, 'results', 'catalogue.db'), 'latin1')
    expect(stored).toContain('alice')
    expect(stored).not.toContain(PASSWORD)
    expect(stored).not.toContain(String(api_key))
    people = await People.start(folder)
  })
})
