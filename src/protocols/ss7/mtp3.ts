// MTP level 3 and what it carries: ITU-T Q.704, ISUP (Q.763).
import type { Out } from '../../model/message.ts'
import { readSccp } from './sccp.ts'
import { ISUP_MESSAGES, SERVICES } from './tables.ts'

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

/** What a message is called, and its line in a ladder. */
export interface Naming {
  readonly name: string
  readonly short: string
}

const SCCP = 3
const ISUP = 5
/** Service octet and routing label: Q.704 §2.2. */
const LABEL = 5

/** The message signal unit at [from, to), from its service octet on. */
export function mtp3(bytes: Uint8Array, from: number, to: number): Transfer | undefined {
  if (to - from < LABEL + 1) return undefined
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

export function readTransfer(bytes: Uint8Array, transfer: Transfer, out: Out): Naming {
  const { opc, dpc, service, network, link, from, to } = transfer
  out.put('opc', opc)
  out.put('dpc', dpc)
  out.put('si', service)
  out.put('ni', network)
  out.put('sls', link)
  const name = SERVICES[service] ?? `service ${service}`
  out.put('service', name)
  if (service === SCCP && from < to) return sccp(bytes, from, to, out)
  if (service === ISUP && from + 3 <= to) return isup(bytes, from, to, out)
  return { name, short: `${name} ${opc} → ${dpc}` }
}

function sccp(bytes: Uint8Array, from: number, to: number, out: Out): Naming {
  const tcap = readSccp(bytes, from, to, out)
  return tcap ? named(tcap, out) : { name: 'SCCP', short: 'SCCP' }
}

/** As TCAP tells it. */
export function named({ application, name }: { application: string; name: string }, out: Out): Naming {
  out.put('application', application)
  return { name: `${application} ${name}`, short: `${application} ${name.replaceAll(/[()]/g, '')}` }
}

function isup(bytes: Uint8Array, from: number, to: number, out: Out): Naming {
  const cic = (bytes[from]! | (bytes[from + 1]! << 8)) & 0xfff
  const type = bytes[from + 2]!
  out.open('ISDN User Part', from, to)
  out.put('cic', cic, from, from + 2)
  out.put('isup_type', type, from + 2, from + 3)
  out.close()
  const name = ISUP_MESSAGES[type] ?? `message ${type}`
  return { name: `ISUP ${name}`, short: `ISUP ${name} cic=${cic}` }
}
