import type { Media } from '../../src/model/session.ts'
import type { Analysis } from '../analyze-capture.ts'
import { EPOCH } from '../make/capture-file.ts'
import type { SessionTruth, StreamTruth } from '../make/truth.ts'

type Session = Analysis['sessions'][number]

/** Protocols of events that tell of packets, not of messages. */
const MEDIA: ReadonlySet<string> = new Set(['RTP', 'RTCP'])
/** Jitter is summed in another order than in the truth. */
const JITTER_TOLERANCE = 0.002
/** Captures keep microseconds, and metrics three decimals of a millisecond. */
const TIME_TOLERANCE = 0.002

/** What differs between what was found and what was put on the wire: exactly these sessions, each with only its own. */
export function differences(found: Analysis, truths: readonly SessionTruth[]): string[] {
  const left = new Set(found.sessions)
  const told: string[] = []
  for (const truth of truths) {
    const session = [...left].find((one) => isThe(truth, one))
    if (!session) {
      told.push(`no ${truth.type} ${truth.key} at ${truth.start} ms`)
      continue
    }
    left.delete(session)
    told.push(
      ...sessionDifferences(session, truth).map((text) => `${truth.type} ${truth.key} at ${truth.start}: ${text}`),
    )
  }
  for (const { type, subtype, session_key, start_time } of left) {
    // Tunnels that the packets came through are another view of the same frames: see tunnels.test.ts.
    if (subtype !== 'gtpu_only') told.push(`besides ${type} ${session_key} at ${start_time}`)
  }
  return told
}

function isThe({ type, key, start }: SessionTruth, session: Session): boolean {
  if (type !== session.type || (key !== '' && key !== session.session_key)) return false
  return Math.abs(Date.parse(session.start_time) - EPOCH * 1000 - start) <= 1
}

function sessionDifferences(session: Session, truth: SessionTruth): string[] {
  const told: string[] = []
  const check = (what: string, is: unknown, should: unknown): void => {
    if (JSON.stringify(is) !== JSON.stringify(should))
      told.push(`${what} ${JSON.stringify(is)}, not ${JSON.stringify(should)}`)
  }
  // Aggregated heartbeats have fewer events than messages.
  if (truth.type !== 'SIP_OPTIONS') {
    check('messages', session.events.filter(({ protocol }) => !MEDIA.has(protocol)).length, truth.messages)
    check('Call-IDs', callIds(session), [...new Set(truth.call_ids)].sort())
  }
  if (truth.outcome !== undefined) check('outcome', session.outcome, truth.outcome)
  const metrics = { ...session.metrics, duration_ms: session.duration_ms }
  for (const [name, value] of Object.entries(truth.metrics)) {
    const is = metrics[name as keyof typeof metrics]
    if (typeof is !== 'number' || Math.abs(is - value) > TIME_TOLERANCE) check(name, is, value)
  }
  for (const name of truth.unknown ?? []) check(name, session.metrics[name], undefined)
  return [...told, ...streamDifferences(session.media, truth.streams)]
}

/** Of the messages themselves, which nobody can have made up. */
function callIds({ events }: Session): string[] {
  const ids = events.filter(({ protocol }) => protocol === 'SIP').map(({ details }) => String(details['call_id']))
  return [...new Set(ids)].sort()
}

function streamDifferences(media: readonly Media[], truths: readonly StreamTruth[]): string[] {
  const told: string[] = []
  const left = new Set(media)
  for (const truth of truths) {
    const name = `${truth.ssrc} ${truth.source} → ${truth.destination}`
    const stream = [...left].find((one) => streamName(one) === name)
    if (!stream) {
      told.push(`no stream ${name}`)
      continue
    }
    left.delete(stream)
    for (const count of ['packets', 'lost', 'duplicates', 'out_of_order'] as const) {
      if (stream[count] !== truth[count]) told.push(`stream ${name}: ${count} ${stream[count]}, not ${truth[count]}`)
    }
    for (const jitter of ['jitter_mean_ms', 'jitter_max_ms'] as const) {
      const is = stream[jitter]
      // Of one packet nobody knows it.
      if (truth.packets > 1 && !(is !== undefined && Math.abs(is - truth[jitter]) <= JITTER_TOLERANCE)) {
        told.push(`stream ${name}: ${jitter} ${is}, not ${truth[jitter]}`)
      }
    }
  }
  return [...told, ...[...left].map((stream) => `besides the stream ${streamName(stream)}`)]
}

function streamName({ ssrc, source, destination }: Media): string {
  return `${ssrc} ${source} → ${destination}`
}
