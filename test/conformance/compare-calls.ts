/**
 * Times of calls, computed from what an independent dissector saw, straight from RFC 6076 §4.3–4.5 and DOMAIN 5.1, on
 * the hop on which the INVITE was seen first.
 */
import type { Analysis, Tally } from './compare.ts'
import { nanoseconds } from './compare-times.ts'
import type { Oracle, OracleMessage } from './oracle.ts'

type Message = Required<Pick<OracleMessage, 'n' | 'm' | 'cseq' | 't' | 'src' | 'dst'>>
type Times = Record<string, number | undefined>

/** Answers that ask the caller to try again: RFC 6076 §4.3, and where another try came, RFC 3261 §8.1.3.5. */
const CHALLENGES = [401, 402, 407]
const RETRIES = [...CHALLENGES, 420, 422, 423, 488]

const isRedirection = (status: number): boolean => status >= 300 && status < 400

function milliseconds(from: Message | undefined, to: Message | undefined): number | undefined {
  if (!from || !to) return undefined
  const passed = Number(nanoseconds(to.t) - nanoseconds(from.t)) / 1e6
  return passed < 0 ? undefined : passed
}

/** The answers to a request: those to who sent it first, or others where none came there. */
function answersTo(request: Message, messages: readonly Message[]): readonly Message[] {
  const all = messages.filter(({ m, cseq }) => typeof m === 'number' && cseq === request.cseq)
  const own = all.filter(({ src, dst }) => src === request.dst && dst === request.src)
  return own.length > 0 ? own : all
}

function first(answers: readonly Message[], is: (status: number) => boolean): Message | undefined {
  return answers.find(({ m }) => is(Number(m)))
}

interface Attempt {
  readonly invite: Message
  readonly answers: readonly Message[]
  readonly final: Message | undefined
}

/** INVITEs until one was accepted: what comes behind is within the dialog. */
function attemptsOf(messages: readonly Message[]): Attempt[] {
  const attempts: Attempt[] = []
  for (const invite of messages.filter(({ m }) => m === 'INVITE')) {
    const last = attempts.at(-1)
    const isAccepted = last?.final && Number(last.final.m) < 300
    if (attempts.some((one) => one.invite.cseq === invite.cseq) || isAccepted) continue
    const answers = answersTo(invite, messages)
    attempts.push({ invite, answers, final: first(answers, (status) => status >= 200) })
  }
  return attempts
}

/** The first sign of the called side, over all attempts. */
function heardOf(attempts: readonly Attempt[]): Message | undefined {
  for (const attempt of attempts) {
    const asksAgain = attempt === attempts.at(-1) ? CHALLENGES : RETRIES
    const provisional = first(attempt.answers, (status) => status > 100 && status < 200)
    if (provisional) return provisional
    const status = Number(attempt.final?.m)
    if (attempt.final && !isRedirection(status) && !asksAgain.includes(status)) return attempt.final
  }
  return undefined
}

function setUp(attempts: readonly Attempt[], messages: readonly Message[]): Times {
  const [begun, last] = [attempts[0], attempts.at(-1)]
  if (!begun || !last) return {}
  const heard = heardOf(attempts)
  const status = Number(last.final?.m)
  const isOver = last.final !== undefined && !isRedirection(status) && !CHALLENGES.includes(status)
  return {
    trying_time_ms: milliseconds(
      begun.invite,
      first(begun.answers, (code) => code === 100),
    ),
    pdd_ms: milliseconds(begun.invite, heard),
    ...(isOver && (status < 300 ? answered(begun, last, messages) : failed(begun, last))),
    ...(isOver && { [status < 300 ? 'srd_success_ms' : 'srd_failure_ms']: milliseconds(begun.invite, heard) }),
  }
}

function answered({ invite }: Attempt, last: Attempt, messages: readonly Message[]): Times {
  const { answers, final } = last
  const ringing = first(answers, (code) => code === 180)
  const provisional = ringing ?? first(answers, (code) => code > 100 && code < 200)
  const acknowledged = last.invite.cseq.replace('INVITE', 'ACK')
  return {
    setup_time_ms: milliseconds(invite, final),
    alerting_ms: milliseconds(invite, ringing),
    ringing_time_ms: milliseconds(provisional, final),
    answer_to_ack_ms: milliseconds(
      final,
      messages.find(({ m, cseq }) => m === 'ACK' && cseq === acknowledged),
    ),
  }
}

function failed({ invite }: Attempt, { final }: Attempt): Times {
  return { failure_delay_ms: milliseconds(invite, final) }
}

function ended(attempts: readonly Attempt[], messages: readonly Message[]): Times {
  const bye = messages.find(({ m }) => m === 'BYE')
  if (!bye) return {}
  const { final } = attempts.at(-1) ?? {}
  return {
    talk_time_ms: final && Number(final.m) < 300 ? milliseconds(final, bye) : undefined,
    sdd_ms: milliseconds(
      bye,
      first(answersTo(bye, messages), (status) => status >= 200 && status < 300),
    ),
  }
}

/** Setup times are told in whole ms. */
const WHOLE = new Set(['setup_time_ms'])

export function compareCalls(oracle: Oracle, analysis: Analysis, tally: Tally): void {
  const copies = new Set(analysis.coverage.duplicate_frames.map(([copy]) => copy))
  for (const call of oracle.sip?.calls ?? []) {
    const told = analysis.sessions.find(
      ({ type, session_key }) => type === 'VoLTE' && session_key === call.call_id,
    )?.metrics
    if (!told || call.call_id === undefined) continue
    const messages = call.msgs.filter(
      (one): one is Message => one.m !== undefined && !one.in_icmp && !copies.has(one.n),
    )
    const attempts = attemptsOf(messages)
    const wanted: Times = { ...setUp(attempts, messages), ...ended(attempts, messages) }
    for (const [metric, time] of Object.entries(wanted)) {
      const found = told[metric] as number | undefined
      const isSame = found === time || Math.abs(found! - time!) <= (WHOLE.has(metric) ? 0.5 : 0.001)
      tally.check(isSame, () => `call ${call.call_id}: ${metric} ${found}, not ${time}`)
    }
  }
}
