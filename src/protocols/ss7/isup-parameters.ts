// What parameters of ISUP and BICC say: ITU-T Q.763 §3; causes: Q.850.
import { octets, u16 } from '../../bytes/octets.ts'
import { byteText } from '../../bytes/text.ts'
import type { Out } from '../../model/message.ts'
import { digitsOf, genericNumber, number, NUMBERS } from './isup-numbers.ts'
import { CAUSES, ISUP_MESSAGES, LOCATIONS } from './tables-isup.ts'
import * as tables from './tables-isup-parameters.ts'

/** A parameter of `code`, its value at [from, to). */
export interface Parameter {
  readonly code: number
  readonly from: number
  readonly to: number
}

const CAUSE = 0x12
const RANGE = 0x16
const GENERIC_NUMBER = 0xc0
const NOTIFICATION = 0x2c

/** What a message may have several of, gathered until its end. */
export interface Several {
  readonly generic_numbers: object[]
  readonly notifications: (string | number)[]
}

const MOST_SEVERAL = 8

type Reader = (bytes: Uint8Array, from: number, to: number) => unknown

interface Field {
  readonly name: string
  /** Octets below which it tells nothing. */
  readonly least: number
  readonly read: Reader
}

/** Reads one into `details`; gives what of it belongs in the message's line. */
export function readParameter(bytes: Uint8Array, parameter: Parameter, several: Several, out: Out): string {
  const { code, from, to } = parameter
  if (from === to) return ''
  const name = NUMBERS[code]
  if (name !== undefined) return number(bytes, parameter, name, out)
  if (code === CAUSE) return cause(bytes, from, to, out)
  if (code === RANGE) return range(bytes, from, to, out)
  if (code === GENERIC_NUMBER) add(several.generic_numbers, genericNumber(bytes, from, to))
  else if (code === NOTIFICATION) add(several.notifications, notification(bytes[from]! & 0x7f))
  const field = FIELDS[code]
  if (field && to - from >= field.least) out.put(field.name, field.read(bytes, from, to), from, to)
  else if (out.tree) out.show(tables.ISUP_PARAMETERS[code] ?? `Parameter ${code}`, octets(bytes, from, to), from, to)
  return ''
}

function add<Item>(list: Item[], item: Item | undefined): void {
  if (item !== undefined && list.length < MOST_SEVERAL) list.push(item)
}

function notification(value: number): string | number {
  return tables.NOTIFICATIONS[value] ?? value
}

/** One octet or the low bits of it, by name. */
function one(names: Readonly<Record<number, string>> | readonly string[], mask = 0xff): Reader {
  const known: Readonly<Record<number, string>> = names
  return (bytes, from) => known[bytes[from]! & mask] ?? bytes[from]! & mask
}

/** §3.34. */
const PRECEDENCES = ['flash override', 'flash', 'immediate', 'priority', 'routine'] as const

