import type { KpiPlace, KpiSample } from '../../model/kpi.ts'
import type { Metrics, Outcome } from '../../model/session.ts'
import { type GtpDraft, isCreation, type Step } from './gtp-draft.ts'

/** Whether a connection came about, and how long its requests took to be answered, on every hop. */
export function gtpKpis(draft: GtpDraft, { outcome, metrics }: { outcome: Outcome; metrics: Metrics }): KpiSample[] {
  const creation = draft.steps.filter((one) => isCreation(one) && one.at !== undefined).toSorted(byTime)[0]
  const latency_ms = metrics['create_session_latency_ms']
  if (draft.kind !== 'connection' || creation === undefined) return responses(draft)
  const of = placeOf(creation, draft)
  const isOver = outcome === 'success' || outcome === 'failed'
  return [
    ...(isOver ? [{ kpi: 'pdn_connection' as const, met: outcome === 'success', of }] : []),
    ...(typeof latency_ms === 'number' ? [{ kpi: 'pdn_connection_time' as const, latency_ms, of }] : []),
    ...responses(draft),
  ]
}

function byTime(a: Step, b: Step): number {
  return a.at! - b.at!
}

function responses(draft: GtpDraft): KpiSample[] {
  return draft.steps.flatMap((step): KpiSample[] =>
    step.latency === undefined || step.shared === true
      ? []
      : [{ kpi: 'gtp_response', latency_ms: step.latency, of: { ...placeOf(step, draft), request: step.name } }],
  )
}

function placeOf(step: Step, { told }: GtpDraft): KpiPlace {
  const { destination, protocol: application, cause_code, cause_name, latency } = step
  const isSilent = cause_code === undefined && latency === undefined
  return {
    peer: destination.replace(/:\d+$/, ''),
    application,
    apn: told['apn'] as string | undefined,
    cause: isSilent ? 'no answer' : cause_code === undefined ? undefined : `${cause_code} ${cause_name ?? ''}`.trim(),
  }
}
