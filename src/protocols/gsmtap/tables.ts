/** What GSMTAP carries, as libosmocore's gsmtap.h numbers it; channels of GSM by TS 44.003, of LTE by TS 36.331 §6.2.1. */

/** Payload types that are named; of the first ones the messages are read. */
export const TYPES: Readonly<Record<number, string>> = {
  1: 'GSM Um',
  2: 'GSM Abis',
  3: 'GSM Um burst',
  4: 'SIM',
  5: 'TETRA',
  6: 'TETRA burst',
  7: 'WiMAX burst',
  8: 'Gb LLC',
  9: 'Gb SNDCP',
  10: 'GMR-1',
  11: 'UMTS RLC/MAC',
  12: 'UMTS RRC',
  13: 'LTE RRC',
  14: 'LTE MAC',
  15: 'LTE MAC framed',
  16: 'log',
  17: 'Qualcomm DIAG',
  18: 'LTE NAS',
  19: 'E1/T1',
}

/** Of GSM Um; the highest bit marks the channel that goes along with another. */
export const UM_CHANNELS: Readonly<Record<number, string>> = {
  0x01: 'BCCH',
  0x02: 'CCCH',
  0x03: 'RACH',
  0x04: 'AGCH',
  0x05: 'PCH',
  0x06: 'SDCCH',
  0x07: 'SDCCH/4',
  0x08: 'SDCCH/8',
  0x09: 'FACCH/F',
  0x0a: 'FACCH/H',
  0x0b: 'PACCH',
  0x0c: 'CBCH',
  0x0d: 'PDTCH',
  0x0e: 'PTCCH',
  0x0f: 'CBCH',
  0x10: 'TCH/F',
  0x11: 'TCH/H',
  0x86: 'LSACCH',
  0x87: 'SACCH/4',
  0x88: 'SACCH/8',
  0x89: 'SACCH/F',
  0x8a: 'SACCH/H',
}

export interface LteChannel {
  readonly name: string
  readonly isDown: boolean
  /** Common and dedicated control, whose messages are read. */
  readonly control?: 'common' | 'dedicated'
  /** Messages by their place in the choice, and its bits; undefined where all are of one kind. */
  readonly messages?: readonly string[]
  readonly bits?: number
}

export const LTE_CHANNELS: readonly (LteChannel | undefined)[] = [
  { name: 'DL-CCCH', isDown: true, control: 'common' },
  { name: 'DL-DCCH', isDown: true, control: 'dedicated' },
  { name: 'UL-CCCH', isDown: false, control: 'common' },
  { name: 'UL-DCCH', isDown: false, control: 'dedicated' },
  { name: 'BCCH-BCH', isDown: true, messages: ['MasterInformationBlock'], bits: 0 },
  { name: 'BCCH-DL-SCH', isDown: true, messages: ['SystemInformation', 'SystemInformationBlockType1'], bits: 1 },
  { name: 'PCCH', isDown: true, messages: ['Paging'], bits: 0 },
  { name: 'MCCH', isDown: true, messages: ['MBSFNAreaConfiguration'], bits: 0 },
]
