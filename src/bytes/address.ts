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

const LONGEST_IPV4 = '255.255.255.255'.length
const [ZERO, NINE, DOT] = ['0', '9', '.'].map((character) => character.charCodeAt(0)) as [number, number, number]

/** The number that a dotted IPv4 address is, or −1 where the text is none. */
function parseIPv4(text: string): number {
  if (text.length > LONGEST_IPV4) return -1
  let [address, octet, digits, dots] = [0, 0, 0, 0]
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === DOT) {
      if (digits === 0 || ++dots > 3) return -1
      address = address * 256 + octet
      octet = 0
      digits = 0
    } else {
      octet = octet * 10 + code - ZERO
      if (code < ZERO || code > NINE || ++digits > 3 || octet > 255) return -1
    }
  }
  return dots === 3 && digits > 0 ? address * 256 + octet : -1
}

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
  const four = parseIPv4(text)
  if (four >= 0) return Uint8Array.of(four >>> 24, (four >>> 16) & 255, (four >>> 8) & 255, four & 255)
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
    const four = parseIPv4(part)
    if (four >= 0) groups.push(four >>> 16, four & 0xffff)
    else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16))
    else return undefined
  }
  return groups
}

/** What stands for an address of the node at one end of LTE's radio. */
export const BASE_STATION = 'eNodeB'
