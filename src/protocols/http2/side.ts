// One direction of an HTTP connection: HTTP/2 (RFC 9113), HTTP/1.1 (RFC 9112) before or instead of it, WebSocket.
import { u24, u32 } from '../../bytes/octets.ts'
import { type Direction, LOST, NEED_MORE, type Unit, type Where } from '../../model/message.ts'
import { Draft, valueOf } from './draft.ts'
import * as frames from './frames.ts'
import { type Block, HeaderBlocks, isHeaderBlock, isWholeBlock, tellsBlock } from './header-blocks.ts'
import type { Header } from './hpack-table.ts'
import { HpackDecoder, type HeaderBlock } from './hpack.ts'
import { agreed, Http1Messages, type Http1Shared } from './http1-messages.ts'
import { type Http1Head, startsHttp1 } from './http1.ts'
import { tellGoaway, tellReset } from './tell-control.ts'
import { addSocket, opensSocket, StreamSockets, subprotocolOf, type Sockets } from './stream-sockets.ts'
import { startsSip, webSocketLength, WebSocketMessages } from './web-socket.ts'

/** What both directions of a connection know. */
export interface Shared extends Http1Shared {
  /** The connection carries a WebSocket from now on, whose messages are of this protocol. */
  carried?: string
  /** Streams of HTTP/2 that do. */
  readonly sockets: Sockets
}

/** What a WebSocket carries, by its subprotocol: RFC 7118 §7. */
const SIP_SUBPROTOCOL = 'sip'
const SIP = 'SIP'

/** No frame of HTTP/2 that is followed begins with a letter: it would have 4 MiB. */
const FIRST_LETTER = 0x41

export class Side implements Direction {
  readonly #shared: Shared
  readonly #index: number
  readonly #hpack: HpackDecoder
  readonly #blocks: HeaderBlocks
  readonly #webSocket: WebSocketMessages
  readonly #streams: StreamSockets
  readonly #http1: Http1Messages
  readonly #drafts = new WeakSet<Draft>()
  /** Where the next frame begins is known. */
  #inStep = false
  #hasLost = false
  /** Of a WebSocket: where the next frame begins is not known any more. */
  #isAstray = false
  /** Bytes of a damaged frame that are still to come. */
  #skip = 0

  constructor(shared: Shared, index: number) {
    this.#shared = shared
    this.#index = index
    this.#hpack = new HpackDecoder(shared.host)
    this.#blocks = new HeaderBlocks(shared.host, () => this.#hpack.table.lose())
    this.#webSocket = new WebSocketMessages(shared.host)
    this.#streams = new StreamSockets(shared.host)
    this.#http1 = new Http1Messages(shared, this.#drafts)
  }

