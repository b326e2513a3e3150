const TWO_32 = 4_294_967_296
/** Years 0 to 9999, all that ISO 8601 writes: a damaged record may say anything. */
const EARLIEST = -62_167_219_200
const LATEST = 253_402_300_799

/** How an interface counts time: option if_tsresol, draft-ietf-opsawg-pcapng §4.2. */
export class Resolution {
  /** Ticks a second; exact as a double up to 2^63 and 10^19, as powers of two and ten below 10^22 are. */
  readonly #perSecond: number
  readonly #offset: number

  /** @param code if_tsresol: 10^−code, or 2^−(code & 127) with the top bit; @param offset if_tsoffset in seconds */
  constructor(code: number, offset: number) {
    this.#perSecond = code & 0x80 ? 2 ** (code & 0x7f) : 10 ** code
    this.#offset = offset
  }

  /** Whether a tick is longer than a millisecond. */
  get isCoarse(): boolean {
    return this.#perSecond < 1000
  }

  /**
   * Splits a 64-bit time into seconds and nanoseconds without loss. Long division by halves: the high half leaves a
   * remainder, which with the low half is again divided; every step stays below 2^53 for resolutions up to 2^21 or
   * 10^6, and finer ones take the slow, exact way.
   */
  split(high: number, low: number, into: { seconds: number; nanoseconds: number }): void {
    const per = this.#perSecond
    if (per <= 2_097_152) {
      const quotient = Math.floor(high / per)
      const rest = (high - quotient * per) * TWO_32 + low
      const seconds = Math.floor(rest / per)
      into.seconds = quotient * TWO_32 + seconds + this.#offset
      into.nanoseconds = Math.floor(((rest - seconds * per) * 1e9) / per)
    } else if (per === 1e9) this.#splitNanoseconds(high, low, into)
    else this.#splitExactly(high, low, into)
    if (into.seconds > LATEST) into.seconds = LATEST
    else if (into.seconds < EARLIEST) into.seconds = EARLIEST
  }

  /** 10^9 is 2^9 · 1953125: shift the low 9 bits out, divide what is left, which fits. */
  #splitNanoseconds(high: number, low: number, into: { seconds: number; nanoseconds: number }): void {
    const bits = low & 511
    const shifted = high * 8_388_608 + Math.floor(low / 512)
    if (shifted > Number.MAX_SAFE_INTEGER) {
      this.#splitExactly(high, low, into)
      return
    }
    const seconds = Math.floor(shifted / 1_953_125)
    into.seconds = seconds + this.#offset
    into.nanoseconds = (shifted - seconds * 1_953_125) * 512 + bits
  }

  #splitExactly(high: number, low: number, into: { seconds: number; nanoseconds: number }): void {
    const ticks = (BigInt(high) << 32n) | BigInt(low)
    const per = BigInt(this.#perSecond)
    into.seconds = Number(ticks / per) + this.#offset
    into.nanoseconds = Number(((ticks % per) * 1_000_000_000n) / per)
  }
}
