import type { KpiSample } from '../../model/kpi.ts'
import type { Outcome } from '../../model/session.ts'
import type { PfcpDraft } from './pfcp-draft.ts'

/** Whether a session was established, and how long its requests took to be answered. */
export function pfcpKpis(draft: PfcpDraft, { outcome, application }: { outcome: Outcome; application: string }) {
  const { exchanges, asked, established, peer, dnn, rejection } = draft
  const isOver = established === true || outcome === 'failed'
  const cause = rejection && established !== true ? `${rejection.code} ${rejection.name}` : undefined
  const wanted: KpiSample[] = [
    { kpi: 'pfcp_session', met: established === true, of: { peer, application, apn: dnn, cause } },
  ]
  return [
    ...(asked === true && isOver ? wanted : []),
    ...exchanges.map(({ request, latency_ms, cause, peer }): KpiSample => ({
      kpi: 'pfcp_response',
      latency_ms,
      of: { peer, application, apn: dnn, cause, request },
    })),
  ]
}
