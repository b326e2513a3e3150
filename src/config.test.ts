import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEFAULTS, loadConfig, withoutSecrets } from './config.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function file(text: string): string {
  const path = join(folder, 'config')
  writeFileSync(path, text)
  return path
}

const SECRET = 'Zb2kQ7fRw0mX5tPv9sLc3hNd8jGy1uEa'

/** As spec/api-v2.md prints it. */
const SPEC = `{
  "server": { "bind_address": "0.0.0.0", "port": 8080, "workers": 4, "max_upload_size_mb": 10240 },
  "auth": { "jwt_secret": "your-secret-key", "jwt_expiry_hours": 24, "refresh_token_expiry_days": 30, "allow_registration": true },
  "rate_limiting": { "requests_per_minute": 60, "burst_size": 10 },
  "storage": { "upload_dir": "/data/uploads", "output_dir": "/data/results", "retention_hours": 24 }
}`

describe('the configuration', () => {
  it('is the defaults where nobody says otherwise', () => {
    expect(loadConfig({}, {})).toEqual(DEFAULTS)
  })

  it('loads the file of the API’s documents, once its secret is a real one', () => {
    const config = file(SPEC)
    expect(() => loadConfig({ config }, {})).toThrow("'auth.jwt_secret' in the configuration is a placeholder")
    const real = loadConfig({ config }, { CALLFLOW_JWT_SECRET: SECRET })
    expect(real).toMatchObject({ storage: { upload_dir: '/data/uploads' }, auth: { jwt_secret: SECRET } })
  })

  it('listens everywhere with users, and on this machine without', () => {
    expect(loadConfig({}, {}).server.bind_address).toBe('0.0.0.0')
    expect(loadConfig({ auth: false }, {})).toMatchObject({
      server: { bind_address: '127.0.0.1' },
      auth: { enabled: false },
    })
    expect(loadConfig({ auth: false, bind: '127.0.0.9' }, {}).server.bind_address).toBe('127.0.0.9')
  })

  it('is shown without its secret', () => {
    const shown = withoutSecrets(loadConfig({}, { CALLFLOW_JWT_SECRET: SECRET }))
    expect(shown.auth.jwt_secret).toBe('(hidden)')
    expect(JSON.stringify(shown)).not.toContain(SECRET)
  })

  it('takes YAML, then the environment, then flags, the later the weightier', () => {
    const config = file('server:\n  port: 1\n  workers: 3\n  bind_address: 127.0.0.2\n')
    const environment = { CALLFLOW_PORT: '2', CALLFLOW_WORKERS: '5' }
    expect(loadConfig({ config, port: 9 }, environment).server).toMatchObject({
      port: 9,
      workers: 5,
      bind_address: '127.0.0.2',
    })
  })

  const refused = [
    { it: 'an unknown section', text: 'nonsense: 1', message: "'nonsense'" },
    { it: 'an unknown key', text: 'server: { ports: 1 }', message: "'server.ports'" },
    { it: 'a value of another kind', text: 'server: { port: many }', message: "'server.port'" },
    { it: 'a value out of bounds', text: 'server: { workers: 0 }', message: "'server.workers'" },
    { it: 'a section that is none', text: 'server: 1', message: "'server'" },
    { it: 'what is neither JSON nor YAML', text: '{ "server": ', message: 'config: neither JSON nor YAML' },
    { it: 'a list', text: '[1, 2]', message: 'not a configuration' },
    { it: 'a short secret', text: 'auth: { jwt_secret: 3fG9kLm2Qx7 }', message: "'auth.jwt_secret'" },
    { it: 'a monotonous secret', text: `auth: { jwt_secret: ${'abc'.repeat(20)} }`, message: "'auth.jwt_secret'" },
    {
      it: 'a long placeholder',
      text: `auth: { jwt_secret: your-secret-key-${'x9'.repeat(20)} }`,
      message: 'placeholder',
    },
    { it: 'half of what TLS needs', text: 'server: { tls_cert: a.pem }', message: "'server.tls_key'" },
    { it: 'a proxy that is no address', text: 'server: { trusted_proxies: [10.0.0.0/33] }', message: '10.0.0.0/33' },
    {
      it: 'one proxy that is no list',
      text: 'server: { trusted_proxies: 10.0.0.1 }',
      message: "'server.trusted_proxies'",
    },
    {
      it: 'an origin with a path',
      text: 'cors: { allowed_origins: ["http://a/b"] }',
      message: "'cors.allowed_origins",
    },
    {
      it: 'one folder for both',
      text: 'storage: { upload_dir: ./a/b, output_dir: a/./b }',
      message: "'storage.upload_dir'",
    },
    { it: 'a time without a date', text: 'storage: { retention_hours: 1e300 }', message: "'storage.retention_hours'" },
    { it: 'no number', text: 'auth: { jwt_expiry_hours: .nan }', message: "'auth.jwt_expiry_hours'" },
    { it: 'a limit below nothing', text: 'rate_limiting: { burst_size: -1 }', message: "'rate_limiting.burst_size'" },
    { it: 'a word for a switch', text: 'auth: { allow_registration: "no" }', message: "'auth.allow_registration'" },
  ]
  it.each(refused)('refuses $it by name', ({ text, message }) => {
    expect(() => loadConfig({ config: file(text) }, {})).toThrow(message)
  })

  it('refuses a folder by name', () => {
    expect(() => loadConfig({ config: folder }, {})).toThrow(`${folder}: is a folder`)
  })

  it('refuses an environment that is no number', () => {
    expect(() => loadConfig({}, { CALLFLOW_PORT: 'x' })).toThrow('CALLFLOW_PORT')
  })
})
