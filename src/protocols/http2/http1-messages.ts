import type { Host, Unit } from '../../model/message.ts'
import { Draft, valueOf } from './draft.ts'
import type { Exchanges } from './exchanges.ts'
import { Http1Body } from './http1-body.ts'
import { type Http1Head, http1Length, readHttp1 } from './http1.ts'

/** What both directions of a connection know. */
interface Shared {
  readonly host: Host
  readonly exchanges: Exchanges
  /** Requests so far, and how many of them are answered: they have no stream identifiers. */
  asked: number
  answered: number
}

const OK = 200
/** Headers, one of which an answer with a body of whatever length has. */
const OF_CONTENT: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding', 'content-type'])

/** The HTTP/1.1 messages of one direction of a connection: RFC 9112. */
export class Http1Messages {
  readonly #shared: Shared
  readonly #own: WeakSet<Draft>
  /** The message whose body comes in. */
  #open: { readonly id: number; readonly draft: Draft; readonly body: Http1Body } | undefined

  /** @param own the drafts of this direction */
  constructor(shared: Shared, own: WeakSet<Draft>) {
    this.#shared = shared
    this.#own = own
  }

  /** Whether what comes next is of a body. */
  isInBody(bytes: Uint8Array, from: number, to: number): boolean {
    return this.#open?.body.isLeftOut(bytes, from, to) === false
  }

  /** Length of a head, or of the next piece of a body. */
  length(bytes: Uint8Array, from: number, to: number): number {
    const isInBody = this.isInBody(bytes, from, to)
    return isInBody ? this.#open!.body.length(bytes, from, to) : http1Length(bytes, from, to)
  }

  /** Takes what `length` cut off; gives a head. */
  take(unit: Unit): Http1Head | undefined {
    if (!this.isInBody(unit.bytes, unit.from, unit.to)) return this.#head(unit, false)
    this.#piece(unit, this.#open!)
    return undefined
  }

  /** A head of which only the beginning is there. */
  cut(unit: Unit): void {
    this.#head(unit, true)
  }

  /** Octets are missing. Gives whether they are of a body, and it is known what comes behind them. */
  gap(length: number): boolean {
    if (!this.#open) return false
    const { draft, body } = this.#open
    draft.isBodyCut = true
    if (!body.lose(length)) {
      this.#finish()
      return false
    }
    if (body.isOver) this.#finish()
    return true
  }

  closed(): void {
    if (this.#open?.body.isUntilClose) this.#finish()
    this.#open = undefined
  }

  #head(unit: Unit, isCut: boolean): Http1Head {
    // What should have come of the message before did not.
    if (this.#open && !this.#open.body.isUntilClose) this.#open.draft.isBodyCut = true
    this.#finish()
    const { exchanges, host } = this.#shared
    const head = readHttp1(unit)
    if (!isCut && this.#opensTunnel(head, unit.where.time)) return head
    const id = this.#numberOf(head)
    const draft = new Draft(host, head.isRequest, unit.where)
    draft.headers = head.headers
    draft.text = head.version
    this.#own.add(draft)
    draft.isCut = isCut
    draft.came(unit)
    const body = new Http1Body(head, head.isRequest ? undefined : exchanges.asked(id)?.method)
    exchanges.begin(id, draft)
    this.#open = { id, draft, body }
    if (body.isOver || isCut) this.#finish()
    return head
  }

  /**
   * Whether it is a proxy's answer to CONNECT: what is asked within the tunnel comes later, and is answered by another.
   * The request itself is nobody's: where tunnels lead is not what the core says. RFC 9110 §9.3.6.
   */
  #opensTunnel({ isRequest, status, headers }: Http1Head, time: number): boolean {
    const { exchanges, host, answered } = this.#shared
    if (isRequest || status !== OK || answered > 0 || !host.isOpened) return false
    const first = exchanges.asked(1)
    return (!first || time < first.time) && !headers.some(({ name }) => OF_CONTENT.has(name))
  }

  #piece(unit: Unit, { draft, body }: { draft: Draft; body: Http1Body }): void {
    const { from, to, isLast, trailers } = body.take(unit.bytes, unit.from, unit.to)
    draft.add(unit.bytes, from, to)
    if (trailers.length > 0) draft.trailers = trailers
    draft.came(unit)
    if (isLast) this.#finish()
  }

  #finish(): void {
    if (!this.#open) return
    const { id, draft } = this.#open
    this.#open = undefined
    this.#shared.exchanges.finish(id, draft.isRequest)
  }

  /** Of the request at hand, or of the one that is answered; some answers stand before their requests. */
  #numberOf({ isRequest, status }: Http1Head): number {
    const { asked, answered, host } = this.#shared
    if (isRequest) return ++this.#shared.asked
    const isInterim = status >= 100 && status < 200
    const isEarly = !isInterim && host.isOpened && answered >= asked
    const id = isEarly ? answered + 1 : Math.min(asked, answered + 1)
    if (!isInterim) this.#shared.answered = id
    return id
  }
}

/** What the server agrees to speak from here on, where it does: RFC 9110 §7.8. */
export function agreed({ status, headers }: Http1Head): { upgrade: string; subprotocol: string } | undefined {
  if (status !== SWITCHING_PROTOCOLS) return undefined
  const [upgrade = '', subprotocol = ''] = ['upgrade', 'sec-websocket-protocol'].map((name) => valueOf(headers, name))
  return { upgrade: upgrade.toLowerCase(), subprotocol: subprotocol.trim().toLowerCase() }
}

const SWITCHING_PROTOCOLS = 101
