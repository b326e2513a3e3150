/** What the session of a known call needs of its further messages, read off the bytes: RFC 3261 §7, §20. */
import { hashOfBytes, hashOfWords } from '../../bytes/hash.ts'
import { OTHER_CALL_ID_HEADERS } from './tables.ts'

/** Methods within a call; the others, and what is no method, are decoded at once. */
const METHODS: readonly string[] = ['INVITE', 'ACK', 'BYE', 'CANCEL', 'PRACK', 'UPDATE', 'INFO']
/** Lines with clues or identities of one message; more are decoded at once. */
const MOST_TELLING = 16
const MOST_VIAS = 8
const LONGEST_NAME = 40
/** `SIP/2.0 200` and its line end. */
const SHORTEST_LINE = 13
const SDP = 'application/sdp'

const TAB = 9
const LF = 10
const CR = 13
const SPACE = 32
const QUOTE = 34
const PLAIN_DIGITS = 9
const COMMA = 44
/** Longer values are kept cut, and then tell nothing apart. */
const LONGEST_VALUE = 1024
const COLON = 58
const SEMICOLON = 59
const LESS = 60
const GREATER = 62
const BACKSLASH = 92

/** What a header is to the scanner: nothing, a line whose content counts when it is new, read, or a reason to decode. */
const INDIFFERENT = 0
const TELLING = 1
const NEEDED = 2
const RARE = 3

/** Bits of the headers without which a message is decoded at once. */
const CALL_ID = 1
const FROM = 2
const TO = 4
const CSEQ = 8
const VIA = 16
const ALL = 31

/** Headers that tell of parties, legs and the call; those that are met in few messages are decoded whenever they come. */
const TELLING_HEADERS = ['contact', 'm', 'p-asserted-identity', 'p-charging-vector', 'p-access-network-info']
  .concat(['p-called-party-id', 'session-id'])
  .concat(OTHER_CALL_ID_HEADERS)
const NEEDED_HEADERS = ['via', 'v', 'from', 'f', 'to', 't', 'call-id', 'i', 'cseq', 'content-length', 'l'].concat([
  'content-type',
  'c',
])
const RARE_HEADERS = ['authorization', 'proxy-authorization', 'www-authenticate', 'proxy-authenticate']
  .concat(['authentication-info', 'expires', 'event', 'refer-to', 'replaces', 'content-encoding'])
  .concat(['reason', 'warning', 'o', 'r', 'e'])

/** By length and first letter; two names of one shape are both taken for the weightier. */
const WEIGHTS = weights()

function weights(): Uint8Array {
  const table = new Uint8Array(LONGEST_NAME * 32)
  for (const name of TELLING_HEADERS) table[shape(name.length, name.charCodeAt(0))] = TELLING
  for (const name of NEEDED_HEADERS) table[shape(name.length, name.charCodeAt(0))] = NEEDED
  for (const name of RARE_HEADERS) table[shape(name.length, name.charCodeAt(0))] = RARE
  return table
}

function shape(length: number, first: number): number {
  return length * 32 + (first & 31)
}

/** One message at a time: `read` overwrites all of it. */
export class SipScan {
  /** Of the request, or of the one that is answered. */
  method = ''
  /** 0 for requests. */
  status = 0
  sequence = 0
  /** Hashes as of the texts; 0 where there is no tag. */
  fromTag = 0
  toTag = 0
  branch = 0
  /** Of start line and CSeq, as a retransmission repeats them. */
  line = 0
  cseq = 0
  callId = 0
  /** Places of texts that may be wanted. */
  callIdFrom = 0
  callIdTo = 0
  toTagFrom = 0
  toTagTo = 0
  uriFrom = 0
  uriTo = 0
  /** Hashes of the telling lines. */
  readonly telling = new Int32Array(MOST_TELLING)
  tellingCount = 0
  /** Hash of the session description, 0 where there is none. */
  description = 0
  bodyFrom = 0
  /** Via lines, and where the branch of each is: two places a line. More, or several in a line, are decoded at once. */
  vias = 0
  readonly branches = new Int32Array(2 * MOST_VIAS)

