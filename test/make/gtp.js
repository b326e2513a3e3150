/** GTP messages: TS 29.274, TS 29.060, TS 29.281, TS 32.295. */
import { end } from './internet.js'
import { concat, u16, u32, u8, utf8, zeros } from './octets.js'
const CONTROL_PORT = 2123
/** A node's end for GTP-C. */
export function node(address) {
  return end(address, CONTROL_PORT)
}
/** A message of GTPv2-C. */
export function gtp2(type, header, ...elements) {
  const { teid, sequence, piggybacked = false, priority } = header
  const body = concat(...elements)
  const flags = 0x40 | (piggybacked ? 0x10 : 0) | (teid === undefined ? 0 : 0x08) | (priority === undefined ? 0 : 0x04)
  const tail = concat(u8(sequence >> 16), u16(sequence), u8((priority ?? 0) << 4))
  const rest = concat(teid === undefined ? zeros(0) : u32(teid), tail, body)
  return concat(u8(flags, type), u16(rest.length), rest)
}
export function element(type, value, instance = 0) {
  return concat(u8(type), u16(value.length), u8(instance), value)
}
/** Digits two an octet, low nibble first. */
export function tbcd(digits) {
  const filled = digits.length % 2 === 0 ? digits : `${digits}f`
  return Uint8Array.from(filled.match(/../g) ?? [], (pair) => parseInt(`${pair[1]}${pair[0]}`, 16))
}
export function imsi(digits) {
  return element(1, tbcd(digits))
}
export function cause(value, offending) {
  return element(2, offending === undefined ? u8(value, 0) : u8(value, 0, offending, 0, 0, 0))
}
export function recovery(counter) {
  return element(3, u8(counter))
}
/** Labels with their lengths. */
export function labels(name) {
  return concat(...name.split('.').map((label) => concat(u8(label.length), utf8(label))))
}
export function apn(name) {
  return element(71, labels(name))
}
export function ebi(value, instance = 0) {
  return element(73, u8(value), instance)
}
export function indication(...octets) {
  return element(77, u8(...octets))
}
export function msisdn(digits) {
  return element(76, tbcd(digits))
}
/** IPv4, which is 0.0.0.0 where one is asked for. */
export function paa(address) {
  return element(79, concat(u8(1), bytesOf(address)))
}
function bytesOf(address) {
  return Uint8Array.from(address.split('.'), Number)
}
export function fteid(type, teid, address, instance = 0) {
  return element(87, concat(u8(0x80 | type), u32(teid), bytesOf(address)), instance)
}
export function bearer(...elements) {
  return element(93, concat(...elements))
}
export function qos(qci, guaranteed = 0) {
  const rate = concat(u8(0), u32(guaranteed))
  return element(80, concat(u8(0x40 | (9 << 2), qci), rate, rate, rate, rate))
}
/** A message of GTPv1-C or GTP-U. */
export function gtp1(type, header, ...elements) {
  const { teid = 0, sequence, extensions } = header
  const flags = 0x30 | (extensions === undefined ? 0 : 0x04) | (sequence === undefined ? 0 : 0x02)
  const optional =
    (flags & 7) === 0
      ? zeros(0)
      : concat(u16(sequence ?? 0), u8(0, extensions?.first ?? 0), extensions?.bytes ?? zeros(0))
  const body = concat(optional, ...elements)
  return concat(u8(flags, type), u16(body.length), u32(teid), body)
}
/** An element of fixed length. */
export function tv(type, ...value) {
  return u8(type, ...value)
}
export function tlv(type, value) {
  return concat(u8(type), u16(value.length), value)
}
/** TEID in an element of version 1: 16 for user data, 17 for control. */
export function teid1(type, teid) {
  return concat(u8(type), u32(teid))
}
export function gsnAddress(address) {
  return tlv(133, bytesOf(address))
}
export function imsi1(digits) {
  return concat(u8(2), tbcd(digits.padEnd(16, 'f')))
}
/** A message of GTP′ of version 2. */
export function gtpPrime(type, sequence, ...elements) {
  const body = concat(...elements)
  return concat(u8(0x4e, type), u16(body.length, sequence), body)
}
//# sourceMappingURL=gtp.js.map
