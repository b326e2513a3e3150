import type { KpiSample } from '../../model/kpi.ts'
import type { HttpDraft } from './http2-draft.ts'

/** How long requests of the 5G core took to be answered, each on its first hop. */
export function http2Kpis({ exchanges, ids, kind }: HttpDraft): KpiSample[] {
  if (kind !== 'sba' && kind !== 'nf_management') return []
  return exchanges
    .filter(({ hop }) => hop === undefined)
    .map(({ request, status, latency_ms, server }) => ({
      kpi: 'http2_response',
      latency_ms,
      of: { peer: server, application: request.split(' ')[0], apn: ids.dnn, cause: String(status), request },
    }))
}
