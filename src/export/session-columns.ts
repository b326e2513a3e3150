import { endsOf } from '../model/session-ends.ts'
import type { SessionBrief } from '../store/results/records.ts'
import type { Cell } from './csv.ts'

/** The lowest estimate of its streams, where there is one. */
export function mosOf({ metrics, media }: SessionBrief): number | undefined {
  if (typeof metrics['mos'] === 'number') return metrics['mos']
  const estimates = media.flatMap(({ mos }) => (mos === undefined ? [] : [mos]))
  return estimates.length > 0 ? Math.min(...estimates) : undefined
}

/** One decimal, and two where one would tell nothing. */
export function jitterText(ms: number): string {
  return ms === 0 ? '0' : ms.toFixed(ms < 0.995 ? 2 : 1)
}

/** What the participants are and are called, in their order; `?` where nothing is known. */
function rolesOf({ participants, participant_roles: roles = {} }: SessionBrief): string {
  return participants.map((end) => [roles[end]?.role, roles[end]?.name].filter(Boolean).join(' ') || '?').join(', ')
}

function textOf(value: unknown): Cell {
  return typeof value === 'string' || typeof value === 'number' ? value : undefined
}

/** A session as a row of a spreadsheet. */
export const SESSION_COLUMNS: readonly { readonly name: string; readonly value: (of: SessionBrief) => Cell }[] = [
  { name: 'session_id', value: (of) => of.session_id },
  { name: 'type', value: (of) => of.type },
  { name: 'subtype', value: (of) => of.subtype },
  { name: 'session_key', value: (of) => of.session_key },
  { name: 'start_time', value: (of) => of.start_time },
  { name: 'end_time', value: (of) => of.end_time },
  { name: 'duration_ms', value: (of) => of.duration_ms },
  { name: 'outcome', value: (of) => of.outcome },
  { name: 'from', value: (of) => endsOf(of).from },
  { name: 'to', value: (of) => endsOf(of).to },
  { name: 'setup_time_ms', value: (of) => of.metrics['setup_time_ms'] },
  { name: 'rtp_loss', value: (of) => of.metrics['rtp_loss'] },
  { name: 'rtp_jitter_ms', value: (of) => of.metrics['rtp_jitter_ms'] },
  { name: 'mos', value: mosOf },
  { name: 'media_verdicts', value: (of) => of.media_verdicts?.map(({ kind }) => kind).join(' ') },
  { name: 'packets', value: (of) => of.packet_count },
  { name: 'bytes', value: (of) => of.byte_count },
  { name: 'events', value: (of) => of.events_count },
  { name: 'participants', value: (of) => of.participants.join(' ') },
  { name: 'participant_roles', value: rolesOf },
  { name: 'category', value: ({ verdict }) => textOf(verdict?.['category']) },
  { name: 'code', value: ({ verdict }) => textOf(verdict?.['code']) },
  { name: 'verdict', value: ({ verdict }) => textOf(verdict?.['text']) },
]
