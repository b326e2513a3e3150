// Bodies: JSON, problem details (RFC 9457), forms, and several parts in one (RFC 2387, TS 29.500 §6.1.2.4).
import { byteText, text } from '../../bytes/text.ts'
import type { Inflate } from '../../model/message.ts'
import { LARGEST_BODY } from './draft.ts'

const MOST_CODINGS = 3
const MOST_PARTS = 16
const LONGEST_PART_HEAD = 2048
const DEEPEST = 64
const QUOTE = 0x22
const BACKSLASH = 0x5c
/** Of arrays and objects both: they differ in one bit. */
const OPENING = 0x7b
const CLOSING = 0x7d

/** A part of a multipart body. */
export interface BodyPart {
  readonly type: string
  readonly id: string
  readonly bytes: Uint8Array
}

export interface Body {
  /** Undefined where the body is none, or is not whole. */
  readonly json: unknown
  readonly parts: readonly BodyPart[]
  /** In a coding that could not be undone. */
  readonly isCompressed: boolean
  /** Plain bytes of it, 0 where they are not known. */
  readonly size: number
  /** The beginning of JSON that is not whole. */
  readonly rest: string
}

interface Sent {
  readonly type: string
  readonly coding: string
  readonly inflate: Inflate | undefined
}

const NOTHING: Body = { json: undefined, parts: [], isCompressed: false, size: 0, rest: '' }

export function readBody(sent: Uint8Array, { type, coding, inflate }: Sent): Body {
  if (sent.length === 0) return NOTHING
  const plain = decoded(sent, coding, inflate)
  if (!plain) return { ...NOTHING, isCompressed: true }
  const size = plain.length
  const media = mediaType(type)
  if (media.startsWith('multipart/')) {
    const parts = readParts(plain, boundaryOf(type))
    const json = parts.find((part) => isJson(part.type))
    return { ...NOTHING, ...(json && readJson(json.bytes)), parts, size }
  }
  if (isJson(media)) return { ...NOTHING, ...readJson(plain), size }
  if (media === 'application/x-www-form-urlencoded') return { ...NOTHING, json: readForm(text(plain, 0, size)), size }
  return { ...NOTHING, size }
}

/** Codings as they were applied, the last of them to be undone first: RFC 9110 §8.4. */
function decoded(sent: Uint8Array, coding: string, inflate: Inflate | undefined): Uint8Array | undefined {
  const codings = coding.split(',', MOST_CODINGS + 1).map((one) => one.trim())
  if (codings.length > MOST_CODINGS) return undefined
  return codings
    .filter((one) => one !== '' && one !== 'identity')
    .reduceRight<Uint8Array | undefined>((bytes, one) => bytes && inflate?.(one, bytes, LARGEST_BODY), sent)
}

function mediaType(type: string): string {
  return (type.split(';', 1)[0] ?? '').trim().toLowerCase()
}

function isJson(media: string): boolean {
  return media === 'application/json' || media.endsWith('+json')
}

function readJson(bytes: Uint8Array): { json: unknown; rest: string } {
  const spelled = text(bytes, 0, bytes.length)
  if (isTooDeep(spelled)) return { json: undefined, rest: spelled }
  try {
    return { json: JSON.parse(spelled) as unknown, rest: '' }
  } catch {
    return { json: undefined, rest: spelled }
  }
}

/** Whether it is nested deeper than any message of the core; whoever follows it would run out of stack. */
function isTooDeep(spelled: string): boolean {
  if (!opensOften(spelled)) return false
  let depth = 0
  let isText = false
  for (let i = 0; i < spelled.length; i++) {
    const code = spelled.charCodeAt(i)
    if (code === QUOTE) isText = !isText
    else if (isText && code === BACKSLASH) i++
    else if (!isText && (code | 0x20) === OPENING && ++depth > DEEPEST) return true
    else if (!isText && (code | 0x20) === CLOSING) depth--
  }
  return false
}

/** Whether it has brackets enough to be that deep: most have few, and these are soon found. */
function opensOften(spelled: string): boolean {
  let count = 0
  for (const bracket of ['{', '[']) {
    for (let at = spelled.indexOf(bracket); at >= 0; at = spelled.indexOf(bracket, at + 1)) {
      if (++count > DEEPEST) return true
    }
  }
  return false
}

function readForm(spelled: string): Record<string, string> {
  return Object.fromEntries([...new URLSearchParams(spelled)].slice(0, 64))
}

function boundaryOf(type: string): string {
  return /;\s*boundary="?([^";]{1,70})"?/i.exec(type)?.[1] ?? ''
}

/** RFC 2046 §5.1. */
function readParts(bytes: Uint8Array, boundary: string): BodyPart[] {
  if (boundary === '') return []
  const all = byteText(bytes, 0, bytes.length)
  const delimiter = `--${boundary}`
  const parts: BodyPart[] = []
  let at = all.indexOf(delimiter)
  while (at >= 0 && parts.length < MOST_PARTS) {
    const start = at + delimiter.length
    if (all.startsWith('--', start)) break
    const next = all.indexOf(delimiter, start)
    const end = next < 0 ? all.length : next
    const part = readPart(bytes, all, { start, end })
    if (part) parts.push(part)
    at = next
  }
  return parts
}

function readPart(
  bytes: Uint8Array,
  all: string,
  { start, end }: { start: number; end: number },
): BodyPart | undefined {
  const gap = /\r?\n\r?\n/.exec(all.slice(start, Math.min(end, start + LONGEST_PART_HEAD)))
  if (!gap) return undefined
  const head = all.slice(start, start + gap.index)
  const from = start + gap.index + gap[0].length
  const to = all.startsWith('\r\n', end - 2) ? end - 2 : end
  const valueOf = (name: RegExp): string => name.exec(head)?.[1]?.trim() ?? ''
  const told = mediaType(valueOf(/^content-?type:([^\r\n]*)/im))
  const sent = bytes.subarray(from, Math.max(from, to))
  return {
    // Some leave out the type of the first part, which is JSON: TS 29.500 §6.1.2.4.
    type: told === '' && all[from] === '{' ? 'application/json' : told,
    id: valueOf(/^content-?id:([^\r\n]*)/im).replace(/^<|>$/g, ''),
    bytes: MISSPELT.test(head) ? ofDigits(sent, all.slice(from, to)) : sent,
  }
}

/** There are senders that write the names of headers together, and the octets of parts in hexadecimal. */
const MISSPELT = /^contenttype:/im

/** The octets that hexadecimal digits stand for; where there is anything else, what was sent. */
function ofDigits(sent: Uint8Array, spelled: string): Uint8Array {
  const digits = spelled.trimEnd()
  if (digits.length % 2 !== 0 || !/^[\da-f]+$/i.test(digits)) return sent
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) => Number.parseInt(digits.slice(i * 2, i * 2 + 2), 16))
}
