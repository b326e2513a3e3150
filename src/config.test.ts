import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEFAULTS, loadConfig } from './config.ts'

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

  it('loads the file of the API’s documents', () => {
    expect(loadConfig({ config: file(SPEC) }, {})).toMatchObject({ storage: { upload_dir: '/data/uploads' } })
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
    { it: 'a list', text: '[1, 2]', message: 'not a configuration' },
  ]
  it.each(refused)('refuses $it by name', ({ text, message }) => {
    expect(() => loadConfig({ config: file(text) }, {})).toThrow(message)
  })

  it('refuses an environment that is no number', () => {
    expect(() => loadConfig({}, { CALLFLOW_PORT: 'x' })).toThrow('CALLFLOW_PORT')
  })
})
