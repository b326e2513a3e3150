import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Issued } from '../auth/logins.ts'

const ACCESS = 'callflowd_access'
const REFRESH = 'callflowd_refresh'
/** The refresh token goes nowhere else. */
const REFRESH_PATH = '/api/v1/session'

/** The web application's tokens, which the browser keeps from the page: RFC 6265, `SameSite` of RFC 6265bis. */
export function setSessionCookies(request: FastifyRequest, reply: FastifyReply, issued: Issued): void {
  const { access_token, expires_in, refresh_token, refresh_expires_in } = issued
  reply.header('set-cookie', [
    cookie(request, { name: ACCESS, value: access_token, path: '/', seconds: expires_in }),
    cookie(request, { name: REFRESH, value: refresh_token, path: REFRESH_PATH, seconds: refresh_expires_in }),
  ])
}

export function clearSessionCookies(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('set-cookie', [
    cookie(request, { name: ACCESS, value: '', path: '/', seconds: 0 }),
    cookie(request, { name: REFRESH, value: '', path: REFRESH_PATH, seconds: 0 }),
  ])
}

export function accessCookie(request: FastifyRequest): string | undefined {
  return read(request, ACCESS)
}

export function refreshCookie(request: FastifyRequest): string | undefined {
  return read(request, REFRESH)
}

function cookie(
  request: FastifyRequest,
  { name, value, path, seconds }: { name: string; value: string; path: string; seconds: number },
): string {
  const secure = request.protocol === 'https' ? '; Secure' : ''
  return `${name}=${value}; Path=${path}; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure}`
}

function read(request: FastifyRequest, name: string): string | undefined {
  const all = request.headers.cookie?.split(';') ?? []
  const found = all.find((pair) => pair.trim().startsWith(`${name}=`))
  return found?.slice(found.indexOf('=') + 1).trim() || undefined
}

/** Whether a browser sent this from a page of ours: other sites' pages must not change anything in a user's name. */
export function isOwnOrigin({ headers, host }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  return headers.origin !== undefined && URL.parse(headers.origin)?.host === host
}
