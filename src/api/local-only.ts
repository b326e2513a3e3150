import type { FastifyRequest } from 'fastify'
import { ApiError } from './errors.ts'

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Whether an address can be reached from this machine only. */
export function isLoopback(address: string): boolean {
  return address === 'localhost' || address === '::1' || /^127\.\d+\.\d+\.\d+$/.test(address)
}

/**
 * Without users only programs of this machine are served, and pages of other sites are none of them: a name that was
 * rebound to loopback shows in Host, another site's page in Origin.
 */
export function requireLocal(request: FastifyRequest): void {
  if (!LOOPBACK.has(hostOf(request.headers.host ?? '')))
    throw new ApiError('FORBIDDEN', {}, 'Only reachable as localhost')
  const { origin } = request.headers
  if (origin === undefined) return
  if (origin !== `http://${request.headers.host}`)
    throw new ApiError('FORBIDDEN', {}, 'Requests of other sites are refused')
}

function hostOf(host: string): string {
  return host.replace(/:\d+$/, '').toLowerCase()
}
