import { ownEvents } from '../analyze-capture.ts'
import type { Media, Metrics, SessionEvent } from '../../src/model/session.ts'
import type { Summary } from '../../src/model/summary.ts'
import type { Oracle, OracleMessage, OracleStream } from './oracle.ts'

/** What `analyze --format json` prints, as far as the comparison needs it. */
export interface Analysis {
  readonly capture: Summary['capture']
  readonly coverage: Summary['coverage']
  readonly sessions: readonly {
    readonly type: string
    readonly session_key: string
    readonly metrics: Metrics
    readonly events: readonly SessionEvent[]
    readonly media: readonly Media[]
  }[]
}

/** How one capture compares: each thing expected once, and what was not found as expected. */
export class Tally {
  matched = 0
  expected = 0
  readonly mismatches: string[] = []

  check(same: boolean, told: () => string): void {
    this.expected++
    if (same) this.matched++
    else this.mismatches.push(told())
  }

  add({ matched, expected, mismatches }: Tally): void {
    this.matched += matched
    this.expected += expected
    this.mismatches.push(...mismatches)
  }
}

export function compareTotals(oracle: Oracle, analysis: Analysis, tally: Tally): void {
  const { coverage } = analysis
  const classes =
    coverage.decoded + coverage.undecoded + coverage.ciphered + coverage.malformed + coverage.cut + coverage.duplicates
  const { packets } = oracle.totals
  tally.check(analysis.capture.packets === packets, () => `packets ${analysis.capture.packets}, not ${packets}`)
  tally.check(classes === analysis.capture.packets, () => `classes sum to ${classes}, not ${analysis.capture.packets}`)
}

/** URI without parameters and headers, as far as two dissectors agree on it. */
function bareUri(uri: unknown): string {
  return typeof uri === 'string' ? uri.replace(/[;?].*$/, '').trim() : ''
}

function line(frame: number, message: string | number | undefined, cseq: string | undefined): string {
  return `${frame} ${message} (${(cseq ?? '').replace(/\s+/g, ' ').trim()})`
}

/** OPTIONS outside dialogs are aggregated, and copies are no events: they fall out of the comparison. */
function expectedLines(messages: readonly OracleMessage[], copies: ReadonlySet<number>): string[] {
  return messages
    .filter((message) => !message.in_icmp && message.m !== undefined && !copies.has(message.n))
    .filter((message) => message.m !== 'OPTIONS' && !/OPTIONS/.test(message.cseq ?? ''))
    .map((message) => line(message.n, message.m, message.cseq))
}

export function compareSip(oracle: Oracle, analysis: Analysis, tally: Tally): void {
  const copies = new Set(analysis.coverage.duplicate_frames.map(([copy]) => copy))
  const ours = new Map<string, SessionEvent[]>()
  for (const event of ownEvents(analysis.sessions)) {
    if (event.protocol !== 'SIP') continue
    const callId = String(event.details['call_id'])
    ours.set(callId, [...(ours.get(callId) ?? []), event])
  }
  for (const call of oracle.sip?.calls ?? []) {
    const expected = expectedLines(call.msgs, copies)
    if (expected.length === 0) continue
    const events = (ours.get(`${call.call_id}`) ?? []).toSorted((a, b) => a.frame - b.frame)
    const found = events
      .map(({ frame, details }) =>
        line(frame, (details['method'] ?? details['status']) as string | number, details['cseq'] as string),
      )
      .filter((text) => !/OPTIONS/.test(text))
    for (const text of expected) {
      tally.check(found.includes(text), () => `call ${call.call_id}: no ${text}`)
    }
    tally.check(found.length <= expected.length, () => {
      return `call ${call.call_id}: besides ${found.filter((text) => !expected.includes(text)).join(', ')}`
    })
    compareParties(call, events[0], tally)
  }
}

function compareParties(
  call: { call_id?: string; from?: string; to?: string },
  event: SessionEvent | undefined,
  tally: Tally,
): void {
  for (const side of ['from', 'to'] as const) {
    if (call[side] === undefined || !event) continue
    const found = bareUri(event.details[side])
    tally.check(found === bareUri(call[side]), () => `call ${call.call_id}: ${side} ${found}, not ${call[side]}`)
  }
}

function streamKey(stream: OracleStream): string {
  return `${stream.ssrc} ${stream.src}:${stream.sport} ${stream.dst}:${stream.dport}`
}

/** Jitter within 2 % or 0.05 ms. */
function close(found: number | undefined, expected: number): boolean {
  return found !== undefined && Math.abs(found - expected) <= Math.max(0.05, 0.02 * expected)
}

export function compareStreams(oracle: Oracle, analysis: Analysis, tally: Tally): void {
  const media = analysis.sessions.flatMap((session) => session.media)
  for (const stream of oracle.rtp_streams ?? []) {
    const [source, destination] = [endpoint(stream.src, stream.sport), endpoint(stream.dst, stream.dport)]
    const same = media.filter(
      (one) => one.ssrc === stream.ssrc && one.source === source && one.destination === destination,
    )
    // Copies from several taps make the oracle's loss negative and its jitter meaningless: only that it was found.
    if (stream.lost < 0 || same.some((one) => one.duplicates > 0)) {
      tally.check(same.length > 0, () => `stream ${streamKey(stream)}: not found`)
      continue
    }
    const packets = same.reduce((sum, one) => sum + one.packets, 0)
    const lost = same.reduce((sum, one) => sum + one.lost, 0)
    tally.check(
      packets === stream.packets,
      () => `stream ${streamKey(stream)}: packets ${packets}, not ${stream.packets}`,
    )
    tally.check(lost === stream.lost, () => `stream ${streamKey(stream)}: lost ${lost}, not ${stream.lost}`)
    if (same.length === 1) compareSteadiness(same[0]!, stream, tally)
  }
}

/** Pauses and jitter of a stream that each saw once. */
function compareSteadiness(media: Media, stream: OracleStream, tally: Tally): void {
  const key = `stream ${streamKey(stream)} (${stream.payload})`
  const { jitter_mean_ms: jitter, jitter_max_ms: highest } = media
  const pause = media['max_delta_ms'] as number
  const [, , longest] = stream.delta_ms
  // What comes behind comfort noise it does not time.
  if (!/CN/.test(stream.payload)) {
    tally.check(Math.abs(pause - longest) < 0.0015, () => `${key}: pause of ${pause}, not ${longest}`)
  }
  // One packet has no jitter, and without a clock there is none to compare with.
  if (stream.packets === 1 || /RTPType|Unassigned/.test(stream.payload)) return
  const { mean, max } = stream.jitter_ms
  tally.check(close(jitter, mean), () => `${key}: jitter ${jitter}, not ${mean}`)
  // It takes what else is sent, with another clock or none, for voice.
  if (!stream.payload.includes(',')) tally.check(close(highest, max), () => `${key}: up to ${highest}, not ${max}`)
}

function endpoint(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}
