import { concat, join, utf8, zeros } from './octets.ts'

/** A frame and when it passed. */
export interface TimedPacket {
  /** Milliseconds since the start of the capture. */
  readonly at: number
  readonly bytes: Uint8Array
  /** Length on the wire, where the capture holds less. */
  readonly wire?: number
  /** pcapng: number of the interface in its section. */
  readonly interface?: number
  /** pcapng: what somebody wrote on it; where it went (1 in, 2 out); packets lost before it. */
  readonly comments?: readonly string[]
  readonly direction?: 1 | 2
  readonly drops?: number
}

/** 2026-01-01T00:00:00Z, in Unix seconds: captures start then unless told otherwise. */
export const EPOCH = 1_767_225_600

export const ETHERNET = 1
export const RAW_IP = 101
export const LINUX_COOKED = 113
export const LINUX_COOKED_2 = 276
export const NULL_LOOPBACK = 0

export interface PcapOptions {
  readonly bigEndian?: boolean
  readonly nanoseconds?: boolean
  /** The format of Alexey Kuznetzov's patched libpcap: records are eight bytes longer. */
  readonly modified?: boolean
  readonly linkType?: number
  readonly snapLength?: number
  /** Unix seconds of `at` 0. */
  readonly epoch?: number
}

/** A classic capture. Packets are written in the order given. */
export function pcap(packets: readonly TimedPacket[], options: PcapOptions = {}): Uint8Array {
  const { bigEndian = false, nanoseconds = false, modified = false } = options
  const { linkType = ETHERNET, snapLength = 262_144, epoch = EPOCH } = options
  const write = new Writer(bigEndian)
  const magic = modified ? 0xa1b2cd34 : nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4
  const pieces = [write.u32(magic), write.u16(2, 4), write.u32(0, 0, snapLength, linkType)]
  for (const packet of packets) {
    const { seconds, nanosecond } = moment(epoch, packet.at)
    const kept = packet.bytes.subarray(0, snapLength)
    const fraction = nanoseconds ? nanosecond : Math.floor(nanosecond / 1000)
    pieces.push(write.u32(seconds, fraction, kept.length, packet.wire ?? packet.bytes.length))
    // Interface index, protocol and packet type.
    if (modified) pieces.push(write.u32(1), write.u16(0x0800), zeros(2))
    pieces.push(kept)
  }
  return join(pieces)
}

interface Interface {
  readonly linkType?: number
  readonly name?: string
  readonly description?: string
  readonly comment?: string
  readonly snapLength?: number
  /** The option's octet: 9 is nanoseconds, `0x80 | 20` is 2^-20 seconds; left out it is microseconds. */
  readonly resolution?: number
  /** Seconds to add to every time. */
  readonly offset?: number
}

export interface Section {
  readonly bigEndian?: boolean
  readonly interfaces?: readonly Interface[]
  readonly packets: readonly TimedPacket[]
  readonly comment?: string
  /** Whole blocks to put between the interfaces and the packets. */
  readonly extra?: readonly Uint8Array[]
  readonly epoch?: number
}

const SECTION_HEADER = 0x0a0d0d0a
const INTERFACE_DESCRIPTION = 1
const ENHANCED_PACKET = 6
const OPTION_COMMENT = 1
const OPTION_NAME = 2
const OPTION_DESCRIPTION = 3
const OPTION_RESOLUTION = 9
const OPTION_OFFSET = 14
const OPTION_FLAGS = 2
const OPTION_DROPS = 4

/** A capture of the newer format: sections, each with a byte order and interfaces of its own. */
export function pcapng(...sections: readonly Section[]): Uint8Array {
  return concat(...sections.map(section))
}

function section({ bigEndian = false, interfaces = [{}], packets, extra = [], ...more }: Section): Uint8Array {
  const write = new Writer(bigEndian)
  const { epoch = EPOCH, comment } = more
  const length = write.u32(0xffffffff, 0xffffffff)
  const options = comment === undefined ? [] : [option(write, OPTION_COMMENT, utf8(comment)), write.u16(0, 0)]
  const pieces = [block(write, SECTION_HEADER, concat(write.u32(0x1a2b3c4d), write.u16(1, 0), length, ...options))]
  for (const one of interfaces) pieces.push(interfaceDescription(write, one))
  pieces.push(...extra)
  for (const packet of packets)
    pieces.push(enhancedPacket(write, packet, interfaces[packet.interface ?? 0] ?? {}, epoch))
  return join(pieces)
}

