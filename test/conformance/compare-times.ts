/** When messages were, and how long answers took, against what an independent dissector says of the same frames. */
import { ownEvents } from '../analyze-capture.ts'
import type { SessionEvent } from '../../src/model/session.ts'
import type { Analysis, Tally } from './compare.ts'
import type { Oracle, OracleNumbered } from './oracle.ts'

/** A message of a protocol whose answers bear the number of their requests. */
interface Numbered {
  readonly frame: number
  /** Nanoseconds since 1970. */
  readonly time: bigint
  readonly source: string
  readonly destination: string
  readonly number: string
  /** What it is, and of an answer what it answers; undefined where it has none of either. */
  readonly type: number
  readonly answers: number | undefined
}

/** Nanoseconds since 1970 of `1579086365.033726246`. */
export function nanoseconds(text: string): bigint {
  const [seconds = '0', fraction = ''] = text.split('.')
  return BigInt(seconds) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0').slice(0, 9))
}

/** Each event has the time of its frame. Of HTTP the time is that of the headers, which may be frames before. */
export function compareTimes(oracle: Oracle, analysis: Analysis, tally: Tally): void {
  const times = new Map(messagesOf(oracle).map(({ n, t }) => [n, nanoseconds(t)]))
  for (const { frame, protocol, timestamp_ns, short } of ownEvents(analysis.sessions)) {
    const time = times.get(frame)
    if (time === undefined || protocol === 'HTTP2') continue
    const found = () => `time of ${frame} (${short}): ${timestamp_ns}, not ${time}`
    tally.check(timestamp_ns === String(time), found)
  }
}

function messagesOf(oracle: Oracle): { readonly n: number; readonly t: string }[] {
  const { sip, diameter, gtpv1, gtpv2, gtpprime, pfcp, s1ap, ngap } = oracle
  return [
    ...(sip?.calls ?? []).flatMap(({ msgs }) => msgs),
    ...Object.values(diameter?.by_session ?? {}).flat(),
    ...[gtpv1, gtpv2, pfcp, s1ap, ngap].flatMap((of) => of?.msgs ?? []),
    ...(gtpprime ?? []),
  ]
}

/** Of GTPv2 an even type is mostly a request and the next one its answer; these are not: TS 29.274 table 6.1-1. */
const ANSWERS_V2: ReadonlyMap<number, number> = new Map([
  ...[33, 35, 37, 39, 96, 98, 100, 102].map((type): [number, number] => [type, type - 1]),
  [171, 170],
  [177, 176],
  [131, 130],
  [134, 133],
  [136, 135],
  [212, 211],
])
/** PFCP: TS 29.244 table 7.3-1. */
const ANSWERS_PFCP = [4, 6, 8, 10, 13, 15, 51, 53, 55, 57]
/** GTPv1: TS 29.060 table 1. */
const ANSWERS_V1 = [17, 19, 21, 51, 54, 56, 60]

function read({ n, t, src, dst, type = 0, seq }: OracleNumbered, answers: number | undefined): Numbered {
  return { frame: n, time: nanoseconds(t), source: src, destination: dst, number: String(seq), type, answers }
}

function numberedOf({ gtpv1, gtpv2, pfcp, diameter }: Oracle): Record<string, Numbered[]> {
  return {
    GTPv1: (gtpv1?.msgs ?? []).map((one) => read(one, before(one.type ?? 0, ANSWERS_V1))),
    GTPv2: (gtpv2?.msgs ?? []).map((one) => read(one, ANSWERS_V2.get(one.type ?? 0))),
    PFCP: (pfcp?.msgs ?? []).map((one) => read(one, before(one.type ?? 0, ANSWERS_PFCP))),
    DIAMETER: Object.values(diameter?.by_session ?? {})
      .flat()
      .map(({ n, t, src, dst, cmd, req, app, hbh, e2e }) => {
        const number = `${app} ${hbh} ${e2e}`
        const type = req ? cmd : -cmd
        return {
          frame: n,
          time: nanoseconds(t),
          source: src,
          destination: dst,
          number,
          type,
          answers: req ? undefined : cmd,
        }
      }),
  }
}

/** Of those in which the answer's type follows the request's. */
function before(type: number, list: readonly number[]): number | undefined {
  return list.includes(type) ? type - 1 : undefined
}

/** What is later is another request with the same number. Nanoseconds. */
const PATIENCE = 30_000_000_000n
const NANOSECONDS = 1e6
/** The answers of heartbeats are told together. */
const BETWEEN_PEERS: ReadonlySet<number> = new Set([257, 280, 282])

/** Each answer took what passed since its request was first sent. */
export function compareLatencies(oracle: Oracle, analysis: Analysis, tally: Tally): void {
  const copies = new Set(analysis.coverage.duplicate_frames.map(([copy]) => copy))
  const events = ownEvents(analysis.sessions)
  for (const [protocol, messages] of Object.entries(numberedOf(oracle))) {
    const seen = messages.filter(({ frame }) => !copies.has(frame))
    const ours = events.filter((event) => event.protocol.replace('GTPv0', 'GTPv1') === protocol)
    for (const answer of seen) compareLatency(answer, seen, { ours, protocol, tally })
  }
}

interface Comparing {
  readonly ours: readonly SessionEvent[]
  readonly protocol: string
  readonly tally: Tally
}

function compareLatency(answer: Numbered, all: readonly Numbered[], { ours, protocol, tally }: Comparing): void {
  if (answer.answers === undefined || BETWEEN_PEERS.has(answer.answers)) return
  const asked = all.find(
    ({ type, number, source, destination, time }) =>
      type === answer.answers &&
      number === answer.number &&
      source === answer.destination &&
      destination === answer.source &&
      time <= answer.time &&
      answer.time - time < PATIENCE,
  )
  if (!asked) return
  const wanted = Number(answer.time - asked.time) / NANOSECONDS
  const found = ours.filter(({ frame }) => frame === answer.frame).map(({ details }) => details['latency_ms'])
  const isFound = found.some((latency) => Math.abs(Number(latency) - wanted) < 0.001)
  tally.check(isFound, () => `${protocol} latency of ${answer.frame}: ${found.join(', ')}, not ${wanted}`)
}
