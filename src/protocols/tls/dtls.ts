/** DTLS (RFC 6347, RFC 9147): named by its hellos; the rest is ciphered. Media that it gives keys to follows on its flow. */
import { u16, u24, unsigned } from '../../bytes/octets.ts'
import type { Out, Protocol, Where } from '../../model/message.ts'
import { readHello } from './hello.ts'
import { alertIn, showRecord } from './record-tree.ts'
import { APPLICATION_DATA, CHANGE_CIPHER_SPEC, HANDSHAKE } from './records.ts'

export const dtls: Protocol = {
  name: 'DTLS',
  group: 'OTHER',
  udp: [5061, 5868],
  // Within SCTP (RFC 6083) the identifier names what it carries.
  ppids: [],
  recognize,
  decode,
  label: (bytes, from, to) => ({
    ...(recognize(bytes, from, to) && { ...helloIn(bytes, from, to), ...alertIn(bytes, from, HEADER, to) }),
  }),
}

/** Of a record; of a handshake message behind it, which may be a fragment. */
const HEADER = 13
const MESSAGE_HEADER = 12
const LAST_TYPE = APPLICATION_DATA + 3
/** 1.0 and 1.2, and what 1.3 calls itself in its hellos: all ones' complements. */
const VERSIONS: ReadonlySet<number> = new Set([0xfeff, 0xfefd, 0xfefc])
const LARGEST_FRAGMENT = 16_384 + 2048

/** Whether a user message of SCTP may be one, whatever its identifier names: no other protocol begins so. */
export function mayBeDtls(bytes: Uint8Array, from: number, to: number): boolean {
  return (
    to - from > HEADER && bytes[from + 1] === 0xfe && bytes[from]! >= CHANGE_CIPHER_SPEC && bytes[from]! <= LAST_TYPE
  )
}

/** Records follow each other to the end of the datagram: RFC 6347 §4.1. */
function recognize(bytes: Uint8Array, from: number, to: number): boolean {
  let at = from
  while (at + HEADER <= to) {
    const type = bytes[at]!
    const length = u16(bytes, at + 11)
    const isKnown = type >= CHANGE_CIPHER_SPEC && type <= LAST_TYPE && VERSIONS.has(u16(bytes, at + 1))
    if (!isKnown || length === 0 || length > LARGEST_FRAGMENT) return false
    at += HEADER + length
    // RFC 9147 §4: records of 1.3 may follow that have another header.
    if (at < to && (bytes[at]! & 0xe0) === 0x20) return true
  }
  return at > from && at === to
}

function helloIn(bytes: Uint8Array, from: number, to: number): Readonly<Record<string, string>> {
  const message = from + HEADER
  if (bytes[from] !== HANDSHAKE || message + MESSAGE_HEADER > to) return {}
  // Ciphered ones are of a later epoch; of a fragment only the first tells.
  const isFirst = u16(bytes, from + 3) === 0 && u24(bytes, message + 6) === 0
  return isFirst ? { ...readHello(bytes, message, to, true) } : {}
}

function decode(bytes: Uint8Array, from: number, to: number, _wireTo: number, _where: Where, out: Out): void {
  out.name('record', 'DTLS')
  for (const [name, value] of Object.entries(helloIn(bytes, from, to))) out.put(name, value)
  if (!out.tree) return
  for (let at = from; at + HEADER <= to;) {
    const end = Math.min(to, at + HEADER + u16(bytes, at + 11))
    out.open('DTLS record', at, end)
    out.show('Epoch', u16(bytes, at + 3), at + 3, at + 5)
    out.show('Sequence number', unsigned(bytes, at + 5, 6), at + 5, at + 11)
    showRecord(bytes, { from: at, start: at + HEADER, to: end, isSealed: u16(bytes, at + 3) > 0 }, out)
    out.close()
    at = end
  }
}
