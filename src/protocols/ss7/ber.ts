// Basic Encoding Rules: ITU-T X.690 §8.1.

/** One element: its tag (as its octets read as a number), where its contents lie, and where the next one starts. */
export interface Element {
  readonly tag: number
  readonly at: number
  readonly from: number
  readonly to: number
  readonly next: number
}

const INDEFINITE = 0x80
const CONSTRUCTED = 0x20
/** Elements of indefinite length in each other. */
const MOST_DEPTH = 16

/** The element at `at`; undefined where it does not fit in [at, end). */
export function elementAt(bytes: Uint8Array, at: number, end: number, depth = 0): Element | undefined {
  if (at + 2 > end || depth > MOST_DEPTH) return undefined
  let tag = bytes[at]!
  let place = at + 1
  if ((tag & 31) === 31) {
    tag = (tag << 8) | bytes[place]!
    // No tag of these protocols has more than two octets.
    if ((bytes[place++]! & 0x80) !== 0 || place >= end) return undefined
  }
  const first = bytes[place++]!
  if (first < INDEFINITE) return fitting({ tag, at, from: place, to: place + first }, end)
  if (first === INDEFINITE) return indefinite(bytes, { tag, at, from: place }, end, depth)
  const octets = first & 0x7f
  if (octets > 4 || place + octets > end) return undefined
  let length = 0
  for (let i = 0; i < octets; i++) length = length * 256 + bytes[place++]!
  return fitting({ tag, at, from: place, to: place + length }, end)
}

function fitting(element: Omit<Element, 'next'>, end: number): Element | undefined {
  return element.to <= end ? { ...element, next: element.to } : undefined
}

/** Ends with two zeros behind its last element. */
function indefinite(
  bytes: Uint8Array,
  element: { tag: number; at: number; from: number },
  end: number,
  depth: number,
): Element | undefined {
  if ((bytes[element.at]! & CONSTRUCTED) === 0) return undefined
  for (let at = element.from; at + 2 <= end;) {
    if (bytes[at] === 0 && bytes[at + 1] === 0) return { ...element, to: at, next: at + 2 }
    const inner = elementAt(bytes, at, end, depth + 1)
    if (!inner) return undefined
    at = inner.next
  }
  return undefined
}

/** The elements in [from, to), as far as they fit. */
export function elements(bytes: Uint8Array, from: number, to: number): Element[] {
  const found: Element[] = []
  for (let at = from; at < to;) {
    const element = elementAt(bytes, at, to)
    if (!element) break
    found.push(element)
    at = element.next
  }
  return found
}
