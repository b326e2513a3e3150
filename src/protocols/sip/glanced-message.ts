import type { Key, Message, RawMessage, Where } from '../../model/message.ts'
import { plainText } from './calls.ts'
import type { SipScan } from './scan.ts'
import { responseName } from './start-line.ts'

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] }

/** As `decode` puts them, as far as the session needs them. */
interface GlancedDetails {
  method: string | undefined
  status: number | undefined
  cseq_number: number
  cseq_method: string
  to_tag: string | undefined
  via_hops: number
  request_uri: string | undefined
  sdp: true | undefined
  retransmission: true | undefined
  /** Set by the way that the message came. */
  tunnel: unknown
}

const NONE: never[] = []
const NOBODY = { id: 0, address: '', port: 0, text: '' }
const NOWHERE: Where = {
  transport: 'udp',
  source: NOBODY,
  destination: NOBODY,
  flow: 0,
  generation: 0,
  tunnel: NONE,
  seconds: 0,
  nanoseconds: 0,
  time: 0,
  file: 0,
  frame: 0,
  offset: 0,
  wireLength: 0,
}

/** There is nothing to write over. */
function keep(): void {}

/** One message for all that are only glanced at: they are many, and each is done with before the next comes. */
export class GlancedMessage {
  readonly key: Mutable<Key> = { kind: 'call', value: '', use: 'open' }
  readonly details: GlancedDetails = {
    method: undefined,
    status: undefined,
    cseq_number: 0,
    cseq_method: '',
    to_tag: undefined,
    via_hops: 0,
    request_uri: undefined,
    sdp: undefined,
    retransmission: undefined,
    tunnel: undefined,
  }
  readonly raw: Mutable<RawMessage> = {
    bytes: new Uint8Array(0),
    from: 0,
    to: 0,
    missing: 0,
    transport: 'udp',
    redact: keep,
  }
  readonly #message: Mutable<Message> = {
    where: NOWHERE,
    protocol: 'SIP',
    name: '',
    short: '',
    also: NONE,
    details: this.details as unknown as Record<string, unknown>,
    fault: '',
    keys: [this.key],
    clues: NONE,
    parties: NONE,
    announces: NONE,
    raw: this.raw,
    besides: undefined,
  }

  /** What the scan tells; key, tag, clues and what is secret are the call's to say. */
  of(scan: SipScan, where: Where, { bytes, from, to }: Pick<RawMessage, 'bytes' | 'from' | 'to'>): Message {
    const { status, method } = scan
    const isRequest = status === 0
    const { details, raw } = this
    details.method = isRequest ? method : undefined
    details.status = isRequest ? undefined : status
    details.cseq_number = scan.sequence
    details.cseq_method = method
    details.via_hops = scan.vias
    details.request_uri = isRequest && method === 'INVITE' ? plainText(bytes, scan.uriFrom, scan.uriTo) : undefined
    details.sdp = scan.description === 0 ? undefined : true
    details.retransmission = undefined
    details.tunnel = undefined
    raw.bytes = bytes
    raw.from = from
    raw.to = to
    raw.transport = where.transport
    raw.redact = keep
    const message = this.#message
    message.where = where
    message.name = isRequest ? method : responseName(status)
    message.clues = NONE
    message.besides = undefined
    return message
  }
}
