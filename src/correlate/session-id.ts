const FNV_PRIME_LOW = 0x01000193
const SEEDS = [0x811c9dc5, 0x9747b28c, 0x3c6ef372] as const
/** Each octet in hexadecimal. */
const HEXADECIMAL = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, '0'))

/**
 * A UUID of version 8 (RFC 9562 §5.8): 48 bits of the job, then a 74-bit hash of what the session is. The same capture
 * analysed again gives the same hash.
 * @param job at least 12 hexadecimal digits, hyphens aside
 */
export function sessionId(job: string, identity: string): string {
  if (job !== headOf) [headOf, head] = [job, headOfJob(job)]
  const [a, b, c] = [digits(identity, SEEDS[0]), digits(identity, SEEDS[1]), digits(identity, SEEDS[2])]
  const variant = ((Number.parseInt(a[3]!, 16) & 3) | 8).toString(16)
  return `${head}-8${a.slice(0, 3)}-${variant}${a.slice(4, 7)}-${b}${c.slice(0, 4)}`
}

/** The job that ids were made for last, and what they begin with. */
let headOf = ''
let head = ''

function headOfJob(job: string): string {
  const digits = job.replaceAll('-', '').slice(0, 12).padStart(12, '0')
  return `${digits.slice(0, 8)}-${digits.slice(8)}`
}

/** Eight digits of the text's hash. */
function digits(text: string, seed: number): string {
  const value = hash(text, seed)
  const [high, low] = [HEXADECIMAL[value >>> 24]! + HEXADECIMAL[(value >>> 16) & 255]!, value & 0xffff]
  return high + HEXADECIMAL[low >>> 8]! + HEXADECIMAL[low & 255]!
}

/** FNV-1a over the characters, then mixed so that every bit counts; 32 bits, of either sign. */
function hash(text: string, seed: number): number {
  let value = seed | 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    value = Math.imul(value ^ (code & 255), FNV_PRIME_LOW)
    value = Math.imul(value ^ (code >> 8), FNV_PRIME_LOW)
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35)
  return value ^ (value >>> 16)
}
