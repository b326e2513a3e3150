// What a UE's radio can do, as far as it stands in front: unaligned PER of RRC, TS 36.331 §6.3.6, §10.2.2; TS 38.331
// §6.3.3, §11.2.2. Octets that stand between bits are read where they are.
import { Per } from '../../bytes/per.ts'
import type { Fields, Type } from './types.ts'

/** RAT-Type of LTE's RRC and of NR's. */
const LTE_RATS: readonly string[] = ['E-UTRA', 'UTRA', 'GERAN CS', 'GERAN PS', 'CDMA2000 1xRTT', 'NR', 'E-UTRA-NR']
const NR_RATS: readonly string[] = ['NR', 'E-UTRA-NR', 'E-UTRA', 'UTRA FDD']
/** AccessStratumRelease: that of LTE begins with 8, and has extensions; that of NR begins with 15. */
const FIRST_LTE_RELEASE = 8
const ROOT_RELEASES = 8
const FIRST_NR_RELEASE = 15
const MOST_RATS = 8
const ROHC_PROFILES = 9
/** Components of UE-NR-Capability and UE-EUTRA-Capability that may be left out. */
const NR_OPTIONALS = 11
const LTE_OPTIONALS = 2

/** Length of an OCTET STRING that stands between bits; one in pieces of 16K is not read. */
function lengthOf(per: Per): number {
  const first = per.bits(8)
  const length = first < 128 ? first : first < 192 ? (first & 63) * 256 + per.bits(8) : per.malformed()
  return length > per.left ? per.malformed() : length
}

/** Goes on so many octets behind a place. */
function jump(per: Per, { at, bit }: { at: number; bit: number }, octets: number): void {
  per.at = at + octets
  per.bit = bit
}

/** Whether the alternative is the first of the critical extensions and of its versions: of others nobody knows. */
function isFirstVersion(per: Per): boolean {
  return per.bits(1 + 3) === 0 && per.fault === ''
}

/** UE Radio Capability of S1AP: UERadioAccessCapabilityInformation, in it UECapabilityInformation. */
export const lteRadioCapability: Type = (per) =>
  told(per, LTE_RATS, (content) => {
    content.bits(2)
    return isFirstVersion(content) && content.bits(1) >= 0
  })

/** UE Radio Capability of NGAP: UERadioAccessCapabilityInformation, in it the list itself. */
export const nrRadioCapability: Type = (per) => told(per, NR_RATS, () => true)

/** `begins` passes over what stands before the list. */
function told(per: Per, names: readonly string[], begins: (content: Per) => boolean): unknown {
  const { bytes, at, end } = per.open()
  if (per.fault !== '') return undefined
  const content = new Per(bytes, at, end)
  const isKnown = isFirstVersion(content) && content.bits(1) >= 0 && lengthOf(content) > 0 && begins(content)
  const found = isKnown && content.fault === '' ? ratsIn(content, names) : {}
  return { octets: end - at, ...found }
}

/** UE-CapabilityRAT-ContainerList, of up to eight. */
function ratsIn(list: Per, names: readonly string[]): Fields {
  const rats: string[] = []
  const found: Fields = { rats }
  for (let left = Math.min(list.bits(4), MOST_RATS); left > 0 && list.fault === ''; left--) {
    const isExtension = list.flag()
    const name = isExtension ? undefined : names[list.enumerated(names.length, false)]
    const length = lengthOf(list)
    if (isExtension || list.fault !== '') break
    const start = { at: list.at, bit: list.bit }
    rats.push(name ?? 'unknown')
    if (name === 'E-UTRA') Object.assign(found, lteIn(list))
    else if (name === 'NR') found['nr_release'] = FIRST_NR_RELEASE + releaseOf(list, NR_OPTIONALS)
    jump(list, start, length)
  }
  return found
}

function releaseOf(per: Per, optionals: number): number {
  per.bits(optionals)
  return per.flag() ? ROOT_RELEASES + per.small() : per.bits(3)
}

/** UE-EUTRA-Capability up to its bands; those beyond 64 stand in extensions. */
function lteIn(per: Per): Fields {
  const lte_release = FIRST_LTE_RELEASE + releaseOf(per, LTE_OPTIONALS)
  const lte_category = 1 + per.bits(3)
  const isExtended = per.flag()
  const hasSessions = per.flag()
  per.bits(ROHC_PROFILES)
  if (hasSessions) per.bits(4)
  per.bits(2)
  // What follows an extension of the ROHC parameters stands at a place that only they tell.
  if (isExtended || per.fault !== '') return per.fault === '' ? { lte_release, lte_category } : {}
  const lte_bands: number[] = []
  for (let left = 1 + per.bits(6); left > 0 && per.fault === ''; left--) {
    lte_bands.push(1 + per.bits(6))
    per.bits(1)
  }
  return per.fault === '' ? { lte_release, lte_category, lte_bands } : { lte_release, lte_category }
}
