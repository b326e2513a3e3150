/** Which scale of the E-model a codec is measured on. */
export type Band = 'narrow' | 'wide' | 'full'

/** What a codec does to speech by itself, and how it bears loss. */
export interface Impairment {
  readonly band: Band
  /** Equipment impairment factor Ie. */
  readonly ie: number
  /** Packet-loss robustness factor Bpl. */
  readonly bpl: number
  /** Milliseconds of packetisation and look-ahead. */
  readonly delay_ms: number
  /** Where the numbers come from; `estimated` and `assumed` are said with the result. */
  readonly source: string
}

const g113 = 'ITU-T G.113 (09/2024) appendix I'
const wideBpl = 'Ie ITU-T G.113 (09/2024) table IV.1; Bpl estimated from table IV.3'
const estimated = 'estimated: ITU-T G.113 does not list AMR; interpolated, Bpl as of GSM-EFR'

function narrow(ie: number, bpl: number, delay_ms: number, source: string): Impairment {
  return { band: 'narrow', ie, bpl, delay_ms, source }
}

function wide(ie: number, bpl: number, source: string): Impairment {
  return { band: 'wide', ie, bpl, delay_ms: 25, source }
}

/** By codec as SDP writes it, in capitals; those with several modes have them behind a slash, in kbit/s. */
export const IMPAIRMENTS: Readonly<Record<string, Impairment>> = {
  PCMU: narrow(0, 25.1, 20, `${g113}, with packet loss concealment`),
  PCMA: narrow(0, 25.1, 20, `${g113}, with packet loss concealment`),
  G729: narrow(11, 19, 25, `${g113}, G.729A with VAD`),
  G723: narrow(15, 16.1, 37.5, `${g113}, 6.3 kbit/s`),
  'GSM-EFR': narrow(5, 10, 20, g113),
  GSM: narrow(20, 10, 20, 'assumed: not found in a standard'),
  ILBC: narrow(11, 32, 25, 'assumed: published values disagree'),
  'AMR/12.2': narrow(5, 10, 25, estimated),
  'AMR/10.2': narrow(6, 10, 25, estimated),
  'AMR/7.95': narrow(10, 10, 25, estimated),
  'AMR/7.4': narrow(12, 10, 25, estimated),
  'AMR/6.7': narrow(14, 10, 25, estimated),
  'AMR/5.9': narrow(16.5, 10, 25, estimated),
  'AMR/5.15': narrow(19.5, 10, 25, estimated),
  'AMR/4.75': narrow(21, 10, 25, estimated),
  G722: { band: 'wide', ie: 13, bpl: 4.3, delay_ms: 20, source: 'Ie ITU-T G.113 appendix IV; Bpl assumed' },
  'AMR-WB/6.6': wide(41, 4.3, wideBpl),
  'AMR-WB/8.85': wide(26, 4.3, wideBpl),
  'AMR-WB/12.65': wide(13, 4.3, wideBpl),
  'AMR-WB/14.25': wide(10, 4.3, wideBpl),
  'AMR-WB/15.85': wide(7, 4.3, wideBpl),
  'AMR-WB/18.25': wide(5, 4.3, wideBpl),
  'AMR-WB/19.85': wide(3, 4.3, wideBpl),
  'AMR-WB/23.05': wide(1, 4.6, wideBpl),
  'AMR-WB/23.85': wide(8, 4.9, wideBpl),
  'EVS/9.6': { band: 'full', ie: 22.7, bpl: 13, delay_ms: 32, source: 'ITU-T G.113 (09/2024) appendix V' },
  'EVS/13.2': { band: 'full', ie: 17.1, bpl: 11.7, delay_ms: 32, source: 'ITU-T G.113 (09/2024) appendix V' },
  'EVS/16.4': { band: 'full', ie: 10.8, bpl: 10.3, delay_ms: 32, source: 'ITU-T G.113 (09/2024) appendix V' },
  'EVS/24.4': { band: 'full', ie: 7.2, bpl: 11.4, delay_ms: 32, source: 'ITU-T G.113 (09/2024) appendix V' },
}

/** Bits of a speech frame by mode: RFC 4867 §3.6 and TS 26.201; TS 26.445 table A.1. */
const FRAME_BITS: Readonly<Record<string, readonly (readonly [mode: string, bits: number])[]>> = {
  AMR: [
    ['4.75', 95],
    ['5.15', 103],
    ['5.9', 118],
    ['6.7', 134],
    ['7.4', 148],
    ['7.95', 159],
    ['10.2', 204],
    ['12.2', 244],
  ],
  'AMR-WB': [
    ['6.6', 132],
    ['8.85', 177],
    ['12.65', 253],
    ['14.25', 285],
    ['15.85', 317],
    ['18.25', 365],
    ['19.85', 397],
    ['23.05', 461],
    ['23.85', 477],
  ],
  EVS: [
    ['9.6', 192],
    ['13.2', 264],
    ['16.4', 328],
    ['24.4', 488],
  ],
}

/** Bits of payload header and padding around one frame, at the most. */
const AROUND = 18

/**
 * The impairment of a codec; of one with several modes that of the mode whose frame fits the stream's largest payload.
 * Undefined where nothing is published, or no mode fits.
 */
export function impairmentOf(codec: string, largestPayload: number): Impairment | undefined {
  const name = codec.toUpperCase()
  const modes = FRAME_BITS[name]
  if (!modes) return IMPAIRMENTS[name]
  const bits = largestPayload * 8
  const mode = modes.findLast(([, size]) => size <= bits && bits - size <= AROUND)
  return mode && IMPAIRMENTS[`${name}/${mode[0]}`]
}
