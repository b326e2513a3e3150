// Keys of NAS as a file of lines: whose, the algorithm, and the key that ciphers (KNASenc: TS 33.401 §A.7, TS 33.501 §A.8).
import { Lines } from '../../bytes/lines.ts'
import type { NasKey, NasKeyring } from '../../model/message.ts'

const MOST_KEYS = 100_000
/** Of those that say nothing of whose they are, all are tried. */
const MOST_ANY = 64
const LONGEST_LINE = 256
const KEY_OCTETS = 16
const ANY = 'any'

/** `imsi-001010000000001`, its digits alone, `tmsi-c0000001` or `any`; `EEA2`; 128 bits, or the 256 that they are cut from. */
const LINE =
  /^((?:imsi-|supi-)?\d{5,15}|(?:tmsi-|guti-)?(?:0x)?[\da-f]{8}|any|\*)\s+(?:128-)?[EN]EA([0-7])\s+((?:[\da-f]{32}){1,2})\s*$/i

export class NasKeys implements NasKeyring {
  readonly #keys = new Map<string, NasKey[]>()
  readonly #lines = new Lines(LONGEST_LINE, (line) => this.#line(line))
  size = 0
  /** Bytes were taken, of use or not. */
  isGiven = false

  take(bytes: Uint8Array, from: number, to: number): void {
    this.isGiven ||= to > from
    this.#lines.take(bytes, from, to)
  }

  end(): void {
    this.#lines.end()
  }

  /** They have been used: none is kept. */
  clear(): void {
    this.#keys.clear()
    this.#lines.clear()
  }

  of(identities: ReadonlySet<string>): readonly NasKey[] {
    const own = [...identities].flatMap((identity) => this.#keys.get(identity) ?? [])
    return [...own, ...(this.#keys.get(ANY) ?? [])]
  }

  #line(line: string): void {
    const [, whose = '', algorithm = '', key = ''] = LINE.exec(line.trim()) ?? []
    if (key === '' || this.size >= MOST_KEYS) return
    const identity = identityOf(whose.toLowerCase())
    const known = this.#keys.get(identity) ?? []
    if (known.length >= MOST_ANY) return
    const octets = Uint8Array.from(key.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
    known.push({ algorithm: Number(algorithm), key: octets.subarray(-KEY_OCTETS) })
    this.#keys.set(identity, known)
    this.size++
  }
}

function identityOf(whose: string): string {
  if (whose === ANY || whose === '*') return ANY
  const value = whose.replace(/^[a-z]+-/, '').replace(/^0x/, '')
  return value.length === 8 && !/^(?:imsi|supi)-/.test(whose) ? `tmsi-${value}` : `imsi-${value}`
}
