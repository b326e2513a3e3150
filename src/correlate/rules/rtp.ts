import type { SessionDraft } from '../../model/relating.ts'
import type { SessionFacts } from '../rules.ts'

/** Media that no signalling in the capture explains: both directions between two ends. */
export function orphanMedia(draft: SessionDraft): SessionFacts | undefined {
  const ssrcs = [...new Set([...draft.streams, ...draft.rtcps].map((row) => row.ssrc))]
  const first = draft.streams[0] ?? draft.rtcps[0]
  if (!first) return undefined
  return {
    type: 'RTP',
    session_key: `ssrc:${first.ssrc}@${first.destination.text}`,
    correlation_key: { ssrc: ssrcs, endpoints: [first.source.text, first.destination.text] },
    metrics: {},
    outcome: 'incomplete',
    verdict: { kind: 'no_signalling', category: 'capture_incomplete', protocol: 'RTP' },
  }
}
