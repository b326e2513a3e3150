// What procedures add to key figures: each is one attempt, with its outcome. The one place where these are counted.
import type { KpiPlace, KpiSample } from '../../model/kpi.ts'
import type { ProcedureRow } from '../../model/procedure.ts'
import type { KpiName } from '../../model/tables-kpis.ts'

/** Attempts of a job that are counted, about 20 bytes each; and places that they are told apart by. */
const MOST_COUNTED = 4_000_000
const MOST_PLACES = 100_000

interface Figure {
  readonly ratio: KpiName
  readonly time: KpiName
  /** What of the procedure is measured where it succeeded: one of its timings, else all of it. */
  readonly timing?: string
}

/** By type of procedure. */
const FIGURES: Readonly<Record<string, Figure>> = {
  LTE_ATTACH: { ratio: 'lte_attach', time: 'lte_attach_time', timing: 'lte_attach_ms' },
  LTE_TAU: { ratio: 'lte_tau', time: 'lte_tau_time', timing: 'tracking_area_update_ms' },
  LTE_SERVICE_REQUEST: { ratio: 'lte_service_request', time: 'lte_service_request_time', timing: 'service_request_ms' },
  LTE_BEARER_ACTIVATION: { ratio: 'dedicated_bearer', time: 'dedicated_bearer_time', timing: 'bearer_setup_ms' },
  LTE_HANDOVER: { ratio: 'lte_handover', time: 'lte_handover_time' },
  '5G_REGISTRATION': { ratio: 'registration_5g', time: 'registration_5g_time', timing: 'registration_ms' },
  '5G_SERVICE_REQUEST': {
    ratio: 'service_request_5g',
    time: 'service_request_5g_time',
    timing: 'service_request_ms',
  },
  '5G_PDU_SESSION': { ratio: 'pdu_session', time: 'pdu_session_time', timing: 'pdu_session_setup_ms' },
  '5G_PDU_SESSION_MODIFICATION': { ratio: 'pdu_session_modification', time: 'pdu_session_modification_time' },
  '5G_HANDOVER': { ratio: 'handover_5g', time: 'handover_5g_time' },
  EPS_FALLBACK: { ratio: 'eps_fallback', time: 'eps_fallback_time', timing: 'eps_fallback_ms' },
}
const TYPES = Object.keys(FIGURES)
const NOTHING: readonly KpiSample[] = []

/** Attempts by the session that they began in, in columns, until the session is written. */
export class ProcedureFigures {
  /** By session, its latest attempt; by attempt, the one before. */
  readonly #latest = new Map<number, number>()
  readonly #before: number[] = []
  readonly #types: number[] = []
  readonly #met: boolean[] = []
  /** Milliseconds; less than 0 where nothing was measured. */
  readonly #times: number[] = []
  readonly #places: number[] = []
  readonly #known = new Map<string, number>()
  readonly #told: KpiPlace[] = []
  readonly #full: (table: string) => void

  /** @param full told where a bound is reached */
  constructor(full: (table: string) => void) {
    this.#full = full
  }

  /**
   * Only what the capture shows the end of counts.
   *
   * @param peer the address that was asked
   */
  note(row: ProcedureRow, peer: string): void {
    const type = TYPES.indexOf(row.type)
    const [session] = row.sessions
    if (type < 0 || session === undefined || (row.outcome !== 'success' && row.outcome !== 'failed')) return
    if (this.#types.length === MOST_COUNTED) return this.#full('key_figures')
    const met = row.outcome === 'success'
    const { timing } = FIGURES[row.type]!
    this.#types.push(type)
    this.#met.push(met)
    this.#times.push(met ? (timing === undefined ? row.duration_ms : (row.timings[timing] ?? -1)) : -1)
    this.#places.push(this.#placeOf(row, peer))
    this.#before.push(this.#latest.get(session) ?? -1)
    this.#latest.set(session, this.#types.length - 1)
  }

  /** What began in a session. */
  of(session: number): readonly KpiSample[] {
    const latest = this.#latest.get(session)
    if (latest === undefined) return NOTHING
    const samples: KpiSample[] = []
    for (let i = latest; i >= 0; i = this.#before[i]!) {
      const { ratio, time } = FIGURES[TYPES[this.#types[i]!]!]!
      const of = this.#told[this.#places[i]!] ?? {}
      samples.push({ kpi: ratio, met: this.#met[i]!, of })
      if (this.#times[i]! >= 0) samples.push({ kpi: time, latency_ms: this.#times[i]!, of })
    }
    return samples
  }

  #placeOf({ subtype, apn, outcome, verdict }: ProcedureRow, peer: string): number {
    const cause = outcome === 'failed' ? causeOf(verdict) : undefined
    const name = [peer, subtype, apn, cause].join('\0')
    const known = this.#known.get(name)
    if (known !== undefined) return known
    if (this.#told.length === MOST_PLACES) return -1
    this.#known.set(name, this.#told.length)
    return this.#told.push({ peer, application: subtype, apn, cause }) - 1
  }
}

/** As the protocol names it, else what kind of end it was. */
function causeOf({ group, code, name, message, kind }: ProcedureRow['verdict']): string {
  const words = [group, code, name].filter((word) => word !== undefined).map(String)
  return words.length === 0 ? String(message ?? kind) : words.join(' ')
}
