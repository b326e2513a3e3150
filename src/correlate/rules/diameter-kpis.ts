import type { KpiSample } from '../../model/kpi.ts'
import { roundMilliseconds } from '../../model/moment.ts'
import { type DiameterDraft, latencyOf } from './diameter-draft.ts'

/** How long the requests of a session took to be answered, each on the hop where it was seen first. */
export function diameterKpis({ exchanges, apn }: DiameterDraft, application: string): KpiSample[] {
  return exchanges.flatMap((one): KpiSample[] => {
    const latency = latencyOf(one)
    if (latency === undefined || (one.repeated === true && one.asked === undefined)) return []
    const { abbreviation: request, code, name, destination } = one
    const cause = code === undefined ? undefined : [code, name].filter((word) => word !== undefined).join(' ')
    const of = { peer: destination.replace(/:\d+$/, ''), application, apn, cause, request: request || undefined }
    return [{ kpi: 'diameter_answer', latency_ms: roundMilliseconds(latency), of }]
  })
}
