/** SIP messages and dialogs: RFC 3261. */
import { type End, endText } from './internet.ts'
import { concat, utf8 } from './octets.ts'
import type { Wire } from './wire.ts'

export type Header = readonly [name: string, value: string]

/** A message with the length of its body. */
export function sipMessage(startLine: string, headers: readonly Header[], body: string | Uint8Array = ''): Uint8Array {
  const bytes = typeof body === 'string' ? utf8(body) : body
  const lines = [startLine, ...headers.map(([name, value]) => `${name}: ${value}`), `Content-Length: ${bytes.length}`]
  return concat(utf8(`${lines.join('\r\n')}\r\n\r\n`), bytes)
}

const REASONS: Readonly<Record<number, string>> = {
  100: 'Trying',
  180: 'Ringing',
  183: 'Session Progress',
  200: 'OK',
  202: 'Accepted',
  302: 'Moved Temporarily',
  401: 'Unauthorized',
  404: 'Not Found',
  407: 'Proxy Authentication Required',
  408: 'Request Timeout',
  481: 'Call/Transaction Does Not Exist',
  486: 'Busy Here',
  487: 'Request Terminated',
  491: 'Request Pending',
  500: 'Server Internal Error',
  503: 'Service Unavailable',
  580: 'Precondition Failure',
  603: 'Decline',
}

/** Who talks: where its packets come from on the wire, and what it believes its own address to be. */
export interface Agent {
  readonly user: string
  readonly end: End
  /** Behind a NAT: the address it writes into its messages. */
  readonly inside?: End
  readonly domain?: string
}

export type Side = 'caller' | 'callee'

export interface DialogOptions {
  readonly callId: string
  readonly caller: Agent
  readonly callee: Agent
  /** Nodes on the way, from the caller's side. */
  readonly proxies?: readonly End[]
  readonly fromTag?: string
  readonly toTag?: string
  /** Milliseconds from hop to hop. */
  readonly hop?: number
  /** Headers of every request outside the dialog. */
  readonly headers?: readonly Header[]
  /** How bytes go from one node to the next; UDP unless told otherwise. */
  readonly send?: (at: number, from: End, to: End, bytes: Uint8Array) => void
  readonly transport?: string
  /** Who was called, where a proxy asks somebody else in his place. */
  readonly called?: Agent
  /** Tells the branches of a fork apart. */
  readonly fork?: string
}

export interface RequestOptions {
  readonly by?: Side
  readonly sdp?: string
  readonly body?: string | Uint8Array
  readonly contentType?: string
  readonly headers?: readonly Header[]
  readonly uri?: string
  /** Outside any dialog: no To tag. */
  readonly initial?: boolean
  /** Of the fork that is meant. */
  readonly toTag?: string
  /** The request that this one acknowledges or cancels. */
  readonly of?: Sent
  /** Goes only over the hop of this number; all unless told. */
  readonly hop?: number
  /** The same request on another branch of a fork. */
  readonly forks?: Sent
}

export interface ResponseOptions {
  readonly sdp?: string
  readonly headers?: readonly Header[]
  readonly toTag?: string
  readonly hop?: number
}

/** A request as it went, to be answered or sent again. */
export interface Sent {
  readonly method: string
  readonly cseq: number
  readonly branch: string
  readonly by: Side
  readonly initial: boolean
  readonly toTag: string
  readonly packets: readonly { after: number; from: End; to: End; bytes: Uint8Array }[]
}

/**
 * The messages of one Call-ID on their way from hop to hop. All times are those on the hop nearest the caller: a
 * request of the caller passes the others later, what comes from the callee passed them before.
 */
export class Dialog {
  readonly callId: string
  readonly options: DialogOptions
  readonly fromTag: string
  readonly toTag: string
  /** Messages sent so far, each hop counted. */
  messages = 0
  readonly #wire: Wire
  readonly #cseq = { caller: 0, callee: 0 }
  readonly #path: readonly End[]
  #branches = 0

  constructor(wire: Wire, options: DialogOptions) {
    this.#wire = wire
    this.options = options
    this.callId = options.callId
    this.fromTag = options.fromTag ?? `f-${options.callId.slice(0, 12)}`
    this.toTag = options.toTag ?? `t-${options.callId.slice(0, 12)}`
    this.#path = [options.caller.end, ...(options.proxies ?? []), options.callee.end]
  }

  request(at: number, method: string, options: RequestOptions = {}): Sent {
    const { by = 'caller', of, forks, initial = false } = options
    const cseq = (of ?? forks)?.cseq ?? ++this.#cseq[by]
    // A CANCEL, and the ACK of a refusal, belong to the transaction of their INVITE (RFC 3261 §9.1, §17.1.1.3).
    const sharesBranch = of && (method === 'CANCEL' || initial)
    const own = forks?.branch ?? `z9hG4bK-${this.#name()}-${++this.#branches}`
    const branch = sharesBranch ? of.branch : own
    const toTag = initial && method !== 'ACK' ? '' : (options.toTag ?? this.toTag)
    const packets = this.#hops(by).flatMap(({ from, to, after, passed }, i) => {
      if (options.hop !== undefined && options.hop !== i) return []
      return [{ after, from, to, bytes: this.#requestBytes(method, { ...options, by, cseq, branch, toTag, passed }) }]
    })
    const sent: Sent = { method, cseq, branch, by, initial, toTag, packets }
    this.repeat(at, sent)
    return sent
  }

