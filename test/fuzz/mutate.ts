import type { Random } from '../make/random.ts'

/** Values that lengths and counts go wrong with. */
const EXTREMES = [0, 1, 0x7f, 0x80, 0xfe, 0xff]

/**
 * A damaged copy: some bits, bytes, lengths, or whole pieces of it are not what they were.
 *
 * @param others messages that pieces may come from
 */
export function mutate(bytes: Uint8Array, random: Random, others: readonly Uint8Array[] = [bytes]): Uint8Array {
  let damaged: Uint8Array = bytes.slice()
  const times = random.between(1, 6)
  for (let n = 0; n < times && damaged.length > 0; n++) {
    damaged = random.below(3) === 0 ? disorder(damaged, random, random.pick(others)) : damage(damaged, random)
  }
  return damaged
}

/** Copies of a header in each other: deeper than anything nests. */
const DEEP = 80

/** What has a structure is not what it was: its lengths, its nesting, and which elements stand in it. */
function disorder(bytes: Uint8Array, random: Random, other: Uint8Array): Uint8Array {
  const at = random.below(bytes.length)
  const length = Math.min(bytes.length - at, random.between(1, 24))
  switch (random.below(4)) {
    case 0:
      return lied(bytes, random)
    case 1:
      return joined(bytes.subarray(0, at), other.subarray(random.below(other.length || 1)))
    case 2: {
      const from = random.below(other.length || 1)
      const piece = other.subarray(from, from + length)
      return joined(joined(bytes.subarray(0, at), piece), bytes.subarray(at + piece.length))
    }
    default: {
      const header = bytes.subarray(at, at + Math.min(length, random.between(1, 8)))
      const headers = Array.from({ length: random.between(2, DEEP) }, () => header)
      return joined(headers.reduce(joined, bytes.slice(0, at)), bytes.subarray(at))
    }
  }
}

/** One of the octets that may be a length, by what is behind it, is another. */
function lied(bytes: Uint8Array, random: Random): Uint8Array {
  const lengths = Array.from(bytes.keys()).filter((at) => {
    const left = bytes.length - at - 1
    return bytes[at]! > 0 && bytes[at]! <= left && (bytes[at]! > left - 16 || bytes[at]! < 24)
  })
  if (lengths.length === 0) return bytes
  const at = random.pick(lengths)
  bytes[at] = random.pick([
    bytes[at]! - 1,
    bytes[at]! + 1,
    bytes[at]! * 2,
    bytes[at]! >> 1,
    bytes.length - at,
    ...EXTREMES,
  ])
  return bytes
}

function damage(bytes: Uint8Array, random: Random): Uint8Array {
  const at = random.below(bytes.length)
  const length = Math.min(bytes.length - at, random.between(1, 40))
  switch (random.below(7)) {
    case 0:
      bytes[at]! ^= 1 << random.below(8)
      return bytes
    case 1:
      bytes[at] = random.pick(EXTREMES)
      return bytes
    case 2:
      return bytes.fill(random.pick(EXTREMES), at, at + Math.min(4, length))
    case 3:
      return bytes.subarray(0, at)
    case 4:
      return joined(bytes.subarray(0, at), bytes.subarray(at + length))
    case 5:
      // A piece once more: headers, elements and line ends repeat.
      return joined(bytes.subarray(0, at + length), bytes.subarray(at))
    default:
      return bytes.copyWithin(at, random.below(bytes.length), bytes.length)
  }
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const whole = new Uint8Array(one.length + other.length)
  whole.set(one)
  whole.set(other, one.length)
  return whole
}
