/** H.248 (Megaco), between media gateway controllers and media gateways: ITU-T H.248.1 Annexes A and B, RFC 3525. */
import { formatEndpoint } from '../../bytes/address.ts'
import { byteText } from '../../bytes/text.ts'
import type { Out, Protocol, Where } from '../../model/message.ts'
import { announceMedia } from '../sip/announcements.ts'
import { audioAndVideo, type Description, readSdp, sdpDetails } from '../sip/sdp.ts'
import { binaryMessage, isBinary } from './binary.ts'
import { type Item, itemsOf } from './items.ts'
import { frame, packetHeader, resync } from './packets.ts'
import { COMMANDS, DESCRIPTORS, ERRORS, TOKENS, WORDS } from './tables.ts'
import { MegacoTracker } from './tracker.ts'

const TEXT_PORT = 2944
const BINARY_PORT = 2945
const PPID = 7
const LONGEST_SHORT = 80
const LONGEST_HEAD = 300
const MOST_COMMANDS = 32
const MOST_NAMED = 4
const MOST_STATISTICS = 32
/** `MEGACO/1 [10.0.0.1]:2944` and the rest of the message. */
const HEAD =
  /^\s*(?:MEGACO|!)\/(\d{1,2})\s+(\[[^\]]{1,64}\](?::\d{1,5})?|<[^>]{1,128}>(?::\d{1,5})?|MTP\{[^}]{1,32}\}|[\w.@/-]{1,64})\s*/i
const EXCLAMATION = 33
const TO_BE_CHOSEN = /^[cm]=.*\$/m

export const megaco: Protocol = {
  name: 'H.248',
  group: 'H.248',
  udp: [TEXT_PORT, BINARY_PORT],
  tcp: [TEXT_PORT, BINARY_PORT],
  ppids: [PPID],
  dissectors: ['megaco', 'h248'],
  recognize: (bytes, from, to) => isMessage(bytes, from + packetHeader(bytes, from), to),
  frame,
  resync,
  decode,
  track: () => new MegacoTracker(),
}

function isMessage(bytes: Uint8Array, from: number, to: number): boolean {
  if (isBinary(bytes, from, to)) return true
  const first = bytes[from]
  // An M in either case.
  if (first !== EXCLAMATION && (first! | 0x20) !== 0x6d) return false
  return HEAD.test(byteText(bytes, from, Math.min(to, from + LONGEST_HEAD)))
}

/** One command of a message, as `details` has it. */
interface Command {
  readonly command: string
  readonly termination: string
  readonly context: string
  mode?: string
  method?: string
  reason?: string
  events?: string[]
  signals?: string[]
  local?: string
  remote?: string
  statistics?: Readonly<Record<string, string>>
  error_code?: number
}

interface Reading {
  readonly out: Out
  readonly from: number
  readonly commands: Command[]
  sdp?: Description
  error?: number
}

/** What either form says before its transactions. */
interface Message {
  readonly version: number
  readonly sender: string
  readonly items: readonly Item[]
  readonly isWhole: boolean
  /** Where the head ends, from where the message begins. */
  readonly head: number
}

function textMessage(bytes: Uint8Array, from: number, to: number): Message | undefined {
  const text = byteText(bytes, from, to)
  const head = HEAD.exec(text)
  if (!head) return undefined
  const [{ length }, version, sender = ''] = head
  return { version: Number(version), sender, head: length, ...itemsOf(text, length) }
}

function messageAt(bytes: Uint8Array, from: number, to: number): Message | undefined {
  if (!isBinary(bytes, from, to)) return textMessage(bytes, from, to)
  const message = binaryMessage(bytes, from, to)
  return message && { ...message, isWhole: true, head: 0 }
}

function decode(bytes: Uint8Array, start: number, to: number, wireTo: number, _where: Where, out: Out): void {
  const from = start + packetHeader(bytes, start)
  const message = messageAt(bytes, from, to)
  if (!message) {
    out.fault = wireTo > to ? 'cut' : 'malformed'
    out.name('Message', 'H.248')
    return
  }
  if (wireTo > to) out.fault = 'cut'
  else if (!message.isWhole) out.fault = 'malformed'
  out.open('H.248', start, to)
  out.put('version', message.version, from, from + message.head)
  out.put('sender', message.sender, from, from + message.head)
  const reading: Reading = { out, from, commands: [] }
  const kind = readTransactions(reading, message.items)
  if (reading.commands.length > 0) out.put('commands', reading.commands)
  if (reading.sdp) out.put('sdp', sdpDetails(reading.sdp))
  if (reading.error !== undefined) {
    out.put('code', reading.error)
    out.put('code_name', ERRORS[reading.error])
    out.put('failed', true)
  }
  out.close()
  describe(reading, kind)
}

/** Reads the transactions; the message is called by the first of them. */
function readTransactions(reading: Reading, items: readonly Item[]): string {
  const { out, from } = reading
  let first = ''
  for (const item of items) {
    const kind = TOKENS[item.name]
    if (kind === 'error') readError(reading, item)
    if (kind === undefined || kind === 'context' || kind === 'error') continue
    out.open(kind, from + item.from, from + item.to)
    const id = Number(/\d+/.exec(kind === 'acknowledgement' ? (item.items[0]?.name ?? '') : item.value)?.[0])
    if (first === '') {
      first = kind
      out.put('kind', kind, from + item.from, from + item.to)
      if (Number.isFinite(id)) out.put('transaction_id', id, from + item.from, from + item.to)
    }
    for (const inner of item.items) {
      if (TOKENS[inner.name] === 'context') readContext(reading, inner)
      else if (TOKENS[inner.name] === 'error') readError(reading, inner)
    }
    out.close()
  }
  return first
}

