import type { Identifier, SessionDraft } from '../model/relating.ts'
import type { SessionRow } from '../model/session.ts'

const IDENTITIES = ['imsi', 'msisdn', 'impi', 'impu', 'supi', 'imei', 'ue_ip'] as const
const TOLD_IDENTIFIERS = ['call_id', 'icid', 'caller', 'callee', 'imsi', 'msisdn'] as const
const MOST_IDENTIFIERS = 200

class Identifiers {
  readonly found: Identifier[] = []

  add(kind: string, value: unknown): void {
    const { found } = this
    if (typeof value !== 'string' || value === '' || found.length === MOST_IDENTIFIERS) return
    for (const one of found) if (one.value === value && one.kind === kind) return
    found.push({ kind, value })
  }
}

/** What a session can be found by, each once. */
export function identifiersOf(row: SessionRow, { groups, streams, rtcps, parties }: SessionDraft): Identifier[] {
  const identifiers = new Identifiers()
  identifiers.add('session_key', row.session_key)
  for (const name of TOLD_IDENTIFIERS) identifiers.add(name, row.correlation_key[name])
  const callIds = row.correlation_key['call_ids']
  if (Array.isArray(callIds)) for (const callId of callIds) identifiers.add('call_id', callId)
  for (const party of parties) for (const name of IDENTITIES) identifiers.add(name, party[name])
  for (const { kind } of row.media_verdicts ?? []) identifiers.add('media_verdict', kind)
  for (const { participants } of groups) for (const end of participants) identifiers.add('ip', end.address)
  for (const flows of [streams, rtcps]) {
    for (const { source, destination } of flows) {
      identifiers.add('ip', source.address)
      identifiers.add('ip', destination.address)
    }
  }
  return identifiers.found
}
