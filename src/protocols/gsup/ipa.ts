/** IPA, in which ip.access and Osmocom multiplex what base stations and registers say over TCP; GSUP is read. */
import { u16 } from '../../bytes/octets.ts'
import { byteText } from '../../bytes/text.ts'
import {
  LOST,
  type Message,
  NEED_MORE,
  type Out,
  type Protocol,
  type Tracker,
  type Where,
} from '../../model/message.ts'
import { Transactions } from '../transactions.ts'
import { readGsup } from './gsup.ts'
import * as tables from './tables.ts'

export const ipa: Protocol = {
  name: 'IPA',
  group: 'IPA',
  versions: ['GSUP'],
  tcp: [4222, 3002, 3003, 5000],
  dissectors: ['ipa', 'gsm_ipa', 'gsup'],
  recognize,
  frame: (bytes, from, to) => {
    if (to - from <= HEADER) return NEED_MORE
    if (!isFrame(bytes, from, to)) return LOST
    const length = HEADER + u16(bytes, from)
    return length <= to - from ? length : NEED_MORE
  },
  resync(bytes, from, to) {
    for (let at = from; at + HEADER < to; at++) if (isFrame(bytes, at, to)) return at
    return -1
  },
  decode,
  track: () => new IpaTracker(),
}

/** Length of what follows, and the stream. */
const HEADER = 3
const LONGEST_FRAME = 4096
const IPA_STREAM = 0xfe
/** PING, PONG and the acknowledgement of an identity are nothing but their type. */
const ALONE: ReadonlySet<number> = new Set([0x00, 0x01, 0x06])
const [CTRL, GSUP] = [0x00, 0x05] as const
const LONGEST_SHORT = 80
/** Type, and the IMSI that nearly all begin with: its element, of 3 to 8 octets. */
const GSUP_IMSI = 1
const LONGEST_IMSI = 8

/** What tells little of itself ends where something like it begins, or with the bytes. */
function recognize(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from <= HEADER || !isFrame(bytes, from, to)) return false
  const end = from + HEADER + u16(bytes, from)
  return bytes[from + 2] === tables.OSMOCOM || end === to || (end + HEADER < to && isFrame(bytes, end, to))
}

/** Only streams that tell more of themselves than a number are taken for such. */
function isFrame(bytes: Uint8Array, from: number, to: number): boolean {
  const length = u16(bytes, from)
  const at = from + HEADER
  if (length === 0 || length > LONGEST_FRAME || at >= to) return false
  if (bytes[from + 2] === IPA_STREAM) {
    return tables.IPA_MESSAGES[bytes[at]!] !== undefined && (length === 1 || !ALONE.has(bytes[at]!))
  }
  if (bytes[from + 2] !== tables.OSMOCOM) return false
  if (bytes[at] === CTRL)
    return /^(?:GET|SET|GET_REPLY|SET_REPLY|TRAP|ERROR) /.test(byteText(bytes, at + 1, Math.min(to, at + 12)))
  if (bytes[at] !== GSUP || at + 4 > to) return bytes[at] === GSUP
  const size = bytes[at + 3]!
  return tables.ELEMENTS[bytes[at + 2]!] !== undefined && (bytes[at + 2] !== GSUP_IMSI || size <= LONGEST_IMSI)
}

function decode(bytes: Uint8Array, from: number, to: number, wireTo: number, _where: Where, out: Out): void {
  if (to - from <= HEADER) {
    out.fault = wireTo > to ? 'cut' : 'malformed'
    return out.name('Message', 'IPA')
  }
  if (wireTo > to) out.fault = 'cut'
  const stream = bytes[from + 2]!
  const at = from + HEADER
  out.open('IPA', from, to)
  out.put('stream', streamOf(bytes, at, stream), from + 2, from + 3)
  if (stream === tables.OSMOCOM && bytes[at] === GSUP && at + 1 < to) {
    const { name, short } = readGsup(bytes, at + 1, to, out)
    out.name(name, short.slice(0, LONGEST_SHORT), 'GSUP')
  } else {
    const name = nameOf(bytes, { at, to, stream })
    out.name(name, `IPA ${name}`.slice(0, LONGEST_SHORT))
  }
  out.close()
}

function streamOf(bytes: Uint8Array, at: number, stream: number): string {
  const known = stream === tables.OSMOCOM ? tables.EXTENSIONS[bytes[at]!] : tables.STREAMS[stream]
  return known ?? `stream 0x${stream.toString(16)}`
}

function nameOf(bytes: Uint8Array, { at, to, stream }: { at: number; to: number; stream: number }): string {
  if (stream === IPA_STREAM) return tables.IPA_MESSAGES[bytes[at]!] ?? 'Message'
  if (stream !== tables.OSMOCOM || bytes[at] !== CTRL) return streamOf(bytes, at, stream)
  const [operation = '', , variable = ''] = byteText(bytes, at + 1, Math.min(to, at + 65)).split(' ')
  return `CTRL ${operation} ${variable}`.replaceAll(/[^ -~]/g, '').trimEnd()
}

const MOST_TRANSACTIONS = 32_768
/** Nobody waits longer for a register. Nanoseconds. */
const PATIENCE = 30e9
/** The last two bits of a procedure's message: request, error, result. */
const PART = 3

/** A procedure of a user is a conversation; what the ends say of themselves is one for each connection. */
class IpaTracker implements Tracker {
  readonly #transactions = new Transactions(MOST_TRANSACTIONS, PATIENCE)
  #made = 0

  see(message: Message): void {
    const { details, where, keys } = message
    const {
      imsi,
      procedure,
      session,
      message_type_code: type,
    } = details as {
      imsi?: string
      procedure?: string
      session?: number
      message_type_code?: number
    }
    const ends = [where.source.text, where.destination.text].toSorted().join('<->')
    if (imsi === undefined || type === undefined) {
      keys.push({ kind: 'ipa', value: ends, use: 'open' })
      return
    }
    const what = procedure ?? message.name
    const id = `${ends} ${imsi} ${session === undefined ? what : `${session} ${what}`}`
    const isRequest = procedure === undefined || (type & PART) === 0
    const key = this.#transactions.keyOf(message, { id, isRequest }, () => `${++this.#made}`)
    keys.push({ kind: 'gsup', value: session === undefined ? key : `${ends} ${imsi} ${session}`, use: 'open' })
  }
}