function readContext(reading: Reading, item: Item): void {
  const { out, from } = reading
  out.open(`Context ${item.value}`, from + item.from, from + item.to)
  out.put('context', item.value, from + item.from, from + item.to)
  for (const inner of item.items) {
    const command = COMMANDS[inner.name]
    if (command !== undefined) readCommand(reading, inner, { command, termination: inner.value, context: item.value })
    else if (TOKENS[inner.name] === 'error') readError(reading, inner)
  }
  out.close()
}

function readCommand(reading: Reading, item: Item, command: Command): void {
  const { out, from, commands } = reading
  out.open(`${command.command} ${command.termination}`, from + item.from, from + item.to)
  for (const inner of item.items) readDescriptor(reading, inner, command)
  out.close()
  if (commands.length < MOST_COMMANDS) commands.push(command)
}

/** Descriptors stand in each other; what is told is the command's. */
function readDescriptor(reading: Reading, item: Item, command: Command): void {
  const { out, from } = reading
  const kind = DESCRIPTORS[item.name]
  if (out.tree && item.items.length === 0 && item.octets === undefined) {
    out.show(item.name, item.value, from + item.from, from + item.to)
  }
  switch (kind) {
    case 'media':
    case 'stream':
    case 'local_control':
    case 'services':
      for (const inner of item.items) readDescriptor(reading, inner, command)
      return
    case 'local':
    case 'remote':
      return readMedia(reading, item, { kind, command })
    case 'mode':
    case 'method':
      command[kind] ??= WORDS[item.value.toUpperCase()] ?? item.value
      return
    case 'reason':
      command.reason ??= unquoted(item.value)
      return
    case 'observed_events':
    case 'events':
      command.events ??= namesOf(item)
      return
    case 'signals':
      command.signals ??= namesOf(item)
      return
    case 'statistics':
      command.statistics ??= statisticsOf(item)
      return
    case 'error':
      readCommandError(reading, item, command)
      return
    default:
  }
}

/** Names of events and signals, as `package/name`, without the time before them. */
function namesOf({ items }: Item): string[] {
  return items
    .filter(({ name }) => name !== '')
    .slice(0, MOST_NAMED)
    .map(({ name }) => name.replace(/^\d{8}T\d{8}\s*:\s*/, '').toLowerCase())
}

/** Counters by package and name, as they stand: H.248.1 §7.1.15. */
function statisticsOf({ items }: Item): Readonly<Record<string, string>> {
  const told = items.filter(({ name, value }) => name !== '' && value !== '').slice(0, MOST_STATISTICS)
  return Object.fromEntries(told.map(({ name, value }) => [name.toLowerCase(), value]))
}

/** `local` is where the gateway receives at the termination, `remote` where the other end does. */
function readMedia(
  reading: Reading,
  item: Item,
  { kind, command }: { kind: 'local' | 'remote'; command: Command },
): void {
  const { out, from } = reading
  const text = (item.octets ?? '').replaceAll('\\}', '}')
  const description = readSdp(text, 0, text.length)
  if (out.tree) out.show(kind, sdpDetails(description), from + item.from, from + item.to)
  reading.sdp ??= description
  // What is to be chosen is nowhere yet.
  if (!TO_BE_CHOSEN.test(text)) announceMedia(description, `${kind} ${command.termination}`, out)
  const ends = audioAndVideo(description).map(({ ip, port }) => formatEndpoint(ip, port))
  if (ends.length > 0) command[kind] ??= ends[0]!
  for (const end of ends) out.clue('gateway-media', end)
}

function readError(reading: Reading, { value, from, to }: Item): number | undefined {
  const { out } = reading
  if (!/^\d{3}$/.test(value)) return undefined
  const code = Number(value)
  if (out.tree) out.show('Error', ERRORS[code] ?? code, reading.from + from, reading.from + to)
  reading.error ??= code
  return code
}

function readCommandError(reading: Reading, item: Item, command: Command): void {
  const code = readError(reading, item)
  if (code !== undefined) command.error_code ??= code
}

function unquoted(text: string): string {
  return text.replace(/^"(.*)"$/s, '$1')
}

const CALLED: Readonly<Record<string, string>> = {
  reply: 'Reply',
  pending: 'Pending',
  acknowledgement: 'TransactionResponseAck',
}

function describe({ out, commands, error }: Reading, kind: string): void {
  const names = [...new Set(commands.map(({ command }) => command))].slice(0, MOST_NAMED).join('+')
  if (kind === 'transaction' && names !== '') out.put('verb', names)
  const called = CALLED[kind]
  const words = [...(called === undefined ? [] : [called]), ...(names === '' ? [] : [names])].join(' ')
  const reason = error === undefined ? '' : ` ${error} ${ERRORS[error] ?? ''}`.trimEnd()
  const name = words === '' ? (error === undefined ? 'Message' : 'Error') : words
  const terminations = [...new Set(commands.map(({ termination }) => termination))].slice(0, MOST_NAMED).join(' ')
  const about = terminations === '' ? '' : ` ${terminations}`
  out.name(name, `H.248 ${name}${about}${reason}`.slice(0, LONGEST_SHORT))
}
