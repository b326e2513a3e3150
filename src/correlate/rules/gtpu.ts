import type { TunnelRow } from '../../model/rows.ts'
import type { SessionFacts } from '../rules.ts'

/** User plane of GTP (TS 29.281) without the signalling that set it up: one tunnel, or both directions of a user's. */
export function lonelyTunnels(tunnels: readonly TunnelRow[]): SessionFacts {
  const teids = tunnels.map(({ teid, destination }) => `${teid}@${destination}`)
  const ends = [...new Set(tunnels.flatMap(({ inner_source, inner_destination }) => [inner_source, inner_destination]))]
  return {
    type: 'GTP',
    subtype: 'gtpu_only',
    session_key: `teid:${teids[0]!}`,
    correlation_key: { teids, user_addresses: ends.filter((end) => end !== undefined) },
    metrics: {},
    outcome: 'incomplete',
    verdict: { kind: 'no_signalling', category: 'capture_incomplete', protocol: 'GTP-U' },
  }
}
