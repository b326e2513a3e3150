// Which service a path is of: TS 29.501 §4.4.1, {apiRoot}/{service}/v{N}/….
import { pathForm, segmentForm } from '../http2/path-form.ts'
import { SERVICES } from './tables-services.ts'

export interface ServicePath {
  /** First segment, `nsmf-pdusession`. */
  readonly service: string
  readonly version?: string
  readonly producer: string
  readonly name: string
  readonly operation?: string
  /** One operation for several resources: only both together tell what is done. */
  readonly isManifold: boolean
  /** What is asked for, without identifiers: the path's last word. */
  readonly resource: string
  /** From the service on, without query. */
  readonly path: string
  /** Likewise, with what names an instance folded. */
  readonly form: string
  /** To a URI that the consumer gave. */
  readonly isCallback: boolean
}

const SERVICE = /^n[a-z0-9]+(?:-[a-z0-9]+)+$/
const VERSION = /^v\d+$/
const NORTHBOUND = /^3gpp-[a-z0-9-]+$/
const CALLBACK = /callback|notif/i
const MOST_SEGMENTS = 24

/** `service operation` of operations for several resources. */
const MANIFOLD: ReadonlySet<string> = new Set(
  Object.entries(SERVICES).flatMap(([service, { operations = [] }]) =>
    operations
      .filter(
        ([, path, name]) =>
          path.endsWith('+') || operations.some(([, one, other]) => other === name && wordOf(one) !== wordOf(path)),
      )
      .map(([, , name]) => `${service} ${name}`),
  ),
)

/** Last word of an operation's path that is no instance. */
function wordOf(pattern: string): string | undefined {
  return pattern.split('/').findLast((word) => word !== '*')
}

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
  const [, pattern, operation] = known?.operations?.find(([asked, one]) => asked === method && fits(one, rest)) ?? []
  const folded = foldedBy(pattern, rest)
  return {
    service,
    ...(version !== undefined && { version }),
    producer: isCallback ? '' : (known?.producer ?? producerOf(service)),
    name: known?.name ?? nameOf(service),
    ...(operation !== undefined && { operation }),
    isManifold: MANIFOLD.has(`${service} ${operation}`),
    resource: rest.findLast((segment) => !segmentForm(segment).startsWith('{')) ?? '',
    path: `/${segments.join('/')}`,
    form: `/${pathForm([...segments.slice(0, behind), ...folded])}`,
    isCallback: isCallback || (operation === undefined && CALLBACK.test(rest.join('/'))),
  }
}

function fits(pattern: string, rest: readonly string[]): boolean {
  const wanted = wordsOf(pattern)
  return wanted.length === rest.length && wanted.every((one, i) => one === '*' || one === '+' || one === rest[i])
}

function wordsOf(pattern: string): string[] {
  return pattern === '' ? [] : pattern.split('/')
}

/** Where an operation's path has an instance there is one, whatever it is called. */
function foldedBy(pattern: string | undefined, rest: readonly string[]): readonly string[] {
  if (pattern === undefined) return rest
  return wordsOf(pattern).map((one, i) => {
    const form = segmentForm(rest[i]!)
    return one === '*' && !form.includes('{') ? '{id}' : form
  })
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
