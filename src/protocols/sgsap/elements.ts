// Information elements of SGsAP: 3GPP TS 29.118 §9.3, §9.4.
import { plmnParts, tbcd } from '../../bytes/digits.ts'
import { octets, u16, u32 } from '../../bytes/octets.ts'
import { labels } from '../gtp/values.ts'
import { MM_CAUSES } from '../layer3/tables.ts'
import { mobileIdentity } from '../nas/identities.ts'
import * as tables from './tables.ts'

type Read = (bytes: Uint8Array, from: number, to: number) => unknown

interface Element {
  readonly name: string
  /** What it is called in `details`; left out where it is shown only. */
  readonly field?: string
  readonly least?: number
  readonly read?: Read
}

function one(names: Readonly<Record<number, string>>): Read {
  return (bytes, from) => names[bytes[from]!] ?? bytes[from]
}

const area: Read = (bytes, from) => ({ ...plmnParts(bytes, from), lac: u16(bytes, from + 3) })
const trackingArea: Read = (bytes, from) => ({ ...plmnParts(bytes, from), tac: u16(bytes, from + 3) })
const cell: Read = (bytes, from) => ({ ...plmnParts(bytes, from), eci: u32(bytes, from + 3) & 0xfffffff })

export const ELEMENTS: Readonly<Record<number, Element>> = {
  0x01: { name: 'IMSI' },
  0x02: { name: 'VLR name', field: 'vlr_name', read: labels },
  0x03: { name: 'TMSI', field: 'tmsi', least: 4, read: (bytes, from) => `0x${octets(bytes, from, from + 4)}` },
  0x04: { name: 'Location area identifier', field: 'lai', least: 5, read: area },
  0x05: { name: 'Channel needed' },
  0x06: { name: 'eMLPP priority', field: 'emlpp_priority', read: (bytes, from) => bytes[from]! & 7 },
  0x07: { name: 'TMSI status' },
  0x08: { name: 'SGs cause' },
  0x09: { name: 'MME name', field: 'mme_name', read: labels },
  0x0a: { name: 'EPS location update type', field: 'update_type', read: one(tables.UPDATE_TYPES) },
  0x0b: { name: 'Global CN-Id' },
  0x0e: { name: 'Mobile identity', field: 'identity', read: mobileIdentity },
  0x0f: { name: 'Reject cause' },
  0x10: { name: 'IMSI detach from EPS service type', field: 'detach_type', read: one(tables.EPS_DETACH_TYPES) },
  0x11: { name: 'IMSI detach from non-EPS service type', field: 'detach_type', read: one(tables.NON_EPS_DETACH_TYPES) },
  0x15: { name: 'IMEISV', field: 'imeisv', read: (bytes, from, to) => mobileIdentity(bytes, from, to)?.['imeisv'] },
  0x16: { name: 'NAS message container' },
  0x17: { name: 'MM information' },
  0x1b: { name: 'Erroneous message' },
  0x1c: { name: 'CLI', field: 'calling_number', least: 2, read: callingNumber },
  0x1d: { name: 'LCS client identity' },
  0x1e: { name: 'LCS indicator', field: 'location_service', read: one({ 1: 'MT-LR' }) },
  0x1f: { name: 'SS code', field: 'ss_code', read: (bytes, from) => bytes[from] },
  0x20: { name: 'Service indicator', field: 'service', read: one(tables.SERVICES) },
  0x21: { name: 'UE time zone' },
  0x22: { name: 'Mobile station classmark 2' },
  0x23: { name: 'Tracking area identity', field: 'tai', least: 5, read: trackingArea },
  0x24: { name: 'E-UTRAN cell global identity', field: 'ecgi', least: 7, read: cell },
  0x25: { name: 'UE EMM mode', field: 'emm_mode', read: one(tables.EMM_MODES) },
  0x26: { name: 'Additional paging indicators' },
  0x27: { name: 'TMSI based NRI container' },
  0x28: { name: 'Selected CS domain operator', field: 'cs_operator', least: 3, read: plmnParts },
  0x29: { name: 'Maximum UE availability time' },
  0x2a: { name: 'SM delivery timer' },
  0x2b: { name: 'SM delivery start time' },
  0x2c: { name: 'Additional UE unreachable indicators' },
  0x2d: { name: 'Maximum retransmission time' },
  0x2e: { name: 'Requested retransmission time' },
}

/** Calling party BCD number without its identifier and length: TS 24.008 §10.5.4.9. */
function callingNumber(bytes: Uint8Array, from: number, to: number): string {
  return tbcd(bytes, from + (bytes[from]! >> 7 === 1 ? 1 : 2), to)
}

/** A cause as `details` have it: of SGs, or of MM. */
export function causeOf(code: number, isReject: boolean): { readonly code: number; readonly name: string } {
  return { code, name: (isReject ? MM_CAUSES : tables.SGS_CAUSES)[code] ?? `Cause ${code}` }
}
