import type { Inflate, Out } from '../../model/message.ts'
import { roundMilliseconds } from '../../model/moment.ts'
import { tellService } from '../sba/tell.ts'
import { type Body, readBody } from './body.ts'
import { type Asked, type Draft, valueOf } from './draft.ts'
import { tellGrpc } from './grpc.ts'
import { type Header, UNKNOWN } from './hpack-table.ts'
import { pathForm } from './path-form.ts'
import { redactedHeader, redactedJson, redactedPath, redactedUri } from './redact.ts'
import { STATUS_NAMES } from './tables-status.ts'

/** Characters of a message's line, of a header's value, and of a body's JSON; and headers that are told. */
const LONGEST_SHORT = 80
const LONGEST_VALUE = 512
const LONGEST_PATH = 2048
const LARGEST_JSON = 16_384
const MOST_HEADERS = 64

interface Context {
  /** Identifier of the stream; of HTTP/1.1 the exchange's ordinal. */
  readonly id: number
  readonly connection: string
  readonly asked: Asked | undefined
  readonly inflate: Inflate | undefined
}

/** What the parts of a message are told from. */
export interface HttpMessage {
  readonly isRequest: boolean
  readonly method: string
  readonly path: string
  readonly authority: string
  /** Undefined of a request, or where it is not known. */
  readonly status: number | undefined
  readonly headers: readonly Header[]
  readonly body: Body
}

/** Says what a request or response is. */
export function tell(draft: Draft, { id, connection, asked, inflate }: Context, out: Out): void {
  const { headers, isRequest } = draft
  const type = valueOf(headers, 'content-type') ?? ''
  const coding = (valueOf(headers, 'content-encoding') ?? '').trim().toLowerCase()
  const message: HttpMessage = {
    isRequest,
    method: asked?.method ?? '',
    path: asked?.path ?? '',
    authority: asked?.authority ?? '',
    status: isRequest ? undefined : statusOf(headers),
    headers,
    body: readBody(draft.takeBody(), { type, coding, inflate }),
  }
  if (draft.text !== '') out.put('http_version', draft.text)
  else out.put('stream_id', id)
  putStart(message, out)
  putHeaders(draft, out)
  putBody(draft, message.body, { type, coding }, out)
  putState(draft, message, asked, out)
  const service = tellService(message, out)
  const told = service?.short ?? tellGrpc(message, draft, out)
  const name = nameOf(message, service?.form)
  const short = told ?? (draft.text !== '' ? `HTTP/${draft.text} ${name}` : `HTTP2 ${name}`)
  out.name(name, short.slice(0, LONGEST_SHORT))
  out.key('http2-exchange', `${connection}/${id}`, isRequest ? 'open' : 'same')
  out.key('http2-connection', connection, 'about')
}

function statusOf(headers: readonly Header[]): number | undefined {
  const status = Number(valueOf(headers, ':status'))
  return Number.isInteger(status) ? status : undefined
}

/** Without what names one instance, that requests for the same can be told as one kind. */
function nameOf({ isRequest, method, path, status }: HttpMessage, form: string | undefined): string {
  if (!isRequest) return status === undefined ? 'response' : `${status} ${STATUS_NAMES[status] ?? ''}`.trimEnd()
  const shown = form ?? pathForm((path.split('?', 1)[0] ?? '').split('/'))
  return `${method || 'request'} ${shown}`.trimEnd()
}

function putStart({ isRequest, method, path, authority, status }: HttpMessage, out: Out): void {
  const shown = redactedPath(path).slice(0, LONGEST_PATH)
  if (isRequest) {
    if (method !== '') out.put('method', method)
    if (path !== '') out.put('path', shown)
    if (authority !== '') out.put('authority', redactedUri(authority))
    return
  }
  out.put('status', status)
  if (method !== '' || path !== '') out.put('request', `${method} ${shown}`.trim())
}

function putHeaders(draft: Draft, out: Out): void {
  const { headers, trailers } = draft
  const plain = headers.filter(({ name }) => !name.startsWith(':'))
  if (plain.length > 0) out.put('headers', shownHeaders(plain))
  if (trailers.length > 0) out.put('trailers', shownHeaders(trailers))
  if (draft.isTruncated || plain.length > MOST_HEADERS) out.put('headers_truncated', true)
  if (draft.isPartial) out.put('hpack_state', 'partial')
}

/** By name; several of one name in one value. */
function shownHeaders(headers: readonly Header[]): Record<string, string> {
  const shown = new Map<string, string>()
  for (const { name, value } of headers.slice(0, MOST_HEADERS)) {
    if (name === UNKNOWN) continue
    const before = shown.get(name)
    const text = redactedHeader(name, value).slice(0, LONGEST_VALUE)
    shown.set(name, before === undefined ? text : `${before}, ${text}`.slice(0, LONGEST_VALUE))
  }
  return Object.fromEntries(shown)
}

function putBody(draft: Draft, body: Body, sent: { type: string; coding: string }, out: Out): void {
  if (sent.type !== '') out.put('content_type', sent.type.slice(0, LONGEST_VALUE))
  if (draft.bodySize > 0) out.put('body_size', draft.bodySize)
  if (draft.isBodyCut) out.put('body_truncated', true)
  if (body.isCompressed) out.put('compressed', sent.coding)
  if (body.json !== undefined) putJson(redactedJson(body.json), body.size, out)
  if (body.parts.length > 0) {
    out.put(
      'body_parts',
      body.parts.map(({ type, id, bytes }) => ({
        content_type: type,
        ...(id !== '' && { content_id: id }),
        size: bytes.length,
      })),
    )
  }
}

function putJson(json: unknown, size: number, out: Out): void {
  // Redacting makes it three times as long at most: short bodies need not be measured.
  const text = size <= LARGEST_JSON / 2 ? '' : (JSON.stringify(json) ?? '')
  if (text.length <= LARGEST_JSON) out.put('json', json)
  else {
    out.put('json_text', text.slice(0, LARGEST_JSON))
    out.put('json_truncated', true)
  }
}

const FIRST_FAILURE = 400

function putState(draft: Draft, { isRequest, status }: HttpMessage, asked: Asked | undefined, out: Out): void {
  if (draft.isPushed || asked?.isPushed) out.put('pushed', true)
  if (draft.reset !== undefined) out.put('reset', draft.reset)
  const latency = !isRequest && asked?.isPushed === false ? (draft.time - asked.time) / 1e6 : -1
  if (latency >= 0) out.put('latency_ms', roundMilliseconds(latency))
  if (status !== undefined && status >= FIRST_FAILURE) out.put('failed', true)
  if (draft.isCut) out.fault = 'cut'
  else if (draft.isMalformed) out.fault = 'malformed'
}
