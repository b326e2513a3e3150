// MTP level 3 and what it carries: ITU-T Q.704.
import { hasLongLabel, isLongPointCode, longPointCode, pointCodeText } from '../../bytes/point-code.ts'
import type { Out } from '../../model/message.ts'
import { holdsIsup, readIsup } from './isup.ts'
import { readSccp } from './sccp.ts'
import { SERVICES } from './tables.ts'
import type { Naming } from './users.ts'

/** Point codes and service of a message, and where its user part lies. */
export interface Transfer {
  readonly opc: number
  readonly dpc: number
  readonly service: number
  readonly network: number
  readonly link: number
  readonly from: number
  readonly to: number
}

export const SCCP = 3
const ISUP = 5
const BICC = 13
/** Service octet and routing label: Q.704 §2.2. */
const LABEL = 5
const LONG_LABEL = 8

/** The message signal unit at [from, to), from its service octet on. */
export function mtp3(bytes: Uint8Array, from: number, to: number): Transfer | undefined {
  if (to - from < LABEL + 1) return undefined
  if (hasLongLabel(bytes, from, to)) return longMtp3(bytes, from, to)
  const label = (bytes[from + 1]! | (bytes[from + 2]! << 8) | (bytes[from + 3]! << 16) | (bytes[from + 4]! << 24)) >>> 0
  return {
    opc: (label >>> 14) & 0x3fff,
    dpc: label & 0x3fff,
    service: bytes[from]! & 15,
    network: bytes[from]! >> 6,
    link: label >>> 28,
    from: from + LABEL,
    to,
  }
}

/** ATIS-1000111 (T1.111.4 §2.2): destination, origin, selection, an octet each and three of the points. */
function longMtp3(bytes: Uint8Array, from: number, to: number): Transfer {
  return {
    opc: longPointCode(bytes, from + 4),
    dpc: longPointCode(bytes, from + 1),
    service: bytes[from]! & 15,
    network: bytes[from]! >> 6,
    link: bytes[from + 7]!,
    from: from + LONG_LABEL,
    to,
  }
}

export function readTransfer(bytes: Uint8Array, transfer: Transfer, out: Out): Naming {
  const { opc, dpc, service, network, link, from, to } = transfer
  out.put('opc', opc)
  out.put('dpc', dpc)
  if (isLongPointCode(opc) || isLongPointCode(dpc)) {
    out.put('opc_text', pointCodeText(opc))
    out.put('dpc_text', pointCodeText(dpc))
  }
  out.put('si', service)
  out.put('ni', network)
  out.put('sls', link)
  const name = SERVICES[service] ?? `service ${service}`
  out.put('service', name)
  if (service === SCCP && from < to) return readSccp(bytes, from, to, out)
  const part = service === ISUP ? 'ISUP' : service === BICC ? 'BICC' : undefined
  if (part && holdsIsup(from, to, part)) return readIsup(bytes, from, to, part, out)
  return { name, short: `${name} ${pointCodeText(opc)} → ${pointCodeText(dpc)}` }
}
