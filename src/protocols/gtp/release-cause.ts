/** Why the radio or the mobile let go: TS 29.274 §8.103, which Gx and Rx have as RAN-NAS-Release-Cause (TS 29.212 §5.3.106). */
import { unsigned } from '../../bytes/octets.ts'
import { TERMINATION_CAUSES } from '../diameter/tables-avps-ietf.ts'
import { EMM_CAUSES, ESM_CAUSES } from '../nas/tables.ts'
import * as s1ap from '../s1ap/tables.ts'

export interface ReleaseCause {
  readonly protocol: string
  /** Of S1AP: the group that the number is of. */
  readonly group?: string
  readonly cause_code: number
  readonly cause_name?: string
}

type Names = Readonly<Record<number, string>>

/** Groups of causes by number, those of S1AP and RANAP: TS 36.413 §9.2.1.3. */
export const CAUSE_GROUPS: readonly string[] = ['radioNetwork', 'transport', 'nas', 'protocol', 'misc']

const S1AP_CAUSES: readonly Names[] = [
  s1ap.RADIO_CAUSES,
  s1ap.TRANSPORT_CAUSES,
  s1ap.NAS_CAUSES,
  s1ap.PROTOCOL_CAUSES,
  s1ap.MISCELLANEOUS_CAUSES,
]

/** Protocol types: Table 8.103-1. A Diameter cause is a Termination-Cause, and one of IKEv2 the type of a notification. */
const PROTOCOLS: readonly string[] = ['', 'S1AP', 'EMM', 'ESM', 'Diameter', 'IKEv2']
const S1AP = 1
const NAMES: readonly (Names | undefined)[] = [undefined, undefined, EMM_CAUSES, ESM_CAUSES, TERMINATION_CAUSES]
const MOST_OCTETS = 4

/** A cause of S1AP by its group and number. */
export function s1apCause(group: number, code: number): string | undefined {
  return S1AP_CAUSES[group]?.[code]
}

/** Undefined where the cause is missing. */
export function releaseCauseAt(bytes: Uint8Array, from: number, to: number): ReleaseCause | undefined {
  if (to - from < 2) return undefined
  const [type, group] = [bytes[from]! >> 4, bytes[from]! & 15]
  const code = unsigned(bytes, from + 1, Math.min(MOST_OCTETS, to - from - 1))
  const name = type === S1AP ? s1apCause(group, code) : NAMES[type]?.[code]
  return {
    protocol: PROTOCOLS[type] || `Unknown(${type})`,
    ...(type === S1AP && { group: CAUSE_GROUPS[group] ?? `Unknown(${group})` }),
    cause_code: code,
    ...(name !== undefined && { cause_name: name }),
  }
}
