/** SGsAP, between MME and MSC/VLR for calls and short messages of LTE's users: 3GPP TS 29.118. */
import { octets } from '../../bytes/octets.ts'
import type { Message, Out, Protocol, Tracker, Where } from '../../model/message.ts'
import { readLayer3 } from '../layer3/layer3.ts'
import { mobileIdentity } from '../nas/identities.ts'
import { causeOf, ELEMENTS } from './elements.ts'
import { MESSAGES, REFUSALS } from './tables.ts'

export const sgsap: Protocol = {
  name: 'SGsAP',
  group: 'SGsAP',
  // Its identifier is 0, which says nothing: TS 29.118 §7.
  ppids: [],
  dissectors: ['sgsap'],
  recognize,
  decode,
  track: () => new SgsTracker(),
}

const IMSI = 0x01
const VLR_NAME = 0x02
const SGS_CAUSE = 0x08
const MME_NAME = 0x09
const REJECT_CAUSE = 0x0f
const NAS_CONTAINER = 0x16
const RESET = 0x15
const RESET_ACK = 0x16
const EPS_DETACH_ACK = 0x12
const IMSI_DETACH_ACK = 0x14
const HEADER = 2
const LONGEST_IMSI = 8
const LONGEST_SHORT = 80

/** Elements fill the message to its end; the first says whom it is about. */
function recognize(bytes: Uint8Array, from: number, to: number): boolean {
  const type = bytes[from]!
  if (to - from < 4 || MESSAGES[type] === undefined) return false
  const [first, length] = [bytes[from + 1]!, bytes[from + 2]!]
  const isOfNode = type === RESET || type === RESET_ACK
  if (isOfNode ? first !== VLR_NAME && first !== MME_NAME : first !== IMSI) return false
  if (!isOfNode && (length < 3 || length > LONGEST_IMSI || (bytes[from + 3]! & 7) !== 1)) return false
  let at = from + 1
  while (at + HEADER <= to && ELEMENTS[bytes[at]!] !== undefined) at += HEADER + bytes[at + 1]!
  return at === to
}

function decode(bytes: Uint8Array, from: number, to: number, wireTo: number, _where: Where, out: Out): void {
  const type = from < to ? bytes[from]! : 0
  const name = MESSAGES[type] ?? `Message 0x${type.toString(16).padStart(2, '0')}`
  out.open('SGs Application Part', from, to)
  out.put('message_type_code', type, from, from + 1)
  let told = ''
  let at = from + 1
  while (at < to) {
    const end = at + HEADER + (at + 1 < to ? bytes[at + 1]! : Infinity)
    if (end > to) {
      out.fault = wireTo > to ? 'cut' : 'malformed'
      break
    }
    told += element(bytes, { code: bytes[at]!, from: at + HEADER, to: end }, out)
    at = end
  }
  if (from >= to && out.fault === '') out.fault = wireTo > to ? 'cut' : 'malformed'
  if (REFUSALS.has(type)) out.put('failed', true)
  out.close()
  out.name(name, `SGsAP ${name}${told}`.slice(0, LONGEST_SHORT))
}

interface Extent {
  readonly code: number
  readonly from: number
  readonly to: number
}

/** Gives what of it belongs in the message's line. */
function element(bytes: Uint8Array, { code, from, to }: Extent, out: Out): string {
  if (from === to) return ''
  if (code === IMSI) return subscriber(bytes, from, to, out)
  if (code === SGS_CAUSE || code === REJECT_CAUSE) {
    const cause = causeOf(bytes[from]!, code === REJECT_CAUSE)
    out.put('cause', cause, from, to)
    return ` (${cause.name})`
  }
  if (code === NAS_CONTAINER) {
    const carried = readLayer3(bytes, { from, to, wireTo: to }, out)
    return carried === undefined ? '' : ` / ${carried}`
  }
  const { name, field, least = 1, read } = ELEMENTS[code] ?? { name: `Element 0x${code.toString(16)}` }
  const value = read && to - from >= least ? read(bytes, from, to) : undefined
  if (field !== undefined && value !== undefined) out.put(field, value, from, to)
  else if (out.tree) out.show(name, octets(bytes, from, to), from, to)
  return field === 'service' ? ` ${String(value)}` : ''
}

function subscriber(bytes: Uint8Array, from: number, to: number, out: Out): string {
  const imsi = mobileIdentity(bytes, from, to)?.['imsi']
  if (typeof imsi !== 'string') return ''
  out.put('imsi', imsi, from, to)
  out.party({ role: 'served', imsi })
  return ''
}

/** A user of one MME at one VLR, or what the two say of themselves. */
class SgsTracker implements Tracker {
  see({ details, where, keys }: Message): void {
    const ends = [where.source.address, where.destination.address].toSorted().join('<->')
    const imsi = details['imsi'] as string | undefined
    if (imsi === undefined) {
      keys.push({ kind: 'sgsap-node', value: ends, use: 'open' })
      return
    }
    const type = details['message_type_code']
    const isOver = type === EPS_DETACH_ACK || type === IMSI_DETACH_ACK
    keys.push({ kind: 'sgsap', value: `${ends} ${imsi}`, use: isOver ? 'close' : 'open' })
  }
}