function interfaceDescription(
  write: Writer,
  { linkType = ETHERNET, name, snapLength = 0, ...more }: Interface,
): Uint8Array {
  const options: Uint8Array[] = []
  if (name !== undefined) options.push(option(write, OPTION_NAME, utf8(name)))
  if (more.description !== undefined) options.push(option(write, OPTION_DESCRIPTION, utf8(more.description)))
  if (more.comment !== undefined) options.push(option(write, OPTION_COMMENT, utf8(more.comment)))
  if (more.resolution !== undefined) options.push(option(write, OPTION_RESOLUTION, Uint8Array.of(more.resolution)))
  if (more.offset !== undefined) options.push(option(write, OPTION_OFFSET, write.i64(BigInt(more.offset))))
  if (options.length > 0) options.push(write.u16(0, 0))
  return block(write, INTERFACE_DESCRIPTION, concat(write.u16(linkType, 0), write.u32(snapLength), ...options))
}

function enhancedPacket(write: Writer, packet: TimedPacket, on: Interface, epoch: number): Uint8Array {
  const { seconds, nanosecond } = moment(epoch - (on.offset ?? 0), packet.at)
  const all = BigInt(seconds) * 1_000_000_000n + BigInt(nanosecond)
  const ticks = (all * ticksPerSecond(on.resolution ?? 6)) / 1_000_000_000n
  const kept = on.snapLength ? packet.bytes.subarray(0, on.snapLength) : packet.bytes
  return block(
    write,
    ENHANCED_PACKET,
    concat(
      write.u32(packet.interface ?? 0, Number(ticks >> 32n), Number(ticks & 0xffffffffn)),
      write.u32(kept.length, packet.wire ?? packet.bytes.length),
      padded(kept),
      ...packetOptions(write, packet),
    ),
  )
}

function packetOptions(write: Writer, { comments = [], direction, drops }: TimedPacket): Uint8Array[] {
  const options = comments.map((comment) => option(write, OPTION_COMMENT, utf8(comment)))
  if (direction !== undefined) options.push(option(write, OPTION_FLAGS, write.u32(direction)))
  if (drops !== undefined) options.push(option(write, OPTION_DROPS, write.i64(BigInt(drops))))
  return options.length === 0 ? [] : [...options, write.u16(0, 0)]
}

/** Statistics of an interface: packets that the capture had lost on it by then. */
export function statistics(drops: { interface?: number; byInterface?: number; bySystem?: number }): Uint8Array {
  const write = new Writer(false)
  const counts: readonly (readonly [code: number, count: number | undefined])[] = [
    [5, drops.byInterface],
    [7, drops.bySystem],
  ]
  const options = counts.flatMap(([code, count]) =>
    count === undefined ? [] : [option(write, code, write.i64(BigInt(count)))],
  )
  return rawBlock(5, concat(write.u32(drops.interface ?? 0, 0, 0), ...options, write.u16(0, 0)))
}

function ticksPerSecond(resolution: number): bigint {
  return resolution & 0x80 ? 1n << BigInt(resolution & 0x7f) : 10n ** BigInt(resolution)
}

function option(write: Writer, code: number, value: Uint8Array): Uint8Array {
  return concat(write.u16(code, value.length), padded(value))
}

/** A block of any type, for what has no function of its own here. */
export function rawBlock(type: number, body: Uint8Array, bigEndian = false): Uint8Array {
  return block(new Writer(bigEndian), type, body)
}

function block(write: Writer, type: number, body: Uint8Array): Uint8Array {
  const length = write.u32(padded(body).length + 12)
  return concat(write.u32(type), length, padded(body), length)
}

function padded(bytes: Uint8Array): Uint8Array {
  return concat(bytes, zeros((4 - (bytes.length % 4)) % 4))
}

function moment(epoch: number, at: number): { seconds: number; nanosecond: number } {
  const nanoseconds = Math.round(at * 1e6)
  const whole = Math.floor(nanoseconds / 1e9)
  return { seconds: epoch + whole, nanosecond: nanoseconds - whole * 1e9 }
}

/** Numbers in the byte order of a file. */
class Writer {
  readonly #little: boolean

  constructor(bigEndian: boolean) {
    this.#little = !bigEndian
  }

  u16(...values: number[]): Uint8Array {
    const view = new DataView(new ArrayBuffer(values.length * 2))
    values.forEach((value, i) => view.setUint16(i * 2, value, this.#little))
    return new Uint8Array(view.buffer)
  }

  u32(...values: number[]): Uint8Array {
    const view = new DataView(new ArrayBuffer(values.length * 4))
    values.forEach((value, i) => view.setUint32(i * 4, value, this.#little))
    return new Uint8Array(view.buffer)
  }

  i64(value: bigint): Uint8Array {
    const view = new DataView(new ArrayBuffer(8))
    view.setBigInt64(0, value, this.#little)
    return new Uint8Array(view.buffer)
  }
}
