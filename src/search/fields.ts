import { KPI_DIMENSIONS, type KpiDimension } from '../model/kpi.ts'
import { MEDIA_VERDICTS } from '../model/session.ts'
import { KPIS } from '../model/tables-kpis.ts'
import type { Comparison } from './lexer.ts'

type FieldType = 'text' | 'choice' | 'number' | 'time' | 'boolean'

/** Where a field's values are: what the compiler makes SQL of. */
type Place =
  /** A column of `sessions`. */
  | { readonly column: string }
  /** A number that metrics hold: column of its own where it is indexed, else a key of the JSON. */
  | { readonly metric: string }
  /** A path in the JSON of a session. */
  | { readonly path: string }
  /** A list of names in the JSON of a session. */
  | { readonly list: string }
  /** What a key figure puts the session down to. */
  | { readonly figure: string; readonly dimension: KpiDimension }
  /** Searchable identifiers of these kinds. */
  | { readonly identifiers: readonly string[] }
  /** A column of the subscribers whose session it is. */
  | { readonly subscriber: 'subscriber_id' }
  /** A column of the names of the session's events. */
  | { readonly event: 'protocol' | 'message_type' }
  /** Frame numbers of its events. */
  | { readonly frames: true }
  /** A key of the session's RTP streams. */
  | { readonly stream: string }
  /** An expression that is true or not. */
  | { readonly holds: string }

export interface Field {
  readonly name: string
  readonly type: FieldType
  readonly says: string
  readonly place: Place
  /** Sessions may have several of it: one that fits is enough. */
  readonly several?: true
  /** What it can be, where that is a closed list. */
  readonly choices?: 'types' | readonly string[]
}

const OUTCOMES = ['success', 'failed', 'cancelled', 'incomplete', 'unread'] as const

const column = (name: string, type: FieldType, says: string, of = name): Field => {
  return { name, type, says, place: { column: of } }
}
const metric = (name: string, says: string): Field => ({ name, type: 'number', says, place: { metric: name } })
const identifier = (name: string, says: string, kinds: readonly string[] = [name]): Field => {
  return { name, type: 'text', says, place: { identifiers: kinds }, several: true }
}
const figures = (name: string, says: string): Omit<Field, 'place'> => {
  return { name, type: 'choice', says, several: true, choices: KPIS.map(({ kpi }) => kpi) }
}
const outcome = (name: string): Field => {
  return { name, type: 'boolean', says: `outcome == "${name}"`, place: { holds: `outcome = '${name}'` } }
}