  #bytes: Uint8Array = new Uint8Array(0)
  readonly #seed: number
  #seen = 0
  #contentLength = -1
  #isDescription = false

  constructor(seed: number) {
    this.#seed = seed
  }

  /** Reads the message at [from, to); false where it has to be decoded to be understood. */
  read(bytes: Uint8Array, from: number, to: number, isStream: boolean): boolean {
    this.#bytes = bytes
    this.tellingCount = 0
    this.description = 0
    this.fromTag = 0
    this.toTag = 0
    this.#seen = 0
    this.#contentLength = -1
    this.#isDescription = false
    this.vias = 0
    const headers = this.#startLine(from, to)
    if (headers < 0) return false
    const body = this.#headers(headers, to)
    if (body < 0 || this.#seen !== ALL) return false
    if (this.isInitial && !this.#tellTarget()) return false
    return this.#body(body, to, isStream)
  }

  /** A request outside any dialog. ACK and CANCEL go with their INVITE. */
  get isInitial(): boolean {
    return this.status === 0 && this.toTag === 0 && this.method !== 'ACK' && this.method !== 'CANCEL'
  }

  /** Whom an initial request goes to may tell of the callee. */
  #tellTarget(): boolean {
    if (this.tellingCount === MOST_TELLING) return false
    this.telling[this.tellingCount++] = hashOfWords(this.#bytes, this.uriFrom, this.uriTo, this.#seed)
    return true
  }

  /** Position behind the start line, or −1. */
  #startLine(from: number, to: number): number {
    const bytes = this.#bytes
    let end = from
    while (end < to && bytes[end] !== LF) end++
    if (end === to || end - from < SHORTEST_LINE || bytes[end - 1] !== CR) return -1
    if (bytes[from + 3] === 47 && bytes[from] === 83) return this.#statusLine(from) ? end + 1 : -1
    let space = from
    while (space < end && bytes[space] !== SPACE) space++
    const method = methodAt(bytes, from, space)
    const last = end - 9
    // Ends with ` SIP/2.0` and nothing else.
    if (method === '' || last <= space || bytes[last] !== SPACE || bytes[last + 1] !== 83) return -1
    if (!isText(bytes, space + 1, last)) return -1
    this.method = method
    this.status = 0
    this.uriFrom = space + 1
    this.uriTo = last
    this.line = hashOfBytes(bytes, space + 1, last, hashOfBytes(bytes, from, space))
    return end + 1
  }

  #statusLine(from: number): boolean {
    const bytes = this.#bytes
    const [a, b, c] = [bytes[from + 8]! - 48, bytes[from + 9]! - 48, bytes[from + 10]! - 48]
    if (bytes[from + 7] !== SPACE || a < 1 || a > 6 || b < 0 || b > 9 || c < 0 || c > 9) return false
    this.status = a * 100 + b * 10 + c
    this.line = this.status
    this.method = ''
    return true
  }

  /** Position of the body, or −1. */
  #headers(from: number, to: number): number {
    const bytes = this.#bytes
    let at = from
    while (at < to) {
      const first = bytes[at]!
      if (first === CR) return bytes[at + 1] === LF ? at + 2 : -1
      let colon = at
      while (colon < to && bytes[colon]! > COLON) colon++
      // Names have letters, hyphens and digits; the value ends its line.
      while (colon < to && bytes[colon] !== COLON && bytes[colon]! > SPACE) colon++
      let next = colon
      while (next < to && bytes[next] !== LF) next++
      // Folded, without a name or with a lone LF: seldom, and not for this quick eye.
      if (next === to || colon === at || bytes[colon] !== COLON || bytes[next - 1] !== CR) return -1
      if (bytes[next + 1] === SPACE || bytes[next + 1] === TAB) return -1
      if (!this.#header(at, colon, next - 1)) return -1
      at = next + 1
    }
    return -1
  }

