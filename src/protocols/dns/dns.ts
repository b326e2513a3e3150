/** DNS and ENUM: RFC 1035, RFC 6116; of interest for what is looked up before a call or session. */
import { u16 } from '../../bytes/octets.ts'
import type { Out, Protocol, Where } from '../../model/message.ts'
import { enumNumber, type MessageBytes, nameAt, nameEnd } from './names.ts'
import { frame, HEADER, messageStart, recognize } from './recognize.ts'
import { recordAt, type ResourceRecord, typeName } from './records.ts'
import { OPCODES, RCODES } from './tables.ts'
import { DnsTracker } from './tracker.ts'

const DNS_PORT = 53

export const dns: Protocol = {
  name: 'DNS',
  group: 'DNS',
  udp: [DNS_PORT],
  tcp: [DNS_PORT],
  dissectors: ['dns'],
  recognize,
  frame,
  decode,
  track: () => new DnsTracker(),
}

const RESPONSE = 0x8000
const AUTHORITATIVE = 0x0400
const TRUNCATED = 0x0200
/** Those who ask their neighbours in the same words: RFC 6762, RFC 4795. */
const NEIGHBOURS: Readonly<Record<number, string>> = { 5353: 'mDNS', 5355: 'LLMNR' }
const LONGEST_SHORT = 80
const LONGEST_NAME = 40
/** Records of one section that details hold. */
const MOST_RECORDS = 32

interface Reading extends MessageBytes {
  readonly wireTo: number
  readonly out: Out
}

function decode(bytes: Uint8Array, at: number, to: number, wireTo: number, where: Where, out: Out): void {
  const from = messageStart(bytes, at, to)
  const reading = { bytes, from, to, wireTo, out }
  if (to - from < HEADER) {
    out.fault = wireTo > to ? 'cut' : 'malformed'
    out.name('Message', 'DNS')
    return
  }
  out.open('Domain Name System', at, to)
  const flags = u16(bytes, from + 2)
  const isResponse = (flags & RESPONSE) !== 0
  putHeader(reading, flags)
  const { end, qname, qtype } = readQuestions(reading)
  const answers = readRecords(reading, end)
  out.close()
  const ports = [where.destination.port, where.source.port]
  const neighbours = ports.includes(DNS_PORT) ? undefined : ports.find((port) => NEIGHBOURS[port] !== undefined)
  const protocol = neighbours === undefined ? 'DNS' : NEIGHBOURS[neighbours]!
  describe(out, { protocol, isResponse, rcode: flags & 15, opcode: (flags >> 11) & 15, qname, qtype, answers })
}

function putHeader({ bytes, from, out }: Reading, flags: number): void {
  const opcode = (flags >> 11) & 15
  out.put('id', u16(bytes, from), from, from + 2)
  out.put('response', (flags & RESPONSE) !== 0, from + 2, from + 4)
  if (opcode !== 0) out.put('opcode', OPCODES[opcode] ?? opcode, from + 2, from + 4)
  if ((flags & AUTHORITATIVE) !== 0) out.put('authoritative', true, from + 2, from + 4)
  if ((flags & TRUNCATED) !== 0) out.put('truncated', true, from + 2, from + 4)
  if ((flags & RESPONSE) !== 0) {
    out.put('rcode', RCODES[flags & 15] ?? `RCODE${flags & 15}`, from + 3, from + 4)
    out.put('rcode_code', flags & 15, from + 3, from + 4)
  }
}

function readQuestions(reading: Reading): { end: number; qname: string; qtype: string } {
  const { bytes, from, out } = reading
  let [at, qname, qtype] = [from + HEADER, '', '']
  for (let left = u16(bytes, from + 4); left > 0; left--) {
    const end = nameEnd(reading, at)
    if (end < 0 || end + 4 > reading.to) {
      fail(reading)
      return { end: reading.to, qname: qname || nameAt(reading, at), qtype }
    }
    const [name, type] = [nameAt(reading, at), typeName(u16(bytes, end))]
    if (out.tree) out.show('Question', `${type} ${name}`, at, end + 4)
    if (qname === '') [qname, qtype] = [name, type]
    at = end + 4
  }
  return { end: at, qname, qtype }
}

const SECTIONS = ['answers', 'authority', 'additional'] as const

/** Reads the sections behind the questions; gives how many answers there are. */
function readRecords(reading: Reading, start: number): number {
  const { bytes, from, to, out } = reading
  let [at, answers] = [start, 0]
  for (const [i, section] of SECTIONS.entries()) {
    const records: ResourceRecord[] = []
    for (let left = u16(bytes, from + 6 + 2 * i); left > 0 && out.fault === ''; left--) {
      const found = recordAt(reading, at)
      if (found && records.length < MOST_RECORDS) records.push(found.record)
      if (found && out.tree) out.show(section, found.record, at, Math.min(found.end, to))
      if (!found || found.end > to) fail(reading)
      else at = found.end
      if (i === 0) answers++
    }
    const told = records.filter(({ type }) => type !== 'OPT')
    if (told.length > 0) out.put(section, told)
  }
  return answers
}

function fail({ out, to, wireTo }: Reading): void {
  if (out.fault === '') out.fault = wireTo > to ? 'cut' : 'malformed'
}

interface Described {
  readonly protocol: string
  readonly isResponse: boolean
  readonly rcode: number
  readonly opcode: number
  readonly qname: string
  readonly qtype: string
  readonly answers: number
}

function describe(out: Out, { protocol, isResponse, rcode, opcode, qname, qtype, answers }: Described): void {
  out.put('qname', qname === '' ? undefined : qname)
  out.put('qtype', qtype === '' ? undefined : qtype)
  const number = enumNumber(qname)
  if (number !== undefined) {
    out.put('enum_number', number)
    out.party({ role: 'target', msisdn: number })
    out.clue('enum-number', number)
  }
  if (isResponse && rcode !== 0) out.put('failed', true)
  const name = qname.length > LONGEST_NAME ? `${qname.slice(0, LONGEST_NAME)}…` : qname
  const kind = opcode === 0 ? qtype : (OPCODES[opcode] ?? `Opcode ${opcode}`)
  const result = isResponse ? ` → ${RCODES[rcode] ?? rcode} (${answers})` : ''
  const short = `${protocol} ${kind} ${name}${result}`
  out.name(`${isResponse ? 'Response' : 'Query'} ${kind}`.trimEnd(), short.slice(0, LONGEST_SHORT), protocol)
}
