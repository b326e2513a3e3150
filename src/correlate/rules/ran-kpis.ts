// What contexts of UEs add to key figures: attach, registration, PDU session. The one place where these are counted.
import type { KpiSample } from '../../model/kpi.ts'
import type { KpiName } from '../../model/tables-kpis.ts'
import type { RanDraft, Trouble } from './ran-draft.ts'

interface Procedure {
  readonly ratio: KpiName
  readonly time: KpiName
  /** Metric of its duration, from its request to its completion. */
  readonly metric: string
  /** Refusals that end it. */
  readonly refusals: ReadonlySet<string>
  /** The message that the context began with; left out where it may come later. */
  readonly began?: string
}

const REFUSED_ACCESS = ['Authentication reject', 'Security mode reject', 'InitialContextSetupFailure']

const PROCEDURES: Readonly<Record<string, readonly Procedure[]>> = {
  S1AP: [
    {
      ratio: 'lte_attach',
      time: 'lte_attach_time',
      metric: 'attach_ms',
      refusals: new Set(['Attach reject', ...REFUSED_ACCESS]),
      began: 'Attach request',
    },
  ],
  NGAP: [
    {
      ratio: 'registration_5g',
      time: 'registration_5g_time',
      metric: 'registration_ms',
      refusals: new Set(['Registration reject', ...REFUSED_ACCESS]),
      began: 'Registration request',
    },
    {
      ratio: 'pdu_session',
      time: 'pdu_session_time',
      metric: 'pdu_session_setup_ms',
      refusals: new Set(['PDU session establishment reject', 'PDUSessionResourceSetupResponse']),
    },
  ],
}

/** @param peer the address that the UE's first message went to */
export function ranKpis(draft: RanDraft, { protocol, peer }: { protocol: string; peer?: string | undefined }) {
  return (PROCEDURES[protocol] ?? []).flatMap((procedure): KpiSample[] => {
    const { ratio, time, metric } = procedure
    const met = isMet(draft, procedure)
    const apn = draft.apns[0]
    const of = { peer, apn, cause: met === false ? causeOf(draft.refusal!) : undefined }
    const latency_ms = draft.milestones.took[metric]
    return [
      ...(met === undefined ? [] : [{ kpi: ratio, met, of }]),
      ...(latency_ms === undefined ? [] : [{ kpi: time, latency_ms, of }]),
    ]
  })
}

/** Undefined where it was not begun, or its end was not seen. Where NAS is ciphered, the context that was set up tells. */
function isMet(draft: RanDraft, { metric, refusals, began }: Procedure): boolean | undefined {
  const { took } = draft.milestones
  if (took[metric] !== undefined) return true
  const isBegun = began === undefined ? draft.milestones.began[metric] !== undefined : draft.began === began
  if (!isBegun) return undefined
  if (draft.refusal && refusals.has(draft.refusal.message)) return false
  return began !== undefined && draft.established === true ? true : undefined
}

function causeOf({ message, group, code, name }: Trouble): string {
  const words = [group, code, name].filter((word) => word !== undefined)
  return words.length === 0 ? message : words.join(' ')
}