const FIELDS: Readonly<Record<number, Field>> = {
  0x02: { name: 'transmission_medium', least: 1, read: (bytes, from) => medium(bytes[from]!) },
  0x05: { name: 'subsequent_number', least: 2, read: (bytes, from, to) => digitsOf(bytes, from, from + 1, to) },
  0x06: { name: 'nature_of_connection', least: 1, read: natureOfConnection },
  0x07: { name: 'forward_call', least: 2, read: forwardCall },
  0x08: { name: 'optional_forward_call', least: 1, read: optionalForwardCall },
  0x09: { name: 'calling_category', least: 1, read: one(tables.CALLING_CATEGORIES) },
  0x0e: { name: 'requested', least: 2, read: (bytes, from) => requested(bytes[from]!) },
  0x0f: { name: 'information', least: 2, read: information },
  0x10: { name: 'continuity', least: 1, read: one(['failed', 'successful'], 1) },
  0x11: { name: 'backward_call', least: 2, read: backwardCall },
  0x13: { name: 'redirection', least: 1, read: redirection },
  0x15: { name: 'supervision', least: 1, read: one(['maintenance', 'hardware failure'], 3) },
  0x1d: { name: 'user_service', least: 2, read: bearer },
  0x22: { name: 'initiated_by', least: 1, read: one(['ISDN subscriber', 'network'], 1) },
  0x23: { name: 'transit_network', least: 2, read: (bytes, from, to) => digitsOf(bytes, from, from + 1, to) },
  0x24: { name: 'event', least: 1, read: one(tables.EVENTS, 0x7f) },
  0x27: { name: 'congestion_level', least: 1, read: (bytes, from) => bytes[from] },
  0x29: { name: 'optional_backward_call', least: 1, read: optionalBackwardCall },
  0x2e: { name: 'access_delivery', least: 1, read: one(['set-up message generated', 'none generated'], 1) },
  0x30: { name: 'user_service_prime', least: 2, read: bearer },
  0x31: { name: 'propagation_delay_ms', least: 2, read: u16 },
  0x35: { name: 'transmission_medium_used', least: 1, read: (bytes, from) => medium(bytes[from]!) },
  0x36: { name: 'diversion_reason', least: 1, read: (bytes, from) => reason((bytes[from]! >> 3) & 15) },
  0x3a: { name: 'precedence', least: 1, read: one(PRECEDENCES, 15) },
  0x3d: { name: 'hop_counter', least: 1, read: (bytes, from) => bytes[from]! & 31 },
  0x3e: { name: 'transmission_medium_prime', least: 1, read: (bytes, from) => medium(bytes[from]!) },
  0x78: { name: 'application_transport', least: 1, read: one(tables.APPLICATION_CONTEXTS, 0x7f) },
  0x79: { name: 'collect_call', least: 1, read: (bytes, from) => (bytes[from]! & 1) === 1 },
}

/** §3.54: multiples of 64 kbit/s leave out those that have numbers of their own. */
function medium(value: number): string | number {
  const known = tables.TRANSMISSION_MEDIA[value]
  if (known !== undefined) return known
  const isMultiple = value >= 16 && value <= 42 && value !== 19 && value !== 37
  return isMultiple ? `${value - 13} x 64 kbit/s unrestricted` : value
}

/** §3.35. */
function natureOfConnection(bytes: Uint8Array, from: number): object {
  const octet = bytes[from]!
  return {
    satellites: octet & 3,
    continuity_check: ['not required', 'required', 'on a previous circuit'][(octet >> 2) & 3] ?? 'spare',
    echo_control: bit(octet, 4),
  }
}

function bit(octet: number, place: number): boolean {
  return ((octet >> place) & 1) === 1
}

/** §3.23. */
function forwardCall(bytes: Uint8Array, from: number): object {
  const [first, second] = [bytes[from]!, bytes[from + 1]!]
  return {
    call: bit(first, 0) ? 'international' : 'national',
    interworking: bit(first, 3),
    isup_all_the_way: bit(first, 5),
    isup_preference: ['preferred', 'not required', 'required'][first >> 6] ?? 'spare',
    isdn_access: bit(second, 0),
    ...(bit(second, 4) && { number_translated: true }),
    ...(bit(second, 5) && { query_on_release: true }),
  }
}

/** §3.38. */
function optionalForwardCall(bytes: Uint8Array, from: number): object {
  const octet = bytes[from]!
  return {
    closed_user_group: ['no', 'spare', 'outgoing access allowed', 'outgoing access not allowed'][octet & 3],
    simple_segmentation: bit(octet, 2),
    connected_line_requested: bit(octet, 7),
  }
}

/** §3.5. */
function backwardCall(bytes: Uint8Array, from: number): object {
  const [first, second] = [bytes[from]!, bytes[from + 1]!]
  return {
    charge: ['no indication', 'no charge', 'charge'][first & 3] ?? 'spare',
    called_status: ['no indication', 'subscriber free', 'connect when free'][(first >> 2) & 3] ?? 'spare',
    called_category: ['no indication', 'ordinary subscriber', 'payphone'][(first >> 4) & 3] ?? 'spare',
    interworking: bit(second, 0),
    isup_all_the_way: bit(second, 2),
    holding: bit(second, 3),
    isdn_access: bit(second, 4),
    echo_control: bit(second, 5),
  }
}

/** §3.37. */
function optionalBackwardCall(bytes: Uint8Array, from: number): object {
  const octet = bytes[from]!
  return {
    in_band_information: bit(octet, 0),
    may_be_diverted: bit(octet, 1),
    ...(bit(octet, 2) && { simple_segmentation: true }),
    ...(bit(octet, 3) && { mlpp_user: true }),
  }
}