/** Every field that a query may name, besides `metrics.NAME` for any metric of a session and `kpi.FIGURE.DIMENSION`. */
export const FIELDS: readonly Field[] = [
  { ...column('type', 'choice', 'session type, in any case'), choices: 'types' },
  column('subtype', 'text', 'what is known of the access: volte, vonr, vowifi, sip_call …'),
  { ...column('outcome', 'choice', 'how it ended'), choices: OUTCOMES },
  ...OUTCOMES.map(outcome),
  column('status', 'number', 'code of the answer or cause that ended it, where it did not succeed'),
  { name: 'verdict', type: 'text', says: 'kind of end: answered, busy, timeout …', place: { path: '$.verdict.kind' } },
  { name: 'category', type: 'text', says: 'who or what ended it', place: { path: '$.verdict.category' } },
  {
    ...identifier('media_verdict', 'what is wrong with its media', ['media_verdict']),
    type: 'choice',
    choices: MEDIA_VERDICTS,
  },
  column('session_id', 'text', 'id of the session'),
  column('session_key', 'text', 'key of the session, such as the Call-ID of the first leg'),
  column('start_time', 'time', 'first packet'),
  column('end_time', 'time', 'last packet'),
  column('duration_ms', 'number', 'first packet to last, in ms'),
  column('packets', 'number', 'packets of its own messages and media', 'packet_count'),
  column('bytes', 'number', 'their bytes on the wire', 'byte_count'),
  column('events', 'number', 'number of its events', 'events_count'),
  identifier('imsi', 'IMSI of a party'),
  identifier('supi', 'SUPI of a party'),
  identifier('msisdn', 'MSISDN of a party'),
  identifier('imei', 'IMEI of a party'),
  identifier('impi', 'private identity'),
  identifier('impu', 'public identity'),
  identifier('number', 'MSISDN, caller or callee', ['msisdn', 'caller', 'callee']),
  identifier('caller', 'who began it'),
  identifier('callee', 'to whom it went'),
  identifier('call_id', 'Call-ID of any leg'),
  identifier('icid', 'IMS charging identifier'),
  identifier('ue_ip', 'address of a party'),
  identifier('ip', 'address of a participant, of its media or of a party', ['ip', 'ue_ip']),
  {
    name: 'subscriber_id',
    type: 'text',
    says: 'id of a subscriber whose session it is',
    place: { subscriber: 'subscriber_id' },
    several: true,
  },
  metric('mos', 'estimated MOS of the worst direction'),
  metric('setup_time_ms', 'request to answer, in ms'),
  metric('pdd_ms', 'post-dial delay, in ms'),
  metric('talk_time_ms', 'answer to end, in ms'),
  metric('rtp_loss', 'share of lost RTP packets, 0–1'),
  metric('rtp_jitter_ms', 'mean RTP jitter, in ms'),
  metric('retransmissions', 'messages sent again'),
  { ...figures('kpi', 'key figure that counts the session: ser, diameter_answer …'), place: { list: '$.kpis' } },
  { ...figures('kpi_met', 'ratio that counts the session in its numerator'), place: { list: '$.kpis_met' } },
  { name: 'codec', type: 'text', says: 'codec of an RTP stream', place: { stream: 'codec' }, several: true },
  { name: 'ssrc', type: 'text', says: 'SSRC of an RTP stream, 0x…', place: { stream: 'ssrc' }, several: true },
  { name: 'protocol', type: 'text', says: 'protocol of an event', place: { event: 'protocol' }, several: true },
  { name: 'message', type: 'text', says: 'name of an event', place: { event: 'message_type' }, several: true },
  { name: 'frame', type: 'number', says: 'frame number of an event', place: { frames: true }, several: true },
]

const BY_NAME: ReadonlyMap<string, Field> = new Map(FIELDS.map((field) => [field.name, field]))
const FIGURE = /^kpi\.([a-z0-9_]+)\.([a-z]+)$/
const METRIC = /^metrics\.([a-z][a-z0-9_]{0,63})$/

/** The field of that name, in any case; undefined where there is none. */
export function fieldOf(name: string): Field | undefined {
  const lower = name.toLowerCase()
  const found = METRIC.exec(lower)?.[1]
  return found === undefined ? (BY_NAME.get(lower) ?? figureField(lower)) : metric(found, 'a metric')
}

/** `kpi.asr.peer`: what a figure that counts the session can be broken down by. */
function figureField(name: string): Field | undefined {
  const [, figure = '', by = ''] = FIGURE.exec(name) ?? []
  const dimension = KPI_DIMENSIONS.find((one) => one === by)
  if (dimension === undefined || !KPIS.some(({ kpi }) => kpi === figure)) return undefined
  return { name, type: 'text', says: `${dimension} of a key figure`, place: { figure, dimension }, several: true }
}

const OPERATORS: Readonly<Record<FieldType, readonly Comparison[]>> = {
  text: ['==', '!=', 'contains', 'starts_with', 'in', '<', '<=', '>', '>='],
  choice: ['==', '!=', 'contains', 'starts_with', 'in'],
  number: ['==', '!=', '<', '<=', '>', '>=', 'in'],
  time: ['==', '!=', '<', '<=', '>', '>='],
  boolean: [],
}

export function operatorsOf(field: Field): readonly Comparison[] {
  return OPERATORS[field.type]
}
