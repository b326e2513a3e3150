// Header blocks out of HEADERS, PUSH_PROMISE and CONTINUATION frames: RFC 9113 §4.3, §6.2, §6.6, §6.10.
import { u32 } from '../../bytes/octets.ts'
import type { Host, Part, Unit, Where } from '../../model/message.ts'
import { CONTINUATION, END_HEADERS, END_STREAM, HAS_PRIORITY, HEADER, PADDED, PUSH_PROMISE } from './frames.ts'
import { HpackDecoder } from './hpack.ts'

/** Bytes and frames of one header block; one with more is a flood. */
const LARGEST_BLOCK = 262_144
const MOST_FRAMES = 256

/** A whole header block: the bytes [from, to) of HPACK. */
export interface Block {
  readonly stream: number
  /** The stream that a PUSH_PROMISE promises, or 0. */
  readonly promised: number
  readonly isEnd: boolean
  readonly bytes: Uint8Array
  readonly from: number
  readonly to: number
  readonly where: Where
  readonly pieces: readonly Part[]
  readonly isMalformed: boolean
  readonly isCut: boolean
}

interface Unfinished {
  readonly head: Omit<Block, 'bytes' | 'from' | 'to' | 'where' | 'pieces' | 'isCut'>
  /** Of its first frame. */
  readonly first: Where
  readonly chunks: Uint8Array[]
  readonly pieces: Part[]
  size: number
}

/** The header block under way in one direction: no other frame may stand between its frames. */
export class HeaderBlocks {
  readonly #host: Pick<Host, 'hold'>
  readonly #lost: () => void
  #unfinished: Unfinished | undefined

  /** @param lost told when a block is given up, and with it what it would have entered into the table */
  constructor(host: Pick<Host, 'hold'>, lost: () => void) {
    this.#host = host
    this.#lost = lost
  }

  /** Gives the block that a frame completes. */
  take(unit: Unit): Block | undefined {
    const { bytes, from, where } = unit
    const isContinued = bytes[from + 3] === CONTINUATION
    if (!isContinued) this.drop()
    const isLast = (bytes[from + 4]! & END_HEADERS) !== 0
    const frame = isContinued ? { ...NOTHING, from: from + HEADER, to: unit.to } : blockOf(unit)
    if (isLast && !isContinued) return { ...frame, bytes, where, pieces: unit.pieces, isCut: false }
    if (!isContinued) {
      const { from: _from, to: _to, ...head } = frame
      this.#unfinished = { head, first: where, chunks: [], pieces: [], size: 0 }
    }
    this.#add(unit, frame)
    return isLast ? this.#whole(unit, false) : undefined
  }

  /** What there is of a block whose rest is lost. */
  cut(unit: Unit): Block | undefined {
    const { bytes, from, to, where, pieces } = unit
    if (bytes[from + 3] !== CONTINUATION) {
      this.drop()
      return { ...blockOf({ bytes, from, to }, true), bytes, where, pieces, isCut: true }
    }
    this.#add(unit, { from: from + HEADER, to })
    return this.#whole(unit, true)
  }

  drop(): void {
    if (!this.#unfinished) return
    this.#release()
    this.#lost()
  }

  #release(): void {
    if (this.#unfinished) this.#host.hold(-this.#unfinished.size)
    this.#unfinished = undefined
  }

  #add({ bytes, pieces }: Unit, { from, to }: { from: number; to: number }): void {
    const unfinished = this.#unfinished
    if (!unfinished) return
    const isFlood = unfinished.size + to - from > LARGEST_BLOCK || unfinished.chunks.length === MOST_FRAMES
    if (isFlood || !this.#host.hold(to - from)) {
      this.drop()
      return
    }
    unfinished.size += to - from
    unfinished.chunks.push(bytes.slice(from, to))
    unfinished.pieces.push(...pieces)
  }

  #whole({ where }: Unit, isCut: boolean): Block | undefined {
    const unfinished = this.#unfinished
    if (!unfinished) return undefined
    const bytes = new Uint8Array(unfinished.size)
    let to = 0
    for (const chunk of unfinished.chunks) {
      bytes.set(chunk, to)
      to += chunk.length
    }
    this.#release()
    const { file, frame, offset, wireLength } = where
    const { head, first, pieces } = unfinished
    return { ...head, bytes, from: 0, to, where: { ...first, file, frame, offset, wireLength }, pieces, isCut }
  }
}

const NOTHING = { stream: 0, promised: 0, isEnd: false, isMalformed: false }

type Extent = Pick<Unit, 'bytes' | 'from' | 'to'>

/** A HEADERS or PUSH_PROMISE frame: where its piece of the block lies. */
export function blockOf(
  { bytes, from, to }: Extent,
  isCut = false,
): Omit<Block, 'bytes' | 'where' | 'pieces' | 'isCut'> {
  const type = bytes[from + 3]!
  const flags = bytes[from + 4]!
  let at = from + HEADER
  let end = to
  if ((flags & PADDED) !== 0) {
    const padding = at < to ? bytes[at]! : 0
    at += 1
    if (!isCut) end -= padding
  }
  if (type !== PUSH_PROMISE && (flags & HAS_PRIORITY) !== 0) at += 5
  const promised = type === PUSH_PROMISE && at + 4 <= to ? u32(bytes, at) & 0x7fffffff : 0
  if (type === PUSH_PROMISE) at += 4
  const isMalformed = at > end
  const isEnd = type !== PUSH_PROMISE && (flags & END_STREAM) !== 0
  const extent = isMalformed ? { from: to, to } : { from: at, to: end }
  return { stream: u32(bytes, from + 5), promised, isEnd, isMalformed, ...extent }
}

const PSEUDO_HEADERS: ReadonlySet<string> = new Set([':method', ':status', ':path', ':authority', ':scheme'])

/** Whether a HEADERS frame at [from, to), met in midstream, holds a header block of a request or response. */
export function isHeaderBlock(bytes: Uint8Array, from: number, to: number): boolean {
  if ((bytes[from + 4]! & END_HEADERS) === 0) return false
  const { block, tells, isMalformed } = tried(bytes, from, to, false)
  return tells && !isMalformed && !block.isMalformed
}

/** Whether it holds a header block at all, of which the entries may be unknown ones. */
export function isWholeBlock(bytes: Uint8Array, from: number, to: number): boolean {
  if ((bytes[from + 4]! & END_HEADERS) === 0) return false
  const { block, count, isMalformed } = tried(bytes, from, to, false)
  return count > 0 && !isMalformed && !block.isMalformed
}

/** Whether that does of which only the beginning is there. */
export function tellsBlock(bytes: Uint8Array, from: number, to: number): boolean {
  return tried(bytes, from, to, true).tells
}

function tried(bytes: Uint8Array, from: number, to: number, isCut: boolean) {
  const block = blockOf({ bytes, from, to }, isCut)
  const hpack = new HpackDecoder({ hold: () => true })
  hpack.table.lose()
  const { headers, isMalformed } = hpack.decode(bytes, block.from, block.to)
  return { block, isMalformed, count: headers.length, tells: headers.some(({ name }) => PSEUDO_HEADERS.has(name)) }
}
