/** What an IP packet travels in. Each function wraps what it is given, so that they nest. */
import { type End, GRE, ip, UDP, udp } from './internet.ts'
import { concat, u16, u32, u8, zeros } from './octets.ts'

/** Makes a frame of an IP packet. */
export type Wrap = (packet: Uint8Array) => Uint8Array

const IPV4 = 0x0800
const IPV6 = 0x86dd
const VLAN = 0x8100
const SERVICE_VLAN = 0x88a8
const MPLS = 0x8847
const SOURCE = u8(2, 0, 0, 0, 0, 1)
const DESTINATION = u8(2, 0, 0, 0, 0, 2)

function etherType(packet: Uint8Array): number {
  return packet[0]! >> 4 === 6 ? IPV6 : IPV4
}

export function ethernet(packet: Uint8Array, type = etherType(packet)): Uint8Array {
  return concat(DESTINATION, SOURCE, u16(type), packet)
}

/** Ethernet with tags, outermost first; the outer ones of several are service tags. */
export function vlan(...tags: readonly number[]): Wrap {
  return (packet) => {
    const [first, ...types] = [...tags.map((_, i) => (i < tags.length - 1 ? SERVICE_VLAN : VLAN)), etherType(packet)]
    const shim = tags.map((tag, i) => u16(tag, types[i]!))
    return ethernet(concat(...shim, packet), first)
  }
}

/** Ethernet with a stack of labels, outermost first. */
export function mpls(...labels: readonly number[]): Wrap {
  return (packet) => {
    const stack = labels.map((label, i) => u32((label << 12) | (i === labels.length - 1 ? 0x100 : 0) | 64))
    return ethernet(concat(...stack, packet), MPLS)
  }
}

/** Linux cooked capture: LINKTYPE_LINUX_SLL. */
export function cooked(packet: Uint8Array): Uint8Array {
  return concat(u16(0, 1, 6), SOURCE, zeros(2), u16(etherType(packet)), packet)
}

/** LINKTYPE_LINUX_SLL2. */
export function cooked2(packet: Uint8Array): Uint8Array {
  return concat(u16(etherType(packet), 0), u32(2), u16(1), u8(0, 6), SOURCE, zeros(2), packet)
}

/** LINKTYPE_NULL as some write it: address and control octet of Cisco HDLC, then the Ethertype. */
export function hdlcLoopback(packet: Uint8Array): Uint8Array {
  return concat(u8(0x0f, 0), u16(etherType(packet)), packet)
}

/** LINKTYPE_NULL, in the byte order of the machine that captured. */
export function loopback(bigEndian: boolean): Wrap {
  return (packet) => {
    const family = packet[0]! >> 4 === 6 ? 30 : 2
    return concat(bigEndian ? u8(0, 0, 0, family) : u8(family, 0, 0, 0), packet)
  }
}

export function raw(packet: Uint8Array): Uint8Array {
  return packet
}

const GTP_USER: number = 2152
const GTP_MESSAGE = 255

/** In a GTP-U tunnel (TS 29.281 §5.1); with `qfi` there is a PDU session container (TS 38.415). */
export function gtpUser(
  from: string,
  to: string,
  { teid, qfi }: { teid: number; qfi?: number },
  wrap: Wrap = ethernet,
): Wrap {
  return (packet) => {
    const extension = qfi === undefined ? zeros(0) : concat(u16(0), u8(0, 0x85), u8(1, 0x10, qfi, 0))
    const header = concat(
      u8(qfi === undefined ? 0x30 : 0x34, GTP_MESSAGE),
      u16(extension.length + packet.length),
      u32(teid),
    )
    const ends: [End, End] = [
      { address: from, port: GTP_USER },
      { address: to, port: GTP_USER },
    ]
    return wrap(ip(from, to, UDP, udp(...ends, concat(header, extension, packet))))
  }
}

/** In GRE with key and sequence number: RFC 2784, 2890. */
export function gre(from: string, to: string, key: number, wrap: Wrap = ethernet): Wrap {
  let sequence = 0
  return (packet) => wrap(ip(from, to, GRE, concat(u16(0x3000, etherType(packet)), u32(key, sequence++), packet)))
}

/** In VXLAN, with an Ethernet frame made by `inner`: RFC 7348. */
export function vxlan(
  from: string,
  to: string,
  { network, inner = ethernet }: { network: number; inner?: Wrap },
): Wrap {
  return (packet) => {
    const frame = concat(u32(0x08000000, network << 8), inner(packet))
    return ethernet(ip(from, to, UDP, udp({ address: from, port: 50_000 }, { address: to, port: 4789 }, frame)))
  }
}
