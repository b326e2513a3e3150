/** What a session says of how it went: its outcome, verdict, failures, events and procedures say the same. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Procedure } from '../../src/model/procedure.ts'
import type { SessionEvent } from '../../src/model/session.ts'
import type { SessionDetail } from '../../src/store/results/records.ts'
import { analyzeCapture } from '../analyze-capture.ts'
import { type Case, cases, haveCaptures } from './oracle.ts'

type Verdict = Readonly<Record<string, unknown>>

/** Failures that no code tells, as no message says no: what should have come did not, or what was there went away. */
const WITHOUT_CODE = new Set(['timeout', 'superseded', 'hung_up', 'cancelled', 'undelivered', 'reset', 'circuit_reset'])
/** Nobody refused anything: the failing message is an ordinary one, or there is none. */
const WITHOUT_REFUSAL = new Set([...WITHOUT_CODE, 'dropped', 'let_go', 'no_bearer', 'bearer_lost', 'aborted'])
/** What people are told of a session beside its end. */
const LATER = [
  'refused_later',
  'refused_service',
  'unanswered_later',
  'unanswered_requests',
  'challenged_later',
] as const
/** What whoever asked asks again with credentials or in step, as it should; and what nobody needs. */
const NO_FAILURE = /Authentication failure|40[17] |487 /

function disagreements(session: SessionDetail, frames: ReadonlySet<number>): string[] {
  const { outcome, metrics } = session
  const verdict: Verdict = session.verdict ?? {}
  const own = session.events.filter((event) => event['via_session'] === undefined)
  const failed = own.filter(({ details }) => details['failed'] === true && details['retransmission'] !== true)
  const wrong: string[] = []
  const must = (isRight: boolean, what: string): void => {
    if (!isRight) wrong.push(what)
  }
  must(typeof verdict['kind'] === 'string' && typeof verdict['text'] === 'string', 'has no verdict')
  if (outcome === 'failed' || outcome === 'cancelled') {
    const kind = String(verdict['kind'])
    const isCalled = ['code', 'name', 'message'].some((field) => verdict[field] !== undefined)
    must(isCalled || WITHOUT_CODE.has(kind), 'has no cause')
    must(typeof verdict['category'] === 'string', 'has no category')
    must(frames.has(Number(verdict['frame'])) || verdict['closed_by'] !== undefined, 'names no frame')
    must(failed.length > 0 || WITHOUT_REFUSAL.has(kind), 'fails without a failure')
  }
  if (outcome === 'success') {
    const isTold = LATER.some((field) => verdict[field] !== undefined)
    const unmended = failed.filter((one) => !isHarmless(one) && !isMended(one, own))
    must(isTold || unmended.length === 0 || verdict['kind'] === 'superfluous', 'succeeds in spite of a failure')
    must(verdict['category'] !== 'capture_incomplete', 'succeeds and is incomplete')
    const decides = (session.procedures ?? []).filter((one) => one.outcome === 'failed' && one.steps.length > 0)
    must(isTold || decides.every((one) => isOthers(one, own)), 'succeeds, and a procedure of it alone fails')
  }
  if (outcome === 'incomplete') must(verdict['category'] === 'capture_incomplete', 'is incomplete of another cause')
  if (outcome === 'unread') must(verdict['kind'] === 'undecoded', 'is unread and judged')
  const { failures } = metrics
  if (typeof failures === 'number') {
    const shown = failed.filter(({ details }) => details['hop'] === undefined && details['error'] === undefined)
    must(failures === shown.length, `counts ${failures} failures and shows ${shown.length}`)
  }
  return wrong.map((what) => `${session.type} ${session.session_key} ${what} (${String(verdict['text'])})`)
}

function isHarmless({ short, message_type, details }: SessionEvent): boolean {
  // What a browser does not find fails nothing.
  if (details['status'] === 404 && String(details['request']).startsWith('GET ')) return true
  return NO_FAILURE.test(`${message_type} ${short}`)
}

/** A change of a call that was refused, and granted at another try. */
function isMended({ frame, details }: SessionEvent, own: readonly SessionEvent[]): boolean {
  const method = String(details['cseq']).split(' ')[1]
  return own.some(({ frame: later, details: told }) => {
    return later > frame && told['status'] === 200 && String(told['cseq']).endsWith(` ${method}`)
  })
}

/** Steps in other sessions too decide it. */
function isOthers({ steps }: Procedure, own: readonly { readonly event_id: string }[]): boolean {
  const ids = new Set(own.map(({ event_id }) => event_id))
  return !steps.every(({ event_id }) => ids.has(event_id))
}

async function wrongIn({ path, name }: Case): Promise<string[]> {
  const { sessions } = await analyzeCapture(readFileSync(path))
  const frames = new Set(sessions.flatMap(({ events }) => events.flatMap((one) => [one.frame, ...(one.frames ?? [])])))
  return sessions.flatMap((session) => disagreements(session, frames).map((line) => `${name}: ${line}`))
}

/** Its messages are made of random elements: requests bear causes. */
const RANDOM = new Set(['pfcp/scapy_pfcp.pcap'])

describe.skipIf(!haveCaptures)('sessions of real captures say one thing (skipped where they are absent)', () => {
  it.each([...cases()])(
    '%s',
    async (_folder, captures) => {
      const wrong: string[] = []
      for (const capture of captures.filter(({ name }) => !RANDOM.has(name))) wrong.push(...(await wrongIn(capture)))
      expect(wrong).toEqual([])
    },
    300_000,
  )
})
