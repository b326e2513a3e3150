// Where a handover sends a phone: MobilityControlInfo and HandoverCommand, TS 36.331 §6.3.4 and §10.2.2, in UNALIGNED PER.
import { Per } from '../../bytes/per.ts'
import { readMeasurements } from './measurements.ts'
import { DL_DCCH } from './tables.ts'

/** ms, by its place: §6.3.4. */
const T304 = [50, 100, 150, 200, 500, 1000, 2000, 10_000] as const
const RECONFIGURATION = 'RRCConnectionReconfiguration'

/** The cell that a phone is sent to, as far as this tells. */
export interface Target {
  readonly target_pci?: number
  readonly target_earfcn?: number
  /** The phone's C-RNTI there. */
  readonly target_rnti?: number
  readonly t304_ms?: number
}

/** MobilityControlInfo, up to the configuration that all phones of the cell have. */
export function readTarget(per: Per): Target {
  per.flag()
  const [hasFrequency, hasBandwidth, hasEmission] = [per.flag(), per.flag(), per.flag()]
  per.flag()
  const target_pci = per.bits(9)
  const frequency = hasFrequency ? pair(per, 16) : undefined
  if (hasBandwidth) pair(per, 4)
  if (hasEmission) per.bits(5)
  const t304_ms = T304[per.bits(3)]!
  const target_rnti = per.bits(16)
  if (per.fault !== '') return {}
  return { target_pci, ...(frequency !== undefined && { target_earfcn: frequency }), target_rnti, t304_ms }
}

/** Downlink, and uplink where it is told. */
function pair(per: Per, bits: number): number {
  const hasUplink = per.flag()
  const downlink = per.bits(bits)
  if (hasUplink) per.bits(bits)
  return downlink
}

/** What stands first in the reconfiguration of a connection. */
export interface Reconfiguration {
  readonly hasMeasurements: boolean
  readonly hasHandover: boolean
  readonly hasNas: boolean
}

/** From the transaction's number on; undefined where it is of a later release. */
export function beginReconfiguration(per: Per): Reconfiguration | undefined {
  per.bits(2)
  if (per.flag() || per.bits(3) !== 0) return undefined
  const [hasMeasurements, hasHandover, hasNas] = [per.flag(), per.flag(), per.flag()]
  per.bits(3)
  return per.fault === '' ? { hasMeasurements, hasHandover, hasNas } : undefined
}

/** The message of a target eNB that its UE is given: what it is, and where it leads. Undefined where it is none. */
function readHandoverCommand(per: Per): (Target & { readonly rrc: string }) | undefined {
  if (per.flag() || per.bits(3) !== 0) return undefined
  per.flag()
  const isLong = per.flag()
  const length = isLong ? per.bits(15) : per.bits(7)
  if (per.fault !== '' || length > per.left + 1) return undefined
  if (per.flag()) return undefined
  const name = DL_DCCH[per.bits(4)]
  if (name === undefined || per.fault !== '') return undefined
  const begun = name === RECONFIGURATION ? beginReconfiguration(per) : undefined
  if (!begun?.hasHandover || (begun.hasMeasurements && !readMeasurements(per))) return { rrc: name }
  return { rrc: name, ...readTarget(per) }
}

/** TargeteNB-ToSourceeNB-TransparentContainer, of LTE: TS 36.413 §9.2.1.57. */
export function readTargetContainer(per: Per): object | undefined {
  per.bits(2)
  const { bytes, at, end, fault } = per.open()
  return fault === '' && per.fault === '' ? readHandoverCommand(new Per(bytes, at, end)) : undefined
}
