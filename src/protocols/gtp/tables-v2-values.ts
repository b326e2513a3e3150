// Values of elements of GTPv2-C (TS 29.274 §8) and of Sv (TS 29.280 §6).

/** SRVCC Cause: TS 29.280 §6.8. */
export const SRVCC_CAUSES: Readonly<Record<number, string>> = {
  1: 'Unspecified',
  2: 'Handover/Relocation cancelled by source system',
  3: 'Handover/Relocation Failure with Target system',
  4: 'Handover/Relocation Target not allowed',
  5: 'Unknown Target ID',
  6: 'Target Cell not available',
  7: 'No Radio Resources Available in Target Cell',
  8: 'Failure in Radio Interface Procedure',
  9: 'Permanent session leg establishment error',
  10: 'Temporary session leg establishment error',
}

/** Sv Flags: TS 29.280 §6.10; emergency, IMS centralized service, session transfer. */
export const SV_FLAGS = ['EmInd', 'ICS', 'STI']

/** F-Container: Table 8.48-1. */
export const CONTAINER_TYPES: Readonly<Record<number, string>> = {
  1: 'UTRAN transparent container',
  2: 'BSS container',
  3: 'E-UTRAN transparent container',
  4: 'NBIFOM Container',
  5: 'EN-DC Container',
}

/** Change Reporting Action: Table 8.61-1. */
export const CHANGE_REPORTING = [
  'Stop Reporting',
  'Start Reporting CGI/SAI',
  'Start Reporting RAI',
  'Start Reporting TAI',
  'Start Reporting ECGI',
  'Start Reporting CGI/SAI and RAI',
  'Start Reporting TAI and ECGI',
]

/** Access mode of a closed subscriber group: §8.75. */
export const ACCESS_MODES = ['Closed', 'Hybrid']

/** CSG Information Reporting Action: §8.76. */
export const CSG_REPORTING = ['UCICSG', 'UCISHC', 'UCIUHC']

/** Service Indicator: §8.80. */
export const SERVICE_INDICATORS: Readonly<Record<number, string>> = { 1: 'CS call', 2: 'SMS' }

/** Action Indication: Table 8.99-1. */
export const ACTIONS = ['No Action', 'Deactivation Indication', 'Paging Indication', 'Paging Stop Indication']

/** CN Operator Selection Entity: Table 8.104-1. */
export const OPERATOR_SELECTED_BY = ['UE', 'network']

/** Presence Reporting Area Action and Information: §8.108, §8.109. */
export const PRESENCE_ACTIONS: Readonly<Record<number, string>> = { 1: 'Start', 2: 'Stop', 3: 'Modify' }
export const PRESENCES = ['inside', 'outside', 'additional', 'inactive']

/** Bearer Flags: §8.32. */
export const BEARER_FLAGS = ['PPC', 'VB', 'Vind', 'ASI']

/** Node Features: Table 8.83-1. */
export const NODE_FEATURES = ['PRN', 'MABR', 'NTSR', 'CIOT', 'S1UN', 'ETH']

/** CIoT Optimizations Support Indication: §8.125. */
export const CIOT_SUPPORT = ['SGNIPDN', 'SCNIPDN', 'AWOPDN', 'IHCSI']

/** Secondary RATs: Table 8.132-1. */
export const SECONDARY_RATS = ['NR', 'Unlicensed Spectrum']
