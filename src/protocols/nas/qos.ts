// Quality of service: TS 24.301 §9.9.4.3, TS 24.008 §10.5.6.12, TS 24.501 §9.11.4.12–14.
import { u16 } from '../../bytes/octets.ts'
import { type Filter, packetFilters, trafficFlowTemplate } from './packet-filters.ts'
import { FLOW_OPERATIONS, RULE_OPERATIONS } from './tables.ts'
import type { Reader } from './values.ts'

const MOST_RULES = 64

/** kbit/s of an octet of EPS QoS: TS 24.301 §9.9.4.3. */
function coded(octet: number): number {
  if (octet < 64) return octet
  if (octet < 128) return 64 + (octet - 64) * 8
  return octet === 255 ? 0 : 576 + (octet - 128) * 64
}

/** kbit/s that the extension octet adds, and what stands for it. */
function extended(base: number, extension: number): number {
  if (extension === 0) return base
  if (extension < 75) return 8600 + extension * 100
  if (extension < 187) return 16_000 + (extension - 74) * 1000
  return 128_000 + (extension - 186) * 2000
}

/** EPS quality of service; rates in kbit/s, for GBR bearers. */
export const epsQos: Reader = (bytes, from, to) => {
  const qci = bytes[from]!
  if (to - from < 5) return { qci }
  const rate = (i: number): number => extended(coded(bytes[from + i]!), from + 4 + i < to ? bytes[from + 4 + i]! : 0)
  return { qci, mbr: { ul: rate(1), dl: rate(2) }, gbr: { ul: rate(3), dl: rate(4) } }
}

/** APN aggregate maximum bit rate in kbit/s: TS 24.301 §9.9.4.2. */
export const apnAmbr: Reader = (bytes, from, to) => {
  if (to - from < 2) return undefined
  const rate = (i: number): number => {
    const base = extended(coded(bytes[from + i]!), from + 2 + i < to ? bytes[from + 2 + i]! : 0)
    return base + (from + 4 + i < to ? bytes[from + 4 + i]! * 256_000 : 0)
  }
  return { dl: rate(0), ul: rate(1) }
}

/** Rate units from 1 kbit/s on, each four times the one before, in three series: TS 24.501 §9.11.4.14. */
function inKilobits(unit: number, value: number): number {
  return unit === 0 ? 0 : value * 4 ** ((unit - 1) % 5) * 1000 ** Math.floor((unit - 1) / 5)
}

/** Session-AMBR in kbit/s. */
export const sessionAmbr: Reader = (bytes, from, to) => {
  if (to - from < 6) return undefined
  return {
    dl: inKilobits(bytes[from]!, u16(bytes, from + 1)),
    ul: inKilobits(bytes[from + 3]!, u16(bytes, from + 4)),
  }
}

/** Traffic flow template, or aggregate. */
export const tft: Reader = (bytes, from, to) => {
  const { operation, filters, isWhole } = trafficFlowTemplate(bytes, from, to)
  return isWhole ? { operation, filters } : undefined
}

/** QoS rules: TS 24.501 §9.11.4.13. */
export const qosRules: Reader = (bytes, from, to) => {
  const found: object[] = []
  for (let at = from; at + 3 <= to && found.length < MOST_RULES;) {
    const end = at + 3 + u16(bytes, at + 1)
    if (end > to || end === at + 3) return undefined
    found.push(rule(bytes, at, end))
    at = end
  }
  return found
}

/** Its length bounds it: where a filter lies, what stands behind is not told. */
function rule(bytes: Uint8Array, from: number, to: number): object {
  const flags = bytes[from + 3]!
  const operation = flags >> 5
  const filters: Filter[] = []
  const end = packetFilters(bytes, { from: from + 4, to }, { operation, count: flags & 15, header: 2 }, filters)
  return {
    id: bytes[from]!,
    operation: RULE_OPERATIONS[operation],
    default: (flags & 16) !== 0,
    filters,
    ...(end !== undefined && end + 1 < to && { precedence: bytes[end]!, qfi: bytes[end + 1]! & 63 }),
  }
}

const RATES = ['', '', 'gfbr_ul', 'gfbr_dl', 'mfbr_ul', 'mfbr_dl'] as const
const FIVE_QI = 1
const AVERAGING_WINDOW = 6
const EPS_BEARER = 7

/** QoS flow descriptions: TS 24.501 §9.11.4.12; rates in kbit/s. */
export const qosFlows: Reader = (bytes, from, to) => {
  const found: object[] = []
  for (let at = from; at + 3 <= to && found.length < MOST_RULES;) {
    const flow: Record<string, unknown> = { qfi: bytes[at]! & 63, operation: FLOW_OPERATIONS[bytes[at + 1]! >> 5] }
    const count = bytes[at + 2]! & 63
    at += 3
    for (let i = 0; i < count; i++) {
      const end = at + 2 + (at + 1 < to ? bytes[at + 1]! : to)
      if (end > to) return undefined
      parameter(flow, bytes, at, end)
      at = end
    }
    found.push(flow)
  }
  return found
}

function parameter(flow: Record<string, unknown>, bytes: Uint8Array, from: number, to: number): void {
  const kind = bytes[from]!
  const size = to - from - 2
  if (kind === FIVE_QI && size === 1) flow['five_qi'] = bytes[from + 2]!
  else if (kind === AVERAGING_WINDOW && size === 2) flow['averaging_window_ms'] = u16(bytes, from + 2)
  else if (kind === EPS_BEARER && size === 1) flow['ebi'] = bytes[from + 2]! >> 4
  else if (RATES[kind] && size === 3) flow[RATES[kind]] = inKilobits(bytes[from + 2]!, u16(bytes, from + 3))
}

/** Rates of extended units, in kbit/s: TS 24.301 §9.9.4.29, §9.9.4.30; units as of session-AMBR, from 4 Mbit/s on. */
export const extendedAmbr: Reader = (bytes, from, to) => {
  if (to - from < 6) return undefined
  return {
    dl: extendedRate(bytes[from]!, u16(bytes, from + 1)),
    ul: extendedRate(bytes[from + 3]!, u16(bytes, from + 4)),
  }
}

/** Rates of GBR bearers beyond 10 Gbit/s, in kbit/s: TS 24.301 §9.9.4.30. */
export const extendedEpsQos: Reader = (bytes, from, to) => {
  if (to - from < 10) return undefined
  const rate = (unit: number, at: number): number => extendedRate(bytes[from + unit]!, u16(bytes, from + at))
  return { mbr: { ul: rate(0, 1), dl: rate(0, 3) }, gbr: { ul: rate(5, 6), dl: rate(5, 8) } }
}

/** Units of 200 kbit/s, then as of session-AMBR from 1 Mbit/s on. */
function extendedRate(unit: number, value: number): number {
  if (unit < 2) return unit * value * 200
  return inKilobits(unit + 4, value)
}
