import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import helmet from '@fastify/helmet'
import files from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** Where the build puts the browser application; seen from here the same for sources and for the build. */
const BUILT = fileURLToPath(new URL('../../dist/web/', import.meta.url))
const PAGE = 'index.html'
const NONCE = '__NONCE__'
const YEAR = '365d'

/** Paths of the API, where what is unknown is an error and no page. */
const NO_PAGES = /^\/(?:api|ws|health|metrics|assets)(?:\/|$)/

/** The browser application as the server gives it; without it the API stands alone. */
export interface Site {
  /** Whether this is a browser that asks for a page: the application itself then finds out which. */
  wants(request: FastifyRequest): boolean
  send(reply: FastifyReply): FastifyReply
}

/** Serves the built files. Names under `assets` hold a hash of their content, so they never change. */
export async function serveSite(app: FastifyInstance, folder = BUILT): Promise<Site | undefined> {
  await protect(app)
  if (!existsSync(join(folder, PAGE))) return undefined
  const page = readFileSync(join(folder, PAGE), 'utf8')
  await app.register(files, { root: join(folder, 'assets'), prefix: '/assets/', preCompressed: true, ...FOREVER })
  return {
    wants: ({ method, url, headers }) =>
      (method === 'GET' || method === 'HEAD') &&
      !NO_PAGES.test(url.replace(/\?.*$/s, '')) &&
      (headers.accept ?? '').includes('text/html'),
    send: (reply) =>
      reply
        .code(200)
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-store')
        .send(page.replaceAll(NONCE, reply.cspNonce.style)),
  }
}

const FOREVER = { maxAge: YEAR, immutable: true, wildcard: false, decorateReply: false, index: false } as const

/** Nothing but what this server sends is run, and nothing is asked of another; styles made later carry the nonce. */
async function protect(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    enableCSPNonces: true,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        mediaSrc: ["'self'", 'blob:'],
        workerSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // Plain HTTP is how it starts; whoever ends TLS in front of it says so.
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  })
}
