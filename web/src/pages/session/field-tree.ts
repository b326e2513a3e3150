import type { Event } from '../../client/records.ts'
import type { Packet, PacketField } from '../../client/packets.ts'
import { visible } from '../../text.ts'
import { t } from '../../words.ts'

/** Bytes of one of a packet's buffers; `to` is behind the last. */
export interface Range {
  readonly buffer: number
  readonly from: number
  readonly to: number
}

/** A field as the tree shows it. */
export interface Field {
  /** Names and places on the way to it: no two fields share it. */
  readonly path: string
  readonly name: string
  readonly value: string
  readonly children: readonly Field[]
  readonly range?: Range
  /** Begins closed. */
  readonly isClosed: boolean
}

/** Groups of more fields than these begin closed: of what was decoded, and of bytes that were read again. */
const MANY = 12
const MANY_READ = 48

/** What was decoded when the capture was analysed: without bytes. */
export function fieldsOfDetails(details: Event['details'], above = ''): Field[] {
  return Object.entries(details).map(([name, value]) => fieldOf(name, value, `${above}/${name}`))
}

function fieldOf(name: string, value: unknown, path: string): Field {
  const isPlain = Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null)
  const isBranch = typeof value === 'object' && value !== null && !isPlain
  const entries = isBranch ? Object.entries(value) : []
  const children = entries.map(([inner, one]) =>
    fieldOf(Array.isArray(value) ? `[${inner}]` : inner, one, `${path}/${inner}`),
  )
  const isClosed = children.length > MANY
  return { path, name: visible(name), value: isBranch ? '' : valueText(value), children, isClosed }
}

/** What the capture says of a packet besides its bytes; open where somebody wrote something on it. */
function frameField(packet: Packet): Field {
  const { frame, timestamp_ns, recorded_ns, clock_ahead_ms, direction, comments = [] } = packet
  const { interface: name, interface_description: description, captured_length, wire_length } = packet
  const told: readonly (readonly [word: string, value: string | undefined])[] = [
    ...comments.map((comment) => ['comment', comment] as const),
    ['time', utcText(timestamp_ns)],
    ['recorded', recorded_ns === undefined ? undefined : utcText(recorded_ns)],
    ['ahead', clock_ahead_ms === undefined ? undefined : `${clock_ahead_ms} ms`],
    ['interface', [name, description].filter((one) => one !== undefined).join(': ') || undefined],
    ['direction', direction === undefined ? undefined : t(`frame.${direction}`)],
    ['length', captured_length === wire_length ? String(wire_length) : `${captured_length} / ${wire_length}`],
  ]
  const children = told.flatMap(([word, value], i) =>
    value === undefined
      ? []
      : [{ path: `/frame/${i}`, name: t(`frame.${word}`), value: visible(value), children: [], isClosed: false }],
  )
  const title = t('frame.title')
  return { path: '/frame', name: title, value: String(frame), children, isClosed: comments.length === 0 }
}

const SECOND = 1_000_000_000n

/** Nanoseconds since 1970 as a time of day and date, all digits. */
function utcText(nanoseconds: string): string {
  const all = BigInt(nanoseconds)
  const within = ((all % SECOND) + SECOND) % SECOND
  const whole = new Date(Number((all - within) / SECOND) * 1000).toISOString()
  return whole.replace('.000Z', `.${String(within).padStart(9, '0')}Z`)
}

/** What the capture says of a packet, its layers, closed, and under them the message that is looked at. */
export function fieldsOfPacket(packet: Packet, event: Event): Field[] {
  const message = messageOf(packet, event)
  const layers = packet.layers.map((layer, i) => packetField(layer, 0, `/${i}`, true))
  const tree = (message?.tree ?? []).map((node, i) => packetField(node, message?.buffer ?? 0, `/m${i}`, false))
  return [frameField(packet), ...layers, ...tree]
}

export function messageOf({ messages }: Packet, event: Event): Packet['messages'][number] | undefined {
  return (
    messages.find(({ event_id }) => event_id === event.event_id) ??
    messages.find(({ protocol, message_type }) => protocol === event.protocol && message_type === event.message_type) ??
    messages[0]
  )
}

function packetField(node: PacketField, buffer: number, path: string, isClosed: boolean): Field {
  const { name, value, from, to, children = [] } = node
  const range = { buffer, from, to }
  const inner = children.map((child, i) =>
    packetField(child, buffer, `${path}/${i}`, (child.children?.length ?? 0) > MANY_READ),
  )
  return { path, name: visible(name), value: valueText(value), children: inner, range, isClosed }
}

function valueText(value: unknown): string {
  return visible(plainText(value))
}

function plainText(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return value.map(plainText).join(', ')
  if (typeof value === 'string') return value
  if (typeof value !== 'object') return JSON.stringify(value)
  return Object.entries(value)
    .map(([name, one]) => (typeof one === 'object' && one !== null ? `${name} (${plainText(one)})` : `${name} ${one}`))
    .join(', ')
}

/** The innermost field that holds a byte, and those around it, outermost first. */
export function fieldsAt(fields: readonly Field[], buffer: number, at: number): Field[] {
  const holds = ({ range }: Field): boolean => range?.buffer === buffer && range.from <= at && at < range.to
  const narrow = fields.filter(holds).sort((one, other) => sizeOf(one) - sizeOf(other))[0]
  return narrow ? [narrow, ...fieldsAt(narrow.children, buffer, at)] : []
}

function sizeOf({ range }: Field): number {
  return range ? range.to - range.from : 0
}
