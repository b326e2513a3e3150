import type { ProcedureRow } from '../../model/procedure.ts'

/** Sessions of a job that are remembered, about 500 bytes each. */
const MOST_SESSIONS = 20_000
/** How procedures fail that no message says the end of: nothing came any more, or another was begun instead. */
const BREAKS: ReadonlySet<unknown> = new Set(['timeout', 'superseded'])

/**
 * Why the procedure that a session began for broke off, by session: of the session alone it cannot be told, since what
 * shows it stands in the next one of the same subscriber.
 */
export class BrokenOff {
  readonly #verdicts = new Map<number, ProcedureRow['verdict']>()
  readonly #full: (table: string) => void

  /** @param full told where the bound is reached */
  constructor(full: (table: string) => void) {
    this.#full = full
  }

  /** The first one that began in a session counts: others began with it. */
  note({ sessions: [session], outcome, verdict }: ProcedureRow): void {
    if (session === undefined || outcome !== 'failed' || !BREAKS.has(verdict['kind'])) return
    if (this.#verdicts.has(session)) return
    if (this.#verdicts.size === MOST_SESSIONS) return this.#full('broken_off')
    this.#verdicts.set(session, verdict)
  }

  of(session: number): ProcedureRow['verdict'] | undefined {
    return this.#verdicts.get(session)
  }
}
