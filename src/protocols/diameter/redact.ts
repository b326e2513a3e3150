/** Writes over what must not be kept of a message: data of secret AVPs, keys in SDP, and what nobody can name. */
import { u24, u32 } from '../../bytes/octets.ts'
import { redactLines } from '../sip/redact.ts'
import { DEEPEST, LONG_HEADER, SHORT_HEADER, VENDOR_FLAG } from './avps.ts'
import { EAP_READ } from '../eap/eap.ts'
import { definitionOf } from './dictionary.ts'
import { HEADER } from './framing.ts'

/** What `decode` tells of [from, to) stays as it was; so do all lengths that it follows. */
export function redact(bytes: Uint8Array, from: number, to: number): void {
  if (to - from < HEADER) return
  const end = from + Math.max(HEADER, u24(bytes, from + 1))
  redactAvps({ bytes, limit: Math.min(to, end) }, from + HEADER, end, 0)
  if (end < to) bytes.fill(0, end, to)
}

interface Copy {
  readonly bytes: Uint8Array
  /** Where its bytes end. */
  readonly limit: number
}

function redactAvps(copy: Copy, from: number, end: number, depth: number): void {
  const { bytes, limit } = copy
  const bound = Math.min(end, limit)
  let at = from
  while (at + SHORT_HEADER <= bound) {
    const hasVendor = bytes[at + 4]! >= VENDOR_FLAG
    const length = u24(bytes, at + 5)
    const header = hasVendor ? LONG_HEADER : SHORT_HEADER
    if (length < header || at + length > end || at + header > limit) break
    const type = definitionOf(hasVendor ? u32(bytes, at + 8) : 0, u32(bytes, at))?.type ?? 'secret'
    const to = at + length
    if (type === 'grouped' && depth < DEEPEST) redactAvps(copy, at + header, to, depth + 1)
    else if (type === 'secret' || type === 'grouped' || to > limit) bytes.fill(0, at + header, Math.min(to, limit))
    else if (type === 'eap') fillBehind(bytes, at + header + EAP_READ, to)
    else if (type === 'sdp') redactLines(bytes, at + header, to)
    at += (length + 3) & ~3
  }
  // Nobody knows what stands behind a length that lies.
  if (at < bound) bytes.fill(0, at, bound)
}

function fillBehind(bytes: Uint8Array, from: number, to: number): void {
  if (from < to) bytes.fill(0, from, to)
}
