import { randomBytes } from 'node:crypto'
import type { Principal } from '../auth/principal.ts'

const TICKET_BYTES = 32
const LIFETIME_MS = 30_000
/** Tickets nobody used yet; the oldest go first. */
const MOST_TICKETS = 10_000

interface Ticket {
  readonly principal: Principal
  readonly jobId: string
  readonly expires: number
}

/** One-time tickets that open a WebSocket where a browser can send no header. */
export class Tickets {
  readonly #tickets = new Map<string, Ticket>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  make(principal: Principal, jobId: string): { ticket: string; expires_at: string } {
    this.#forgetOld()
    const ticket = randomBytes(TICKET_BYTES).toString('base64url')
    const expires = this.#now() + LIFETIME_MS
    this.#tickets.set(ticket, { principal, jobId, expires })
    return { ticket, expires_at: new Date(expires).toISOString() }
  }

  /** Takes a ticket, once, for the job that it was made for. */
  take(ticket: string, jobId: string): Principal | undefined {
    const found = this.#tickets.get(ticket)
    this.#tickets.delete(ticket)
    return found?.jobId === jobId && found.expires > this.#now() ? found.principal : undefined
  }

  #forgetOld(): void {
    for (const [ticket, { expires }] of this.#tickets) {
      if (expires > this.#now() && this.#tickets.size < MOST_TICKETS) return
      this.#tickets.delete(ticket)
    }
  }
}
