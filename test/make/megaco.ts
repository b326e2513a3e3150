/** H.248 in its binary form: BER of H.248.1 Annex A, descriptions by Annex C.11. */
import { concat, join, u16, u32, u8, utf8, zeros } from './octets.ts'

/** An element with a tag of one octet, and a length as short as can be. */
function ber(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const whole = join(contents)
  const { length } = whole
  const octets = length < 128 ? u8(length) : length < 256 ? u8(0x81, length) : u8(0x82, length >> 8, length & 255)
  return concat(u8(tag), octets, whole)
}

/** Members with tags of the context: constructed, or primitive with these octets. */
export const holding = (tag: number, ...inner: Uint8Array[]): Uint8Array => ber(0xa0 | tag, ...inner)
const plain = (tag: number, value: Uint8Array): Uint8Array => ber(0x80 | tag, value)
const sequence = (...inner: Uint8Array[]): Uint8Array => ber(0x30, ...inner)

/** Of as many octets as an unsigned number needs. */
function integer(tag: number, value: number): Uint8Array {
  let octets = u32(value)
  while (octets.length > 1 && octets[0] === 0 && octets[1]! < 0x80) octets = octets.subarray(1)
  return plain(tag, octets[0]! >= 0x80 ? concat(u8(0), octets) : octets)
}

/** A message of a gateway or a controller with these transactions. */
export function message(address: readonly number[], port: number, ...transactions: Uint8Array[]): Uint8Array {
  const sender = holding(1, holding(0, plain(0, Uint8Array.from(address)), integer(1, port)))
  return sequence(holding(1, integer(0, 1), sender, holding(2, holding(1, ...transactions))))
}

export function asks(id: number, context: number, ...commands: Uint8Array[]): Uint8Array {
  const action = sequence(integer(0, context), holding(3, ...commands.map((one) => sequence(holding(0, one)))))
  return holding(0, integer(0, id), holding(1, action))
}

export function answers(id: number, context: number, ...replies: Uint8Array[]): Uint8Array {
  const action = sequence(integer(0, context), holding(3, ...replies))
  return holding(2, integer(0, id), holding(2, holding(1, action)))
}

/** A reply that refuses all that a context was asked for. */
export function refuses(id: number, context: number, code: number): Uint8Array {
  const action = sequence(integer(0, context), holding(1, integer(0, code)))
  return holding(2, integer(0, id), holding(2, holding(1, action)))
}

export const pending = (id: number): Uint8Array => holding(1, integer(0, id))
export const acknowledges = (id: number): Uint8Array => holding(3, sequence(integer(0, id)))

export const CHOOSE = 0xfffffffe
/** A termination; a wildcard octet makes it one to be chosen. */
export function termination(id: number, wildcard?: number): Uint8Array {
  const choice = wildcard === undefined ? zeros(0) : ber(4, u8(wildcard))
  return sequence(holding(0, choice), plain(1, u32(id)))
}
export const ROOT = sequence(holding(0), plain(1, new Uint8Array(8).fill(255)))

/** Commands and replies are choices of the same order: H.248.1 Annex A.2. */
export const [ADD, MODIFY, SUBTRACT, AUDIT_VALUE, NOTIFY, SERVICE_CHANGE] = [0, 2, 3, 5, 6, 7] as const

export function command(kind: number, terminations: Uint8Array, ...members: Uint8Array[]): Uint8Array {
  return holding(kind, holding(0, terminations), ...members)
}

interface Stream {
  readonly mode?: number
  readonly local?: readonly string[]
  readonly remote?: readonly string[]
}

/** A descriptor of media with one stream; of a reply by tag 1. */
export function media(tag: number, { mode, local, remote }: Stream): Uint8Array {
  const control = mode === undefined ? zeros(0) : holding(0, integer(0, mode))
  const parts = [control, local ? description(1, local) : zeros(0), remote ? description(2, remote) : zeros(0)]
  return holding(tag, holding(1, holding(0, ...parts)))
}

const LINES = 'vosiuepcbzkatrm'

function description(tag: number, lines: readonly string[]): Uint8Array {
  const properties = lines.map((line) => {
    const number = 0xb001 + LINES.indexOf(line[0]!)
    return sequence(plain(0, u32(number)), holding(1, ber(4, ber(0x16, utf8(line.slice(2))))))
  })
  return holding(tag, holding(0, sequence(...properties)))
}

/** Events that were seen, by package and item. */
export function observed(request: number, ...names: number[]): Uint8Array {
  return holding(1, integer(0, request), holding(1, ...names.map((name) => sequence(plain(0, u32(name)), holding(2)))))
}

/** Of an audit: what was counted. */
export function statistics(...told: readonly (readonly [name: number, value: number])[]): Uint8Array {
  const each = told.map(([name, value]) => sequence(plain(0, u32(name)), holding(1, ber(4, ber(2, u8(value))))))
  return holding(9, ...each)
}

export function serviceChange(method: number, reason: string): Uint8Array {
  return holding(1, integer(0, method), holding(4, ber(4, ber(0x16, utf8(reason)))))
}

/** Behind a header of TPKT, for a stream. */
export function packet(bytes: Uint8Array): Uint8Array {
  return concat(u8(3, 0), u16(bytes.length + 4), bytes)
}
