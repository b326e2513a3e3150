import type { FastifyContextConfig, FastifyInstance } from 'fastify'
import type { Scope } from '../model/user.ts'

declare module 'fastify' {
  /** Who may use a route: it is public, needs a scope, or needs a person's login (no API key); or both of the last. */
  interface FastifyContextConfig {
    public?: true
    scope?: Scope
    person?: true
    /** A rate limit of its own, besides that of all routes. */
    bucket?: 'upload' | 'login'
    /** Not counted by rate limits. */
    uncounted?: true
    /** Set where a WebSocket is opened: who may not is told by the code that it is closed with. */
    webSocket?: true
  }
}

export interface Route {
  readonly method: string
  /** With parameters as `:name`. */
  readonly url: string
  readonly config: FastifyContextConfig
}

/** All routes as they are added. One that does not say who may use it stops the start. */
export class RouteTable {
  readonly #routes: Route[] = []

  constructor(app: FastifyInstance) {
    app.addHook('onRoute', ({ method, url, config = {} }) => {
      const methods = [method].flat()
      const { public: isPublic, scope, person } = config
      if (isPublic !== true && scope === undefined && person !== true) {
        throw new Error(`${methods.join()} ${url} says neither which scope it needs nor that it is public`)
      }
      for (const one of methods) this.#routes.push({ method: one, url, config })
    })
  }

  all(): readonly Route[] {
    return this.#routes
  }

  /** Whether a path is there, for whatever method. */
  knows(path: string): boolean {
    return this.#routes.some(({ url }) => matches(url, path))
  }
}

function matches(route: string, path: string): boolean {
  const [wanted, given] = [route.split('/'), path.split('/')]
  return wanted.length === given.length && wanted.every((part, i) => part.startsWith(':') || part === given[i])
}
