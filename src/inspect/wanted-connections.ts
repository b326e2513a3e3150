import { formatEndpoint, formatIPv4, formatIPv6 } from '../bytes/address.ts'
import { DUPLICATE, OFFSET, type Packet } from '../model/packet.ts'
import type { Connection } from '../store/results/session-frames.ts'
import type { Stretch } from './wanted-media.ts'

const TCP = 6

/** Connections that are wanted whole, from the start of the capture to their last message. */
export class WantedConnections {
  /** Port pairs, which tell most other packets apart before addresses are written. */
  readonly #ports = new Set<number>()
  /** Last place by capture and ends. */
  readonly #last = new Map<string, number>()
  readonly #lastOfFile = new Map<number, number>()

  get stretches(): Stretch[] {
    return [...this.#lastOfFile].map(([file, to]) => ({ file, frame: 1, offset: 0, to }))
  }

  add({ file, source, destination, last }: Connection): void {
    this.#lastOfFile.set(file, Math.max(last, this.#lastOfFile.get(file) ?? 0))
    for (const [one, other] of [
      [source, destination],
      [destination, source],
    ] as const) {
      const key = `${file} ${one} ${other}`
      this.#last.set(key, Math.max(last, this.#last.get(key) ?? 0))
      this.#ports.add((portOf(one) << 16) | portOf(other))
    }
  }

  /** Whether the packet at hand, which the network layers have seen, is of one of them. */
  has(packet: Packet): boolean {
    const { transport, sourcePort, destinationPort, verdict, version, bytes, file } = packet
    if (transport !== TCP || verdict === DUPLICATE || !this.#ports.has((sourcePort << 16) | destinationPort))
      return false
    const format = version === 6 ? formatIPv6 : formatIPv4
    const source = formatEndpoint(format(bytes, packet.sourceAddress), sourcePort)
    const destination = formatEndpoint(format(bytes, packet.destinationAddress), destinationPort)
    return packet.at[OFFSET]! <= (this.#last.get(`${file} ${source} ${destination}`) ?? -1)
  }
}

function portOf(end: string): number {
  return Number(/:(\d+)$/.exec(end)?.[1] ?? 0)
}