/** §3.28. */
function requested(first: number): string[] {
  const all: string[] = []
  if (bit(first, 0)) all.push('calling number')
  if (bit(first, 1)) all.push('holding')
  if (bit(first, 3)) all.push('calling category')
  if (bit(first, 4)) all.push('charge information')
  if (bit(first, 7)) all.push('malicious call identification')
  return all
}

/** §3.27. */
function information(bytes: Uint8Array, from: number): object {
  const octet = bytes[from]!
  return {
    calling_number: ['not included', 'not available', 'spare', 'included'][octet & 3],
    hold_provided: bit(octet, 2),
    calling_category: bit(octet, 5),
    charge_information: bit(octet, 6),
    solicited: !bit(octet, 7),
  }
}

/** §3.45. */
function redirection(bytes: Uint8Array, from: number, to: number): object {
  const [first, second] = [bytes[from]!, to - from > 1 ? bytes[from + 1]! : undefined]
  const kind = first & 7
  return {
    kind: tables.REDIRECTIONS[kind] ?? kind,
    original_reason: reason(first >> 4),
    ...(second !== undefined && { counter: second & 7, reason: reason(second >> 4) }),
  }
}

function reason(value: number): string | number {
  return tables.REDIRECTION_REASONS[value] ?? value
}

/** Q.931 §4.5.5: octets end with the first that is marked. */
function bearer(bytes: Uint8Array, from: number, to: number): object {
  const capability = bytes[from]! & 31
  let at = from
  for (let octet = 3; octet < 5 && at < to; octet++) {
    while (at < to && bytes[at]! >> 7 === 0) at++
    at++
  }
  const layer1 = at < to && (bytes[at]! & 0x60) === 0x20 ? bytes[at]! & 31 : undefined
  return {
    capability: tables.TRANSFER_CAPABILITIES[capability] ?? capability,
    ...(layer1 !== undefined && { layer_1: tables.LAYER_1_PROTOCOLS[layer1] ?? layer1 }),
  }
}

/** Location, then the recommendation where the first octet is not the last of its kind, then the value: Q.850 §2.1. */
function cause(bytes: Uint8Array, from: number, to: number, out: Out): string {
  const at = from + (bytes[from]! >> 7 === 1 ? 1 : 2)
  if (at >= to) return ''
  const value = bytes[at]! & 0x7f
  const name = CAUSES[value] ?? `cause ${value}`
  out.put('location', bytes[from]! & 15, from, from + 1)
  out.put('location_name', LOCATIONS[bytes[from]! & 15])
  out.put('cause_code', value, at, at + 1)
  out.put('cause', name)
  if (at + 1 < to) out.put('diagnostics', diagnostics(bytes, value, at + 1, to), at + 1, to)
  return ` cause=${value} ${name}`
}

/** What the cause is about: Q.850 Table 1. */
function diagnostics(bytes: Uint8Array, value: number, from: number, to: number): string {
  const each = [...bytes.subarray(from, Math.min(to, from + MOST_SEVERAL))]
  if (value === 99 || value === 103) {
    return each.map((code) => tables.ISUP_PARAMETERS[code] ?? `parameter ${code}`).join(', ')
  }
  if (value === 97 || value === 98 || value === 101) {
    return each.map((code) => ISUP_MESSAGES[code] ?? `message ${code}`).join(', ')
  }
  if (value === 110) {
    const [message = 0, ...parameters] = each
    const names = parameters.map((code) => tables.ISUP_PARAMETERS[code] ?? `parameter ${code}`)
    return [ISUP_MESSAGES[message] ?? `message ${message}`, ...names].join(', ')
  }
  // The timer, in its own figures.
  const isTimer = value === 102 && each.every((code) => code >= 0x20 && code < 0x7f)
  return isTimer ? byteText(bytes, from, Math.min(to, from + MOST_SEVERAL)) : octets(bytes, from, to)
}

/** §3.43: circuits besides the first, then a bit for each. */
function range(bytes: Uint8Array, from: number, to: number, out: Out): string {
  const count = bytes[from]! + 1
  out.put('circuits', count, from, from + 1)
  if (to - from > 1) out.put('circuit_status', octets(bytes, from + 1, to), from + 1, to)
  return ` circuits=${count}`
}
