/** Captures of other writers than libpcap: elder forms of pcap, snoop of Solaris, ERF of Endace. */
import { EPOCH, ETHERNET, type TimedPacket } from './capture-file.ts'
import { concat, join, u16, u32, u8, utf8, zeros } from './octets.ts'

interface Moment {
  readonly seconds: number
  readonly micro: number
}

function momentOf({ at }: TimedPacket): Moment {
  const micro = Math.round(at * 1000)
  return { seconds: EPOCH + Math.floor(micro / 1e6), micro: micro % 1e6 }
}

interface PcapForm {
  readonly magic?: number
  readonly minor?: number
  readonly linkType?: number
  /** Octets of a record's header beyond the usual 16. */
  readonly besides?: number
  /** Nanoseconds of a tick; the usual are 1000. */
  readonly tick?: number
  /** The two lengths stand the other way round. */
  readonly swapped?: boolean
}

/** pcap, big-endian, as the elder and the patched libraries wrote it. */
export function elderPcap(packets: readonly TimedPacket[], form: PcapForm): Uint8Array {
  const { magic = 0xa1b2c3d4, minor = 4, linkType = ETHERNET, besides = 0, tick = 1000, swapped = false } = form
  const records = packets.map((packet) => {
    const { seconds, micro } = momentOf(packet)
    const lengths = [packet.bytes.length, packet.wire ?? packet.bytes.length]
    if (swapped) lengths.reverse()
    return concat(u32(seconds, (micro * 1000) / tick, ...lengths), zeros(besides), packet.bytes)
  })
  return join([u32(magic), u16(2, minor), u32(0, 0, 65_535, linkType), ...records])
}

/** RFC 1761: Ethernet. */
export function snoop(packets: readonly TimedPacket[], version = 2): Uint8Array {
  const records = packets.map((packet) => {
    const { seconds, micro } = momentOf(packet)
    const { length } = packet.bytes
    const padding = zeros((4 - (length % 4)) % 4)
    const header = u32(packet.wire ?? length, length, 24 + length + padding.length, 0, seconds, micro)
    return concat(header, packet.bytes, padding)
  })
  return join([utf8('snoop'), zeros(3), u32(version, 4), ...records])
}

const little32 = (value: number): Uint8Array => u32(value).reverse()

/** One ERF record of Ethernet, with an extension header where it is wanted. */
export function erfRecord(packet: TimedPacket, isExtended = false): Uint8Array {
  const { seconds, micro } = momentOf(packet)
  const { length } = packet.bytes
  const fraction = Math.ceil((micro * 0x1_0000_0000) / 1e6)
  const extension = isExtended ? concat(u8(5), zeros(7)) : zeros(0)
  const body = concat(extension, zeros(2), packet.bytes)
  const padding = zeros((8 - (body.length % 8)) % 8)
  const type = isExtended ? 0x82 : 2
  const header = concat(little32(fraction), little32(seconds), u8(type, 4), u16(16 + body.length + padding.length))
  return concat(header, u16(0, packet.wire ?? length), body, padding)
}

/** A file of ERF records, every second one with an extension header, and one of padding among them. */
export function erf(packets: readonly TimedPacket[]): Uint8Array {
  const pad = concat(zeros(4), little32(EPOCH), u8(48, 0), u16(24), zeros(12))
  return join(packets.flatMap((packet, i) => [erfRecord(packet, i % 2 === 1), ...(i === 2 ? [pad] : [])]))
}
