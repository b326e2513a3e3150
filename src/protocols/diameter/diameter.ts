/** Diameter: RFC 6733; the applications of 3GPP by TS 29.230, over TCP and SCTP on any port. */
import { u24, u32 } from '../../bytes/octets.ts'
import { hex } from '../../bytes/text.ts'
import type { KeyUse, Out, Protocol, Where } from '../../model/message.ts'
import { readAvps } from './avps.ts'
import { CLUE } from './clues.ts'
import { frame, HEADER, recognize, resync, VERSION } from './framing.ts'
import { tellParties } from './identities.ts'
import { abbreviationOf, applicationName, commandName, messageName, procedureName, shortName } from './naming.ts'
import { isOneShot } from './origins.ts'
import { Reading } from './reading.ts'
import { redact } from './redact.ts'
import { isSuccess, resultName } from './results.ts'
import { DiameterTracker } from './tracker.ts'
import { wordAt } from './values.ts'

const REQUEST = 0x80
const PROXIABLE = 0x40
const ERROR = 0x20
const RETRANSMITTED = 0x10

/** By the high half of the flags' octet; whether it is a request is a detail of its own. */
const FLAGS = Array.from({ length: 16 }, (_, high) => ({
  proxiable: ((high << 4) & PROXIABLE) !== 0,
  error: ((high << 4) & ERROR) !== 0,
  retransmit: ((high << 4) & RETRANSMITTED) !== 0,
}))

export const diameter: Protocol = {
  name: 'DIAMETER',
  group: 'DIAMETER',
  tcp: [3868, 5868, 5658],
  /** In the clear, and where DTLS should be (RFC 6733 §2.1). */
  ppids: [46, 47],
  dissectors: ['diameter'],
  recognize,
  frame,
  resync,
  decode,
  redact,
  track: () => new DiameterTracker(),
}

/** The fixed part of a message: RFC 6733 §3. */
interface Header {
  readonly length: number
  readonly request: boolean
  readonly error: boolean
  readonly flags: number
  readonly command: number
  readonly application: number
  readonly hopByHop: string
  readonly endToEnd: string
}

function decode(bytes: Uint8Array, from: number, to: number, wireTo: number, where: Where, out: Out): void {
  if (to - from < HEADER || bytes[from] !== VERSION) {
    out.name('Unknown', 'DIAMETER')
    if (!isDtls(bytes, from, to)) out.fault = wireTo > to ? 'cut' : 'malformed'
    return
  }
  const header = headerAt(bytes, from)
  const end = Math.min(wireTo, from + header.length)
  const reading = new Reading(bytes, to, out, header)
  if (out.tree) {
    out.open('Diameter Protocol', from, Math.min(to, end))
    showHeader(out, header, from)
  }
  putHeader(out, header)
  readAvps(reading, from + HEADER, end)
  if (out.tree) out.close()
  // A length that lies about the datagram it came in.
  if (from + header.length > wireTo && out.fault === '') out.fault = 'malformed'
  conclude(reading, header, where)
}

/** A record of DTLS 1.0 to 1.2: RFC 6347 §4.1. */
function isDtls(bytes: Uint8Array, from: number, to: number): boolean {
  return to - from > 2 && bytes[from]! >= 20 && bytes[from]! <= 25 && bytes[from + 1] === 0xfe
}

function headerAt(bytes: Uint8Array, from: number): Header {
  const flags = bytes[from + 4]!
  return {
    length: u24(bytes, from + 1),
    flags,
    request: (flags & REQUEST) !== 0,
    error: (flags & ERROR) !== 0,
    command: u24(bytes, from + 5),
    application: u32(bytes, from + 8),
    hopByHop: wordAt(bytes, from + 12),
    endToEnd: wordAt(bytes, from + 16),
  }
}

function putHeader(out: Out, { command, application, request, flags, hopByHop, endToEnd }: Header): void {
  out.put('command', commandName(command))
  out.put('command_code', command)
  out.put('abbr', abbreviationOf(command, request))
  out.put('request', request)
  out.put('application', applicationName(application))
  out.put('application_id', application)
  out.put('flags', FLAGS[flags >> 4]!)
  out.put('hop_by_hop', hopByHop)
  out.put('end_to_end', endToEnd)
}

