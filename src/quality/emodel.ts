// The E-model in its short form: ITU-T G.107, wideband G.107.1, fullband G.107.2.
import type { Band, Impairment } from './impairments.ts'

/** Best rating without delay and equipment, what it is divided by for the narrowband curve, and 95 or its like. */
const SCALES: Readonly<Record<Band, { model: string; best: number; divisor: number; most: number }>> = {
  narrow: { model: 'G.107', best: 93.2, divisor: 1, most: 95 },
  wide: { model: 'G.107.1', best: 129, divisor: 1.29, most: 95 },
  full: { model: 'G.107.2', best: 148, divisor: 1.48, most: 132 },
}

export interface Rating {
  /** Transmission rating on the scale of the model: 0–93.2, –129 or –148. */
  readonly r: number
  /** 1–4.5. */
  readonly mos: number
  readonly model: string
  /** Effective equipment impairment and delay impairment. */
  readonly ie_eff: number
  readonly id: number
}

/**
 * @param loss fraction of packets lost, 0–1
 * @param burst BurstR, ≥ 1; 1 where losses are random
 * @param delay one-way mouth-to-ear delay in ms
 */
export function rate(impairment: Impairment, line: { loss: number; burst: number; delay: number }): Rating {
  const { best, divisor, most, model } = SCALES[impairment.band]
  const percent = line.loss * 100
  const ie_eff = impairment.ie + ((most - impairment.ie) * percent) / (percent / line.burst + impairment.bpl)
  const id = delayImpairment(line.delay) * (impairment.band === 'full' ? 1.48 : 1)
  const r = best - id - ie_eff
  return { r, mos: mosOf(r / divisor), model, ie_eff, id }
}

/** G.107 §3.4, Idd: nothing up to 100 ms. */
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