  frame(bytes: Uint8Array, from: number, to: number): number {
    if (this.#skip > 0) return Math.min(this.#skip, to - from)
    if (this.#http1.isInBody(bytes, from, to)) return this.#http1.length(bytes, from, to)
    if (this.#shared.carried !== undefined && !this.#isAstray) return webSocketLength(bytes, from, to)
    if (startsSip(bytes, from, to)) return webSocketLength(bytes, from, to)
    if (this.#isAstray) return LOST
    const preface = frames.prefaceLength(bytes, from, to)
    if (preface > 0 && preface === Math.min(to - from, frames.PREFACE.length)) {
      return preface === frames.PREFACE.length ? preface : NEED_MORE
    }
    if (bytes[from]! >= FIRST_LETTER) return this.#http1.length(bytes, from, to)
    if (this.#inStep || this.#answersPreface || frames.startsFrames(bytes, from, to, this.#isBlock))
      return frames.frameLength(bytes, from, to)
    const isUnfinished = to - from < frames.HEADER ? !this.#hasLost : frames.isUnfinished(bytes, from, to)
    return isUnfinished ? NEED_MORE : LOST
  }

  resync(bytes: Uint8Array, from: number, to: number): number {
    for (let at = from; at < to; at++) {
      if (startsSip(bytes, at, to)) return at
      if (this.#shared.carried !== undefined) continue
      const isStart =
        bytes[at]! >= FIRST_LETTER ? startsHttp1(bytes, at, to) : frames.startsFrames(bytes, at, to, this.#isBlock)
      if (isStart) return at
    }
    return -1
  }

  take(unit: Unit): void {
    const { bytes, from, to, where } = unit
    const { carried, exchanges } = this.#shared
    if (exchanges.name === '') exchanges.name = `${where.flow}.${where.generation}`
    if (this.#skip > 0) this.#skip -= to - from
    else if (this.#http1.isInBody(bytes, from, to)) this.#http1.take(unit)
    else if (carried !== undefined || startsSip(bytes, from, to)) this.#message(unit)
    else if (frames.prefaceLength(bytes, from, to) === frames.PREFACE.length) this.#begin(true)
    else if (bytes[from]! >= FIRST_LETTER) this.#switch(this.#http1.take(unit))
    else this.#frame(unit)
  }

  gap(length: number, unfinished?: Unit): void {
    const isOfBody = this.#http1.gap(length)
    if (length > 0 && !isOfBody) this.#http1.lose()
    if (this.#shared.carried !== undefined) {
      this.#webSocket.lose()
      this.#isAstray = true
    } else if (isOfBody) return
    else if (unfinished && unfinished.bytes[unfinished.from]! >= FIRST_LETTER) this.#http1.cut(unfinished)
    else if (unfinished && this.#isFrame(unfinished)) {
      if (!this.#inStep) this.#begin(false)
      const missing = frames.HEADER + u24(unfinished.bytes, unfinished.from) - (unfinished.to - unfinished.from)
      this.#damaged(unfinished)
      if (length <= missing) this.#skip = missing - length
      else this.#lose()
    } else if (length <= this.#skip) this.#skip -= length
    else this.#lose()
  }

  closed(): void {
    this.#http1.closed()
    this.#shared.exchanges.close((draft) => this.#drafts.has(draft))
    this.#hpack.table.clear()
    this.#blocks.drop()
    this.#webSocket.lose()
    this.#streams.closed()
  }

  /** Whether these are the first bytes of a server whose client began with the preface: frames, of whatever type. */
  get #answersPreface(): boolean {
    const { exchanges, host } = this.#shared
    return host.isOpened && !this.#hasLost && exchanges.client === 1 - this.#index
  }

  /** In midstream: one that tells what it is of, or answers what was asked there though nobody can read how. */
  readonly #isBlock = (bytes: Uint8Array, from: number, to: number): boolean => {
    if (isHeaderBlock(bytes, from, to)) return true
    const { exchanges } = this.#shared
    const stream = u32(bytes, from + 5)
    const awaits = exchanges.client !== this.#index && exchanges.asked(stream) && !exchanges.isAnswered(stream)
    return awaits === true && isWholeBlock(bytes, from, to)
  }

  /** Whether what there is of a unit is the beginning of a frame. */
  #isFrame({ bytes, from, to }: Unit): boolean {
    return (
      to - from >= frames.HEADER &&
      (this.#inStep || (bytes[from + 3] === frames.HEADERS && tellsBlock(bytes, from, to)))
    )
  }

  /** A frame of a WebSocket; in midstream it is by itself that it tells what is carried. */
  #message(unit: Unit): void {
    this.#isAstray = false
    this.#shared.carried ??= SIP
    this.#webSocket.take(unit, this.#shared.carried)
  }

  /** Frames begin: at the connection's start, or somewhere behind it, where entries of the table are not known. */
  #begin(isStart: boolean): void {
    this.#inStep = true
    this.#skip = 0
    const { exchanges } = this.#shared
    exchanges.isHeard ||= isStart
    if (!isStart || this.#hasLost) this.#hpack.table.lose()
    else exchanges.client ??= this.#index
  }

  #lose(): void {
    this.#inStep = false
    this.#hasLost = true
    this.#skip = 0
    this.#hpack.table.lose()
    this.#blocks.drop()
    this.#streams.lose()
    this.#shared.exchanges.damage((draft) => this.#drafts.has(draft))
  }

  #frame(unit: Unit): void {
    const { bytes, from } = unit
    const type = bytes[from + 3]!
    const flags = bytes[from + 4]!
    if (!this.#inStep) {
      // A server begins with SETTINGS; others may come later, and where no preface was seen, these may be such.
      const isStart = this.#answersPreface || (type === frames.SETTINGS && flags === 0 && !this.#hasLost)
      this.#inStep = true
      if (!isStart) this.#hpack.table.lose()
      else this.#hpack.table.isAssumed = this.#shared.exchanges.client !== 1 - this.#index
    }
    const stream = u32(bytes, from + 5)
    if (type === frames.HEADERS || type === frames.PUSH_PROMISE || type === frames.CONTINUATION) {
      const block = this.#blocks.take(unit)
      if (block) this.#block(block)
    } else if (type === frames.DATA) this.#data(unit, stream, flags)
    else if (type === frames.RST_STREAM) this.#reset(unit, stream)
    else if (type === frames.GOAWAY) tellGoaway(unit, { ...this.#shared, index: this.#index })
  }

  #reset(unit: Unit, stream: number): void {
    this.#endSocket(stream)
    tellReset(unit, { ...this.#shared, index: this.#index })
  }

  #endSocket(stream: number): void {
    if (this.#shared.sockets.size > 0) this.#streams.end(stream)
  }

  /** The server agrees to a WebSocket: what was asked and answered is told, what follows are its frames. */
  #open(stream: number, response: Draft): void {
    const { exchanges, sockets } = this.#shared
    if (!opensSocket(exchanges.draft(stream, true), response)) return
    addSocket(sockets, stream, subprotocolOf(response) === SIP_SUBPROTOCOL ? SIP : '')
    exchanges.finish(stream, false)
    exchanges.finish(stream, true)
  }

  #block(block: Block): void {
    const { stream, promised, isEnd } = block
    const decoded = this.#hpack.decode(block.bytes, block.from, block.to)
    const begun = promised > 0 ? undefined : this.#draftOf(stream)
    const draft = begun ?? this.#newDraft(promised || stream, decoded, block)
    if (begun) draft.trailers = decoded.headers
    draft.isPartial ||= decoded.isPartial
    draft.isMalformed ||= decoded.isMalformed || block.isMalformed
    draft.isTruncated ||= decoded.isTruncated
    draft.isCut ||= block.isCut
    draft.came(block)
    const { exchanges } = this.#shared
    const isInterim = !draft.isRequest && /^1\d\d$/.test(valueOf(draft.headers, ':status') ?? '')
    if (promised > 0 || isEnd || isInterim) exchanges.finish(promised || stream, draft.isRequest)
    else if (!draft.isRequest) this.#open(stream, draft)
  }

  #newDraft(id: number, { headers }: HeaderBlock, { where, promised }: Block): Draft {
    const { exchanges, host } = this.#shared
    const isRequest = this.#isRequest(headers, where)
    if (isRequest) exchanges.client ??= id % 2 === 1 ? this.#index : 1 - this.#index
    const draft = new Draft(host, isRequest, where)
    draft.headers = headers
    draft.isPushed = promised > 0
    this.#drafts.add(draft)
    exchanges.begin(id, draft)
    return draft
  }

  /** By what each has; where that stands in unknown entries of the table, by who speaks. */
  #isRequest(headers: readonly Header[], { source, destination }: Where): boolean {
    if (valueOf(headers, ':method') !== undefined || valueOf(headers, ':path') !== undefined) return true
    if (valueOf(headers, ':status') !== undefined) return false
    const { client } = this.#shared.exchanges
    return client === undefined ? source.port > destination.port : client === this.#index
  }

  /** A frame of which only the beginning is there. */
  #damaged(unit: Unit): void {
    const { bytes, from } = unit
    const type = bytes[from + 3]!
    if (type === frames.DATA) {
      const stream = u32(bytes, from + 5)
      const draft = this.#draftOf(stream)
      if (draft) draft.isBodyCut = true
      this.#data(unit, stream, bytes[from + 4]! & ~frames.PADDED)
    } else if (type === frames.HEADERS || type === frames.PUSH_PROMISE || type === frames.CONTINUATION) {
      const block = this.#blocks.cut(unit)
      if (block) this.#block(block)
      this.#hpack.table.lose()
    }
  }

  /** What the server has agreed to is spoken from here on. */
  #switch(head: Http1Head | undefined): void {
    const now = head && agreed(head)
    if (now?.upgrade === 'websocket') this.#shared.carried = now.subprotocol === SIP_SUBPROTOCOL ? SIP : ''
  }

  #data(unit: Unit, stream: number, flags: number): void {
    const { bytes } = unit
    let from = unit.from + frames.HEADER
    let { to } = unit
    if ((flags & frames.PADDED) !== 0 && from < to) to -= bytes[from++]!
    const carried = this.#shared.sockets.get(stream)
    if (carried !== undefined) {
      if (from < to) this.#streams.take(stream, { ...unit, from, to }, carried)
      if ((flags & frames.END_STREAM) !== 0) this.#endSocket(stream)
      return
    }
    const draft = this.#draftOf(stream)
    if (!draft) return
    if (to < from) draft.isMalformed = true
    else draft.add(bytes, from, to)
    draft.came(unit)
    if ((flags & frames.END_STREAM) !== 0) this.#shared.exchanges.finish(stream, draft.isRequest)
  }

  /** The message of this direction that is under way on a stream. */
  #draftOf(stream: number): Draft | undefined {
    const { exchanges } = this.#shared
    const [request, response] = [exchanges.draft(stream, true), exchanges.draft(stream, false)]
    return [request, response].find((draft) => draft && this.#drafts.has(draft))
  }
}
