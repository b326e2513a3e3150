// Types that S1AP, NGAP, X2AP and XnAP have in common: TS 36.413 §9.2, TS 38.413 §9.3.
import { formatIPv4, formatIPv6 } from '../../bytes/address.ts'
import { plmnParts } from '../../bytes/digits.ts'
import { octets, u32 } from '../../bytes/octets.ts'
import type { Per } from '../../bytes/per.ts'
import { hex } from '../../bytes/text.ts'
import type { Elements } from './elements.ts'
import {
  choice,
  type ChoiceOptions,
  component,
  enumerated,
  integer,
  list,
  optional,
  sequence,
  type Type,
} from './types.ts'

/** PLMNidentity: its digits go where it stands. */
export const plmnIdentity: Type = (per) => {
  const at = per.skip(3)
  return per.fault === '' ? plmnParts(per.bytes, at) : undefined
}

/** TransportLayerAddress, BIT STRING (SIZE (1..160, ...)): IPv4, IPv6, or IPv4 and then IPv6. TS 36.414 §5.3. */
export const transportLayerAddress: Type = (per) => {
  const bits = per.size(1, 160, true)
  const at = per.skip((bits + 7) >> 3)
  if (per.fault !== '') return undefined
  const { bytes } = per
  if (bits === 32) return { ip: formatIPv4(bytes, at) }
  if (bits === 128) return { ip: formatIPv6(bytes, at) }
  return bits === 160 ? { ip: formatIPv4(bytes, at), ipv6: formatIPv6(bytes, at + 4) } : undefined
}

/** GTP-TEID: `0x` and 8 digits. */
export const gtpTeid: Type = (per) => {
  const at = per.skip(4)
  return per.fault === '' ? hex(u32(per.bytes, at), 8) : undefined
}

/** The NAS-PDU goes to the message's list of them. */
export const nasPdu: Type = (per, elements) => {
  const value = per.open()
  elements.nasPdu(value)
  return undefined
}

export interface CauseGroup {
  readonly group: string
  readonly names: readonly string[]
  /** How many of them are in the root of the enumeration. */
  readonly root: number
}

/** Cause: a choice of enumerations. */
export function cause(groups: readonly (CauseGroup | undefined)[], options: ChoiceOptions): Type {
  const alternatives = groups.map((one) => {
    if (!one) return undefined
    const { group, names, root } = one
    return (per: Per): unknown => {
      const value = per.enumerated(root, true)
      return per.fault === '' ? { group, value, name: names[value] ?? `${group} cause ${value}` } : undefined
    }
  })
  return choice(alternatives, options)
}

/** CriticalityDiagnostics: TS 36.413 §9.2.1.21, TS 38.413 §9.3.1.3. */
export const criticalityDiagnostics = sequence(
  optional('procedure_code', integer(0, 255)),
  optional('triggering_message', integer(0, 2)),
  optional('procedure_criticality', integer(0, 2)),
  optional(
    'ies',
    list(
      256,
      sequence(
        component('criticality', integer(0, 2)),
        component('id', integer(0, 65_535)),
        component('error', enumerated(['not-understood', 'missing'], 2)),
      ),
    ),
  ),
)

/** Algorithms, BIT STRING (SIZE (16, ...)), of which the first bit is the first one, as `EEA1`. */
export function algorithms(kind: string): Type {
  return (per) => {
    const count = per.size(16, 16, true)
    if (count > 16) per.align()
    const found: string[] = []
    for (let i = 1; i <= count && i <= 64 && per.fault === ''; i++) if (per.flag()) found.push(`${kind}${i}`)
    return found
  }
}

/** MaskedIMEISV, whose last digits of the serial number are masked with ones: TS 38.413 §9.3.1.54. */
export const maskedImeisv: Type = (per) => {
  const at = per.skip(8)
  return per.fault === '' ? octets(per.bytes, at, at + 8) : undefined
}

/** Octets that are not read, of which the number is told. */
export const size: Type = (per) => {
  const { at, end } = per.open()
  return per.fault === '' ? { octets: end - at } : undefined
}

/** OCTET STRING (SIZE (least..most)), of which the number is told. */
export function bounded(least: number, most: number): Type {
  return (per) => {
    const { at, end } = per.octets(least, most)
    return per.fault === '' ? { octets: end - at } : undefined
  }
}

/** SEQUENCE (SIZE (1..256)) OF ProtocolIE-SingleContainer, which is not told. */
export const otherElements: Type = (per) => {
  for (let left = per.size(1, 256); left > 0 && per.fault === ''; left--) {
    per.align()
    per.bits(16 + 2)
    per.open()
  }
  return undefined
}

/** INTEGER (0..2^64 − 1), which has up to `most` octets; as text where a number would not be exact. */
export function large(most: number): Type {
  return (per) => {
    const length = 1 + per.bits(LENGTH_OF_EIGHT)
    per.align()
    const { bytes, at } = per
    const value = length > most ? per.malformed() : per.unsigned(length)
    if (per.fault !== '') return undefined
    return Number.isSafeInteger(value) ? value : BigInt(`0x${octets(bytes, at, at + length)}`).toString()
  }
}
const LENGTH_OF_EIGHT = 3

/**
 * A container whose octets others must read: its length, and a mark of its contents by which it is known again; what
 * `contents` finds in it stands beside, as far as it can be read.
 */
export function opaqueWith(contents: (elements: Elements) => Type | undefined): Type {
  return (per, elements) => {
    const inner = per.open()
    if (per.fault !== '') return undefined
    const { bytes, at, end } = inner
    const told = contents(elements)?.(inner, elements.apart()) as object | undefined
    return { octets: end - at, digest: hex(digest(bytes, at, end), 8), ...(inner.fault === '' && told) }
  }
}

export const opaque = opaqueWith(() => undefined)

/** FNV-1a. */
function digest(bytes: Uint8Array, from: number, to: number): number {
  let sum = 0x811c9dc5
  for (let at = from; at < to; at++) sum = Math.imul(sum ^ bytes[at]!, 0x01000193)
  return sum
}
