/** The polynomial of CRC32c, its lowest bit first: RFC 9260 appendix A. */
const POLYNOMIAL = 0x82f63b78

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ ((value & 1) === 0 ? 0 : POLYNOMIAL)
  return value
})

/** CRC32c of [from, to), with the four bytes at `zeroed` taken as 0; as a number, to be written lowest byte first. */
export function crc32c(bytes: Uint8Array, { from, to, zeroed }: { from: number; to: number; zeroed: number }): number {
  let crc = 0xffffffff
  for (let at = from; at < to; at++) {
    const byte = at >= zeroed && at < zeroed + 4 ? 0 : bytes[at]!
    crc = (crc >>> 8) ^ TABLE[(crc ^ byte) & 255]!
  }
  return ~crc >>> 0
}
