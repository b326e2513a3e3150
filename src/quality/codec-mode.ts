import type { StreamRow } from '../model/rows.ts'
import { type Impairment, IMPAIRMENTS } from './impairments.ts'

/** Bits of a speech frame by mode: RFC 4867 §3.6 and TS 26.201; TS 26.445 table A.1. */
const FRAME_BITS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  AMR: {
    '4.75': 95,
    '5.15': 103,
    '5.9': 118,
    '6.7': 134,
    '7.4': 148,
    '7.95': 159,
    '10.2': 204,
    '12.2': 244,
  },
  'AMR-WB': {
    '6.6': 132,
    '8.85': 177,
    '12.65': 253,
    '14.25': 285,
    '15.85': 317,
    '18.25': 365,
    '19.85': 397,
    '23.05': 461,
    '23.85': 477,
  },
  EVS: { '9.6': 192, '13.2': 264, '16.4': 328, '24.4': 488, '32': 640, '48': 960 },
}

/** Bits of payload header and padding around one frame, at the most. */
const AROUND = 18

type Described = Pick<StreamRow, 'codec' | 'largest_payload' | 'modes' | 'secure'>

/** The codec, with the mode that most speech frames had: `AMR-WB/12.65`; undefined where no mode can be told. */
export function codecMode(row: Described): string | undefined {
  const codec = row.codec.toUpperCase()
  const modes = FRAME_BITS[codec]
  if (!modes) return codec
  const mode = commonest(row.modes ?? {}, modes) ?? (row.secure ? undefined : fitting(row.largest_payload, modes))
  return mode === undefined ? undefined : `${codec}/${mode}`
}

/** Undefined where nothing is published of the codec or its mode, or the mode is unknown. */
export function impairmentOf(row: Described): Impairment | undefined {
  const name = codecMode(row)
  return name === undefined || !Object.hasOwn(IMPAIRMENTS, name) ? undefined : IMPAIRMENTS[name]
}

/** Silence descriptors and the like are no speech. */
function commonest(counted: Readonly<Record<string, number>>, modes: Readonly<Record<string, number>>) {
  const speech = Object.entries(counted).filter(([mode]) => mode in modes)
  return speech.toSorted((a, b) => b[1] - a[1])[0]?.[0]
}

/** The mode whose frame fits the largest payload. */
function fitting(largest: number, modes: Readonly<Record<string, number>>): string | undefined {
  const bits = largest * 8
  const fits = Object.entries(modes).filter(([, size]) => size <= bits && bits - size <= AROUND)
  return fits.toSorted((a, b) => b[1] - a[1])[0]?.[0]
}