/** `0xc0 (Request, Proxiable)`. */
function flagsShown(flags: number): string {
  const names = ['Request', 'Proxiable', 'Error', 'Retransmitted'].filter((_, i) => (flags & (REQUEST >> i)) !== 0)
  return hex(flags, 2) + (names.length === 0 ? '' : ` (${names.join(', ')})`)
}

function showHeader(out: Out, header: Header, from: number): void {
  out.show('Version', 1, from, from + 1)
  out.show('Message Length', header.length, from + 1, from + 4)
  out.show('Command Flags', flagsShown(header.flags), from + 4, from + 5)
  out.show('Command Code', `${commandName(header.command)} (${header.command})`, from + 5, from + 8)
  out.show('Application-ID', `${applicationName(header.application)} (${header.application})`, from + 8, from + 12)
  out.show('Hop-by-Hop Identifier', header.hopByHop, from + 12, from + 16)
  out.show('End-to-End Identifier', header.endToEnd, from + 16, from + 20)
}

/** What is known when all AVPs are read: result, identities, name, keys. */
function conclude(reading: Reading, header: Header, where: Where): void {
  const { out, sessionId } = reading
  const { command, application, request, error } = header
  const vendor = reading.resultCode === 0 ? reading.resultVendor : 0
  const code = reading.resultCode || reading.experimentalCode
  const name = resultName(vendor, code)
  const failed = !request && (code === 0 ? error : !isSuccess(code))
  if (sessionId !== '') out.put('session_id', sessionId)
  if (code !== 0) {
    out.put('result_code', code)
    out.put('result_name', name)
    if (vendor !== 0) out.put('result_vendor', vendor)
  }
  if (failed) out.put('failed', true)
  putIdentities(reading)
  tellParties(reading)
  if (reading.framedIp !== '') out.clue(CLUE.ueIp, reading.framedIp)
  if (reading.framedPrefix !== '') out.clue(CLUE.ueIp, reading.framedPrefix)
  if (sessionId !== '') out.clue(CLUE.session, sessionId)
  giveKeys(reading, header, where)
  out.also(procedureName(command, { application, request, requestType: reading.requestType }))
  out.name(
    messageName(command, request),
    shortName({
      command,
      application,
      request,
      requestType: reading.requestType,
      result: code,
      resultName: name,
      failed,
    }),
  )
}

function putIdentities({ out, imsi, msisdn, imei, impu, vectors }: Reading): void {
  if (imsi !== '') out.put('imsi', imsi)
  if (msisdn !== '') out.put('msisdn', msisdn)
  if (imei !== '') out.put('imei', imei)
  if (impu !== '') out.put('public_identity', impu)
  if (vectors > 0) out.put('vectors', vectors)
}

const SESSION_TERMINATION = 275
const CREDIT_CONTROL = 272
const TERMINATION = 3
const EVENT = 4
/**
 * A session is a Session-Id within an application: the same client may use one for several (Gx and Gy). Without it the
 * exchange holds together by its hop-by-hop identifier; those of the base protocol belong to their two peers.
 */
function giveKeys(reading: Reading, header: Header, where: Where): void {
  const { command, application, request, hopByHop, endToEnd } = header
  const { out, sessionId } = reading
  if (sessionId !== '') {
    const isLast =
      command === SESSION_TERMINATION ||
      isOneShot(command) ||
      (command === CREDIT_CONTROL && (reading.requestType === TERMINATION || reading.requestType === EVENT))
    const use: KeyUse = isLast && !request ? 'close' : 'open'
    out.key('diameter', `${application} ${sessionId}`, use)
    return
  }
  const { source, destination } = where
  const [client, server] = request ? [source, destination] : [destination, source]
  const exchange = `${client.text}>${server.text} ${hopByHop} ${endToEnd}`
  if (application !== 0) {
    out.key('diameter-transaction', exchange, 'open')
    return
  }
  out.key('diameter-base', exchange, 'open')
  const [one, other] = client.id < server.id ? [client, server] : [server, client]
  out.key('diameter-peer', `${one.text}<->${other.text}`, 'open')
}
