import type { Host } from '../../model/message.ts'
import { type Asked, type Draft, valueOf } from './draft.ts'
import { tell } from './tell.ts'

/** Streams of one connection that are open; the oldest is told as it is when there are more. */
const MOST_STREAMS = 1024

const FIRST_FINAL = 200
/**
 * A complete response waits so long for a request that stands behind it, as of two taps; in nanoseconds. Where requests
 * are heard at all, it may be held back by a segment that was lost, for as long as TCP waits for that.
 */
const PATIENCE = 50e6
const PATIENCE_HEARD = 6e9

/** A request and its response. */
interface Exchange {
  readonly id: number
  request: Draft | undefined
  response: Draft | undefined
  asked: Asked | undefined
  /** The response is complete, and its request not seen yet. */
  waits: boolean
}

/** The exchanges of a connection, by stream; in HTTP/1.1 numbered in order. Tells each message when it is complete. */
export class Exchanges {
  readonly #host: Host
  readonly #open = new Map<number, Exchange>()
  /** Those that wait, the oldest first, and since when. */
  readonly #waiting: { readonly exchange: Exchange; readonly since: number }[] = []
  #isHeard = false
  /** Which of the two directions asks, once that is known. */
  client: number | undefined
  /** Names the connection within its job, once a message of it was told. */
  name = ''

  constructor(host: Host) {
    this.#host = host
  }

  draft(id: number, isRequest: boolean): Draft | undefined {
    const exchange = this.#open.get(id)
    return isRequest ? exchange?.request : exchange?.response
  }

  /** A message begins; what stood in its place is told first. */
  begin(id: number, draft: Draft): void {
    this.#expire(draft.time)
    let exchange = this.#open.get(id)
    if (!exchange) {
      if (this.#open.size >= MOST_STREAMS) this.#abandon()
      exchange = { id, request: undefined, response: undefined, asked: undefined, waits: false }
      this.#open.set(id, exchange)
    }
    if (draft.isRequest) {
      this.#isHeard = true
      this.#finishRequest(exchange)
      exchange.request = draft
      exchange.asked = askedOf(draft)
    } else {
      if (exchange.response) this.#tell(exchange, exchange.response)
      exchange.response = draft
    }
  }

  /** The message is complete. An interim response (1xx) leaves the exchange open: RFC 9110 §15.2. */
  finish(id: number, isRequest: boolean): void {
    const exchange = this.#open.get(id)
    if (!exchange) return
    const { request, response } = exchange
    if (isRequest) {
      if (request) request.isEnded = true
      this.#finishRequest(exchange)
      if (response?.isEnded) this.#end(exchange)
      return
    }
    if (response) response.isEnded = true
    if (response && Number(valueOf(response.headers, ':status')) < FIRST_FINAL) {
      exchange.response = undefined
      this.#tell(exchange, response)
    } else if (response && !exchange.asked && !exchange.waits) {
      exchange.waits = true
      this.#waiting.push({ exchange, since: response.time })
    } else if (!request || request.isSuspect) this.#end(exchange)
    // Else the request goes on, though it is answered: RFC 9113 §8.1.
  }

  /** The stream ended before its time. */
  reset(id: number, reason: string): void {
    const exchange = this.#open.get(id)
    if (!exchange) return
    for (const draft of [exchange.request, exchange.response]) if (draft && !draft.isEnded) draft.reset = reason
    this.#end(exchange)
  }

  asked(id: number): Asked | undefined {
    return this.#open.get(id)?.asked
  }

  /** When the answer came that waits for this request; undefined where none does. */
  waitingSince(id: number): number | undefined {
    const exchange = this.#open.get(id)
    return exchange?.waits === true ? exchange.response?.time : undefined
  }

  /** Whether its answer has come, or begun to come. */
  isAnswered(id: number): boolean {
    return this.#open.get(id)?.response !== undefined
  }

  /** Who speaks in a direction, where that is known. */
  sideOf(index: number): 'client' | 'server' | undefined {
    if (this.client === undefined) return undefined
    return this.client === index ? 'client' : 'server'
  }

  /** Bytes of one direction are missing: its open bodies may lack some, and its messages their ends. */
  damage(isOf: (draft: Draft) => boolean): void {
    for (const exchange of this.#open.values()) {
      for (const draft of [exchange.request, exchange.response]) {
        if (draft && isOf(draft) && !draft.isEnded) this.#suspect(exchange, draft)
      }
    }
  }

  /** One direction is over: what it was saying is told as it is. */
  close(isOf: (draft: Draft) => boolean): void {
    for (const exchange of this.#open.values()) {
      const { request, response } = exchange
      const isAnswered = response?.isEnded === true && !exchange.waits
      if (request && isOf(request)) this.#finishRequest(exchange)
      if (response && (isOf(response) || (isAnswered && !exchange.request))) this.#end(exchange)
    }
  }

  #suspect(exchange: Exchange, draft: Draft): void {
    draft.isBodyCut = true
    draft.isSuspect = true
    if (draft.isRequest && exchange.response?.isEnded) this.#end(exchange)
  }

  /** What has waited for long enough is nobody's answer. */
  #expire(time: number): void {
    const patience = this.#isHeard ? PATIENCE_HEARD : PATIENCE
    for (let [first] = this.#waiting; first && Math.abs(time - first.since) > patience; [first] = this.#waiting) {
      this.#waiting.shift()
      if (this.#open.get(first.exchange.id) === first.exchange && first.exchange.waits) this.#end(first.exchange)
    }
  }

  #abandon(): void {
    const [oldest] = this.#open.values()
    if (oldest) this.#end(oldest)
  }

  #end(exchange: Exchange): void {
    this.#finishRequest(exchange)
    this.#finishResponse(exchange)
    this.#open.delete(exchange.id)
  }

  #finishRequest(exchange: Exchange): void {
    const { request } = exchange
    exchange.request = undefined
    if (request) this.#tell(exchange, request)
  }

  #finishResponse(exchange: Exchange): void {
    const { response } = exchange
    exchange.response = undefined
    if (response) this.#tell(exchange, response)
  }

  #tell({ id, asked }: Exchange, draft: Draft): void {
    if (!draft.isEnded) draft.isBodyCut = true
    const { where } = draft
    const host = this.#host
    host.message(where, (out) => tell(draft, { id, connection: this.name, asked, inflate: host.inflate }, out))
  }
}

function askedOf({ headers, time, isPushed }: Draft): Asked {
  const [method, path] = [valueOf(headers, ':method'), valueOf(headers, ':path')]
  const authority = valueOf(headers, ':authority') ?? valueOf(headers, 'host')
  return { method: method ?? '', path: path ?? '', authority: authority ?? '', time, isPushed }
}
