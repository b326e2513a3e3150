import { Resolution } from './ticks.ts'

/** A file in either byte order: reads within one block's bytes. */
export class Fields {
  readonly bytes: Uint8Array
  littleEndian = true

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  u16(at: number): number {
    const [first, second] = [this.bytes[at]!, this.bytes[at + 1]!]
    return this.littleEndian ? (second << 8) | first : (first << 8) | second
  }

  u32(at: number): number {
    const { bytes } = this
    const little = this.littleEndian
    const high = little ? bytes[at + 3]! : bytes[at]!
    const next = little ? bytes[at + 2]! : bytes[at + 1]!
    const third = little ? bytes[at + 1]! : bytes[at + 2]!
    const low = little ? bytes[at]! : bytes[at + 3]!
    return ((high << 24) | (next << 16) | (third << 8) | low) >>> 0
  }

  /** A signed 64-bit number, as near as a double comes. */
  i64(at: number): number {
    const high = this.u32(this.littleEndian ? at + 4 : at) | 0
    const low = this.u32(this.littleEndian ? at : at + 4)
    return high * 4_294_967_296 + low
  }

  text(at: number, length: number): string {
    const end = this.bytes.subarray(at, at + length).indexOf(0)
    return new TextDecoder().decode(this.bytes.subarray(at, at + (end < 0 ? length : end)))
  }

  /** Calls `take` with each option's code and value in [from, to); the end option may be missing. */
  options(from: number, to: number, take: (code: number, at: number, length: number) => void): void {
    let at = from
    while (at + 4 <= to) {
      const code = this.u16(at)
      const length = this.u16(at + 2)
      if (code === 0 || at + 4 + length > to) return
      take(code, at + 4, length)
      at += 4 + ((length + 3) & ~3)
    }
  }
}

/** One interface of a section. */
export interface CaptureInterface {
  readonly linkType: number
  readonly snapLength: number
  readonly resolution: Resolution
  /** Bytes of frame check sequence at the end of its frames. */
  readonly checkSequence: number
  readonly name?: string
  readonly description?: string
}

/** Options of any block: draft-ietf-opsawg-pcapng §3.5. */
export const COMMENT = 1
const IF_NAME = 2
const IF_DESCRIPTION = 3
const IF_TSRESOL = 9
const IF_FCSLEN = 13
const IF_TSOFFSET = 14
const MICROSECONDS = 6

/** Interface Description Block: draft-ietf-opsawg-pcapng §4.2. The body starts at `at`. */
export function readInterface(fields: Fields, at: number, to: number): CaptureInterface {
  let code = MICROSECONDS
  let offset = 0
  let checkSequence = 0
  let [name, description] = ['', '']
  fields.options(at + 8, to, (option, value, length) => {
    if (option === IF_TSRESOL && length >= 1) code = fields.bytes[value]!
    else if (option === IF_TSOFFSET && length >= 8) offset = fields.i64(value)
    else if (option === IF_FCSLEN && length >= 1) checkSequence = fields.bytes[value]!
    else if (option === IF_NAME) name = fields.text(value, length)
    else if (option === IF_DESCRIPTION) description = fields.text(value, length)
  })
  return {
    linkType: fields.u16(at),
    snapLength: fields.u32(at + 4),
    resolution: new Resolution(code, Number.isSafeInteger(offset) ? offset : 0),
    checkSequence: checkSequence <= 8 ? checkSequence : 0,
    ...(name !== '' && { name }),
    ...(description !== '' && { description }),
  }
}

const MOST_NAMES = 10_000

/** Name Resolution Block: draft-ietf-opsawg-pcapng §4.5. `format` makes the text of an address. */
export function readNames(
  fields: Fields,
  span: { from: number; to: number },
  add: (address: { at: number; length: 4 | 16 }, name: string) => void,
): void {
  let count = 0
  fields.options(span.from, span.to, (type, at, length) => {
    const size = type === 1 ? 4 : type === 2 ? 16 : 0
    if (size === 0 || length <= size || count++ > MOST_NAMES) return
    add({ at, length: size }, fields.text(at + size, length - size))
  })
}
