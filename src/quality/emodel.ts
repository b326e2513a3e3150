// The E-model in its short form: ITU-T G.107, wideband G.107.1, fullband G.107.2.
import type { Band, Impairment } from './impairments.ts'

interface Scale {
  readonly model: string
  /** Rating without delay and equipment. */
  readonly best: number
  /** What divides a rating for the narrowband curve, and scales delay on the fullband scale. */
  readonly divisor: number
  readonly delayFactor: number
  /** Ie,eff under total loss: 95, on the fullband scale 132. */
  readonly most: number
}

const SCALES: Readonly<Record<Band, Scale>> = {
  narrow: { model: 'G.107', best: 93.2, divisor: 1, delayFactor: 1, most: 95 },
  wide: { model: 'G.107.1', best: 129, divisor: 1.29, delayFactor: 1, most: 95 },
  full: { model: 'G.107.2', best: 148, divisor: 1.48, delayFactor: 1.48, most: 132 },
}

/** Where echo does not matter, delay impairs as Idd alone; the name says so. */
const DELAY_TERM = 'Idd'

export interface Rating {
  /** Transmission rating on the scale of the model: 0–93.2, –129 or –148. */
  readonly r: number
  /** 1–4.5. */
  readonly mos: number
  /** Model and choice of its delay term. */
  readonly model: string
  /** Effective equipment impairment and delay impairment. */
  readonly ie_eff: number
  readonly id: number
}

/** What the line adds. */
export interface Line {
  /** Fraction of packets lost, 0–1. */
  readonly loss: number
  /** BurstR, ≥ 1; 1 where losses are random. */
  readonly burst: number
  /** One-way mouth-to-ear delay in ms. */
  readonly delay: number
}

export function rate({ band, ie, bpl }: Impairment, { loss, burst, delay }: Line): Rating {
  const { best, divisor, delayFactor, most, model } = SCALES[band]
  const percent = 100 * loss
  const ie_eff = ie + ((most - ie) * percent) / (percent / burst + bpl)
  const id = delayFactor * delayImpairment(delay)
  const r = Math.max(0, best - id - ie_eff)
  return { r, mos: mosOf(r / divisor), model: `${model} (${DELAY_TERM})`, ie_eff, id }
}

/** G.107 §7.4, Idd: nothing up to 100 ms. */
export function delayImpairment(delay: number): number {
  if (delay <= 100) return 0
  const x = Math.log2(delay / 100)
  return 25 * ((1 + x ** 6) ** (1 / 6) - 3 * (1 + (x / 3) ** 6) ** (1 / 6) + 2)
}

/** G.107 annex B; the cubic dips below 1 for small ratings. */
export function mosOf(r: number): number {
  if (r <= 0) return 1
  if (r >= 100) return 4.5
  return Math.max(1, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6)
}