  /** False where the message has to be decoded. */
  #header(at: number, colon: number, end: number): boolean {
    const bytes = this.#bytes
    const length = colon - at
    if (length >= LONGEST_NAME) return true
    const first = bytes[at]! | 32
    let from = colon + 1
    let to = end
    while (from < to && (bytes[from] === SPACE || bytes[from] === TAB)) from++
    while (to > from && (bytes[to - 1] === SPACE || bytes[to - 1] === TAB)) to--
    const weight = WEIGHTS[shape(length, first)]!
    if (weight === INDIFFERENT) return true
    if (to - from > LONGEST_VALUE) return false
    if (weight === RARE && nameAt(bytes, at, colon, RARE_HEADERS) !== '') return false
    if (weight === NEEDED) {
      const name = nameAt(bytes, at, colon, NEEDED_HEADERS)
      if (name !== '') return this.#needed(name, from, to)
    }
    if (this.tellingCount === MOST_TELLING) return false
    this.telling[this.tellingCount++] = hashOfWords(
      bytes,
      from,
      to,
      this.#seed ^ (this.status === 0 ? length : -length),
    )
    return true
  }

  /** Headers that every message has; false where one is not plain. */
  #needed(name: string, from: number, to: number): boolean {
    switch (name) {
      case 'via':
      case 'v':
        return this.#via(from, to)
      case 'from':
      case 'f':
        return this.#tag(from, to, FROM)
      case 'to':
      case 't':
        return this.#tag(from, to, TO)
      case 'call-id':
      case 'i':
        return this.#callId(from, to)
      case 'cseq':
        return this.#cseq(from, to)
      case 'content-length':
      case 'l':
        return this.#length(from, to)
      default:
        this.#isDescription = stands(this.#bytes, from, to, SDP)
        return this.#isDescription
    }
  }

  /** Marks a header as met; false where it was before. */
  #meets(header: number): boolean {
    if ((this.#seen & header) !== 0) return false
    this.#seen |= header
    return true
  }

  #callId(from: number, to: number): boolean {
    if (!this.#meets(CALL_ID) || from === to || !isText(this.#bytes, from, to)) return false
    this.callIdFrom = from
    this.callIdTo = to
    this.callId = hashOfBytes(this.#bytes, from, to)
    return true
  }

  /** The tag behind the address of From or To. */
  #tag(from: number, to: number, header: number): boolean {
    const bytes = this.#bytes
    let at = parametersAt(bytes, from, to)
    if (!this.#meets(header) || at < 0) return false
    while (at < to && !stands(bytes, at, Math.min(to, at + 5), ';tag=')) {
      // What is written with blanks or quotes is read with care elsewhere.
      for (at++; at < to && bytes[at] !== SEMICOLON; at++) if (bytes[at]! <= SPACE || bytes[at] === QUOTE) return false
    }
    const start = Math.min(to, at + 5)
    let end = start
    while (end < to && bytes[end] !== SEMICOLON) end++
    if (end > start && !isText(bytes, start, end)) return false
    const tag = end > start ? hashOfBytes(bytes, start, end) : 0
    if (header === FROM) this.fromTag = tag
    else {
      this.toTag = tag
      this.toTagFrom = start
      this.toTagTo = end
    }
    return true
  }

  #cseq(from: number, to: number): boolean {
    const bytes = this.#bytes
    let at = from
    let number = 0
    while (at < to && bytes[at]! >= 48 && bytes[at]! <= 57) number = number * 10 + bytes[at++]! - 48
    // A number written otherwise than it would be said hashes otherwise.
    const isPlain = at > from && at - from <= PLAIN_DIGITS && (bytes[from] !== 48 || at - from === 1)
    if (!this.#meets(CSEQ) || !isPlain || bytes[at] !== SPACE) return false
    const method = methodAt(bytes, at + 1, to)
    if (method === '' || (this.status === 0 && method !== this.method)) return false
    this.sequence = number
    this.method = method
    this.cseq = hashOfBytes(bytes, from, to)
    return true
  }

  /** The branch of a Via; that of the topmost tells transactions apart. */
  #via(from: number, to: number): boolean {
    const bytes = this.#bytes
    let at = from
    while (at < to && !(bytes[at] === SEMICOLON && stands(bytes, at, Math.min(to, at + 8), ';branch='))) {
      if (bytes[at] === COMMA || bytes[at] === QUOTE) return false
      at++
    }
    const start = Math.min(to, at + 8)
    let end = start
    while (end < to && bytes[end] !== SEMICOLON && bytes[end] !== COMMA) end++
    for (at = end; at < to; at++) if (bytes[at] === COMMA) return false
    if (!isText(bytes, start, end) || this.vias === MOST_VIAS) return false
    if (this.vias === 0) this.branch = hashOfBytes(bytes, start, end)
    this.#seen |= VIA
    this.branches[2 * this.vias] = start
    this.branches[2 * this.vias + 1] = end
    this.vias++
    return true
  }

  #length(from: number, to: number): boolean {
    const bytes = this.#bytes
    let length = 0
    if (from === to || to - from > PLAIN_DIGITS || this.#contentLength >= 0) return false
    for (let at = from; at < to; at++) {
      if (bytes[at]! < 48 || bytes[at]! > 57) return false
      length = length * 10 + bytes[at]! - 48
    }
    this.#contentLength = length
    return true
  }

  /** RFC 3261 §18.3: on datagrams a missing Content-Length means all the rest, on streams nothing. */
  #body(from: number, to: number, isStream: boolean): boolean {
    const length = this.#contentLength >= 0 ? this.#contentLength : isStream ? 0 : to - from
    if (length !== to - from) return false
    this.bodyFrom = from
    if (length === 0) return true
    this.description = hashOfWords(this.#bytes, from, to, this.#seed)
    return this.#isDescription
  }
}

