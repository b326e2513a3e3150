import type { Event, Session } from '../client/records.ts'
import { visible } from '../text.ts'

const ERROR_STATUS = 400
/** A challenge (RFC 3261 §22) is a step of the way, and a request that was cancelled ends as it was asked to. */
const STEPS: ReadonlySet<number> = new Set([401, 407, 487])
const ANSWER =
  /(?:Response|Answer|Accept|Reject|Acknowledge|Acknowledgement|Ack|Confirm|Complete|Failure|Refuse|Result)$/i
const UNSUCCESSFUL = 2

/** Whether a message answers another: by what was decoded, else by its name. */
export function answers({ details, message_type }: Pick<Event, 'details' | 'message_type'>): boolean {
  const { request, pdu_type, status, method } = details
  if (typeof request === 'boolean') return !request
  if (typeof pdu_type === 'number') return pdu_type > 0
  if (typeof status === 'number') return true
  if (typeof method === 'string') return false
  return ANSWER.test(message_type)
}

/** Whether a message tells of a failure. */
export function fails({ details }: Pick<Event, 'details'>): boolean {
  const { failed, status, pdu_type } = details
  if (typeof status === 'number') return status >= ERROR_STATUS && !STEPS.has(status)
  return failed === true || pdu_type === UNSUCCESSFUL
}

export function isRetransmission({ details }: Pick<Event, 'details'>): boolean {
  return details['retransmission'] === true
}

/** How many heartbeats an event stands for; 0 for what is none. */
export function heartbeats({ details }: Pick<Event, 'details'>): number {
  const { count, first_frame } = details
  return typeof count === 'number' && first_frame !== undefined ? count : 0
}

/** Whether heartbeats are what a session is about: nothing would be left without them. */
export function isOfHeartbeats({ facts, events }: Pick<Session, 'facts' | 'events'>): boolean {
  return facts?.['of_heartbeats'] === true || events.every((event) => heartbeats(event) > 0)
}

/** What a message and its retransmissions share. */
export function messageKey({ source, destination, message_type, details }: Event): string {
  const { call_id, cseq, sequence, hop_by_hop, end_to_end } = details
  return JSON.stringify([source, destination, message_type, call_id, cseq, sequence, hop_by_hop, end_to_end])
}

const LONGEST_DETAIL = 48

/** What stands after the name: the rest of the event's short text, without protocol and name, and notes on its frames. */
export function detailOf({ short, protocol, message_type, details }: Event): string {
  let rest = short
  for (const known of [protocol, message_type]) {
    const at = rest.toUpperCase().indexOf(known.toUpperCase())
    if (at >= 0 && rest.slice(0, at).trim() === '') rest = rest.slice(at + known.length)
  }
  // What stands in brackets is told apart by dots: `(INVITE) [SDP]` is `INVITE · SDP`.
  const parts = rest.split(/[()[\]]/).map((part) => part.trim())
  rest = parts.filter((part) => part !== '').join(' · ')
  const { comment } = details
  const note = typeof comment === 'string' ? visible(`“${comment}”`, LONGEST_DETAIL) : ''
  return [visible(rest, LONGEST_DETAIL), note].filter((part) => part !== '').join(' · ')
}

/** The kinds of media that a message describes, with their codecs: `audio AMR-WB, PCMU`. */
export function describedMedia({ details }: Pick<Event, 'details'>): string {
  const sdp = details['sdp'] as { media?: readonly SdpMedia[] } | undefined
  if (!Array.isArray(sdp?.media)) return ''
  const parts = sdp.media.map(({ type, port, codecs = [], direction }: SdpMedia) => {
    const names = [...new Set(codecs.map(({ name }) => name))].slice(0, 4).join(', ')
    const off = port === 0 ? ' off' : ''
    const way = direction !== undefined && direction !== 'sendrecv' ? ` ${direction}` : ''
    return `${type}${off}${way} ${names}`.trim()
  })
  return visible(parts.join(' · '), LONGEST_DETAIL)
}

interface SdpMedia {
  readonly type: string
  readonly port?: number
  readonly direction?: string
  readonly codecs?: readonly { readonly name: string }[]
}
