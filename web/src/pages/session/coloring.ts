import type { Ink } from '../../ladder/pen.ts'
import type { MessageRow } from '../../ladder/rows.ts'
import type { Coloring } from './state.ts'

const INKS: readonly Ink[] = ['sip', 'gtp', 'diameter', 's1ap', 'http2', 'pfcp', 'rtp']
const DIALOG = ['call_id', 'session_id', 'teid', 'seid', 'mme_ue_id', 'amf_ue_id', 'stream_id']
const TRANSACTION = [...DIALOG, 'cseq', 'via_branch', 'hop_by_hop', 'sequence']

/** The colour of a message: its protocol's, or one for each conversation. */
export function inkOf(coloring: Coloring): (row: MessageRow) => Ink {
  if (coloring === 'protocol') return ({ look }) => look
  const names = coloring === 'dialog' ? DIALOG : TRANSACTION
  const known = new Map<string, Ink>()
  return ({ event }) => {
    const details = event.details
    const key = names.map((name) => JSON.stringify(details[name] ?? '')).join(' ')
    let ink = known.get(key)
    if (ink === undefined) known.set(key, (ink = INKS[known.size % INKS.length]!))
    return ink
  }
}