/** The method at [from, to) as the one text that stands for it; '' where it is none of these. */
function methodAt(bytes: Uint8Array, from: number, to: number): string {
  for (let i = 0; i < METHODS.length; i++) if (standsExactly(bytes, from, to, METHODS[i]!)) return METHODS[i]!
  return ''
}

/** Which of these names stands at [from, to), or ''. */
function nameAt(bytes: Uint8Array, from: number, to: number, names: readonly string[]): string {
  for (let i = 0; i < names.length; i++) if (stands(bytes, from, to, names[i]!)) return names[i]!
  return ''
}

/** Whether [from, to) is not empty, ASCII and without blanks: then its bytes hash as its text. */
function isText(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i]! <= SPACE || bytes[i]! > 126) return false
  return to > from
}

function standsExactly(bytes: Uint8Array, from: number, to: number, word: string): boolean {
  if (to - from !== word.length) return false
  for (let i = 0; i < word.length; i++) if (bytes[from + i] !== word.charCodeAt(i)) return false
  return true
}

/** Whether [from, to) is `word` (lower case), in any case. */
function stands(bytes: Uint8Array, from: number, to: number, word: string): boolean {
  if (to - from !== word.length) return false
  for (let i = 0; i < word.length; i++) {
    const byte = bytes[from + i]!
    if ((byte >= 65 && byte <= 90 ? byte | 32 : byte) !== word.charCodeAt(i)) return false
  }
  return true
}

/** Where the header parameters of a name-addr or addr-spec begin; −1 where that is not plain to see. */
function parametersAt(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  if (bytes[at] === QUOTE) {
    for (at++; at < to && bytes[at] !== QUOTE; at++) if (bytes[at] === BACKSLASH) at++
    if (at >= to) return -1
  }
  let open = at
  while (open < to && bytes[open] !== LESS) open++
  if (open === to) {
    while (at < to && bytes[at] !== SEMICOLON) at++
    return at
  }
  while (open < to && bytes[open] !== GREATER) open++
  if (open === to) return -1
  return open + 1 === to || bytes[open + 1] === SEMICOLON ? open + 1 : -1
}
