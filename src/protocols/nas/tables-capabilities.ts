/**
 * What UEs and networks say that they can do: names of bits, the first of an octet first, by the octet of the value;
 * '' where a bit is spare or told otherwise.
 */

/** UE network capability, octets behind the algorithms: TS 24.301 Table 9.9.3.34.1. */
export const UE_NETWORK: readonly (readonly string[])[] = [
  ['ProSe-dd', 'ProSe', 'H.245-ASH', 'ACC-CSFB', 'LPP', 'LCS', '1xSRVCC', 'NF'],
  ['ePCO', 'HC-CP CIoT', 'ERw/oPDN', 'S1-U data', 'UP CIoT', 'CP CIoT', 'ProSe-relay', 'ProSe-dc'],
  ['15 bearers', 'SGC', 'N1mode', 'DCNR', 'CP backoff', 'RestrictEC', 'V2X PC5', 'multipleDRB'],
  ['', '', '', 'V2X NR-PC5', 'UP-MT-EDT', 'CP-MT-EDT', 'WUSA', 'RACS'],
]

/** 5GMM capability: TS 24.501 Table 9.11.3.1.1. */
export const FIVE_G_MOBILITY: readonly (readonly string[])[] = [
  ['SGC', '5G-IPHC-CP CIoT', 'N3 data', '5G-CP CIoT', 'RestrictEC', 'LPP', 'HO attach', 'S1 mode'],
  ['RACS', 'NSSAA', '5G-LCS', 'V2XCNPC5', 'V2XCEPC5', 'V2X', '5G-UP CIoT', '5GSRVCC'],
  ['ProSe-l2relay', 'ProSe-dc', 'ProSe-dd', 'ER-NSSAI', '5G-EHC-CP CIoT', 'multipleUP', 'WUSA', 'CAG'],
  ['PR', 'RPR', 'PIV', 'NCR', 'NR-PSSI', 'ProSe-l3rmt', 'ProSe-l2rmt', 'ProSe-l3relay'],
  ['MPSIU', 'UAS', 'NSAG', 'Ex-CAG', 'SSNPNSI', 'EventNotification', 'MINT', 'NSSRG'],
]

/** 5GSM capability: TS 24.501 Table 9.11.4.1.1. */
export const FIVE_G_SESSION: readonly (readonly string[])[] = [['TPMIC', '', '', '', '', 'EPT-S1', 'MH6-PDU', 'RQoS']]

/** EPS network feature support: TS 24.301 Table 9.9.3.12A.1. */
export const EPS_NETWORK: readonly (readonly string[])[] = [
  ['CP CIoT', 'ERw/oPDN', 'ESRPS', '', '', 'EPC-LCS', 'EMC BS', 'IMS VoPS'],
  ['15 bearers', 'IWK N26', 'RestrictDCNR', 'RestrictEC', 'ePCO', 'HC-CP CIoT', 'S1-U data', 'UP CIoT'],
]

/** 5GS network feature support: TS 24.501 Table 9.11.3.5.1. */
export const FIVE_G_NETWORK: readonly (readonly string[])[] = [
  ['MPSI', 'IWK N26', '', '', '', '', 'IMS-VoPS-N3GPP', 'IMS-VoPS-3GPP'],
  ['5G-UP CIoT', '5G-IPHC-CP CIoT', 'N3 data', '5G-CP CIoT', '', '', 'MCSI', 'EMCN3'],
  ['', '', '', '', '', '5G-EHC-CP CIoT', 'ATS-IND', '5G-LCS'],
]

/** In which cells connected to the 5G core: TS 24.501 Table 9.11.3.5.1. */
export const EMERGENCY_CELLS = ['not supported', 'NR', 'E-UTRA', 'NR and E-UTRA']

/** Voice domain preference for E-UTRAN: TS 24.008 Table 10.5.166A. */
export const VOICE_DOMAINS = [
  'CS voice only',
  'IMS PS voice only',
  'CS voice preferred, IMS PS voice secondary',
  'IMS PS voice preferred, CS voice secondary',
]

