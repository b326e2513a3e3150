/** GSMTAP, in which phones and base stations under test show what passes over the radio: libosmocore's gsmtap.h, version 2. */
import { u16, u32 } from '../../bytes/octets.ts'
import type { Message, Out, Protocol, Tracker, Where } from '../../model/message.ts'
import { shortOf } from '../aper/short.ts'
import { readLayer3 } from '../layer3/layer3.ts'
import type { Run } from '../nas/body.ts'
import { readNas } from '../nas/nas.ts'
import { nameNas } from '../nas/names.ts'
import { LOGGED, tellRrc } from '../rrc/rrc.ts'
import { LTE_CHANNELS, TYPES, UM_CHANNELS } from './tables.ts'

export const gsmtap: Protocol = {
  name: 'GSMTAP',
  group: 'GSMTAP',
  versions: [LOGGED, 'EPS NAS', 'GSM Um'],
  udp: [4729],
  dissectors: ['gsmtap'],
  recognize,
  decode,
  track: () => new Logs(),
}

const VERSION = 2
/** In words of 32 bits. */
const HEADER_WORDS = 4
const HEADER = 16
const MOST_SLOTS = 8
const LONGEST_SHORT = 80
const [UM, LTE_RRC, LTE_NAS] = [1, 13, 18] as const
const UPLINK = 0x4000
const ARFCN = 0x3fff
/** SACCH: power and timing stand before its frame, TS 44.004 §7. */
const ASSOCIATED = 0x80
const L1_HEADER = 2
/** BCCH, CCCH, AGCH, PCH: an octet of length stands before the message, TS 44.006 §8.8.3. */
const PSEUDO: ReadonlySet<number> = new Set([1, 2, 4, 5])
/** Address, control and length of LAPDm: TS 44.006 §2.1. */
const LAPDM = 3
const DEDICATED: ReadonlySet<number> = new Set([6, 7, 8, 9, 10])

/** Its header tells little: what must be 0, and small, is. */
function recognize(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from < HEADER || bytes[from] !== VERSION || bytes[from + 1] !== HEADER_WORDS) return false
  return TYPES[bytes[from + 2]!] !== undefined && bytes[from + 3]! < MOST_SLOTS && bytes[from + 15] === 0
}

function decode(bytes: Uint8Array, from: number, to: number, wireTo: number, where: Where, out: Out): void {
  if (to - from < HEADER) {
    out.fault = wireTo > to ? 'cut' : 'malformed'
    return out.name('Message', 'GSMTAP')
  }
  const [type, subType] = [bytes[from + 2]!, bytes[from + 12]!]
  const radio = u16(bytes, from + 4)
  out.open('GSMTAP', from, to)
  out.put('payload', TYPES[type] ?? `type ${type}`, from + 2, from + 3)
  out.put('logger', where.source.port)
  if (type === UM) {
    out.put('timeslot', bytes[from + 3]!, from + 3, from + 4)
    out.put('frame_number', u32(bytes, from + 8), from + 8, from + 12)
  }
  if ((radio & ARFCN) !== 0) out.put('arfcn', radio & ARFCN, from + 4, from + 6)
  const run = { from: from + HEADER, to, wireTo }
  if (type === LTE_RRC) lteRrc(bytes, run, subType, out)
  else if (type === LTE_NAS) nas(bytes, run, out)
  else if (type === UM) um(bytes, run, { channel: subType, isUp: (radio & UPLINK) !== 0 }, out)
  else out.name(TYPES[type] ?? `Type ${type}`, `GSMTAP ${TYPES[type] ?? type}`)
  out.close()
  if (wireTo > to && out.fault === '') out.fault = 'cut'
}

function lteRrc(bytes: Uint8Array, { from, to }: Run, subType: number, out: Out): void {
  const channel = LTE_CHANNELS[subType]
  out.put('channel', channel?.name)
  if (channel?.control) {
    const isCommon = channel.control === 'common'
    return tellRrc(bytes, { from, to, isCommon, isProtected: false }, channel.isDown, out)
  }
  const place = channel?.bits === 1 && from < to ? (bytes[from]! >> 6) & 1 : 0
  const name = channel?.messages?.[place] ?? 'RRC message'
  out.name(name, `RRC ${name}`, LOGGED)
}

function nas(bytes: Uint8Array, run: Run, out: Out): void {
  const { messages, fault } = readNas(bytes, run, 'EPS', out)
  if (out.fault === '') out.fault = fault
  if (messages.length > 0) out.put('nas', messages)
  if (messages.some((one) => one['failed'] === true)) out.put('failed', true)
  const [first] = messages
  const name = first?.ciphered === true ? 'Ciphered NAS' : (first?.message_type ?? 'NAS message')
  out.name(name, shortOf('EPS', 'NAS', { nas: messages }), 'EPS NAS')
  nameNas(messages, out)
}

interface Radio {
  readonly channel: number
  readonly isUp: boolean
}

/** Messages of layer 3 by name; voice, packets and bursts by their channel. */
function um(bytes: Uint8Array, run: Run, { channel, isUp }: Radio, out: Out): void {
  const called = UM_CHANNELS[channel] ?? `channel ${channel}`
  out.put('channel', called)
  out.put('direction', isUp ? 'uplink' : 'downlink')
  const message = layer3In(bytes, run, channel)
  const name = message && readLayer3(bytes, message, out)
  out.name(name ?? called, `Um ${called}${name === undefined ? '' : ` / ${name}`}`.slice(0, LONGEST_SHORT), 'GSM Um')
}

/** Where a whole message stands; undefined where none does. */
function layer3In(bytes: Uint8Array, { from, to, wireTo }: Run, channel: number): Run | undefined {
  if (PSEUDO.has(channel)) {
    const end = from + 1 + (bytes[from]! >> 2)
    return from < to && (bytes[from]! & 3) === 1
      ? { from: from + 1, to: Math.min(to, end), wireTo: Math.min(wireTo, end) }
      : undefined
  }
  if (!DEDICATED.has(channel & ~ASSOCIATED)) return undefined
  const frame = from + ((channel & ASSOCIATED) === 0 ? 0 : L1_HEADER)
  if (frame + LAPDM > to) return undefined
  const [control, length] = [bytes[frame + 1]!, bytes[frame + 2]!]
  // Information, numbered or not, all of it in one frame: TS 44.006 §3.
  const isInformation = (control & 1) === 0 || (control & 0xef) === 3 || (control & 0xef) === 0x2f
  const isWhole = (length & 3) === 1 && length >> 2 > 0
  if (!isInformation || !isWhole) return undefined
  const start = frame + LAPDM
  const end = start + (length >> 2)
  return { from: start, to: Math.min(to, end), wireTo: Math.min(wireTo, end) }
}

const BEGINS = /^(?:RRCConnectionRequest|RRCConnectionReestablishmentRequest|Immediate assignment)$/

/** What one log tells from one connection over the radio to the next is a conversation: nothing else names the phone. */
class Logs implements Tracker {
  readonly #connections = new Map<string, number>()

  see({ name, where, keys }: Message): void {
    const id = `${where.source.text}>${where.destination.text}`
    const before = this.#connections.get(id) ?? 0
    const isNew = BEGINS.test(name)
    const connection = isNew || before === 0 ? before + 1 : before
    if (this.#connections.has(id) || this.#connections.size < MOST_LOGS) this.#connections.set(id, connection)
    keys.push({ kind: 'gsmtap', value: `${id} ${connection}`, use: 'open' })
  }
}

const MOST_LOGS = 4096
