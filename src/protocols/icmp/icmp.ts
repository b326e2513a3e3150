/** Errors of ICMP (RFC 792) and ICMPv6 (RFC 4443): what could not be delivered, as the packet that is quoted tells. */
import { formatEndpoint, formatIPv4, formatIPv6 } from '../../bytes/address.ts'
import { Recent } from '../../bytes/recent.ts'
import { u16, u32 } from '../../bytes/octets.ts'
import { text } from '../../bytes/text.ts'
import type { Message, Out, Protocol, Tracker, Where } from '../../model/message.ts'
import { ERRORS, ERRORS_6, TRANSPORTS } from './tables.ts'

export const icmp: Protocol = {
  name: 'ICMP',
  group: 'ICMP',
  recognize,
  decode,
  track: () => new IcmpTracker(),
}

/** Type, code, checksum, and a word that errors use in their own ways. */
const HEADER = 8
const IPV4_HEADER = 20
const IPV6_HEADER = 40
const PORTS = 4
const UNREACHABLE = 3
const FRAGMENTATION_NEEDED = 4
const TOO_BIG = 2
const MOST_QUOTED = 1500
const CALL_ID = /^(?:call-id|i)[ \t]*:[ \t]*(\S+)/im

/** An error that quotes the beginning of a packet with ports. */
function recognize(bytes: Uint8Array, from: number, to: number): boolean {
  const type = bytes[from]!
  const isKnown = ERRORS[type] !== undefined || ERRORS_6[type] !== undefined
  return to - from >= HEADER && isKnown && quotedIn(bytes, from + HEADER, to) !== undefined
}

interface Quoted {
  readonly transport: string
  readonly source: string
  readonly destination: string
  /** Where what the packet carries begins: its ports. */
  readonly from: number
  readonly isIPv6: boolean
}

/** The quoted packet: at least its addresses and ports. */
function quotedIn(bytes: Uint8Array, at: number, to: number): Quoted | undefined {
  const version = at < to ? bytes[at]! >> 4 : 0
  const header = version === 4 ? 4 * (bytes[at]! & 15) : version === 6 ? IPV6_HEADER : 0
  if (header < IPV4_HEADER || at + header + PORTS > to) return undefined
  const isIPv6 = version === 6
  const transport = TRANSPORTS[bytes[at + (isIPv6 ? 6 : 9)]!]
  if (transport === undefined) return undefined
  const [format, first, size] = isIPv6 ? ([formatIPv6, 8, 16] as const) : ([formatIPv4, 12, 4] as const)
  const from = at + header
  return {
    transport,
    source: formatEndpoint(format(bytes, at + first), u16(bytes, from)),
    destination: formatEndpoint(format(bytes, at + first + size), u16(bytes, from + 2)),
    from,
    isIPv6,
  }
}

function decode(bytes: Uint8Array, from: number, to: number, wireTo: number, _where: Where, out: Out): void {
  const quoted = to - from >= HEADER ? quotedIn(bytes, from + HEADER, to) : undefined
  if (!quoted) {
    out.fault = wireTo > to ? 'cut' : 'malformed'
    return out.name('Error', 'ICMP')
  }
  const [type, code] = [bytes[from]!, bytes[from + 1]!]
  const name = (quoted.isIPv6 ? ERRORS_6 : ERRORS)[type]?.[code] ?? `Type ${type}, code ${code}`
  out.open(quoted.isIPv6 ? 'ICMPv6' : 'ICMP', from, to)
  out.put('type', type, from, from + 1)
  out.put('code', code, from + 1, from + 2)
  if (quoted.isIPv6 && type === TOO_BIG) out.put('mtu', u32(bytes, from + 4), from + 4, from + HEADER)
  if (!quoted.isIPv6 && type === UNREACHABLE && code === FRAGMENTATION_NEEDED) {
    out.put('mtu', u16(bytes, from + 6), from + 6, from + HEADER)
  }
  out.put('transport', quoted.transport, from + HEADER, quoted.from)
  out.put('packet_source', quoted.source, from + HEADER, quoted.from + PORTS)
  out.put('packet_destination', quoted.destination, from + HEADER, quoted.from + PORTS)
  out.put('failed', true)
  const callId = CALL_ID.exec(text(bytes, quoted.from, Math.min(to, quoted.from + MOST_QUOTED)))?.[1]
  if (callId !== undefined) out.clue('call-id', callId)
  out.clue('flow-endpoint', quoted.destination)
  out.key('icmp', `${quoted.transport} ${quoted.source}>${quoted.destination}`, 'open')
  out.close()
  out.name(name, `ICMP ${name}: ${quoted.transport} ${quoted.destination}`)
}

const MOST_TOLD = 8192

/** Each packet that goes nowhere is reported: from the second on these are repeats. */
class IcmpTracker implements Tracker {
  readonly #told = new Recent<{ readonly id: string }>(MOST_TOLD)

  see({ name, keys, where, details }: Message): void {
    const id = `${where.source.id} ${name} ${keys[0]?.value}`
    if (this.#told.get(id)) details['retransmission'] = true
    else this.#told.add({ id })
  }
}
