// Where the parts of SCCP messages lie: ITU-T Q.713 §4.

/** What a message over SCCP is called, the one that it carries for a phone, and why it was sent. */
export interface Carrying {
  readonly name: string
  readonly held?: string | undefined
  readonly cause?: string | undefined
}

/** Octets [from, to). */
export interface Extent {
  readonly from: number
  readonly to: number
}

/** A message that came in several: XUDT and LUDT number what is still to come, §3.17. */
interface Segment {
  readonly isFirst: boolean
  readonly remaining: number
  readonly reference: number
}

/** What a message has; all but the type may be absent. */
export interface SccpParts {
  readonly type: number
  /** Local references of connections: of who receives, and of who sends. */
  readonly dlr?: number
  readonly slr?: number
  readonly called?: Extent
  readonly calling?: Extent
  readonly data?: Extent
  readonly segment?: Segment
  /** The data go on in the next message of the connection: §3.8, §3.9. */
  readonly more?: boolean
  /** Why a message came back, or a connection was refused, released, reset. */
  readonly cause?: number
}

interface Layout {
  /** Octets before the pointers, the type with them. */
  readonly fixed: number
  readonly dlr?: number
  readonly slr?: number
  readonly cause?: number
  /** Octet whose lowest bit says that more data come. */
  readonly more?: number
  /** What the pointers lead to, in order; `optional` is where parameters with names begin. */
  readonly pointers: readonly ('called' | 'calling' | 'data' | 'optional')[]
  readonly pointer?: 1 | 2
}

const UNIT = ['called', 'calling', 'data'] as const

/** Messages by type: §4.2 to §4.20. */
const LAYOUTS: Readonly<Record<number, Layout>> = {
  1: { fixed: 5, slr: 1, pointers: ['called', 'optional'] },
  2: { fixed: 8, dlr: 1, slr: 4, pointers: ['optional'] },
  3: { fixed: 5, dlr: 1, cause: 4, pointers: ['optional'] },
  4: { fixed: 8, dlr: 1, slr: 4, cause: 7, pointers: ['optional'] },
  5: { fixed: 7, dlr: 1, slr: 4, pointers: [] },
  6: { fixed: 5, dlr: 1, more: 4, pointers: ['data'] },
  7: { fixed: 6, dlr: 1, more: 5, pointers: ['data'] },
  8: { fixed: 6, dlr: 1, pointers: [] },
  9: { fixed: 2, pointers: UNIT },
  10: { fixed: 2, cause: 1, pointers: UNIT },
  11: { fixed: 4, dlr: 1, pointers: ['data'] },
  12: { fixed: 4, dlr: 1, pointers: [] },
  13: { fixed: 8, dlr: 1, slr: 4, cause: 7, pointers: [] },
  14: { fixed: 7, dlr: 1, slr: 4, pointers: [] },
  15: { fixed: 5, dlr: 1, cause: 4, pointers: [] },
  16: { fixed: 11, dlr: 1, slr: 4, pointers: [] },
  17: { fixed: 3, pointers: [...UNIT, 'optional'] },
  18: { fixed: 3, cause: 1, pointers: [...UNIT, 'optional'] },
  19: { fixed: 3, pointers: [...UNIT, 'optional'], pointer: 2 },
  20: { fixed: 3, cause: 1, pointers: [...UNIT, 'optional'], pointer: 2 },
}

/** Parameters that may follow: §3. */
const CALLED = 3
const CALLING = 4
const DATA = 15
const SEGMENTATION = 16

type Found = { -readonly [name in keyof SccpParts]: SccpParts[name] }

/**
 * The parts of the message at [from, to), as far as they lie in it; `undefined` where a pointer leads out of it, unless
 * it is cut there: then what came before it, and the data as far as they go.
 */
export function sccpParts(bytes: Uint8Array, from: number, to: number, isCut = false): SccpParts | undefined {
  const found: Found = { type: bytes[from]! }
  const layout = LAYOUTS[found.type]
  if (!layout) return found
  const { fixed, dlr, slr, cause, more, pointers, pointer = 1 } = layout
  if (from + fixed > to) return isCut ? found : undefined
  if (dlr !== undefined) found.dlr = reference(bytes, from + dlr)
  if (slr !== undefined) found.slr = reference(bytes, from + slr)
  if (cause !== undefined) found.cause = bytes[from + cause]!
  if (more !== undefined) found.more = (bytes[from + more]! & 1) === 1
  for (const [i, name] of pointers.entries()) {
    const at = from + fixed + i * pointer
    if (at + pointer > to) return isCut ? found : undefined
    const value = pointer === 1 ? bytes[at]! : bytes[at]! | (bytes[at + 1]! << 8)
    // A pointer counts from its own first octet, one of two octets from its last: §2.3.
    const place = at + value + pointer - 1
    if (name === 'optional') {
      if (value !== 0) optional(bytes, { from: place, to }, found, isCut)
      continue
    }
    const part = variable(bytes, { from: place, to }, pointer === 2 && name === 'data', isCut && name === 'data')
    if (part) found[name] = part
    else if (!isCut) return undefined
  }
  return found
}

/** Local references have three octets, the lowest first: §3.2. */
function reference(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16)
}

/** A parameter behind its length. */
function variable(bytes: Uint8Array, { from, to }: Extent, isLong: boolean, mayBeCut: boolean): Extent | undefined {
  const start = from + (isLong ? 2 : 1)
  if (start > to) return undefined
  const end = start + (isLong ? bytes[from]! | (bytes[from + 1]! << 8) : bytes[from]!)
  return end > to && !mayBeCut ? undefined : { from: start, to: Math.min(end, to) }
}

function optional(bytes: Uint8Array, { from, to }: Extent, found: Found, isCut: boolean): void {
  for (let at = from; at + 2 <= to && bytes[at] !== 0;) {
    const name = bytes[at]!
    const end = at + 2 + bytes[at + 1]!
    if (end > to && !(isCut && name === DATA)) return
    const value = { from: at + 2, to: Math.min(end, to) }
    if (name === CALLED) found.called ??= value
    else if (name === CALLING) found.calling ??= value
    else if (name === DATA) found.data ??= value
    else if (name === SEGMENTATION && value.to - value.from >= 4) {
      const first = bytes[value.from]!
      const segment = { isFirst: (first & 0x80) !== 0, remaining: first & 15 }
      found.segment = { ...segment, reference: reference(bytes, value.from + 1) }
    }
    at = value.to
  }
}
