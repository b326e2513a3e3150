// What the tracker needs of a decoded message.
import type { Message } from '../../model/message.ts'
import { type Fields, listOf, NO_TEID } from './elements.ts'
import { hash } from '../../bytes/hash.ts'
import { requestOf } from './procedures.ts'

export interface Seen {
  readonly message: Message
  readonly details: Fields
  readonly version: number
  readonly type: number
  /** Type of the request that this answers; 0 where it is none. */
  readonly answers: number
  readonly time: number
  /** `teid@address` of the receiver; empty where it is addressed by none. */
  readonly addressed: string
  /** IMSI, else IMEI; empty where neither is told. */
  readonly subscriber: string
  readonly apn: string
  /** Bearers by EBI or NSAPI, those that say most first. */
  readonly ebis: readonly number[]
}

export function seenIn(message: Message): Seen {
  const { where } = message
  const details: Fields = message.details
  const version = numberOf(details['version'], 1)
  const type = numberOf(details['message_type_code'], 0)
  const teid = details['teid']
  return {
    message,
    details,
    version,
    type,
    answers: requestOf(version, type),
    time: where.time,
    addressed: typeof teid === 'string' && teid !== NO_TEID ? `${teid}@${where.destination.address}` : '',
    subscriber: textOf(details['imsi']) || textOf(details['imei']) || textOf(details['imeisv']),
    apn: textOf(details['apn']),
    ebis: ebisOf(details),
  }
}

function ebisOf(details: Fields): number[] {
  const found: number[] = []
  const add = (value: unknown): void => {
    // 0 is a bearer that has no number yet: TS 29.274 Table 7.2.3-2.
    if (typeof value === 'number' && value !== 0 && !found.includes(value)) found.push(value)
  }
  add(details['linked_ebi'])
  add(details['linked_nsapi'])
  add(details['nsapi'])
  add(details['ebi'])
  for (const bearer of listOf(details['bearers'])) add(bearer['ebi'])
  return found
}

/** The end of a request's transaction as both sides name it: who asked whom, and the number. */
export function transactionId({ message, version, details }: Seen, isAnswer: boolean): string {
  const { source, destination } = message.where
  const [asking, asked] = isAnswer ? [destination, source] : [source, destination]
  return `${version}:${asking.id}>${asked.id}#${numberOf(details['sequence'], -1)}`
}

/** Hash of what tells a repeat from another request that happens to have the same number. */
export function contentOf({ details, subscriber, apn, ebis, addressed }: Seen): number {
  const [first] = listOf(details['fteids'])
  const teid = first?.['teid'] ?? details['teid_control']
  const recovery = numberOf(details['recovery'], -1)
  return hash(`${addressed} ${subscriber} ${apn} ${ebis.join()} ${textOf(teid)} ${recovery}`)
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

export function numberOf(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise
}

/** Interface of the first end that a message gives; −1 where it gives none. */
export function senderOf({ details }: Seen): number {
  return numberOf(listOf(details['fteids'])[0]?.['interface'], -1)
}

export function milliseconds(nanoseconds: number): number {
  return Math.round(nanoseconds / 1000) / 1000
}
