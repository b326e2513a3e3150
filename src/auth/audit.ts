import type { AuditEntry } from '../model/user.ts'
import type { Catalogue } from '../store/catalogue/contract.ts'

const DAY_MS = 86_400_000

export type AuditNote = Pick<AuditEntry, 'action' | 'address'> & {
  /** Who; nobody where it is not known. */
  readonly user?: { readonly user_id: string; readonly username: string } | undefined
  readonly target?: string
  readonly outcome?: AuditEntry['outcome']
}

/** Writes down who did what to what. */
export class Auditor {
  readonly #catalogue: Catalogue
  readonly #now: () => number

  constructor(catalogue: Catalogue, now: () => number = Date.now) {
    this.#catalogue = catalogue
    this.#now = now
  }

  async note({ action, address, user, target = '', outcome = 'done' }: AuditNote): Promise<void> {
    const at = new Date(this.#now()).toISOString()
    const { user_id = '', username = '' } = user ?? {}
    await this.#catalogue.audit.add({ at, action, outcome, user_id, username, address, target })
  }

  /** Forgets what is older than so many days; 0 keeps all. */
  async forget(days: number): Promise<void> {
    if (days > 0) await this.#catalogue.audit.removeBefore(new Date(this.#now() - days * DAY_MS).toISOString())
  }
}
