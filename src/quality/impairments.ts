/** Which scale of the E-model a codec is measured on. */
export type Band = 'narrow' | 'wide' | 'full'

/**
 * How far a constant can be trusted: `published` in ITU-T G.113 (provisional planning values), `estimated` from
 * published neighbours, `assumed` where nothing usable is published.
 */
type Status = 'published' | 'estimated' | 'assumed'

/** What a codec does to speech by itself, and how it bears loss. */
export interface Impairment {
  readonly band: Band
  /** Equipment impairment factor Ie. */
  readonly ie: number
  readonly ie_status: Status
  /** Packet-loss robustness factor Bpl. */
  readonly bpl: number
  readonly bpl_status: Status
  /** Milliseconds of packetisation and look-ahead. */
  readonly delay_ms: number
  /** Where the numbers come from. */
  readonly source: string
}

const APPENDIX_I = 'ITU-T G.113 (09/2024) appendix I'
const APPENDIX_IV = 'ITU-T G.113 (09/2024) table IV.1 (handset); Bpl of the nearest mode in table IV.3'
const APPENDIX_V = 'ITU-T G.113 (09/2024) appendix V'
const INTERPOLATED = 'not in ITU-T G.113; Ie interpolated between codecs of like rate, Bpl as of GSM-EFR'

function published(ie: number, bpl: number, delay_ms: number, source: string): Impairment {
  return { band: 'narrow', ie, ie_status: 'published', bpl, bpl_status: 'published', delay_ms, source }
}

function narrowband(
  ie: number,
  ie_status: Status,
  bpl: number,
  more: { delay_ms: number; source: string },
): Impairment {
  return { band: 'narrow', ie, ie_status, bpl, bpl_status: 'assumed', ...more }
}

function amr(ie: number): Impairment {
  return narrowband(ie, 'estimated', 10, { delay_ms: 25, source: INTERPOLATED })
}

/** No Bpl is published for a handset; those of listening with both ears mix contexts. */
function wideband(ie: number, bpl: number): Impairment {
  return {
    band: 'wide',
    ie,
    ie_status: 'published',
    bpl,
    bpl_status: 'estimated',
    delay_ms: 25,
    source: APPENDIX_IV,
  }
}

function evs(ie: number, bpl: number): Impairment {
  return { ...published(ie, bpl, 32, APPENDIX_V), band: 'full' }
}

/**
 * By codec as SDP writes it, in capitals; those with several modes have them behind a slash, in kbit/s. Opus, and EVS
 * below super-wideband, are missing: no recommendation has values for them.
 */
export const IMPAIRMENTS: Readonly<Record<string, Impairment>> = {
  PCMU: published(0, 25.1, 20, `${APPENDIX_I}, with packet loss concealment`),
  PCMA: published(0, 25.1, 20, `${APPENDIX_I}, with packet loss concealment`),
  G729: published(11, 19, 25, `${APPENDIX_I}, G.729A with VAD`),
  G723: published(15, 16.1, 37.5, `${APPENDIX_I}, 6.3 kbit/s`),
  'GSM-EFR': published(5, 10, 20, APPENDIX_I),
  GSM: narrowband(20, 'assumed', 10, { delay_ms: 20, source: 'not found in a recommendation' }),
  ILBC: narrowband(11, 'assumed', 32, { delay_ms: 25, source: 'published values disagree' }),
  'AMR/12.2': amr(5),
  'AMR/10.2': amr(6),
  'AMR/7.95': amr(10),
  'AMR/7.4': amr(12),
  'AMR/6.7': amr(14),
  'AMR/5.9': amr(16.5),
  'AMR/5.15': amr(19.5),
  'AMR/4.75': amr(21),
  G722: { ...wideband(13, 4.3), bpl_status: 'assumed', delay_ms: 20, source: 'ITU-T G.113 appendix IV; no Bpl found' },
  'AMR-WB/6.6': wideband(41, 4.3),
  'AMR-WB/8.85': wideband(26, 4.3),
  'AMR-WB/12.65': wideband(13, 4.3),
  'AMR-WB/14.25': wideband(10, 4.3),
  'AMR-WB/15.85': wideband(7, 4.3),
  'AMR-WB/18.25': wideband(5, 4.3),
  'AMR-WB/19.85': wideband(3, 4.3),
  'AMR-WB/23.05': wideband(1, 4.6),
  'AMR-WB/23.85': wideband(8, 4.9),
  'EVS/9.6': evs(22.7, 13),
  'EVS/13.2': evs(17.1, 11.7),
  'EVS/16.4': evs(10.8, 10.3),
  'EVS/24.4': evs(7.2, 11.4),
  'EVS/32': evs(8.7, 9.3),
  'EVS/48': evs(10.2, 9.6),
}
