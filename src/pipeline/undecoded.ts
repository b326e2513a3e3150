import type { Packet } from '../model/packet.ts'
import { POINT_CODE, RADIO } from '../model/packet.ts'
import type { UndecodedAt } from '../model/summary.ts'

/** Places that are told apart; what comes at further ones is counted together. */
const MOST = 4096
/** Places that are told. */
const TOLD = 100
const PORTS = 65_536
/** IP protocol numbers: IANA. */
const NAMES: Readonly<Record<number, string>> = {
  1: 'ICMP',
  6: 'TCP',
  17: 'UDP',
  33: 'DCCP',
  58: 'ICMPv6',
  132: 'SCTP',
}
const WITH_PORTS = new Set([6, 17, 33, 132])
const SIGNALLING_POINTS = 256 * PORTS
const RADIO_BLOCKS = 257 * PORTS
const ELSEWHERE = 258 * PORTS

/** Where the frames were that nobody could read: by transport and port, or by link type where they hold no IP. */
export class Undecoded {
  readonly #frames = new Map<number, number>()

  /** Frames like the one at hand were counted as undecoded, or are not any more (less than 0). */
  count(packet: Packet, frames: number): void {
    const place = placeOf(packet)
    const key = this.#frames.has(place) || this.#frames.size < MOST ? place : ELSEWHERE
    this.#frames.set(key, (this.#frames.get(key) ?? 0) + frames)
  }

  /** The most frames first; what is too little to be told by itself is put together as `other`. */
  told(): UndecodedAt[] {
    const all = [...this.#frames].filter(([place, frames]) => frames > 0 && place !== ELSEWHERE)
    all.sort(([one, frames], [other, others]) => others - frames || one - other)
    const told = all.slice(0, TOLD).map(([place, packets]) => ({ ...named(place), packets }))
    const rest = all.slice(TOLD).reduce((sum, [, frames]) => sum + frames, this.#frames.get(ELSEWHERE) ?? 0)
    return rest > 0 ? [...told, { transport: 'other', packets: rest }] : told
  }
}

/** The lower port is more likely that of a service. */
function placeOf({ version, transport, sourcePort, destinationPort, linkType }: Packet): number {
  if (version === POINT_CODE) return SIGNALLING_POINTS
  if (version === RADIO) return RADIO_BLOCKS
  if (version === 0) return -1 - linkType
  return transport * PORTS + (WITH_PORTS.has(transport) ? Math.min(sourcePort, destinationPort) : 0)
}

function named(place: number): Omit<UndecodedAt, 'packets'> {
  if (place < 0) return { transport: 'link', link_type: -1 - place }
  if (place === SIGNALLING_POINTS) return { transport: 'SS7' }
  if (place === RADIO_BLOCKS) return { transport: 'LTE MAC' }
  const transport = Math.floor(place / PORTS)
  const port = place % PORTS
  return { transport: NAMES[transport] ?? `IP ${transport}`, ...(port > 0 && { port }) }
}
