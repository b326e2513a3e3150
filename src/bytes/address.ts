/** Text of the IPv4 address whose 4 bytes start at `at`. */
export function formatIPv4(bytes: Uint8Array, at: number): string {
  return `${bytes[at]!}.${bytes[at + 1]!}.${bytes[at + 2]!}.${bytes[at + 3]!}`
}

/** Text of the IPv6 address whose 16 bytes start at `at`: RFC 5952, lower case, longest run of zeros as `::`. */
export function formatIPv6(bytes: Uint8Array, at: number): string {
  const groups: number[] = []
  for (let i = 0; i < 8; i++) groups.push((bytes[at + 2 * i]! << 8) | bytes[at + 2 * i + 1]!)
  const [start, length] = longestZeroRun(groups)
  if (length < 2) return groups.map((group) => group.toString(16)).join(':')
  const head = groups.slice(0, start).map((group) => group.toString(16))
  const tail = groups.slice(start + length).map((group) => group.toString(16))
  return `${head.join(':')}::${tail.join(':')}`
}

function longestZeroRun(groups: readonly number[]): [start: number, length: number] {
  let best = 0
  let bestLength = 0
  let run = 0
  for (let i = 0; i < groups.length; i++) {
    run = groups[i] === 0 ? run + 1 : 0
    if (run > bestLength) {
      bestLength = run
      best = i - run + 1
    }
  }
  return [best, bestLength]
}

/** `address:port`, `[address]:port`, or the bare address where the port is 0. */
export function formatEndpoint(address: string, port: number): string {
  if (port === 0) return address
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}

const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/

/** Spellings remembered with what they come to: each address is met in many messages. */
const MOST_SPELLINGS = 1024
const LONGEST_SPELLING = 64
const spellings = new Map<string, string>()

/** The one spelling of an address that others may spell otherwise (SDP, Via); undefined where it is no IP address. */
export function normalizeAddress(text: string): string | undefined {
  const known = spellings.get(text)
  if (known !== undefined || text.length > LONGEST_SPELLING) return known
  const normal = normalized(text)
  if (normal === undefined) return undefined
  if (spellings.size === MOST_SPELLINGS) spellings.clear()
  // A slice of a message would keep all of it in memory.
  spellings.set(` ${text}`.slice(1), normal)
  return normal
}

function normalized(text: string): string | undefined {
  const bytes = addressBytes(text)
  if (!bytes) return undefined
  return bytes.length === 4 ? formatIPv4(bytes, 0) : formatIPv6(bytes, 0)
}

/** The 4 or 16 bytes of an address; undefined where the text is none. */
export function addressBytes(text: string): Uint8Array | undefined {
  const four = IPV4.exec(text)
  if (four) {
    const numbers = four.slice(1).map(Number)
    return numbers.every((number) => number <= 255) ? Uint8Array.from(numbers) : undefined
  }
  const groups = parseIPv6(text)
  if (!groups) return undefined
  const bytes = new Uint8Array(16)
  groups.forEach((group, i) => {
    bytes[2 * i] = group >> 8
    bytes[2 * i + 1] = group & 255
  })
  return bytes
}

function parseIPv6(text: string): number[] | undefined {
  if (!text.includes(':')) return undefined
  const halves = text.replace(/%.*$/, '').split('::')
  if (halves.length > 2) return undefined
  const [head, tail] = halves.map(parseGroups)
  if (!head || (halves.length === 2 && !tail)) return undefined
  if (!tail) return head.length === 8 ? head : undefined
  const zeros = 8 - head.length - tail.length
  return zeros < 1 ? undefined : [...head, ...Array.from({ length: zeros }, () => 0), ...tail]
}

/** 16-bit groups of one side of `::`; a dotted IPv4 tail gives two. */
function parseGroups(side: string): number[] | undefined {
  if (side === '') return []
  const groups: number[] = []
  for (const part of side.split(':')) {
    const four = IPV4.exec(part)
    if (four) {
      const [a, b, c, d] = four.slice(1).map(Number) as [number, number, number, number]
      if (Math.max(a, b, c, d) > 255) return undefined
      groups.push((a << 8) | b, (c << 8) | d)
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16))
    else return undefined
  }
  return groups
}
