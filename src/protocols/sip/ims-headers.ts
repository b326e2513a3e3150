/** Headers of the IMS: P-Access-Network-Info and P-Charging-Vector (RFC 7315, TS 24.229 §7.2A), Reason (RFC 3326). */
import type { Parsed } from './parsed.ts'
import { bounded, items, leadingNumber, parameter } from './values.ts'

/** Cell identity: MCC, MNC, then TAC and cell, 4 + 7 (E-UTRAN) or 6 + 9 (NR) hexadecimal digits. */
const CELL = /^(\d{3})(\d{2,3})(?:([0-9a-f]{6})([0-9a-f]{9})|([0-9a-f]{4})([0-9a-f]{7}))$/i

const OF_A_NETWORK = /\bims\.mnc\d+\.mcc\d+\.3gppnetwork\.org\b/i

export function readAccessNetwork(into: Parsed, value: string): void {
  if (into.accessNetwork !== '') return
  into.accessNetwork = bounded(value)
  into.out.put('p_access_network_info', into.accessNetwork)
  const semicolon = value.indexOf(';')
  const type = (semicolon < 0 ? value : value.slice(0, semicolon)).trim()
  const network: Record<string, unknown> = { access_type: bounded(type) }
  if (semicolon >= 0) Object.assign(network, cellOf(value, semicolon, type))
  into.out.put('access_network', network)
}

function cellOf(value: string, from: number, type: string): Record<string, unknown> {
  const cell =
    parameter(value, 'utran-cell-id-3gpp', from) ??
    parameter(value, 'nr-cell-id-3gpp', from) ??
    parameter(value, 'cgi-3gpp', from) ??
    parameter(value, 'i-wlan-node-id', from)
  if (cell === undefined) return {}
  const found = /^3GPP-(E-UTRAN|NR)/i.test(type) ? CELL.exec(cell) : null
  if (!found) return { cell_id: bounded(cell) }
  const [, mcc, mnc, tacNr, cellNr, tac, eci] = found
  return { cell_id: cell, mcc, mnc, tac: tacNr ?? tac, cell: cellNr ?? eci }
}

export function readChargingVector(into: Parsed, value: string): void {
  const icid = parameter(value, 'icid-value')
  if (icid === undefined) return
  const vector: Record<string, unknown> = { icid: bounded(icid) }
  for (const [name, field] of [
    ['icid-generated-at', 'icid_generated_at'],
    ['orig-ioi', 'orig_ioi'],
    ['term-ioi', 'term_ioi'],
  ] as const) {
    const text = parameter(value, name)
    if (text !== undefined) vector[field] = bounded(text)
  }
  into.icid = bounded(icid)
  into.out.put('p_charging_vector', vector)
}

/** A registration with what only the IMS puts in: TS 24.229 §5.1.1, §5.2.2, §5.4.1; its names are those of TS 23.003 §13. */
export function isInIms({
  cseqMethod,
  accessNetwork,
  icid,
  isAka,
  associatedUris,
  toUri,
  requestUri,
}: Parsed): boolean {
  if (cseqMethod !== 'REGISTER') return false
  if (accessNetwork !== '' || icid !== '' || isAka || associatedUris.length > 0) return true
  return OF_A_NETWORK.test(toUri) || OF_A_NETWORK.test(requestUri)
}

export function readReason(into: Parsed, value: string): void {
  into.out.put('reason', bounded(value))
  for (const item of items(value)) {
    const semicolon = item.indexOf(';')
    const cause = semicolon < 0 ? undefined : leadingNumber(parameter(item, 'cause', semicolon) ?? '')
    if (cause === undefined) continue
    const protocol = item.slice(0, semicolon).trim().toUpperCase()
    if (protocol === 'Q.850') into.out.put('q850_cause', cause)
    else if (protocol === 'SIP') into.out.put('reason_sip_status', cause)
  }
}
