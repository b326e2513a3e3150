/** SMPP, between applications and the centres for short messages: SMPP 3.4 and 5.0. */
import { Cursor } from '../../bytes/cursor.ts'
import { u32 } from '../../bytes/octets.ts'
import { LOST, NEED_MORE, type Out, type Protocol, type Where } from '../../model/message.ts'
import { readBody } from './body.ts'
import { OPERATIONS, STATUSES } from './tables.ts'
import { SmppTracker } from './tracker.ts'

export const smpp: Protocol = {
  name: 'SMPP',
  group: 'SMPP',
  tcp: [2775],
  dissectors: ['smpp'],
  recognize: (bytes, from, to) => to - from >= HEADER && isHeader(bytes, from),
  frame,
  resync,
  decode,
  track: () => new SmppTracker(),
}

/** Length, operation, status, sequence: §3.2. */
const HEADER = 16
/** A payload has up to 65,535 octets, and more stands around it. */
const LONGEST = 70_000
const RESPONSE = 0x80000000
const LONGEST_SHORT = 80

function isHeader(bytes: Uint8Array, at: number): boolean {
  const [length, command, status] = [u32(bytes, at), u32(bytes, at + 4), u32(bytes, at + 8)]
  if (length < HEADER || length > LONGEST) return false
  const isResponse = command >= RESPONSE
  const isKnown = OPERATIONS[isResponse ? command - RESPONSE : command] !== undefined && command !== 0
  return isKnown && (isResponse ? status <= 0xffff : status === 0) && u32(bytes, at + 12) < RESPONSE
}

function frame(bytes: Uint8Array, from: number, to: number): number {
  if (to - from < HEADER) return NEED_MORE
  if (!isHeader(bytes, from)) return LOST
  const length = u32(bytes, from)
  return length <= to - from ? length : NEED_MORE
}

function resync(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at + HEADER <= to; at++) if (bytes[at] === 0 && isHeader(bytes, at)) return at
  return -1
}

function decode(bytes: Uint8Array, from: number, to: number, wireTo: number, _where: Where, out: Out): void {
  if (to - from < HEADER) {
    out.fault = wireTo > to ? 'cut' : 'malformed'
    out.name('Message', 'SMPP')
    return
  }
  const command = u32(bytes, from + 4)
  const isResponse = command >= RESPONSE
  const operation = isResponse ? command - RESPONSE : command
  const status = u32(bytes, from + 8)
  const called = OPERATIONS[operation] ?? `operation 0x${operation.toString(16)}`
  const name = isResponse && operation !== 0 ? `${called}_resp` : called
  out.open('Short Message Peer-to-Peer', from, to)
  out.put('command_id', command, from + 4, from + 8)
  out.put('sequence', u32(bytes, from + 12), from + 12, from + 16)
  out.put('request', !isResponse)
  if (isResponse) {
    out.put('command_status', status, from + 8, from + 12)
    out.put('command_status_name', STATUSES[status])
    if (status !== 0) out.put('failed', true)
  }
  const end = from + u32(bytes, from)
  const c = new Cursor(bytes, from + HEADER, Math.min(Math.max(end, from + HEADER), to), Math.min(end, wireTo))
  const told = readBody(c, operation, isResponse, out)
  if (end > wireTo || end < from + HEADER) out.fault = 'malformed'
  else out.fault = c.fault
  out.close()
  const refusal = isResponse && status !== 0 ? ` ${status} ${STATUSES[status] ?? ''}`.trimEnd() : ''
  out.name(name, `SMPP ${name}${told}${refusal}`.slice(0, LONGEST_SHORT))
}
