import { ILB, QM2, QM4, QM6, QMF, WH, WL } from './tables-g722.ts'

const LOW_START = 32
const HIGH_START = 8
const HIGHEST_LOW = 18_432
const HIGHEST_HIGH = 22_528

/** One sub-band: its adaptive predictor and scale factor, alike in coder and decoder (ITU-T G.722 §3.5, §3.6, §6.2). */
export class SubBand {
  /** Signal that is predicted. */
  predicted = 0
  /** Scale factor of the quantizer. */
  scale: number
  readonly #highest: number
  readonly #shift: number
  #logarithm = 0
  #zeros = 0
  /** Quantized differences, and coefficients of the zeros; 1 is the latest. */
  readonly #d = new Int32Array(7)
  readonly #b = new Int32Array(7)
  /** Reconstructed signal, its part by differences alone, and coefficients of the poles. */
  readonly #r = new Int32Array(3)
  readonly #p = new Int32Array(3)
  readonly #a = new Int32Array(3)

  /** @param shift by which the scale factor is the smaller */
  constructor(scale: number, highest: number, shift: number) {
    this.scale = scale
    this.#highest = highest
    this.#shift = shift
  }

  static low(): SubBand {
    return new SubBand(LOW_START, HIGHEST_LOW, 8)
  }

  static high(): SubBand {
    return new SubBand(HIGH_START, HIGHEST_HIGH, 10)
  }

  /** Goes on to the next sample, behind a quantized difference and the logarithmic step of its code. */
  adapt(difference: number, step: number): void {
    this.#adaptScale(step)
    this.#r[0] = saturated(this.predicted + difference)
    this.#p[0] = saturated(this.#zeros + difference)
    this.#d[0] = difference
    this.#adaptPoles()
    this.#adaptZeros()
    this.#predict()
  }

  #adaptScale(step: number): void {
    const logarithm = Math.min(this.#highest, Math.max(0, ((this.#logarithm * 127) >> 7) + step))
    const shift = this.#shift - (logarithm >> 11)
    const mantissa = ILB[(logarithm >> 6) & 31]!
    this.#logarithm = logarithm
    this.scale = (shift < 0 ? mantissa << -shift : mantissa >> shift) << 2
  }

  /** UPPOL2 and UPPOL1. */
  #adaptPoles(): void {
    const [a, p] = [this.#a, this.#p]
    const isSame1 = p[0]! >> 15 === p[1]! >> 15
    const isSame2 = p[0]! >> 15 === p[2]! >> 15
    const first = saturated(a[1]! << 2)
    const turned = isSame1 ? Math.min(32_767, -first) : first
    const second = (isSame2 ? 128 : -128) + (turned >> 7) + ((a[2]! * 32_512) >> 15)
    a[2] = Math.min(12_288, Math.max(-12_288, second))
    const most = saturated(15_360 - a[2])
    const next = saturated((isSame1 ? 192 : -192) + ((a[1]! * 32_640) >> 15))
    a[1] = Math.min(most, Math.max(-most, next))
  }

  /** UPZERO and DELAYA. */
  #adaptZeros(): void {
    const [b, d] = [this.#b, this.#d]
    const size = d[0] === 0 ? 0 : 128
    const sign = d[0]! >> 15
    for (let i = 1; i <= 6; i++) {
      b[i] = saturated((d[i]! >> 15 === sign ? size : -size) + ((b[i]! * 32_640) >> 15))
    }
    d.copyWithin(1, 0, 6)
    this.#r.copyWithin(1, 0, 2)
    this.#p.copyWithin(1, 0, 2)
  }

  /** FILTEP, FILTEZ and PREDIC. */
  #predict(): void {
    const [a, b, d, r] = [this.#a, this.#b, this.#d, this.#r]
    const first = (a[1]! * saturated(r[1]! + r[1]!)) >> 15
    const poles = saturated(first + ((a[2]! * saturated(r[2]! + r[2]!)) >> 15))
    let zeros = 0
    for (let i = 6; i > 0; i--) zeros += (b[i]! * saturated(d[i]! + d[i]!)) >> 15
    this.#zeros = saturated(zeros)
    this.predicted = saturated(poles + this.#zeros)
  }
}

/** A decoder of ITU-T G.722 at 64 kbit/s: a byte becomes two samples at 16 kHz. */
export class G722Decoder {
  readonly #low = SubBand.low()
  readonly #high = SubBand.high()
  readonly #history = new Int32Array(24)

  decode(payload: Uint8Array): Int16Array {
    const out = new Int16Array(payload.length * 2)
    for (let i = 0; i < payload.length; i++) this.#byte(payload[i]!, out, 2 * i)
    return out
  }

  #byte(code: number, out: Int16Array, at: number): void {
    const [low, high] = [this.#low, this.#high]
    const [lowCode, highCode] = [code & 63, code >> 6]
    const lowSignal = limited(low.predicted + ((low.scale * QM6[lowCode]!) >> 15))
    const difference = (high.scale * QM2[highCode]!) >> 15
    const highSignal = limited(high.predicted + difference)
    low.adapt((low.scale * QM4[lowCode >> 2]!) >> 15, WL[lowCode >> 2]!)
    high.adapt(difference, WH[highCode]!)
    this.#synthesize(lowSignal, highSignal, out, at)
  }

  /** The receive QMF: §4.4. */
  #synthesize(low: number, high: number, out: Int16Array, at: number): void {
    const history = this.#history
    history.copyWithin(0, 2)
    history[22] = low + high
    history[23] = low - high
    let [even, odd] = [0, 0]
    for (let i = 0; i < 12; i++) {
      odd += history[2 * i]! * QMF[i]!
      even += history[2 * i + 1]! * QMF[11 - i]!
    }
    out[at] = saturated(even >> 11)
    out[at + 1] = saturated(odd >> 11)
  }
}

export function saturated(value: number): number {
  return value > 32_767 ? 32_767 : value < -32_768 ? -32_768 : value
}

/** Of a sub-band's signal: 15 bits. */
function limited(value: number): number {
  return value > 16_383 ? 16_383 : value < -16_384 ? -16_384 : value
}
