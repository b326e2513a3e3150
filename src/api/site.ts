import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import files from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { PACKAGE_FOLDER } from '../package.ts'

/** Where the build puts the browser application. */
const BUILT = join(PACKAGE_FOLDER, 'dist/web')
const PAGE = 'index.html'
const NONCE = '__NONCE__'
const NONCE_BYTES = 16

/** Paths of the API, where what is unknown is an error and no page. */
const NO_PAGES = /^\/(?:api|ws|health|metrics|assets)(?:\/|$)/

/** Names under `assets` hold a hash of their content, so they never change. */
const FOREVER = { maxAge: '365d', immutable: true, wildcard: false, decorateReply: false, index: false } as const

/** The browser application as the server gives it; without it the API stands alone. */
export interface Site {
  /** Whether this is a browser that asks for a page: the application itself then finds out which. */
  wants(request: FastifyRequest): boolean
  send(reply: FastifyReply): FastifyReply
}

/** Serves the built files, to all: they are no requests to the API, and hold nothing of anybody. */
export async function serveSite(app: FastifyInstance, folder = BUILT): Promise<Site | undefined> {
  if (!existsSync(join(folder, PAGE))) return undefined
  const page = readFileSync(join(folder, PAGE), 'utf8')
  await app.register(async (own) => {
    own.addHook('onRoute', (route) => {
      route.config = { ...route.config, public: true, uncounted: true }
    })
    await own.register(files, { root: join(folder, 'assets'), prefix: '/assets/', preCompressed: true, ...FOREVER })
  })
  return {
    wants: ({ method, url, headers }) =>
      (method === 'GET' || method === 'HEAD') &&
      !NO_PAGES.test(url.replace(/\?.*$/s, '')) &&
      (headers.accept ?? '').includes('text/html'),
    send: (reply) => {
      const nonce = randomBytes(NONCE_BYTES).toString('hex')
      return reply
        .code(200)
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-store')
        .header('content-security-policy', policy(nonce))
        .send(page.replaceAll(NONCE, nonce))
    },
  }
}

/** Nothing but what this server sends is run, and nothing is asked of another; styles made later carry the nonce. */
function policy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "media-src 'self' blob:",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join(';')
}
