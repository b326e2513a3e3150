// RANAP, between a core and the radio network of UMTS: TS 25.413. Named, with the cause and whom it is about.
import { plmnParts, tbcd } from '../../bytes/digits.ts'
import { octets, u16 } from '../../bytes/octets.ts'
import { Per } from '../../bytes/per.ts'
import type { Out } from '../../model/message.ts'
import { readLayer3 } from '../layer3/layer3.ts'
import { containerOf, elementsOf } from './protocol-elements.ts'
import type { Carrying, Extent } from './sccp-parts.ts'
import { RANAP_CAUSES } from './tables-causes.ts'
import { RANAP_PDUS, RANAP_PROCEDURES } from './tables.ts'

/** Identifiers of IEs: §9.3.6. */
const CAUSE = 4
const LAI = 15
const NAS_PDU = 16
const PERMANENT_IDENTITY = 23
const SAI = 58
const TEMPORARY_IDENTITY = 64
/** IEs of one message that are read; the longest messages have some thirty. */
const MOST_ELEMENTS = 64
const UNSUCCESSFUL = 2

/** Groups of causes, by their numbers: §9.2.1.4. */
const GROUPS: readonly (readonly [name: string, least: number, most: number])[] = [
  ['radioNetwork', 1, 64],
  ['transmissionNetwork', 65, 80],
  ['nas', 81, 96],
  ['protocol', 97, 112],
  ['misc', 113, 128],
  ['non-standard', 129, 256],
]
/** Beyond the root of the choice stands one more: radioNetworkExtension. */
const EXTENSION = ['radioNetwork', 257, 512] as const

type Fields = Record<string, unknown>

/** Reads the message at [from, to); undefined where it is none. */
export function readRanap(bytes: Uint8Array, { from, to }: Extent, out: Out): Carrying | undefined {
  const kind = RANAP_PDUS[bytes[from]!]
  if (kind === undefined || to - from < 2) return undefined
  const code = bytes[from + 1]!
  const type = bytes[from]! >> 5
  out.put('application', 'RANAP')
  out.put('procedure_code', code, from + 1, from + 2)
  out.put('pdu_type', type, from, from + 1)
  if (type === UNSUCCESSFUL) out.put('failed', true)
  const read = readElements(bytes, { from: from + 2, to }, out)
  return { name: `${RANAP_PROCEDURES[code] ?? `procedure ${code}`}${kind}`, ...read }
}

function readElements(bytes: Uint8Array, { from, to }: Extent, out: Out): Omit<Carrying, 'name'> {
  const read: { held?: string | undefined; cause?: string } = {}
  const per = new Per(bytes, from, to)
  for (const [id, element] of elementsOf(containerOf(per), MOST_ELEMENTS)) {
    const [start, end] = [element.at, element.end]
    if (id === NAS_PDU) {
      read.held ??= heldIn(element, out)
      continue
    }
    const fields = fieldsOf(id, element)
    if (!fields || element.fault !== '') continue
    for (const [name, told] of Object.entries(fields)) out.put(name, told, start, end)
    const cause = fields['cause'] as { group: string; name: string } | undefined
    if (cause) read.cause = `${cause.group} ${cause.name}`
    if (typeof fields['imsi'] === 'string') out.party({ role: 'served', imsi: fields['imsi'] })
  }
  if (per.fault !== '' && out.fault === '') out.fault = per.fault
  return read
}

/** NAS-PDU: §9.2.3.5. */
function heldIn(element: Per, out: Out): string | undefined {
  const { bytes, at, end } = element.open()
  return element.fault === '' ? readLayer3(bytes, { from: at, to: end, wireTo: end }, out) : undefined
}

function fieldsOf(id: number, per: Per): Fields | undefined {
  switch (id) {
    case CAUSE:
      return causeOf(per)
    case PERMANENT_IDENTITY:
      return permanent(per)
    case TEMPORARY_IDENTITY:
      return temporary(per)
    case LAI:
      return { lai: area(per, false) }
    case SAI:
      return { sai: area(per, true) }
    default:
      return undefined
  }
}

function causeOf(per: Per): Fields | undefined {
  const isExtension = per.flag()
  // What is not in the root comes as a small number and an open type.
  const choice = isExtension ? per.small() : per.bits(3)
  const [group, least, most] = isExtension ? EXTENSION : (GROUPS[choice] ?? ['', 0, 0])
  if (group === '' || (isExtension && choice > 0)) return undefined
  const value = (isExtension ? per.open() : per).integer(least, most)
  return { cause: { group, value, name: RANAP_CAUSES[value] ?? `${group} cause ${value}` } }
}

/** IMSI, in 3 to 8 octets: §9.2.3.1. */
function permanent(per: Per): Fields | undefined {
  if (per.flag()) return undefined
  const { bytes, at, end } = per.octets(3, 8)
  const imsi = tbcd(bytes, at, end)
  return /^\d{6,15}$/.test(imsi) ? { imsi } : undefined
}

/** TMSI or P-TMSI: §9.2.3.2. */
function temporary(per: Per): Fields | undefined {
  if (per.flag()) return undefined
  const field = per.flag() ? 'p_tmsi' : 'tmsi'
  const at = per.skip(4)
  return per.fault === '' ? { [field]: `0x${octets(per.bytes, at, at + 4)}` } : undefined
}

/** LAI and SAI: §9.2.3.6, §9.2.3.9. */
function area(per: Per, hasService: boolean): Fields | undefined {
  per.bits(1)
  const at = per.skip(hasService ? 7 : 5)
  if (per.fault !== '') return undefined
  const { bytes } = per
  return { ...plmnParts(bytes, at), lac: u16(bytes, at + 3), ...(hasService && { sac: u16(bytes, at + 5) }) }
}
