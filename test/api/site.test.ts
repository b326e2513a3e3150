import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fastify } from 'fastify'
import { beforeAll, describe, expect, it } from 'vitest'
import { serveSite } from '../../src/api/site.ts'
import { temporaryFolder } from './running-server.ts'

const HTML = { accept: 'text/html,application/xhtml+xml' }

/** A server that has nothing but a built application. */
async function built() {
  const folder = join(temporaryFolder(), 'web')
  mkdirSync(join(folder, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'index.html'), '<meta name="style-nonce" content="__NONCE__"><div id="app"></div>')
  writeFileSync(join(folder, 'assets', 'index-abc123.js'), 'export {}')
  const app = fastify()
  const site = await serveSite(app, folder)
  app.setNotFoundHandler((request, reply) =>
    site?.wants(request) ? site.send(reply) : reply.code(404).send({ code: 'NOT_FOUND' }),
  )
  return app
}

describe('the browser application', () => {
  let app: Awaited<ReturnType<typeof built>>
  beforeAll(async () => {
    app = await built()
  })

  const pages = ['/', '/jobs/255e245b', '/sessions/1?m=evt-001', '/anything']
  it.each(pages)('is what a browser gets at %s', async (url) => {
    const { statusCode, headers, body } = await app.inject({ url, headers: HTML })
    expect(statusCode).toBe(200)
    expect(headers['cache-control']).toBe('no-store')
    expect(body).toContain('<div id="app">')
  })

  const others = ['/api/v1/nothing', '/ws/x', '/health/x', '/assets/gone.js']
  it.each(others)('is not what stands at %s', async (url) => {
    expect((await app.inject({ url, headers: HTML })).statusCode).toBe(404)
  })

  it('is nothing for programs', async () => {
    expect((await app.inject({ url: '/', headers: { accept: 'application/json' } })).statusCode).toBe(404)
    expect((await app.inject({ method: 'POST', url: '/', headers: HTML })).statusCode).toBe(404)
  })

  it('lets in styles by a nonce that no two pages share, and no script but its own', async () => {
    const [one, other] = await Promise.all([1, 2].map(() => app.inject({ url: '/', headers: HTML })))
    const policy = String(one!.headers['content-security-policy'])
    const nonce = /style-nonce" content="([0-9a-f]{16,})"/.exec(one!.body)?.[1]
    expect(policy).toContain(`'nonce-${nonce}'`)
    expect(other!.body).not.toContain(nonce)
    expect(policy).not.toContain('unsafe')
    expect(policy).toContain("default-src 'none'")
  })

  it('keeps what holds a hash in its name', async () => {
    const { headers } = await app.inject({ url: '/assets/index-abc123.js' })
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable')
  })

  it('is absent where it was not built', async () => {
    const folder = temporaryFolder()
    expect(existsSync(join(folder, 'index.html'))).toBe(false)
    expect(await serveSite(fastify(), folder)).toBeUndefined()
  })
})
