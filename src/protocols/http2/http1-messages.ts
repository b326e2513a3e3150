import type { Host, Unit } from '../../model/message.ts'
import { Draft, valueOf } from './draft.ts'
import type { Exchanges } from './exchanges.ts'
import { Http1Body } from './http1-body.ts'
import { type Http1Head, http1Length, readHttp1 } from './http1.ts'

/** What both directions of a connection know. */
export interface Http1Shared {
  readonly host: Host
  readonly exchanges: Exchanges
  /** Requests so far, and how many of them are answered: they have no stream identifiers. */
  asked: number
  answered: number
  /** Requests or answers may have been lost: which answers which is told by their times from then on. */
  isUncertain: boolean
  /** A request that came late: which of the answers that wait is its own, the next request's time tells. */
  late: Open | undefined
}

const OK = 200
/** So many requests, or answers, are looked at for one that fits. */
const MOST_TRIED = 1024
/** Headers, one of which an answer with a body of whatever length has. */
const OF_CONTENT: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding', 'content-type'])

interface Open {
  /** Not known yet of a request that came late. */
  id: number | undefined
  readonly draft: Draft
  readonly body: Http1Body
}

/** The HTTP/1.1 messages of one direction of a connection: RFC 9112. */
export class Http1Messages {
  readonly #shared: Http1Shared
  readonly #own: WeakSet<Draft>
  /** The message whose body comes in. */
  #open: Open | undefined

  /** @param own the drafts of this direction */
  constructor(shared: Http1Shared, own: WeakSet<Draft>) {
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

  /** Whole messages may be missing. */
  lose(): void {
    this.#shared.isUncertain = true
  }

  closed(): void {
    if (this.#open?.body.isUntilClose) this.#finish()
    this.#open = undefined
    this.#settle(Infinity)
  }

  #head(unit: Unit, isCut: boolean): Http1Head {
    // What should have come of the message before did not.
    if (this.#open && !this.#open.body.isUntilClose) this.#open.draft.isBodyCut = true
    this.#finish()
    const { exchanges, host } = this.#shared
    const head = readHttp1(unit)
    if (!isCut && this.#opensTunnel(head, unit.where.time)) return head
    const { time } = unit.where
    this.#settle(head.isRequest ? time : Infinity)
    const isLate = head.isRequest && this.#isAwaited(time)
    const id = isLate ? undefined : this.#numberOf(head, time)
    const draft = new Draft(host, head.isRequest, unit.where)
    draft.headers = head.headers
    draft.text = head.version
    this.#own.add(draft)
    draft.isCut = isCut
    draft.came(unit)
    const asked = id === undefined || head.isRequest ? undefined : exchanges.asked(id)
    const body = new Http1Body(head, asked?.method)
    if (id !== undefined) exchanges.begin(id, draft)
    this.#open = { id, draft, body }
    if (id === undefined) this.#shared.late = this.#open
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
    if (id === undefined) draft.isEnded = true
    else this.#shared.exchanges.finish(id, draft.isRequest)
  }

  /** Gives a request that came late its number, once it is known until when its answer has come. */
  #settle(until: number): void {
    const { late, exchanges } = this.#shared
    if (!late) return
    this.#shared.late = undefined
    const id = this.#awaited(late.draft.time, until)
    late.id = id
    this.#shared.asked = id
    exchanges.begin(id, late.draft)
    if (late.draft.isEnded) exchanges.finish(id, true)
  }

  #isAwaited(time: number): boolean {
    const { asked, answered, isUncertain } = this.#shared
    return isUncertain && this.#awaited(time, Infinity) <= Math.max(asked, answered)
  }

  /** Of the request at hand, or of the one that is answered; some answers stand before their requests. */
  #numberOf({ isRequest, status }: Http1Head, time: number): number {
    const { asked, answered, host, isUncertain } = this.#shared
    if (isRequest) return (this.#shared.asked = isUncertain ? Math.max(asked, answered) + 1 : asked + 1)
    const isInterim = status >= 100 && status < 200
    const isEarly = !isInterim && host.isOpened && answered >= asked
    const next = isEarly ? answered + 1 : Math.min(asked, answered + 1)
    const id = isUncertain ? (this.#latest(time) ?? Math.max(asked, answered) + 1) : next
    if (!isInterim) this.#shared.answered = id
    return id
  }

  /** The request that was sent last before an answer, and has none: clients wait for one before they go on. */
  #latest(time: number): number | undefined {
    const { asked, answered, exchanges } = this.#shared
    const least = Math.max(answered, asked - MOST_TRIED)
    for (let id = asked; id > least; id--) if ((exchanges.asked(id)?.time ?? Infinity) <= time) return id
    return undefined
  }

  /** The number of the first answer in [from, until) that waits for a request; else a new one. */
  #awaited(from: number, until: number): number {
    const { asked, answered, exchanges } = this.#shared
    for (let id = Math.max(asked + 1, answered - MOST_TRIED); id <= answered; id++) {
      const since = exchanges.waitingSince(id) ?? -Infinity
      if (since >= from) return since < until ? id : Math.max(asked, answered) + 1
    }
    return Math.max(asked, answered) + 1
  }
}

/** What the server agrees to speak from here on, where it does: RFC 9110 §7.8. */
export function agreed({ status, headers }: Http1Head): { upgrade: string; subprotocol: string } | undefined {
  if (status !== SWITCHING_PROTOCOLS) return undefined
  const [upgrade = '', subprotocol = ''] = ['upgrade', 'sec-websocket-protocol'].map((name) => valueOf(headers, name))
  return { upgrade: upgrade.toLowerCase(), subprotocol: subprotocol.trim().toLowerCase() }
}

const SWITCHING_PROTOCOLS = 101
