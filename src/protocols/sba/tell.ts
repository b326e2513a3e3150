import type { Out } from '../../model/message.ts'
import { pathForm } from '../http2/path-form.ts'
import type { HttpMessage } from '../http2/tell.ts'
import { flowEnds } from '../diameter/clues.ts'
import { readContainers } from './containers.ts'
import { partsOf, plainAuthority } from './uri.ts'
import {
  type CallClues,
  identify,
  identifyPath,
  type Identities,
  partyOf,
  searchJson,
  searchText,
} from './identities.ts'
import { STATUS_NAMES } from '../http2/tables-status.ts'
import { type ServicePath, servicePath } from './path.ts'

/** Clues of a service's messages, for its tracker alone: nobody keeps them. */
export const RESOURCE = 'resource-uri'
export const CALLBACK = 'callback-uri'
/** The resource that a request asks for. */
export const ASKED_RESOURCE = 'request-uri'
export const CONTENT = 'content'

function header({ headers }: HttpMessage, name: string): string | undefined {
  return headers.find((one) => one.name === name)?.value
}

/** What a message of a service is called. */
interface Told {
  readonly short: string
  /** Path of its resource, without what names one instance. */
  readonly form: string
}

/**
 * Says of a request or response of the 5G core (TS 29.500) which service it is of, whom it is about and what became of
 * it. Gives undefined where it is of no service.
 */
export function tellService(message: HttpMessage, out: Out): Told | undefined {
  const { isRequest, method, path } = message
  const callback = header(message, '3gpp-sbi-callback')
  const known = servicePath(method, path) ?? (callback === undefined ? makingPath(message) : callbackPath(path))
  if (!known) return undefined
  const { service, version, operation, producer, resource } = known
  out.put('service', service)
  out.put('service_version', version)
  out.put('service_name', known.name)
  out.put('operation', operation)
  if (operation !== undefined) out.also(`HTTP2 ${known.name} ${operation}${isRequest ? '' : ' response'}`)
  if (resource !== '') out.put('resource', resource)
  if (producer !== '') out.put('nf_producer', producer)
  if (isRequest) {
    const consumer = consumerOf(header(message, 'user-agent'))
    if (consumer !== undefined) out.put('nf_consumer', consumer)
  }
  if (known.isCallback || callback !== undefined) out.put('callback', callback ?? true)
  tellSubject(message, known, out)
  const problem = isRequest ? undefined : problemOf(message)
  if (problem) out.put('problem', problem)
  const held = readContainers(message.body.parts, message.body.json, out)
  return { short: [line(message, known, problem), ...held].join(' / '), form: known.form }
}

/** Of an answer whose request cannot be read: what it made lies below what was asked, TS 29.501 §4.6.1.1.1. */
function makingPath(message: HttpMessage): ServicePath | undefined {
  const location = message.isRequest || message.path !== '' ? undefined : header(message, 'location')
  return location === undefined ? undefined : servicePath('POST', location.replace(/\/[^/]*$/, ''))
}

/** A URI that its consumer was free to choose: the header tells that it is a callback, TS 29.500 §5.2.3.2.3. */
function callbackPath(path: string): ServicePath {
  const plain = path.split('?', 1)[0] ?? ''
  const form = pathForm(plain.split('/'))
  const nothing = { producer: '', resource: '', isManifold: false }
  return { ...nothing, service: 'callback', name: 'callback', path: plain, form, isCallback: true }
}

function line({ isRequest, method, status }: HttpMessage, known: ServicePath, problem: Problem | undefined): string {
  const { name, operation, resource, isManifold } = known
  if (isRequest) {
    if (operation === undefined) return `HTTP2 ${method} ${name} ${resource}`
    return `HTTP2 ${name} ${operation}${isManifold && resource !== '' ? ` ${resource}` : ''}`
  }
  const told = problem?.cause ?? STATUS_NAMES[status ?? 0]
  return `HTTP2 ${status ?? 'response'}${told === undefined ? '' : ` ${told}`} (${name})`
}

/** Its type stands first, an instance may follow: TS 29.500 §5.2.2.2. */
function consumerOf(agent: string | undefined): string | undefined {
  const [, type] = /^([A-Z0-9_]{2,12}|5G[-_][A-Z]+)(?:[-/ ]|$)/.exec(agent ?? '') ?? []
  return type
}

interface Problem {
  readonly cause?: string
  readonly status?: number
  readonly title?: string
  readonly detail?: string
  readonly invalid_params?: readonly string[]
}

const LONGEST = 300

