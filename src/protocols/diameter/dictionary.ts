/** Every AVP that is known by name, found by vendor and code. */
import type { AvpRow, AvpType, Names } from './avp-types.ts'
import { READERS } from './readers.ts'
import type { Reader } from './reading.ts'
import { BROADCAST_AVPS } from './tables-avps-broadcast.ts'
import { CHARGING_AVPS } from './tables-avps-charging.ts'
import { ETSI_AVPS } from './tables-avps-etsi.ts'
import { EXPOSURE_AVPS } from './tables-avps-exposure.ts'
import { IETF_AVPS } from './tables-avps-ietf.ts'
import { IMS_AVPS } from './tables-avps-ims.ts'
import { LATER_AVPS } from './tables-avps-later.ts'
import { POLICY_AVPS } from './tables-avps-policy.ts'
import { SERVICE_CHARGING_AVPS } from './tables-avps-services.ts'
import { SUBSCRIPTION_AVPS } from './tables-avps-subscription.ts'
import { VENDORS } from './tables-commands.ts'
import { type DetailRow, type DetailUse, IETF_DETAILS, TGPP_DETAILS } from './tables-details.ts'

const NO_VENDOR = 0
/** IANA's numbers of enterprises. */
const TGPP = 10415
const ETSI = 13019

/** What is known of an AVP, and what becomes of it. */
export interface Definition {
  readonly vendor: number
  readonly code: number
  readonly name: string
  readonly type: AvpType
  readonly names: Names | undefined
  /** Field of the details that it gives, '' where none. */
  readonly field: string
  readonly use: DetailUse
  readonly inRecord: string
  /** What else is read out of it. */
  readonly reader: Reader | undefined
}

type ByCode = readonly (Definition | undefined)[]

function byCode(vendor: number, rows: readonly AvpRow[], details: readonly DetailRow[]): ByCode {
  const last = rows.reduce((highest, [code]) => Math.max(highest, code), 0)
  const table: (Definition | undefined)[] = Array.from({ length: last + 1 })
  const fields = new Map(details.map((row) => [row[0], row]))
  for (const [code, name, type, names] of rows) {
    const [, field = '', use = 'one', inRecord = ''] = fields.get(code) ?? []
    table[code] = { vendor, code, name, type, names, field, use, inRecord, reader: READERS.get(`${vendor}/${code}`) }
  }
  return table
}

export const TGPP_AVPS: readonly AvpRow[] = [
  ...POLICY_AVPS,
  ...IMS_AVPS,
  ...SUBSCRIPTION_AVPS,
  ...CHARGING_AVPS,
  ...LATER_AVPS,
  ...EXPOSURE_AVPS,
  ...SERVICE_CHARGING_AVPS,
  ...BROADCAST_AVPS,
]

const BY_VENDOR: ReadonlyMap<number, ByCode> = new Map([
  [NO_VENDOR, byCode(NO_VENDOR, IETF_AVPS, IETF_DETAILS)],
  [TGPP, byCode(TGPP, TGPP_AVPS, TGPP_DETAILS)],
  [ETSI, byCode(ETSI, ETSI_AVPS, [])],
])
const WITHOUT_VENDOR = BY_VENDOR.get(NO_VENDOR)!
const OF_TGPP = BY_VENDOR.get(TGPP)!

/** The AVP of this vendor and code (0: the IETF's), or undefined: vendors number their own. */
export function definitionOf(vendor: number, code: number): Definition | undefined {
  if (vendor === NO_VENDOR) return WITHOUT_VENDOR[code]
  return vendor === TGPP ? OF_TGPP[code] : BY_VENDOR.get(vendor)?.[code]
}

/** Name of an AVP, of an unknown one its numbers. */
export function avpName(vendor: number, code: number): string {
  const known = definitionOf(vendor, code)?.name
  if (known !== undefined) return known
  return vendor === NO_VENDOR ? `AVP ${code}` : `AVP ${code} of ${VENDORS[vendor] ?? `vendor ${vendor}`}`
}
