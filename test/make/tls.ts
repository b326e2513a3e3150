/** Beginnings of TLS connections: RFC 8446 §4.1, §5.1. */
import { concat, u16, u8, utf8, zeros } from './octets.ts'

export function record(type: number, payload: Uint8Array): Uint8Array {
  return concat(u8(type, 3, 3), u16(payload.length), payload)
}

function handshake(type: number, body: Uint8Array): Uint8Array {
  return record(22, concat(u8(type, 0), u16(body.length), body))
}

export function clientHello(...extensions: readonly Uint8Array[]): Uint8Array {
  const all = concat(...extensions)
  const ciphers = concat(u16(4), u16(0x1301, 0x1302))
  return handshake(1, concat(u16(0x0303), zeros(32), u8(0), ciphers, u8(1, 0), u16(all.length), all))
}

export function serverHello(...extensions: readonly Uint8Array[]): Uint8Array {
  const all = concat(...extensions)
  return handshake(2, concat(u16(0x0303), zeros(32), u8(0), u16(0x1301), u8(0), u16(all.length), all))
}

/** A record of DTLS: RFC 6347 §4.1. */
export function datagramRecord(type: number, payload: Uint8Array, epoch = 0): Uint8Array {
  return concat(u8(type, 254, 253), u16(epoch), zeros(6), u16(payload.length), payload)
}

function datagramHandshake(type: number, body: Uint8Array): Uint8Array {
  const length = concat(u8(0), u16(body.length))
  return datagramRecord(22, concat(u8(type), length, u16(0), zeros(3), length, body))
}

/** With a cookie, as after a request to verify. */
export function datagramClientHello(...extensions: readonly Uint8Array[]): Uint8Array {
  const all = concat(...extensions)
  const cookie = concat(u8(20), zeros(20))
  const offered = concat(u16(0xfefd), zeros(32), u8(0), cookie, u16(2), u16(0xc02b), u8(1, 0))
  return datagramHandshake(1, concat(offered, u16(all.length), all))
}

export function datagramServerHello(): Uint8Array {
  return datagramHandshake(2, concat(u16(0xfefd), zeros(32), u8(0), u16(0xc02b), u8(0), u16(0)))
}

/** RFC 6066 §3. */
export function serverName(name: string): Uint8Array {
  const text = utf8(name)
  return concat(u16(0, text.length + 5, text.length + 3), u8(0), u16(text.length), text)
}

/** RFC 7301 §3.1. */
export function alpn(...protocols: readonly string[]): Uint8Array {
  const list = concat(...protocols.map((protocol) => concat(u8(protocol.length), utf8(protocol))))
  return concat(u16(16, list.length + 2, list.length), list)
}