/** ProblemDetails: TS 29.571 §5.2.4.1; in an error of a session's context it lies within, TS 29.502 §6.1.6.2.11. */
function problemOf({ status = 0, body }: HttpMessage): Problem | undefined {
  if (status < 300 || typeof body.json !== 'object' || body.json === null) return undefined
  const outer = body.json as Record<string, unknown>
  const inner = outer['error'] ?? outer['problemDetails']
  const from = (typeof inner === 'object' && inner !== null ? inner : outer) as Record<string, unknown>
  const text = (name: string): string | undefined => {
    const value = from[name]
    return typeof value === 'string' ? value.slice(0, LONGEST) : undefined
  }
  const [cause, title, detail] = [text('cause') ?? oauthError(inner), text('title'), text('detail')]
  const params = from['invalidParams']
  const invalid = Array.isArray(params) ? params.slice(0, 8).map((one: { param?: unknown }) => String(one?.param)) : []
  const problem = {
    ...(cause !== undefined && { cause }),
    ...(typeof from['status'] === 'number' && { status: from['status'] }),
    ...(title !== undefined && { title }),
    ...(detail !== undefined && { detail }),
    ...(invalid.length > 0 && { invalid_params: invalid }),
  }
  return Object.keys(problem).length > 0 ? problem : undefined
}

/** RFC 6749 §5.2: `error` is a word. */
function oauthError(error: unknown): string | undefined {
  return typeof error === 'string' ? error.slice(0, LONGEST) : undefined
}

function tellSubject(message: HttpMessage, known: ServicePath, out: Out): void {
  const { isRequest, path, body } = message
  const ids: Identities = {}
  if (isRequest) {
    identifyPath(path, ids)
    const correlation = header(message, '3gpp-sbi-correlation-info')
    for (const value of (correlation ?? '').split(';', 8)) identify(value.trim(), ids)
  }
  // A network function's own profile names ranges of subscribers, not one.
  const isAboutFunctions = known.service.startsWith('nnrf-')
  const call: CallClues = { flows: [] }
  const callbacks = isAboutFunctions ? [] : searchJson(body.json, ids, call)
  if (!isAboutFunctions && body.rest !== '') searchText(body.rest, ids)
  const location = isRequest ? undefined : header(message, 'location')
  if (location !== undefined && !isAboutFunctions) identifyPath(partsOf(location)?.path ?? location, ids)
  if (Object.keys(ids).length > 0) out.put('ids', ids)
  if (ids.pdu_session_id !== undefined) out.also(`#${ids.pdu_session_id}`)
  if (ids.dnn !== undefined) out.also(`apn ${ids.dnn}`)
  const party = partyOf(ids)
  if (party) out.party(party)
  if (ids.ue_ip !== undefined) out.clue('ue-ip', ids.ue_ip)
  if (ids.suci !== undefined && ids.supi === undefined) out.clue('suci', ids.suci)
  if (ids.dnn !== undefined) out.clue('apn', ids.dnn)
  if (ids.charging_id !== undefined) out.clue('charging-id', ids.charging_id)
  if (call.icid !== undefined) out.clue('icid', call.icid)
  for (const flow of call.flows) for (const end of flowEnds(flow)) out.clue('flow-endpoint', end)
  if (location !== undefined) out.clue(RESOURCE, absolute(location, message))
  for (const uri of callbacks) out.clue(CALLBACK, absolute(uri, message))
  out.clue(ASKED_RESOURCE, absolute(path, message))
  out.clue(CONTENT, contentOf(message, known))
}

/** `authority path`, without query; the authority is that of the last hop where an agent is told of it. */
function absolute(uri: string, message: HttpMessage): string {
  const root = header(message, '3gpp-sbi-target-apiroot')
    ?.replace(/^https?:\/\//i, '')
    .split('/', 1)[0]
  const parts = partsOf(uri)
  // Some give a new resource's name alone: RFC 3986 §5.2, as if the collection ended with a slash.
  const relative = uri.startsWith('/') ? uri : `${message.path.split('?', 1)[0] ?? ''}/${uri}`
  const path = (parts?.path ?? relative).split('?', 1)[0] ?? ''
  return `${plainAuthority(parts?.authority ?? root ?? message.authority)} ${path.replace(/\/+$/, '')}`
}

const FNV_PRIME = 0x01000193

/** What both hops of a message have in common: service, path, and the body as it was sent. */
function contentOf({ method, status, body }: HttpMessage, { path }: ServicePath): string {
  const text = `${JSON.stringify(body.json) ?? ''}${body.rest}${body.parts.map(({ bytes }) => bytes.length).join()}`
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), FNV_PRIME)
  return `${method} ${path} ${status ?? ''} ${hash >>> 0}`
}
