import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import ipaddr from 'ipaddr.js'
import type { Principal } from '../auth/principal.ts'
import { ApiError } from './errors.ts'
import { type Room, TokenBuckets } from './token-buckets.ts'

const MINUTE_MS = 60_000
const BURST_MS = 10_000
/** Whoever has one IPv6 address has its whole /64: RFC 6177 §2. */
const IPV6_NETWORK_BITS = 64

/** Requests a minute and at once; 0 is no limit. */
export interface RateLimits {
  readonly requests_per_minute: number
  readonly burst_size: number
  readonly uploads_per_minute: number
  readonly logins_per_minute: number
  readonly web_requests_per_minute: number
  readonly web_burst_size: number
  readonly web_uploads_per_minute: number
}

interface Bucket {
  readonly buckets: TokenBuckets
  /** Whether headers tell it; bursts are not told. */
  readonly isTold: boolean
}

interface Buckets {
  readonly all: readonly Bucket[]
  readonly web: readonly Bucket[]
  readonly upload: Bucket
  readonly webUpload: Bucket
  readonly login: Bucket
}

/** Counts requests, and refuses those beyond the limits. */
export function limitRates(app: FastifyInstance, limits: RateLimits): void {
  const buckets: Buckets = {
    all: [perMinute(limits.requests_per_minute), burst(limits.burst_size)],
    web: [perMinute(limits.web_requests_per_minute), burst(limits.web_burst_size)],
    upload: perMinute(limits.uploads_per_minute),
    webUpload: perMinute(limits.web_uploads_per_minute),
    login: perMinute(limits.logins_per_minute),
  }
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config?.uncounted) return
    // The process's own clock: the system's may be set back, and nobody be let in until it has caught up.
    count(request, reply, { buckets, now: performance.now() })
  })
}

function perMinute(size: number): Bucket {
  return { buckets: new TokenBuckets(size, MINUTE_MS), isTold: true }
}

function burst(size: number): Bucket {
  return { buckets: new TokenBuckets(size, BURST_MS), isTold: false }
}

function count(
  request: FastifyRequest,
  reply: FastifyReply,
  { buckets, now }: { buckets: Buckets; now: number },
): void {
  const caller = callerOf(request)
  const rooms = bucketsFor(request, buckets)
    .filter((bucket) => bucket.buckets.size > 0)
    .map((bucket) => ({ ...bucket, room: bucket.buckets.look(caller, now) }))
  const wait = Math.max(0, ...rooms.map(({ room }) => room.wait))
  if (wait === 0) for (const { buckets: taken } of rooms) taken.take(caller, now)
  const [narrowest] = rooms.filter(({ isTold }) => isTold).sort((a, b) => a.room.remaining - b.room.remaining)
  if (narrowest) tell(reply, narrowest.buckets.size, narrowest.room)
  if (wait === 0) return
  const retry_after = Math.max(1, Math.ceil(wait / 1000))
  reply.header('retry-after', retry_after)
  throw new ApiError('RATE_LIMIT_EXCEEDED', { retry_after })
}

function bucketsFor(request: FastifyRequest, buckets: Buckets): readonly Bucket[] {
  const isWeb = counted(request)?.by === 'session'
  const own = { upload: isWeb ? buckets.webUpload : buckets.upload, login: buckets.login }
  const { bucket } = request.routeOptions.config ?? {}
  const general = isWeb ? buckets.web : buckets.all
  return bucket === undefined ? general : [...general, own[bucket]]
}

/** A login counts for the address, whatever else was shown: keys do not multiply guesses at passwords. */
function counted({ principal, routeOptions }: FastifyRequest): Principal | undefined {
  const { public: isPublic, bucket } = routeOptions.config ?? {}
  return isPublic && bucket === 'login' ? undefined : principal
}

function tell(reply: FastifyReply, size: number, room: Room): void {
  reply.header('x-ratelimit-limit', size)
  reply.header('x-ratelimit-remaining', room.remaining)
  reply.header('x-ratelimit-reset', Math.ceil((Date.now() + room.full) / 1000))
}

/** Whom a request counts for: the API key, the user, or the address it came from. */
function callerOf(request: FastifyRequest): string {
  const principal = counted(request)
  if (principal?.by === 'key') return `key ${principal.id}`
  return principal?.user ? `user ${principal.user.user_id}` : `address ${networkOf(request.ip)}`
}

function networkOf(ip: string): string {
  if (!ipaddr.isValid(ip)) return ip
  const address = ipaddr.process(ip)
  if (address.kind() === 'ipv4') return address.toString()
  return ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/${IPV6_NETWORK_BITS}`).toString()
}
