/** TLS (RFC 8446, RFC 5246): named by its hellos; the rest is ciphered. */
import { octets, u16 } from '../../bytes/octets.ts'
import { LOST, NEED_MORE, type Out, type Protocol, type Where } from '../../model/message.ts'
import { readHello } from './hello.ts'
import { alertIn, showRecord } from './record-tree.ts'
import { APPLICATION_DATA, HANDSHAKE, HEADER, isRecord } from './records.ts'

export const tls: Protocol = {
  name: 'TLS',
  group: 'OTHER',
  tcp: [443, 5061],
  // In SCTP (RFC 3436) no identifier is its own; Diameter came so before RFC 6733.
  ppids: [],
  recognize,
  frame,
  decode,
  label: (bytes, from, to) => ({
    ...(bytes[from] === HANDSHAKE && readHello(bytes, from + HEADER, to)),
    ...alertIn(bytes, from, HEADER, to),
  }),
}

/** A hello, or a tag of an AEAD and the type of what it protects. */
const LEAST_HELLO = 40
const LEAST_CIPHERED = 17

function recognize(bytes: Uint8Array, from: number, to: number): boolean {
  if (!isRecord(bytes, from, to)) return false
  const length = u16(bytes, from + 3)
  const end = from + HEADER + length
  if (bytes[from] === HANDSHAKE) {
    const message = bytes[from + HEADER]!
    const isHello = (message === 1 || message === 2) && length >= LEAST_HELLO
    return to - from > HEADER && (isHello || end === to || isRecord(bytes, end, to))
  }
  if (bytes[from] === APPLICATION_DATA && length >= LEAST_CIPHERED && end >= to) return true
  return end === to || isRecord(bytes, end, to)
}

/** A record: RFC 8446 §5.1. */
function frame(bytes: Uint8Array, from: number, to: number): number {
  if (to - from < HEADER) return NEED_MORE
  if (!isRecord(bytes, from, to)) return LOST
  const length = HEADER + u16(bytes, from + 3)
  return length <= to - from ? length : NEED_MORE
}

/** A record by itself. */
function decode(bytes: Uint8Array, from: number, to: number, _wireTo: number, _where: Where, out: Out): void {
  out.name('record', 'TLS')
  const hello = bytes[from] === HANDSHAKE ? readHello(bytes, from + HEADER, to) : {}
  for (const [name, value] of Object.entries(hello)) out.put(name, value)
  if (!out.tree || from + HEADER > to) return
  out.open('TLS record', from, to)
  out.show('Version', octets(bytes, from + 1, from + 3), from + 1, from + 3)
  showRecord(bytes, { from, start: from + HEADER, to, isSealed: false }, out)
  out.close()
}
