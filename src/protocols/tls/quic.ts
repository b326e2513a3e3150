/** QUIC (RFC 9000, RFC 9369): named by the header of its first packets; all else is ciphered. */
import { u32 } from '../../bytes/octets.ts'
import type { Out, Protocol, Where } from '../../model/message.ts'

export const quic: Protocol = {
  name: 'QUIC',
  group: 'OTHER',
  udp: [443],
  recognize,
  decode,
  label: (bytes, from, to) => {
    const version = recognize(bytes, from, to) ? VERSIONS[u32(bytes, from + 1)] : undefined
    return version === undefined ? {} : { version }
  },
}

const LONG_HEADER = 0xc0
const LONGEST_CONNECTION_ID = 20
const LEAST = 21
const VERSIONS: Readonly<Record<number, string>> = { 0x00000001: 'version 1', 0x6b3343cf: 'version 2' }
/** Drafts of the IETF, and Google's own that had the same header. */
const DRAFT = 0xff0000
const GOOGLE = 0x5130

/** A long header: RFC 8999 §5.1, RFC 9000 §17.2. */
function recognize(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from < LEAST || (bytes[from]! & LONG_HEADER) !== LONG_HEADER) return false
  const version = u32(bytes, from + 1)
  if (VERSIONS[version] === undefined && version >>> 8 !== DRAFT && version >>> 16 !== GOOGLE) return false
  const destination = bytes[from + 5]!
  return destination <= LONGEST_CONNECTION_ID && bytes[from + 6 + destination]! <= LONGEST_CONNECTION_ID
}

function decode(_bytes: Uint8Array, _from: number, _to: number, _wireTo: number, _where: Where, out: Out): void {
  out.name('packet', 'QUIC')
}
