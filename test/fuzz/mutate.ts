import type { Random } from '../make/random.ts'

/** Values that lengths and counts go wrong with. */
const EXTREMES = [0, 1, 0x7f, 0x80, 0xfe, 0xff]

/** A damaged copy: some bits, bytes, lengths, or whole pieces of it are not what they were. */
export function mutate(bytes: Uint8Array, random: Random): Uint8Array {
  let damaged: Uint8Array = bytes.slice()
  const times = random.between(1, 6)
  for (let n = 0; n < times && damaged.length > 0; n++) damaged = damage(damaged, random)
  return damaged
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
