// Mobile identities: TS 24.301 §9.9.3.12, TS 24.008 §10.5.1.4, TS 24.501 §9.11.3.4.
import { plmnParts, tbcd } from '../../bytes/digits.ts'
import { octets, u16, u32 } from '../../bytes/octets.ts'
import { hex, text } from '../../bytes/text.ts'

/** What an identity tells; one of them is there. */
export interface Identity {
  readonly imsi?: string
  readonly supi?: string
  readonly suci?: string
  readonly imei?: string
  readonly imeisv?: string
  readonly pei?: string
  readonly tmsi?: string
  readonly guti?: Readonly<Record<string, string | number>>
  readonly guti_5g?: Readonly<Record<string, string | number>>
  readonly fiveg_s_tmsi?: Readonly<Record<string, string | number>>
  readonly identity?: string
}

/** Digits behind the first half octet: odd or even many. */
function digits(bytes: Uint8Array, from: number, to: number): string {
  const first = (bytes[from]! >> 4).toString(16)
  return first + tbcd(bytes, from + 1, to)
}

function equipment(bytes: Uint8Array, from: number, to: number): Identity {
  const all = digits(bytes, from, to)
  return all.length >= 16 ? { imeisv: all, imei: all.slice(0, 14) } : { imei: all }
}

/** In 5G also as a PEI: TS 23.003 §6.2, TS 29.571 §5.3.2. */
function permanentEquipment(bytes: Uint8Array, from: number, to: number): Identity {
  const told = equipment(bytes, from, to)
  return { ...told, pei: told.imeisv === undefined ? `imei-${told.imei}` : `imeisv-${told.imeisv}` }
}

function subscriber(imsi: string): Identity {
  return { imsi, supi: `imsi-${imsi}` }
}

/** EPS mobile identity: TS 24.301 §9.9.3.12. */
export function epsMobileIdentity(bytes: Uint8Array, from: number, to: number): Identity | undefined {
  const type = bytes[from]! & 7
  if (type === 6) return to - from >= 11 ? { guti: guti(bytes, from + 1) } : undefined
  if (type === 1) return subscriber(digits(bytes, from, to))
  return type === 3 ? equipment(bytes, from, to) : undefined
}

function guti(bytes: Uint8Array, at: number): Record<string, string | number> {
  return {
    ...plmnParts(bytes, at),
    mmegi: u16(bytes, at + 3),
    mmec: bytes[at + 5]!,
    m_tmsi: hex(u32(bytes, at + 6), 8),
  }
}

/** Mobile identity: TS 24.008 §10.5.1.4. */
export function mobileIdentity(bytes: Uint8Array, from: number, to: number): Identity | undefined {
  const type = bytes[from]! & 7
  if (type === 1) return subscriber(digits(bytes, from, to))
  if (type === 2 || type === 3) return equipment(bytes, from, to)
  if (type === 4) return to - from >= 5 ? { tmsi: hex(u32(bytes, from + 1), 8) } : undefined
  return { identity: 'none' }
}

/** 5GS mobile identity: TS 24.501 §9.11.3.4. */
export function fiveGsMobileIdentity(bytes: Uint8Array, from: number, to: number): Identity | undefined {
  const size = to - from
  switch (bytes[from]! & 7) {
    case 0:
      return { identity: 'none' }
    case 1:
      return suci(bytes, from, to)
    case 2:
      return size >= 11 ? { guti_5g: guti5g(bytes, from + 1) } : undefined
    case 3:
    case 5:
      return permanentEquipment(bytes, from, to)
    case 4:
      return size >= 7 ? { fiveg_s_tmsi: sTmsi5g(bytes, from + 1) } : undefined
    default:
      return { identity: octets(bytes, from + 1, to) }
  }
}

function guti5g(bytes: Uint8Array, at: number): Record<string, string | number> {
  return { ...plmnParts(bytes, at), amf_region: bytes[at + 3]!, ...sTmsi5g(bytes, at + 4) }
}

function sTmsi5g(bytes: Uint8Array, at: number): Record<string, string | number> {
  const set = u16(bytes, at)
  return { amf_set: set >> 6, amf_pointer: set & 63, tmsi: hex(u32(bytes, at + 2), 8) }
}

const NULL_SCHEME = 0
/** SUPI formats: TS 23.003 §2.2B. */
const FORMAT_IMSI = 0

/** SUCI; in the null scheme it tells the SUPI: TS 23.003 §2.2B. */
function suci(bytes: Uint8Array, from: number, to: number): Identity | undefined {
  const format = (bytes[from]! >> 4) & 7
  if (format !== FORMAT_IMSI) return networkSpecific(bytes, from, to, format)
  if (to - from < 9) return undefined
  const { mcc, mnc } = plmnParts(bytes, from + 1)
  const routing = tbcd(bytes, from + 4, from + 6)
  const scheme = bytes[from + 6]! & 15
  const key = bytes[from + 7]!
  const isNull = scheme === NULL_SCHEME
  const output = isNull ? tbcd(bytes, from + 8, to) : octets(bytes, from + 8, to)
  const id = `suci-0-${mcc}-${mnc}-${routing}-${scheme}-${key}-${output}`
  return isNull ? { suci: id, ...subscriber(mcc + mnc + output) } : { suci: id }
}

/** The NAI of other formats: its null-scheme user part is `type…rid….schid0.userid…`. */
function networkSpecific(bytes: Uint8Array, from: number, to: number, format: number): Identity {
  const nai = text(bytes, from + 1, Math.min(to, from + 256))
  const [, user, realm] = /\.schid0\.userid([^@]*)@(.*)$/.exec(nai) ?? []
  const supi = user === undefined ? undefined : `${format === 1 ? 'nai' : 'gci'}-${user}@${realm ?? ''}`
  return { suci: nai, ...(supi !== undefined && { supi }) }
}
