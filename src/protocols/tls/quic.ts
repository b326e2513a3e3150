/** QUIC (RFC 9000, RFC 9369): named by its first packets, which everybody can read; all else is ciphered. */
import { octets, u32 } from '../../bytes/octets.ts'
import type { LabelHelp, Out, Protocol, Where } from '../../model/message.ts'
import { initialLabel } from './quic-hello.ts'
import { longHeader, VERSIONS } from './quic-packets.ts'

export const quic: Protocol = {
  name: 'QUIC',
  group: 'OTHER',
  udp: [443],
  recognize,
  decode,
  label,
}

const LONG_HEADER = 0xc0
const LONG = 0x80
const LONGEST_CONNECTION_ID = 20
const LEAST = 21
const LEAST_NEGOTIATION = 11
const MOST_OFFERED = 4
const NONE: readonly string[] = []
const NOTHING: Readonly<Record<string, string>> = {}
const TYPES = ['Initial', '0-RTT', 'Handshake', 'Retry'] as const
/** Drafts of the IETF, and Google's own that had the same header. */
const DRAFT = 0xff0000
const GOOGLE = 0x5130

function isKnown(version: number): boolean {
  return VERSIONS[version] !== undefined || version >>> 8 === DRAFT || version >>> 16 === GOOGLE
}

/** A long header: RFC 8999 §5.1, RFC 9000 §17.2. */
function recognize(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from < LEAST || (bytes[from]! & LONG_HEADER) !== LONG_HEADER || !isKnown(u32(bytes, from + 1))) {
    return offered(bytes, from, to).length > 0
  }
  const destination = bytes[from + 5]!
  return destination <= LONGEST_CONNECTION_ID && bytes[from + 6 + destination]! <= LONGEST_CONNECTION_ID
}

/** Versions that a server has instead: RFC 8999 §6. Empty where this is no list of them. */
function offered(bytes: Uint8Array, from: number, to: number): readonly string[] {
  if (to - from < LEAST_NEGOTIATION || (bytes[from]! & LONG) === 0 || u32(bytes, from + 1) !== 0) return NONE
  const header = longHeader(bytes, from, to)
  if (!header || header.at >= to || (to - header.at) % 4 !== 0) return NONE
  const names: string[] = []
  for (let at = header.at; at < to && names.length < MOST_OFFERED; at += 4) {
    const version = u32(bytes, at)
    if (isKnown(version)) names.push(VERSIONS[version]?.name ?? `0x${version.toString(16)}`)
  }
  return names
}

function label(bytes: Uint8Array, from: number, to: number, help?: LabelHelp): Readonly<Record<string, string>> {
  // Nearly all packets are these, and tell nothing.
  if ((bytes[from]! & LONG) === 0) return NOTHING
  const versions = offered(bytes, from, to)
  if (versions.length > 0) return { offered: `server offers ${versions.join(' or ')}` }
  const header = recognize(bytes, from, to) ? longHeader(bytes, from, to) : undefined
  const version = header && VERSIONS[header.version]
  if (!header || !version) return NOTHING
  if (header.type === version.retry) return { version: version.name, retry: 'address validated by Retry' }
  const said = help ? initialLabel(bytes, from, to, help) : {}
  return { ...said, version: version.name }
}

function decode(bytes: Uint8Array, from: number, to: number, _wireTo: number, _where: Where, out: Out): void {
  out.name('packet', 'QUIC')
  const header = out.tree ? longHeader(bytes, from, to) : undefined
  if (!header) return
  const { version, type, destination, source, at } = header
  const known = VERSIONS[version]
  out.open('QUIC packet', from, to)
  if (known) {
    const names = [...TYPES.slice(TYPES.length - known.initial), ...TYPES.slice(0, TYPES.length - known.initial)]
    out.show('Type', names[type] ?? type, from, from + 1)
  }
  out.show('Version', known?.name ?? `0x${version.toString(16).padStart(8, '0')}`, from + 1, from + 5)
  out.show('Destination connection id', octets(destination, 0, destination.length), from + 5, at)
  out.show('Source connection id', octets(source, 0, source.length), from + 5, at)
  const versions = offered(bytes, from, to)
  out.show('Contents', versions.length > 0 ? versions.join(', ') : 'ciphered', at, to)
  out.close()
}
