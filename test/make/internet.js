/** IP, UDP and TCP: RFC 791, 8200, 768, 9293, with right checksums. */
import { concat, u16, u32, u8, zeros } from './octets.js'
export const UDP = 17
export const TCP = 6
export const ICMP = 1
export const GRE = 47
const FRAGMENT_HEADER = 44
export const FIN = 1
export const SYN = 2
export const RST = 4
export const PSH = 8
export const ACK = 16
export function end(address, port) {
  return { address, port }
}
/** As results write it. */
export function endText({ address, port }) {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}
/** 4 or 16 bytes of an address. */
function addressBytes(address) {
  if (!address.includes(':')) return Uint8Array.from(address.split('.'), Number)
  const [head = '', tail] = address.split('::')
  const front = groups(head)
  const back = tail === undefined ? [] : groups(tail)
  return u16(...front, ...Array.from({ length: 8 - front.length - back.length }, () => 0), ...back)
}
function groups(text) {
  return text === '' ? [] : text.split(':').map((group) => parseInt(group, 16))
}
/** An IP packet of either version, as the addresses say. */
export function ip(from, to, protocol, payload, options = {}) {
  return from.includes(':') ? ipv6(from, to, protocol, payload, options) : ipv4(from, to, protocol, payload, options)
}
function ipv4(from, to, protocol, payload, more, fragment = 0) {
  const { id = 0, ttl = 63, options = zeros(0) } = more
  const length = 20 + options.length
  const header = concat(
    u8(0x40 | (length / 4), 0),
    u16(length + payload.length, id, fragment),
    u8(ttl, protocol),
    u16(0),
    addressBytes(from),
    addressBytes(to),
    options,
  )
  header.set(u16(checksum(header)), 10)
  return concat(header, payload)
}
function ipv6(from, to, next, payload, { ttl = 63 }) {
  return concat(u32(0x60000000), u16(payload.length), u8(next, ttl), addressBytes(from), addressBytes(to), payload)
}
/** The same packet in pieces of at most `size` bytes of payload (a multiple of 8). */
export function ipFragments(from, to, payload, { size, id, protocol = UDP }) {
  const fragments = []
  for (let at = 0; at < payload.length; at += size) {
    const piece = payload.subarray(at, at + size)
    const more = at + size < payload.length
    if (from.includes(':')) {
      const header = concat(u8(protocol, 0), u16(at | (more ? 1 : 0)), u32(id))
      fragments.push(ipv6(from, to, FRAGMENT_HEADER, concat(header, piece), {}))
    } else {
      fragments.push(ipv4(from, to, protocol, piece, { id }, (at / 8) | (more ? 0x2000 : 0)))
    }
  }
  return fragments
}
export function udp(from, to, payload) {
  const datagram = concat(u16(from.port, to.port, 8 + payload.length, 0), payload)
  const sum = transportChecksum(from.address, to.address, UDP, datagram)
  datagram.set(u16(sum === 0 ? 0xffff : sum), 6)
  return datagram
}
export function tcp(from, to, payload, fields) {
  const { sequence, acknowledgement = 0, flags = PSH | ACK, options = zeros(0) } = fields
  const segment = concat(
    u16(from.port, to.port),
    u32(sequence, acknowledgement),
    u8(((20 + options.length) / 4) << 4, flags),
    u16(65_535, 0, 0),
    options,
    payload,
  )
  segment.set(u16(transportChecksum(from.address, to.address, TCP, segment)), 16)
  return segment
}
function transportChecksum(from, to, protocol, segment) {
  const pseudo = concat(addressBytes(from), addressBytes(to), u32(segment.length, protocol))
  return checksum(concat(pseudo, segment))
}
/** RFC 1071: complement of the sum of all 16-bit words. */
function checksum(bytes) {
  let sum = 0
  for (let i = 0; i < bytes.length; i += 2) sum += (bytes[i] << 8) | (bytes[i + 1] ?? 0)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}
//# sourceMappingURL=internet.js.map