  /** Sends a request once more, as a retransmission does. */
  repeat(at: number, { packets }: Pick<Sent, 'packets'>): void {
    for (const { after, from, to, bytes } of packets) this.#send(at + after, from, to, bytes)
  }

  response(at: number, request: Sent, status: number, options: ResponseOptions = {}): Pick<Sent, 'packets'> {
    const toTag = status === 100 ? '' : (options.toTag ?? (request.toTag || this.toTag))
    const by = request.by === 'caller' ? 'callee' : 'caller'
    const hops = this.#hops(request.by)
    const packets = this.#hops(by).flatMap(({ from, to, after }, i) => {
      const passed = hops[hops.length - 1 - i]!.passed
      const hop = by === 'callee' ? hops.length - 1 - i : i
      if (options.hop !== undefined && options.hop !== hop) return []
      // 100 goes no further than one hop (RFC 3261 §16.2): each follows its request, and not each other.
      const sooner = status === 100 ? -after : after
      return [{ after: sooner, from, to, bytes: this.#responseBytes(status, { request, toTag, passed, options }) }]
    })
    this.repeat(at, { packets })
    return { packets }
  }

  #send(at: number, from: End, to: End, bytes: Uint8Array): void {
    this.messages++
    if (this.options.send) this.options.send(at, from, to, bytes)
    else this.#wire.udp(at, from, to, bytes)
  }

  /** The hops in the order in which `by` passes them; `passed` are the nodes whose Via stands in the message there. */
  #hops(by: Side): { from: End; to: End; after: number; passed: End[] }[] {
    const nodes = by === 'caller' ? this.#path : this.#path.toReversed()
    const agent = this.options[by]
    const own = [agent.inside ?? agent.end, ...nodes.slice(1)]
    const { hop = 2 } = this.options
    const last = nodes.length - 2
    return nodes.slice(0, -1).map((from, i) => ({
      from,
      to: nodes[i + 1]!,
      after: by === 'caller' ? i * hop : (i - last) * hop,
      passed: own.slice(0, i + 1).reverse(),
    }))
  }

  #requestBytes(method: string, fields: RequestFields): Uint8Array {
    const { by, cseq, branch, toTag, passed, uri, initial = false, headers = [] } = fields
    const other = this.options[by === 'caller' ? 'callee' : 'caller']
    const isOutside = initial && method !== 'ACK' && method !== 'CANCEL'
    return sipMessage(
      `${method} ${uri ?? uriOf(other)} SIP/2.0`,
      [
        ...this.#vias(passed, branch),
        ['Max-Forwards', String(70 - passed.length)],
        ...this.#parties(by, toTag),
        ['CSeq', `${cseq} ${method}`],
        ['Contact', this.#contact(by)],
        ...(isOutside ? (this.options.headers ?? []) : []),
        ...headers,
        ...bodyType(fields.sdp, fields.contentType),
      ],
      fields.sdp ?? fields.body,
    )
  }

  #responseBytes(status: number, { request, toTag, passed, options }: ResponseFields): Uint8Array {
    const by = request.by === 'caller' ? 'callee' : 'caller'
    return sipMessage(
      `SIP/2.0 ${status} ${REASONS[status] ?? 'Other'}`,
      [
        ...this.#vias(passed, request.branch),
        ...this.#parties(request.by, toTag),
        ['CSeq', `${request.cseq} ${request.method}`],
        ...(status === 100 ? [] : [['Contact', this.#contact(by)] as const]),
        ...(options.headers ?? []),
        ...bodyType(options.sdp),
      ],
      options.sdp,
    )
  }

  #vias(passed: readonly End[], branch: string): Header[] {
    const { transport = 'UDP', fork = '' } = this.options
    return passed.map((node, i) => {
      const hop = passed.length - 1 - i
      return ['Via', `SIP/2.0/${transport} ${endText(node)};branch=${branch}${hop === 0 ? '' : `.${hop}${fork}`}`]
    })
  }

  #parties(by: Side, toTag: string): Header[] {
    const { caller, callee, called = callee } = this.options
    const [from, to] = by === 'caller' ? [caller, called] : [called, caller]
    const [own, other] = by === 'caller' ? [this.fromTag, toTag] : [toTag || this.toTag, this.fromTag]
    return [
      ['From', `<${uriOf(from)}>;tag=${own}`],
      ['To', `<${uriOf(to)}>${other === '' ? '' : `;tag=${other}`}`],
      ['Call-ID', this.callId],
    ]
  }

  #contact(by: Side): string {
    const { user, end, inside } = this.options[by]
    return `<sip:${user}@${endText(inside ?? end)}>`
  }

  #name(): string {
    return `${this.callId.replaceAll(/\W/g, '')}${this.fromTag}`
  }
}

interface RequestFields extends RequestOptions {
  readonly by: Side
  readonly cseq: number
  readonly branch: string
  readonly toTag: string
  readonly passed: readonly End[]
}

interface ResponseFields {
  readonly request: Sent
  readonly toTag: string
  readonly passed: readonly End[]
  readonly options: ResponseOptions
}

function uriOf({ user, domain = 'ims.mnc001.mcc001.3gppnetwork.org' }: Agent): string {
  return `sip:${user}@${domain}`
}

function bodyType(sdp: string | undefined, type?: string): Header[] {
  const told = type ?? (sdp === undefined ? undefined : 'application/sdp')
  return told === undefined ? [] : [['Content-Type', told]]
}
