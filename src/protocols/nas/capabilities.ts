// What UE and network say that they can do: TS 24.301 §9.9.3, TS 24.501 §9.11.3, TS 24.008 §10.5.5.
import * as tables from './tables-capabilities.ts'
import type { Reader } from './values.ts'

/** Names of the bits that are set, the first bit of an octet being its highest. */
function bits(bytes: Uint8Array, { from, to }: Extent, names: readonly (readonly string[])[]): string[] {
  const found: string[] = []
  for (let i = 0; i < names.length && from + i < to; i++) {
    names[i]!.forEach((name, bit) => {
      if (name !== '' && (bytes[from + i]! & (0x80 >> bit)) !== 0) found.push(name)
    })
  }
  return found
}

interface Extent {
  readonly from: number
  readonly to: number
}

/** Algorithms of an octet, `kind` with their numbers: EEA0, EEA1. */
function algorithms(octet: number, kind: string): string[] {
  const found: string[] = []
  for (let i = 0; i < 8; i++) if ((octet & (0x80 >> i)) !== 0) found.push(`${kind}${i}`)
  return found
}

function supported(bytes: Uint8Array, { from, to }: Extent, kinds: readonly [string, string]): object {
  if (from + 1 >= to) return {}
  return { ciphering: algorithms(bytes[from]!, kinds[0]), integrity: algorithms(bytes[from + 1]!, kinds[1]) }
}

/** UE network capability, and S1 UE network capability, which is the same: TS 24.301 §9.9.3.34. */
export const ueNetwork: Reader = (bytes, from, to) => {
  if (to - from < 2) return undefined
  const features = bits(bytes, { from: from + 4, to }, tables.UE_NETWORK)
  return { ...supported(bytes, { from, to }, ['EEA', 'EIA']), ...(features.length > 0 && { features }) }
}

/** SRVCC among others: TS 24.008 §10.5.5.12. */
export const msNetwork: Reader = (bytes, from, to) => bits(bytes, { from, to }, tables.MS_NETWORK)

/** Replayed to the UE: TS 24.301 §9.9.3.36. */
export const epsSecurity: Reader = (bytes, from, to) =>
  to - from < 2 ? undefined : supported(bytes, { from, to }, ['EEA', 'EIA'])

/** UE security capability of 5GS, in EPS where there is one: TS 24.501 §9.11.3.54. */
export const fiveGSecurity: Reader = (bytes, from, to) => {
  if (to - from < 2) return undefined
  const eps = supported(bytes, { from: from + 2, to }, ['EEA', 'EIA'])
  return { ...supported(bytes, { from, to }, ['NEA', 'NIA']), ...(Object.keys(eps).length > 0 && { eps }) }
}

/** UE additional security capability: TS 24.301 §9.9.3.53, 16 algorithms each; the first eight are catalogued. */
export const additionalSecurity: Reader = (bytes, from, to) =>
  to - from < 4
    ? undefined
    : { ciphering: algorithms(bytes[from]!, 'NEA'), integrity: algorithms(bytes[from + 2]!, 'NIA') }

/** TS 24.501 §9.11.3.1, §9.11.4.1. */
export const fiveGMobility: Reader = (bytes, from, to) => bits(bytes, { from, to }, tables.FIVE_G_MOBILITY)
export const fiveGSession: Reader = (bytes, from, to) => bits(bytes, { from, to }, tables.FIVE_G_SESSION)

/** IMS voice over PS session, and what else: TS 24.301 §9.9.3.12A. */
export const epsFeatures: Reader = (bytes, from, to) => ({
  ims_voice: (bytes[from]! & 1) !== 0,
  emergency_bearers: (bytes[from]! & 2) !== 0,
  features: bits(bytes, { from, to }, tables.EPS_NETWORK),
})

/** IMS voice over PS session in cells of 3GPP, emergency services: TS 24.501 §9.11.3.5. */
export const fiveGFeatures: Reader = (bytes, from, to) => ({
  ims_voice: (bytes[from]! & 1) !== 0,
  emergency_services: tables.EMERGENCY_CELLS[(bytes[from]! >> 2) & 3],
  emergency_fallback: tables.EMERGENCY_CELLS[(bytes[from]! >> 4) & 3],
  features: bits(bytes, { from, to }, tables.FIVE_G_NETWORK),
})

/** TS 24.008 §10.5.5.28. */
export const voiceDomain: Reader = (bytes, from) => ({
  voice_domain: tables.VOICE_DOMAINS[bytes[from]! & 3],
  usage_setting: tables.USAGE_SETTINGS[(bytes[from]! >> 2) & 1],
})

/** TS 24.501 §9.11.3.55. */
export const usageSetting: Reader = (bytes, from) => tables.USAGE_SETTINGS[bytes[from]! & 1]

/** 5GS registration result: TS 24.501 §9.11.3.6. */
export const registrationResult: Reader = (bytes, from) => {
  const octet = bytes[from]!
  return {
    registration_result: tables.REGISTRATION_RESULTS[octet & 7] ?? octet & 7,
    sms_allowed: (octet & 8) !== 0,
    ...((octet & 16) !== 0 && { slice_authentication: 'to be performed' }),
    ...((octet & 32) !== 0 && { emergency_registered: true }),
  }
}

/** 5GS update type: TS 24.501 §9.11.3.9A. */
export const updateType: Reader = (bytes, from) => ({
  sms_requested: (bytes[from]! & 1) !== 0,
  radio_capability_update: (bytes[from]! & 2) !== 0,
})

/** UE status: TS 24.501 §9.11.3.56, TS 24.301 §9.9.3.54. */
export const ueStatus: Reader = (bytes, from) => ({
  emm_registered: (bytes[from]! & 1) !== 0,
  '5gmm_registered': (bytes[from]! & 2) !== 0,
})

/** Integrity protection maximum data rate: TS 24.501 §9.11.4.7. */
export const integrityRates: Reader = (bytes, from, to) =>
  to - from < 2
    ? undefined
    : {
        ul: tables.INTEGRITY_RATES[bytes[from]!] ?? bytes[from],
        dl: tables.INTEGRITY_RATES[bytes[from + 1]!] ?? bytes[from + 1],
      }
