// Which service a path is of: TS 29.501 §4.4.1, {apiRoot}/{service}/v{N}/….
import { type Service, SERVICES } from './tables-services.ts'

export interface ServicePath {
  /** First segment, `nsmf-pdusession`. */
  readonly service: string
  readonly version?: string
  readonly producer: string
  readonly name: string
  readonly operation?: string
  /** What is asked for, without identifiers: the path's last word. */
  readonly resource: string
  /** From the service on, without query. */
  readonly path: string
  /** To a URI that the consumer gave. */
  readonly isCallback: boolean
}

const SERVICE = /^n[a-z0-9]+(?:-[a-z0-9]+)+$/
const VERSION = /^v\d+$/
const NORTHBOUND = /^3gpp-[a-z0-9-]+$/
const CALLBACK = /callback|notif/i
/** A segment that only names an instance. */
const IDENTIFIER = /^(?:\d+|[0-9a-f-]{16,}|(?:imsi|nai|suci|msisdn|imeisv?|extid|gci|gli|5g-guti|urn)[-:].*)$/i
const MOST_SEGMENTS = 24

/** Undefined where the path is of no service of the core. */
export function servicePath(method: string, path: string): ServicePath | undefined {
  const segments = (path.split('?', 1)[0] ?? '').split('/', MOST_SEGMENTS).filter((segment) => segment !== '')
  const bare = bareService(segments)
  if (bare) return describe(method, segments, bare)
  const at = segments.findIndex((segment, i) => isService(segment) && VERSION.test(segments[i + 1] ?? ''))
  if (at < 0) return undefined
  return describe(method, segments.slice(at), { service: segments[at]!, behind: 2 })
}

function isService(segment: string): boolean {
  return SERVICE.test(segment) || NORTHBOUND.test(segment)
}

/** Paths without a service in them: TS 29.510 §5.4, §5.5. */
function bareService(segments: readonly string[]): { service: string; behind: number } | undefined {
  const [first, second] = segments.slice(-2)
  if (first === 'oauth2' && second === 'token') return { service: 'nnrf-oauth2', behind: segments.length - 1 }
  if (segments.at(-1) === 'bootstrapping') return { service: 'nnrf-bootstrapping', behind: segments.length }
  return undefined
}

function describe(
  method: string,
  segments: readonly string[],
  { service, behind }: { service: string; behind: number },
): ServicePath {
  const known = SERVICES[service]
  const version = segments[1] !== undefined && VERSION.test(segments[1]) ? segments[1] : undefined
  const rest = segments.slice(behind)
  const isCallback = !known && CALLBACK.test(segments.join('/'))
  const operation = known && operationOf(known, method, rest)
  return {
    service,
    ...(version !== undefined && { version }),
    producer: isCallback ? '' : (known?.producer ?? producerOf(service)),
    name: known?.name ?? nameOf(service),
    ...(operation !== undefined && { operation }),
    resource: rest.findLast((segment) => !IDENTIFIER.test(segment)) ?? '',
    path: `/${segments.join('/')}`,
    isCallback: isCallback || (operation === undefined && CALLBACK.test(rest.join('/'))),
  }
}

function operationOf({ operations = [] }: Service, method: string, rest: readonly string[]): string | undefined {
  return operations.find(([asked, pattern]) => asked === method && fits(pattern, rest))?.[2]
}

function fits(pattern: string, rest: readonly string[]): boolean {
  const wanted = pattern === '' ? [] : pattern.split('/')
  return wanted.length === rest.length && wanted.every((one, i) => one === '*' || one === rest[i])
}

/** Letters between `n` and the first hyphen. */
function producerOf(service: string): string {
  return NORTHBOUND.test(service) ? 'NEF' : service.slice(1, service.indexOf('-')).toUpperCase()
}

/** As the standards would write it: `nxyz-some-thing` is Nxyz_some-thing. */
function nameOf(service: string): string {
  if (NORTHBOUND.test(service)) return service
  const hyphen = service.indexOf('-')
  return `N${service.slice(1, hyphen)}_${service.slice(hyphen + 1)}`
}
