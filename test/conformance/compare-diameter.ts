import { ownEvents } from '../analyze-capture.ts'
import type { SessionEvent } from '../../src/model/session.ts'
import type { Analysis, Tally } from './compare.ts'
import type { Oracle, OracleDiameter } from './oracle.ts'

/** Between peers: aggregated where they succeed, so they fall out of the comparison. */
const HEARTBEATS: ReadonlySet<unknown> = new Set([257, 280, 282])
const WITHOUT_SESSION = '(none)'

/** Ordered messages of each Session-Id, with command, application, identifiers and result. */
export function compareDiameter(oracle: Oracle, analysis: Analysis, tally: Tally): void {
  const copies = new Set(analysis.coverage.duplicate_frames.map(([copy]) => copy))
  const ours = ourLines(analysis)
  for (const [session, messages] of Object.entries(oracle.diameter?.by_session ?? {})) {
    const expected = messages.filter(({ n, cmd }) => !copies.has(n) && !HEARTBEATS.has(cmd)).map(expectedLine)
    const found = ours.get(session) ?? []
    ours.delete(session)
    for (const [i, line] of expected.entries()) {
      tally.check(found[i] === line, () => `diameter ${session}: ${found[i] ?? 'nothing'}, not ${line}`)
    }
    for (const line of found.slice(expected.length)) tally.mismatches.push(`diameter ${session}: besides ${line}`)
  }
  for (const [session, [first]] of ours) tally.mismatches.push(`diameter ${session}: besides ${first}`)
}

function expectedLine({ n, cmd, req, app, hbh, e2e, rc, exp_rc }: OracleDiameter): string {
  return `${n} ${cmd} ${req} ${app} ${hbh} ${e2e} ${rc ?? exp_rc ?? ''}`
}

function ourLines({ sessions }: Analysis): Map<string, string[]> {
  const lines = new Map<string, string[]>()
  const events = ownEvents(sessions).toSorted((a, b) => a.frame - b.frame)
  for (const event of events) {
    if (event.protocol !== 'DIAMETER' || HEARTBEATS.has(event.details['command_code'])) continue
    const session = (event.details['session_id'] ?? WITHOUT_SESSION) as string
    lines.set(session, [...(lines.get(session) ?? []), ourLine(event)])
  }
  return lines
}

function ourLine({ frame, details }: SessionEvent): string {
  const { command_code, request, application_id, hop_by_hop, end_to_end, result_code = '' } = details
  return [frame, command_code, request, application_id, hop_by_hop, end_to_end, result_code].join(' ')
}
