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