/** UE's usage setting: TS 24.008 Table 10.5.166A, TS 24.501 Table 9.11.3.55.1. */
export const USAGE_SETTINGS = ['voice centric', 'data centric']

/** 5GS registration result: TS 24.501 Table 9.11.3.6.1. */
export const REGISTRATION_RESULTS: Readonly<Record<number, string>> = {
  1: '3GPP access',
  2: 'non-3GPP access',
  3: '3GPP access and non-3GPP access',
}

/** Additional update type and result: TS 24.301 §9.9.3.0A, §9.9.3.0B. */
export const ADDITIONAL_UPDATE_RESULTS = ['no additional information', 'CS fallback not preferred', 'SMS only']
export const ADDITIONAL_UPDATE_TYPES = ['no additional information', 'SMS only']

/** SMS services status: TS 24.301 §9.9.3.4B. */
export const SMS_STATUSES = ['not available', 'not available in this PLMN', 'network failure', 'congestion']

/** Why a slice is rejected: TS 24.501 Table 9.11.3.46.1, and, with the number of UEs, Table 9.11.3.75.1. */
export const SLICE_CAUSES = [
  'not available in the current PLMN or SNPN',
  'not available in the current registration area',
  'failed or revoked network slice-specific authentication and authorization',
  'maximum number of UEs reached',
]

/** Integrity protection maximum data rate: TS 24.501 Table 9.11.4.7.1. */
export const INTEGRITY_RATES: Readonly<Record<number, string>> = { 0: '64 kbps', 1: 'none', 255: 'full data rate' }

/** Extended EMM cause: TS 24.301 §9.9.3.26A, bits. */
export const EXTENDED_EMM_CAUSES = ['E-UTRAN not allowed', 'EPS optimization not supported', 'NB-IoT not allowed']

/** Parts of a UE policy delivery: TS 24.501 Table D.6.1.1. */
export const UE_POLICY_MESSAGES: Readonly<Record<number, string>> = {
  1: 'Manage UE policy command',
  2: 'Manage UE policy complete',
  3: 'Manage UE policy command reject',
  4: 'UE state indication',
  5: 'UE policy provisioning request',
  6: 'UE policy provisioning reject',
}

/** Generic message container type: TS 24.301 §9.9.3.42. */
export const GENERIC_CONTAINERS: Readonly<Record<number, string>> = { 1: 'LPP', 2: 'location services' }

/** MS network capability: TS 24.008 §10.5.5.12. */
export const MS_NETWORK: readonly (readonly string[])[] = [
  ['GEA1', 'SM via dedicated channels', 'SM via GPRS channels', 'UCS2', '', '', 'SoLSA', 'R99'],
  ['PFC', 'GEA2', 'GEA3', 'GEA4', 'GEA5', 'GEA6', 'GEA7', 'LCS VA'],
  [
    'PS inter-RAT HO from GERAN to UTRAN Iu',
    'PS inter-RAT HO from GERAN to E-UTRAN S1',
    'EMM combined procedures',
    'ISR',
    'SRVCC to GERAN/UTRAN',
    'EPC',
    'NF',
    'GERAN network sharing',
  ],
]

/** Notification indicator: TS 24.301 §9.9.4.7A. */
export const NOTIFICATIONS: Readonly<Record<number, string>> = {
  1: 'SRVCC handover cancelled, IMS session re-establishment required',
}

/** Re-attempt indicator, bits: TS 24.301 §9.9.4.13A, TS 24.501 §9.11.4.17. */
export const RE_ATTEMPTS = ['not allowed in the other system', 'not allowed in equivalent PLMNs']

/** 5GSM congestion re-attempt indicator, bits: TS 24.501 §9.11.4.21. */
export const CONGESTION_RE_ATTEMPTS = ['back-off timer applies in all PLMNs', 'applies to the current access type only']
