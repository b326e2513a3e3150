/** PFCP, between the control and user plane of EPC and 5GC (Sxa, Sxb, Sxc, N4): 3GPP TS 29.244. */
import { u16, u24 } from '../../bytes/octets.ts'
import type { Out, Party, Protocol, Where } from '../../model/message.ts'
import { Elements, type Fields } from './elements.ts'
import { ELEMENTS, MESSAGES } from './tables.ts'
import { PfcpTracker } from './tracker.ts'
import { seid } from './values.ts'

export const pfcp: Protocol = {
  name: 'PFCP',
  group: 'PFCP',
  udp: [8805],
  dissectors: ['pfcp'],
  recognize,
  split,
  decode,
  track: () => new PfcpTracker(),
}

/** The first octet: §7.2.2.1. */
const VERSION_AND_SPARE = 0xf8
const VERSION_1 = 0x20
const HAS_SEID = 1
const HAS_PRIORITY = 2
const FOLLOW_ON = 4
/** Octets that the length does not count. */
const UNCOUNTED = 4
const LONGEST_SHORT = 80

function headerLength(flags: number): number {
  return (flags & HAS_SEID) === 0 ? 8 : 16
}

function recognize(bytes: Uint8Array, from: number, to: number, wireTo = to): boolean {
  const size = to - from
  // GTP has its protocol type in one of the spare bits.
  if (size < 8 || (bytes[from]! & VERSION_AND_SPARE) !== VERSION_1 || MESSAGES[bytes[from + 1]!] === undefined)
    return false
  const header = headerLength(bytes[from]!)
  const length = UNCOUNTED + u16(bytes, from + 2)
  if (length < header) return false
  if (from + length === wireTo || hasNext(bytes, from, to)) return true
  // A length that lies, or more behind it than is at hand: the first element must prove it.
  const element = from + header
  const type = u16(bytes, element)
  const isElement = size >= header + 4 && type !== 0 && ELEMENTS[type] !== undefined
  return isElement && element + 4 + u16(bytes, element + 2) <= to
}

/** Several messages in one datagram: §7.2.2.1, FO. */
function split(bytes: Uint8Array, from: number, to: number): number {
  return hasNext(bytes, from, to) ? UNCOUNTED + u16(bytes, from + 2) : to - from
}

function hasNext(bytes: Uint8Array, from: number, to: number): boolean {
  const end = from + UNCOUNTED + u16(bytes, from + 2)
  return (bytes[from]! & FOLLOW_ON) !== 0 && end + 8 <= to && (bytes[end]! & VERSION_AND_SPARE) === VERSION_1
}

function decode(bytes: Uint8Array, from: number, to: number, wireTo: number, _where: Where, out: Out): void {
  const flags = bytes[from]!
  const type = from + 1 < to ? bytes[from + 1]! : 0
  const name = MESSAGES[type] ?? `Message ${type}`
  const body = from + headerLength(flags)
  out.open('Packet Forwarding Control Protocol', from, to)
  out.put('message_type_code', type)
  if (body > to) {
    out.fault = wireTo > to ? 'cut' : 'malformed'
    out.name(name, `PFCP ${name}`)
    out.close()
    return
  }
  showHeader(bytes, from, out)
  const fields: Fields = {}
  const elements = new Elements(bytes, out)
  const end = from + UNCOUNTED + u16(bytes, from + 2)
  if (end > wireTo || end < body) elements.fault = 'malformed'
  else if (end > to) elements.fault = 'cut'
  elements.read({ from: body, to: Math.min(end, to), wireTo: Math.min(end, wireTo) }, fields)
  out.fault = elements.fault
  out.close()
  describe(fields, name, out)
}

function showHeader(bytes: Uint8Array, from: number, out: Out): void {
  const flags = bytes[from]!
  const hasSeid = (flags & HAS_SEID) !== 0
  const sequence = from + (hasSeid ? 12 : 4)
  if (hasSeid) out.put('seid', seid(bytes, from + 4), from + 4, from + 12)
  out.put('sequence', u24(bytes, sequence), sequence, sequence + 3)
  if ((flags & HAS_PRIORITY) !== 0 && hasSeid) out.put('priority', bytes[from + 15]! >> 4, from + 15, from + 16)
}

/** Hands the fields over, with the name, the party and the clues they give. */
function describe(fields: Fields, name: string, out: Out): void {
  const rules = [...listOf(fields['pdrs']), ...listOf(fields['traffic_endpoints'])]
  const addressed = rules.find(({ ue_ip }) => ue_ip !== undefined)
  fields['ue_ip'] ??= addressed?.['ue_ip']
  fields['ue_ipv6'] ??= addressed?.['ue_ipv6']
  for (const field in fields) out.put(field, fields[field])
  const { cause_code, cause_name, ue_ip } = fields
  const isFailure = typeof cause_code === 'number' && cause_code >= FIRST_REJECTION
  if (isFailure) out.put('failed', true)
  const told =
    cause_name !== undefined ? ` (${cause_name as string})` : ue_ip !== undefined ? ` ue=${ue_ip as string}` : ''
  out.name(name, `PFCP ${name}${told}`.slice(0, LONGEST_SHORT))
  tellParty(fields, out)
  giveClues(fields, rules, out)
}

/** Causes from here on are rejections: §8.2.1. */
const FIRST_REJECTION = 64

function tellParty({ user_id, ue_ip }: Fields, out: Out): void {
  const { imsi, msisdn, imei, supi, pei } = (user_id ?? {}) as Record<string, string | undefined>
  const party: { -readonly [name in keyof Party]: Party[name] } & { role: 'served' } = { role: 'served' }
  const subscriber = imsi ?? supi?.match(/^imsi-(\d+)$/)?.[1]
  if (subscriber !== undefined) party.imsi = subscriber
  if (supi !== undefined) party.supi = supi
  if (msisdn !== undefined) party.msisdn = msisdn
  const equipment = imei ?? pei?.replace(/^imei(sv)?-/, '')
  if (equipment !== undefined) party.imei = equipment
  if (typeof ue_ip === 'string') party.ue_ip = ue_ip
  if (Object.keys(party).length > 1) out.party(party)
}

/** Endpoints of tunnels, by which others refer to the session, and the address of the user. */
function giveClues(fields: Fields, rules: readonly Fields[], out: Out): void {
  for (const { f_teid } of rules) tunnelClue(f_teid, out)
  for (const { outer_header } of listOf(fields['fars'])) tunnelClue(outer_header, out)
  if (typeof fields['ue_ip'] === 'string') out.clue('ue-ip', fields['ue_ip'])
  if (typeof fields['ue_ipv6'] === 'string') out.clue('ue-ip', fields['ue_ipv6'])
  if (typeof fields['dnn'] === 'string') out.clue('apn', fields['dnn'])
}

function tunnelClue(tunnel: unknown, out: Out): void {
  const { teid, ipv4, ipv6, ip } = (tunnel ?? {}) as Record<string, string | undefined>
  if (teid === undefined || teid === NO_TEID) return
  for (const address of [ipv4, ipv6, ip]) if (address !== undefined) out.clue('tunnel', `${teid}@${address}`)
}

const NO_TEID = '0x00000000'

function listOf(value: unknown): readonly Fields[] {
  return (value as readonly Fields[] | undefined) ?? []
}
