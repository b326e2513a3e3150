// What the hellos of TLS say before all is ciphered: RFC 8446 §4.1, RFC 6066 §3, RFC 7301.
import { Cursor } from '../../bytes/cursor.ts'
import { octets } from '../../bytes/octets.ts'
import { byteText } from '../../bytes/text.ts'

export const CLIENT_HELLO = 1
export const SERVER_HELLO = 2
const SERVER_NAME = 0
const ALPN = 16
const ENCRYPT_THEN_MAC = 22
const SUPPORTED_VERSIONS = 43
const LONGEST_NAME = 253
const LONGEST_PROTOCOL = 32
const MOST_PROTOCOLS = 4

const VERSIONS: Readonly<Record<number, string>> = {
  0x0300: 'SSL 3.0',
  0x0301: 'TLS 1.0',
  0x0302: 'TLS 1.1',
  0x0303: 'TLS 1.2',
  0x0304: 'TLS 1.3',
  0xfeff: 'DTLS 1.0',
  0xfefd: 'DTLS 1.2',
  0xfefc: 'DTLS 1.3',
}

/** `version` is the one that the server chose, where it has. */
export interface Hello {
  server_name?: string
  alpn?: string
  version?: string
}

/**
 * Reads a handshake message that begins at `from`, as far as it is there; nothing of other messages. That of DTLS has
 * its place among fragments before its body, and a cookie in it: RFC 6347 §4.2.1, §4.2.2.
 */
export function readHello(bytes: Uint8Array, from: number, to: number, isDatagram = false): Hello {
  const cursor = new Cursor(bytes, from, to)
  const type = cursor.u8()
  if (type !== CLIENT_HELLO && type !== SERVER_HELLO) return {}
  cursor.u24()
  if (isDatagram) cursor.skip(8)
  const legacy = cursor.u16()
  cursor.skip(32)
  cursor.skip(cursor.u8())
  if (type === CLIENT_HELLO) {
    if (isDatagram) cursor.skip(cursor.u8())
    cursor.skip(cursor.u16())
    cursor.skip(cursor.u8())
  } else cursor.skip(3)
  const hello: Hello = {}
  const version = VERSIONS[legacy]
  if (type === SERVER_HELLO && version !== undefined) hello.version = version
  cursor.u16()
  while (cursor.left > 0) {
    const extension = cursor.u16()
    readExtension(cursor.sub(cursor.u16()), extension, hello, type === SERVER_HELLO)
  }
  return hello
}

function readExtension(cursor: Cursor, type: number, hello: Hello, isServer: boolean): void {
  if (type === SERVER_NAME && !isServer) {
    cursor.skip(3)
    const name = textOf(cursor, cursor.u16(), LONGEST_NAME)
    if (/^[\w.-]+$/.test(name)) hello.server_name = name.toLowerCase()
  } else if (type === ALPN) {
    cursor.u16()
    const protocols: string[] = []
    while (cursor.left > 0 && protocols.length < MOST_PROTOCOLS) {
      const protocol = textOf(cursor, cursor.u8(), LONGEST_PROTOCOL)
      if (/^[\w./-]+$/.test(protocol)) protocols.push(protocol)
    }
    if (protocols.length > 0) hello.alpn = protocols.join('|')
  } else if (type === SUPPORTED_VERSIONS && isServer) {
    const version = VERSIONS[cursor.u16()]
    if (version !== undefined) hello.version = version
  }
}

function textOf(cursor: Cursor, length: number, most: number): string {
  const { at, end, bytes } = cursor
  cursor.skip(length)
  return length > most || at + length > end ? '' : byteText(bytes, at, at + length)
}

/** What a hello agrees on, or would. */
export interface Agreement {
  readonly random: Uint8Array
  /** Of a server: the number of the suite, the compression, and whether it is TLS 1.3. */
  readonly suite: number
  readonly compression: number
  readonly is13: boolean
  readonly version: number
  /** Of a server: what authenticates a record is that of its ciphered blocks (RFC 7366). */
  readonly isMacBehind: boolean
}

/** A hello that asks for another hello: RFC 8446 §4.1.3. */
const RETRY = 'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c'

export function isRetry({ random }: Agreement): boolean {
  return octets(random, 0, random.length) === RETRY
}

/** Reads a whole hello at [from, to); undefined where it is none. */
export function readAgreement(bytes: Uint8Array, from: number, to: number): Agreement | undefined {
  const cursor = new Cursor(bytes, from, to)
  const type = cursor.u8()
  cursor.u24()
  const version = cursor.u16()
  const random = bytes.slice(cursor.at, cursor.at + 32)
  cursor.skip(32)
  cursor.skip(cursor.u8())
  if (type === CLIENT_HELLO) return cursor.fault === '' ? { random, ...NOT_CHOSEN, version } : undefined
  const suite = cursor.u16()
  const compression = cursor.u8()
  if (type !== SERVER_HELLO || cursor.fault !== '') return undefined
  cursor.u16()
  let is13 = false
  let isMacBehind = false
  while (cursor.left > 0) {
    const extension = cursor.u16()
    const body = cursor.sub(cursor.u16())
    isMacBehind ||= extension === ENCRYPT_THEN_MAC
    is13 ||= extension === SUPPORTED_VERSIONS && body.u16() === TLS_1_3
  }
  return { random, suite, compression, is13, version, isMacBehind }
}

const NOT_CHOSEN = { suite: 0, compression: 0, is13: false, isMacBehind: false }
const TLS_1_3 = 0x0304
