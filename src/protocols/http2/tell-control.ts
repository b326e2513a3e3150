import { u32 } from '../../bytes/octets.ts'
import type { Host, Unit } from '../../model/message.ts'
import { roundMilliseconds } from '../../model/moment.ts'
import type { Exchanges } from './exchanges.ts'
import { HEADER } from './frames.ts'
import { redactedPath } from './redact.ts'

/** Error codes: RFC 9113 §7. */
export const HTTP2_ERRORS: readonly string[] = [
  'NO_ERROR',
  'PROTOCOL_ERROR',
  'INTERNAL_ERROR',
  'FLOW_CONTROL_ERROR',
  'SETTINGS_TIMEOUT',
  'STREAM_CLOSED',
  'FRAME_SIZE_ERROR',
  'REFUSED_STREAM',
  'CANCEL',
  'COMPRESSION_ERROR',
  'CONNECT_ERROR',
  'ENHANCE_YOUR_CALM',
  'INADEQUATE_SECURITY',
  'HTTP_1_1_REQUIRED',
]
const NO_ERROR = 0
const CANCEL = 8

interface Sent {
  readonly host: Host
  readonly exchanges: Exchanges
  /** Which of the two directions says so. */
  readonly index: number
}

export function errorName(code: number): string {
  return HTTP2_ERRORS[code] ?? `error ${code}`
}

/**
 * RST_STREAM (§6.4): what the stream was saying is told; an error is an event of its own, and so is that whoever asked
 * would not wait for an answer any more.
 */
export function tellReset({ bytes, from, where }: Unit, { host, exchanges, index }: Sent): void {
  const stream = u32(bytes, from + 5)
  const code = u32(bytes, from + HEADER)
  const asked = exchanges.asked(stream)
  const isGivenUp = code === CANCEL && asked?.isPushed === false && !exchanges.isAnswered(stream)
  exchanges.reset(stream, errorName(code))
  if (code === NO_ERROR || (code === CANCEL && !isGivenUp)) return
  host.message(where, (out) => {
    out.name('RST_STREAM', `HTTP2 RST_STREAM ${errorName(code)}`)
    out.put('stream_id', stream)
    out.put('error_code', code)
    out.put('error', errorName(code))
    out.put('sent_by', exchanges.sideOf(index))
    if (asked?.path) out.put('request', `${asked.method} ${redactedPath(asked.path)}`)
    if (asked && where.time >= asked.time) out.put('waited_ms', roundMilliseconds((where.time - asked.time) / 1e6))
    out.put('failed', true)
    out.key('http2-exchange', `${exchanges.name}/${stream}`, 'same')
    out.key('http2-connection', exchanges.name, 'about')
  })
}

/** GOAWAY (§6.8) for an error; without one it is how connections end. */
export function tellGoaway({ bytes, from, where }: Unit, { host, exchanges, index }: Sent): void {
  const code = u32(bytes, from + HEADER + 4)
  if (code === NO_ERROR) return
  host.message(where, (out) => {
    out.name('GOAWAY', `HTTP2 GOAWAY ${errorName(code)}`)
    out.put('last_stream_id', u32(bytes, from + HEADER) & 0x7fffffff)
    out.put('error_code', code)
    out.put('error', errorName(code))
    out.put('sent_by', exchanges.sideOf(index))
    out.put('failed', true)
    out.key('http2-connection', exchanges.name, 'open')
  })
}
